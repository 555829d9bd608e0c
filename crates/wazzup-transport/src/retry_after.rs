//! The `Retry-After` header, both forms.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header::RETRY_AFTER};

/// How long the server asks to wait. `None` if it does not say, or says nothing readable.
///
/// A date is taken against the `Date` header of the same answer where there is one, so that a wrong
/// clock on either side does no harm. Zero and dates gone by are `Some(0)`: an answer, not silence.
pub(crate) fn read(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a `u64` holds are still an answer: very long.
        let seconds = value.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds.min(LONGEST.as_secs())));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = headers
        .get(http::header::DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .unwrap_or_else(SystemTime::now);
    Some(
        until
            .duration_since(now)
            .unwrap_or(Duration::ZERO)
            .min(LONGEST),
    )
}

/// What is longer counts as this much: a year. Sums with it stay far from any overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn with(value: &'static [u8]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_bytes(value).unwrap());
        read(&headers)
    }

    #[test]
    fn seconds_are_read() {
        assert_eq!(with(b"3"), Some(Duration::from_secs(3)));
        assert_eq!(with(b" 3 "), Some(Duration::from_secs(3)));
    }

    #[test]
    fn zero_is_an_answer() {
        assert_eq!(with(b"0"), Some(Duration::ZERO));
    }

    #[test]
    fn silence_and_junk_are_none() {
        assert_eq!(read(&HeaderMap::new()), None);
        for junk in [
            &b""[..],
            b"soon",
            b"-1",
            b"1.5",
            b"+3",
            b"\xff\xfe",
            b"Sun, 99 Nov",
        ] {
            assert_eq!(with(junk), None, "{junk:?}");
        }
    }

    #[test]
    fn huge_values_are_cut_and_do_not_overflow() {
        for huge in [
            &b"18446744073709551615"[..],
            b"99999999999999999999999999",
            b"31536001",
        ] {
            assert_eq!(with(huge), Some(LONGEST));
        }
        let _ = tokio::time::Instant::now() + LONGEST;
    }

    #[test]
    fn a_date_counts_from_the_date_of_the_answer() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "date",
            HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"),
        );
        headers.insert(
            RETRY_AFTER,
            HeaderValue::from_static("Sun, 06 Nov 1994 08:49:42 GMT"),
        );
        assert_eq!(read(&headers), Some(Duration::from_secs(5)));
    }

    #[test]
    fn a_date_gone_by_is_zero() {
        assert_eq!(with(b"Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn a_date_without_a_date_to_compare_counts_from_now() {
        let until = SystemTime::now() + Duration::from_secs(100);
        let mut headers = HeaderMap::new();
        let text = httpdate::fmt_http_date(until);
        headers.insert(RETRY_AFTER, HeaderValue::from_str(&text).unwrap());
        let wait = read(&headers).unwrap();
        assert!(
            wait > Duration::from_secs(90) && wait <= Duration::from_secs(100),
            "{wait:?}"
        );
    }
}

//! How much of its allowance the service says is used.

use std::{collections::BTreeMap, time::Duration};

use http::HeaderMap;
use serde::Deserialize;
use wazzup_transport::Reply;

/// What the service says about rate limits in the headers of an answer.
///
/// On answers as they came: [`with_raw`](crate::Call::with_raw) brings one.
///
/// ```no_run
/// use wazzup_whatsapp_api::{Client, UsageExt, types::MediaId};
///
/// # async fn example(client: Client, id: MediaId) -> wazzup_whatsapp_api::Result<()> {
/// let (media, answer) = client.media().url(&id).with_raw().await?;
/// if answer.app_usage().is_some_and(|usage| usage.highest() > 80.0) {
///     println!("slow down");
/// }
/// # Ok(()) }
/// ```
pub trait UsageExt: sealed::Sealed {
    /// How much the app has used, from `X-App-Usage`.
    fn app_usage(&self) -> Option<Usage>;

    /// How much each account has used, from `X-Business-Use-Case-Usage`.
    fn business_usage(&self) -> Vec<BusinessUsage>;
}

/// How much of an allowance is used, in percent: at 100 calls are refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Usage {
    /// Of the number of calls.
    pub call_count: f64,
    /// Of the processor time.
    pub total_cputime: f64,
    /// Of the time in all.
    pub total_time: f64,
}

impl Usage {
    /// The highest of the three, which is the one that counts.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.call_count.max(self.total_cputime).max(self.total_time)
    }
}

/// How much of its allowance an account has used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BusinessUsage {
    /// The account or the portfolio.
    pub id: String,
    /// What kind of calls it is about: `whatsapp`.
    pub kind: Option<String>,
    /// How much.
    pub usage: Usage,
    /// How long calls will be refused, from now. Whole minutes; zero if they are not.
    pub regain_access_in: Duration,
}

impl UsageExt for HeaderMap {
    fn app_usage(&self) -> Option<Usage> {
        serde_json::from_slice(self.get("x-app-usage")?.as_bytes()).ok()
    }

    fn business_usage(&self) -> Vec<BusinessUsage> {
        #[derive(Deserialize)]
        struct Entry {
            #[serde(rename = "type")]
            kind: Option<String>,
            #[serde(flatten)]
            usage: Usage,
            #[serde(default)]
            estimated_time_to_regain_access: f64,
        }

        let Some(header) = self.get("x-business-use-case-usage") else {
            return Vec::new();
        };
        let accounts: BTreeMap<String, Vec<Entry>> =
            serde_json::from_slice(header.as_bytes()).unwrap_or_default();
        let entries = accounts
            .into_iter()
            .flat_map(|(id, entries)| entries.into_iter().map(move |entry| (id.clone(), entry)));
        entries
            .map(|(id, entry)| BusinessUsage {
                id,
                kind: entry.kind,
                usage: entry.usage,
                regain_access_in: minutes(entry.estimated_time_to_regain_access),
            })
            .collect()
    }
}

impl UsageExt for Reply {
    fn app_usage(&self) -> Option<Usage> {
        self.headers().app_usage()
    }

    fn business_usage(&self) -> Vec<BusinessUsage> {
        self.headers().business_usage()
    }
}

fn minutes(minutes: f64) -> Duration {
    Duration::try_from_secs_f64(minutes.max(0.0) * 60.0).unwrap_or_default()
}

mod sealed {
    /// Keeps [`UsageExt`](super::UsageExt) ours, so that it may grow.
    #[expect(unnameable_types, reason = "nobody else is to name it")]
    pub trait Sealed {}

    impl Sealed for http::HeaderMap {}
    impl Sealed for crate::Reply {}
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(
            http::HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )])
    }

    #[test]
    fn the_usage_of_the_app_is_read() {
        let headers = headers("x-app-usage", r#"{"call_count":12,"total_time":4.5}"#);
        let usage = headers.app_usage().unwrap();
        assert_eq!((usage.call_count, usage.total_cputime), (12.0, 0.0));
        assert_eq!(usage.highest(), 12.0);
        assert!(headers.business_usage().is_empty());
    }

    #[test]
    fn the_usage_of_accounts_is_read_with_the_time_to_wait() {
        let headers = headers(
            "x-business-use-case-usage",
            r#"{"1":[{"type":"whatsapp","call_count":100,"estimated_time_to_regain_access":2}],"2":[{}, {"new": true}]}"#,
        );
        let usage = headers.business_usage();
        assert_eq!(usage.len(), 3);
        assert_eq!(
            (usage[0].id.as_str(), usage[0].kind.as_deref()),
            ("1", Some("whatsapp"))
        );
        assert_eq!(usage[0].usage.call_count, 100.0);
        assert_eq!(usage[0].regain_access_in, Duration::from_secs(120));
        assert_eq!(usage[1].regain_access_in, Duration::ZERO);
    }

    #[test]
    fn what_makes_no_sense_says_nothing() {
        for value in [
            "",
            "{}",
            "[]",
            "null",
            r#"{"1":{}}"#,
            r#"{"1":[{"estimated_time_to_regain_access":-1e300}]}"#,
        ] {
            let headers = headers("x-business-use-case-usage", value);
            assert!(
                headers
                    .business_usage()
                    .iter()
                    .all(|usage| usage.regain_access_in.is_zero())
            );
            assert_eq!(headers.app_usage(), None);
        }
    }
}

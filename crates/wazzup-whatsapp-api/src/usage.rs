//! How much of its allowance the service says is used.

use http::HeaderMap;
use wazzup_transport::Reply;
use wazzup_whatsapp_types::usage::{
    APP_USAGE_HEADER, AppUsage, BUSINESS_USAGE_HEADER, BusinessUsage,
};

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
    fn app_usage(&self) -> Option<AppUsage>;

    /// How much each account has used, from `X-Business-Use-Case-Usage`.
    fn business_usage(&self) -> Option<BusinessUsage>;
}

impl UsageExt for HeaderMap {
    fn app_usage(&self) -> Option<AppUsage> {
        AppUsage::parse(self.get(APP_USAGE_HEADER)?.as_bytes())
    }

    fn business_usage(&self) -> Option<BusinessUsage> {
        BusinessUsage::parse(self.get(BUSINESS_USAGE_HEADER)?.as_bytes())
    }
}

impl UsageExt for Reply {
    fn app_usage(&self) -> Option<AppUsage> {
        self.headers().app_usage()
    }

    fn business_usage(&self) -> Option<BusinessUsage> {
        self.headers().business_usage()
    }
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
    use http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn both_headers_are_read_where_they_are() {
        let headers = HeaderMap::from_iter([
            (
                HeaderName::from_static(APP_USAGE_HEADER),
                HeaderValue::from_static(r#"{"call_count":12}"#),
            ),
            (
                HeaderName::from_static(BUSINESS_USAGE_HEADER),
                HeaderValue::from_static(r#"{"1":[{"call_count":100}]}"#),
            ),
        ]);
        assert_eq!(headers.app_usage().unwrap().call_count, 12.0);
        assert_eq!(
            headers.business_usage().unwrap().of("1")[0].highest(),
            100.0
        );
        assert!(
            HeaderMap::new().app_usage().is_none() && HeaderMap::new().business_usage().is_none()
        );
    }
}

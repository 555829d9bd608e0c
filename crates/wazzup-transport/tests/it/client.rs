use std::time::Duration;

use wazzup_transport::{
    Transport, TransportBuilder,
    auth::Credential,
    retry::{Backoff, StandardPolicy},
};

/// A builder as it is by default, but with short pauses between attempts.
pub(crate) fn builder(url: &str) -> TransportBuilder {
    let millisecond = Duration::from_millis(1);
    Transport::builder()
        .base(url.parse().unwrap())
        .credential(Credential::bearer("hush-hush").unwrap())
        .retry(StandardPolicy::new().backoff(Backoff::new(millisecond, millisecond)))
}

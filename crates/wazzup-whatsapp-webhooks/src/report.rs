use bytes::Bytes;
use http::StatusCode;
use wazzup_dispatch::Report;

/// What became of a delivery. From [`WebhookService::dispatch`](crate::WebhookService::dispatch),
/// and given to the hook [`on_delivery`](crate::WebhooksBuilder::on_delivery).
#[derive(Debug)]
#[must_use = "a report tells which handlers failed; nothing else does"]
#[non_exhaustive]
pub struct DeliveryReport {
    /// What became of the events, in the order they came. After them those that another delivery
    /// was handling at the same time without success, and the [`RawUpdate`](crate::RawUpdate), if
    /// there is a handler for it.
    pub events: Report,
    /// How many events were left out because they had been [handled
    /// before](crate::WebhooksBuilder::deduplicate).
    pub repeated: usize,
    /// How many events were left out because they concern [other
    /// accounts](crate::WebhooksBuilder::only_phone_number).
    pub foreign: usize,
    /// How many events could not be read. They are among the events, as `malformed`.
    pub malformed: usize,
    pub(crate) failed: bool,
}

impl DeliveryReport {
    /// The status that answers the delivery: 200 or 500, as the
    /// [policy](crate::WebhooksBuilder::policy) says.
    pub fn status(&self) -> StatusCode {
        if self.failed {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::OK
        }
    }

    /// The JSON that answers the delivery: a word, and nothing of what happened.
    pub fn body(&self) -> Bytes {
        Bytes::from_static(if self.failed {
            br#"{"error":"handler failed"}"#
        } else {
            br#"{"status":"ok"}"#
        })
    }

    /// Whether no handler failed.
    pub fn all_succeeded(&self) -> bool {
        self.events.all_succeeded()
    }
}

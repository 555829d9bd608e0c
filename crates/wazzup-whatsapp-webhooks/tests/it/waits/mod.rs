//! Waits for what users do, and for what becomes of messages.

mod answers;
mod outcomes;

use std::time::Duration;

use serde_json::{Value, json};
use wazzup_whatsapp_webhooks::{
    SentRef, WebhookService,
    dispatch::{Disposition, Mark, Router},
    testing::Delivery,
    types::{MessageId, PhoneNumberId, Recipient},
};

use crate::support::{USER, endpoint};

pub(crate) const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn number() -> PhoneNumberId {
    PhoneNumberId::new(Delivery::PHONE_NUMBER).unwrap()
}

pub(crate) fn id(id: &str) -> MessageId {
    MessageId::new(id).unwrap()
}

pub(crate) fn sent_to(user: &str, before: Mark) -> SentRef {
    SentRef::new(
        number(),
        Recipient::parse(user).unwrap(),
        id("wamid.0"),
        before,
    )
}

/// A service without handlers, and a message sent by it.
pub(crate) fn sent() -> (WebhookService, Router, SentRef) {
    let service = endpoint(Router::new()).build().unwrap();
    let router = service.router().clone();
    let sent = sent_to(USER, router.mark());
    (service, router, sent)
}

pub(crate) async fn deliver(service: &WebhookService, delivery: Delivery) -> Vec<Disposition> {
    let report = service.dispatch(delivery.body()).await.unwrap();
    assert!(report.all_succeeded());
    let events = report.events.events().iter();
    events.map(|event| event.disposition()).collect()
}

/// With fresh ids, so that nothing is taken for a repetition.
pub(crate) fn message(from: &str, mut message: Value) -> Delivery {
    static LAST: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let last = LAST.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    message["id"] = format!("wamid.m{last}").into();
    Delivery::new().message(from, message)
}

pub(crate) fn written(from: &str, text: &str) -> Delivery {
    message(from, json!({ "type": "text", "text": { "body": text } }))
}

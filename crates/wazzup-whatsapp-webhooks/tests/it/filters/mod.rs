//! Each filter, against events that meet it and events that don't.

mod content;
mod kinds;

use serde_json::Value;
use wazzup_whatsapp_webhooks::{Message, MessageStatus, dispatch::Filter, testing::Delivery};

use crate::support::{USER, only};

pub(crate) fn message(fields: Value) -> Message {
    only(Delivery::new().message(USER, fields))
}

pub(crate) fn written(body: &str) -> Message {
    only(Delivery::new().text(USER, body))
}

pub(crate) fn status(fields: Value) -> MessageStatus {
    only(Delivery::new().status_of(fields))
}

/// Checks a condition against events that meet it and events that don't.
#[track_caller]
pub(crate) fn check<E>(filter: impl Filter<E>, yes: &[&E], no: &[&E]) {
    let met: Vec<bool> = yes.iter().map(|event| filter.matches(event)).collect();
    let missed: Vec<bool> = no.iter().map(|event| filter.matches(event)).collect();
    assert_eq!(
        (met, missed),
        (vec![true; yes.len()], vec![false; no.len()])
    );
}

//! Messages: checking, accepting, moving on, and how webhooks show them.

mod accept;
mod attached;
mod content;
mod envelope;
mod fields;
mod incoming;
mod interactive;
mod lifecycle;
mod limits;
mod receipts;
mod received;
mod recipient;
mod tap;
mod template;
mod wire;

use std::sync::Arc;

use axum::Router;
use axum::routing::post;

use super::{nodes, params};
use crate::app::App;
use crate::http::{Call, Reply, sync};

use super::refusal::Outcome;

pub use incoming::Incoming;

pub(crate) use lifecycle::{Stage, advance, force_status};
pub(crate) use received::{Received, receive};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{id}/messages", post(sync(messages)))
        .route("/{id}/marketing_messages", post(sync(marketing)))
}

/// Which of the two calls a message came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Via {
    Messages,
    Marketing,
}

/// A message, a read receipt or a typing indicator.
fn messages(call: Call) -> Outcome<Reply> {
    let number = nodes::number(&call)?;
    let body = params::object(&call)?;
    if body.contains_key("status") {
        return receipts::mark(&call.app, &number, &body);
    }
    accept::send(&call.app, &number, body, Via::Messages)
}

/// A marketing template, by the call made for them.
fn marketing(call: Call) -> Outcome<Reply> {
    let number = nodes::number(&call)?;
    let body = params::object(&call)?;
    accept::send(&call.app, &number, body, Via::Marketing)
}

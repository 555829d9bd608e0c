//! Flows: the key that requests are encrypted for, and WhatsApp's side of an endpoint.

mod key;

#[cfg(feature = "flows")]
mod answer;
#[cfg(feature = "flows")]
mod ask;
#[cfg(feature = "flows")]
mod crypto;
#[cfg(feature = "flows")]
mod question;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::http::sync;

#[cfg(feature = "flows")]
pub use answer::FlowReply;
#[cfg(feature = "flows")]
pub use question::FlowQuestion;

#[cfg(feature = "flows")]
pub(super) use ask::ask;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route(
        "/{id}/whatsapp_business_encryption",
        get(sync(key::read)).post(sync(key::set)),
    )
}

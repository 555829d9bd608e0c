//! The WhatsApp Business Cloud API: the Graph's paths, one app, one account with two numbers, and
//! users who write, read and answer.
//!
//! Everything below `/v<major>.<minor>/`, and the same without a version. Requests are judged on
//! their raw JSON by rules of this module.

mod blocked;
mod callbacks;
mod codes;
mod control;
mod entry;
mod finish;
mod flows;
mod handle;
mod media;
mod messages;
mod nodes;
mod paging;
mod params;
mod refusal;
mod state;
mod webhooks;

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::state::World;

pub use crate::state::Direction;
pub use control::{Config, ConfigNumber};
#[cfg(feature = "flows")]
#[cfg_attr(docsrs, doc(cfg(feature = "flows")))]
pub use flows::{FlowQuestion, FlowReply};
pub use handle::WhatsApp;
pub use messages::Incoming;
pub use state::StoredMessage;

pub(crate) use control::routes as control_routes;
pub(crate) use entry::{Entry, Holder, admit, goes_on, is_graph, is_upload, without_secrets};
pub(crate) use finish::finish;
pub(crate) use refusal::{Refusal, write};
pub(crate) use state::Graph;

/// Something of WhatsApp that happens at a moment.
#[derive(Debug)]
pub(crate) enum Step {
    /// A message reaches its next stage.
    Stage {
        message: String,
        stage: messages::Stage,
    },
    /// What was gathered for one address goes out.
    Flush { uri: String },
}

/// Takes a step that is due.
pub(crate) fn take(world: &mut World, step: Step, at: i64) {
    match step {
        Step::Stage { message, stage } => messages::advance(world, &message, stage, at),
        Step::Flush { uri } => webhooks::flush(world, &uri),
    }
}

/// All routes of the Graph, without the version in front.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(blocked::routes())
        .merge(callbacks::routes())
        .merge(flows::routes())
        .merge(media::routes())
        .merge(messages::routes())
        .merge(nodes::routes())
        .fallback(nodes::unknown)
        .method_not_allowed_fallback(nodes::unsupported)
}

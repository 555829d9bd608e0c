//! `/{id}`: what a node is, and what can be asked of it.

mod account;
mod number;
mod select;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::Method;

use crate::app::App;
use crate::http::{Call, Reply, sync};

use super::entry::Holder;
use super::refusal::{Outcome, Refusal};
use super::{callbacks, media};
use super::{codes, state};

/// What an id stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Number,
    Media,
    Account,
    App,
    Business,
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{id}", get(sync(read)).post(write).delete(sync(delete)))
        .route("/{id}/phone_numbers", get(sync(account::numbers)))
        .route("/{id}/message_templates", get(sync(account::templates)))
}

/// What the id of the call stands for, if the token may touch it.
pub(super) fn node(call: &Call, method: &Method) -> Outcome<Node> {
    let id = call.param("id");
    let mut world = call.app.world();
    let graph = &mut world.whatsapp;
    let now = call.app.clock.now();
    graph.media.sweep(now);
    let node = kind(graph, id, now).ok_or_else(|| Refusal::no_such_object(method))?;
    drop(world);
    if call.entry().and_then(|entry| entry.holder) == Some(Holder::Stranger) {
        return Err(
            Refusal::new(codes::PERMISSION).details("The token has no permission for this object.")
        );
    }
    Ok(node)
}

fn kind(graph: &state::Graph, id: &str, now: i64) -> Option<Node> {
    if graph.number(id).is_some() {
        Some(Node::Number)
    } else if graph.waba.id == id {
        Some(Node::Account)
    } else if graph.app.id == id {
        Some(Node::App)
    } else if graph.business.id == id {
        Some(Node::Business)
    } else {
        graph.media.get(id, now).map(|_| Node::Media)
    }
}

fn expect(call: &Call, method: &Method, wanted: Node) -> Outcome<String> {
    if node(call, method)? == wanted {
        Ok(call.param("id").to_owned())
    } else {
        Err(Refusal::no_such_object(method))
    }
}

/// The id of the number that a POST is for.
pub(super) fn number(call: &Call) -> Outcome<String> {
    number_for(call, &Method::POST)
}

/// The id of the number that a call is for.
pub(super) fn number_for(call: &Call, method: &Method) -> Outcome<String> {
    expect(call, method, Node::Number)
}

/// The id of the account that a call is for.
pub(super) fn account(call: &Call, method: &Method) -> Outcome<String> {
    expect(call, method, Node::Account)
}

/// The id of the app that a call is for.
pub(super) fn app(call: &Call, method: &Method) -> Outcome<String> {
    expect(call, method, Node::App)
}

fn read(call: Call) -> Outcome<Reply> {
    if call.param("id").starts_with(media::UPLOAD) {
        return media::offset(&call);
    }
    match node(&call, &Method::GET)? {
        Node::Media => media::read(&call),
        Node::Number => number::read(&call),
        Node::Account => account::read(&call),
        Node::App => account::app(&call),
        Node::Business => account::business(&call),
    }
}

async fn write(call: Call) -> Outcome<Reply> {
    if call.param("id").starts_with(media::UPLOAD) {
        return media::take(&call);
    }
    match node(&call, &Method::POST)? {
        Node::Number => callbacks::of_number(&call).await,
        Node::Media | Node::Account | Node::App | Node::Business => {
            Err(Refusal::no_such_object(&Method::POST))
        }
    }
}

fn delete(call: Call) -> Outcome<Reply> {
    match node(&call, &Method::DELETE)? {
        Node::Media => media::delete(&call),
        Node::Number | Node::Account | Node::App | Node::Business => {
            Err(Refusal::no_such_object(&Method::DELETE))
        }
    }
}

/// A path that the Graph does not have.
pub(super) async fn unknown(call: Call, method: Method) -> Refusal {
    if call.entry().is_none() {
        return Refusal::no_such_object(&method);
    }
    Refusal::new(codes::UNKNOWN_PATH)
}

/// A path that the Graph has, but not for this method.
pub(super) async fn unsupported(method: Method) -> Refusal {
    Refusal::no_such_object(&method)
}

#![cfg_attr(docsrs, feature(doc_cfg))]
//! The webhook endpoint of a [Wazzup](https://wazzup24.com) integration: authenticity, typed events
//! and handlers, as a tower service.
//!
//! Register handlers at a [`Router`](dispatch::Router): the type of the first argument says which
//! event a function wants. [`Webhooks::builder`] makes a [`WebhookService`] of it, which is a
//! [`tower_service::Service`] of any `http::Request`, so that hyper, axum and tower users mount it
//! as it is; `wazzup-listener` serves it alone.
//!
//! ```
//! use wazzup_webhooks::{
//!     ContactRequested, MessageReceived, StatusChanged, Webhooks,
//!     dispatch::{Handler, Router, State},
//!     filters::messages,
//! };
//! # use wazzup_webhooks::types::{ContactId, Invalid, NewContact, UserId};
//! # #[derive(Clone)] struct Db;
//! # impl Db { async fn save(&self, _: &MessageReceived) -> Result<(), std::io::Error> { Ok(()) } }
//!
//! async fn save(message: MessageReceived, State(db): State<Db>) -> Result<(), std::io::Error> {
//!     db.save(&message).await
//! }
//!
//! async fn create(question: ContactRequested) -> Result<NewContact, Invalid> {
//!     let name = question.name.as_deref().unwrap_or("Nameless");
//!     let responsible = question.responsible_user_id.clone().unwrap_or(UserId::new("u-1")?);
//!     NewContact::new(ContactId::new("c-1")?, responsible, name, question.contact_data.clone())
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let router = Router::new()
//!     .with_state(Db)
//!     .on(save.filter(messages::inbound()))
//!     .on(async |status: StatusChanged| println!("{:?}", status.status))
//!     .answer(create);
//! let service = Webhooks::builder(router).bearer("the crm key").build()?;
//! # let _ = service;
//! # Ok(()) }
//! ```
//!
//! # Two lanes
//!
//! *Events* (messages, statuses, channels, templates) are answered 200 with `{"status":"ok"}` once
//! every handler has succeeded, and 500 otherwise, so that Wazzup may send them again. [`Policy`]
//! has the alternatives.
//!
//! *Questions* ([`ContactRequested`], [`DealRequested`]) are answered with the entity that the
//! handler registered by [`Router::answer`](dispatch::Router::answer) returns. Wazzup waits 30
//! seconds, so a handler has [25](WebhooksBuilder::question_deadline). Handlers of ordinary events
//! registered for a question, and wildcards, see it too; what they do with it does not touch the
//! answer.
//!
//! # What is answered
//!
//! | Status | When |
//! |--------|------|
//! | 200    | all went well; always, by a laxer [`Policy`] |
//! | 400    | the body is no JSON, or could not be read |
//! | 401    | no live secret came with the request |
//! | 405    | the method is not `POST` |
//! | 413    | the body is larger than the [limit](WebhooksBuilder::body_limit) |
//! | 415    | the content type is clearly not JSON |
//! | 500    | a handler failed, or the element of a question could not be read |
//! | 501    | a question nobody answers: 200 without a body would be read as an entity, and 404 as if the endpoint was gone |
//! | 504    | the handler of a question took too long |
//!
//! Bodies are short JSON, `{"error":"..."}`, without any detail of what happened. An event of a
//! shape this version does not know never makes a 4xx: it is an [`UnknownEvent`] or a
//! [`MalformedEvent`] beside its well-formed siblings.
//!
//! # Authenticity
//!
//! Wazzup signs nothing. With a crm key it sends `Authorization: Bearer <key>`, without one the
//! address is the only place for a secret: see [`WebhooksBuilder::bearer`] and
//! [`query_secret`](WebhooksBuilder::query_secret). Nothing is parsed, not even read, before the
//! secret is checked, with one exception that can be switched off, the
//! [probe](WebhooksBuilder::require_authentic_probe). See [Wazzup's help on
//! webhooks](https://wazzup24.com/help/api-en/webhooks/).
//!
//! # Feature flags
//!
//! | Feature   | Default | Adds |
//! |-----------|:-------:|------|
//! | `testing` |         | `testing`: deliveries as Wazzup sends them, for tests of your handlers |

mod deliver;
mod event;
pub mod filters;
mod report;
mod secrets;
mod service;
#[cfg(feature = "testing")]
pub mod testing;

pub use self::{
    event::{
        ChannelUpdated, ContactRequested, DealRequested, MalformedEvent, MessageReceived,
        ProbeReceived, StatusChanged, TemplateStatusChanged, UnknownEvent, conversation, envelope,
        message_subject,
    },
    report::{DeliveryReport, QuestionOutcome, QuestionReport},
    secrets::Secrets,
    service::{BuildError, ResponseFuture, WebhookService, Webhooks, WebhooksBuilder},
};
#[doc(no_inline)]
pub use wazzup_dispatch as dispatch;
pub use wazzup_endpoint::{InvalidSecret, Policy};
#[doc(no_inline)]
pub use wazzup_types as types;
#[doc(no_inline)]
pub use wazzup_types::webhook::{NotJson, Webhook, parse};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

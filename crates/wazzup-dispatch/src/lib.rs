//! Typed event handlers, a router, composable filters and waits for a reply, for any provider of
//! events.
//!
//! A provider's crate turns what it receives into [`Event`]s and hands them to a [`Router`] in
//! [`Envelope`]s. Whoever uses that provider registers async functions: the type of the first
//! argument says which event a function wants, the other arguments are [taken out of the
//! delivery](FromDelivery). This crate knows no provider, no HTTP and no JSON.
//!
//! # Handlers
//!
//! ```
//! use std::sync::Arc;
//! use wazzup_dispatch::{Conversation, Envelope, Event, Handler, Router, State};
//!
//! #[derive(Clone)]
//! struct Written(Arc<str>);
//!
//! impl Event for Written {
//!     const NAME: &'static str = "written";
//!     fn conversation(&self) -> Option<Conversation> {
//!         Some(Conversation::new("example", ["chat-1"]))
//!     }
//! }
//!
//! async fn greet(message: Written, State(greeting): State<&'static str>) {
//!     println!("{greeting}, you wrote {}", message.0);
//! }
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let router = Router::new()
//!     .with_state("hello")
//!     .on(greet.when(|message| message.0.len() < 100).named("greet"))
//!     .on_any(async |event: Envelope| println!("got {}", event.name()));
//!
//! let report = router.dispatch([Envelope::new(Written("hi".into()))]).await;
//! assert!(report.all_succeeded());
//! # }
//! ```
//!
//! # What runs when
//!
//! * The handlers of one event run in groups by [`order`](Handler::order), smallest first; those of
//!   the same order run concurrently, as do wildcards of that order. [`Flow::Stop`] ends the groups
//!   after the handler's own. A failure stops nothing.
//! * Events of one delivery that belong to the same conversation are handled in the order they came,
//!   each after the one before is done; different conversations are handled concurrently, at most
//!   [a settable number](Router::with_concurrency) at a time. Two deliveries know nothing of each
//!   other.
//! * A delivery sees the handlers that were registered when it started: adding and removing is
//!   allowed at any time and takes effect with the next delivery.
//! * Everything runs in the task that polls the delivery. A handler that computes for long belongs
//!   on `spawn_blocking`; dropping the delivery's future drops the handlers with it. The exception
//!   are [detached](Handler::detached) handlers, made for those that wait for people.
//! * Nothing is swallowed: errors, panics, missing arguments and expired time limits end up in the
//!   [`Report`].
//!
//! # Waits
//!
//! [`Router::listen`] waits for the next event of a conversation (or of a [`Subject`], such as a
//! sent message) inside ordinary code. See there.
//!
//! # Repeats
//!
//! [`Repeats`] leaves out what was handled before, for providers that deliver an event again.
//!
//! # Questions
//!
//! A [`Question`] is an event whose handler returns something the provider is waiting for. See
//! [`Router::answer`] and [`Router::ask`].

mod envelope;
mod event;
mod extensions;
mod extract;
mod few;
mod filter;
mod handler;
mod hashed;
mod key;
mod raw;
mod repeats;
mod report;
mod router;
mod sync;
mod wait;

pub use crate::{
    envelope::{Envelope, EventArg},
    event::{Event, Question},
    extract::{Context, Delivery, Extension, ExtractError, FromDelivery, Scopes, State},
    filter::{And, Filter, Not, Or, SharedFilter, all_of, always, any_of, never},
    handler::{Configured, Flow, Handler, IntoAnswer, IntoFlow, Settings},
    key::{Conversation, Subject, Topic},
    raw::Raw,
    repeats::{Repeats, Sieve},
    report::{Disposition, EventReport, HandlerReport, Outcome, Panic, Report},
    router::{AskError, CheckError, HandlerId, HandlerInfo, Problem, Router},
    wait::{Canceller, Listen, Mark, NoTimeoutYet, RecentLimits, Timeout, WaitError, Waiting},
};

/// An error of any kind, as handlers return it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

//! Ready-made conditions on Wazzup's events, for handlers and waits.
//!
//! They go together by [`and`](Filter::and), [`or`](Filter::or) and [`not`](Filter::not), and with
//! closures.
//!
//! ```
//! use wazzup_webhooks::{
//!     MessageReceived,
//!     dispatch::{Filter, Handler, Router},
//!     filters::messages::{command, has_content, inbound},
//! };
//!
//! async fn help(message: MessageReceived) {}
//! async fn keep_file(message: MessageReceived) {}
//!
//! let router = Router::new()
//!     .on(help.filter(inbound().and(command("help").or(command("start")))))
//!     .on(keep_file.filter(inbound().and(has_content())));
//! ```

pub mod channels;
pub mod messages;
pub mod statuses;
pub mod templates;

#[expect(unused_imports, reason = "for the links of the text above")]
use wazzup_dispatch::Filter;

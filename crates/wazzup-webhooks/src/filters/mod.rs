//! Ready-made conditions on Wazzup's events, for handlers and waits.
//!
//! They go together by [`and`](wazzup_dispatch::Filter::and), [`or`](wazzup_dispatch::Filter::or) and
//! [`not`](wazzup_dispatch::Filter::not), and with closures.
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

//! A stateful in-memory Wazzup and WhatsApp for tests, demos and local work.
//!
//! It speaks Wazzup's public API v3 and tech API v1 and the WhatsApp Business Cloud API on one port, remembers what it is told, delivers
//! webhooks over HTTP, and can be made to fail in any way a network can. [`Emulator::builder`] starts
//! one; `/_emulator/…` controls it over HTTP, the methods of [`Emulator`] from the same process.
//!
//! ```
//! use wazzup_emulator::{Emulator, Incoming};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder().seed(7).start().await?;
//! let config = emulator.config();
//! println!("{} with {} channels", emulator.url(), config.channels.len());
//!
//! emulator.incoming(Incoming::text("79990000000", "Hello!").name("Ann"))?;
//! assert_eq!(emulator.messages().len(), 1);
//! emulator.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! The names at the root are Wazzup's, or belong to both; what is WhatsApp's stands in [`whatsapp`].
//!
//! What Wazzup does is described at <https://wazzup24.com/help/api-en/>; where its pages and live
//! accounts disagree, [`Dialect`] has a switch. WhatsApp is [`whatsapp`], described at
//! <https://developers.facebook.com/documentation/business-messaging/whatsapp/>.
//!
//! Requests are judged on their raw JSON by rules of this crate, not by a client's types: it is meant
//! to be an independent judge of what a client sends.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod app;
mod builder;
mod channels;
mod clock;
mod control;
mod delivery;
mod emulator;
mod entities;
mod faults;
mod fields;
mod gate;
mod http;
mod ids;
mod journal;
pub mod knobs;
mod messages;
mod public;
mod state;
mod tech;
pub mod whatsapp;

pub use builder::{BODY_MAX, Builder, JOURNAL_MAX, MESSAGES_MAX, StartError, UPLOAD_MAX};
pub use control::{Config, ConfigChannel};
pub use delivery::Asked;
pub use emulator::{Emulator, Misused};
pub use faults::Fault;
pub use http::{Body, ConnectionCut, InProcess};
pub use journal::{Attempt, JOURNAL_BODY_MAX, Journal, RequestRecord};
pub use knobs::{Dialect, Knobs};
pub use messages::Incoming;
pub use state::{Direction, StoredMessage};

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

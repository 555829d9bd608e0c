#![cfg_attr(docsrs, feature(doc_cfg))]
//! Client and webhook server for the [Wazzup API](https://wazzup24.com) — WhatsApp, Telegram,
//! Instagram, Viber, VK, Avito and MAX behind one HTTP API — and, with the feature `whatsapp`, for the
//! WhatsApp Business Cloud API of Meta: see `whatsapp`.
//!
//! [`WazzupClient`] is the one-stop type for a typical application. Below it are crates that are
//! each worth depending on alone, re-exported here as modules at versions that fit: [`types`] to
//! parse webhooks without I/O, [`api`] and [`transport`] for calls and a tower stack of your own,
//! [`dispatch`], [`webhooks`] and [`listener`] for what Wazzup reports, and an emulator for tests.
//!
//! # Sending
//!
//! A send has three outcomes: accepted, rejected, or unknown because the answer was lost. A
//! message is never sent twice.
//!
//! ```no_run
//! use wazzup_sdk::WazzupClient;
//! use wazzup_sdk::api::SendError;
//! use wazzup_sdk::types::{ChannelId, ChatId, ChatType, OutgoingMessage, Recipient};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = WazzupClient::new(std::env::var("WAZZUP_API_KEY")?)?;
//! let to = Recipient::chat_id(ChatId::new("79990000000")?);
//! let channel = ChannelId::new("8b2f1c1e-6d5b-4c55-9d39-5e6a3f0c1a2b")?;
//! let message = OutgoingMessage::text(channel, ChatType::WhatsApp, to, "Hello!")?;
//!
//! match client.messages().send(message).with_generated_crm_message_id().await {
//!     Ok(accepted) => println!("sent as {:?}", accepted.message_id),
//!     Err(SendError::Rejected(error)) => println!("not sent: {error}"),
//!     Err(SendError::Unknown(unknown)) => println!("wait for its echo: {}", unknown.error()),
//! }
//! # Ok(()) }
//! ```
//!
//! # Receiving
//!
//! The type of a handler's first argument says which event it wants.
//!
//! ```no_run
//! use wazzup_sdk::WazzupClient;
//! use wazzup_sdk::types::settings::Subscriptions;
//! use wazzup_sdk::webhooks::{MessageReceived, StatusChanged};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = WazzupClient::builder("api-key").crm_key("crm-key").build()?;
//! client.webhooks().on(async |message: MessageReceived| {
//!     println!("{}: {:?}", message.message_id, message.text);
//! });
//! client.webhooks().on(async |status: StatusChanged| {
//!     println!("{} is {:?}", status.message_id, status.status);
//! });
//! let url = client.webhooks().start_listener("0.0.0.0:8080").await?;
//! println!("listening on {url}");
//!
//! client.webhooks().ensure("https://bot.example/webhooks", Subscriptions::all()).await?;
//! # Ok(()) }
//! ```
//!
//! [`WazzupClient::close`] stops the listener and waits for handlers that run.
//!
//! # Testing
//!
//! With the feature `testing`, handlers are tested without a network: a delivery as Wazzup sends it
//! goes in, a report comes out.
//!
#![cfg_attr(all(feature = "client", feature = "testing"), doc = "```")]
#![cfg_attr(not(all(feature = "client", feature = "testing")), doc = "```text")]
//! use wazzup_sdk::WazzupClient;
//! use wazzup_sdk::webhooks::{MessageReceived, testing::Delivery};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = WazzupClient::builder("api-key").crm_key("crm-key").build()?;
//! client.webhooks().on(async |message: MessageReceived| {
//!     assert_eq!(message.text.as_deref(), Some("Hello!"));
//! });
//!
//! let delivery = Delivery::new().incoming("channel-1", "whatsapp", "79990000000", "Hello!");
//! let report = client.webhooks().service()?.dispatch(delivery.body()).await?;
//! assert!(report.all_succeeded());
//! # Ok(()) }
//! ```
//!
//! With the feature `emulator`, the other side is a Wazzup in memory, to which a client is pointed
//! by its [`base_url`](WazzupClientBuilder::base_url).
//!
//! # Feature flags
//!
//! | Feature | Default | Adds |
//! |---|:-:|---|
//! | `client` | ✔ | [`WazzupClient`], [`api`], [`transport`]: calls to the server |
//! | `webhooks` | ✔ | [`webhooks`], [`dispatch`]: parsing events and giving them to handlers |
//! | `listener` | ✔ | [`listener`]: the built-in server; implies `webhooks` |
//! | `tls-aws-lc` | ✔ | TLS of the client, by aws-lc-rs |
//! | `roots-webpki` | ✔ | trust in the root certificates compiled in |
//! | `tls-ring` | | TLS of the client, by ring |
//! | `roots-native` | | trust in the root certificates of the system |
//! | `roots-platform` | | verification by the platform |
//! | `listener-tls-aws-lc` | | TLS of the listener, by aws-lc-rs |
//! | `listener-tls-ring` | | TLS of the listener, by ring |
//! | `http2` | | HTTP/2 where the server offers it over TLS |
//! | `gzip` | | compressed answers |
//! | `proxy` | | HTTP proxies |
//! | `whatsapp` | | `whatsapp`: the WhatsApp Business Cloud API |
//! | `whatsapp-flows` | | the endpoint of WhatsApp Flows, with `emulator` also the side that asks it; brings a C library (aws-lc) |
//! | `whatsapp-regex` | | the filter of WhatsApp updates for regular expressions |
//! | `blocking` | | `blocking`: the same calls without async |
//! | `emulator` | | `emulator`: a Wazzup in memory |
//! | `testing` | | `webhooks::testing`: deliveries as Wazzup sends them |
//!
//! No feature changes what another one does. With both TLS providers on, aws-lc-rs is used.

#[cfg(feature = "client")]
#[doc(inline)]
pub use wazzup_api as api;
#[cfg(any(feature = "webhooks", feature = "whatsapp"))]
#[doc(inline)]
pub use wazzup_dispatch as dispatch;
#[cfg(feature = "emulator")]
#[doc(inline)]
pub use wazzup_emulator as emulator;
#[cfg(feature = "listener")]
#[doc(inline)]
pub use wazzup_listener as listener;
#[cfg(any(feature = "client", feature = "whatsapp"))]
#[doc(inline)]
pub use wazzup_transport as transport;
#[doc(inline)]
pub use wazzup_types as types;
#[cfg(feature = "webhooks")]
#[doc(inline)]
pub use wazzup_webhooks as webhooks;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
#[cfg(all(any(feature = "client", feature = "whatsapp"), feature = "listener"))]
mod receiving;
#[cfg(feature = "whatsapp")]
pub mod whatsapp;

#[cfg(all(feature = "client", feature = "listener"))]
pub use crate::client::StartListener;
#[cfg(all(feature = "client", feature = "webhooks"))]
pub use crate::client::Webhooks;
#[cfg(feature = "client")]
pub use crate::client::{WazzupClient, WazzupClientBuilder};
#[cfg(all(any(feature = "client", feature = "whatsapp"), feature = "listener"))]
pub use crate::receiving::ListenError;

#[doc = include_str!("../README.md")]
#[cfg(doctest)]
struct Readme;

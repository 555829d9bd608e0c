//! The WhatsApp Business Cloud API of Meta: [`WhatsApp`] is the one-stop type, below it are the
//! crates it is made of, re-exported at versions that fit.
//!
//! # Sending
//!
//! ```no_run
//! use wazzup_sdk::whatsapp::WhatsApp;
//! use wazzup_sdk::whatsapp::api::SendError;
//! use wazzup_sdk::whatsapp::types::{PhoneNumberId, Recipient};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let wa = WhatsApp::builder(std::env::var("WHATSAPP_TOKEN")?)
//!     .phone_number_id(PhoneNumberId::new("310660000000002")?)
//!     .build()?;
//! let to = Recipient::parse("+1 555 010 4477")?;
//! match wa.messages().send_message(to, "Hello!").with_generated_tracker().await {
//!     Ok(sent) => println!("taken as {}", sent.id),
//!     Err(SendError::Rejected(error)) => println!("not sent: {error}"),
//!     Err(SendError::Unknown(unknown)) => println!("wait for a status: {}", unknown.error()),
//! }
//! # Ok(()) }
//! ```
//!
//! # Receiving
//!
//! The type of a handler's first argument says which update it wants; [`Shortcuts`] answer it.
//!
//! ```no_run
//! use wazzup_sdk::dispatch::State;
//! use wazzup_sdk::whatsapp::api::Client;
//! use wazzup_sdk::whatsapp::webhooks::{CallbackButton, Message};
//! use wazzup_sdk::whatsapp::{Shortcuts, WhatsApp};
//!
//! type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
//!
//! async fn echo(message: Message, State(api): State<Client>) -> Outcome {
//!     message.reply(&api, "Got it")?.await?;
//!     message.react(&api, "👍")?.await?;
//!     Ok(())
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let wa = WhatsApp::builder("token").app_secret("app secret").verify_token("any word").build()?;
//! wa.webhooks().on(echo);
//! wa.webhooks().on(async |button: CallbackButton| println!("pressed: {:?}", button.title));
//! wa.webhooks()
//!     .start_listener("0.0.0.0:8080")
//!     .register_app("https://bot.example/webhooks")
//!     .await?;
//! # Ok(()) }
//! ```

mod builder;
mod client;
mod receiving;
mod sent;
mod shortcuts;

#[doc(inline)]
pub use wazzup_whatsapp_api as api;
#[doc(inline)]
pub use wazzup_whatsapp_types as types;
#[doc(inline)]
pub use wazzup_whatsapp_webhooks as webhooks;

#[cfg(feature = "listener")]
pub use self::receiving::{RegisterError, StartListener};
pub use self::{
    builder::WhatsAppBuilder,
    client::WhatsApp,
    receiving::Webhooks,
    sent::{Sent, SentFuture, Watch},
    shortcuts::{NotAnswerable, Shortcuts},
};

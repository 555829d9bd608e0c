//! The endpoint of flows: who asks, what is asked, who answers.
//!
//! A flow with an endpoint asks it what to show next. [`FlowHandlers`] are async functions that
//! answer, [`FlowEndpoint`] does all around them, as a tower service and as a plain function:
//!
//! | Status | When |
//! |--------|------|
//! | 200    | a handler answered, or it was a health check, or the notice of an error |
//! | 405    | the method is not `POST` |
//! | 413    | the body is larger than the [limit](FlowEndpointBuilder::body_limit) |
//! | 421    | the body cannot be decrypted: WhatsApp fetches the public key anew and tries again |
//! | 427    | the handler says that the [token is no longer valid](FlowRefusal) |
//! | 432    | the body was not signed with a live [app secret](crate::signature) |
//! | 500    | no handler answers, or it failed, or took longer than the [deadline](FlowEndpointBuilder::deadline) |
//!
//! Nothing is decrypted before the signature is checked. An error's body never tells what
//! happened: [`on_answer`](FlowEndpointBuilder::on_answer) does.
//!
//! ```
//! use serde_json::json;
//! use wazzup_whatsapp_types::flow::FlowResponse;
//! use wazzup_whatsapp_webhooks::flow::{
//!     BoxError, FlowEndpoint, FlowHandlers, FlowKey, FlowRequest,
//! };
//!
//! async fn open(request: FlowRequest) -> Result<FlowResponse, BoxError> {
//!     Ok(request.next("DETAILS".parse()?, &json!({ "title": "Welcome" }))?)
//! }
//!
//! async fn save(request: FlowRequest) -> Result<FlowResponse, BoxError> {
//!     #[derive(serde::Deserialize)]
//!     struct Details {
//!         city: String,
//!     }
//!     let details: Details = request.data()?;
//!     if details.city.is_empty() {
//!         return Ok(request.again(&json!({}), "Which city?")?);
//!     }
//!     Ok(request.finish(&json!({ "city": details.city }))?)
//! }
//!
//! # fn example(pem: &str) -> Result<(), BoxError> {
//! let handlers = FlowHandlers::new().on_init(open).on_data_exchange("DETAILS", save);
//! let endpoint = FlowEndpoint::builder(handlers)
//!     .key(FlowKey::from_pem(pem)?)
//!     .app_secret("the app secret")
//!     .build()?;
//! # Ok(()) }
//! ```
//!
//! # Keys
//!
//! The flow's data is encrypted for the business's RSA key, whose public half
//! ([`FlowKey::public_key_pem`]) is registered for the phone number. Several keys can be
//! [live](FlowKeys) while one is replaced. The private key may also stay elsewhere: see
//! [`RequestDecryptor`]. [`decrypt`] and [`encrypt`] are what the endpoint does, for those who have
//! one of their own, and [`decrypt_media`] is for files that somebody picked in a flow.
//!
//! See [Meta on flow
//! endpoints](https://developers.facebook.com/docs/whatsapp/flows/guides/implementingyourflowendpoint).

mod answer;
mod crypto;
mod endpoint;
mod event;
pub mod filters;
mod handlers;
mod media;
mod refusal;
#[cfg(feature = "testing")]
pub mod testing;

pub use self::{
    answer::{FlowAnswer, FlowOutcome},
    crypto::{
        CannotDecrypt, CannotEncrypt, DecryptedRequest, Decrypting, EncryptedRequest, FlowKey,
        FlowKeys, InvalidKey, RequestDecryptor, ResponseEncryptor, Session, SessionEncryptor,
        decrypt, encrypt,
    },
    endpoint::{FlowBuildError, FlowEndpoint, FlowEndpointBuilder, FlowResponseFuture},
    event::FlowRequest,
    handlers::FlowHandlers,
    media::{MediaError, decrypt_media},
    refusal::FlowRefusal,
};
#[doc(no_inline)]
pub use wazzup_dispatch::BoxError;

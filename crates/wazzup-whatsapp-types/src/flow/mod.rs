//! What a flow's endpoint is asked and what it answers, once the encryption is off.
//!
//! A flow with an endpoint sends a [`FlowRequest`] when it is opened, when a screen is submitted
//! and when the user goes back, and shows what the [`FlowResponse`] says. The endpoint itself,
//! with the encryption, is in `wazzup-whatsapp-webhooks`.
//!
//! ```
//! use serde_json::json;
//! use wazzup_whatsapp_types::flow::FlowRequest;
//!
//! let request = FlowRequest::parse(
//!     r#"{"version": "3.0", "action": "data_exchange", "screen": "SLOTS",
//!         "flow_token": "tok-55", "data": {"day": "2026-03-02"}}"#,
//! )?;
//!
//! let answer = request.next("CONFIRM".parse()?, &json!({"price": "20 EUR"}))?;
//! let written = serde_json::to_value(&answer)?;
//! assert_eq!(written, json!({"version": "3.0", "screen": "CONFIRM", "data": {"price": "20 EUR"}}));
//!
//! let answer = request.finish(&json!({"booking": "b-7"}))?;
//! assert_eq!(
//!     serde_json::to_value(&answer)?["data"]["extension_message_response"]["params"],
//!     json!({"flow_token": "tok-55", "booking": "b-7"})
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! See [Meta on flows](https://developers.facebook.com/docs/whatsapp/flows/guides/implementingyourflowendpoint).

mod data_source;
mod media;
mod request;
mod response;

use wazzup_wire::{open_enum, string_id};

#[doc(no_inline)]
pub use wazzup_wire::{NotJson, RawJson, ReadError, Received};

pub use self::{
    data_source::DataSourceItem,
    media::{EncryptionMetadata, FlowMedia},
    request::{DataError, FlowErrorNotice, FlowRequest, NotAFlowRequest},
    response::FlowResponse,
};

open_enum! { fold;
    /// What happened in a flow. Read in any letter case.
    pub enum FlowAction {
        /// A check of the endpoint's health. It has nothing but a version.
        Ping = "ping",
        /// The flow was opened by a message with `flow_action` `data_exchange`.
        Init = "INIT",
        /// The user went back from a screen with `refresh_on_back`.
        Back = "BACK",
        /// A screen was submitted, or something on it asks for data.
        DataExchange = "data_exchange",
        /// Named by other libraries; not documented for endpoints.
        Navigate = "navigate",
    }
}

string_id! {
    /// Id of a screen, as the flow's JSON names it.
    ScreenId, "screen"
}

string_id! {
    /// What tells one use of a flow from another: chosen by whoever sends the flow, often a key to
    /// what is being booked or bought.
    FlowToken, "flow_token"; personal
}

//! The request, once it is decrypted.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use wazzup_wire::invalid::Invalid;
use wazzup_wire::lenient::{self, FromWire, none};
use wazzup_wire::{NotJson, RawJson, ReadError, Received, Walk, masked_debug};

use super::{FlowAction, FlowResponse, FlowToken, ScreenId};

/// What a flow tells its endpoint, to be answered with a [`FlowResponse`].
///
/// The methods that make one fill in the version, and the token where one is due.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FlowRequest {
    /// The version of the protocol, such as `3.0`, which the answer repeats.
    #[serde(
        default,
        deserialize_with = "lenient::text",
        skip_serializing_if = "none"
    )]
    pub version: Option<String>,
    /// What happened. Without one on the wire, an unlisted, empty one.
    #[serde(default = "unnamed", deserialize_with = "action")]
    pub action: FlowAction,
    /// The screen it happened on. None when the flow is opened.
    #[serde(default, deserialize_with = "named", skip_serializing_if = "none")]
    pub screen: Option<ScreenId>,
    /// The token that the flow was sent with. None in a [`Ping`](FlowAction::Ping).
    #[serde(default, deserialize_with = "named", skip_serializing_if = "none")]
    pub flow_token: Option<FlowToken>,
    /// A signature of the token, from data API version 4.0 on. How to check it is not documented.
    #[serde(
        default,
        deserialize_with = "lenient::text",
        skip_serializing_if = "none"
    )]
    pub flow_token_signature: Option<String>,
    /// What the screen sent, or what the flow was opened with. [`data`](Self::data) reads it.
    #[serde(
        rename = "data",
        default,
        deserialize_with = "some",
        skip_serializing_if = "none"
    )]
    pub raw_data: Option<RawJson>,
}

masked_debug! {
    FlowRequest { version, action, screen, flow_token; hidden: flow_token_signature, raw_data }
}

/// A flow could not use the last answer: the client's own words, for developers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlowErrorNotice {
    /// What went wrong, as a key.
    pub key: String,
    /// The same in a sentence.
    pub message: Option<String>,
}

masked_debug! { FlowErrorNotice { key; hidden: message } }

/// Bytes that are no flow request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotAFlowRequest {
    /// They are no JSON.
    NotJson(NotJson),
    /// They are JSON of another shape.
    Unread(ReadError),
}

/// The data of a request is not what it was asked to be read as.
///
/// `Display` and `Debug` name the place only, since the data is what people wrote.
pub struct DataError(serde_json::Error);

impl FlowRequest {
    /// A request. For tests and for programs that play WhatsApp; set the fields that it has.
    #[must_use]
    pub fn new(action: FlowAction) -> Self {
        Self {
            version: Some("3.0".to_owned()),
            action,
            screen: None,
            flow_token: None,
            flow_token_signature: None,
            raw_data: None,
        }
    }

    /// Reads a decrypted request. Fields that are not named here are in its
    /// [`raw`](Received::raw) JSON, and one of a wrong shape counts as missing.
    ///
    /// # Errors
    ///
    /// [`NotAFlowRequest`] if it is no JSON object.
    pub fn parse(bytes: impl AsRef<[u8]>) -> Result<Received<Self>, NotAFlowRequest> {
        let text = Walk::text_of(bytes.as_ref());
        let mut walk = Walk::new(&text);
        let read = walk.element().map_err(NotAFlowRequest::NotJson)?;
        walk.end().map_err(NotAFlowRequest::NotJson)?;
        read.map_err(|unread| NotAFlowRequest::Unread(unread.error))
    }

    /// The data as a type of yours. A request without data reads as `{}`.
    ///
    /// Nothing is left out to make it fit: what a form says counts as a whole.
    ///
    /// # Errors
    ///
    /// [`DataError`] if it is another type's.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, DataError> {
        let text = self.raw_data.as_ref().map_or("{}", RawJson::as_str);
        serde_json::from_str(text).map_err(DataError)
    }

    /// What the flow has against the last answer, if it has: then this is no request but a notice,
    /// to be answered with the [acknowledgement](Self::acknowledge).
    ///
    /// It is one if the data has text as `error` or `error_key`, so use other names in your forms.
    #[doc(alias = "has_error")]
    #[must_use]
    pub fn error(&self) -> Option<FlowErrorNotice> {
        #[derive(Deserialize)]
        struct Notice {
            error: Option<Value>,
            error_key: Option<Value>,
            error_message: Option<Value>,
        }
        if matches!(self.action, FlowAction::Ping | FlowAction::Back) {
            return None;
        }
        let notice: Notice = self.raw_data.as_ref()?.parse().ok()?;
        let text = |value| match value {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        };
        Some(FlowErrorNotice {
            key: text(notice.error).or(text(notice.error_key))?,
            message: text(notice.error_message),
        })
    }

    /// Answers with another screen, or the same one with other data: an object whose keys are those
    /// that the flow's JSON declares for it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the data is no object, or the screen is `SUCCESS`.
    #[doc(alias = "respond")]
    pub fn next(
        &self,
        screen: ScreenId,
        data: &(impl Serialize + ?Sized),
    ) -> Result<FlowResponse, Invalid> {
        Ok(FlowResponse::screen(screen, data)?.for_request(self))
    }

    /// Answers with the screen that the request came from, other data, and a message that is shown
    /// on it, such as "This day is taken".
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the message is empty, the data is no object, or the request has no screen.
    pub fn again(
        &self,
        data: &(impl Serialize + ?Sized),
        error_message: impl Into<String>,
    ) -> Result<FlowResponse, Invalid> {
        let screen = self.screen.clone().ok_or_else(|| missing("screen"))?;
        self.next(screen, data)?.error_message(error_message)
    }

    /// Ends the flow. The params, an object, and the token come back in the message that tells of
    /// the flow's completion.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the params are no object or have another `flow_token`, or the request has no
    /// token.
    #[doc(alias = "close_flow")]
    pub fn finish(&self, params: &(impl Serialize + ?Sized)) -> Result<FlowResponse, Invalid> {
        let token = self.flow_token.clone();
        let token = token.ok_or_else(|| missing("flow_token"))?;
        Ok(FlowResponse::finish(token, params)?.for_request(self))
    }

    /// Answers a notice of an [error](Self::error).
    pub fn acknowledge(&self) -> FlowResponse {
        FlowResponse::acknowledgement().for_request(self)
    }
}

impl DataError {
    /// What is wrong, in full. It may quote what somebody wrote: not for logs.
    #[must_use]
    pub fn details(&self) -> String {
        self.0.to_string()
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = (self.0.line(), self.0.column());
        write!(
            f,
            "the data of the flow request has another shape, at line {line} column {column}"
        )
    }
}

impl fmt::Debug for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "DataError(line {}, column {})",
            self.0.line(),
            self.0.column()
        )
    }
}

impl std::error::Error for DataError {}

impl fmt::Display for NotAFlowRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "not a flow request: {error}"),
            Self::Unread(error) => write!(f, "not a flow request: {error}"),
        }
    }
}

impl std::error::Error for NotAFlowRequest {}

fn missing(field: &'static str) -> Invalid {
    use wazzup_wire::{Actual, Limit};
    Invalid::new(
        field,
        Limit::Form("be in the request to answer it this way"),
        Actual::Missing,
    )
}

fn unnamed() -> FlowAction {
    FlowAction::from("")
}

fn action<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FlowAction, D::Error> {
    Ok(FlowAction::from(lenient::plain_text(deserializer)?))
}

/// An id that may be missing, null or empty.
fn named<'de, D: Deserializer<'de>, T: FromWire>(deserializer: D) -> Result<Option<T>, D::Error> {
    let text = lenient::text(deserializer)?;
    Ok(text
        .filter(|text| !text.is_empty())
        .map(|text| T::from_wire(&text)))
}

/// Any value but null and the empty text.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RawJson>, D::Error> {
    let raw = Option::<RawJson>::deserialize(deserializer)?;
    Ok(raw.filter(|raw| !raw.is_null() && raw.as_str() != r#""""#))
}

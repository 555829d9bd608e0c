//! The answer, before it is encrypted.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::{Map, Value, json};
use wazzup_wire::invalid::{self, Invalid};

use super::{FlowRequest, FlowToken, ScreenId};

/// What an endpoint answers a [`FlowRequest`]: mostly made by its methods, which repeat its
/// version.
///
/// `Debug` tells how much data there is, not what it says.
#[derive(Clone, PartialEq)]
#[must_use = "an answer does nothing until it is returned"]
pub struct FlowResponse {
    version: Option<String>,
    content: Content,
}

#[derive(Clone, PartialEq)]
enum Content {
    Screen(ScreenId, Map<String, Value>),
    Finish(Map<String, Value>),
    Acknowledged,
    Active,
}

impl FlowResponse {
    /// The id of the screen that ends a flow.
    pub const SUCCESS: &str = "SUCCESS";

    /// Shows a screen with this data, an object. See [`FlowRequest::next`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the data is no object, or the screen is [`SUCCESS`](Self::SUCCESS), which
    /// [`finish`](Self::finish) is for.
    pub fn screen(screen: ScreenId, data: &(impl Serialize + ?Sized)) -> Result<Self, Invalid> {
        if screen == Self::SUCCESS {
            return Err(Invalid::form(
                "screen",
                "not be `SUCCESS`, which ends the flow",
            ));
        }
        Ok(Self::of(Content::Screen(screen, object("data", data)?)))
    }

    /// Ends the flow with this token and these params, an object. See [`FlowRequest::finish`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the params are no object or have another `flow_token`.
    pub fn finish(token: FlowToken, params: &(impl Serialize + ?Sized)) -> Result<Self, Invalid> {
        let mut params = object("params", params)?;
        let token = Value::from(token.into_string());
        match params.insert("flow_token".to_owned(), token.clone()) {
            Some(other) if other != token => Err(Invalid::form(
                "params.flow_token",
                "be the token of the request",
            )),
            _ => Ok(Self::of(Content::Finish(params))),
        }
    }

    /// Confirms a notice of an [error](FlowRequest::error).
    pub fn acknowledgement() -> Self {
        Self::of(Content::Acknowledged)
    }

    /// Answers a [`Ping`](super::FlowAction::Ping): the endpoint is in good health.
    pub fn active() -> Self {
        Self::of(Content::Active)
    }

    /// Shows a message on the screen.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty, or the answer is no screen.
    pub fn error_message(mut self, message: impl Into<String>) -> Result<Self, Invalid> {
        let message = message.into();
        invalid::not_empty("error_message", &message)?;
        let Content::Screen(_, data) = &mut self.content else {
            return Err(Invalid::form("error_message", "be on a screen"));
        };
        data.insert("error_message".to_owned(), message.into());
        Ok(self)
    }

    /// Sets the version of the protocol, such as `3.0`. An endpoint fills in the request's if there
    /// is none.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Repeats the version of the request, unless one is set.
    pub fn for_request(mut self, request: &FlowRequest) -> Self {
        if self.version.is_none() {
            self.version.clone_from(&request.version);
        }
        self
    }

    /// The screen it shows; [`SUCCESS`](Self::SUCCESS) if it ends the flow.
    #[must_use]
    pub fn shown(&self) -> Option<&str> {
        match &self.content {
            Content::Screen(screen, _) => Some(screen.as_str()),
            Content::Finish(_) => Some(Self::SUCCESS),
            Content::Acknowledged | Content::Active => None,
        }
    }

    /// The data of the screen it shows, or the params if it ends the flow.
    #[must_use]
    pub fn content(&self) -> Option<&Map<String, Value>> {
        match &self.content {
            Content::Screen(_, data) | Content::Finish(data) => Some(data),
            Content::Acknowledged | Content::Active => None,
        }
    }

    fn of(content: Content) -> Self {
        Self {
            version: None,
            content,
        }
    }
}

impl Serialize for FlowResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Finished<'a> {
            extension_message_response: Params<'a>,
        }
        #[derive(Serialize)]
        struct Params<'a> {
            params: &'a Map<String, Value>,
        }

        let mut map = serializer.serialize_map(None)?;
        if let Some(version) = &self.version {
            map.serialize_entry("version", version)?;
        }
        if let Some(screen) = self.shown() {
            map.serialize_entry("screen", screen)?;
        }
        match &self.content {
            Content::Screen(_, data) => map.serialize_entry("data", data)?,
            Content::Finish(params) => {
                let extension_message_response = Params { params };
                map.serialize_entry(
                    "data",
                    &Finished {
                        extension_message_response,
                    },
                )?;
            }
            Content::Acknowledged => map.serialize_entry("data", &json!({"acknowledged": true}))?,
            Content::Active => map.serialize_entry("data", &json!({"status": "active"}))?,
        }
        map.end()
    }
}

impl std::fmt::Debug for FlowResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = f.debug_struct("FlowResponse");
        debug.field("version", &self.version);
        match &self.content {
            Content::Screen(screen, data) => debug
                .field("screen", screen)
                .field("data", &data.len())
                .finish(),
            Content::Finish(params) => debug.field("params", &params.len()).finish(),
            Content::Acknowledged => debug.field("acknowledged", &true).finish(),
            Content::Active => debug.field("active", &true).finish(),
        }
    }
}

/// The value as the object it has to be.
fn object(
    field: &'static str,
    value: &(impl Serialize + ?Sized),
) -> Result<Map<String, Value>, Invalid> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => Ok(object),
        // A flow's screen without data, and one that ends with nothing to say but its token.
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err(Invalid::form(field, "be an object")),
        Err(_) => Err(Invalid::form(field, "be writable as JSON")),
    }
}

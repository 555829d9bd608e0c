//! A button that opens a flow.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::header::{Header, check_header};
use super::parts::{BODY_MAX_CHARS, Words, check_footer};
use crate::flow::{FlowToken, ScreenId};
use crate::id::FlowId;
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::message::none;

open_enum! {
    /// Whether the published flow is opened, or its draft.
    pub enum FlowMode {
        /// The published flow.
        Published = "published",
        /// The draft, for tests.
        Draft = "draft",
    }
}

open_enum! {
    /// Where a flow gets its first screen from.
    pub enum FlowStart {
        /// From the message.
        Navigate = "navigate",
        /// From the endpoint.
        DataExchange = "data_exchange",
    }
}

/// A flow, by its id or its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FlowRef {
    /// By its id.
    Id(FlowId),
    /// By its name.
    Name(String),
}

impl From<FlowId> for FlowRef {
    fn from(id: FlowId) -> Self {
        Self::Id(id)
    }
}

checked! {
    /// A text with a button that opens a flow: `interactive.type` is `flow`.
    ///
    /// ```
    /// use serde_json::json;
    /// use wazzup_whatsapp_types::interactive::FlowMessage;
    /// use wazzup_whatsapp_types::FlowId;
    ///
    /// let flow = FlowId::new("610990000000005")?;
    /// let message = FlowMessage::new("Book a table?", flow, "Book")?
    ///     .token("tok-55".parse()?)
    ///     .navigate("START".parse()?)
    ///     .data(&json!({"name": "Mara"}))?;
    /// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
    /// ```
    ///
    /// See [Sending a flow](https://developers.facebook.com/docs/whatsapp/flows/guides/sendingaflow).
    #[derive(Debug)]
    pub struct FlowMessage {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: Action,
    }
}

with_body!(FlowMessage);
with_header!(FlowMessage);
with_footer!(FlowMessage);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum Action {
    Flow { parameters: Parameters },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Parameters {
    #[serde(default = "published")]
    mode: FlowMode,
    #[serde(default = "version")]
    flow_message_version: String,
    #[serde(default, skip_serializing_if = "none")]
    flow_token: Option<FlowToken>,
    #[serde(default, skip_serializing_if = "none")]
    flow_id: Option<FlowId>,
    #[serde(default, skip_serializing_if = "none")]
    flow_name: Option<String>,
    flow_cta: String,
    #[serde(default = "navigate")]
    flow_action: FlowStart,
    #[serde(default, skip_serializing_if = "none")]
    flow_action_payload: Option<Payload>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Payload {
    #[serde(default, skip_serializing_if = "none")]
    screen: Option<ScreenId>,
    #[serde(default, skip_serializing_if = "none")]
    data: Option<Map<String, Value>>,
}

impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let payload = self.flow_action_payload.as_ref();
        f.debug_struct("Parameters")
            .field("mode", &self.mode)
            .field("flow_id", &self.flow_id)
            .field("flow_name", &self.flow_name)
            .field("flow_action", &self.flow_action)
            .field("screen", &payload.and_then(|it| it.screen.as_ref()))
            .finish_non_exhaustive()
    }
}

fn published() -> FlowMode {
    FlowMode::Published
}

fn navigate() -> FlowStart {
    FlowStart::Navigate
}

fn version() -> String {
    FlowMessage::VERSION.to_owned()
}

impl FlowMessage {
    /// Longest text of the button, in characters. Some clients show 20 of them.
    pub const CTA_MAX_CHARS: usize = 30;

    /// The version of such messages: `flow_message_version`.
    pub const VERSION: &str = "3";

    /// A text, a flow, and what stands on the button.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS), the button
    /// empty or longer than [30 characters](Self::CTA_MAX_CHARS), or the name of the flow empty.
    pub fn new(
        body: impl Into<String>,
        flow: impl Into<FlowRef>,
        cta: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let (flow_id, flow_name) = match flow.into() {
            FlowRef::Id(id) => (Some(id), None),
            FlowRef::Name(name) => (None, Some(name)),
        };
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: Action::Flow {
                parameters: Parameters {
                    mode: published(),
                    flow_message_version: version(),
                    flow_token: None,
                    flow_id,
                    flow_name,
                    flow_cta: cta.into(),
                    flow_action: navigate(),
                    flow_action_payload: None,
                },
            },
        }
        .checked()
    }

    /// Sets what tells this use of the flow from others: its endpoint and its completion bring it back.
    #[must_use]
    pub fn token(mut self, token: FlowToken) -> Self {
        self.parameters_mut().flow_token = Some(token);
        self
    }

    /// Opens the draft of the flow, for tests.
    #[must_use]
    pub fn draft(mut self) -> Self {
        self.parameters_mut().mode = FlowMode::Draft;
        self
    }

    /// Begins at this screen, in the place of the flow's first one.
    #[must_use]
    pub fn navigate(mut self, screen: ScreenId) -> Self {
        let parameters = self.parameters_mut();
        parameters.flow_action = FlowStart::Navigate;
        let payload = parameters.flow_action_payload.take();
        parameters.flow_action_payload = Some(Payload {
            screen: Some(screen),
            data: payload.and_then(|payload| payload.data),
        });
        self
    }

    /// Gives the first screen its data: an object that is not empty.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is none, or the endpoint gives the first screen.
    pub fn data(mut self, data: &(impl Serialize + ?Sized)) -> Result<Self, Invalid> {
        let Ok(Value::Object(data)) = serde_json::to_value(data) else {
            return Err(Invalid::form(DATA, "be an object"));
        };
        let payload = &mut self.parameters_mut().flow_action_payload;
        let screen = payload.take().and_then(|payload| payload.screen);
        *payload = Some(Payload {
            screen,
            data: Some(data),
        });
        self.checked()
    }

    /// Has the endpoint give the first screen, and its data.
    #[must_use]
    pub fn data_exchange(mut self) -> Self {
        let parameters = self.parameters_mut();
        parameters.flow_action = FlowStart::DataExchange;
        parameters.flow_action_payload = None;
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        check_header(self.header.as_ref())?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        let parameters = self.parameters();
        let cta = "action.parameters.flow_cta";
        invalid::chars_within(cta, &parameters.flow_cta, Self::CTA_MAX_CHARS)?;
        match (&parameters.flow_id, &parameters.flow_name) {
            (Some(_), None) => {}
            (None, Some(name)) => invalid::not_empty("action.parameters.flow_name", name)?,
            (None, None) => {
                let id = "action.parameters.flow_id";
                return Err(Invalid::new(id, Limit::MinChars(1), Actual::Missing));
            }
            (Some(_), Some(_)) => {
                let name = "action.parameters.flow_name";
                return Err(Invalid::form(name, "not stand beside `flow_id`"));
            }
        }
        if let Some(payload) = &parameters.flow_action_payload {
            if parameters.flow_action == FlowStart::DataExchange {
                let field = "action.parameters.flow_action_payload";
                return Err(Invalid::form(field, "stand beside `navigate` only"));
            }
            if let Some(data) = &payload.data {
                invalid::items_within(DATA, data.len(), 1, usize::MAX)?;
            }
        }
        Ok(())
    }

    fn parameters(&self) -> &Parameters {
        let Action::Flow { parameters } = &self.action;
        parameters
    }

    fn parameters_mut(&mut self) -> &mut Parameters {
        let Action::Flow { parameters } = &mut self.action;
        parameters
    }

    /// The id of the flow, if that is how it is named.
    #[must_use]
    pub fn flow_id(&self) -> Option<&FlowId> {
        self.parameters().flow_id.as_ref()
    }

    /// The name of the flow, if that is how it is named.
    #[must_use]
    pub fn flow_name(&self) -> Option<&str> {
        self.parameters().flow_name.as_deref()
    }

    /// What stands on the button.
    #[must_use]
    pub fn cta(&self) -> &str {
        &self.parameters().flow_cta
    }

    /// What tells this use of the flow from others.
    #[must_use]
    pub fn get_token(&self) -> Option<&FlowToken> {
        self.parameters().flow_token.as_ref()
    }

    /// Whether the draft is opened.
    #[must_use]
    pub fn mode(&self) -> &FlowMode {
        &self.parameters().mode
    }

    /// Where the first screen comes from.
    #[must_use]
    pub fn start(&self) -> &FlowStart {
        &self.parameters().flow_action
    }

    /// The screen it begins at.
    #[must_use]
    pub fn screen(&self) -> Option<&ScreenId> {
        let payload = self.parameters().flow_action_payload.as_ref();
        payload?.screen.as_ref()
    }

    /// The data of the first screen.
    #[must_use]
    pub fn get_data(&self) -> Option<&Map<String, Value>> {
        let payload = self.parameters().flow_action_payload.as_ref();
        payload?.data.as_ref()
    }
}

const DATA: &str = "action.parameters.flow_action_payload.data";

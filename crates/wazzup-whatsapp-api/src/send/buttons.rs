//! What can be tapped below a text or media.

use serde::Serialize;
use wazzup_whatsapp_types::{
    Invalid,
    flow::{FlowToken, ScreenId},
    interactive::{
        CallPermissionRequest, ContactInfoRequest, FlowMessage, FlowRef, Header, Interactive, List,
        ReplyButton, ReplyButtons, Section, UrlButton, VoiceCall,
    },
};

/// What can be tapped below a text or media: made by one of its constructors, or of reply buttons.
///
/// ```
/// use wazzup_whatsapp_api::{Buttons, types::interactive::{ReplyButton, Row, Section}};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let answers = Buttons::from([ReplyButton::new("yes", "Yes")?, ReplyButton::new("no", "No")?]);
/// let list = Buttons::list("See slots", [Section::untitled([Row::new("s1", "09:00")?])?]);
/// let track = Buttons::url("Track", "https://t.example.com/8812");
/// # Ok(()) }
/// ```
///
/// Their limits are checked when the message is sent, or by
/// [`SendMessage::check`](crate::SendMessage::check).
#[derive(Clone, Debug)]
pub struct Buttons(Repr);

#[derive(Clone, Debug)]
enum Repr {
    Reply(Vec<ReplyButton>),
    List {
        button: String,
        sections: Vec<Section>,
    },
    Url {
        display_text: String,
        url: String,
    },
    Flow(Box<FlowButton>),
    VoiceCall(VoiceCallButton),
    CallPermission,
    ContactInfo,
}

impl Buttons {
    /// One to three buttons, each of which answers with an id.
    #[must_use]
    pub fn reply(buttons: impl IntoIterator<Item = ReplyButton>) -> Self {
        Self(Repr::Reply(buttons.into_iter().collect()))
    }

    /// A button of at most 20 characters that opens a list of at most ten rows. Below text only, which
    /// then may have 4096 characters.
    #[doc(alias = "SectionList")]
    #[must_use]
    pub fn list(button: impl Into<String>, sections: impl IntoIterator<Item = Section>) -> Self {
        Self(Repr::List {
            button: button.into(),
            sections: sections.into_iter().collect(),
        })
    }

    /// A button of at most 20 characters that opens an address. That it was tapped is not told.
    #[doc(alias = "URLButton")]
    #[must_use]
    pub fn url(display_text: impl Into<String>, url: impl Into<String>) -> Self {
        Self(Repr::Url {
            display_text: display_text.into(),
            url: url.into(),
        })
    }

    /// A button that opens a flow.
    #[must_use]
    pub fn flow(button: FlowButton) -> Self {
        Self(Repr::Flow(Box::new(button)))
    }

    /// A button that calls the business. Below text only.
    #[must_use]
    pub fn voice_call(button: VoiceCallButton) -> Self {
        Self(Repr::VoiceCall(button))
    }

    /// The question whether the business may call. Below text only.
    #[doc(alias = "CallPermissionRequestButton")]
    #[must_use]
    pub fn call_permission_request() -> Self {
        Self(Repr::CallPermission)
    }

    /// A button that sends the user's own contact. Below text only.
    #[doc(alias = "ContactInfoRequestButton")]
    #[must_use]
    pub fn contact_info_request() -> Self {
        Self(Repr::ContactInfo)
    }

    /// The whole message.
    pub(super) fn below(
        self,
        body: &str,
        header: Option<Header>,
        footer: Option<&str>,
    ) -> Result<Interactive, Invalid> {
        /// Puts header and footer on what takes both.
        macro_rules! framed {
            ($message:expr) => {{
                let mut message = $message;
                if let Some(header) = header {
                    message = message.header(header);
                }
                if let Some(footer) = footer {
                    message = message.footer(footer)?;
                }
                message.into()
            }};
        }

        Ok(match self.0 {
            Repr::Reply(buttons) => framed!(ReplyButtons::new(body, buttons)?),
            Repr::Url { display_text, url } => framed!(UrlButton::new(body, display_text, url)?),
            Repr::Flow(button) => framed!(button.below(body)?),
            Repr::List { button, sections } => {
                let mut list = List::new(body, button, sections)?;
                if let Some(header) = header {
                    let text = header.as_text().ok_or_else(text_only)?;
                    list = list.header(text)?;
                }
                if let Some(footer) = footer {
                    list = list.footer(footer)?;
                }
                list.into()
            }
            Repr::VoiceCall(button) => bare(button.below(body)?, header, footer)?,
            Repr::CallPermission => bare(CallPermissionRequest::new().body(body)?, header, footer)?,
            Repr::ContactInfo => bare(ContactInfoRequest::new(body)?, header, footer)?,
        })
    }
}

/// What takes neither header nor footer.
fn bare(
    message: impl Into<Interactive>,
    header: Option<Header>,
    footer: Option<&str>,
) -> Result<Interactive, Invalid> {
    if header.is_some() {
        return Err(Invalid::form(
            "header",
            "be missing with buttons of this kind",
        ));
    }
    if footer.is_some() {
        return Err(Invalid::form(
            "footer",
            "be missing with buttons of this kind",
        ));
    }
    Ok(message.into())
}

fn text_only() -> Invalid {
    Invalid::form("header.type", "be `text`")
}

impl<const N: usize> From<[ReplyButton; N]> for Buttons {
    fn from(buttons: [ReplyButton; N]) -> Self {
        Self::reply(buttons)
    }
}

impl From<Vec<ReplyButton>> for Buttons {
    fn from(buttons: Vec<ReplyButton>) -> Self {
        Self::reply(buttons)
    }
}

impl From<FlowButton> for Buttons {
    fn from(button: FlowButton) -> Self {
        Self::flow(button)
    }
}

impl From<VoiceCallButton> for Buttons {
    fn from(button: VoiceCallButton) -> Self {
        Self::voice_call(button)
    }
}

/// A button that opens a flow.
#[derive(Clone, Debug)]
#[must_use]
pub struct FlowButton {
    flow: FlowRef,
    cta: String,
    token: Option<FlowToken>,
    draft: bool,
    screen: Option<ScreenId>,
    data: Option<Result<serde_json::Value, Invalid>>,
    data_exchange: bool,
}

impl FlowButton {
    /// A flow, by its id or its name, and what stands on the button: at most 30 characters.
    pub fn new(flow: impl Into<FlowRef>, cta: impl Into<String>) -> Self {
        Self {
            flow: flow.into(),
            cta: cta.into(),
            token: None,
            draft: false,
            screen: None,
            data: None,
            data_exchange: false,
        }
    }

    /// Sets what tells this use of the flow from others: its endpoint and its completion bring it back.
    pub fn token(mut self, token: FlowToken) -> Self {
        self.token = Some(token);
        self
    }

    /// Opens the draft of the flow, for tests.
    pub fn draft(mut self) -> Self {
        self.draft = true;
        self
    }

    /// Begins at this screen, in the place of the flow's first one.
    pub fn navigate(mut self, screen: ScreenId) -> Self {
        self.screen = Some(screen);
        self.data_exchange = false;
        self
    }

    /// Gives the first screen its data: an object that is not empty.
    pub fn data(mut self, data: &(impl Serialize + ?Sized)) -> Self {
        let wrong = |_| Invalid::form("action.parameters.flow_action_payload.data", "be an object");
        self.data = Some(serde_json::to_value(data).map_err(wrong));
        self
    }

    /// Has the endpoint give the first screen, and its data.
    pub fn data_exchange(mut self) -> Self {
        self.data_exchange = true;
        self.screen = None;
        self
    }

    fn below(self, body: &str) -> Result<FlowMessage, Invalid> {
        let mut message = FlowMessage::new(body, self.flow, self.cta)?;
        if let Some(token) = self.token {
            message = message.token(token);
        }
        if self.draft {
            message = message.draft();
        }
        if self.data_exchange {
            message = message.data_exchange();
        }
        if let Some(screen) = self.screen {
            message = message.navigate(screen);
        }
        if let Some(data) = self.data {
            message = message.data(&data?)?;
        }
        Ok(message)
    }
}

/// A button that calls the business.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct VoiceCallButton {
    display_text: Option<String>,
    ttl_minutes: Option<u32>,
    payload: Option<String>,
}

impl VoiceCallButton {
    /// `Call Now` stands on it, and it works for 7 days.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what stands on it: at most 20 characters.
    pub fn display_text(mut self, text: impl Into<String>) -> Self {
        self.display_text = Some(text.into());
        self
    }

    /// Sets for how many minutes it works: up to 43 200, which is 30 days.
    pub fn ttl_minutes(mut self, minutes: u32) -> Self {
        self.ttl_minutes = Some(minutes);
        self
    }

    /// Sets a text of at most 512 characters that the webhooks of the call bring back.
    pub fn payload(mut self, payload: impl Into<String>) -> Self {
        self.payload = Some(payload.into());
        self
    }

    fn below(self, body: &str) -> Result<VoiceCall, Invalid> {
        let mut message = VoiceCall::new(body)?;
        if let Some(text) = self.display_text {
            message = message.display_text(text)?;
        }
        if let Some(minutes) = self.ttl_minutes {
            message = message.ttl_minutes(minutes)?;
        }
        if let Some(payload) = self.payload {
            message = message.payload(payload)?;
        }
        Ok(message)
    }
}

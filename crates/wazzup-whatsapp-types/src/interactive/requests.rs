//! Messages that ask the user for something by a button of WhatsApp's own.

use serde::{Deserialize, Serialize};

use super::parts::{BODY_MAX_CHARS, BUTTON_MAX_CHARS, Words, check_body};
use crate::invalid::{self, Invalid};
use crate::message::none;

checked! {
    /// A text with a button by which the user sends a place: `interactive.type` is
    /// `location_request_message`. The answer is a message with a location.
    ///
    /// See [Location request messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-request-messages).
    #[derive(Debug, Eq)]
    pub struct LocationRequest {
        body: Words,
        action: LocationAction,
    }
}

with_body!(LocationRequest);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum LocationAction {
    SendLocation,
}

impl LocationRequest {
    /// A text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn new(body: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            body: Words::new(body),
            action: LocationAction::SendLocation,
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.body.check("body.text", BODY_MAX_CHARS)
    }
}

checked! {
    /// A text with a button by which the user sends the own contact: `interactive.type` is
    /// `request_contact_info`. The answer is a message with a contact.
    #[derive(Debug, Eq)]
    pub struct ContactInfoRequest {
        body: Words,
        action: ContactInfoAction,
    }
}

with_body!(ContactInfoRequest);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum ContactInfoAction {
    RequestContactInfo,
}

impl ContactInfoRequest {
    /// A text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn new(body: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            body: Words::new(body),
            action: ContactInfoAction::RequestContactInfo,
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.body.check("body.text", BODY_MAX_CHARS)
    }
}

checked! {
    /// Asks the user for the permission to be called: `interactive.type` is
    /// `call_permission_request`. Once within 24 hours and twice within 7 days to one user, unless a
    /// call is connected in between.
    ///
    /// See [Call permissions](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions).
    #[derive(Debug, Eq)]
    pub struct CallPermissionRequest {
        #[serde(default, skip_serializing_if = "none")]
        body: Option<Words>,
        action: CallPermissionAction,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum CallPermissionAction {
    CallPermissionRequest,
}

impl Default for CallPermissionRequest {
    fn default() -> Self {
        Self::new()
    }
}

impl CallPermissionRequest {
    /// Asks for the permission.
    #[must_use]
    pub fn new() -> Self {
        Self {
            body: None,
            action: CallPermissionAction::CallPermissionRequest,
        }
    }

    /// Says why.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn body(mut self, body: impl Into<String>) -> Result<Self, Invalid> {
        self.body = Some(Words::new(body));
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_body(self.body.as_ref())
    }

    /// What is said about it.
    #[must_use]
    pub fn get_body(&self) -> Option<&str> {
        self.body.as_ref().map(Words::as_str)
    }
}

checked! {
    /// A text with a button by which the user calls the business: `interactive.type` is `voice_call`.
    ///
    /// See [Call buttons](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links).
    #[derive(Debug, Eq)]
    pub struct VoiceCall {
        body: Words,
        action: VoiceCallAction,
    }
}

with_body!(VoiceCall);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum VoiceCallAction {
    VoiceCall {
        #[serde(default, skip_serializing_if = "none")]
        parameters: Option<VoiceCallParameters>,
    },
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct VoiceCallParameters {
    #[serde(default, skip_serializing_if = "none")]
    display_text: Option<String>,
    #[serde(default, skip_serializing_if = "none")]
    ttl_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "none")]
    payload: Option<String>,
}

masked_debug! { VoiceCallParameters { ttl_minutes; hidden: display_text, payload } }

impl VoiceCall {
    /// For how long the button works at most, in minutes: 30 days.
    pub const TTL_MAX_MINUTES: u32 = 43200;
    /// For how long the button works unless said otherwise, in minutes: 7 days.
    pub const TTL_DEFAULT_MINUTES: u32 = 10080;
    /// Longest payload, in characters.
    pub const PAYLOAD_MAX_CHARS: usize = 512;

    /// A text. `Call Now` stands on the button, which works for 7 days.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn new(body: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            body: Words::new(body),
            action: VoiceCallAction::VoiceCall { parameters: None },
        }
        .checked()
    }

    /// Sets what stands on the button.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [20 characters](BUTTON_MAX_CHARS).
    pub fn display_text(mut self, text: impl Into<String>) -> Result<Self, Invalid> {
        self.parameters_mut().display_text = Some(text.into());
        self.checked()
    }

    /// Sets for how many minutes the button works.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is not for 1 to [43200 minutes](Self::TTL_MAX_MINUTES).
    pub fn ttl_minutes(mut self, minutes: u32) -> Result<Self, Invalid> {
        self.parameters_mut().ttl_minutes = Some(minutes);
        self.checked()
    }

    /// Sets a text that the webhooks of the call bring back as `cta_payload`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [512 characters](Self::PAYLOAD_MAX_CHARS).
    pub fn payload(mut self, payload: impl Into<String>) -> Result<Self, Invalid> {
        self.parameters_mut().payload = Some(payload.into());
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.body.check("body.text", BODY_MAX_CHARS)?;
        let Some(parameters) = self.parameters() else {
            return Ok(());
        };
        if let Some(text) = &parameters.display_text {
            let field = "action.parameters.display_text";
            invalid::chars_within(field, text, BUTTON_MAX_CHARS)?;
        }
        check_call(
            parameters.ttl_minutes,
            "action.parameters.ttl_minutes",
            parameters.payload.as_deref(),
            "action.parameters.payload",
        )
    }

    fn parameters(&self) -> Option<&VoiceCallParameters> {
        let VoiceCallAction::VoiceCall { parameters } = &self.action;
        parameters.as_ref()
    }

    fn parameters_mut(&mut self) -> &mut VoiceCallParameters {
        let VoiceCallAction::VoiceCall { parameters } = &mut self.action;
        parameters.get_or_insert_default()
    }

    /// What stands on the button, if it is not `Call Now`.
    #[must_use]
    pub fn get_display_text(&self) -> Option<&str> {
        self.parameters()?.display_text.as_deref()
    }

    /// For how many minutes the button works, if it is not the default.
    #[must_use]
    pub fn get_ttl_minutes(&self) -> Option<u32> {
        self.parameters()?.ttl_minutes
    }

    /// The text that the webhooks of the call bring back.
    #[must_use]
    pub fn get_payload(&self) -> Option<&str> {
        self.parameters()?.payload.as_deref()
    }
}

/// The rules for call buttons, in messages and in templates.
pub(crate) fn check_call(
    minutes: Option<u32>,
    minutes_field: &'static str,
    payload: Option<&str>,
    payload_field: &'static str,
) -> Result<(), Invalid> {
    if let Some(minutes) = minutes {
        let max = VoiceCall::TTL_MAX_MINUTES.into();
        invalid::value_within(minutes_field, minutes.into(), 1, max)?;
    }
    payload.map_or(Ok(()), |payload| {
        invalid::chars_within(payload_field, payload, VoiceCall::PAYLOAD_MAX_CHARS)
    })
}

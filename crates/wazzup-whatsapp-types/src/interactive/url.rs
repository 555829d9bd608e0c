//! A button that opens an address.

use serde::{Deserialize, Serialize};

use super::header::{Header, check_header};
use super::parts::{BODY_MAX_CHARS, BUTTON_MAX_CHARS, Words, check_footer, check_url};
use crate::invalid::{self, Invalid};
use crate::message::none;

checked! {
    /// A text with a button that opens an address: `interactive.type` is `cta_url`. That it was tapped is
    /// not told.
    ///
    /// See [Interactive call-to-action URL button messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-cta-url-messages).
    #[derive(Debug, Eq)]
    pub struct UrlButton {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: UrlAction,
    }
}

with_body!(UrlButton);
with_header!(UrlButton);
with_footer!(UrlButton);

/// What opens an address, in a message or in a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub(super) enum UrlAction {
    CtaUrl { parameters: Address },
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Address {
    display_text: String,
    url: String,
}

masked_debug! { Address { ; hidden: display_text, url } }

impl UrlAction {
    pub(super) fn new(display_text: impl Into<String>, url: impl Into<String>) -> Self {
        Self::CtaUrl {
            parameters: Address {
                display_text: display_text.into(),
                url: url.into(),
            },
        }
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        let Self::CtaUrl { parameters } = self;
        invalid::chars_within(
            "action.parameters.display_text",
            &parameters.display_text,
            BUTTON_MAX_CHARS,
        )?;
        check_url("action.parameters.url", &parameters.url)
    }
}

impl UrlButton {
    /// A text, what stands on the button, and the address it opens.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS), the button
    /// empty or longer than [20 characters](BUTTON_MAX_CHARS), or the address no `http` or `https`
    /// address.
    pub fn new(
        body: impl Into<String>,
        display_text: impl Into<String>,
        url: impl Into<String>,
    ) -> Result<Self, Invalid> {
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: UrlAction::new(display_text, url),
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_header(self.header.as_ref())?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        self.action.check()
    }

    /// What stands on the button.
    #[must_use]
    pub fn display_text(&self) -> &str {
        let UrlAction::CtaUrl { parameters } = &self.action;
        &parameters.display_text
    }

    /// The address it opens.
    #[must_use]
    pub fn url(&self) -> &str {
        let UrlAction::CtaUrl { parameters } = &self.action;
        &parameters.url
    }
}

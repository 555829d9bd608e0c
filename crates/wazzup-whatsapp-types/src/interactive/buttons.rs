//! Buttons that answer with an id.

use serde::{Deserialize, Serialize};

use super::header::{Header, check_header};
use super::parts::{BODY_MAX_CHARS, BUTTON_ID_MAX_CHARS, BUTTON_MAX_CHARS, Words, check_footer};
use crate::invalid::{self, Invalid};
use crate::message::none;

checked! {
    /// A text with one to three buttons, each of which answers with an id: `interactive.type` is
    /// `button`.
    ///
    /// ```
    /// use wazzup_whatsapp_types::interactive::{Header, ReplyButton, ReplyButtons};
    ///
    /// let buttons = [ReplyButton::new("slot~keep", "Keep it")?, ReplyButton::new("slot~free", "Free it")?];
    /// let question = ReplyButtons::new("Keep the slot?", buttons)?
    ///     .header(Header::text("Delivery")?)
    ///     .footer("Reply any time today")?;
    /// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
    /// ```
    ///
    /// See [Interactive reply buttons messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages).
    #[derive(Debug, Eq)]
    pub struct ReplyButtons {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: Action,
    }
}

with_body!(ReplyButtons);
with_header!(ReplyButtons);
with_footer!(ReplyButtons);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Action {
    buttons: Vec<ReplyButton>,
}

impl ReplyButtons {
    /// Most buttons.
    pub const MAX: usize = 3;

    /// A text with buttons.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS); if there are
    /// no buttons or more than [three](Self::MAX); or if two have the same id or the same title.
    pub fn new(
        body: impl Into<String>,
        buttons: impl IntoIterator<Item = ReplyButton>,
    ) -> Result<Self, Invalid> {
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: Action {
                buttons: buttons.into_iter().collect(),
            },
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_header(self.header.as_ref())?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        let buttons = self.buttons();
        invalid::items_within("action.buttons", buttons.len(), 1, Self::MAX)?;
        check_unique(buttons.iter().map(|button| &button.reply))
    }

    /// The buttons.
    #[must_use]
    pub fn buttons(&self) -> &[ReplyButton] {
        &self.action.buttons
    }
}

/// No two buttons may have the same id or the same title.
pub(super) fn check_unique<'a>(
    buttons: impl Iterator<Item = &'a Choice> + Clone,
) -> Result<(), Invalid> {
    let ids = buttons.clone().map(|button| button.id.as_str());
    invalid::unique("action.buttons", "id", ids)?;
    let titles = buttons.map(|button| button.title.as_str());
    invalid::unique("action.buttons", "title", titles)
}

/// What a button answers with, and what stands on it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) title: String,
}

impl Choice {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        invalid::chars_within("id", &self.id, BUTTON_ID_MAX_CHARS)?;
        invalid::chars_within("title", &self.title, BUTTON_MAX_CHARS)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Reply,
}

checked! {
    /// A button that answers with an id.
    ///
    /// The id may be [packed data](crate::CallbackData).
    #[derive(Eq)]
    pub struct ReplyButton {
        #[serde(rename = "type")]
        kind: Reply,
        reply: Choice,
    }
}

impl std::fmt::Debug for ReplyButton {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReplyButton(<hidden>)")
    }
}

impl ReplyButton {
    /// A button: what it answers with, and what stands on it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the id is empty or longer than [256 characters](BUTTON_ID_MAX_CHARS), or the
    /// title is empty or longer than [20 characters](BUTTON_MAX_CHARS).
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            kind: Reply::Reply,
            reply: Choice {
                id: id.into(),
                title: title.into(),
            },
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.reply.check()
    }

    /// What it answers with.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.reply.id
    }

    /// What stands on it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.reply.title
    }

    pub(super) fn into_choice(self) -> Choice {
        self.reply
    }
}

//! The body of `POST /v3/message`.

use serde::Serialize;

use super::{Buttons, Recipient};
use crate::chat::ChatType;
use crate::id::{ChannelId, CrmMessageId, MessageId, TemplateId, UserId};
use crate::invalid::{self, Invalid};
use crate::lenient::none;

/// A message about to be sent: text, a file, a template or buttons alone, never two of them.
///
/// Text is sent as given and its length is not checked: the help contradicts itself about the
/// limit of each messenger, and the service tells (`MESSAGE_TEXT_TOO_LONG` and its kin).
///
/// See <https://wazzup24.com/help/api-en/sending-messages/>.
///
/// ```
/// use wazzup_types::{ChatId, ChatType, OutgoingMessage, Recipient};
///
/// let to = Recipient::chat_id(ChatId::new("79990000000")?);
/// let message = OutgoingMessage::text("c-1".parse()?, ChatType::WhatsApp, to, "Hello!")?
///     .crm_message_id("order-17".parse()?);
/// let body = serde_json::to_value(&message)?;
/// assert_eq!(body["chatId"], "79990000000");
/// assert_eq!(body["crmMessageId"], "order-17");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutgoingMessage {
    channel_id: ChannelId,
    chat_type: ChatType,
    #[serde(flatten)]
    recipient: Recipient,
    #[serde(flatten)]
    content: Content,
    #[serde(skip_serializing_if = "none")]
    buttons_object: Option<Buttons>,
    #[serde(skip_serializing_if = "none")]
    ref_message_id: Option<MessageId>,
    #[serde(skip_serializing_if = "none")]
    crm_user_id: Option<UserId>,
    #[serde(skip_serializing_if = "none")]
    crm_message_id: Option<CrmMessageId>,
    #[serde(skip_serializing_if = "none")]
    clear_unanswered: Option<bool>,
}

masked_debug! {
    OutgoingMessage {
        channel_id, chat_type, recipient, content, buttons_object, ref_message_id, crm_user_id,
        crm_message_id, clear_unanswered;
        hidden:
    }
}

/// What a message is made of.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Content {
    /// Text.
    #[non_exhaustive]
    Text {
        /// The text.
        text: String,
    },
    /// A file, which the service fetches at once and without following redirects.
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    File {
        /// Where it is.
        content_uri: String,
    },
    /// A WhatsApp Business template.
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    Template {
        /// The template.
        template_id: TemplateId,
        /// Its variables in order: header, body, then those of the URL buttons.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        template_values: Vec<String>,
    },
    /// Nothing but the buttons.
    #[non_exhaustive]
    Buttons {},
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text { .. } => f.write_str("Text(<hidden>)"),
            Self::File { .. } => f.write_str("File(<hidden>)"),
            Self::Template {
                template_id,
                template_values,
            } => {
                write!(
                    f,
                    "Template({template_id}, {} values)",
                    template_values.len()
                )
            }
            Self::Buttons {} => f.write_str("Buttons"),
        }
    }
}

impl OutgoingMessage {
    /// A text message.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty, or the messenger takes no recipient of this form:
    /// WhatsApp and Viber want digits, a user name is Telegram's, a phone Telegram's and MAX's.
    pub fn text(
        channel_id: ChannelId,
        chat_type: ChatType,
        to: Recipient,
        text: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let text = text.into();
        invalid::not_empty("text", &text)?;
        Self::new(channel_id, chat_type, to, Content::Text { text })
    }

    /// A file. At most [`CONTENT_MAX_BYTES`](super::CONTENT_MAX_BYTES), at an address that
    /// answers without a redirect; it is sent as given.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the address is empty, or as for [`text`](Self::text).
    pub fn file(
        channel_id: ChannelId,
        chat_type: ChatType,
        to: Recipient,
        content_uri: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let content_uri = content_uri.into();
        invalid::not_empty("contentUri", &content_uri)?;
        Self::new(channel_id, chat_type, to, Content::File { content_uri })
    }

    /// A WhatsApp Business template, with its variables in order: header, body, then those of
    /// the URL buttons. The chat type is WhatsApp.
    ///
    /// One live integration saw `templateId` arrive as plain text; should that happen, use
    /// [`template_as_text`](Self::template_as_text).
    ///
    /// # Errors
    ///
    /// [`Invalid`] as for [`text`](Self::text).
    pub fn template<V: Into<String>>(
        channel_id: ChannelId,
        to: Recipient,
        template_id: TemplateId,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, Invalid> {
        let template_values = values.into_iter().map(Into::into).collect();
        let content = Content::Template {
            template_id,
            template_values,
        };
        Self::new(channel_id, ChatType::WhatsApp, to, content)
    }

    /// A WhatsApp Business template in its other documented form, as code in the text:
    /// `@template: <guid> { [[value1]]; [[value2]] }`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if a value holds one of `[ ] { } ;`, or as for [`text`](Self::text).
    pub fn template_as_text<V: AsRef<str>>(
        channel_id: ChannelId,
        to: Recipient,
        template_id: &TemplateId,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, Invalid> {
        let mut text = format!("@template: {template_id} {{ ");
        for (index, value) in values.into_iter().enumerate() {
            let value = value.as_ref();
            if value.contains(['[', ']', '{', '}', ';']) {
                return Err(Invalid::form("templateValues", "hold none of `[ ] { } ;`"));
            }
            if index > 0 {
                text.push_str("; ");
            }
            text.push_str("[[");
            text.push_str(value);
            text.push_str("]]");
        }
        text.push_str(" }");
        Self::text(channel_id, ChatType::WhatsApp, to, text)
    }

    /// Buttons alone, such as the removal of a Telegram keyboard.
    ///
    /// # Errors
    ///
    /// [`Invalid`] as for [`text`](Self::text).
    pub fn buttons_only(
        channel_id: ChannelId,
        chat_type: ChatType,
        to: Recipient,
        buttons: Buttons,
    ) -> Result<Self, Invalid> {
        Ok(Self::new(channel_id, chat_type, to, Content::Buttons {})?.buttons(buttons))
    }

    fn new(
        channel_id: ChannelId,
        chat_type: ChatType,
        recipient: Recipient,
        content: Content,
    ) -> Result<Self, Invalid> {
        recipient.check(&chat_type)?;
        Ok(Self {
            channel_id,
            chat_type,
            recipient,
            content,
            buttons_object: None,
            ref_message_id: None,
            crm_user_id: None,
            crm_message_id: None,
            clear_unanswered: None,
        })
    }

    /// Names the message: within [`CRM_MESSAGE_ID_SECONDS`](super::CRM_MESSAGE_ID_SECONDS) the
    /// service refuses a second one of that name, so that a repeat is safe.
    #[must_use]
    pub fn crm_message_id(mut self, id: CrmMessageId) -> Self {
        self.crm_message_id = Some(id);
        self
    }

    /// Sets the user to show as the author. Ignored with a sidecar key.
    #[must_use]
    pub fn crm_user_id(mut self, id: UserId) -> Self {
        self.crm_user_id = Some(id);
        self
    }

    /// Quotes a message. Taken but not shown on the WhatsApp Business API.
    #[must_use]
    pub fn ref_message_id(mut self, id: MessageId) -> Self {
        self.ref_message_id = Some(id);
        self
    }

    /// Sets whether the unanswered counter of the chat is reset, as it is by default. A bot
    /// should say `false`.
    #[must_use]
    pub fn clear_unanswered(mut self, clear: bool) -> Self {
        self.clear_unanswered = Some(clear);
        self
    }

    /// Puts buttons under the message.
    #[must_use]
    pub fn buttons(mut self, buttons: Buttons) -> Self {
        self.buttons_object = Some(buttons);
        self
    }

    /// The sending channel.
    #[must_use]
    pub fn channel_id(&self) -> &ChannelId {
        &self.channel_id
    }

    /// The messenger.
    #[must_use]
    pub fn chat_type(&self) -> &ChatType {
        &self.chat_type
    }

    /// Whom it goes to.
    #[must_use]
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// What it is made of.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// Its name for duplicate protection, if it has one.
    #[must_use]
    pub fn get_crm_message_id(&self) -> Option<&CrmMessageId> {
        self.crm_message_id.as_ref()
    }

    /// The user to show as the author.
    #[must_use]
    pub fn get_crm_user_id(&self) -> Option<&UserId> {
        self.crm_user_id.as_ref()
    }

    /// The message it quotes.
    #[must_use]
    pub fn get_ref_message_id(&self) -> Option<&MessageId> {
        self.ref_message_id.as_ref()
    }
}

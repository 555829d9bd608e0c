use std::{
    fmt,
    ops::Range,
    time::{Duration, SystemTime},
};

use wazzup_types::{
    message::{Content, MessageType, OutgoingMessage, Recipient},
    webhook::Message,
};

use super::Accepted;
use crate::Error;

/// How far apart the clocks of the service and of this machine may be for an echo to be taken
/// for that of a message.
const CLOCKS_APART: Duration = Duration::from_secs(120);

/// How long after the answer was given up an echo may still come from that send.
const LATE: Duration = Duration::from_secs(300);

/// A message of which nobody knows whether it was sent.
///
/// The service reports each message it sends by webhook, as an echo. [`matches`](Self::matches)
/// tells whether an echo looks like this message, [`resolve`](Self::resolve) makes an
/// [`Accepted`] of it. If no echo has come after some minutes, it was most likely not sent.
///
/// A message with a `crmMessageId` may be sent again at once, and that is safe until
/// [`CRM_MESSAGE_ID_WINDOW`](crate::CRM_MESSAGE_ID_WINDOW) after the start of the first send: if the
/// service has it, it refuses the second as `REPEATED_CRM_MESSAGE_ID`. Send it
/// [`without_retry`](crate::SendMessage::without_retry) and with a
/// [timeout](crate::SendMessage::with_timeout) of what is left of that time: a second send knows
/// nothing of the first and would count the time for its own repeats from its own start.
pub struct UnknownSend {
    message: OutgoingMessage,
    error: Error,
    sent: Range<SystemTime>,
}

impl UnknownSend {
    pub(super) fn new(message: OutgoingMessage, error: Error, sent: Range<SystemTime>) -> Self {
        Self {
            message,
            error,
            sent,
        }
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &OutgoingMessage {
        &self.message
    }

    /// The message, by value.
    #[must_use]
    pub fn into_message(self) -> OutgoingMessage {
        self.message
    }

    /// How the answer was lost.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// How the answer was lost, by value.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.error
    }

    /// When the send was started and when it was given up.
    #[must_use]
    pub fn sent(&self) -> &Range<SystemTime> {
        &self.sent
    }

    /// Whether this echo looks like the message.
    ///
    /// An echo does not carry the `crmMessageId`, so this goes by the channel, the chat, the kind
    /// of content, the text, and the time of the send give or take some minutes. What an echo
    /// leaves out does not speak against it, but for the chat, which must be named. Hence it is
    /// ambiguous: two sends of the same words to the same chat within these minutes match each
    /// other's echoes, and files and templates, whose addresses and texts are the service's, match
    /// any of their kind. Give each echo to one send only, and echoes whose id is known from an
    /// answer to none.
    #[must_use]
    pub fn matches(&self, echo: &Message) -> bool {
        let message = &self.message;
        let another = echo.is_inbound() || echo.sent_from_app || echo.is_edited || echo.is_deleted;
        !another
            && echo
                .channel_id
                .as_ref()
                .is_none_or(|id| id == message.channel_id())
            && echo
                .chat_type
                .as_ref()
                .is_none_or(|kind| kind == message.chat_type())
            && same_chat(message.recipient(), echo)
            && same_content(message.content(), echo)
            && self.same_time(echo)
    }

    /// Takes the echo as the lost answer if it [matches](Self::matches).
    ///
    /// # Errors
    ///
    /// Gives the unknown send back if it does not match.
    pub fn resolve(self, echo: &Message) -> Result<Accepted, Box<Self>> {
        if !self.matches(echo) {
            return Err(Box::new(self));
        }
        let message_id = Some(echo.message_id.clone());
        Ok(Accepted {
            message_id,
            chat_id: echo.chat_id.clone(),
            ..Accepted::unread(&self.message)
        })
    }

    fn same_time(&self, echo: &Message) -> bool {
        let Some(at) = echo.date_time.as_ref().and_then(|at| at.system_time()) else {
            return true;
        };
        let earliest = self.sent.start.checked_sub(CLOCKS_APART);
        let latest = self.sent.end.checked_add(CLOCKS_APART + LATE);
        earliest.is_none_or(|earliest| at >= earliest) && latest.is_none_or(|latest| at <= latest)
    }
}

fn same_chat(recipient: &Recipient, echo: &Message) -> bool {
    let contact = echo.contact.as_ref();
    if let Some(chat_id) = recipient.as_chat_id() {
        return echo.chat_id.as_ref() == Some(chat_id);
    }
    if let Some(phone) = recipient.as_phone() {
        let theirs = contact.and_then(|contact| contact.phone.as_deref());
        return theirs.is_some_and(|theirs| theirs.trim_start_matches('+') == phone);
    }
    let (ours, theirs) = (
        recipient.as_username(),
        contact.and_then(|it| it.username.as_deref()),
    );
    ours.zip(theirs)
        .is_some_and(|(ours, theirs)| theirs.trim_start_matches('@').eq_ignore_ascii_case(ours))
}

fn same_content(content: &Content, echo: &Message) -> bool {
    let kind = echo.message_type.as_ref();
    match content {
        // A template given as code comes back as what it says.
        Content::Text { text, .. } if text.starts_with("@template:") => is_template(kind),
        Content::Text { text, .. } => {
            kind.is_none_or(|kind| *kind == MessageType::Text)
                && echo
                    .text
                    .as_deref()
                    .is_some_and(|theirs| theirs.trim() == text.trim())
        }
        Content::File { .. } => {
            echo.content_uri.is_some() || kind.is_some_and(|kind| *kind != MessageType::Text)
        }
        Content::Template { .. } => is_template(kind),
        _ => true,
    }
}

fn is_template(kind: Option<&MessageType>) -> bool {
    kind.is_none_or(|kind| matches!(kind, MessageType::WapiTemplate | MessageType::Text))
}

impl AsRef<Error> for UnknownSend {
    fn as_ref(&self) -> &Error {
        &self.error
    }
}

impl From<UnknownSend> for Error {
    fn from(unknown: UnknownSend) -> Self {
        unknown.error
    }
}

/// Without the message, which is between two people.
impl fmt::Debug for UnknownSend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownSend")
            .field("crm_message_id", &self.message.get_crm_message_id())
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

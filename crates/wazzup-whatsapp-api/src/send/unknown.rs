use std::{
    fmt,
    ops::Range,
    time::{Duration, SystemTime},
};

use wazzup_whatsapp_types::{
    MediaId, OutgoingMessage, PhoneNumberId, Recipient, webhook::MessageStatus,
};

use super::{SentMessage, sent::About};
use crate::Error;

/// How far apart the clocks of the service and of this machine may be for a status to be taken for
/// that of a message.
const CLOCKS_APART: Duration = Duration::from_secs(120);

/// How long after the answer was given up the first status may still come, where nothing but the time
/// and the recipient speak for it.
const LATE: Duration = Duration::from_secs(300);

/// How many digits of a number tell people apart. The service may write what comes before in another
/// way than it was given.
const TELLING_DIGITS: usize = 8;

/// A message of which nobody knows whether it was sent.
///
/// The service reports what becomes of each message by webhook, as a status. [`matches`](Self::matches)
/// tells whether a status is of this message, [`resolve`](Self::resolve) makes a [`SentMessage`] of it. If
/// none has come after some minutes, it was most likely not sent.
///
/// Beyond doubt it is only with a [tracker](super::SendMessage::with_generated_tracker) that no other
/// message has.
pub struct UnknownSend {
    about: About,
    error: Error,
    sent: Range<SystemTime>,
}

impl UnknownSend {
    pub(super) fn new(about: About, error: Error, sent: Range<SystemTime>) -> Self {
        Self { about, error, sent }
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &OutgoingMessage {
        &self.about.message
    }

    /// The message, by value.
    #[must_use]
    pub fn into_message(self) -> OutgoingMessage {
        self.about.message
    }

    /// The phone number it was to be sent from.
    #[must_use]
    pub fn phone_number_id(&self) -> &PhoneNumberId {
        &self.about.from
    }

    /// The file that was uploaded for it.
    #[must_use]
    pub fn media_id(&self) -> Option<&MediaId> {
        self.about.media_id.as_ref()
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

    /// Whether this status is of the message.
    ///
    /// If the message has a tracker, the status must have the same. Else it goes by the recipient and by
    /// the time of the send give or take some minutes, which is ambiguous: two messages to one user within
    /// these minutes match each other's statuses. Give each id to one message only, and statuses whose id
    /// is known from an answer to none.
    ///
    /// Statuses name no phone number of the business: look only at those of
    /// [the number it was sent from](Self::phone_number_id).
    #[must_use]
    pub fn matches(&self, status: &MessageStatus) -> bool {
        let theirs = status.biz_opaque_callback_data.as_deref();
        let ours = self.about.message.get_tracker();
        ours == theirs && self.same_recipient(status) && self.same_time(status)
    }

    /// Takes the status as the lost answer if it [matches](Self::matches). That the status is `failed`
    /// says that the message was taken, too: it failed afterwards.
    ///
    /// # Errors
    ///
    /// Gives the unknown send back if it does not match.
    pub fn resolve(self, status: &MessageStatus) -> Result<SentMessage, Box<Self>> {
        if !self.matches(status) {
            return Err(Box::new(self));
        }
        Ok(SentMessage::resolved(status, self.about))
    }

    /// With a tracker, a recipient that is left out does not speak against it.
    fn same_recipient(&self, status: &MessageStatus) -> bool {
        let same = match self.about.message.to() {
            Recipient::WaId(id) => status.recipient_id.as_ref().map(|theirs| theirs == id),
            Recipient::Phone(phone) => {
                let theirs = status.recipient_id.as_ref();
                theirs.map(|theirs| same_number(phone.as_str(), theirs.as_str()))
            }
            Recipient::Bsuid(id) => status.recipient_user_id.as_ref().map(|theirs| theirs == id),
            Recipient::ParentBsuid(id) => {
                let theirs = status.parent_recipient();
                theirs.map(|theirs| theirs == id)
            }
            Recipient::Group(id) => {
                let theirs = status.recipient_id.as_ref();
                theirs.map(|theirs| theirs.as_str() == id.as_str())
            }
            _ => None,
        };
        same.unwrap_or(self.about.message.get_tracker().is_some())
    }

    fn same_time(&self, status: &MessageStatus) -> bool {
        let Some(at) = status.timestamp.as_ref().and_then(|at| at.system_time()) else {
            return true;
        };
        let earliest = self.sent.start.checked_sub(CLOCKS_APART);
        if earliest.is_some_and(|earliest| at < earliest) {
            return false;
        }
        // Days later a message may still be delivered, and its tracker says that it is the one.
        let latest = self.sent.end.checked_add(CLOCKS_APART + LATE);
        self.about.message.get_tracker().is_some() || latest.is_none_or(|latest| at <= latest)
    }
}

/// Whether two ways of writing are of one number: all digits alike, or the last of them, as far as they
/// tell people apart.
fn same_number(ours: &str, theirs: &str) -> bool {
    let digits =
        |text: &str| -> Vec<u8> { text.bytes().filter(u8::is_ascii_digit).rev().collect() };
    let (ours, theirs) = (digits(ours), digits(theirs));
    let telling = ours.len().min(theirs.len()).min(TELLING_DIGITS);
    ours == theirs || telling == TELLING_DIGITS && ours[..telling] == theirs[..telling]
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
            .field("from", &self.about.from)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::same_number;

    #[test]
    fn a_number_is_the_same_in_every_writing() {
        for (ours, theirs) in [
            ("+1 (555) 010-4477", "15550104477"),
            ("5550104477", "15550104477"),
            ("+55 11 98765-4321", "551187654321"), // Brazil, where a digit is left out
            ("123", "123"),
        ] {
            assert!(same_number(ours, theirs), "{ours} {theirs}");
        }
        for (ours, theirs) in [("15550104477", "15550104478"), ("123", "1123"), ("", "1")] {
            assert!(!same_number(ours, theirs), "{ours} {theirs}");
        }
    }
}

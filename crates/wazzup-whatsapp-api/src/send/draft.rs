//! A message that is not put together yet.

use wazzup_whatsapp_types::{Invalid, OutgoingMessage, Recipient, message::Content};

use super::{
    attachment::{Attached, Attachment, placeholder},
    media::MediaDraft,
    template::TemplateDraft,
    text::TextDraft,
};

/// A message as the caller gave it: whole, or by its parts.
#[derive(Clone)]
pub(crate) struct Draft(Repr);

#[derive(Clone)]
enum Repr {
    Whole(Box<OutgoingMessage>),
    Made { to: Recipient, making: Making },
}

/// What content is made of.
#[derive(Clone)]
pub(crate) enum Making {
    Content(Box<Content>),
    Text(Box<TextDraft>),
    Media(Box<MediaDraft>),
    Template(Box<TemplateDraft>),
    /// The content could not be made; why is known elsewhere.
    Nothing,
}

/// What is there to be sent.
pub(super) enum Ready {
    Whole(OutgoingMessage),
    Content(Recipient, Content),
    /// Once its file is uploaded.
    Upload(Recipient, Box<dyn Attachment>),
}

impl Ready {
    fn attached(to: Recipient, attached: Attached) -> Self {
        match attached {
            Attached::Content(content) => Self::Content(to, content),
            Attached::File(attachment) => Self::Upload(to, attachment),
        }
    }
}

impl Draft {
    pub(crate) fn whole(message: OutgoingMessage) -> Self {
        Self(Repr::Whole(Box::new(message)))
    }

    pub(crate) fn made(to: Recipient, making: Making) -> Self {
        Self(Repr::Made { to, making })
    }

    pub(super) fn to(&self) -> &Recipient {
        match &self.0 {
            Repr::Whole(message) => message.to(),
            Repr::Made { to, .. } => to,
        }
    }

    /// The message, if it was given whole.
    pub(super) fn as_whole(&self) -> Option<&OutgoingMessage> {
        match &self.0 {
            Repr::Whole(message) => Some(message),
            Repr::Made { .. } => None,
        }
    }

    pub(super) fn making_mut(&mut self) -> Option<&mut Making> {
        match &mut self.0 {
            Repr::Whole(_) => None,
            Repr::Made { making, .. } => Some(making),
        }
    }

    /// Puts it together, as far as that can be done without a file.
    pub(super) fn ready(self) -> Result<Ready, Invalid> {
        Ok(match self.0 {
            Repr::Whole(message) => Ready::Whole(*message),
            Repr::Made { to, making } => match making {
                Making::Content(content) => Ready::Content(to, *content),
                Making::Text(text) => Ready::Content(to, text.content()?),
                Making::Media(media) => Ready::attached(to, Attached::new(*media)?),
                Making::Template(template) => Ready::attached(to, template.attached()?),
                Making::Nothing => {
                    return Err(Invalid::form("message", "be made of what may be sent"));
                }
            },
        })
    }

    /// Puts it together with any file in the place of its own, to see whether it can be.
    pub(super) fn probe(self) -> Result<OutgoingMessage, Invalid> {
        Ok(match self.ready()? {
            Ready::Whole(message) => message,
            Ready::Content(to, content) => OutgoingMessage::new(to, content),
            Ready::Upload(to, attachment) => OutgoingMessage::new(to, placeholder(&*attachment)?),
        })
    }
}

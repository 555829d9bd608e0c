//! The content of a message, by its type.

mod contacts;
mod location;
mod media;
mod pin;
mod reaction;
mod text;

use super::fields::Fields;
use super::{Via, interactive, template};
use crate::knobs::WhatsAppDialect;
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Fate, Graph, Number, To};

pub(super) use location::location;
pub(super) use media::media;

/// What a check may look at beside the content.
pub(super) struct Around<'a> {
    pub(super) graph: &'a Graph,
    pub(super) dialect: &'a WhatsAppDialect,
    pub(super) number: &'a Number,
    pub(super) to: &'a To,
    pub(super) by_user_id: bool,
    pub(super) via: Via,
    pub(super) now: i64,
}

/// What is known of a content that passed.
pub(super) struct Checked {
    /// What will become of it, if that is known from the content.
    pub(super) fate: Fate,
    /// The category of the template; `None` of a free-form message.
    pub(super) category: Option<&'static str>,
    /// It asks the user for the permission to call.
    pub(super) asks_permission: bool,
}

impl Checked {
    /// A free-form message with nothing special about it.
    pub(super) fn free() -> Self {
        Self {
            fate: Fate::Arrives,
            category: None,
            asks_permission: false,
        }
    }

    pub(super) fn with(fate: Fate) -> Self {
        Self {
            fate,
            ..Self::free()
        }
    }
}

/// Checks the content of a message of this type.
pub(super) fn check(kind: &str, body: &Fields<'_>, around: &Around<'_>) -> Outcome<Checked> {
    if kind == "contacts" {
        return contacts::contacts(body);
    }
    let content = body.object(kind)?;
    match kind {
        "text" => text::text(&content),
        "image" | "video" | "audio" | "document" | "sticker" => {
            media::message(kind, &content, around)
        }
        "location" => location(&content).map(|()| Checked::free()),
        "reaction" => reaction::reaction(&content, around),
        "template" => template::template(&content, around),
        "interactive" => interactive::interactive(&content, around),
        "pin" => pin::pin(&content, around),
        _ => Err(Refusal::new(codes::KIND)),
    }
}

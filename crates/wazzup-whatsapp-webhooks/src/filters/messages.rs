//! Conditions on what a message is made of: see [`HasContent`] for the events that have any.

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::webhook::{ContactsOrigin, MessageType};

use super::Words;
pub use super::{
    command::CommandFilter, command::command, command::is_command, content::HasContent,
};

/// It is made of this.
pub fn message_type<E: HasContent>(message_type: MessageType) -> impl Filter<E> + Clone {
    move |event: &E| event.message_type() == Some(&message_type)
}

/// It is text.
pub fn text<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.text().is_some()
}

/// It has a file, of whatever type.
pub fn media<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.media().is_some()
}

/// Something stands below its file.
pub fn has_caption<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.caption().is_some()
}

/// The type of its file is this, or one of these, such as `image/png`; parameters after a semicolon
/// are left aside.
#[doc(alias = "mimetypes")]
pub fn mime_types<E: HasContent>(types: impl Words) -> impl Filter<E> + Clone {
    let types = types.into_words();
    move |event: &E| {
        let present = event.media().and_then(|media| media.mime_type.as_deref());
        let essence = |text: &str| -> String {
            let essence = text.split(';').next().unwrap_or_default();
            essence.trim().to_ascii_lowercase()
        };
        present.is_some_and(|present| {
            let present = essence(present);
            types.iter().any(|one| essence(one) == present)
        })
    }
}

/// The name of its document ends with this extension, or one of these, such as `pdf` or `.pdf`, in
/// upper or lower case.
pub fn extensions<E: HasContent>(extensions: impl Words) -> impl Filter<E> + Clone {
    let extensions = extensions.into_words();
    move |event: &E| {
        let name = event.document().and_then(|file| file.filename.as_deref());
        let present = name.and_then(|name| name.rsplit_once('.'));
        present.is_some_and(|(_, present)| {
            let mut extensions = extensions.iter().map(|one| one.trim_start_matches('.'));
            extensions.any(|one| one.eq_ignore_ascii_case(present))
        })
    }
}

/// It is a picture.
pub fn image<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.image().is_some()
}

/// It is a film.
pub fn video<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.video().is_some()
}

/// It is a document.
pub fn document<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.document().is_some()
}

/// It is sound, a voice message too.
pub fn audio<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.audio().is_some()
}

/// It is sound, and no voice message.
pub fn audio_only<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.audio().is_some_and(|audio| audio.voice != Some(true))
}

/// It is a voice message.
pub fn voice<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.audio().is_some_and(|audio| audio.voice == Some(true))
}

/// It is a sticker.
pub fn sticker<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.sticker().is_some()
}

/// It is a sticker that moves.
pub fn animated_sticker<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        event
            .sticker()
            .is_some_and(|sticker| sticker.animated == Some(true))
    }
}

/// It is a sticker that does not move.
pub fn static_sticker<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        event
            .sticker()
            .is_some_and(|sticker| sticker.animated != Some(true))
    }
}

/// It is an emoji put on another message, or taken away.
pub fn reaction<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.reaction().is_some()
}

/// It is an emoji put on another message.
pub fn reaction_added<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        event
            .reaction()
            .is_some_and(|reaction| !reaction.is_removed())
    }
}

/// It takes an emoji away from another message.
pub fn reaction_removed<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        event
            .reaction()
            .is_some_and(|reaction| reaction.is_removed())
    }
}

/// It is this emoji put on another message, or one of these.
pub fn reaction_emojis<E: HasContent>(emojis: impl Words) -> impl Filter<E> + Clone {
    let emojis = emojis.into_words();
    move |event: &E| {
        let emoji = event
            .reaction()
            .and_then(|reaction| reaction.emoji.as_deref());
        emoji.is_some_and(|emoji| emojis.iter().any(|one| **one == *emoji))
    }
}

/// It is a place.
pub fn location<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.location().is_some()
}

/// It is where the user is: a place without name, address and page.
pub fn current_location<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        event
            .location()
            .is_some_and(|location| location.is_current())
    }
}

/// It is a place not further than this from a point, along the surface of the Earth.
pub fn location_in_radius<E: HasContent>(
    latitude: f64,
    longitude: f64,
    kilometres: f64,
) -> impl Filter<E> + Copy {
    move |event: &E| {
        let place = event.location();
        let place = place.and_then(|place| Some((place.latitude?, place.longitude?)));
        place.is_some_and(|place| distance((latitude, longitude), place) <= kilometres)
    }
}

/// In kilometres, by the haversine formula.
fn distance(one: (f64, f64), other: (f64, f64)) -> f64 {
    /// Mean radius of the Earth.
    const RADIUS: f64 = 6371.0;
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let across = one.0.to_radians().cos() * other.0.to_radians().cos();
    let chord = half(one.0, other.0) + across * half(one.1, other.1);
    // Rounding may leave it a little outside of what has an arc sine.
    2.0 * RADIUS * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// It is cards of contacts.
pub fn contacts<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| !event.contacts().is_empty()
}

/// It is cards of contacts, one of whom at least is known to be on WhatsApp.
pub fn contacts_has_wa<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        let mut phones = event.contacts().iter().flat_map(|card| &card.phones);
        phones.any(|phone| phone.wa_id.is_some())
    }
}

/// It is the user's own card, shared since it was asked for.
pub fn contact_info_shared<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.contacts_origin() == Some(&ContactsOrigin::ContactRequest)
}

/// It is a basket of products.
pub fn order<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| event.order().is_some()
}

/// It is something that the Cloud API cannot show.
pub fn unsupported<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| {
        let kind = event.message_type();
        matches!(kind, Some(MessageType::Unsupported | MessageType::Unknown))
    }
}

//! Typed data in the ids of buttons and rows, and in trackers.

mod compact;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::interactive::{BUTTON_ID_MAX_CHARS, Row};
use crate::invalid::{self, Invalid};
use crate::message::OutgoingMessage;

/// Data that a button, a row or a tracker carries and a webhook brings back.
///
/// A button answers with its id, a text of at most 256 bytes. Give each kind of data a type and a tag;
/// the rest is there:
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wazzup_whatsapp_types::{CallbackData, interactive::ReplyButton};
///
/// #[derive(Serialize, Deserialize, Debug, PartialEq)]
/// struct Slot {
///     day: String,
///     hour: u8,
///     action: Action,
/// }
///
/// #[derive(Serialize, Deserialize, Debug, PartialEq)]
/// enum Action {
///     Keep,
///     Free,
/// }
///
/// impl CallbackData for Slot {
///     const TAG: &'static str = "slot";
/// }
///
/// let slot = Slot { day: "2026-03-01".into(), hour: 9, action: Action::Keep };
/// let button = ReplyButton::new(slot.pack()?, "Keep it")?;
/// assert_eq!(button.id(), r#"slot~["2026-03-01",9,"Keep"]"#);
///
/// // The webhook brings the id back.
/// assert_eq!(Slot::unpack(button.id())?, slot);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What stays the same over releases
///
/// The text is the tag, `~`, and the values in JSON: of structs the values of the fields in their order,
/// without names. So fields may be renamed, and new ones added at the end with `#[serde(default)]`;
/// variants of enums go by their names and may be moved. Change the tag when the meaning changes.
///
/// Whatever serde can write is fine, but for maps (and so `#[serde(flatten)]`), numbers of 128 bits,
/// floats that are no numbers, and enums in another representation than serde's own (`tag`, `untagged`)
/// with named fields. A field with `skip_serializing_if` is written as `null`, so it should be an
/// `Option`. What could not be unpacked again is refused when it is packed.
pub trait CallbackData: Serialize + DeserializeOwned {
    /// What tells this kind of data from others. Not empty, without `~`; short, since it counts.
    const TAG: &'static str;

    /// Packs it for a button or a quick reply: into at most 256 bytes.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it has more, or is made of what cannot be packed.
    fn pack(&self) -> Result<String, Invalid> {
        pack(self, "id", BUTTON_ID_MAX_CHARS)
    }

    /// Packs it for a row of a list: into at most 200 bytes.
    ///
    /// # Errors
    ///
    /// As [`pack`](Self::pack).
    fn pack_for_row(&self) -> Result<String, Invalid> {
        pack(self, "id", Row::ID_MAX_CHARS)
    }

    /// Packs it for a [tracker](OutgoingMessage::tracker): into at most 512 bytes.
    ///
    /// # Errors
    ///
    /// As [`pack`](Self::pack).
    fn pack_for_tracker(&self) -> Result<String, Invalid> {
        let max = OutgoingMessage::TRACKER_MAX_CHARS;
        pack(self, "biz_opaque_callback_data", max)
    }

    /// Whether a text is packed data of this kind, by its tag.
    #[must_use]
    fn matches(text: &str) -> bool {
        values(text, Self::TAG).is_some()
    }

    /// Unpacks it. Any text will do.
    ///
    /// # Errors
    ///
    /// [`UnpackError`] if it has another tag, or its values are not of this type.
    fn unpack(text: &str) -> Result<Self, UnpackError> {
        let values = values(text, Self::TAG).ok_or(UnpackError { of_this_tag: false })?;
        serde_json::from_str(values).map_err(|_| UnpackError { of_this_tag: true })
    }
}

/// Between the tag and the values.
const MARK: char = '~';

fn pack<T: CallbackData>(data: &T, field: &'static str, max: usize) -> Result<String, Invalid> {
    const {
        assert!(
            is_tag(T::TAG),
            "the tag of callback data is empty or has a `~` in it"
        );
    }
    let mut packed = String::with_capacity(64);
    packed.push_str(T::TAG);
    packed.push(MARK);
    // It is unpacked, too: found out later, it would be lost.
    let written = compact::write(data, &mut packed);
    if written.is_err() || T::unpack(&packed).is_err() {
        return Err(Invalid::form(
            field,
            "be made of what can be packed: no maps, no numbers of 128 bits, no infinite ones",
        ));
    }
    invalid::max_bytes(field, &packed, max)?;
    Ok(packed)
}

const fn is_tag(tag: &str) -> bool {
    let bytes = tag.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == MARK as u8 {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
}

fn values<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    text.strip_prefix(tag)?.strip_prefix(MARK)
}

/// A text is no packed data of the kind that was asked for.
///
/// The text itself is not in it: it may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnpackError {
    of_this_tag: bool,
}

impl UnpackError {
    /// Whether the tag is the right one, so that the values are not of the type: mostly data of an
    /// earlier release, or made by somebody else.
    #[must_use]
    pub fn is_of_this_tag(self) -> bool {
        self.of_this_tag
    }
}

impl fmt::Display for UnpackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.of_this_tag {
            "the values of the callback data are not of its type"
        } else {
            "the callback data have another tag"
        })
    }
}

impl std::error::Error for UnpackError {}

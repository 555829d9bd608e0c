use std::{
    cell::Cell,
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use crate::hashed::hash_of;

/// A text with its hash, which every event needs several times.
#[derive(Clone)]
struct Key {
    hash: u64,
    text: Arc<str>,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash && self.text == other.text
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

/// Puts parts together so that no two different lists make the same text: each part follows its
/// length, as in `kind|3:abc|1:d`.
fn join(kind: &str, parts: impl IntoIterator<Item = impl AsRef<str>>) -> Key {
    thread_local! {
        /// Kept, since this runs for every event received.
        static TEXT: Cell<String> = const { Cell::new(String::new()) };
    }
    // Whoever makes a key while making a key, or while its thread ends, finds an empty one.
    let mut text = TEXT.try_with(Cell::take).unwrap_or_default();
    text.push_str(kind);
    for part in parts {
        let part = part.as_ref();
        text.push('|');
        push_number(&mut text, part.len());
        text.push(':');
        text.push_str(part);
    }
    let key = Key {
        hash: hash_of(&text),
        text: text.as_str().into(),
    };
    if text.capacity() <= KEPT {
        text.clear();
        let _ = TEXT.try_with(|kept| kept.set(text));
    }
    key
}

/// The longest key whose room is kept for the next one, in bytes.
const KEPT: usize = 1024;

/// `write!("{number}")`, without the formatter.
fn push_number(text: &mut String, number: usize) {
    let digit = |number: usize| char::from(b'0' + (number % 10) as u8);
    // Parts are ids: most are shorter than a hundred bytes.
    if number >= 100 {
        push_number(text, number / 100);
        text.push(digit(number / 10));
    } else if number >= 10 {
        text.push(digit(number / 10));
    }
    text.push(digit(number));
}

macro_rules! key {
    ($(#[$doc:meta])* $name:ident, $kind:ident: $kind_doc:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Key);

        impl $name {
            #[doc = concat!("Makes a key of ", $kind_doc, " and the parts that identify it there.")]
            ///
            /// Different parts make different keys, whatever characters are in them: `["a", "bc"]`
            /// and `["ab", "c"]` differ.
            pub fn new(
                $kind: &'static str,
                parts: impl IntoIterator<Item = impl AsRef<str>>,
            ) -> Self {
                Self(join($kind, parts))
            }

            /// The key as one text, to be used as a key elsewhere.
            ///
            /// Its form isn't fixed between versions, and it may hold a phone number: don't print
            /// it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0.text
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(<redacted>)"))
            }
        }

        impl From<$name> for Topic {
            fn from(key: $name) -> Self {
                Self(Kind::$name(key))
            }
        }

        impl From<&$name> for Topic {
            fn from(key: &$name) -> Self {
                Self(Kind::$name(key.clone()))
            }
        }
    };
}

key! {
    /// The key of a conversation: made by a provider's crate, equal for all events of one chat.
    ///
    /// It is often made of a phone number, so `Debug` doesn't show it.
    Conversation, provider: "the provider's name"
}

key! {
    /// The key of something else that events are about: a sent message, a template, one of several
    /// identities of a user.
    ///
    /// `Debug` doesn't show it.
    Subject, kind: "the kind of thing it is, such as `wazzup.message`,"
}

/// What a wait waits for events of: a [`Conversation`], a [`Subject`], or [anything](Self::anywhere).
#[derive(Clone, PartialEq, Eq)]
pub struct Topic(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Conversation(Conversation),
    Subject(Subject),
    /// All events of this name that have neither, so that they have an order as well.
    Event(&'static str),
    Anywhere,
}

impl Topic {
    /// Every event, whatever it belongs to.
    #[must_use]
    pub const fn anywhere() -> Self {
        Self(Kind::Anywhere)
    }

    pub(crate) const fn event(name: &'static str) -> Self {
        Self(Kind::Event(name))
    }

    pub(crate) const fn as_conversation(&self) -> Option<&Conversation> {
        match &self.0 {
            Kind::Conversation(conversation) => Some(conversation),
            _ => None,
        }
    }

    pub(crate) const fn is_anywhere(&self) -> bool {
        matches!(self.0, Kind::Anywhere)
    }
}

impl Hash for Topic {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Kind::Conversation(Conversation(key)) | Kind::Subject(Subject(key)) => key.hash(state),
            // Names are short, few, and of this program's making.
            Kind::Event(name) => state.write(name.as_bytes()),
            Kind::Anywhere => state.write_u64(0),
        }
    }
}

impl fmt::Debug for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Conversation(key) => key.fmt(f),
            Kind::Subject(key) => key.fmt(f),
            Kind::Event(name) => write!(f, "Event({name})"),
            Kind::Anywhere => f.write_str("Anywhere"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neither_key_shows_what_it_is_made_of() {
        let conversation = Conversation::new("example", ["79990000000"]);
        let subject = Subject::new("example.message", ["m-1"]);

        assert_eq!(format!("{conversation:?}"), "Conversation(<redacted>)");
        assert_eq!(
            format!("{:?}", Topic::from(&conversation)),
            "Conversation(<redacted>)"
        );
        assert_eq!(format!("{:?}", Topic::from(subject)), "Subject(<redacted>)");
    }

    #[test]
    fn a_conversation_and_a_subject_of_the_same_parts_are_different_topics() {
        let conversation = Topic::from(Conversation::new("example", ["1"]));
        let subject = Topic::from(Subject::new("example", ["1"]));

        assert_ne!(conversation, subject);
    }

    #[test]
    fn a_key_holds_all_its_parts_however_long_it_is() {
        for length in [
            0, 1, 9, 10, 99, 100, 113, 114, 115, 116, 117, 128, 129, 1000,
        ] {
            let long = "x".repeat(length);

            let key = Conversation::new("kind", [&*long, "y", "", &*long]);

            let text = format!("kind|{length}:{long}|1:y|0:|{length}:{long}");
            assert_eq!(key.as_str(), text);
        }
    }

    proptest! {
        #[test]
        fn keys_are_equal_exactly_when_their_parts_are(
            left in prop::collection::vec("[a|:0-9]{0,12}", 0..4),
            right in prop::collection::vec("[a|:0-9]{0,12}", 0..4),
        ) {
            let equal = Conversation::new("p", &left) == Conversation::new("p", &right);
            prop_assert_eq!(equal, left == right);
        }
    }
}

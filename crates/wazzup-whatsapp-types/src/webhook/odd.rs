//! Events without a model.

use std::sync::Arc;

use wazzup_wire::{RawJson, ReadError, Unread};

use super::{Change, Field};

static NONE: Change = Change::NONE;

/// A piece of a delivery that has no model: a change of a field that has none, an element of a kind
/// that has none, or what stands where this version knows nothing.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Raw {
    /// What piece it is.
    pub part: Part,
    /// Its JSON.
    pub raw: RawJson,
    /// Paths in it of what this version does not know. Empty if it is documented and just has no
    /// model.
    pub(super) unknown: Vec<String>,
    pub(super) change: Option<Arc<Change>>,
}

debug! { Raw { part, raw, unknown [hidden], change, } }

/// A piece of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// All of it: it is no object, or has members that are not known.
    Body,
    /// An item of `entry`.
    Entry,
    /// An item of `changes`: it has members that are not known, or has no value.
    Change,
    /// The value of a change.
    Value,
    /// An element of a list in the value of a change.
    Element(List),
}

/// A list of elements in the value of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum List {
    /// `messages`
    Messages,
    /// `statuses`
    Statuses,
    /// `calls`
    Calls,
    /// `user_preferences`
    UserPreferences,
    /// `message_echoes`
    MessageEchoes,
}

impl List {
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key {
            "messages" => Self::Messages,
            "statuses" => Self::Statuses,
            "calls" => Self::Calls,
            "user_preferences" => Self::UserPreferences,
            "message_echoes" => Self::MessageEchoes,
            _ => return None,
        })
    }

    /// Its key in the value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Messages => "messages",
            Self::Statuses => "statuses",
            Self::Calls => "calls",
            Self::UserPreferences => "user_preferences",
            Self::MessageEchoes => "message_echoes",
        }
    }
}

impl Raw {
    pub(super) fn new(part: Part, raw: RawJson, unknown: Vec<String>) -> Self {
        Self {
            part,
            raw,
            unknown,
            change: None,
        }
    }

    /// The change it came in.
    #[must_use]
    pub fn change(&self) -> &Change {
        self.change.as_deref().unwrap_or(&NONE)
    }

    /// What the change tells of.
    #[must_use]
    pub fn field(&self) -> Option<&Field> {
        self.change().field.as_ref()
    }
}

/// A piece of a known kind that could not be read. Its siblings are not affected.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Malformed {
    /// The name of the event it was meant to be.
    pub name: &'static str,
    /// What piece it is.
    pub part: Part,
    /// Its place in the list, if it was in one.
    pub index: Option<usize>,
    /// Its JSON.
    pub raw: RawJson,
    /// What is wrong with it.
    pub error: ReadError,
    pub(super) change: Option<Arc<Change>>,
}

debug! { Malformed { name, part, index, raw, error, change, } }

impl Malformed {
    pub(super) fn new(
        name: &'static str,
        part: Part,
        index: Option<usize>,
        unread: Unread,
    ) -> Self {
        Self {
            name,
            part,
            index,
            raw: unread.raw,
            error: unread.error,
            change: None,
        }
    }

    /// The change it came in.
    #[must_use]
    pub fn change(&self) -> &Change {
        self.change.as_deref().unwrap_or(&NONE)
    }

    /// What the change tells of.
    #[must_use]
    pub fn field(&self) -> Option<&Field> {
        self.change().field.as_ref()
    }
}

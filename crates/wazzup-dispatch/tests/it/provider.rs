//! A provider with few events, and handlers that note what they saw.

use std::sync::{Arc, Mutex};

use wazzup_dispatch::{Conversation, Envelope, Event, Question, Subject};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) chat: u32,
    pub(crate) text: Arc<str>,
}

impl Event for Written {
    const NAME: &'static str = "written";

    fn conversation(&self) -> Option<Conversation> {
        Some(chat(self.chat))
    }

    fn raw(&self) -> Option<&str> {
        Some(&self.text)
    }
}

/// Belongs to no conversation, but is about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) message: u32,
    pub(crate) state: &'static str,
}

impl Event for Status {
    const NAME: &'static str = "status";

    fn subjects(&self) -> Vec<Subject> {
        vec![message(self.message)]
    }
}

/// Belongs to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tick(pub(crate) u32);

impl Event for Tick {
    const NAME: &'static str = "tick";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WhoIs(pub(crate) u32);

impl Event for WhoIs {
    const NAME: &'static str = "who_is";
}

impl Question for WhoIs {
    type Answer = String;
}

pub(crate) fn chat(number: u32) -> Conversation {
    Conversation::new("test", [number.to_string()])
}

pub(crate) fn message(number: u32) -> Subject {
    Subject::new("test.message", [number.to_string()])
}

pub(crate) fn written(chat: u32, text: &str) -> Envelope {
    Envelope::new(Written {
        chat,
        text: text.into(),
    })
}

pub(crate) fn status(message: u32, state: &'static str) -> Envelope {
    Envelope::new(Status { message, state })
}

pub(crate) fn tick(number: u32) -> Envelope {
    Envelope::new(Tick(number))
}

/// What handlers noted, in order. Handlers take it as state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    pub(crate) fn add(&self, note: impl Into<String>) {
        self.0.lock().unwrap().push(note.into());
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

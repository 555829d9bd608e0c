//! Checks of the fields of one object, gathering the names of the bad ones.

use serde_json::{Map, Value};

/// An object under examination.
pub(crate) struct Checks<'a> {
    object: Option<&'a Map<String, Value>>,
    bad: Vec<&'static str>,
}

impl<'a> Checks<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        Self {
            object: value.as_object(),
            bad: Vec::new(),
        }
    }

    /// The field, unless it is missing or `null`.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.object?.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn fail(&mut self, name: &'static str) {
        if !self.bad.contains(&name) {
            self.bad.push(name);
        }
    }

    /// A text of 1 to `max` characters that must be there.
    pub(crate) fn text(&mut self, name: &'static str, max: usize) -> String {
        match self.get(name) {
            Some(Value::String(text)) if fits(text, max) => text.clone(),
            _ => {
                self.fail(name);
                String::new()
            }
        }
    }

    /// A text of at most `max` characters that may be missing.
    pub(crate) fn optional_text(&mut self, name: &'static str, max: usize) -> Option<String> {
        match self.get(name)? {
            Value::String(text) if text.chars().count() <= max => Some(text.clone()),
            _ => {
                self.fail(name);
                None
            }
        }
    }

    /// An id that may be a text or a number.
    pub(crate) fn any_id(&mut self, name: &'static str, max: usize) -> String {
        match self.get(name) {
            Some(Value::String(text)) if fits(text, max) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => {
                self.fail(name);
                String::new()
            }
        }
    }

    /// A boolean that may be missing.
    pub(crate) fn optional_flag(&mut self, name: &'static str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            _ => {
                self.fail(name);
                None
            }
        }
    }

    pub(crate) fn bad(self) -> Vec<&'static str> {
        self.bad
    }
}

fn fits(text: &str, max: usize) -> bool {
    !text.is_empty() && text.chars().count() <= max
}

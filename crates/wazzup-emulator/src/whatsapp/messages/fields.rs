//! The fields of one object of a request, with the name of where it stands.

use serde_json::{Map, Value};

use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};

/// An object under examination.
#[derive(Clone)]
pub(super) struct Fields<'a> {
    path: String,
    object: &'a Map<String, Value>,
    strict: bool,
}

/// A value that is not allowed.
pub(super) fn wrong(details: impl Into<String>) -> Refusal {
    Refusal::new(codes::VALUE).details(details)
}

fn missing(path: &str) -> Refusal {
    Refusal::new(codes::MISSING).details(format!("{path} is required."))
}

impl<'a> Fields<'a> {
    pub(super) fn new(path: &str, object: &'a Map<String, Value>, strict: bool) -> Self {
        Self {
            path: path.to_owned(),
            object,
            strict,
        }
    }

    /// Where the field called `key` stands.
    pub(super) fn at(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// The field, unless it is missing or `null`.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Refuses every key but these.
    pub(super) fn only(&self, keys: &[&str]) -> Outcome<()> {
        let odd = self.object.keys().find(|key| !keys.contains(&key.as_str()));
        match odd.filter(|_| self.strict) {
            None => Ok(()),
            Some(key) => Err(Refusal::parameter(format!(
                "{} is not expected there.",
                self.at(key)
            ))),
        }
    }

    /// A field that must be there.
    pub(super) fn must(&self, key: &str) -> Outcome<&'a Value> {
        self.get(key).ok_or_else(|| missing(&self.at(key)))
    }

    /// A text of at most `max` characters.
    fn checked(&self, key: &str, value: &'a Value, max: usize) -> Outcome<&'a str> {
        let Value::String(text) = value else {
            return Err(wrong(format!("{} must be a string.", self.at(key))));
        };
        // A character takes at least one byte: most texts are judged without counting.
        if text.len() > max && text.chars().count() > max {
            let actual = text.chars().count();
            return Err(wrong(format!(
                "{} has {actual} characters, {max} are allowed.",
                self.at(key)
            )));
        }
        Ok(text)
    }

    /// A text of 1 to `max` characters that must be there.
    pub(super) fn text(&self, key: &str, max: usize) -> Outcome<&'a str> {
        let text = self.checked(key, self.must(key)?, max)?;
        if text.trim().is_empty() {
            return Err(wrong(format!("{} is empty.", self.at(key))));
        }
        Ok(text)
    }

    /// A text of 1 to `max` characters, or nothing.
    pub(super) fn optional_text(&self, key: &str, max: usize) -> Outcome<Option<&'a str>> {
        self.get(key).map(|_| self.text(key, max)).transpose()
    }

    /// A text of 0 to `max` characters, or nothing.
    pub(super) fn any_text(&self, key: &str, max: usize) -> Outcome<Option<&'a str>> {
        let value = self.get(key);
        value.map(|value| self.checked(key, value, max)).transpose()
    }

    /// One of these words.
    pub(super) fn one_of(&self, key: &str, words: &[&str]) -> Outcome<&'a str> {
        let text = self.text(key, usize::MAX)?;
        if words.contains(&text) {
            Ok(text)
        } else {
            Err(wrong(format!(
                "{} must be one of {}.",
                self.at(key),
                words.join(", ")
            )))
        }
    }

    /// Exactly this word.
    pub(super) fn word(&self, key: &str, word: &str) -> Outcome<()> {
        self.one_of(key, &[word]).map(|_| ())
    }

    pub(super) fn optional_flag(&self, key: &str) -> Outcome<Option<bool>> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(wrong(format!("{} must be a boolean.", self.at(key)))),
        }
    }

    /// A whole number within `range`, as a number or as a text.
    pub(super) fn whole(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> Outcome<i64> {
        let value = self.must(key)?;
        let number = match value {
            // To JSON 60 and 60.0 are one number.
            Value::Number(number) => number.as_i64().or_else(|| {
                let whole = number.as_f64().filter(|number| number.fract() == 0.0)?;
                format!("{whole:.0}").parse().ok()
            }),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| {
                wrong(format!(
                    "{} must be a whole number from {} to {}.",
                    self.at(key),
                    range.start(),
                    range.end()
                ))
            })
    }

    /// A decimal number within `range`, as a number or as a text.
    pub(super) fn decimal(&self, key: &str, range: std::ops::RangeInclusive<f64>) -> Outcome<f64> {
        let number = match self.must(key)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        number
            .filter(|number| range.contains(number))
            .ok_or_else(|| {
                wrong(format!(
                    "{} must be a number from {} to {}.",
                    self.at(key),
                    range.start(),
                    range.end()
                ))
            })
    }

    /// A URL with scheme and host.
    pub(super) fn url(&self, key: &str, max: usize) -> Outcome<&'a str> {
        let text = self.text(key, max)?;
        let web = ["http://", "https://"];
        let scheme = web.iter().find(|scheme| text.starts_with(*scheme));
        let host = scheme.map(|scheme| &text[scheme.len()..]);
        let fits = host.is_some_and(|host| {
            !host.is_empty()
                && !host.starts_with(['/', '?', '#'])
                && !text.contains(char::is_whitespace)
        });
        if fits {
            Ok(text)
        } else {
            Err(wrong(format!("{} is not a URL.", self.at(key))))
        }
    }

    /// An object that must be there.
    pub(super) fn object(&self, key: &str) -> Outcome<Self> {
        self.of(&self.at(key), self.must(key)?)
    }

    pub(super) fn optional_object(&self, key: &str) -> Outcome<Option<Self>> {
        let value = self.get(key);
        value.map(|value| self.of(&self.at(key), value)).transpose()
    }

    fn of(&self, path: &str, value: &'a Value) -> Outcome<Self> {
        match value {
            Value::Object(object) => Ok(Self::new(path, object, self.strict)),
            _ => Err(wrong(format!("{path} must be an object."))),
        }
    }

    /// An array that must be there, of `count` things.
    pub(super) fn values(
        &self,
        key: &str,
        count: std::ops::RangeInclusive<usize>,
    ) -> Outcome<&'a [Value]> {
        let Value::Array(items) = self.must(key)? else {
            return Err(wrong(format!("{} must be an array.", self.at(key))));
        };
        if count.contains(&items.len()) {
            Ok(items)
        } else {
            Err(wrong(format!(
                "{} has {} elements, {} to {} are allowed.",
                self.at(key),
                items.len(),
                count.start(),
                count.end()
            )))
        }
    }

    /// An array of objects that must be there.
    pub(super) fn list(
        &self,
        key: &str,
        count: std::ops::RangeInclusive<usize>,
    ) -> Outcome<Vec<Self>> {
        let items = self.values(key, count)?.iter().enumerate();
        items
            .map(|(place, item)| self.of(&format!("{}[{place}]", self.at(key)), item))
            .collect()
    }

    /// An array of objects, or nothing.
    pub(super) fn optional_list(&self, key: &str, max: usize) -> Outcome<Vec<Self>> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(_) => self.list(key, 0..=max),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code<T>(outcome: Outcome<T>) -> Option<i64> {
        outcome.err().map(|refusal| refusal.code())
    }

    #[test]
    fn each_kind_of_fault_has_its_code() {
        let value =
            json!({ "a": "text", "n": "12", "f": 60.0, "l": [{}], "u": "https://e.test/x" });
        let object = value.as_object().unwrap();
        let fields = Fields::new("it", object, true);
        assert_eq!(code(fields.text("a", 4)), None);
        assert_eq!(code(fields.text("a", 3)), Some(codes::VALUE));
        assert_eq!(code(fields.text("b", 3)), Some(codes::MISSING));
        assert_eq!(code(fields.only(&["a"])), Some(codes::PARAMETER));
        assert_eq!(fields.whole("n", 1..=12).unwrap(), 12);
        assert_eq!(fields.whole("f", 1..=60).unwrap(), 60);
        assert_eq!(code(fields.whole("n", 1..=11)), Some(codes::VALUE));
        assert_eq!(
            code(fields.list("l", 2..=3).map(|_| ())),
            Some(codes::VALUE)
        );
        assert_eq!(code(fields.url("u", 100)), None);
        assert_eq!(code(fields.url("a", 100)), Some(codes::VALUE));
        let refusal = fields.list("l", 1..=1).unwrap()[0].text("x", 1);
        assert_eq!(refusal.unwrap_err().why(), Some("it.l[0].x is required."));
        assert_eq!(code(Fields::new("it", object, false).only(&["a"])), None);
    }
}

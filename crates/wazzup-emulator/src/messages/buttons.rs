//! `buttonsObject`: what each messenger takes.

use serde_json::{Map, Value};

use super::invalid;
use crate::http::Fail;
use crate::state::Channel;

/// Most buttons of a WABA message; the rest are dropped.
const WABA_MAX: usize = 10;

/// Checks the buttons; gives them as they are used.
pub(super) fn check(object: &Value, channel: &Channel, template: bool) -> Result<Value, Fail> {
    let Some(fields) = object.as_object() else {
        return Err(invalid(&["buttonsObject"]));
    };
    let good = match channel.transport.as_str() {
        "wapi" => return waba(fields, template).ok_or_else(|| invalid(&["buttonsObject"])),
        "telegram" => telegram(fields),
        "max" | "maxbot" => max(fields),
        _ => None,
    };
    match good {
        Some(()) => Ok(object.clone()),
        None => Err(invalid(&["buttonsObject"])),
    }
}

/// Whether the object alone is a message: it takes a keyboard away.
pub(super) fn says_nothing(object: &Value) -> bool {
    object["removeKeyboard"] == true
}

fn waba(fields: &Map<String, Value>, template: bool) -> Option<Value> {
    let buttons = fields.get("buttons")?.as_array()?;
    for button in buttons {
        let button = button.as_object()?;
        if button
            .get("payload")
            .is_some_and(|payload| !payload.is_string())
        {
            return None;
        }
        if !template {
            short(button.get("text")?, 20)?;
            if button.get("type").is_some_and(|kind| kind != "text") {
                return None;
            }
        }
    }
    let mut kept = fields.clone();
    let used = buttons.iter().take(WABA_MAX).cloned().collect();
    kept.insert("buttons".to_owned(), Value::Array(used));
    Some(kept.into())
}

fn telegram(fields: &Map<String, Value>) -> Option<()> {
    let markup = fields.get("replyMarkup")?.as_str()?;
    for flag in ["removeKeyboard", "oneTimeKeyboard"] {
        if fields.get(flag).is_some_and(|value| !value.is_boolean()) {
            return None;
        }
    }
    if fields.get("removeKeyboard") == Some(&Value::Bool(true)) {
        return (markup == "reply" && !fields.contains_key("buttons")).then_some(());
    }
    for button in rows(fields)? {
        let button = button.as_object()?;
        short(button.get("text")?, 64)?;
        match (markup, button.get("url"), button.get("callbackData")) {
            ("reply", None, None) => {}
            ("inline", Some(url), None) => {
                url.as_str()?;
            }
            ("inline", None, Some(data)) => {
                let length = data.as_str()?.len();
                (1..=64).contains(&length).then_some(())?;
            }
            _ => return None,
        }
    }
    Some(())
}

fn max(fields: &Map<String, Value>) -> Option<()> {
    if fields.get("chatType").is_some_and(|kind| kind != "max") {
        return None;
    }
    for button in rows(fields)? {
        let button = button.as_object()?;
        button.get("text")?.as_str()?;
        match button.get("type")?.as_str()? {
            "callback" => {
                button.get("payload")?.as_str()?;
            }
            "link" => {
                button.get("url")?.as_str()?;
            }
            "message" => {}
            _ => return None,
        }
        if let Some(intent) = button.get("intent")
            && !matches!(intent.as_str()?, "default" | "positive" | "negative")
        {
            return None;
        }
    }
    Some(())
}

/// All buttons of an array of rows, of which there is at least one.
fn rows(fields: &Map<String, Value>) -> Option<Vec<&Value>> {
    let rows = fields.get("buttons")?.as_array()?;
    let rows: Option<Vec<&Vec<Value>>> = rows.iter().map(Value::as_array).collect();
    let buttons: Vec<&Value> = rows?.into_iter().flatten().collect();
    (!buttons.is_empty()).then_some(buttons)
}

fn short(text: &Value, max: usize) -> Option<()> {
    let length = text.as_str()?.chars().count();
    (1..=max).contains(&length).then_some(())
}

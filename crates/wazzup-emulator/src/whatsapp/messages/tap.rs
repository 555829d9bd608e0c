//! A tap on a button or a row, turned into the answer that it gives.

use serde_json::{Map, Value, json};

use crate::whatsapp::state::{Graph, StoredMessage};

/// The fields of the message that a tap makes.
pub(super) fn answer(graph: &Graph, tap: &Value) -> Result<Map<String, Value>, String> {
    let message = tap["messageId"].as_str().unwrap_or_default();
    let message = graph
        .messages
        .get(message)
        .ok_or("tap.messageId is not known")?;
    let id = tap["id"].as_str().ok_or("tap.id must be a string")?;
    let mut fields =
        reply(graph, message, id).ok_or("the message has nothing to tap with this id")?;
    fields.insert("context".to_owned(), json!({ "id": message.id }));
    Ok(fields)
}

fn reply(graph: &Graph, message: &StoredMessage, id: &str) -> Option<Map<String, Value>> {
    let interactive = &message.body["interactive"];
    let action = &interactive["action"];
    let answer = if message.kind == "template" {
        let button = quick_reply(graph, &message.body["template"], id)?;
        json!({ "type": "button", "button": button })
    } else if let Some(button) = find(&action["buttons"], "reply", id) {
        json!({ "type": "interactive", "interactive": {
            "type": "button_reply", "button_reply": button,
        } })
    } else if let Some(button) = carousel(&action["cards"], id) {
        json!({ "type": "interactive", "interactive": {
            "type": "button_reply", "button_reply": button,
        } })
    } else {
        let row = rows(&action["sections"]).find(|row| row["id"] == id)?;
        json!({ "type": "interactive", "interactive": {
            "type": "list_reply", "list_reply": row,
        } })
    };
    answer.as_object().cloned()
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn rows(sections: &Value) -> impl Iterator<Item = &Value> {
    items(sections).flat_map(|section| items(&section["rows"]))
}

fn find<'a>(buttons: &'a Value, kind: &str, id: &str) -> Option<&'a Value> {
    items(buttons)
        .map(|button| &button[kind])
        .find(|reply| reply["id"] == id)
}

fn carousel<'a>(cards: &'a Value, id: &str) -> Option<&'a Value> {
    items(cards).find_map(|card| find(&card["action"]["buttons"], "quick_reply", id))
}

/// The quick reply of a template with this payload or text. Without a payload in the send the text
/// is both.
fn quick_reply(graph: &Graph, sent: &Value, id: &str) -> Option<Value> {
    let template = graph.templates.iter().find(|template| {
        sent["name"] == template.name.as_str()
            && sent["language"]["code"] == template.language.as_str()
    })?;
    let buttons = &template.component("BUTTONS")?["buttons"];
    items(buttons).enumerate().find_map(|(place, button)| {
        if button["type"] != "QUICK_REPLY" {
            return None;
        }
        let text = &button["text"];
        let given = items(&sent["components"]).find(|component| {
            let index = &component["index"];
            *index == place || *index == place.to_string().as_str()
        });
        let payload = given.map_or(text, |given| &given["parameters"][0]["payload"]);
        (*payload == id || *text == id).then(|| json!({ "payload": payload, "text": text }))
    })
}

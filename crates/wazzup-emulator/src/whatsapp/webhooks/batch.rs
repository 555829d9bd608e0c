//! Several updates in one body.

use serde_json::{Map, Value, json};

use super::Update;
use crate::knobs::BatchForm;

/// The `entry` array for these updates, in their order.
pub(super) fn entries(updates: Vec<Update>, form: BatchForm) -> Vec<Value> {
    let mut entries: Vec<Value> = Vec::new();
    for update in updates {
        let change = json!({ "field": update.field, "value": update.value });
        let fits = entries.last().is_some_and(|last| {
            form != BatchForm::Entries
                && last["id"] == update.entry.as_str()
                && last.get("time").and_then(Value::as_i64) == update.time
        });
        match entries.last_mut().filter(|_| fits) {
            Some(last) => {
                if let Some(changes) = last["changes"].as_array_mut() {
                    let joined = form == BatchForm::Messages
                        && changes.last_mut().is_some_and(|last| join(last, &change));
                    if !joined {
                        changes.push(change);
                    }
                }
            }
            None => {
                let mut entry = Map::new();
                entry.insert("id".to_owned(), update.entry.into());
                if let Some(time) = update.time {
                    entry.insert("time".to_owned(), time.into());
                }
                entry.insert("changes".to_owned(), json!([change]));
                entries.push(entry.into());
            }
        }
    }
    entries
}

/// Puts the messages or statuses of `change` behind those of `last`, if both are of one kind and
/// number; whether it did.
fn join(last: &mut Value, change: &Value) -> bool {
    let list = ["messages", "statuses", "message_echoes", "calls"]
        .into_iter()
        .find(|list| last["value"][*list].is_array() && change["value"][*list].is_array());
    let Some(list) = list else {
        return false;
    };
    let same = last["field"] == change["field"]
        && last["value"]["metadata"] == change["value"]["metadata"]
        && last["value"].get("errors").is_none()
        && change["value"].get("errors").is_none();
    if !same {
        return false;
    }
    let new: Vec<Value> = change["value"][list]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if let Some(items) = last["value"][list].as_array_mut() {
        items.extend(new);
    }
    let contacts = change["value"]["contacts"].as_array().cloned();
    for contact in contacts.unwrap_or_default() {
        let Some(value) = last["value"].as_object_mut() else {
            continue;
        };
        let known = value.entry("contacts").or_insert_with(|| json!([]));
        if let Some(known) = known.as_array_mut()
            && !known.contains(&contact)
        {
            known.push(contact);
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(number: &str, list: &str, item: u32) -> Update {
        Update {
            entry: "1".to_owned(),
            time: None,
            field: "messages".to_owned(),
            value: json!({
                "metadata": { "phone_number_id": number },
                "contacts": [{ "wa_id": "7" }],
                list: [item],
            }),
            lane: String::new(),
        }
    }

    #[test]
    fn each_form_keeps_order_and_loses_nothing() {
        let updates = || {
            vec![
                update("a", "messages", 1),
                update("a", "messages", 2),
                update("a", "statuses", 3),
                update("b", "statuses", 4),
            ]
        };
        let shape = |form| {
            let entries = entries(updates(), form);
            let changes = |entry: &Value| entry["changes"].as_array().unwrap().len();
            entries.iter().map(changes).collect::<Vec<_>>()
        };
        assert_eq!(shape(BatchForm::Entries), [1, 1, 1, 1]);
        assert_eq!(shape(BatchForm::Changes), [4]);
        assert_eq!(shape(BatchForm::Messages), [3]);
        let joined = entries(updates(), BatchForm::Messages);
        let first = &joined[0]["changes"][0]["value"];
        assert_eq!(first["messages"], json!([1, 2]));
        assert_eq!(first["contacts"], json!([{ "wa_id": "7" }]));
    }
}

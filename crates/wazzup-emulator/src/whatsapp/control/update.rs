//! `POST update`: any change, as given.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::App;
use crate::control::misused;
use crate::http::{Answer, Call, Reply};
use crate::state::World;
use crate::whatsapp::webhooks::{Update, emit, emit_body};

pub(super) fn post(call: Call) -> Answer {
    let body = crate::control::json(&call)?;
    update(&call.app, body).map_err(misused)?;
    Ok(Reply::json(&json!({ "ok": true })))
}

/// Sends a change, an entry or a whole body. The error says what is wrong with the request.
pub(in crate::whatsapp) fn update(app: &Arc<App>, body: Value) -> Result<(), String> {
    let now = app.clock.now();
    app.with(|world| {
        if body["entry"].is_array() {
            return whole(world, &body);
        }
        if body["changes"].is_array() {
            let body = json!({ "object": "whatsapp_business_account", "entry": [body] });
            return whole(world, &body);
        }
        let field = body["field"].as_str().ok_or("field must be a string")?;
        let mut value = body.get("value").cloned().ok_or("value is missing")?;
        let about_a_number = about_a_number(field);
        if let (true, Some(object)) = (about_a_number, value.as_object_mut()) {
            // What the value of such a field always has need not be written out.
            let number = world.whatsapp.main_number();
            object
                .entry("messaging_product")
                .or_insert_with(|| "whatsapp".into());
            object.entry("metadata").or_insert_with(
                || json!({ "display_phone_number": number.phone, "phone_number_id": number.id }),
            );
        }
        happened(world, field, &value);
        let entry = match body.get("entryId").and_then(Value::as_str) {
            Some(id) => id.to_owned(),
            None if field == "account_update" && is_for_partner(&value) => {
                world.whatsapp.business.id.clone()
            }
            None => world.whatsapp.waba.id.clone(),
        };
        let time = match body.get("time").and_then(Value::as_i64) {
            Some(time) => Some(time),
            None => (!about_a_number).then_some(now.div_euclid(1_000)),
        };
        let update = Update {
            entry,
            time,
            field: field.to_owned(),
            value,
            lane: format!("whatsapp {field}"),
        };
        emit(world, update);
        Ok(())
    })
}

fn whole(world: &mut World, body: &Value) -> Result<(), String> {
    // That nobody wants it is no fault of the request.
    let _ = emit_body(world, body);
    Ok(())
}

/// Fields whose values name a number under `metadata`.
fn about_a_number(field: &str) -> bool {
    matches!(
        field,
        "messages" | "calls" | "smb_message_echoes" | "user_preferences" | "history"
    ) || field.starts_with("group_")
}

/// Events of the portfolio and not of the account.
fn is_for_partner(value: &Value) -> bool {
    value["event"]
        .as_str()
        .is_some_and(|event| event.starts_with("PARTNER_"))
}

/// What an update says is so from now on.
fn happened(world: &mut World, field: &str, value: &Value) {
    match field {
        "user_preferences" => {
            for preference in value["user_preferences"].as_array().into_iter().flatten() {
                let wa_id = preference["wa_id"].as_str();
                if preference["category"] != "marketing_messages" {
                    continue;
                }
                if let Some(wa_id) = wa_id {
                    let user = world.whatsapp.users.with_number(wa_id);
                    user.stopped_marketing = preference["value"] == "stop";
                }
            }
        }
        "message_template_status_update" | "template_category_update" => {
            let id = &value["message_template_id"];
            let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
            let templates = &mut world.whatsapp.templates;
            let Some(template) = templates.iter_mut().find(|template| template.id == id) else {
                return;
            };
            if let Some(event) = value["event"].as_str() {
                event.clone_into(&mut template.status);
            }
            // With `correct_category` the change is only announced.
            if let Some(category) = value["new_category"].as_str()
                && value.get("correct_category").is_none()
            {
                category.clone_into(&mut template.category);
            }
        }
        _ => {}
    }
}

//! `POST user`, `GET user`: who the users are, and what becomes of messages to them.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::app::App;
use crate::control::{fields, misused};
use crate::http::{Answer, Call, Reply};
use crate::whatsapp::codes;
use crate::whatsapp::state::User;

pub(super) fn post(call: Call) -> Answer {
    let mut fields = fields(&call)?;
    let Some(Value::String(wa_id)) = fields.remove("waId") else {
        return Err(misused("waId must be a string"));
    };
    let shown = change(&call.app, &wa_id, &fields).map_err(misused)?;
    Ok(Reply::json(&shown))
}

pub(super) fn list(call: Call) -> Answer {
    let world = call.app.world();
    let users: Vec<Value> = world.whatsapp.users.iter().map(User::shown).collect();
    Ok(Reply::json(&users))
}

/// Changes a user, who is there from now on if not before. The error says what makes no sense.
pub(in crate::whatsapp) fn change(
    app: &Arc<App>,
    wa_id: &str,
    fields: &Map<String, Value>,
) -> Result<Value, String> {
    if !(7..=15).contains(&wa_id.len()) || !wa_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("waId must be digits".to_owned());
    }
    app.with(|world| {
        let users = &mut world.whatsapp.users;
        // On a copy, so that what makes no sense changes nothing.
        let mut user = users.with_number(wa_id).clone();
        let mut ids = (None, None);
        for (name, value) in fields {
            let text = || match value {
                Value::Null => Ok(None),
                Value::String(text) => Ok(Some(text.clone())),
                _ => Err(format!("{name} must be a string or null")),
            };
            let flag = || value.as_bool().ok_or(format!("{name} must be a boolean"));
            match name.as_str() {
                "name" => user.name = text()?,
                "username" => user.username = text()?,
                "userId" => ids.0 = text()?,
                "parentUserId" => ids.1 = text()?,
                "identityHash" => user.identity_hash = text()?.unwrap_or_default(),
                "hidesNumber" => user.hides_number = flag()?,
                "offline" => user.offline = flag()?,
                "stoppedMarketing" => user.stopped_marketing = flag()?,
                "fails" => {
                    user.fails = match value {
                        Value::Null => None,
                        value => {
                            let code = value.as_i64().ok_or("fails must be a code or null")?;
                            Some((code, codes::meaning(code).title.to_owned()))
                        }
                    };
                }
                _ => return Err(format!("{name} is not known")),
            }
        }
        *users.with_number(wa_id) = user;
        users.rename(wa_id, ids.0.as_deref(), ids.1.as_deref());
        Ok(users.with_number(wa_id).shown())
    })
}

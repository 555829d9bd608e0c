//! `POST token`: tokens come and go.

use serde_json::{Value, json};

use crate::control::{fields, misused};
use crate::http::{Answer, Call, Reply};
use crate::ids::Kind;
use crate::whatsapp::state::Token;

/// Makes another token with all permissions, and lets the one given as `expire` expire.
pub(super) fn post(call: Call) -> Answer {
    let fields = fields(&call)?;
    call.app.with(|world| {
        match fields.get("expire") {
            None | Some(Value::Null) => {}
            Some(Value::String(token)) => {
                let known = world.whatsapp.tokens.get_mut(token);
                *known.ok_or_else(|| misused("expire is not a token"))? = Token::expired();
            }
            Some(_) => return Err(misused("expire must be a string")),
        }
        let made = format!("EAA{}", world.ids.hex(Kind::Token).to_uppercase());
        world.whatsapp.tokens.insert(made.clone(), Token::user());
        Ok(Reply::json(&json!({ "accessToken": made })))
    })
}

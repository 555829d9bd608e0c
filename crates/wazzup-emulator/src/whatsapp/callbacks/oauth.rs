//! `GET /oauth/access_token`: a token of the app itself.

use serde_json::json;

use crate::http::{Call, Reply};
use crate::ids::Kind;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Token;
use crate::whatsapp::{codes, params};

pub(super) fn token(call: Call) -> Outcome<Reply> {
    let params = params::all(&call)?;
    // Numbers are ids here as well as texts.
    let client = params.get("client_id").map(|id| match id.as_str() {
        Some(id) => id.to_owned(),
        None => id.to_string(),
    });
    let secret = params::text(&params, "client_secret")?;
    let grant = params::text(&params, "grant_type")?;
    if grant != "client_credentials" {
        return Err(Refusal::parameter("grant_type must be client_credentials."));
    }
    call.app.with(|world| {
        if client.as_deref() != Some(world.whatsapp.app.id.as_str()) {
            return Err(Refusal::new(codes::APPLICATION).details("client_id is not known."));
        }
        if secret != world.whatsapp.app.secret {
            return Err(Refusal::new(codes::SECRET));
        }
        let made = world.ids.hex(Kind::Token);
        let token = format!("{}|{made}", world.whatsapp.app.id);
        world.whatsapp.tokens.insert(token.clone(), Token::app());
        Ok(Reply::json(
            &json!({ "access_token": token, "token_type": "bearer" }),
        ))
    })
}

//! `POST status`: something becomes of a message, out of turn.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::App;
use crate::control::{fields, misused};
use crate::http::{Answer, Call, Reply};
use crate::whatsapp::codes;
use crate::whatsapp::messages::force_status;

pub(super) fn post(call: Call) -> Answer {
    let fields = fields(&call)?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let id = text("id").ok_or_else(|| misused("id must be a string"))?;
    let status = text("status").ok_or_else(|| misused("status must be a string"))?;
    let code = match fields.get("code") {
        None | Some(Value::Null) => None,
        Some(code) => Some(
            code.as_i64()
                .ok_or_else(|| misused("code must be a number"))?,
        ),
    };
    let details = text("details").map(str::to_owned);
    force(&call.app, id, status, code, details).map_err(misused)?;
    Ok(Reply::json(&json!({ "ok": true })))
}

/// Gives a message a status; `failed` with a code, 131026 unless another is given.
pub(in crate::whatsapp) fn force(
    app: &Arc<App>,
    id: &str,
    status: &str,
    code: Option<i64>,
    details: Option<String>,
) -> Result<(), String> {
    let status = match status {
        "sent" => "sent",
        "delivered" => "delivered",
        "read" => "read",
        "played" => "played",
        "failed" => "failed",
        _ => return Err("status is not known".to_owned()),
    };
    let failure = (status == "failed").then(|| {
        let code = code.unwrap_or(codes::UNDELIVERABLE);
        let why = codes::meaning(code).title.to_owned();
        (code, details.unwrap_or(why))
    });
    let now = app.clock.now();
    app.with(|world| force_status(world, id, status, failure, now))
}

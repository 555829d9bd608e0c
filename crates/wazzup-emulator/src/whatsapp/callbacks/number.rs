//! `POST /{phone}` with `webhook_configuration`: an address of the number's own.

use serde_json::{Map, Value, json};

use crate::http::{Call, Reply};
use crate::whatsapp::params;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Callback;
use crate::whatsapp::webhooks::{URI_MAX, check_address, verify};

/// The address of an override.
pub(super) fn address(params: &Map<String, Value>) -> Outcome<String> {
    let uri = params::text(params, "override_callback_uri")?;
    check_address("override_callback_uri", uri)?;
    let length = uri.chars().count();
    if length > URI_MAX {
        return Err(Refusal::parameter(format!(
            "override_callback_uri has {length} characters, {URI_MAX} are allowed."
        )));
    }
    Ok(uri.to_owned())
}

/// Changes the number. An empty address takes the override away.
pub(in crate::whatsapp) async fn of_number(call: &Call) -> Outcome<Reply> {
    let id = call.param("id").to_owned();
    let params = params::all(call)?;
    let Some(configuration) = params.get("webhook_configuration") else {
        return Err(Refusal::parameter("There is nothing to change."));
    };
    let Value::Object(configuration) = configuration else {
        return Err(Refusal::parameter(
            "webhook_configuration must be an object.",
        ));
    };
    let callback = match configuration.get("override_callback_uri") {
        Some(Value::String(uri)) if uri.is_empty() => None,
        _ => {
            let uri = address(configuration)?;
            let token = params::text(configuration, "verify_token")?;
            verify(&call.app, &uri, token).await?;
            Some(Callback { uri })
        }
    };
    call.change_late(|world| {
        if let Some(number) = world.whatsapp.number_mut(&id) {
            number.callback = callback;
        }
    });
    Ok(Reply::json(&json!({ "success": true })))
}

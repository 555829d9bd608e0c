//! Parameters of a call, wherever they stand: in the query, in a form, in a JSON body.

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::refusal::{Outcome, Refusal};
use crate::http::{Call, pairs};

/// The JSON body of a call: an object.
pub(super) fn object(call: &Call) -> Outcome<Map<String, Value>> {
    match serde_json::from_slice(call.bytes()) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Refusal::parameter("The body is not a JSON object.")),
        Err(_) => Err(Refusal::parameter("The body is not JSON.")),
    }
}

/// All parameters of a call. What stands in the body wins over the query; texts of a query or form
/// that are JSON arrays or objects are taken as such.
pub(super) fn all(call: &Call) -> Outcome<Map<String, Value>> {
    let mut params: Map<String, Value> = call
        .queries()
        .map(|(name, text)| (name, structured(text)))
        .collect();
    params.remove("access_token");
    let content_type = call.headers().get(CONTENT_TYPE);
    let content_type = content_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if call.bytes().is_empty() {
        return Ok(params);
    }
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let form = std::str::from_utf8(call.bytes())
            .map_err(|_| Refusal::parameter("The form is not UTF-8."))?;
        params.extend(pairs(form).map(|(name, text)| (name, structured(text))));
        params.remove("access_token");
    } else {
        params.extend(object(call)?);
    }
    Ok(params)
}

fn structured(text: String) -> Value {
    if text.starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(&text)
    {
        return value;
    }
    Value::String(text)
}

/// A text that must be there.
pub(super) fn text<'a>(params: &'a Map<String, Value>, name: &str) -> Outcome<&'a str> {
    match params.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        Some(Value::String(_)) | None | Some(Value::Null) => Err(Refusal::parameter(format!(
            "The parameter {name} is required."
        ))),
        Some(_) => Err(Refusal::parameter(format!("{name} must be a string."))),
    }
}

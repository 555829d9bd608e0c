//! Errors in the shape of the Graph.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::codes;
use crate::app::App;
use crate::http::json_type;
use crate::ids::Kind;

/// What comes of a request, or of a part of it.
pub(crate) type Outcome<T> = Result<T, Refusal>;

/// A refusal. The edge writes it, since each gets an id of its own.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    code: i64,
    subcode: Option<i64>,
    kind: &'static str,
    details: Option<String>,
    /// Further keys of the body, beside `error`.
    beside: Map<String, Value>,
}

impl Refusal {
    pub(crate) fn new(code: i64) -> Self {
        Self {
            code,
            subcode: None,
            kind: "OAuthException",
            details: None,
            beside: Map::new(),
        }
    }

    /// What exactly is wrong, in words.
    pub(crate) fn details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    pub(crate) fn subcode(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    /// A key of the body beside `error`, as where a part succeeded.
    pub(crate) fn beside(mut self, key: &str, value: Value) -> Self {
        self.beside.insert(key.to_owned(), value);
        self
    }

    /// A parameter that cannot be.
    pub(crate) fn parameter(details: impl Into<String>) -> Self {
        Self::new(codes::PARAMETER).details(details)
    }

    /// There is nothing with this id, or nothing that can do this.
    pub(crate) fn no_such_object(method: &http::Method) -> Self {
        let refusal = Self::parameter(format!(
            "There is no object with this id that takes a {} request.",
            method.as_str().to_ascii_lowercase()
        ));
        Self {
            kind: "GraphMethodException",
            ..refusal.subcode(33)
        }
    }

    #[cfg(test)]
    pub(crate) fn code(&self) -> i64 {
        self.code
    }

    #[cfg(test)]
    pub(crate) fn why(&self) -> Option<&str> {
        self.details.as_deref()
    }
}

/// Writes a refusal as an answer.
pub(crate) fn write(app: &App, refusal: Refusal) -> http::Response<Bytes> {
    let meaning = codes::meaning(refusal.code);
    let mut world = app.world();
    let mut error = json!({
        "message": format!("(#{}) {}", refusal.code, meaning.title),
        "type": refusal.kind,
        "code": refusal.code,
        "fbtrace_id": trace(&mut world.ids),
    });
    if let Some(subcode) = refusal.subcode {
        error["error_subcode"] = subcode.into();
    }
    if meaning.transient {
        error["is_transient"] = true.into();
    }
    if let Some(details) = refusal.details {
        error["error_data"] = json!({ "messaging_product": "whatsapp", "details": details });
    }
    let status = if meaning.throttled {
        world.knobs.whatsapp.limits.throttled_status
    } else {
        meaning.status
    };
    drop(world);
    let mut body = refusal.beside;
    body.insert("error".to_owned(), error);
    let body = Value::Object(body).to_string();
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    response.headers_mut().insert(CONTENT_TYPE, json_type());
    response
}

/// The id by which Meta finds a request again.
pub(super) fn trace(ids: &mut crate::ids::Ids) -> String {
    use base64::Engine as _;
    let bytes = ids.bytes(Kind::Trace, 16);
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    format!("A{text}")
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(axum::body::Body::empty());
        response.extensions_mut().insert(self);
        response
    }
}

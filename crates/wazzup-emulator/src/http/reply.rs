//! What a route answers: a reply, or a refusal in the words of the service.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::knobs::{Dialect, ErrorKey};

/// What a route gives back.
pub(crate) type Answer = Result<Reply, Fail>;

/// A successful answer.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Bytes,
    headers: HeaderMap,
}

impl Reply {
    pub(crate) fn empty() -> Self {
        Self {
            status: StatusCode::OK,
            body: Bytes::new(),
            headers: HeaderMap::new(),
        }
    }

    pub(crate) fn json(value: &impl Serialize) -> Self {
        Self {
            body: encode(value),
            ..Self::empty()
        }
    }

    /// A body that need not be JSON.
    pub(crate) fn text(text: &'static str) -> Self {
        Self {
            body: Bytes::from_static(text.as_bytes()),
            ..Self::empty()
        }
    }

    /// Bytes that are not JSON.
    pub(crate) fn bytes(body: Bytes, content_type: HeaderValue) -> Self {
        Self {
            body,
            ..Self::empty()
        }
        .header(CONTENT_TYPE, content_type)
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

fn encode(value: &impl Serialize) -> Bytes {
    // Our own values have string keys only, so writing them cannot fail.
    serde_json::to_vec(value).map_or_else(|_| Bytes::new(), Bytes::from)
}

pub(crate) fn json_type() -> HeaderValue {
    HeaderValue::from_static("application/json; charset=utf-8")
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::new(axum::body::Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        let untyped = !self.headers.contains_key(CONTENT_TYPE);
        *response.headers_mut() = self.headers;
        if untyped && !self.body.is_empty() {
            response.headers_mut().insert(CONTENT_TYPE, json_type());
        }
        // The edge needs the bytes for the journal and for cutting: no need to read the body back.
        response.extensions_mut().insert(Written(self.body));
        response
    }
}

/// The bytes of an answer, beside the body made of them.
#[derive(Clone)]
pub(crate) struct Written(pub(crate) Bytes);

/// A refusal. How it is written depends on the dialect, so the edge writes it.
#[derive(Clone, Debug)]
pub(crate) struct Fail {
    pub(crate) status: StatusCode,
    code: Option<&'static str>,
    description: Option<String>,
    data: Option<Value>,
    nested: bool,
    request_id: Option<String>,
    retry_after: Option<u64>,
}

impl Fail {
    pub(crate) fn bare(status: StatusCode) -> Self {
        Self {
            status,
            code: None,
            description: None,
            data: None,
            nested: false,
            request_id: None,
            retry_after: None,
        }
    }

    pub(crate) fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            code: Some(code),
            ..Self::bare(status)
        }
    }

    /// A 400 with a code and a description.
    pub(crate) fn bad(code: &'static str, description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code).described(description)
    }

    pub(crate) fn described(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    pub(crate) fn data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// The code one level deeper, as the iframe route has it.
    pub(crate) fn nested(mut self) -> Self {
        self.nested = true;
        self
    }

    /// With the numeric `status` and the `requestId` that newer routes add.
    pub(crate) fn traced(mut self, request_id: String) -> Self {
        self.request_id = Some(request_id);
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The answer in the words of `dialect`.
    pub(crate) fn write(self, dialect: &Dialect) -> http::Response<Bytes> {
        let body = self.code.map_or_else(Bytes::new, |code| {
            let mut body = Map::new();
            let key = match dialect.error_key {
                ErrorKey::Error => "error",
                ErrorKey::Code => "code",
            };
            if self.nested {
                body.insert("error".to_owned(), serde_json::json!({ "code": code }));
            } else {
                body.insert(key.to_owned(), code.into());
            }
            if let Some(description) = self.description {
                body.insert("description".to_owned(), description.into());
            }
            if let Some(data) = self.data {
                body.insert("data".to_owned(), data);
            }
            if let Some(request_id) = self.request_id {
                body.insert("status".to_owned(), self.status.as_u16().into());
                body.insert("requestId".to_owned(), request_id.into());
            }
            encode(&body)
        });
        let mut response = http::Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if self.code.is_some() {
            headers.insert(CONTENT_TYPE, json_type());
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(http::header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let mut response = Response::new(axum::body::Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

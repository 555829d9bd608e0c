use std::fmt;

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE},
};
use http_body_util::Full;

/// An answer: a status and a short body.
///
/// The ready-made ones have JSON bodies, `{"status":"ok"}` or `{"error":"..."}`, without any detail
/// of what happened: the sender could be anybody. [`text`](Self::text) and [`json`](Self::json) make
/// any other.
#[must_use = "an answer does nothing until it is returned"]
pub struct Reply {
    status: StatusCode,
    body: Bytes,
    format: Format,
    also: Also,
}

#[derive(Clone, Copy)]
enum Format {
    Json,
    Text,
}

impl Format {
    const JSON: HeaderValue = HeaderValue::from_static("application/json");
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

    fn content_type(self) -> HeaderValue {
        match self {
            Self::Json => Self::JSON,
            Self::Text => Self::TEXT,
        }
    }
}

/// The header that some statuses ask for.
enum Also {
    Nothing,
    Allow(&'static str),
    Authenticate(&'static str),
}

impl Reply {
    /// Any status with this JSON.
    #[inline]
    pub fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, Format::Json, body.into())
    }

    /// Any status with this plain text.
    #[inline]
    pub fn text(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, Format::Text, body.into())
    }

    /// 200: all went well.
    #[inline]
    pub fn fine() -> Self {
        Self::fixed(StatusCode::OK, r#"{"status":"ok"}"#)
    }

    /// 400: the body is no JSON.
    pub fn not_json() -> Self {
        Self::fixed(StatusCode::BAD_REQUEST, r#"{"error":"not json"}"#)
    }

    /// 400: the body did not come to its end.
    pub fn body_broken() -> Self {
        Self::fixed(StatusCode::BAD_REQUEST, r#"{"error":"body not received"}"#)
    }

    /// 401: nothing in the request says that it comes from whom it should. `scheme` is the way to
    /// show it, as `WWW-Authenticate` names it, such as `Bearer`.
    pub fn unauthorized(scheme: &'static str) -> Self {
        Self {
            also: Also::Authenticate(scheme),
            ..Self::fixed(StatusCode::UNAUTHORIZED, r#"{"error":"unauthorized"}"#)
        }
    }

    /// 403: the request does not come from whom it should.
    pub fn forbidden() -> Self {
        Self::fixed(StatusCode::FORBIDDEN, r#"{"error":"forbidden"}"#)
    }

    /// 405: the method is none of those `allowed`, which are named as in `GET, POST`.
    pub fn method_not_allowed(allowed: &'static str) -> Self {
        Self {
            also: Also::Allow(allowed),
            ..Self::fixed(
                StatusCode::METHOD_NOT_ALLOWED,
                r#"{"error":"method not allowed"}"#,
            )
        }
    }

    /// 413: the body is larger than the limit.
    pub fn too_large() -> Self {
        Self::fixed(
            StatusCode::PAYLOAD_TOO_LARGE,
            r#"{"error":"body too large"}"#,
        )
    }

    /// 415: the content type is clearly not JSON.
    pub fn unsupported_media_type() -> Self {
        Self::fixed(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            r#"{"error":"not a json content type"}"#,
        )
    }

    /// 500: something of ours went wrong.
    pub fn failed() -> Self {
        Self::fixed(
            StatusCode::INTERNAL_SERVER_ERROR,
            r#"{"error":"internal error"}"#,
        )
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The response.
    pub fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, self.format.content_type());
        let also = match self.also {
            Also::Nothing => return response,
            Also::Allow(methods) => (ALLOW, methods),
            Also::Authenticate(scheme) => (WWW_AUTHENTICATE, scheme),
        };
        if let Ok(value) = HeaderValue::from_str(also.1) {
            headers.insert(also.0, value);
        }
        response
    }

    #[inline]
    fn fixed(status: StatusCode, body: &'static str) -> Self {
        Self::json(status, Bytes::from_static(body.as_bytes()))
    }

    #[inline]
    fn new(status: StatusCode, format: Format, body: Bytes) -> Self {
        Self {
            status,
            body,
            format,
            also: Also::Nothing,
        }
    }
}

// A body may hold what was asked for, such as a customer's name and phone.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} bytes", self.status, self.body.len())
    }
}

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE},
};
use http_body_util::Full;

use crate::DeliveryReport;

/// Every answer there is.
pub(super) enum Reply {
    Fine,
    Report(DeliveryReport),
    NotJson,
    BodyBroken,
    Unauthorized,
    MethodNotAllowed,
    TooLarge,
    UnsupportedMediaType,
    Failed,
}

impl Reply {
    pub(super) fn into_response(self) -> Response<Full<Bytes>> {
        let fixed = |status, text: &'static str| (status, Bytes::from_static(text.as_bytes()));
        let (status, body) = match &self {
            Self::Fine => fixed(StatusCode::OK, r#"{"status":"ok"}"#),
            Self::Report(report) => (report.status(), report.body()),
            Self::NotJson => fixed(StatusCode::BAD_REQUEST, r#"{"error":"not json"}"#),
            Self::BodyBroken => fixed(StatusCode::BAD_REQUEST, r#"{"error":"body not received"}"#),
            Self::Unauthorized => fixed(StatusCode::UNAUTHORIZED, r#"{"error":"unauthorized"}"#),
            Self::MethodNotAllowed => fixed(
                StatusCode::METHOD_NOT_ALLOWED,
                r#"{"error":"method not allowed"}"#,
            ),
            Self::TooLarge => fixed(
                StatusCode::PAYLOAD_TOO_LARGE,
                r#"{"error":"body too large"}"#,
            ),
            Self::UnsupportedMediaType => fixed(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                r#"{"error":"not a json content type"}"#,
            ),
            Self::Failed => fixed(
                StatusCode::INTERNAL_SERVER_ERROR,
                r#"{"error":"internal error"}"#,
            ),
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        match self {
            Self::MethodNotAllowed => {
                headers.insert(ALLOW, HeaderValue::from_static("POST"));
            }
            Self::Unauthorized => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response
    }
}

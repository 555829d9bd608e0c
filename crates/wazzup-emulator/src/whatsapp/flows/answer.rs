//! What the endpoint of a flow answered, and whether WhatsApp can use it.

use std::fmt;

use http::StatusCode;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::question::Kind;

/// The phone shows the text and disables the button that opens the flow.
const TOKEN_INVALID: StatusCode = match StatusCode::from_u16(427) {
    Ok(status) => status,
    Err(_) => panic!("a status has three digits"),
};

/// What the endpoint of a flow answered.
///
/// `Debug` does not show the body.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct FlowReply {
    /// The HTTP status; `None` when there was no answer. Of a request that was answered 421 and
    /// made once more, that of the second.
    #[serde(serialize_with = "number")]
    pub status: Option<StatusCode>,
    /// What was in the answer, decrypted. 421, 432 and the like have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Why there was no answer, or why WhatsApp could do nothing with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<&'static str>,
}

impl fmt::Debug for FlowReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowReply")
            .field("status", &self.status)
            .field("body", &self.body.is_some())
            .field("problem", &self.problem)
            .finish()
    }
}

fn number<S: Serializer>(status: &Option<StatusCode>, serializer: S) -> Result<S::Ok, S::Error> {
    status.map(|status| status.as_u16()).serialize(serializer)
}

impl FlowReply {
    pub(super) fn missing(problem: &'static str) -> Self {
        Self {
            status: None,
            body: None,
            problem: Some(problem),
        }
    }

    /// An answer to this kind of request, with what was found in it.
    pub(super) fn of(
        kind: Kind,
        status: StatusCode,
        opened: Result<Vec<u8>, &'static str>,
    ) -> Self {
        let parsed = opened.and_then(|plain| {
            let value: Result<Value, _> = serde_json::from_slice(&plain);
            let value = value.map_err(|_| "the answer is not JSON")?;
            value
                .is_object()
                .then_some(value)
                .ok_or("the answer is not an object")
        });
        let means = status == StatusCode::OK || status == TOKEN_INVALID;
        match parsed {
            Ok(body) => Self {
                status: Some(status),
                problem: wrong(kind, status, &body),
                body: Some(body),
            },
            // The status says it all there.
            Err(_) if !means => Self {
                status: Some(status),
                body: None,
                problem: None,
            },
            Err(problem) => Self {
                status: Some(status),
                body: None,
                problem: Some(problem),
            },
        }
    }
}

/// What keeps WhatsApp from using an answer.
fn wrong(kind: Kind, status: StatusCode, body: &Value) -> Option<&'static str> {
    let filled = |text: &Value| text.as_str().is_some_and(|text| !text.is_empty());
    let unless = |good: bool, problem| (!good).then_some(problem);
    let data = &body["data"];
    if status == TOKEN_INVALID {
        return unless(filled(&body["error_msg"]), "427 needs error_msg");
    }
    if status != StatusCode::OK {
        return None;
    }
    match kind {
        Kind::Ping => unless(
            data["status"] == "active",
            "a ping is answered with data.status, active",
        ),
        Kind::Error => unless(
            data["acknowledged"] == true,
            "an error is answered with data.acknowledged, true",
        ),
        Kind::Screen if !filled(&body["screen"]) => Some("screen is missing"),
        Kind::Screen if !data.is_object() => Some("data is not an object"),
        Kind::Screen if body["screen"] == "SUCCESS" => unless(
            filled(&data["extension_message_response"]["params"]["flow_token"]),
            "SUCCESS needs data.extension_message_response.params with flow_token",
        ),
        Kind::Screen => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problem(kind: Kind, status: u16, body: &Value) -> Option<&'static str> {
        let status = StatusCode::from_u16(status).unwrap();
        FlowReply::of(kind, status, Ok(body.to_string().into_bytes())).problem
    }

    #[test]
    fn what_whatsapp_can_use_has_no_problem() {
        let done = json!({ "screen": "SUCCESS", "data": {
            "extension_message_response": { "params": { "flow_token": "t" } },
        } });
        for (kind, status, body) in [
            (Kind::Ping, 200, json!({ "data": { "status": "active" } })),
            (
                Kind::Error,
                200,
                json!({ "data": { "acknowledged": true } }),
            ),
            (Kind::Screen, 200, json!({ "screen": "DAY", "data": {} })),
            (Kind::Screen, 200, done),
            (Kind::Screen, 427, json!({ "error_msg": "Too late" })),
            (Kind::Screen, 500, json!({ "error": "odd" })),
        ] {
            assert_eq!(problem(kind, status, &body), None, "{body}");
        }
    }

    #[test]
    fn what_whatsapp_cannot_use_has_one() {
        for (kind, status, body) in [
            (Kind::Ping, 200, json!({ "data": { "status": "up" } })),
            (Kind::Error, 200, json!({ "screen": "DAY", "data": {} })),
            (Kind::Screen, 200, json!({ "data": {} })),
            (Kind::Screen, 200, json!({ "screen": "", "data": {} })),
            (Kind::Screen, 200, json!({ "screen": "DAY", "data": [] })),
            (
                Kind::Screen,
                200,
                json!({ "screen": "SUCCESS", "data": {} }),
            ),
            (Kind::Screen, 427, json!({ "error": "Too late" })),
            (Kind::Ping, 200, json!([])),
        ] {
            assert!(problem(kind, status, &body).is_some(), "{body}");
        }
    }

    #[test]
    fn nothing_of_an_answer_is_shown_but_how_it_went() {
        let reply = FlowReply::of(
            Kind::Ping,
            StatusCode::OK,
            Ok(br#"{"name":"Ann"}"#.to_vec()),
        );
        assert!(!format!("{reply:?}").contains("Ann"));
    }
}

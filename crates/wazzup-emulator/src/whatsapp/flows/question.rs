//! A request to the endpoint of a flow: as it is given, and as it is read.

use serde_json::{Map, Value};

use super::crypto::PublicKey;
use crate::fields::by_fields;

/// The version of the protocol, unless another is named.
const VERSION: &str = "3.0";

/// Fields that go into the request as they are.
const PASSED: [&str; 4] = ["version", "screen", "flow_token", "flow_token_signature"];

/// A request that WhatsApp makes to the endpoint of a flow, for
/// [`WhatsApp::ask_flow`](super::super::WhatsApp::ask_flow).
///
/// ```
/// use serde_json::json;
/// use wazzup_emulator::whatsapp::FlowQuestion;
///
/// let opened = FlowQuestion::new("INIT").flow_token("t-1").url("http://127.0.0.1:8080/flow");
/// let chosen = FlowQuestion::new("data_exchange").flow_token("t-1").screen("DAY")
///     .data(json!({ "day": "Mon" }));
/// # let _ = (opened, chosen);
/// ```
#[derive(Clone)]
pub struct FlowQuestion {
    fields: Map<String, Value>,
}

impl FlowQuestion {
    /// With this action: `ping`, `INIT`, `data_exchange`, `BACK`.
    #[must_use]
    pub fn new(action: impl Into<String>) -> Self {
        let fields = Map::new();
        Self { fields }.field("action", action.into())
    }

    /// The address of the endpoint: `http://` on this machine, as of webhooks. It is remembered for
    /// the questions that follow.
    #[must_use]
    pub fn url(self, url: impl Into<String>) -> Self {
        self.field("url", url.into())
    }

    /// The screen that the user is on.
    #[must_use]
    pub fn screen(self, screen: impl Into<String>) -> Self {
        self.field("screen", screen.into())
    }

    /// What the user filled in: an object.
    #[must_use]
    pub fn data(self, data: Value) -> Self {
        self.field("data", data)
    }

    /// The token of the message that the flow was sent with.
    #[must_use]
    pub fn flow_token(self, token: impl Into<String>) -> Self {
        self.field("flow_token", token.into())
    }

    /// Says that the answer before could not be used, in place of [`data`](Self::data).
    #[must_use]
    pub fn error(self, key: impl Into<String>, message: impl Into<String>) -> Self {
        self.field("error", key.into())
            .field("error_message", message.into())
    }

    /// The business number whose key it is encrypted for, by its id; the first one otherwise.
    #[must_use]
    pub fn to(self, phone_number_id: impl Into<String>) -> Self {
        self.field("phoneNumberId", phone_number_id.into())
    }

    /// Encrypts for this key, in PEM, whatever is registered for the number: a key that a phone
    /// still has. After a 421 the registered one is fetched and the request made once more.
    #[must_use]
    pub fn public_key(self, pem: impl Into<String>) -> Self {
        self.field("public_key", pem.into())
    }

    /// Signs with this secret and not with the app's, as a stranger would.
    #[must_use]
    pub fn app_secret(self, secret: impl Into<String>) -> Self {
        self.field("app_secret", secret.into())
    }
}

by_fields! {
    /// Any other field, as the control API takes it.
    FlowQuestion
}

/// What an answer has to be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ping,
    /// An answer before could not be used.
    Error,
    /// Which screen comes next.
    Screen,
}

/// A question as it was given.
pub(super) struct Question {
    pub(super) kind: Kind,
    /// What is encrypted.
    pub(super) request: Value,
    pub(super) url: Option<String>,
    pub(super) number: Option<String>,
    pub(super) key: Option<PublicKey>,
    pub(super) secret: Option<String>,
}

impl Question {
    /// The error says what makes no sense.
    pub(super) fn read(mut fields: Map<String, Value>) -> Result<Self, String> {
        let mut text = |name: &str| match fields.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("{name} must be a string")),
        };
        let action = text("action")?.filter(|action| !action.is_empty());
        let action = action.ok_or("action must be a string with content")?;
        let mut request = Map::new();
        for name in PASSED {
            if let Some(text) = text(name)? {
                request.insert(name.to_owned(), text.into());
            }
        }
        let (error, message) = (text("error")?, text("error_message")?);
        let (url, number) = (text("url")?, text("phoneNumberId")?);
        let (key, secret) = (text("public_key")?, text("app_secret")?);
        let key = key.map(|pem| {
            PublicKey::from_pem(&pem).ok_or("public_key must be an RSA key of 2048 bits in PEM")
        });
        match fields.remove("data") {
            None | Some(Value::Null) => {}
            Some(_) if error.is_some() => {
                return Err("data and error cannot both be given".to_owned());
            }
            Some(data @ Value::Object(_)) => {
                request.insert("data".to_owned(), data);
            }
            Some(_) => return Err("data must be an object".to_owned()),
        }
        if let Some(odd) = fields.keys().next() {
            return Err(format!("{odd} is not known"));
        }
        let kind = match (error, message) {
            (None, None) if action == "ping" => Kind::Ping,
            (None, None) => Kind::Screen,
            (None, Some(_)) => return Err("error_message belongs to error".to_owned()),
            (Some(_), _) if action != "INIT" && action != "data_exchange" => {
                return Err("error belongs to INIT and data_exchange".to_owned());
            }
            (Some(error), message) => {
                let message = message.unwrap_or_else(|| error.clone());
                let data = serde_json::json!({ "error": error, "error_message": message });
                request.insert("data".to_owned(), data);
                Kind::Error
            }
        };
        if kind == Kind::Ping && request.keys().any(|name| name != "version") {
            return Err("a ping has nothing but its version".to_owned());
        }
        request.entry("version").or_insert_with(|| VERSION.into());
        request.insert("action".to_owned(), action.into());
        Ok(Self {
            kind,
            request: request.into(),
            url: url.filter(|url| !url.is_empty()),
            number,
            key: key.transpose()?,
            secret,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(fields: Value) -> Result<Question, String> {
        let Value::Object(fields) = fields else {
            unreachable!("the tests give objects");
        };
        Question::read(fields)
    }

    #[test]
    fn a_request_has_what_was_given_and_a_version() {
        let asked = read(json!({
            "action": "data_exchange", "screen": "DAY", "flow_token": "t", "data": { "day": 1 },
        }));
        let asked = asked.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(
            asked.request,
            json!({
                "version": "3.0", "action": "data_exchange", "screen": "DAY", "flow_token": "t",
                "data": { "day": 1 },
            })
        );
        let error = read(json!({ "action": "INIT", "error": "odd-screen", "version": "4.0" }));
        let error = error.unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(error.kind, Kind::Error);
        assert_eq!(
            error.request,
            json!({
                "version": "4.0", "action": "INIT",
                "data": { "error": "odd-screen", "error_message": "odd-screen" },
            })
        );
    }

    #[test]
    fn what_whatsapp_never_asks_is_refused_with_its_reason() {
        for (fields, why) in [
            (json!({}), "action must be a string with content"),
            (
                json!({ "action": "" }),
                "action must be a string with content",
            ),
            (
                json!({ "action": "INIT", "screen": 1 }),
                "screen must be a string",
            ),
            (
                json!({ "action": "INIT", "data": [] }),
                "data must be an object",
            ),
            (
                json!({ "action": "INIT", "token": "t" }),
                "token is not known",
            ),
            (
                json!({ "action": "ping", "screen": "DAY" }),
                "a ping has nothing but its version",
            ),
            (
                json!({ "action": "BACK", "error": "x" }),
                "error belongs to INIT and data_exchange",
            ),
            (
                json!({ "action": "INIT", "error_message": "x" }),
                "error_message belongs to error",
            ),
            (
                json!({ "action": "INIT", "error": "x", "data": {} }),
                "data and error cannot both be given",
            ),
            (
                json!({ "action": "INIT", "public_key": "x" }),
                "public_key must be an RSA key of 2048 bits in PEM",
            ),
        ] {
            let refused = read(fields.clone()).err();
            assert_eq!(refused.as_deref(), Some(why), "{fields}");
        }
    }
}

//! Deliveries as Meta sends them, signed, for tests of your handlers and of your server.
//!
//! ```
//! use http::StatusCode;
//! use tower::ServiceExt;
//! use wazzup_whatsapp_webhooks::{Message, WhatsAppWebhooks, dispatch::Router, testing::Delivery};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let router = Router::new().on(async |message: Message| {
//!     assert_eq!(message.text_or_caption(), Some("hello"));
//! });
//! let service = WhatsAppWebhooks::builder(router).app_secret("app-secret").build()?;
//!
//! let delivery = Delivery::new().text("15550104477", "hello").status("wamid.QQ==", "read");
//! let response = service.oneshot(delivery.signed("app-secret").request("/webhooks")).await?;
//! assert_eq!(response.status(), StatusCode::OK);
//! # Ok(()) }
//! ```

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Uri, header::CONTENT_TYPE};
use http_body_util::Full;
use serde_json::{Map, Value, json};

use crate::signature::{SIGNATURE_HEADER, sign};

/// One `POST` of Meta's, being put together.
///
/// Everything that is added becomes a change of its own, as in a batch. Users are named by what the
/// webhooks know them by: digits are a `wa_id`, anything else a `user_id` (BSUID) of one who hides
/// the number. Messages get the ids `wamid.1`, `wamid.2` and so on, unless they have one.
#[derive(Clone)]
#[must_use = "a delivery does nothing until it is sent"]
pub struct Delivery {
    entries: Vec<Entry>,
    waba: String,
    phone_number: String,
    messages: usize,
    secret: Option<String>,
}

#[derive(Clone)]
struct Entry {
    id: String,
    time: Option<u64>,
    changes: Vec<Value>,
}

/// When everything happens.
const TIME: u64 = 1_770_000_000;

impl Default for Delivery {
    fn default() -> Self {
        Self::new()
    }
}

impl Delivery {
    /// The WABA of what is added, unless [`waba`](Self::waba) says otherwise.
    pub const WABA: &str = "210550000000001";

    /// The business phone number of what is added, unless [`phone_number`](Self::phone_number) says
    /// otherwise.
    pub const PHONE_NUMBER: &str = "310660000000002";

    /// One without entries.
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            waba: Self::WABA.to_owned(),
            phone_number: Self::PHONE_NUMBER.to_owned(),
            messages: 0,
            secret: None,
        }
    }

    /// Sets the WABA of what is added after this.
    pub fn waba(mut self, id: impl Into<String>) -> Self {
        self.waba = id.into();
        self
    }

    /// Sets the id of the business phone number of what is added after this.
    pub fn phone_number(mut self, id: impl Into<String>) -> Self {
        self.phone_number = id.into();
        self
    }

    /// Adds a text message of a user.
    pub fn text(self, from: &str, text: &str) -> Self {
        self.message(from, json!({ "type": "text", "text": { "body": text } }))
    }

    /// Adds a text message of a user that answers a message.
    pub fn reply(self, from: &str, to_message: &str, text: &str) -> Self {
        let context = json!({ "id": to_message });
        self.message(
            from,
            json!({ "type": "text", "text": { "body": text }, "context": context }),
        )
    }

    /// Adds a click on the button with this data below a message.
    pub fn button(self, from: &str, of_message: &str, data: &str) -> Self {
        let reply = json!({ "id": data, "title": "A button" });
        self.interactive(from, of_message, "button_reply", reply)
    }

    /// Adds a click on a quick reply of a template, which may come without the message it is of.
    pub fn quick_reply(self, from: &str, of_message: Option<&str>, payload: &str) -> Self {
        let button = json!({ "payload": payload, "text": "A button" });
        let mut message = json!({ "type": "button", "button": button });
        if let Some(id) = of_message {
            message["context"] = json!({ "id": id });
        }
        self.message(from, message)
    }

    /// Adds a selection of the row with this data from the list of a message.
    pub fn selection(self, from: &str, of_message: &str, data: &str) -> Self {
        let reply = json!({ "id": data, "title": "A row", "description": "Of a list" });
        self.interactive(from, of_message, "list_reply", reply)
    }

    /// Adds the answers to a flow that a message started.
    pub fn flow_completion(self, from: &str, of_message: &str, response: &Value) -> Self {
        let response = response.to_string();
        let reply = json!({ "name": "flow", "body": "Sent", "response_json": response });
        self.interactive(from, of_message, "nfm_reply", reply)
    }

    /// Adds the answer to a request for the permission to call: `accept` or `reject`.
    pub fn call_permission(self, from: &str, of_message: &str, response: &str) -> Self {
        let reply = json!({ "response": response, "response_source": "user_action" });
        self.interactive(from, of_message, "call_permission_reply", reply)
    }

    fn interactive(self, from: &str, of_message: &str, kind: &str, reply: Value) -> Self {
        let message = json!({
            "type": "interactive", "context": { "id": of_message },
            "interactive": { "type": kind, kind: reply },
        });
        self.message(from, message)
    }

    /// Adds an item of `messages`, whatever it is. An object gets the sender, an id and a time
    /// where it has none.
    pub fn message(mut self, from: &str, mut message: Value) -> Self {
        self.messages += 1;
        if let Value::Object(fields) = &mut message {
            let sender = if is_wa_id(from) {
                "from"
            } else {
                "from_user_id"
            };
            for (key, value) in [
                (sender, from.to_owned()),
                ("id", format!("wamid.{}", self.messages)),
                ("timestamp", TIME.to_string()),
            ] {
                fields.entry(key).or_insert(value.into());
            }
        }
        let contact = contact(from);
        self.of_number(
            "messages",
            json!({ "contacts": [contact], "messages": [message] }),
        )
    }

    /// Adds a status of a sent message: `sent`, `delivered`, `read`, `failed` or `played`.
    pub fn status(self, message: &str, status: &str) -> Self {
        self.status_of(json!({ "id": message, "status": status }))
    }

    /// Adds an item of `statuses`, whatever it is. An object gets a recipient and a time where it
    /// has none.
    pub fn status_of(self, mut status: Value) -> Self {
        if let Value::Object(fields) = &mut status {
            fields.entry("timestamp").or_insert(TIME.to_string().into());
            fields.entry("recipient_id").or_insert("15550104477".into());
        }
        self.of_number("messages", json!({ "statuses": [status] }))
    }

    /// Adds an item of `calls`, whatever it is. An object gets a time where it has none.
    pub fn call(self, from: &str, mut call: Value) -> Self {
        if let Value::Object(fields) = &mut call {
            fields.entry("timestamp").or_insert(TIME.to_string().into());
            fields.entry("from").or_insert(from.into());
        }
        self.of_number(
            "calls",
            json!({ "contacts": [contact(from)], "calls": [call] }),
        )
    }

    /// Adds a template's new status, such as `APPROVED`.
    pub fn template_status(self, template: u64, name: &str, status: &str) -> Self {
        let value = json!({
            "event": status, "message_template_id": template, "message_template_name": name,
            "message_template_language": "en_US", "reason": "NONE",
        });
        self.change("message_template_status_update", value)
    }

    /// Adds a change of any field, whose value is an object that gets what says which number it
    /// concerns.
    pub fn of_number(self, field: &str, mut value: Value) -> Self {
        if let Value::Object(fields) = &mut value {
            let metadata = json!({
                "display_phone_number": "15550109000", "phone_number_id": self.phone_number,
            });
            fields
                .entry("messaging_product")
                .or_insert("whatsapp".into());
            fields.entry("metadata").or_insert(metadata);
        }
        self.push(None, json!({ "field": field, "value": value }))
    }

    /// Adds a change of any field with any value, as it is: for what concerns no phone number.
    pub fn change(self, field: &str, value: Value) -> Self {
        self.push(Some(TIME), json!({ "field": field, "value": value }))
    }

    /// Signs it with this app secret when it is [sent](Self::request).
    pub fn signed(mut self, app_secret: impl Into<String>) -> Self {
        self.secret = Some(app_secret.into());
        self
    }

    /// The body alone, for [`WebhookService::dispatch`](crate::WebhookService::dispatch) and
    /// [`parse`](crate::parse).
    pub fn body(&self) -> String {
        let entries = self.entries.iter().map(|entry| {
            let mut fields = Map::new();
            fields.insert("id".to_owned(), entry.id.as_str().into());
            fields.extend(entry.time.map(|time| ("time".to_owned(), time.into())));
            fields.insert("changes".to_owned(), entry.changes.clone().into());
            Value::from(fields)
        });
        let entries: Vec<_> = entries.collect();
        json!({ "object": "whatsapp_business_account", "entry": entries }).to_string()
    }

    /// The request as Meta makes it.
    ///
    /// # Panics
    ///
    /// If the address is no URI.
    pub fn request(&self, uri: impl AsRef<str>) -> Request<Full<Bytes>> {
        request(self.body(), self.secret.as_deref(), uri)
    }

    fn push(mut self, time: Option<u64>, change: Value) -> Self {
        match self.entries.last_mut() {
            Some(last) if last.id == self.waba && last.time == time => last.changes.push(change),
            _ => self.entries.push(Entry {
                id: self.waba.clone(),
                time,
                changes: vec![change],
            }),
        }
        self
    }
}

/// A request with any body, signed with this app secret if there is one: for tests of what is no
/// delivery, or one of your own making.
///
/// # Panics
///
/// If the address is no URI.
pub fn request(
    body: impl Into<Bytes>,
    app_secret: Option<&str>,
    uri: impl AsRef<str>,
) -> Request<Full<Bytes>> {
    let body = body.into();
    let signature = app_secret.map(|secret| sign(&body, secret));
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri
        .as_ref()
        .parse::<Uri>()
        .expect("the address should be a URI");
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(signature) = signature {
        let value = HeaderValue::try_from(signature).expect("hexadecimal digits fit into a header");
        headers.insert(SIGNATURE_HEADER, value);
    }
    request
}

fn is_wa_id(user: &str) -> bool {
    !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_digit())
}

fn contact(user: &str) -> Value {
    let key = if is_wa_id(user) { "wa_id" } else { "user_id" };
    json!({ "profile": { "name": "A user" }, key: user })
}

// Bodies hold what people write; the secret is one.
impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let changes = self.entries.iter().map(|entry| entry.changes.len());
        f.debug_struct("Delivery")
            .field("changes", &changes.sum::<usize>())
            .field("signed", &self.secret.is_some())
            .finish()
    }
}

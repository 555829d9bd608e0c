//! Deliveries as Wazzup sends them, for tests of your handlers and of your server.
//!
//! ```
//! use http::StatusCode;
//! use tower::ServiceExt;
//! use wazzup_webhooks::{MessageReceived, Webhooks, dispatch::Router, testing::Delivery};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let router = Router::new().on(async |message: MessageReceived| {
//!     assert_eq!(message.text.as_deref(), Some("hello"));
//! });
//! let service = Webhooks::builder(router).bearer("crm-key").build()?;
//!
//! let delivery = Delivery::new()
//!     .incoming("channel-1", "whatsapp", "79990000000", "hello")
//!     .status("message-1", "read");
//! let response = service.oneshot(delivery.bearer("crm-key").request("/webhooks")).await?;
//! assert_eq!(response.status(), StatusCode::OK);
//! # Ok(()) }
//! ```

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Uri,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use http_body_util::Full;
use serde_json::{Map, Value, json};

/// One `POST` of Wazzup's, being put together.
///
/// Wazzup sends messages and statuses in one delivery, and questions alone; nothing here keeps you
/// from sending something else, since that is worth a test too.
#[derive(Clone, Default)]
#[must_use = "a delivery does nothing until it is sent"]
pub struct Delivery {
    content: Map<String, Value>,
    bearer: Option<String>,
    messages: usize,
}

impl Delivery {
    /// An empty one: `{}`.
    pub fn new() -> Self {
        Self::default()
    }

    /// The probe `{"test":true}`.
    pub fn probe() -> Self {
        Self::new().with("test", true)
    }

    /// The question for a contact, by the customer's chat.
    pub fn create_contact(chat_type: &str, chat_id: &str, name: &str) -> Self {
        let chat = json!({ "chatType": chat_type, "chatId": chat_id });
        let question = json!({
            "responsibleUserId": "user-1", "name": name, "contactData": [chat], "source": "auto",
        });
        Self::new().with("createContact", question)
    }

    /// The question for a deal with these contacts.
    pub fn create_deal<'a>(contacts: impl IntoIterator<Item = &'a str>) -> Self {
        let contacts: Vec<&str> = contacts.into_iter().collect();
        let question =
            json!({ "responsibleUserId": "user-1", "contacts": contacts, "source": "byUser" });
        Self::new().with("createDeal", question)
    }

    /// Adds a text message of a customer. Its id is `message-1`, that of the next one `message-2`.
    pub fn incoming(self, channel: &str, chat_type: &str, chat_id: &str, text: &str) -> Self {
        let message = json!({
            "channelId": channel, "chatType": chat_type, "chatId": chat_id,
            "dateTime": "2026-01-02T03:04:05.678Z", "type": "text", "isEcho": false,
            "contact": { "name": "Customer", "avatarUri": "https://example.com/avatar.jpg" },
            "text": text, "status": "inbound",
        });
        self.message(message)
    }

    /// Adds the echo of a message that was sent, with the id the answer to the send gave it.
    pub fn echo(
        self,
        message_id: &str,
        channel: &str,
        chat_type: &str,
        chat_id: &str,
        text: &str,
    ) -> Self {
        let message = json!({
            "messageId": message_id, "channelId": channel, "chatType": chat_type,
            "chatId": chat_id, "dateTime": "2026-01-02T03:04:05.678Z", "type": "text",
            "isEcho": true, "text": text, "status": "sent",
        });
        self.message(message)
    }

    /// Adds an item of `messages`, whatever it is. An object without a `messageId` is given one.
    pub fn message(mut self, mut message: Value) -> Self {
        self.messages += 1;
        if let Value::Object(fields) = &mut message {
            let id = || Value::from(format!("message-{}", self.messages));
            fields.entry("messageId").or_insert_with(id);
        }
        self.push("messages", message)
    }

    /// Adds an item of `statuses`.
    pub fn status(self, message_id: &str, status: &str) -> Self {
        let status = json!({
            "messageId": message_id, "timestamp": "2026-01-02T03:04:06.789Z", "status": status,
        });
        self.push("statuses", status)
    }

    /// Adds an item of `channelsUpdates`.
    pub fn channel_update(self, channel: &str, state: &str) -> Self {
        let update =
            json!({ "channelId": channel, "state": state, "timestamp": 1_767_322_800_000_u64 });
        self.push("channelsUpdates", update)
    }

    /// Sets `templateStatus`.
    pub fn template_status(self, template: &str, name: &str, status: &str) -> Self {
        let update = json!({ "templateGuid": template, "name": name, "status": status });
        self.with("templateStatus", update)
    }

    /// Sets a key of the body to anything.
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.content.insert(key.into(), value.into());
        self
    }

    /// Sends this secret along, as Wazzup does once it knows a crm key.
    pub fn bearer(mut self, secret: impl Into<String>) -> Self {
        self.bearer = Some(secret.into());
        self
    }

    /// The body alone, for [`WebhookService::dispatch`](crate::WebhookService::dispatch) and
    /// [`parse`](crate::parse).
    pub fn body(&self) -> String {
        Value::Object(self.content.clone()).to_string()
    }

    /// The request as Wazzup makes it, its odd content type included.
    ///
    /// # Panics
    ///
    /// If the address is no URI or the bearer cannot stand in a header.
    pub fn request(&self, uri: impl AsRef<str>) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::from(self.body()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri
            .as_ref()
            .parse::<Uri>()
            .expect("the address should be a URI");
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset-utf-8"),
        );
        if let Some(bearer) = &self.bearer {
            let mut value = HeaderValue::from_str(&format!("Bearer {bearer}"))
                .expect("the bearer should fit into a header");
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        request
    }

    fn push(mut self, key: &str, item: Value) -> Self {
        let list = self.content.entry(key).or_insert_with(|| json!([]));
        match list {
            Value::Array(list) => list.push(item),
            // Set to something else by `with`: what was said last counts.
            other => *other = json!([item]),
        }
        self
    }
}

impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery")
            .field("keys", &self.content.keys().collect::<Vec<_>>())
            .field("bearer", &self.bearer.is_some())
            .finish()
    }
}

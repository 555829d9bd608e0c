//! A message of a user, from the same process.

use serde_json::{Map, Value, json};

use crate::fields::by_fields;

/// A message of a user, to be received by [`WhatsApp::incoming`](super::super::WhatsApp::incoming).
///
/// ```
/// use serde_json::json;
/// use wazzup_emulator::whatsapp::Incoming;
///
/// let hello = Incoming::text("15550104477", "Hello!").name("Ann");
/// let place = Incoming::new("15550104477", json!({
///     "type": "location", "location": { "latitude": 52.37, "longitude": 4.89 },
/// }));
/// let click = Incoming::tap("15550104477", "wamid.…", "yes");
/// # let _ = (hello, place, click);
/// ```
#[derive(Clone)]
pub struct Incoming {
    fields: Map<String, Value>,
}

impl Incoming {
    /// A message as the element of `messages` in a webhook has it. What it lacks of `from`, `id`,
    /// `timestamp` and ids of the user is added; what is no object is taken for an empty one.
    #[must_use]
    pub fn new(from: impl AsRef<str>, message: Value) -> Self {
        let fields = match message {
            Value::Object(fields) => fields,
            _ => Map::new(),
        };
        Self { fields }.field("from", from.as_ref())
    }

    /// A text.
    #[must_use]
    pub fn text(from: impl AsRef<str>, text: impl Into<String>) -> Self {
        Self::new(from, json!({ "text": text.into() }))
    }

    /// A tap on a button or a row of the message that was sent as `message_id`; `id` is the id of
    /// the button or row, or the payload or text of a template's quick reply.
    #[must_use]
    pub fn tap(from: impl AsRef<str>, message_id: impl AsRef<str>, id: impl AsRef<str>) -> Self {
        let tap = json!({ "messageId": message_id.as_ref(), "id": id.as_ref() });
        Self::new(from, json!({ "tap": tap }))
    }

    /// The business number it comes to, by its id; the first one otherwise.
    #[must_use]
    pub fn to(self, phone_number_id: impl AsRef<str>) -> Self {
        self.field("phoneNumberId", phone_number_id.as_ref())
    }

    /// The name in the user's profile.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        self.field("name", name.into())
    }

    /// The message it answers.
    #[must_use]
    pub fn reply_to(self, message_id: impl AsRef<str>) -> Self {
        let context = json!({ "id": message_id.as_ref() });
        self.field("context", context)
    }
}

by_fields! {
    /// Any other field, of the webhook's element or as the control API takes it.
    Incoming
}

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use serde_json::Value;
use wazzup_dispatch::Event;
use wazzup_whatsapp_types::RawJson;

/// A whole delivery as it came: once per `POST`, after all its events are done.
///
/// It is made only if a handler is registered for it, which wildcards are not: they get every
/// event already. With one, they see it as well. Waits for it are not to be relied on.
///
/// It comes for every signed delivery, whatever is in it: with fields that no other event is made
/// of, with events of [other accounts](crate::WebhooksBuilder::only_phone_number), with nothing.
/// For a part of a delivery that no other event is made of, there is [`Raw`](crate::Raw) as well.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct RawUpdate(Arc<Body>);

struct Body {
    raw: RawJson,
    fields: OnceLock<Vec<String>>,
}

impl RawUpdate {
    /// The delivery with this body.
    pub fn new(raw: RawJson) -> Self {
        Self(Arc::new(Body {
            raw,
            fields: OnceLock::new(),
        }))
    }

    pub(crate) fn of_body(body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        // As the parser reads it.
        Self::new(RawJson::whole(String::from_utf8_lossy(body).into()))
    }

    /// The whole body.
    pub fn raw(&self) -> &RawJson {
        &self.0.raw
    }

    /// The fields of its changes, such as `messages`, in the order they stand. Read at the first
    /// call.
    pub fn fields(&self) -> &[String] {
        self.0.fields.get_or_init(|| {
            let body = self.raw().parse::<Value>().unwrap_or_default();
            let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
            let changes = list(&body["entry"])
                .into_iter()
                .flat_map(|entry| list(&entry["changes"]));
            changes
                .filter_map(|change| Some(change["field"].as_str()?.to_owned()))
                .collect()
        })
    }
}

impl Event for RawUpdate {
    const NAME: &'static str = "raw_update";

    fn raw(&self) -> Option<&str> {
        Some(self.0.raw.as_str())
    }
}

impl PartialEq for RawUpdate {
    fn eq(&self, other: &Self) -> bool {
        self.raw() == other.raw()
    }
}

impl fmt::Debug for RawUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawUpdate").field(self.raw()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_all_changes() {
        let body = r#"{"entry":[{"changes":[{"field":"messages"},{"field":"x"},{}]},{},
            {"changes":[{"field":"calls","value":1},{"field":4}]},5]}"#;
        assert_eq!(
            RawUpdate::of_body(body.as_bytes()).fields(),
            ["messages", "x", "calls"]
        );
        for odd in ["{}", "[]", "17", r#"{"entry":3}"#] {
            assert!(
                RawUpdate::of_body(odd.as_bytes()).fields().is_empty(),
                "{odd}"
            );
        }
    }

    #[test]
    fn debug_tells_how_long_it_is_and_nothing_else() {
        let shown = format!("{:?}", RawUpdate::of_body(b"{}"));
        assert_eq!(shown, "RawUpdate(RawJson(2 bytes))");
    }
}

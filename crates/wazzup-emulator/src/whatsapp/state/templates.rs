//! Templates of the account.

use serde_json::{Value, json};

use crate::ids::{Ids, Kind};

/// A message template. Its components have the shape in which the Graph reads them back.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) language: String,
    /// `AUTHENTICATION`, `MARKETING` or `UTILITY`.
    pub(crate) category: String,
    /// `APPROVED`, `PAUSED`, …
    pub(crate) status: String,
    /// Placeholders have names in place of numbers.
    pub(crate) named: bool,
    pub(crate) components: Vec<Value>,
}

impl Template {
    /// The component of a type, such as `BODY`.
    pub(crate) fn component(&self, kind: &str) -> Option<&Value> {
        component(&self.components, kind)
    }

    /// What the configuration and the account's edge show.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "status": self.status,
            "parameter_format": if self.named { "NAMED" } else { "POSITIONAL" },
            "components": self.components,
        })
    }
}

/// The component of a type among several.
pub(crate) fn component<'a>(components: &'a [Value], kind: &str) -> Option<&'a Value> {
    components.iter().find(|component| {
        component["type"]
            .as_str()
            .is_some_and(|found| found.eq_ignore_ascii_case(kind))
    })
}

/// The templates that the account starts with: one of each kind that a sender has to tell apart.
pub(super) fn first(ids: &mut Ids) -> Vec<Template> {
    let mut make = |name: &str, category: &str, status: &str, components: Value| Template {
        id: ids.digits(Kind::Node, 15),
        name: name.to_owned(),
        language: "en_US".to_owned(),
        category: category.to_owned(),
        status: status.to_owned(),
        named: name == "visit_reminder",
        components: match components {
            Value::Array(components) => components,
            one => vec![one],
        },
    };
    let order = json!([
        { "type": "HEADER", "format": "TEXT", "text": "Order {{1}}" },
        { "type": "BODY", "text": "Hello {{1}}, your order comes on {{2}}." },
        { "type": "FOOTER", "text": "No reply is needed" },
        { "type": "BUTTONS", "buttons": [
            { "type": "URL", "text": "Track", "url": "https://shop.example.test/{{1}}" },
            { "type": "QUICK_REPLY", "text": "Stop updates" },
        ] },
    ]);
    let mut german = make("order_update", "UTILITY", "APPROVED", order.clone());
    german.language = "de".to_owned();
    vec![
        make(
            "hello_world",
            "UTILITY",
            "APPROVED",
            json!([
                { "type": "HEADER", "format": "TEXT", "text": "Hello World" },
                { "type": "BODY", "text": "This message shows that templates arrive." },
                { "type": "FOOTER", "text": "A first template" },
            ]),
        ),
        make("order_update", "UTILITY", "APPROVED", order),
        german,
        make(
            "visit_reminder",
            "UTILITY",
            "APPROVED",
            json!([
                { "type": "HEADER", "format": "TEXT", "text": "Your {{topic}}" },
                { "type": "BODY", "text": "Hello {{first_name}}, see you on {{day}}." },
            ]),
        ),
        make(
            "picture_offer",
            "MARKETING",
            "APPROVED",
            json!([
                { "type": "HEADER", "format": "IMAGE" },
                { "type": "BODY", "text": "Only today: {{1}}." },
                { "type": "BUTTONS", "buttons": [
                    { "type": "QUICK_REPLY", "text": "Tell me more" },
                    { "type": "COPY_CODE", "text": "Copy offer code" },
                ] },
            ]),
        ),
        make(
            "limited_offer",
            "MARKETING",
            "APPROVED",
            json!([
                { "type": "LIMITED_TIME_OFFER",
                  "limited_time_offer": { "text": "Ends soon", "has_expiration": true } },
                { "type": "BODY", "text": "A discount for {{1}}." },
                { "type": "BUTTONS", "buttons": [
                    { "type": "COPY_CODE", "text": "Copy offer code" },
                    { "type": "URL", "text": "Shop", "url": "https://shop.example.test/{{1}}" },
                ] },
            ]),
        ),
        make(
            "tea_carousel",
            "MARKETING",
            "APPROVED",
            json!([
                { "type": "BODY", "text": "Teas for {{1}}:" },
                { "type": "CAROUSEL", "cards": [
                    { "components": [
                        { "type": "HEADER", "format": "IMAGE" },
                        { "type": "BODY", "text": "Green tea, {{1}} g" },
                        { "type": "BUTTONS", "buttons": [
                            { "type": "QUICK_REPLY", "text": "I want it" },
                        ] },
                    ] },
                    { "components": [
                        { "type": "HEADER", "format": "IMAGE" },
                        { "type": "BODY", "text": "Black tea, {{1}} g" },
                        { "type": "BUTTONS", "buttons": [
                            { "type": "QUICK_REPLY", "text": "I want it" },
                        ] },
                    ] },
                ] },
            ]),
        ),
        make(
            "our_catalog",
            "MARKETING",
            "APPROVED",
            json!([
                { "type": "BODY", "text": "See all we have." },
                { "type": "BUTTONS", "buttons": [{ "type": "CATALOG", "text": "View catalog" }] },
            ]),
        ),
        make(
            "our_teas",
            "MARKETING",
            "APPROVED",
            json!([
                { "type": "HEADER", "format": "TEXT", "text": "Teas" },
                { "type": "BODY", "text": "Some of them, {{1}}." },
                { "type": "BUTTONS", "buttons": [{ "type": "MPM", "text": "View items" }] },
            ]),
        ),
        make(
            "book_visit",
            "UTILITY",
            "APPROVED",
            json!([
                { "type": "BODY", "text": "Please choose a day." },
                { "type": "BUTTONS", "buttons": [
                    { "type": "FLOW", "text": "Book", "flow_id": 610_990_000_000_005_u64,
                      "flow_action": "NAVIGATE", "navigate_screen": "START" },
                ] },
            ]),
        ),
        make(
            "where_we_are",
            "UTILITY",
            "APPROVED",
            json!([
                { "type": "HEADER", "format": "LOCATION" },
                { "type": "BODY", "text": "Come and see us." },
            ]),
        ),
        make(
            "login_code",
            "AUTHENTICATION",
            "APPROVED",
            json!([
                { "type": "BODY", "text": "*{{1}}* is your code.",
                  "add_security_recommendation": true },
                { "type": "FOOTER", "text": "It expires in 10 minutes.",
                  "code_expiration_minutes": 10 },
                { "type": "BUTTONS", "buttons": [
                    { "type": "URL", "otp_type": "COPY_CODE", "text": "Copy code",
                      "url": "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}" },
                ] },
            ]),
        ),
        make(
            "paused_offer",
            "MARKETING",
            "PAUSED",
            json!({ "type": "BODY", "text": "Too many did not like this." }),
        ),
        make(
            "disabled_offer",
            "MARKETING",
            "DISABLED",
            json!({ "type": "BODY", "text": "Nobody liked this." }),
        ),
        make(
            "pending_notice",
            "UTILITY",
            "PENDING",
            json!({ "type": "BODY", "text": "Somebody is looking at this." }),
        ),
    ]
}

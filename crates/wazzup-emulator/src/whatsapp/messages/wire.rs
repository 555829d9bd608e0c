//! Messages and statuses as webhooks carry them.

use serde_json::{Map, Value, json};

use crate::knobs::WhatsAppDialect;
use crate::whatsapp::codes;
use crate::whatsapp::state::{Graph, StoredMessage, To};
use crate::whatsapp::webhooks::Update;

/// Seconds since the epoch, as a text.
pub(super) fn seconds(at: i64) -> String {
    at.div_euclid(1_000).to_string()
}

/// A change of the field `messages` about a number.
pub(super) fn change(
    graph: &Graph,
    number: &str,
    lane: String,
    more: Map<String, Value>,
) -> Update {
    let phone = graph.number(number).map_or("", |number| number.phone);
    let mut value = more;
    value.insert("messaging_product".to_owned(), "whatsapp".into());
    value.insert(
        "metadata".to_owned(),
        json!({ "display_phone_number": phone, "phone_number_id": number }),
    );
    Update {
        entry: graph.waba.id.clone(),
        time: None,
        field: "messages".to_owned(),
        value: value.into(),
        lane,
    }
}

/// A status of an outgoing message: in groups one for each member, once it is delivered.
pub(super) fn status(
    graph: &Graph,
    dialect: &WhatsAppDialect,
    message: &StoredMessage,
    status: &str,
    at: i64,
) -> Update {
    let mut contacts = Vec::new();
    let mut statuses = Vec::new();
    let base = base(dialect, message, status, at);
    match &message.to {
        To::User(wa_id) => {
            let mut item = base;
            if let Some(user) = graph.users.get(wa_id) {
                if let Some(shown) = user.shown_wa_id() {
                    item.insert("recipient_id".to_owned(), shown.into());
                }
                if dialect.user_ids {
                    let id = user.user_id.as_str();
                    item.insert("recipient_user_id".to_owned(), id.into());
                    if let Some(parent) = &user.parent_user_id {
                        let parent = parent.as_str().into();
                        item.insert("parent_recipient_user_id".to_owned(), parent);
                    }
                }
                if message.body.get("recipient_identity_key_hash").is_some() {
                    let hash = user.identity_hash.as_str().into();
                    item.insert("recipient_identity_key_hash".to_owned(), hash);
                }
                contacts.push(user.contact(dialect));
            }
            statuses.push(item);
        }
        To::Nobody(id) => {
            let mut item = base;
            item.insert("recipient_user_id".to_owned(), id.as_str().into());
            statuses.push(item);
        }
        To::Group(id) => {
            let mut group = base;
            group.insert("recipient_id".to_owned(), id.as_str().into());
            group.insert("recipient_type".to_owned(), "group".into());
            if matches!(status, "sent" | "failed") {
                statuses.push(group);
            } else {
                let members = graph.group(id).map(|group| group.participants.as_slice());
                for wa_id in members.unwrap_or_default() {
                    let mut item = group.clone();
                    item.insert("recipient_participant_id".to_owned(), (*wa_id).into());
                    if let Some(user) = graph.users.get(wa_id) {
                        if dialect.user_ids {
                            let user_id = user.user_id.as_str().into();
                            item.insert("recipient_participant_user_id".to_owned(), user_id);
                        }
                        contacts.push(user.contact(dialect));
                    }
                    statuses.push(item);
                }
            }
        }
    }
    let mut value = Map::new();
    if dialect.status_contacts && dialect.user_ids && !contacts.is_empty() {
        value.insert("contacts".to_owned(), contacts.into());
    }
    value.insert("statuses".to_owned(), statuses.into());
    change(graph, &message.phone_number_id, message.lane(), value)
}

/// What a status has whoever the recipient is.
fn base(
    dialect: &WhatsAppDialect,
    message: &StoredMessage,
    status: &str,
    at: i64,
) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("id".to_owned(), message.id.as_str().into());
    item.insert("status".to_owned(), status.into());
    item.insert("timestamp".to_owned(), seconds(at).into());
    if let Some(tracker) = &message.tracker {
        item.insert(
            "biz_opaque_callback_data".to_owned(),
            tracker.as_str().into(),
        );
    }
    if status == "failed" {
        let code = message.error.unwrap_or(131_000);
        item.insert(
            "errors".to_owned(),
            json!([error(code, message.error_details.as_deref())]),
        );
        return item;
    }
    let free = if message.billable {
        "regular"
    } else {
        "free_customer_service"
    };
    let category = if matches!(message.to, To::Group(_)) {
        format!("group_{}", message.category)
    } else {
        message.category.to_owned()
    };
    item.insert(
        "pricing".to_owned(),
        json!({
            "billable": message.billable,
            "pricing_model": "PMP",
            "type": free,
            "category": category,
        }),
    );
    if dialect.conversations {
        let day = 24 * 3_600_000;
        let mut conversation = json!({
            "id": format!("{}{}", message.phone_number_id, message.at.div_euclid(day)),
            "origin": { "type": message.category },
        });
        if status == "sent" {
            conversation["expiration_timestamp"] = seconds(message.at + day).into();
        }
        item.insert("conversation".to_owned(), conversation);
    }
    item
}

/// An error as webhooks carry it.
pub(crate) fn error(code: i64, details: Option<&str>) -> Value {
    let title = codes::meaning(code).title;
    json!({
        "code": code,
        "title": title,
        "message": title,
        "error_data": { "details": details.unwrap_or(title) },
        "href": "https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes",
    })
}

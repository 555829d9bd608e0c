//! `createContact` and `createDeal`: the service asks, the CRM answers with the entity.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::courier::Courier;
use super::post::{Shipment, post};
use crate::app::App;
use crate::entities::{contacts, deals};
use crate::state::{Proof, Service, Switch};

/// What came of a question.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Asked {
    /// The contact that the receiver made, as it is stored now.
    pub contact: Option<Value>,
    /// The deal that the receiver made, as it is stored now.
    pub deal: Option<Value>,
    /// What was wrong with the answers, in words; empty when all is well.
    pub problems: Vec<String>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked")
            .field("contact", &self.contact.is_some())
            .field("deal", &self.deal.is_some())
            .field("problems", &self.problems.len())
            .finish()
    }
}

/// Asks `createContact` unless the contact is known, then `createDeal` naming it, unless it has a deal.
/// A reset since `epoch` ends it, and nothing is stored any more.
pub(crate) async fn ask(
    app: &Arc<App>,
    epoch: u64,
    account: u64,
    contact: Option<Value>,
    deal: Option<Value>,
) -> Asked {
    let _open = Courier::open(app);
    let mut asked = Asked::default();
    if let Some(question) = contact {
        let known = app.with(|world| {
            let account = world.account(account)?;
            let chats = question["contactData"].as_array()?;
            chats.iter().find_map(|chat| {
                account
                    .contact_of(chat["chatType"].as_str()?, chat["chatId"].as_str()?)
                    .cloned()
            })
        });
        asked.contact = match known {
            Some(known) => Some(known),
            None => {
                let problems = &mut asked.problems;
                put(app, epoch, account, "createContact", &question, problems).await
            }
        };
    }
    let Some(mut question) = deal else {
        return asked;
    };
    if let Some(contact) = &asked.contact {
        let id = contact["id"].clone();
        question["contacts"] = json!([id]);
        if app.with(|world| deals::names(world, account, &id)) {
            return asked;
        }
    } else if question["contacts"].as_array().is_none_or(Vec::is_empty) {
        return asked;
    }
    let problems = &mut asked.problems;
    asked.deal = put(app, epoch, account, "createDeal", &question, problems).await;
    asked
}

/// Asks one question and stores the answer.
async fn put(
    app: &Arc<App>,
    epoch: u64,
    account: u64,
    kind: &'static str,
    question: &Value,
    problems: &mut Vec<String>,
) -> Option<Value> {
    let reset = || format!("{kind}: the emulator was reset meanwhile");
    let shipment = app.with_since(epoch, |world| {
        let owner = world.account(account)?;
        let uri = owner.webhooks.address(Switch::ContactsAndDeals)?.to_owned();
        let proof = owner.crm_key.clone();
        let proof = proof.map_or(Proof::Nothing, Proof::Bearer);
        world.deliveries += 1;
        Some(Shipment {
            service: Service::Wazzup,
            method: Method::POST,
            delivery: world.deliveries,
            attempt: 1,
            at: world.now,
            uri,
            proof,
            kinds: vec![kind],
            body: Bytes::from(json!({ kind: question }).to_string()),
            timeout_ms: world.knobs.delivery.timeout_ms,
            allow_remote: world.knobs.delivery.allow_remote,
        })
    });
    let Some(shipment) = shipment else {
        problems.push(reset());
        return None;
    };
    let Some(shipment) = shipment else {
        problems.push(format!(
            "{kind}: contactsAndDealsCreation is not subscribed"
        ));
        return None;
    };
    let attempt = post(app, epoch, shipment).await;
    match attempt.status {
        Some(StatusCode::OK) => {}
        Some(status) => {
            problems.push(format!(
                "{kind}: answered {} in place of 200",
                status.as_u16()
            ));
            return None;
        }
        None => {
            let error = attempt.error.unwrap_or("no answer");
            problems.push(format!("{kind}: {error}"));
            return None;
        }
    }
    let answer: Option<Map<String, Value>> = serde_json::from_slice(&attempt.answer).ok();
    let Some(mut entity) = answer else {
        problems.push(format!("{kind}: the answer is not one JSON object"));
        return None;
    };
    let id = match entity.get("id") {
        Some(Value::String(id)) if !id.is_empty() => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => {
            problems.push(format!("{kind}: the answer has no id"));
            return None;
        }
    };
    // An id is enough: what the answer leaves out is what the question said.
    entity.insert("id".to_owned(), id.into());
    for key in ["responsibleUserId", "name", "contactData", "contacts"] {
        if let (None, Some(asked)) = (entity.get(key), question.get(key)) {
            entity.insert(key.to_owned(), asked.clone());
        }
    }
    let stored = app.with_since(epoch, |world| {
        let entity = Value::Object(entity);
        let (stored, bad) = match kind {
            "createContact" => contacts::store_answer(world, account, &entity),
            _ => deals::store_answer(world, account, &entity),
        };
        for field in bad {
            problems.push(format!("{kind}: {field} is missing or wrong"));
        }
        stored
    });
    stored.unwrap_or_else(|| {
        problems.push(reset());
        None
    })
}

//! Deals.

use serde_json::{Map, Value, json};

use super::{Checks, Refusal, bulk, no_twins};
use crate::http::Fail;
use crate::knobs::{DealFields, Knobs};
use crate::state::World;

pub(crate) const REFUSAL: Refusal = Refusal {
    code: "INVALID_DEALS_DATA",
    description: "One or more of provided deals data are not valid.",
};

/// Creates and updates deals: all or none.
pub(crate) fn upsert(world: &mut World, account: u64, body: &Value) -> Result<(), Fail> {
    let items = bulk(body, &world.knobs, &REFUSAL)?;
    let mut deals = Vec::new();
    let mut bad = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match check(item, &world.knobs) {
            Ok(deal) => deals.push(deal),
            Err(fields) => bad.push((index, fields)),
        }
    }
    if !bad.is_empty() {
        return Err(REFUSAL.with(&bad));
    }
    no_twins(deals.iter().map(|(id, _)| id.as_str()))?;
    if let Some(account) = world.accounts.get_mut(&account) {
        account.deals.extend(deals);
    }
    Ok(())
}

fn check(item: &Value, knobs: &Knobs) -> Result<(String, Value), Vec<&'static str>> {
    let strict = knobs.dialect.deal_fields == DealFields::Strict;
    let mut checks = Checks::of(item);
    let mut kept = Map::new();
    let id = checks.any_id("id", 100);
    kept.insert("id".to_owned(), id.as_str().into());
    let responsible = checks.text("responsibleUserId", 100);
    kept.insert("responsibleUserId".to_owned(), responsible.into());
    kept.insert("name".to_owned(), checks.text("name", 200).into());
    let uri = checks.optional_text("uri", 200);
    let uri = if strict {
        uri
    } else {
        uri.or_else(|| checks.optional_text("link", 200))
    };
    match uri {
        Some(uri) => {
            kept.insert("uri".to_owned(), uri.into());
        }
        None if strict => checks.fail("uri"),
        None => {}
    }
    let contacts = checks.get("contacts").and_then(Value::as_array);
    let contacts = contacts.and_then(|contacts| {
        let texts = contacts
            .iter()
            .map(|id| id.as_str().filter(|id| !id.is_empty()));
        texts.collect::<Option<Vec<&str>>>()
    });
    match contacts {
        Some(contacts) if (1..=10).contains(&contacts.len()) => {
            kept.insert("contacts".to_owned(), json!(contacts));
        }
        _ => checks.fail("contacts"),
    }
    match checks.optional_flag("closed") {
        Some(closed) => {
            kept.insert("closed".to_owned(), closed.into());
        }
        None if strict => checks.fail("closed"),
        None => {
            kept.insert("closed".to_owned(), false.into());
        }
    }
    let bad = checks.bad();
    if bad.is_empty() {
        Ok((id, kept.into()))
    } else {
        Err(bad)
    }
}

/// Whether a deal names this contact.
pub(crate) fn names(world: &World, account: u64, contact: &Value) -> bool {
    world.account(account).is_some_and(|account| {
        account.deals.values().any(|deal| {
            deal["contacts"]
                .as_array()
                .is_some_and(|contacts| contacts.contains(contact))
        })
    })
}

/// Stores the answer to `createDeal`, right or not quite; gives what is kept and what was wrong.
pub(crate) fn store_answer(
    world: &mut World,
    account: u64,
    entity: &Value,
) -> (Option<Value>, Vec<&'static str>) {
    let (deal, bad) = match check(entity, &world.knobs) {
        Ok((_, deal)) => (deal, Vec::new()),
        Err(bad) => (entity.clone(), bad),
    };
    if let (Some(account), Some(id)) = (world.accounts.get_mut(&account), deal["id"].as_str()) {
        account.deals.insert(id.to_owned(), deal.clone());
    }
    (Some(deal), bad)
}

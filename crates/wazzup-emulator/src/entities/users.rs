//! Employees.

use serde_json::{Map, Value, json};

use super::{Checks, Refusal, bulk, no_twins};
use crate::http::Fail;
use crate::ids::Kind;
use crate::knobs::UserLimits;
use crate::state::{User, World};

pub(crate) const REFUSAL: Refusal = Refusal {
    code: "INVALID_USERS_DATA",
    description: "One or more of provided users identifiers are not valid.",
};

/// Creates and updates users: all or none.
pub(crate) fn upsert(world: &mut World, account: u64, body: &Value) -> Result<(), Fail> {
    let items = bulk(body, &world.knobs, &REFUSAL)?;
    let (id_max, name_max) = match world.knobs.dialect.user_limits {
        UserLimits::Current => (64, 150),
        UserLimits::Old => (200, 200),
    };
    let mut users = Vec::new();
    let mut bad = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut checks = Checks::of(item);
        let id = checks.text("id", id_max);
        let name = checks.text("name", name_max);
        let phone = match checks.get("phone") {
            Some(Value::String(phone)) => is_phone(phone).then(|| phone.clone()),
            Some(_) => {
                checks.fail("phone");
                None
            }
            None => None,
        };
        let fields = checks.bad();
        if fields.is_empty() {
            users.push((id, name, phone));
        } else {
            bad.push((index, fields));
        }
    }
    if !bad.is_empty() {
        return Err(REFUSAL.with(&bad));
    }
    no_twins(users.iter().map(|(id, _, _)| id.as_str()))?;

    let ids = users.iter().map(|(id, _, _)| id.as_str());
    let full = no_room(world, account, ids);
    let Some(owner) = world.accounts.get_mut(&account) else {
        return Ok(());
    };
    let mut phones = std::collections::HashMap::new();
    for (id, user) in &owner.users {
        if let Some(phone) = &user.phone {
            phones.insert(phone.clone(), id.clone());
        }
    }
    for (id, _, phone) in &users {
        phones.retain(|_, holder| holder != id);
        let Some(phone) = phone else { continue };
        if phones.insert(phone.clone(), id.clone()).is_some() {
            let request_id = world.ids.hex(Kind::Request);
            let description = format!("User with phone number {phone} already exists in the CRM.");
            return Err(Fail::bad("DUPLICATE_PHONE_NUMBER", description)
                .data(json!({ "phone": phone }))
                .traced(request_id));
        }
    }
    if let Some(full) = full {
        return Err(full);
    }
    for (id, name, phone) in users {
        let user = owner.users.entry(id).or_insert_with(|| User {
            name: String::new(),
            phone: None,
            role: None,
            allow_get_new_clients: false,
        });
        user.name = name;
        user.phone = phone;
    }
    Ok(())
}

/// Why these users, each named once, cannot all be stored, if that is so.
pub(crate) fn no_room<'a>(
    world: &World,
    account: u64,
    ids: impl Iterator<Item = &'a str>,
) -> Option<Fail> {
    let most = world.knobs.rate_limit.users;
    let users = &world.account(account)?.users;
    let added = ids.filter(|id| !users.contains_key(*id)).count();
    (users.len() + added > most).then(|| {
        Fail::bad("USER_LIMIT_EXCEEDED", "User limit exceeded.").data(json!({ "limit": most }))
    })
}

/// International digits without a sign.
fn is_phone(phone: &str) -> bool {
    (8..=15).contains(&phone.len()) && phone.bytes().all(|byte| byte.is_ascii_digit())
}

/// `{id, name}` of all, by name.
pub(crate) fn list(world: &World, account: u64) -> Vec<Value> {
    let Some(account) = world.account(account) else {
        return Vec::new();
    };
    let mut users: Vec<_> = account.users.iter().collect();
    users.sort_by(|(first_id, first), (id, user)| (&first.name, first_id).cmp(&(&user.name, id)));
    users
        .into_iter()
        .map(|(id, user)| json!({ "id": id, "name": user.name }))
        .collect()
}

/// The whole user.
pub(crate) fn get(world: &World, account: u64, id: &str) -> Option<Value> {
    let user = world.account(account)?.users.get(id)?;
    let mut item = Map::new();
    item.insert("id".to_owned(), id.into());
    item.insert("name".to_owned(), user.name.as_str().into());
    if let Some(phone) = &user.phone {
        item.insert("phone".to_owned(), phone.as_str().into());
    }
    Some(item.into())
}

pub(crate) fn delete(world: &mut World, account: u64, id: &str) -> bool {
    let owner = world.accounts.get_mut(&account);
    owner.is_some_and(|account| account.users.remove(id).is_some())
}

//! Client accounts: `/accounts`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, post};
use serde_json::{Value, json};

use super::{not_found, text, wrong};
use crate::app::App;
use crate::entities::Checks;
use crate::http::{Answer, Call, Caller, Credential, Fail, Reply, sync};
use crate::ids::Kind;
use crate::knobs::Knobs;
use crate::state::Account;

/// Shortest `crmKey`, in characters.
const CRM_KEY_MIN: usize = 16;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/accounts", post(sync(create)))
        .route("/accounts/waba-summary", get(sync(waba_summary)))
        .route("/accounts/transactions", get(sync(transactions)))
        .route("/accounts/balance", get(sync(balance)).post(sync(fund)))
        .route("/accounts/{account}", delete(sync(remove)))
}

fn shown_id(id: u64, knobs: &Knobs) -> Value {
    if knobs.dialect.account_id_string {
        id.to_string().into()
    } else {
        id.into()
    }
}

fn create(call: Call) -> Answer {
    let body = call.json()?;
    let mut checks = Checks::of(&body);
    let name = checks.text("name", usize::MAX);
    let crm_key = checks.text("crmKey", usize::MAX);
    if crm_key.chars().count() < CRM_KEY_MIN {
        checks.fail("crmKey");
    }
    let lang = checks.text("lang", 2);
    if !matches!(lang.as_str(), "ru" | "en" | "es" | "pt") {
        checks.fail("lang");
    }
    let currency = checks.text("currency", 3);
    if !matches!(currency.as_str(), "RUR" | "EUR" | "USD" | "KZT") {
        checks.fail("currency");
    }
    let bad = checks.bad();
    if !bad.is_empty() {
        return Err(wrong(&bad));
    }
    call.app.with(|world| {
        let mut id = world.ids.account();
        while world.accounts.contains_key(&id) {
            id = world.ids.account();
        }
        let mut account = Account::new(id, &name, &lang, &currency);
        account.crm_key = Some(crm_key);
        world.accounts.insert(id, account);
        let key = world.ids.hex(Kind::Key);
        let credential = Credential::Full;
        world.add_key(
            key.clone(),
            Caller {
                account: id,
                credential,
            },
        );
        let id = shown_id(id, &world.knobs);
        Ok(Reply::json(&json!({ "accountId": id, "apiKey": key })))
    })
}

fn remove(call: Call) -> Answer {
    let id: u64 = call.param("account").parse().map_err(|_| not_found())?;
    call.app.with(|world| {
        if id == world.main {
            return Err(Fail::bad("VALIDATION_ERROR", "The first account stays."));
        }
        world.accounts.remove(&id).ok_or_else(not_found)?;
        world.keys.retain(|_, key| key.caller.account != id);
        Ok(Reply::empty())
    })
}

fn waba_summary(call: Call) -> Answer {
    let world = call.app.world();
    let accounts: Vec<Value> = world
        .accounts
        .values()
        .map(|account| {
            let spent = account
                .messages
                .iter()
                .filter(|message| super::waba::is_charged(message))
                .count();
            json!({
                "accountId": shown_id(account.id, &world.knobs),
                "name": account.name,
                "balance": account.balance,
                "spent": spent,
                "currency": account.currency,
            })
        })
        .collect();
    Ok(Reply::json(&accounts))
}

fn transactions(call: Call) -> Answer {
    let caller = call.caller()?;
    let date = call.query("date");
    let date = date.as_deref().map(super::waba::day).transpose()?;
    let world = call.app.world();
    let all = caller.credential == Credential::Partner;
    let accounts = world
        .accounts
        .values()
        .filter(|account| all || account.id == caller.account);
    let transactions: Vec<Value> = accounts
        .flat_map(|account| {
            account
                .messages
                .iter()
                .filter(|message| super::waba::is_charged(message))
                .filter(|message| date.is_none_or(|date| super::waba::is_of(message, date)))
                .map(|message| super::waba::transaction(account, message))
        })
        .collect();
    let count = transactions.len();
    Ok(Reply::json(
        &json!({ "transactions": transactions, "count": count }),
    ))
}

fn balance(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let account = world.account(account).ok_or_else(not_found)?;
    let key = if world.knobs.dialect.balance_as_amount {
        "amount"
    } else {
        "balance"
    };
    Ok(Reply::json(
        &json!({ "currency": account.currency, key: account.balance }),
    ))
}

/// Adds to the limit of a client.
fn fund(call: Call) -> Answer {
    let body = call.json()?;
    let id = match &body["accountId"] {
        Value::Number(id) => id.as_u64(),
        Value::String(_) => text(&body, "accountId")?.parse().ok(),
        _ => None,
    };
    let id = id.ok_or_else(|| wrong(&["accountId"]))?;
    let value = body["value"].as_i64().ok_or_else(|| wrong(&["value"]))?;
    call.app.with(|world| {
        let account = world.accounts.get_mut(&id).ok_or_else(not_found)?;
        account.balance = account.balance.saturating_add(value);
        Ok(Reply::json(
            &json!({ "currency": account.currency, "balance": account.balance }),
        ))
    })
}

//! WABA prices, transactions and templates.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};

use super::{not_found, wrong};
use crate::app::App;
use crate::clock::iso;
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::state::{Account, Direction, StoredMessage};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/waba/templates", get(sync(templates)))
        .route("/channels/waba/pricing/{country}", get(sync(pricing)))
        .route(
            "/channels/waba/{channel}/transactions/{date}",
            get(sync(transactions)),
        )
}

fn templates(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let account = world.account(account).ok_or_else(not_found)?;
    let templates = account.templates.iter();
    let templates: Vec<Value> = templates
        .map(|template| template.tech(&world.knobs.dialect))
        .collect();
    Ok(Reply::json(&templates))
}

fn pricing(call: Call) -> Answer {
    let country = call.param("country");
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Err(wrong(&["country"]));
    }
    // Whole cents, divided last: a product of fractions would show its noise.
    let price = |cents: u32| {
        json!({
            "USD": f64::from(cents) / 100.0,
            "EUR": f64::from(cents * 9) / 1_000.0,
            "RUB": f64::from(cents * 9) / 10.0,
            "KZT": f64::from(cents * 45) / 10.0,
        })
    };
    Ok(Reply::json(&json!({
        "timestamp": iso(call.app.clock.now()),
        "pricing": {
            "marketing": price(8),
            "utility": price(4),
            "authentication": price(3),
            "service": price(0),
        },
    })))
}

/// A day as `YYYY-MM-DD`, which is the only way to write it here.
pub(super) fn day(text: &str) -> Result<&str, Fail> {
    let shaped = text.len() == "YYYY-MM-DD".len()
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    // The parser takes more than the shape allows, and the shape more than the calendar has.
    if shaped && text.parse::<jiff::civil::Date>().is_ok() {
        Ok(text)
    } else {
        Err(wrong(&["date"]))
    }
}

/// Whether a message was sent on this day, by UTC.
pub(super) fn is_of(message: &StoredMessage, day: &str) -> bool {
    iso(message.at).starts_with(day)
}

/// Whether a message costs something: a template that went out.
pub(super) fn is_charged(message: &StoredMessage) -> bool {
    message.transport == "wapi"
        && message.direction == Direction::Outbound
        && message.template_id.is_some()
        && !matches!(message.status, "accepted" | "error")
}

pub(super) fn transaction(account: &Account, message: &StoredMessage) -> Value {
    let category = message
        .template_id
        .as_deref()
        .and_then(|id| {
            account
                .templates
                .iter()
                .find(|template| template.guid == id)
        })
        .map_or("SERVICE", |template| template.category);
    // Accounts say RUR, transactions RUB.
    let currency = if account.currency == "RUR" {
        "RUB"
    } else {
        &account.currency
    };
    json!({
        "waba_id": "100000000000001",
        "channel_id": message.channel_id,
        "template_type": category,
        "amount": 0.04,
        "currency": currency,
        "recipient_phone": message.chat_id,
        "session_date": iso(message.at),
        "billing_country": "RU",
    })
}

fn transactions(call: Call) -> Answer {
    let account = call.account()?;
    let date = day(call.param("date"))?;
    let world = call.app.world();
    let account = world.account(account).ok_or_else(not_found)?;
    let channel = account
        .channel(call.param("channel"))
        .filter(|channel| channel.transport == "wapi")
        .ok_or_else(not_found)?;
    let transactions: Vec<Value> = account
        .messages
        .iter()
        .filter(|message| message.channel_id == channel.id && is_charged(message))
        .filter(|message| is_of(message, date))
        .map(|message| transaction(account, message))
        .collect();
    let count = transactions.len();
    Ok(Reply::json(
        &json!({ "transactions": transactions, "count": count }),
    ))
}

//! A phone number.

use http::Method;
use serde_json::{Map, Value, json};

use super::select::{select, wanted};
use crate::http::{Call, Reply};
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Graph, Number};

const USUAL: [&str; 8] = [
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "last_onboarded_time",
    "webhook_configuration",
];

/// Fields that exist and have no value here.
const ABSENT: [&str; 5] = [
    "certificate",
    "new_certificate",
    "eligibility_for_api_business_global_search",
    "health_status",
    "quality_score",
];

pub(super) fn read(call: &Call) -> Outcome<Reply> {
    let world = call.app.world();
    let graph = &world.whatsapp;
    let number = graph
        .number(call.param("id"))
        .ok_or_else(|| Refusal::no_such_object(&Method::GET))?;
    let shown = shown(graph, number, wanted(call).as_deref())?;
    Ok(Reply::json(&shown))
}

pub(super) fn shown(graph: &Graph, number: &Number, wanted: Option<&[String]>) -> Outcome<Value> {
    let all = json!({
        "id": number.id,
        "verified_name": number.verified_name,
        "display_phone_number": number.display,
        "status": "CONNECTED",
        "quality_rating": "GREEN",
        "name_status": "APPROVED",
        "new_name_status": "NONE",
        "code_verification_status": "VERIFIED",
        "account_mode": "LIVE",
        "is_on_biz_app": false,
        "is_official_business_account": false,
        "is_pin_enabled": false,
        "is_preverified_number": false,
        "search_visibility": "VISIBLE",
        "platform_type": "CLOUD_API",
        "throughput": { "level": "STANDARD" },
        "last_onboarded_time": "2026-01-01T00:00:00+0000",
        "country_code": "US",
        "country_dial_code": "1",
        "whatsapp_business_manager_messaging_limit": "TIER_2K",
        "conversational_automation": { "id": number.id },
        "webhook_configuration": webhooks(graph, number),
    });
    select(wanted, all, &USUAL, &ABSENT)
}

/// Where the updates of a number may go.
fn webhooks(graph: &Graph, number: &Number) -> Value {
    let callbacks = [
        ("phone_number", &number.callback),
        ("whatsapp_business_account", &graph.waba.callback),
        ("application", &graph.app.callback),
    ];
    let known = callbacks.into_iter().filter_map(|(name, callback)| {
        let uri = callback.as_ref()?.uri.as_str();
        Some((name.to_owned(), Value::from(uri)))
    });
    known.collect::<Map<String, Value>>().into()
}

//! The account, the app and the portfolio.

use http::Method;
use serde_json::{Value, json};

use super::select::{select, wanted};
use super::{account, number};
use crate::http::{Call, Reply};
use crate::whatsapp::paging::page;
use crate::whatsapp::refusal::Outcome;

/// Fields that exist and have no value here.
const ABSENT: [&str; 6] = [
    "on_behalf_of_business_info",
    "health_status",
    "marketing_messages_onboarding_status",
    "disable_marketing_messages_on_cloud_api",
    "primary_business_location",
    "analytics",
];

pub(super) fn read(call: &Call) -> Outcome<Reply> {
    let world = call.app.world();
    let graph = &world.whatsapp;
    let apps: Vec<Value> = if graph.waba.subscribed {
        vec![graph.app.shown()]
    } else {
        Vec::new()
    };
    let all = json!({
        "id": graph.waba.id,
        "name": graph.waba.name,
        "timezone_id": "1",
        "message_template_namespace": graph.waba.namespace,
        "status": "ACTIVE",
        "business_verification_status": "verified",
        "is_enabled_for_insights": true,
        "marketing_messages_lite_api_status": "ONBOARDED",
        "ownership_type": "SELF",
        "currency": "USD",
        "country": "US",
        "subscribed_apps": { "data": apps },
        "owner_business_info": { "id": graph.business.id, "name": graph.business.name },
        "account_review_status": "APPROVED",
    });
    let usual = [
        "name",
        "timezone_id",
        "message_template_namespace",
        "currency",
    ];
    let shown = select(wanted(call).as_deref(), all, &usual, &ABSENT)?;
    Ok(Reply::json(&shown))
}

pub(super) fn app(call: &Call) -> Outcome<Reply> {
    let world = call.app.world();
    let usual = ["link", "name"];
    let shown = world.whatsapp.app.shown();
    let shown = select(wanted(call).as_deref(), shown, &usual, &[])?;
    Ok(Reply::json(&shown))
}

pub(super) fn business(call: &Call) -> Outcome<Reply> {
    let world = call.app.world();
    let business = &world.whatsapp.business;
    let all = json!({ "id": business.id, "name": business.name });
    let shown = select(wanted(call).as_deref(), all, &["name"], &[])?;
    Ok(Reply::json(&shown))
}

/// The numbers of the account, page by page.
pub(super) fn numbers(call: Call) -> Outcome<Reply> {
    account(&call, &Method::GET)?;
    let wanted = wanted(&call);
    let world = call.app.world();
    let graph = &world.whatsapp;
    let numbers = graph.numbers.iter();
    let shown: Outcome<Vec<Value>> = numbers
        .map(|number| number::shown(graph, number, wanted.as_deref()))
        .collect();
    page(&call, shown?)
}

/// The templates of the account, page by page; those of one name with `name=`.
pub(super) fn templates(call: Call) -> Outcome<Reply> {
    account(&call, &Method::GET)?;
    let (wanted, name) = (wanted(&call), call.query("name"));
    let world = call.app.world();
    let templates = world.whatsapp.templates.iter();
    let named = templates.filter(|template| {
        name.as_ref()
            .is_none_or(|name| template.name.contains(name.as_str()))
    });
    let usual = [
        "name",
        "language",
        "category",
        "status",
        "components",
        "parameter_format",
    ];
    let absent = [
        "message_send_ttl_seconds",
        "correct_category",
        "previous_category",
        "rejected_reason",
        "library_template_name",
        "quality_score",
        "cta_url_link_tracking_opted_out",
        "sub_category",
        "degrees_of_freedom_spec",
    ];
    let shown: Outcome<Vec<Value>> = named
        .map(|template| select(wanted.as_deref(), template.shown(), &usual, &absent))
        .collect();
    drop(world);
    page(&call, shown?)
}

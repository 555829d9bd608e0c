//! Lists, page by page.

use serde_json::{Value, json};

use super::refusal::{Outcome, Refusal};
use crate::http::{Call, Reply};

/// A page of a list: `limit` of it, `after` or `before` a cursor.
pub(super) fn page(call: &Call, all: Vec<Value>) -> Outcome<Reply> {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let place = |name: &str| -> Outcome<Option<usize>> {
        let Some(cursor) = call.query(name).filter(|cursor| !cursor.is_empty()) else {
            return Ok(None);
        };
        let text = engine.decode(&cursor).ok();
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        let place = text.and_then(|text| text.parse().ok());
        place
            .map(Some)
            .ok_or_else(|| Refusal::parameter(format!("{name} is not a cursor of this list.")))
    };
    let limit = match call.query("limit") {
        None => 25,
        Some(limit) => limit
            .parse::<usize>()
            .ok()
            .filter(|limit| *limit > 0)
            .ok_or_else(|| Refusal::parameter("limit must be a number from 1 up."))?,
    };
    let start = match (place("after")?, place("before")?) {
        (Some(after), _) => after.saturating_add(1),
        (None, Some(before)) => before.saturating_sub(limit),
        (None, None) => 0,
    };
    let count = all.len();
    let end = match place("before")? {
        Some(before) if !call.queries().any(|(name, _)| name == "after") => before.min(count),
        _ => start.saturating_add(limit).min(count),
    };
    let data: Vec<Value> = all
        .into_iter()
        .skip(start)
        .take(end.saturating_sub(start))
        .collect();
    let mut body = json!({ "data": data });
    if end > start {
        let cursor = |place: usize| engine.encode(place.to_string());
        let mut paging = json!({
            "cursors": { "before": cursor(start), "after": cursor(end - 1) },
        });
        if end < count {
            paging["next"] = link(call, "after", &cursor(end - 1), limit).into();
        }
        if start > 0 {
            paging["previous"] = link(call, "before", &cursor(start), limit).into();
        }
        body["paging"] = paging;
    }
    Ok(Reply::json(&body))
}

/// The address of another page, without a token.
fn link(call: &Call, name: &str, cursor: &str, limit: usize) -> String {
    let entry = call.entry();
    let path = entry.map_or("", |entry| entry.uri.path());
    let version = entry.and_then(|entry| entry.version.as_deref());
    let version = version.map_or(String::new(), |version| format!("/{version}"));
    let mut query: Vec<String> = call
        .queries()
        .filter(|(key, _)| !matches!(key.as_str(), "after" | "before" | "limit" | "access_token"))
        .map(|(key, value)| {
            let encode = |text: &str| {
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                    .to_string()
            };
            format!("{}={}", encode(&key), encode(&value))
        })
        .collect();
    query.push(format!("limit={limit}"));
    query.push(format!("{name}={cursor}"));
    format!("{}{version}{path}?{}", call.app.url(), query.join("&"))
}

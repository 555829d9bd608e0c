//! What reading a delivery costs, beside its floor: `serde_json` going through the same bytes
//! without keeping anything, and making its own tree of them.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use divan::Bencher;
use divan::counter::BytesCount;
use serde::de::IgnoredAny;
use serde_json::Value;

fn main() {
    divan::main();
}

/// A message as live accounts get them, about 220 bytes.
fn message(number: usize) -> String {
    format!(
        r#"{{"from":"15550104477","from_user_id":"NL.90210","id":"wamid.HBgLMTU1NTAxMDQ0NzcVAgASGBQzQTRBNjU5OUFF{number:012}","timestamp":"1770000000","text":{{"body":"Good morning! Is the blue one still there, and when could I have it?"}},"type":"text"}}"#
    )
}

/// A status as live accounts get them, about 330 bytes.
fn status(number: usize) -> String {
    format!(
        r#"{{"id":"wamid.HBgLMTU1NTAxMDQ0NzcVAgARGBI5QTNDQTVCM0Q{number:012}","status":"delivered","timestamp":"1770000005","recipient_id":"15550104477","recipient_user_id":"NL.90210","pricing":{{"billable":true,"pricing_model":"PMP","category":"utility","type":"regular"}}}}"#
    )
}

/// A delivery with so many of these in one change, as it is ordered on the wire.
fn body(list: &str, element: fn(usize) -> String, count: usize) -> Vec<u8> {
    let elements: Vec<String> = (0..count).map(element).collect();
    let elements = elements.join(",");
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"210550000000001","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550109000","phone_number_id":"310660000000002"}},"contacts":[{{"profile":{{"name":"Mara"}},"wa_id":"15550104477","user_id":"NL.90210"}}],"{list}":[{elements}]}},"field":"messages"}}]}}]}}"#
    )
    .into_bytes()
}

const SIZES: [usize; 3] = [1, 100, 1000];

fn parse_body(bencher: Bencher<'_, '_>, body: &[u8]) {
    bencher
        .counter(BytesCount::of_slice(body))
        .bench(|| wazzup_whatsapp_types::webhook::parse(divan::black_box(body)).unwrap());
}

#[divan::bench(args = SIZES)]
fn messages(bencher: Bencher<'_, '_>, count: usize) {
    parse_body(bencher, &body("messages", message, count));
}

#[divan::bench(args = SIZES)]
fn messages_floor_ignored_any(bencher: Bencher<'_, '_>, count: usize) {
    let body = body("messages", message, count);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| serde_json::from_slice::<IgnoredAny>(divan::black_box(&body)).unwrap());
}

#[divan::bench(args = SIZES)]
fn messages_value(bencher: Bencher<'_, '_>, count: usize) {
    let body = body("messages", message, count);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| serde_json::from_slice::<Value>(divan::black_box(&body)).unwrap());
}

#[divan::bench(args = SIZES)]
fn statuses(bencher: Bencher<'_, '_>, count: usize) {
    parse_body(bencher, &body("statuses", status, count));
}

#[divan::bench(args = SIZES)]
fn statuses_floor_ignored_any(bencher: Bencher<'_, '_>, count: usize) {
    let body = body("statuses", status, count);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| serde_json::from_slice::<IgnoredAny>(divan::black_box(&body)).unwrap());
}

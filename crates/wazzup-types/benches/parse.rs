//! What reading a webhook body costs, beside its floor: `serde_json` going through the same bytes
//! without keeping anything, and making its own tree of them.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use divan::Bencher;
use divan::counter::BytesCount;
use serde::de::IgnoredAny;
use serde_json::Value;

fn main() {
    divan::main();
}

/// A message as live accounts get them, about 440 bytes.
fn message(number: usize) -> String {
    format!(
        r#"{{"messageId":"4f2bd7ac-0c5e-4f5c-9a1b-{number:012}","dateTime":"2026-03-01T10:20:30.456Z","channelId":"8a8f1b53-64f1-4b7d-9d0f-0a4c6a1f6d11","chatType":"whatsapp","chatId":"79990000000","type":"text","isEcho":false,"contact":{{"name":"Anna","avatarUri":"https://store.example.com/avatars/79990000000.jpg"}},"text":"Good morning! Is the blue one still there, and when could I have it?","status":"inbound","sentFromApp":false,"isEdited":false,"isDeleted":false}}"#
    )
}

fn body(messages: usize) -> Vec<u8> {
    let messages: Vec<String> = (0..messages).map(message).collect();
    format!(r#"{{"messages":[{}]}}"#, messages.join(",")).into_bytes()
}

const SIZES: [usize; 2] = [1, 200];

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher<'_, '_>, messages: usize) {
    let body = body(messages);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| wazzup_types::webhook::parse(divan::black_box(&body)).unwrap());
}

#[divan::bench(args = SIZES)]
fn floor_ignored_any(bencher: Bencher<'_, '_>, messages: usize) {
    let body = body(messages);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| serde_json::from_slice::<IgnoredAny>(divan::black_box(&body)).unwrap());
}

#[divan::bench(args = SIZES)]
fn value(bencher: Bencher<'_, '_>, messages: usize) {
    let body = body(messages);
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| serde_json::from_slice::<Value>(divan::black_box(&body)).unwrap());
}

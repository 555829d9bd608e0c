//! What it costs to receive a delivery, from the request to the answer, beside its floor: HMAC of
//! the same bytes, and `serde_json` going through them without keeping anything.
//!
//! Handlers are ready at once and polled without a runtime, so this is the endpoint's own cost.
//! Every delivery has new ids: none is left out as a repetition.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a benchmark, not an interface"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use divan::{AllocProfiler, Bencher, black_box, counter::BytesCount};
use futures_util::FutureExt;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, Response};
use http_body_util::Full;
use serde::de::IgnoredAny;
use sha2::Sha256;
use tower_service::Service;
use wazzup_whatsapp_webhooks::{
    Message, RawUpdate, WebhookService, WhatsAppWebhooks, dispatch::Router, testing,
};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const SIZES: [usize; 2] = [1, 100];

fn main() {
    divan::main();
}

/// Text messages as live accounts get them, about 220 bytes each, of so many users in one change.
fn body(count: usize) -> Bytes {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    let messages: Vec<String> = (0..count)
        .map(|user| {
            let number = LAST.fetch_add(1, Ordering::Relaxed);
            format!(
                r#"{{"from":"155501{user:05}","from_user_id":"NL.9{user:04}","id":"wamid.HBgLMTU1NTAxMDQ0NzcVAgASGBQzQTRBNjU5OUFF{number:012}","timestamp":"1770000000","text":{{"body":"Good morning! Is the blue one still there, and when could I have it?"}},"type":"text"}}"#
            )
        })
        .collect();
    let contacts: Vec<String> = (0..count)
        .map(|user| {
            format!(
                r#"{{"profile":{{"name":"Mara"}},"wa_id":"155501{user:05}","user_id":"NL.9{user:04}"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"210550000000001","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"15550109000","phone_number_id":"310660000000002"}},"contacts":[{}],"messages":[{}]}},"field":"messages"}}]}}]}}"#,
        contacts.join(","),
        messages.join(",")
    )
    .into()
}

fn request(count: usize) -> Request<Full<Bytes>> {
    testing::request(body(count), Some(SECRET), "/webhooks")
}

async fn read(message: Message) {
    black_box(message.text_or_caption().map(str::len));
}

fn router() -> Router {
    Router::new().on(read)
}

fn respond(service: &WebhookService, request: Request<Full<Bytes>>) -> Response<Full<Bytes>> {
    let response = service.clone().call(request).now_or_never();
    response.expect("answers at once").unwrap()
}

fn receive(bencher: Bencher<'_, '_>, service: &WebhookService, count: usize) {
    assert_eq!(respond(service, request(count)).status(), 200);
    bencher
        .counter(BytesCount::new(body(count).len()))
        .with_inputs(|| request(count))
        .bench_values(|request| respond(service, request));
}

#[divan::bench(args = SIZES)]
fn text_messages(bencher: Bencher<'_, '_>, count: usize) {
    let service = WhatsAppWebhooks::builder(router())
        .app_secret(SECRET)
        .build()
        .unwrap();
    receive(bencher, &service, count);
}

#[divan::bench(args = SIZES)]
fn text_messages_nothing_remembered(bencher: Bencher<'_, '_>, count: usize) {
    let builder = WhatsAppWebhooks::builder(router()).app_secret(SECRET);
    receive(bencher, &builder.deduplicate(0).build().unwrap(), count);
}

#[divan::bench(args = SIZES)]
fn text_messages_and_a_raw_handler(bencher: Bencher<'_, '_>, count: usize) {
    let router = router().on(async |update: RawUpdate| drop(black_box(update)));
    let service = WhatsAppWebhooks::builder(router)
        .app_secret(SECRET)
        .build()
        .unwrap();
    receive(bencher, &service, count);
}

fn floor(bencher: Bencher<'_, '_>, count: usize, go_through: impl Fn(&[u8]) + Sync) {
    let body = body(count);
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let mac = key.clone().chain_update(&body).finalize().into_bytes();
    bencher.counter(BytesCount::of_slice(&*body)).bench(|| {
        let body = black_box(&body);
        key.clone().chain_update(body).verify_slice(&mac).unwrap();
        go_through(body);
    });
}

#[divan::bench(args = SIZES)]
fn floor_hmac(bencher: Bencher<'_, '_>, count: usize) {
    floor(bencher, count, |_| {});
}

#[divan::bench(args = SIZES)]
fn floor_hmac_and_ignored_any(bencher: Bencher<'_, '_>, count: usize) {
    floor(bencher, count, |body| {
        serde_json::from_slice::<IgnoredAny>(body).unwrap();
    });
}

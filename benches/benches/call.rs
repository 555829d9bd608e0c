//! What the whole stack costs beside bare hyper-util. Goals: at most 5 µs and 10 allocations more
//! per call, at least 90 % of its calls per second.
//!
//! `cargo bench -p benches --bench call`
//!
//! `*_bare` is the floor of the `*_stack` below it: the same request, built the same way, the same
//! answer read whole and parsed as the same type. What is measured in turns comes last.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::time::Duration;

use benches::{
    Bare, TOGETHER, bare, bare_read, bare_request, nothing, one_by_one, runtime, server, turns,
};
use divan::{AllocProfiler, Bencher};
use http::Uri;
use serde::{Deserialize, Serialize};
use tower::{Service as _, service_fn};
use wazzup_transport::{
    Body, Endpoint, Limit, Limits, Request as Call, Transport, TransportBuilder, auth::Credential,
};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
    in_turns();
}

const SEND: Endpoint = Endpoint::post("messages.send", "/v3/message");
const ANSWER: &str =
    r#"{"messageId":"f66c53a6-957a-46b9-b41b-5a2ee3844b0f","chatId":"79990000000"}"#;
const BEARER: &str = "Bearer 0123456789abcdef0123456789abcdef";

#[derive(Serialize)]
struct Message {
    #[serde(rename = "channelId")]
    channel_id: &'static str,
    #[serde(rename = "chatId")]
    chat_id: &'static str,
    text: &'static str,
}

const MESSAGE: Message = Message {
    channel_id: "a2f7b4c1-0000-0000-0000-000000000000",
    chat_id: "79990000000",
    text: "Hello, how are you?",
};

#[derive(Deserialize)]
struct Sent {
    #[serde(rename = "messageId")]
    _message_id: String,
}

fn request(uri: &Uri) -> http::Request<http_body_util::Full<bytes::Bytes>> {
    bare_request(format!("{uri}v3/message"), BEARER, &MESSAGE)
}

async fn bare_call(client: &Bare, uri: &Uri) -> Sent {
    bare_read(client.request(request(uri)).await.unwrap()).await
}

fn builder(uri: &Uri) -> TransportBuilder {
    let plenty = Limit::new(u32::MAX, Duration::from_secs(1))
        .margin(0)
        .burst(u32::MAX / 2);
    Transport::builder()
        .base(uri.clone())
        .credential(Credential::bearer(&BEARER[7..]).unwrap())
        .limits(Limits::new(plenty))
}

async fn stack_call(transport: &Transport) -> Sent {
    transport
        .execute(Call::new(&SEND).json(&MESSAGE))
        .await
        .unwrap()
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn noop_1_bare(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let uri = Uri::from_static("http://127.0.0.1:80");
    let mut service = service_fn(nothing(201, ANSWER));
    bencher.bench_local(|| {
        runtime.block_on(async {
            bare_read::<Sent, _>(service.call(request(&uri)).await.unwrap()).await
        })
    });
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn noop_2_stack(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let uri = Uri::from_static("http://127.0.0.1:80");
    // With `Body` for a body, as the service of real connections has it, nothing has to be wrapped.
    let transport = builder(&uri)
        .service(service_fn(nothing::<Body>(201, ANSWER)))
        .build()
        .unwrap();
    one_by_one(bencher, &runtime, || stack_call(&transport));
}

#[divan::bench(sample_count = 1000, sample_size = 20)]
fn loopback_1_bare(bencher: Bencher<'_, '_>) {
    let (uri, client) = (server(201, ANSWER), bare());
    one_by_one(bencher, &runtime(), || bare_call(&client, &uri));
}

#[divan::bench(sample_count = 1000, sample_size = 20)]
fn loopback_2_stack(bencher: Bencher<'_, '_>) {
    let transport = builder(&server(201, ANSWER)).build().unwrap();
    one_by_one(bencher, &runtime(), || stack_call(&transport));
}

/// Of the same server.
fn in_turns() {
    let (uri, client) = (server(201, ANSWER), bare());
    let transport = builder(&uri)
        .pool(Duration::from_secs(20), TOGETHER)
        .build()
        .unwrap();
    let floor = || {
        let (client, uri) = (client.clone(), uri.clone());
        async move { bare_call(&client, &uri).await }
    };
    let ours = || {
        let transport = transport.clone();
        async move { stack_call(&transport).await }
    };
    turns::calls("a call through the full stack", floor, ours);
}

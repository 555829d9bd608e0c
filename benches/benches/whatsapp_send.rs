//! What a WhatsApp message costs from the call to its id, through the full stack with both of its
//! rate limits, beside bare hyper-util: writing the same body, the same request, and reading the same
//! answer.
//!
//! `cargo bench -p benches --bench whatsapp_send`
//!
//! `*_bare` is the floor of the `*_client` below it; `noop` is over a service that answers at once,
//! so that nothing but the client is measured. What is measured in turns comes last.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use benches::{
    Bare, TOGETHER, bare, bare_read, bare_request, nothing, one_by_one, runtime, server, turns,
};
use divan::{AllocProfiler, Bencher};
use http::Uri;
use tower::{Service as _, service_fn};
use wazzup_whatsapp_api::{
    Client, ClientBuilder,
    transport::Body,
    types::{
        OutgoingMessage, PhoneNumberId, Recipient, WaId,
        message::{SendAnswer, Text},
    },
};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
    in_turns();
}

const ANSWER: &str = r#"{"messaging_product":"whatsapp","contacts":[{"input":"15550104477","wa_id":"15550104477"}],"messages":[{"id":"wamid.HBgLMTU1NTAxMDQ0NzcVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA"}]}"#;
const PHONE: &str = "310660000000002";
const BEARER: &str = "Bearer EAAG0123456789";

/// To one of so many that the limit of a pair is not reached, though it is kept.
fn message() -> OutgoingMessage {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    let user = LAST.fetch_add(1, Ordering::Relaxed) % 10_000;
    let to = Recipient::from(WaId::new(format!("1555010{user:04}")).unwrap());
    OutgoingMessage::new(to, Text::new("Your parcel left the depot").unwrap())
}

fn request(uri: &Uri) -> http::Request<http_body_util::Full<bytes::Bytes>> {
    bare_request(format!("{uri}v25.0/{PHONE}/messages"), BEARER, &message())
}

async fn bare_send(client: &Bare, uri: &Uri) -> SendAnswer {
    bare_read(client.request(request(uri)).await.unwrap()).await
}

/// Both limits are kept, and never reached.
fn builder(uri: &Uri) -> ClientBuilder {
    Client::builder(&BEARER[7..])
        .base(uri.to_string())
        .phone_number_id(PhoneNumberId::new(PHONE).unwrap())
        .throughput(1_000_000_000)
}

async fn client_send(client: &Client) {
    client.messages().send(message()).await.unwrap();
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn noop_1_bare(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let uri = Uri::from_static("http://127.0.0.1:80");
    let mut service = service_fn(nothing(200, ANSWER));
    bencher.bench_local(|| {
        runtime.block_on(async {
            bare_read::<SendAnswer, _>(service.call(request(&uri)).await.unwrap()).await
        })
    });
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn noop_2_client(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let client = builder(&Uri::from_static("http://127.0.0.1:80"))
        .configure(|transport| transport.service(service_fn(nothing::<Body>(200, ANSWER))))
        .build()
        .unwrap();
    one_by_one(bencher, &runtime, || client_send(&client));
}

#[divan::bench(sample_count = 1000, sample_size = 20)]
fn loopback_1_bare(bencher: Bencher<'_, '_>) {
    let (uri, client) = (server(200, ANSWER), bare());
    one_by_one(bencher, &runtime(), || bare_send(&client, &uri));
}

#[divan::bench(sample_count = 1000, sample_size = 20)]
fn loopback_2_client(bencher: Bencher<'_, '_>) {
    let client = builder(&server(200, ANSWER)).build().unwrap();
    one_by_one(bencher, &runtime(), || client_send(&client));
}

/// To the same server.
fn in_turns() {
    let (uri, bare) = (server(200, ANSWER), bare());
    let client = builder(&uri)
        .configure(|transport| transport.pool(Duration::from_secs(20), TOGETHER))
        .build()
        .unwrap();
    let floor = || {
        let (bare, uri) = (bare.clone(), uri.clone());
        async move { bare_send(&bare, &uri).await }
    };
    let ours = || {
        let client = client.clone();
        async move { client_send(&client).await }
    };
    turns::calls("a WhatsApp message through the client", floor, ours);
}

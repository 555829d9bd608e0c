//! What a message costs from the call to its id, beside the least that sending it takes: writing the
//! body, a request of it, and reading the answer. Over a service that does nothing, so that nothing but
//! the client is measured.
//!
//! `cargo bench -p wazzup-whatsapp-api --bench send`

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::{convert::Infallible, future::Future, pin::Pin};

use bytes::Bytes;
use divan::{AllocProfiler, Bencher};
use http::{HeaderValue, Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use tokio::runtime::Runtime;
use tower::{Service as _, service_fn};
use wazzup_whatsapp_api::{
    Client,
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
}

const ANSWER: &str = r#"{"messaging_product":"whatsapp","contacts":[{"input":"15550104477","wa_id":"15550104477"}],"messages":[{"id":"wamid.HBgLMTU1NTAxMDQ0NzcVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA"}]}"#;
const PHONE: &str = "310660000000002";

fn message() -> OutgoingMessage {
    let to = Recipient::from(WaId::new("15550104477").unwrap());
    OutgoingMessage::new(to, Text::new("Your parcel left the depot").unwrap())
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

/// Boxes its future, as hyper-util does.
fn nothing<B: Send + 'static>(_: Request<B>) -> Answer {
    Box::pin(async {
        Ok(Response::new(Full::new(Bytes::from_static(
            ANSWER.as_bytes(),
        ))))
    })
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn send_1_bare(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let mut service = service_fn(nothing);
    bencher.bench_local(|| {
        runtime.block_on(async {
            let body = serde_json::to_vec(&message()).unwrap();
            let request =
                Request::post(format!("https://graph.facebook.com/v25.0/{PHONE}/messages"))
                    .header(header::ACCEPT, HeaderValue::from_static("application/json"))
                    .header(
                        header::CONTENT_TYPE,
                        HeaderValue::from_static("application/json"),
                    )
                    .header(header::USER_AGENT, HeaderValue::from_static("bench"))
                    .header(
                        header::AUTHORIZATION,
                        HeaderValue::from_static("Bearer EAAG0123456789"),
                    )
                    .body(Full::new(Bytes::from(body)))
                    .unwrap();
            let answer = service.call(request).await.unwrap();
            let answer = answer.into_body().collect().await.unwrap().to_bytes();
            serde_json::from_slice::<SendAnswer>(&answer).unwrap()
        })
    });
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn send_2_client(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    // The limits are counted, and never reached.
    let client = Client::builder("EAAG0123456789")
        .phone_number_id(PhoneNumberId::new(PHONE).unwrap())
        .throughput(1_000_000_000)
        .pair_limit(false)
        .configure(|transport| transport.service(service_fn(nothing::<Body>)))
        .build()
        .unwrap();
    bencher.bench_local(|| {
        runtime.block_on(async { client.messages().send(message()).await.unwrap() })
    });
}

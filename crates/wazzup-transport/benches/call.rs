//! What the whole stack costs beside bare hyper-util. Goals: at most 5 µs and 10 allocations more
//! per call, at least 90 % of its calls per second.
//!
//! `cargo bench -p wazzup-transport --bench call`
//!
//! `bare_*` is the floor of the `stack_*` below it: the same request, built the same way, the same
//! answer read whole and parsed as the same type.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::{convert::Infallible, future::Future, pin::Pin, time::Duration};

use bytes::Bytes;
use divan::{AllocProfiler, Bencher};
use http::{HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioIo, TokioTimer},
};
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, runtime::Runtime};
use tower::{Service as _, service_fn};
use wazzup_transport::{
    Body, Endpoint, Limit, Limits, Request as Call, Transport, TransportBuilder, auth::Credential,
};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const SEND: Endpoint = Endpoint::post("messages.send", "/v3/message");
const ANSWER: &str =
    r#"{"messageId":"f66c53a6-957a-46b9-b41b-5a2ee3844b0f","chatId":"79990000000"}"#;
const BEARER: &str = "Bearer 0123456789abcdef0123456789abcdef";
const TOGETHER: usize = 64;

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

/// A hyper server on a thread of its own.
fn server() -> Uri {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let uri = format!("http://{}", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    std::thread::spawn(move || {
        runtime().block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let service =
                    hyper::service::service_fn(async |request: Request<hyper::body::Incoming>| {
                        request.into_body().collect().await.unwrap();
                        Ok::<_, Infallible>(
                            Response::builder()
                                .status(201)
                                .body(Full::new(Bytes::from_static(ANSWER.as_bytes())))
                                .unwrap(),
                        )
                    });
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    uri
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

// ---- The floor.

type Bare = Client<HttpConnector, Full<Bytes>>;

fn bare() -> Bare {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .build(connector)
}

fn bare_request(uri: &Uri) -> Request<Full<Bytes>> {
    let body = serde_json::to_vec(&MESSAGE).unwrap();
    let uri = format!("{}v3/message", uri);
    Request::post(uri)
        .header(header::ACCEPT, HeaderValue::from_static("application/json"))
        .header(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )
        .header(header::USER_AGENT, HeaderValue::from_static("bench"))
        .header(header::AUTHORIZATION, HeaderValue::from_static(BEARER))
        .body(Full::new(Bytes::from(body)))
        .unwrap()
}

async fn bare_read<B: http_body::Body<Error: std::fmt::Debug>>(response: Response<B>) -> Sent {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

async fn bare_call(client: &Bare, uri: &Uri) -> Sent {
    bare_read(client.request(bare_request(uri)).await.unwrap()).await
}

// ---- The stack.

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

// ---- Over a service that does nothing.

type Answer = Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

/// Boxes its future, as hyper-util does.
fn nothing<B: Send + 'static>(_: Request<B>) -> Answer {
    Box::pin(async {
        let body = Full::new(Bytes::from_static(ANSWER.as_bytes()));
        Ok(Response::builder().status(201).body(body).unwrap())
    })
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn noop_1_bare(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let uri = Uri::from_static("http://127.0.0.1:80");
    let mut service = service_fn(nothing);
    bencher.bench_local(|| {
        runtime.block_on(async { bare_read(service.call(bare_request(&uri)).await.unwrap()).await })
    });
}

#[divan::bench(sample_count = 200, sample_size = 100)]
fn noop_2_stack(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let uri = Uri::from_static("http://127.0.0.1:80");
    // With `Body` for a body, as the service of real connections has it, nothing has to be wrapped.
    let transport = builder(&uri)
        .service(service_fn(nothing::<Body>))
        .build()
        .unwrap();
    bencher.bench_local(|| runtime.block_on(stack_call(&transport)));
}

// ---- Over loopback.

#[divan::bench(sample_count = 1000, sample_size = 20)]
fn loopback_1_bare(bencher: Bencher<'_, '_>) {
    let (runtime, uri, client) = (runtime(), server(), bare());
    bencher.bench_local(|| runtime.block_on(bare_call(&client, &uri)));
}

#[divan::bench(sample_count = 1000, sample_size = 20)]
fn loopback_2_stack(bencher: Bencher<'_, '_>) {
    let (runtime, uri) = (runtime(), server());
    let transport = builder(&uri).build().unwrap();
    bencher.bench_local(|| runtime.block_on(stack_call(&transport)));
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn loopback_3_bare_64_at_once(bencher: Bencher<'_, '_>) {
    let (runtime, uri, client) = (runtime(), server(), bare());
    bencher.counter(TOGETHER).bench_local(|| {
        runtime.block_on(async {
            let mut calls = tokio::task::JoinSet::new();
            for _ in 0..TOGETHER {
                let (client, uri) = (client.clone(), uri.clone());
                calls.spawn(async move { bare_call(&client, &uri).await });
            }
            calls.join_all().await
        })
    });
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn loopback_4_stack_64_at_once(bencher: Bencher<'_, '_>) {
    let (runtime, uri) = (runtime(), server());
    let transport = builder(&uri)
        .pool(Duration::from_secs(20), TOGETHER)
        .build()
        .unwrap();
    bencher.counter(TOGETHER).bench_local(|| {
        runtime.block_on(async {
            let mut calls = tokio::task::JoinSet::new();
            for _ in 0..TOGETHER {
                let transport = transport.clone();
                calls.spawn(async move { stack_call(&transport).await });
            }
            calls.join_all().await
        })
    });
}

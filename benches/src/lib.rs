//! What the benchmarks of calls share: the server they call, and the bare client that is the floor.
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a benchmark that cannot go on should stop"
)]

use std::{convert::Infallible, future::Future, pin::Pin};

use bytes::Bytes;
use divan::Bencher;
use http::{HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioIo, TokioTimer},
};
use serde::{Serialize, de::DeserializeOwned};
use tokio::{net::TcpListener, runtime::Runtime};

pub mod spread;
pub mod turns;

/// How many calls are made at once where many are.
pub const TOGETHER: usize = 64;

/// The bare client.
pub type Bare = Client<HttpConnector, Full<Bytes>>;

/// The answer of [`nothing`].
pub type Answer = Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Infallible>> + Send>>;

/// A runtime of one thread.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn respond(status: u16, answer: &'static str) -> Response<Full<Bytes>> {
    Response::builder()
        .status(status)
        .body(Full::new(Bytes::from_static(answer.as_bytes())))
        .unwrap()
}

/// A hyper server on a thread of its own, on loopback, that reads what it is asked and always
/// answers the same.
pub fn server(status: u16, answer: &'static str) -> Uri {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let uri = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        runtime().block_on(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let service =
                    hyper::service::service_fn(move |request: Request<Incoming>| async move {
                        request.into_body().collect().await.unwrap();
                        Ok::<_, Infallible>(respond(status, answer))
                    });
                let connection = hyper::server::conn::http1::Builder::new();
                tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    uri.parse().unwrap()
}

/// A service that answers at once. Boxes its future, as hyper-util does.
pub fn nothing<B: Send + 'static>(
    status: u16,
    answer: &'static str,
) -> impl FnMut(Request<B>) -> Answer + Clone + Send + Sync + 'static {
    move |_| Box::pin(async move { Ok(respond(status, answer)) })
}

/// hyper-util's client, bare.
pub fn bare() -> Bare {
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .build(connector)
}

/// The request that the clients make, made by hand.
pub fn bare_request(
    uri: String,
    bearer: &'static str,
    body: &impl Serialize,
) -> Request<Full<Bytes>> {
    let body = serde_json::to_vec(body).unwrap();
    let json = HeaderValue::from_static("application/json");
    Request::post(uri)
        .header(header::ACCEPT, json.clone())
        .header(header::CONTENT_TYPE, json)
        .header(header::USER_AGENT, HeaderValue::from_static("bench"))
        .header(header::AUTHORIZATION, HeaderValue::from_static(bearer))
        .body(Full::new(Bytes::from(body)))
        .unwrap()
}

/// Reads an answer whole and parses it.
pub async fn bare_read<T: DeserializeOwned, B: http_body::Body<Error: std::fmt::Debug>>(
    response: Response<B>,
) -> T {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&body).unwrap()
}

/// Measures calls that are made one after the other.
pub fn one_by_one<F: Future>(bencher: Bencher<'_, '_>, runtime: &Runtime, call: impl Fn() -> F) {
    bencher.bench_local(|| runtime.block_on(call()));
}

//! That logs tell what was called, and nothing of what was sent.
//!
//! A binary of its own, with one test: whether a place in the code is worth a span is remembered for the
//! whole process, and other tests would have it forgotten.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "it/client.rs"]
mod client;
#[expect(dead_code, reason = "of use to the other tests")]
#[path = "it/server.rs"]
mod server;

use std::{
    io,
    sync::{Arc, Mutex},
};

use tracing_subscriber::fmt::{MakeWriter, format::FmtSpan};
use wazzup_transport::{Endpoint, Request};

use crate::{
    client::builder,
    server::{Server, answer},
};

const GET: Endpoint = Endpoint::get("users.get", "/v3/users/{id}");

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn spans_tell_what_happened_and_nothing_of_what_was_sent() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    let server = Server::answering(|number| match number {
        0 => answer(503, "", "79990000000"),
        _ => answer(200, "", "\"79990000000\""),
    })
    .await;
    let request = Request::new(&GET)
        .path("id", "79990000000")
        .query("q", "79990000000");
    let transport = builder(&server.url).build().unwrap();
    transport.execute::<String>(request).await.unwrap();
    drop(server);
    let lost = builder("http://127.0.0.1:1").no_retry().build().unwrap();
    lost.execute::<()>(Request::new(&GET).path("id", "79990000000"))
        .await
        .unwrap_err();
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let own: Vec<&str> = log
        .lines()
        .filter(|line| line.contains(" wazzup_transport: "))
        .collect();
    let has = |parts: &[&str]| {
        let found = own
            .iter()
            .any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(found, "{parts:?} not in {own:#?}");
    };
    has(&[
        "call{operation=\"users.get\"",
        "attempt{operation=\"users.get\" attempt=1",
        "status=503",
    ]);
    has(&[
        "attempt{operation=\"users.get\" attempt=2",
        "status=200",
        "elapsed_ms=",
    ]);
    has(&[
        "trying again",
        "operation=\"users.get\"",
        "attempt=1",
        "status=503",
    ]);
    has(&["status=200", "attempts=2", "close"]);
    has(&["failed", "error=\"no connection\""]);
    for line in &own {
        assert!(
            !line.contains("7999") && !line.contains("hush") && !line.contains("/v3"),
            "{line}"
        );
    }
}

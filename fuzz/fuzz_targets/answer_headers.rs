//! Any status, headers and body as the answer to a call: it becomes a value or an error that can be
//! shown, and the pause that a server asks for stays within its bounds.

#![no_main]

use std::{convert::Infallible, sync::LazyLock, time::Duration};

use http::{HeaderName, HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use wazzup_transport::{Body, Endpoint, Transport};

const CALL: Endpoint = Endpoint::get("fuzz.call", "/");
const YEAR: Duration = Duration::from_secs(366 * 24 * 3600);

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
});

fuzz_target!(|input: (u16, &[u8], &[u8], &[u8], &[u8])| {
    let (status, retry_after, name, value, body) = input;
    let Ok(answer) = Response::builder().status(status).body(()) else {
        return;
    };
    let (mut head, ()) = answer.into_parts();
    if let Ok(retry_after) = HeaderValue::from_bytes(retry_after) {
        head.headers.insert("retry-after", retry_after);
    }
    if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
        head.headers.append(name, value);
    }
    let body = body.to_vec();
    let transport = Transport::new(tower::service_fn(move |_: Request<Body>| {
        let answer = Response::from_parts(head.clone(), Body::from(body.clone()));
        async { Ok::<_, Infallible>(answer) }
    }));
    let request = wazzup_transport::Request::new(&CALL);
    let result = RUNTIME.block_on(
        transport
            .execute::<serde_json::Value>(request)
            .into_future(),
    );
    if let Err(error) = result {
        assert!(error.retry_after().is_none_or(|pause| pause <= YEAR));
        assert!(!format!("{error}").contains('\n'));
        let _ = format!("{error:?}");
    }
});

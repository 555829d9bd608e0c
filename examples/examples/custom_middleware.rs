//! Your own tower middleware around the stack: a header on each attempt, a count of calls, and a
//! limit taken out.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use examples::{Outcome, Stage};
use http::{HeaderValue, Request};
use tower::util::MapRequestLayer;
use wazzup_sdk::transport::{Body, Call, Point, Slot};

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::emulated().await?;
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);

    let client = stage
        .builder()?
        .configure(move |transport| {
            transport
                // Outermost: once per call. What the call is stands in its extensions.
                .layer(
                    Point::Call,
                    MapRequestLayer::new(move |request: Request<Body>| {
                        if let Some(call) = request.extensions().get::<Arc<Call>>() {
                            println!("calling {}", call.operation());
                        }
                        counter.fetch_add(1, Ordering::Relaxed);
                        request
                    }),
                )
                // Around each attempt, after the key was added.
                .layer(
                    Point::Attempt,
                    MapRequestLayer::new(|mut request: Request<Body>| {
                        request
                            .headers_mut()
                            .insert("x-trace", HeaderValue::from_static("abc"));
                        request
                    }),
                )
                // The emulator counts strictly; a gateway of your own may not count at all.
                .without(Slot::RateLimit)
        })
        .build()?;

    client.channels().list().await?;
    client.users().list().await?;
    println!("{} calls", calls.load(Ordering::Relaxed));
    Ok(())
}

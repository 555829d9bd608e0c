//! The limiter against the strict windows of the emulator, whose phase it does not know.
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::Instant};
use wazzup_emulator::Emulator;
use wazzup_sdk::api::Client;

/// How long the limit is saturated.
const SPAN: Duration = Duration::from_secs(60);

/// What the service allows in that time: 500 in each 5 seconds.
const ALLOWANCE: usize = 500 * 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_minute_of_saturation_trips_nothing_and_uses_98_percent() {
    // A phase from this very moment, so that each run tries another.
    let phase = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let phase = u64::from(phase.subsec_nanos()) % 5_000;
    let emulator = Emulator::builder()
        .journal_limit(2 * ALLOWANCE)
        .knobs(|knobs| knobs.rate_limit.phase_ms = Some(phase))
        .start()
        .await
        .unwrap();
    // Clones, hosts and kinds of calls share the limit: it is the key's.
    let client = Client::builder(emulator.config().api_key)
        .public_base(emulator.url())
        .tech_base(emulator.url())
        .timeout(2 * SPAN)
        .build()
        .unwrap();

    let done = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let end = Instant::now() + SPAN;
    let mut callers = JoinSet::new();
    for number in 0..64 {
        let (client, done) = (client.clone(), Arc::clone(&done));
        callers.spawn(async move {
            while Instant::now() < end {
                let result = match number % 2 {
                    0 => client.users().list().await.map(drop),
                    _ => client.channels().list().lazy_start(false).await.map(drop),
                };
                result.unwrap();
                if Instant::now() < end {
                    done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
            }
        });
    }
    while let Some(caller) = callers.join_next().await {
        caller.unwrap();
    }

    let refused = emulator
        .journal()
        .requests
        .iter()
        .filter(|one| one.status == Some(http::StatusCode::TOO_MANY_REQUESTS))
        .count();
    let done = done.load(std::sync::atomic::Ordering::Relaxed);
    println!("phase {phase} ms: {done} of {ALLOWANCE} calls, {refused} refused");
    assert_eq!(refused, 0, "phase {phase} ms");
    assert!(done * 100 >= ALLOWANCE * 98, "only {done} of {ALLOWANCE}");
}

//! The whole layer on paused time.

use std::{collections::VecDeque, time::Duration};

use http::{Request, Response};
use proptest::prelude::*;
use tokio::time::{Instant, advance};
use tower_test::mock;

use super::*;
use crate::Bucket;

mod scopes;

const FIVE: Duration = Duration::from_secs(5);

fn limiter() -> GovernorLimiter {
    GovernorLimiter::new(Limits::new(Limit::new(500, FIVE)))
}

async fn take(limiter: &GovernorLimiter, scope: Scope) {
    if let Acquire::Later(wait) = limiter.acquire(scope) {
        wait.await;
    }
}

/// The most that any closed span of `window` holds.
fn worst(times: &[Duration], window: Duration) -> usize {
    let mut span = VecDeque::new();
    let mut worst = 0;
    for time in times {
        span.push_back(*time);
        while *time - span[0] > window {
            span.pop_front();
        }
        worst = worst.max(span.len());
    }
    worst
}

/// What a server that counts fixed windows counts at most, whatever their phase, if the way to it
/// takes up to `jitter` longer for some.
fn worst_of_phases(times: &[Duration], jitter: Duration, window: Duration) -> usize {
    let mut seed = 7_u64;
    let arrivals: Vec<Duration> = times
        .iter()
        .map(|time| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *time + jitter.mul_f64((seed >> 33) as f64 / f64::from(1_u32 << 31))
        })
        .collect();
    (0..500)
        .map(|phase| {
            let phase = window * phase / 500;
            let mut counts = std::collections::BTreeMap::<u128, usize>::new();
            for time in &arrivals {
                *counts
                    .entry((*time + phase).as_nanos() / window.as_nanos())
                    .or_default() += 1;
            }
            counts.into_values().max().unwrap_or(0)
        })
        .max()
        .unwrap_or(0)
}

#[tokio::test(start_paused = true)]
async fn saturation_uses_98_percent_and_overruns_no_window_of_any_phase() {
    let limiter = limiter();
    let start = Instant::now();
    let mut times = Vec::new();
    while start.elapsed() < Duration::from_secs(60) {
        take(&limiter, Scope::default()).await;
        times.push(start.elapsed());
    }
    assert!(worst(&times, FIVE) <= 495, "{}", worst(&times, FIVE));
    assert!(times.len() >= 6000 * 98 / 100, "{}", times.len());
    assert!(worst_of_phases(&times, Duration::ZERO, FIVE) <= 495);
    let jittered = worst_of_phases(&times, Duration::from_millis(50), FIVE);
    assert!(jittered <= 500, "{jittered}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_span_ever_holds_more_than_the_allowance(
        allowance in 1_u32..60,
        burst in 0_u32..60,
        margin in 0_u32..10,
        // Pauses between arrivals, in ms: bursts, idling, holds.
        arrivals in proptest::collection::vec((0_u64..400, 0_u8..20), 1..300),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let window = Duration::from_secs(2);
            let limit = Limit::new(allowance, window).margin(margin).burst(burst);
            let limiter = GovernorLimiter::new(Limits::new(limit));
            let start = Instant::now();
            let mut tasks = tokio::task::JoinSet::new();
            for (pause, kind) in arrivals {
                match kind {
                    0 => advance(Duration::from_secs(3)).await,
                    1 => limiter.hold(Scope::default(), Duration::from_millis(pause)),
                    2..=8 => advance(Duration::from_millis(pause)).await,
                    _ => {}
                }
                let limiter = limiter.clone();
                tasks.spawn(async move {
                    take(&limiter, Scope::default()).await;
                    start.elapsed()
                });
            }
            let mut times = tasks.join_all().await;
            times.sort_unstable();
            prop_assert!(worst(&times, window) <= allowance as usize);
            Ok(())
        })?;
    }
}

#[tokio::test(start_paused = true)]
async fn who_came_first_leaves_first() {
    let limiter = limiter();
    let order = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..100 {
        let (limiter, order) = (limiter.clone(), order.clone());
        tasks.spawn(async move {
            take(&limiter, Scope::default()).await;
            order.lock().unwrap().push(number);
        });
    }
    tasks.join_all().await;
    assert_eq!(*order.lock().unwrap(), (0..100).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_costs_the_others_nothing() {
    let limiter = limiter();
    let start = Instant::now();
    for _ in 0..4 {
        take(&limiter, Scope::default()).await;
    }
    let mut tasks: Vec<_> = (0..100)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { take(&limiter, Scope::default()).await })
        })
        .collect();
    tokio::task::yield_now().await;
    // The first in line and everyone else but the last.
    let last = tasks.pop().unwrap();
    for task in tasks {
        task.abort();
    }
    last.await.unwrap();
    let waited = start.elapsed();
    assert!(waited <= Duration::from_millis(12), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_cold_start_overruns_no_window_either() {
    const CONNECT: Duration = Duration::from_millis(300);
    let limiter = limiter();
    let start = Instant::now();
    let mut arrivals = Vec::new();
    let mut late = VecDeque::new();
    while start.elapsed() < Duration::from_secs(20) {
        take(&limiter, Scope::default()).await;
        let now = start.elapsed();
        // Connections that are made by now are used again; those of before are late.
        while late.front().is_some_and(|at| *at <= now) {
            limiter.late(Scope::default());
            late.pop_front();
        }
        if now < CONNECT {
            late.push_back(now + CONNECT);
            arrivals.push(now + CONNECT);
        } else {
            arrivals.push(now);
        }
    }
    arrivals.sort_unstable();
    assert!(worst(&arrivals, FIVE) <= 500, "{}", worst(&arrivals, FIVE));
    let expected = 0.984 * (20.0 - CONNECT.as_secs_f64()) * 100.0;
    assert!(arrivals.len() as f64 > expected - 5.0, "{}", arrivals.len());
}

/// Polls it once and keeps it.
fn begin<F: Future>(future: F) -> std::pin::Pin<Box<F>> {
    let mut future = Box::pin(future);
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(future.as_mut().poll(&mut cx).is_pending());
    future
}

#[tokio::test(start_paused = true)]
async fn who_is_kept_without_being_polled_keeps_nobody_waiting() {
    let limiter = limiter();
    for _ in 0..4 {
        take(&limiter, Scope::default()).await;
    }
    let sleepers: Vec<_> = (0..10)
        .map(|_| begin(take(&limiter, Scope::default())))
        .collect();
    let start = Instant::now();
    let mut times = Vec::new();
    for _ in 0..300 {
        take(&limiter, Scope::default()).await;
        times.push(start.elapsed());
    }
    assert!(times[0] < Duration::from_millis(500), "{:?}", times[0]);
    let rest = times[299] - times[0];
    assert!(rest < Duration::from_millis(10 * 310), "{rest:?}");
    // They get theirs once they are polled again, at the pace of all.
    for sleeper in sleepers {
        sleeper.await;
        times.push(start.elapsed());
    }
    let end = *times.last().unwrap() - times[299];
    assert!(end < Duration::from_millis(200), "{end:?}");
    assert!(worst(&times, Duration::from_secs(1)) <= 102);
}

#[tokio::test(start_paused = true)]
async fn keys_and_buckets_do_not_wait_for_each_other() {
    let [messages, media] = ["messages", "media"].map(Bucket::new);
    let limit = Limit::new(5, FIVE);
    let limits = Limits::new(limit).with_separate(messages, limit);
    let limiter = GovernorLimiter::new(limits);
    let now = |scope| matches!(limiter.acquire(scope), Acquire::Now);

    assert!(now(Scope::default()));
    assert!(!now(Scope::default()));
    assert!(
        !now(Scope {
            bucket: media,
            ..Scope::default()
        }),
        "counts into the default one"
    );
    assert!(now(Scope {
        bucket: messages,
        ..Scope::default()
    }));
    assert!(now(Scope {
        key: LimitKey::of("other"),
        ..Scope::default()
    }));
}

#[tokio::test(start_paused = true)]
async fn a_bucket_with_a_limit_of_its_own_counts_into_both() {
    let messages = Scope {
        bucket: Bucket::new("messages"),
        ..Scope::default()
    };
    let limits = Limits::new(Limit::new(100, FIVE)).with(messages.bucket, Limit::new(10, FIVE));
    let limiter = GovernorLimiter::new(limits);
    let start = Instant::now();
    let mut times = Vec::new();
    let mut all = Vec::new();
    // A flood of others, and messages among them.
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..400 {
        let limiter = limiter.clone();
        tasks.spawn(async move {
            let is_message = number % 4 == 0;
            take(
                &limiter,
                if is_message {
                    messages
                } else {
                    Scope::default()
                },
            )
            .await;
            (is_message, start.elapsed())
        });
    }
    for (is_message, time) in tasks.join_all().await {
        all.push(time);
        if is_message {
            times.push(time);
        }
    }
    times.sort_unstable();
    all.sort_unstable();
    assert!(worst(&all, FIVE) <= 100);
    assert!(worst(&times, FIVE) <= 10, "{}", worst(&times, FIVE));
}

#[tokio::test(start_paused = true)]
async fn values_far_out_of_any_use_do_not_overflow() {
    for limit in [
        Limit::new(1, Duration::MAX),
        Limit::new(u32::MAX, Duration::MAX).burst(u32::MAX),
        Limit::new(u32::MAX, Duration::from_secs(365 * 24 * 3600)).burst(u32::MAX),
        Limit::new(1_000_000, Duration::from_secs(3600)).burst(990_000),
        Limit::new(u32::MAX, Duration::from_nanos(1)),
    ] {
        let limiter = GovernorLimiter::new(Limits::new(limit));
        for _ in 0..3 {
            let _ = limiter.acquire(Scope::default());
            limiter.hold(Scope::default(), Duration::MAX);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn keys_that_are_gone_are_forgotten() {
    let limiter = limiter();
    for number in 0..10_000 {
        let key = LimitKey::of(&number);
        take(
            &limiter,
            Scope {
                key,
                ..Scope::default()
            },
        )
        .await;
        advance(Duration::from_millis(50)).await;
    }
    let remembered = format!("{limiter:?}").matches("Line {").count();
    assert!(remembered <= 200, "{remembered}");
}

#[tokio::test(start_paused = true)]
async fn a_request_waits_in_its_future_and_not_in_poll_ready() {
    let layer = RateLimitLayer::new(GovernorLimiter::new(Limits::new(Limit::new(1, FIVE))));
    let (mut service, mut handle) = mock::spawn_layer::<Request<()>, Response<()>, _>(layer);
    handle.allow(2);

    assert!(service.poll_ready().is_ready());
    let _first = service.call(Request::new(()));
    assert!(handle.next_request().await.is_some());
    assert!(service.poll_ready().is_ready());
    let second = tokio::spawn(service.call(Request::new(())));
    advance(FIVE - Duration::from_millis(10)).await;
    tokio::task::yield_now().await;
    assert!(!second.is_finished());
    let start = Instant::now();
    let (_, answer) = handle.next_request().await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(10));
    answer.send_response(Response::new(()));
    second.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_token_that_grew_old_in_the_outer_line_counts_from_when_it_is_used() {
    let messages = Scope {
        bucket: Bucket::new("messages"),
        ..Scope::default()
    };
    let own = Limit::new(5, FIVE).burst(1);
    let limits = Limits::new(Limit::new(500, FIVE)).with(messages.bucket, own);
    let limiter = GovernorLimiter::new(limits);
    let start = Instant::now();
    limiter.hold(Scope::default(), Duration::from_secs(60));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let limiter = limiter.clone();
        tasks.spawn(async move {
            take(&limiter, messages).await;
            start.elapsed()
        });
    }
    let mut times = tasks.join_all().await;
    times.sort_unstable();
    assert!(worst(&times, FIVE) <= 5, "{times:?}");
}

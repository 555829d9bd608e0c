//! What it costs to ask the limiter when nobody waits. Goal: 200 ns.
//!
//! `cargo bench -p wazzup-transport --bench limiter`

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::time::Duration;

use divan::{AllocProfiler, Bencher};
use wazzup_transport::{
    Bucket, Limit, Limits,
    rate_limit::{Acquire, GovernorLimiter, LimitKey, Limiter, Scope, SharedLimiter},
};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// So much that there is always a token.
fn plenty() -> Limit {
    Limit::new(u32::MAX, Duration::from_secs(1))
        .margin(0)
        .burst(u32::MAX / 2)
}

fn acquire(limiter: &impl Limiter, scope: Scope) {
    assert!(matches!(limiter.acquire(scope), Acquire::Now));
}

#[divan::bench]
fn acquire_uncontended(bencher: Bencher<'_, '_>) {
    let limiter = GovernorLimiter::new(Limits::new(plenty()));
    bencher.bench_local(|| acquire(&limiter, divan::black_box(Scope::default())));
}

#[divan::bench]
fn acquire_uncontended_type_forgotten(bencher: Bencher<'_, '_>) {
    let limiter = SharedLimiter::new(GovernorLimiter::new(Limits::new(plenty())));
    bencher.bench_local(|| acquire(&limiter, divan::black_box(Scope::default())));
}

#[divan::bench]
fn acquire_of_one_key_in_a_thousand(bencher: Bencher<'_, '_>) {
    let limiter = GovernorLimiter::new(Limits::new(plenty()));
    let scopes: Vec<Scope> = (0..1000)
        .map(|number| Scope {
            bucket: Bucket::DEFAULT,
            key: LimitKey::of(&number),
        })
        .collect();
    for scope in &scopes {
        acquire(&limiter, *scope);
    }
    let mut next = scopes.iter().cycle();
    bencher.bench_local(|| acquire(&limiter, *next.next().unwrap()));
}

const PAIR: Bucket = Bucket::new("pair");

/// A limiter of a sender, and of each pair of a sender and a recipient.
fn with_pairs() -> GovernorLimiter {
    let paced = Limit::paced(Duration::from_nanos(1), u32::MAX);
    GovernorLimiter::new(Limits::new(plenty()).with_separate(PAIR, paced))
}

fn acquire_both(limiter: &GovernorLimiter, recipient: u64) {
    let pair = Scope {
        bucket: PAIR,
        key: LimitKey::of(&recipient),
    };
    let acquired = limiter.acquire_all(&[Scope::default(), pair]);
    assert!(matches!(acquired, Acquire::Now));
}

#[divan::bench]
fn acquire_of_a_sender_and_one_pair_in_a_thousand(bencher: Bencher<'_, '_>) {
    let limiter = with_pairs();
    let mut next = (0..1000).cycle();
    bencher.bench_local(|| acquire_both(&limiter, next.next().unwrap()));
}

#[divan::bench]
fn acquire_of_a_sender_and_a_new_pair_each_time(bencher: Bencher<'_, '_>) {
    let limiter = with_pairs();
    let mut next = 0..;
    bencher.bench_local(|| acquire_both(&limiter, next.next().unwrap()));
}

#[divan::bench(threads = 2)]
fn acquire_by_two_threads(bencher: Bencher<'_, '_>) {
    let limiter = GovernorLimiter::new(Limits::new(plenty()));
    bencher.bench(|| acquire(&limiter, divan::black_box(Scope::default())));
}

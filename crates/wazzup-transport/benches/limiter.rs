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

#[divan::bench(threads = 2)]
fn acquire_by_two_threads(bencher: Bencher<'_, '_>) {
    let limiter = GovernorLimiter::new(Limits::new(plenty()));
    bencher.bench(|| acquire(&limiter, divan::black_box(Scope::default())));
}

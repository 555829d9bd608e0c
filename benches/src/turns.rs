//! Two ways of doing the same work, measured in turns, so that whatever else the machine does hits
//! both alike.

use std::{future::Future, time::Duration};

use tokio::{runtime::Runtime, task::JoinSet, time::Instant};

use crate::{TOGETHER, runtime, spread::Spread};

/// How many rounds each of the two gets.
const ROUNDS: usize = 400;

/// Prints what a call of each kind takes, one after the other and [many at once](TOGETHER).
///
/// `floor` and `ours` give a call each; both are made on one runtime of one thread. If the
/// benchmark was started with filters and none of them is part of `turns`, nothing is done.
pub fn calls<A, B>(name: &str, floor: impl Fn() -> A, ours: impl Fn() -> B)
where
    A: Future<Output: Send> + Send + 'static,
    B: Future<Output: Send> + Send + 'static,
{
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_filter = |argument: &&String| !argument.starts_with('-');
    let mut filters = arguments.iter().filter(is_filter).peekable();
    if filters.peek().is_some() && !filters.any(|filter| "turns".contains(filter.as_str())) {
        return;
    }
    // `cargo test --benches` only wants to see that it runs.
    let testing = !arguments.iter().any(|argument| argument == "--bench");
    let rounds = if testing { 1 } else { ROUNDS };
    let runtime = &runtime();
    println!(
        "\n{name}: {rounds} rounds in turns, medians\n{:20} {:>10} {:>10} {:>10} {:>7}   half of the rounds",
        "", "floor/call", "ours/call", "more/call", "ratio"
    );
    compare(
        "one after the other",
        rounds,
        || one_by_one(runtime, &floor),
        || one_by_one(runtime, &ours),
    );
    compare(
        &format!("{TOGETHER} at once"),
        rounds,
        || at_once(runtime, &floor),
        || at_once(runtime, &ours),
    );
}

/// The time of a call that comes after the other.
fn one_by_one<F: Future>(runtime: &Runtime, call: impl Fn() -> F) -> Duration {
    const CALLS: u32 = 300;
    let start = Instant::now();
    runtime.block_on(async {
        for _ in 0..CALLS {
            call().await;
        }
    });
    start.elapsed() / CALLS
}

/// The time that a call takes its share of, each a task.
fn at_once<F>(runtime: &Runtime, call: impl Fn() -> F) -> Duration
where
    F: Future<Output: Send> + Send + 'static,
{
    const TIMES: u32 = 8;
    let start = Instant::now();
    runtime.block_on(async {
        for _ in 0..TIMES {
            let calls: JoinSet<_> = (0..TOGETHER).map(|_| call()).collect();
            calls.join_all().await;
        }
    });
    start.elapsed() / TIMES / TOGETHER as u32
}

fn compare(name: &str, rounds: usize, floor: impl Fn() -> Duration, ours: impl Fn() -> Duration) {
    // Connections are made.
    let _ = (floor(), ours());
    let measured: Vec<_> = (0..rounds)
        .map(|round| {
            // Neither is always the first.
            if round % 2 == 0 {
                let floor = floor();
                (floor, ours())
            } else {
                let ours = ours();
                (floor(), ours)
            }
        })
        .collect();
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let floors = Spread::of(measured.iter().map(|(floor, _)| micros(*floor)));
    let ours = Spread::of(measured.iter().map(|(_, ours)| micros(*ours)));
    let more = Spread::of(
        measured
            .iter()
            .map(|(floor, ours)| micros(*ours) - micros(*floor)),
    );
    let ratios = Spread::of(
        measured
            .iter()
            .map(|(floor, ours)| micros(*floor) / micros(*ours)),
    );
    println!(
        "{name:20} {:>7.2} µs {:>7.2} µs {:>7.2} µs {:>6.1}%   {:.1}% to {:.1}%",
        floors.median,
        ours.median,
        more.median,
        ratios.median * 100.0,
        ratios.quarter * 100.0,
        ratios.three_quarters * 100.0
    );
}

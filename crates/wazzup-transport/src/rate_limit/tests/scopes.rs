//! Requests that count into several scopes at once.

use std::time::Duration;

use proptest::prelude::*;
use tokio::time::{Instant, advance};

use super::{super::*, begin, worst};
use crate::Bucket;

const NUMBER: Bucket = Bucket::new("number");
const PAIR: Bucket = Bucket::new("pair");
const SIX: Duration = Duration::from_secs(6);

/// A number that may send 80 in a second, and each recipient 3 at once and one each 6 s.
fn number_and_pairs() -> GovernorLimiter {
    let number = Limit::new(80, Duration::from_secs(1)).margin(0).burst(1);
    GovernorLimiter::new(
        Limits::none()
            .with_separate(NUMBER, number)
            .with_separate(PAIR, Limit::paced(SIX, 3)),
    )
}

fn message_to(recipient: u32) -> [Scope; 2] {
    [
        (NUMBER, LimitKey::of("sender")),
        (PAIR, LimitKey::of(&recipient)),
    ]
    .map(|(bucket, key)| Scope { bucket, key })
}

async fn send(limiter: &GovernorLimiter, recipient: u32) {
    if let Acquire::Later(wait) = limiter.acquire_all(&message_to(recipient)) {
        wait.await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_pair_that_waits_keeps_no_other_pair_waiting() {
    let limiter = number_and_pairs();
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    // Ten to one recipient first, then one each to others.
    for recipient in [0; 10].into_iter().chain(1..=150) {
        let limiter = limiter.clone();
        tasks.spawn(async move {
            send(&limiter, recipient).await;
            (recipient, start.elapsed())
        });
    }
    let mut times = tasks.join_all().await;
    times.sort_unstable_by_key(|(_, time)| *time);
    let (pair, others): (Vec<(u32, Duration)>, Vec<_>) = times.iter().partition(|(to, _)| *to == 0);
    let last = others.last().unwrap().1;
    assert!(last <= Duration::from_millis(2000), "{last:?}");
    // Three at once, then one each interval: the last of ten after seven intervals.
    let [first_wait, end] = [pair[3].1, pair[9].1];
    assert!(
        first_wait >= SIX && first_wait < SIX + Duration::from_secs(2),
        "{first_wait:?}"
    );
    assert!(
        end >= 7 * SIX && end < 7 * SIX + Duration::from_secs(3),
        "{end:?}"
    );
    let all: Vec<Duration> = times.iter().map(|(_, time)| *time).collect();
    assert!(worst(&all, Duration::from_secs(1)) <= 80);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_its_pair_has_taken_nothing_from_the_number() {
    let limiter = number_and_pairs();
    for _ in 0..3 {
        send(&limiter, 0).await;
    }
    let waits: Vec<_> = (0..5)
        .map(|_| match limiter.acquire_all(&message_to(0)) {
            Acquire::Later(wait) => tokio::spawn(wait),
            Acquire::Now => panic!("the pair has no token"),
        })
        .collect();
    advance(Duration::from_secs(1)).await;
    assert!(matches!(limiter.acquire_all(&message_to(1)), Acquire::Now));
    drop(waits);
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_while_waiting_for_the_number_gives_the_token_of_the_pair_back() {
    let limiter = number_and_pairs();
    limiter.hold(message_to(0)[0], Duration::from_secs(60));
    for _ in 0..10 {
        let limiter = limiter.clone();
        let task = tokio::spawn(async move { send(&limiter, 7).await });
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        task.abort();
        task.await.unwrap_err();
    }
    advance(Duration::from_secs(61)).await;
    let start = Instant::now();
    for _ in 0..3 {
        send(&limiter, 7).await;
    }
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn who_sleeps_between_two_lines_keeps_nobody_of_the_first_waiting() {
    let limiter = number_and_pairs();
    // With a token of the pair, before the number.
    limiter.hold(message_to(7)[0], SIX);
    let sleeper = begin(send(&limiter, 7));
    advance(SIX).await;
    let start = Instant::now();
    let mut times = Vec::new();
    for _ in 0..2 {
        send(&limiter, 7).await;
        times.push(start.elapsed());
    }
    assert!(times[1] < Duration::from_secs(1), "{times:?}");
    // What it had is worth nothing any more.
    sleeper.await;
    times.push(start.elapsed());
    assert!(times[2] < SIX + Duration::from_secs(1), "{times:?}");
    assert!(worst(&times, Duration::from_secs(2)) <= 3);
}

#[tokio::test(start_paused = true)]
async fn the_same_scope_twice_is_one_and_a_scope_without_a_limit_is_none() {
    let limiter = GovernorLimiter::new(Limits::none().with_separate(PAIR, Limit::paced(SIX, 1)));
    let [number, pair] = message_to(1);
    assert!(matches!(
        limiter.acquire_all(&[pair, pair, number]),
        Acquire::Now
    ));
    let Acquire::Later(wait) = limiter.acquire_all(&[number, pair, pair]) else {
        panic!("taken twice");
    };
    let start = Instant::now();
    wait.await;
    assert_eq!(start.elapsed(), SIX);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_a_pair_holds_back_this_pair_only() {
    let limiter = number_and_pairs();
    limiter.hold(message_to(1)[1], Duration::from_secs(60));
    assert!(matches!(limiter.acquire_all(&message_to(2)), Acquire::Now));
    let start = Instant::now();
    send(&limiter, 1).await;
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn millions_of_pairs_are_forgotten_when_they_are_full_again() {
    let limiter = number_and_pairs();
    for recipient in 0..20_000 {
        send(&limiter, recipient).await;
    }
    // Eighty in a second, six seconds long, and as many again before they are looked for.
    let remembered = format!("{limiter:?}").matches("Line {").count();
    assert!(remembered <= 1_300, "{remembered}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn with_several_scopes_each_of_them_keeps_its_limit_and_all_get_through(
        sends in proptest::collection::vec((0_u32..6, 0_u64..60, 0_u8..12), 1..200),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let second = Duration::from_secs(1);
            let limiter = GovernorLimiter::new(
                Limits::new(Limit::new(30, second).margin(0).burst(3))
                    .with(NUMBER, Limit::new(20, second).margin(0).burst(2))
                    .with_separate(PAIR, Limit::paced(second, 4)),
            );
            let start = Instant::now();
            let mut tasks = tokio::task::JoinSet::new();
            for (recipient, pause, kind) in sends {
                advance(Duration::from_millis(pause)).await;
                let scopes = message_to(recipient);
                if kind == 0 {
                    limiter.hold(scopes[(pause % 2) as usize], second);
                }
                let limiter = limiter.clone();
                let task = tasks.spawn(async move {
                    let acquired = match kind {
                        1 => limiter.acquire(scopes[0]),
                        2 => limiter.acquire_all(&[scopes[1], scopes[0]]),
                        _ => limiter.acquire_all(&scopes),
                    };
                    if let Acquire::Later(wait) = acquired {
                        wait.await;
                    }
                    ((kind != 1).then_some(recipient), start.elapsed())
                });
                if kind == 3 {
                    tokio::task::yield_now().await;
                    task.abort();
                }
            }
            let mut times = Vec::new();
            let end = Duration::from_secs(3600);
            while let Some(done) = tokio::time::timeout(end, tasks.join_next())
                .await
                .expect("two wait for each other")
            {
                times.extend(done.ok());
            }
            times.sort_unstable_by_key(|(_, time)| *time);
            let all: Vec<_> = times.iter().map(|(_, time)| *time).collect();
            prop_assert!(worst(&all, second) <= 20, "{}", worst(&all, second));
            for recipient in 0..6 {
                let pair: Vec<_> = times
                    .iter()
                    .filter(|(to, _)| *to == Some(recipient))
                    .map(|(_, time)| *time)
                    .collect();
                // The burst, and one for each second that a closed span of it touches.
                prop_assert!(worst(&pair, second) <= 5, "{pair:?}");
                prop_assert!(worst(&pair, 5 * second) <= 9, "{pair:?}");
            }
            Ok(())
        })?;
    }
}

//! Deliveries that are repeated, under a clock that jumps.

use std::time::Duration;

use serde_json::json;
use wazzup_emulator::{Emulator, Incoming};

use crate::receiver::Receiver;
use crate::support::Bed;

const CHAT: &str = "79990000000";

impl Bed {
    /// A bed and a receiver for deliveries that are repeated after one second and five.
    async fn repeating() -> (Self, Receiver) {
        let builder = Emulator::builder().manual_clock().knobs(|knobs| {
            knobs.delivery.max_attempts = 3;
            knobs.delivery.backoff_ms = vec![1_000, 5_000];
        });
        let (bed, receiver) = (Self::with(builder).await, Receiver::new().await);
        bed.subscribe(&receiver).await;
        (bed, receiver)
    }

    /// Attempts but the test of the address: milliseconds after `start`, number, status answered.
    fn attempts(&self, start: i64) -> Vec<(i64, u32, Option<u16>)> {
        let attempts = self.emulator.journal().webhooks.into_iter();
        attempts
            .filter(|one| !one.is_probe())
            .map(|one| {
                let status = one.status.map(|status| status.as_u16());
                (one.at - start, one.attempt, status)
            })
            .collect()
    }
}

#[tokio::test]
async fn one_jump_of_the_clock_makes_all_repeats_that_are_due_within_it() {
    let (bed, receiver) = Bed::repeating().await;
    for _ in 0..3 {
        receiver.answer(503, "");
    }
    let start = bed.emulator.now();
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    bed.emulator.idle().await;
    let clock = bed
        .call("POST /_emulator/clock/advance", json!({ "seconds": 120 }))
        .await
        .json();
    assert_eq!(clock["idle"], true);
    let refused = |at, attempt| (at, attempt, Some(503));
    assert_eq!(
        bed.attempts(start),
        [refused(0, 1), refused(1_000, 2), refused(6_000, 3)]
    );
}

#[tokio::test]
async fn a_jump_that_ends_before_a_repeat_leaves_it_for_the_next() {
    let (bed, receiver) = Bed::repeating().await;
    for _ in 0..2 {
        receiver.answer(503, "");
    }
    let start = bed.emulator.now();
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    bed.emulator.idle().await;
    bed.emulator.advance(Duration::from_millis(5_999));
    bed.emulator.idle().await;
    assert_eq!(bed.attempts(start).len(), 2);
    bed.emulator.advance(Duration::from_millis(1));
    bed.emulator.idle().await;
    assert_eq!(bed.attempts(start)[2], (6_000, 3, Some(200)));
}

#[tokio::test]
async fn repeats_and_steps_within_one_jump_come_in_order() {
    let (bed, receiver) = Bed::repeating().await;
    bed.emulator.knobs(|knobs| {
        knobs.lifecycle.echo_ms = Some(500);
        knobs.lifecycle.sent_ms = Some(2_500);
        knobs.lifecycle.delivered_ms = Some(3_500);
        knobs.lifecycle.read_ms = Some(10_000);
    });
    for status in [503, 200, 503, 200, 200, 503] {
        receiver.answer(status, "");
    }
    let start = bed.emulator.now();
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    bed.emulator.idle().await;
    bed.say("Hello yourself").await;
    bed.emulator.advance(Duration::from_secs(120));
    bed.emulator.idle().await;
    assert_eq!(
        bed.attempts(start),
        [
            (0, 1, Some(503)),
            (500, 1, Some(200)),
            (1_000, 2, Some(503)),
            (3_000, 1, Some(200)),
            (6_000, 3, Some(200)),
            (6_500, 1, Some(503)),
            (7_500, 2, Some(200)),
            (16_500, 1, Some(200)),
        ]
    );
}

#[tokio::test]
async fn a_clock_that_runs_repeats_after_a_jump_as_well() {
    let builder = Emulator::builder().knobs(|knobs| {
        knobs.delivery.max_attempts = 3;
        knobs.delivery.backoff_ms = vec![1_000_000, 5_000_000];
        knobs.lifecycle.echo_ms = Some(3_000_000);
        knobs.lifecycle.sent_ms = None;
    });
    let (bed, receiver) = (Bed::with(builder).await, Receiver::new().await);
    bed.subscribe(&receiver).await;
    for _ in 0..2 {
        receiver.answer(503, "");
    }
    bed.say("Hello yourself").await;
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    let first = |emulator: &Emulator| (emulator.journal().webhooks.len() == 2).then_some(());
    bed.emulator.wait_until(first).await;
    bed.emulator.advance(Duration::from_secs(100_000));
    // A repeat that was not made within the jump would be due in days of real time.
    let settled = tokio::time::timeout(Duration::from_secs(30), bed.emulator.idle());
    settled.await.unwrap();
    let came: Vec<_> = bed.attempts(0).iter().map(|one| (one.1, one.2)).collect();
    assert_eq!(
        came,
        [
            (1, Some(503)),
            (2, Some(503)),
            (1, Some(200)),
            (3, Some(200))
        ]
    );
}

#[tokio::test]
async fn scattered_steps_come_within_the_jump_in_which_they_are_due() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .knobs(|knobs| knobs.delivery.scatter_ms = Some(1_000));
    bed.say("Hello").await;
    bed.emulator.advance(Duration::from_secs(60));
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 4);
}

#[tokio::test]
async fn an_attempt_that_waited_for_another_of_its_chat_begins_when_that_ended() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    receiver.hang(true);
    let start = bed.emulator.now();
    for text in ["Hello", "Anybody there?"] {
        bed.emulator.incoming(Incoming::text(CHAT, text)).unwrap();
    }
    receiver.so_many_came(1).await;
    bed.emulator.advance(Duration::from_secs(30));
    receiver.so_many_came(2).await;
    receiver.hang(false);
    bed.emulator.idle().await;
    assert_eq!(bed.attempts(start), [(0, 1, None), (30_000, 1, Some(200))]);
}

#[tokio::test]
async fn a_receiver_that_hangs_does_not_stop_the_life_of_messages() {
    let (bed, receiver) = Bed::repeating().await;
    bed.emulator
        .knobs(|knobs| knobs.lifecycle.read_ms = Some(10_000));
    receiver.hang(true);
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    receiver.so_many_came(1).await;
    let id = bed.say("Hello yourself").await;
    // From here on the real time that it waits for an answer is no time at all.
    tokio::time::pause();
    bed.emulator.advance(Duration::from_secs(20));
    bed.emulator.wait_for_status(&id, "read").await;
    assert_eq!(receiver.came().len(), 1);
}

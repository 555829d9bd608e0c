use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use proptest::prelude::*;
use tokio::time::{Instant, sleep};
use wazzup_dispatch::{Flow, Handler, Router, State};

use crate::provider::{Notes, Status, Tick, Written, status, tick, written};

async fn slowly(message: Written, State(notes): State<Notes>) {
    notes.add(format!("{} begins", message.text));
    sleep(Duration::from_secs(1)).await;
    notes.add(format!("{} ends", message.text));
}

#[tokio::test(start_paused = true)]
async fn events_of_one_conversation_wait_for_each_other() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).on(slowly);

    drop(router.dispatch([written(1, "a"), written(1, "b")]).await);

    assert_eq!(notes.all(), ["a begins", "a ends", "b begins", "b ends"]);
}

#[tokio::test(start_paused = true)]
async fn different_conversations_do_not_wait_for_each_other() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).on(slowly);

    let report = router.dispatch([written(1, "a"), written(2, "b")]).await;

    assert_eq!(notes.all(), ["a begins", "b begins", "a ends", "b ends"]);
    assert_eq!(report.events().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn events_without_a_conversation_are_ordered_by_subject_else_by_name() {
    let started = Instant::now();
    let router = Router::new()
        .on(async |_: Status| sleep(Duration::from_secs(1)).await)
        .on(async |_: Tick| sleep(Duration::from_secs(1)).await);

    let statuses = [status(1, "sent"), status(1, "read"), status(2, "sent")];
    drop(router.dispatch(statuses).await);
    assert_eq!(started.elapsed().as_secs(), 2);

    drop(router.dispatch([tick(1), tick(2), tick(3)]).await);
    assert_eq!(started.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn no_more_conversations_are_handled_at_once_than_allowed() {
    #[derive(Clone, Default)]
    struct Running(Arc<AtomicUsize>, Arc<AtomicUsize>);
    let count = async |_: Written, State(running): State<Running>| {
        let now = running.0.fetch_add(1, Ordering::SeqCst) + 1;
        running.1.fetch_max(now, Ordering::SeqCst);
        sleep(Duration::from_secs(1)).await;
        running.0.fetch_sub(1, Ordering::SeqCst);
    };
    let running = Running::default();
    let router = Router::new()
        .with_concurrency(3)
        .with_state(running.clone())
        .on(count);

    let events: Vec<_> = (0..20).map(|chat| written(chat, "")).collect();
    let report = router.dispatch(events).await;

    assert!(report.all_succeeded());
    assert_eq!(running.1.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_thousand_mixed_events_give_a_thousand_reports_in_wire_order() {
    let router = Router::new()
        .on(async |_: Written| {})
        .on(async |_: Tick| {});
    let events = (0..1000).map(|n| {
        if n % 3 == 0 {
            tick(n)
        } else {
            written(n % 50, "")
        }
    });

    let report = router.dispatch(events).await;

    let names: Vec<_> = report.events().iter().map(|event| event.name()).collect();
    let expected: Vec<_> = (0..1000)
        .map(|n| if n % 3 == 0 { "tick" } else { "written" })
        .collect();
    assert_eq!(names, expected);
    assert!(report.all_succeeded());
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap()
}

proptest! {
    /// Whatever the chats and however long each handler takes.
    #[test]
    fn within_a_conversation_the_wire_order_holds(
        events in prop::collection::vec((0..4_u32, 0..5_u64), 0..40),
        concurrency in 1..5_usize,
    ) {
        type Seen = Arc<Mutex<Vec<(u32, usize)>>>;
        let seen = Seen::default();
        let note = async |message: Written, State(seen): State<Seen>| {
            let (at, pause) = message.text.split_once(' ').unwrap();
            sleep(Duration::from_millis(pause.parse().unwrap())).await;
            seen.lock().unwrap().push((message.chat, at.parse().unwrap()));
        };
        let router =
            Router::new().with_concurrency(concurrency).with_state(seen.clone()).on(note);
        let delivery: Vec<_> = events
            .iter()
            .enumerate()
            .map(|(at, (chat, pause))| written(*chat, &format!("{at} {pause}")))
            .collect();

        let report = runtime().block_on(router.dispatch(delivery));

        prop_assert!(report.all_succeeded());
        let seen = seen.lock().unwrap();
        prop_assert_eq!(seen.len(), events.len());
        for chat in 0..4 {
            let places: Vec<_> =
                seen.iter().filter(|(own, _)| *own == chat).map(|(_, at)| *at).collect();
            prop_assert!(places.is_sorted(), "chat {}: {:?}", chat, places);
        }
    }

    /// Handlers begin by order; nothing runs after the group of the first that stops.
    #[test]
    fn groups_run_in_order_until_one_stops(
        handlers in prop::collection::vec((-3..3_i32, prop::bool::weighted(0.1), 0..4_u64), 0..12),
    ) {
        let notes = Arc::new(Mutex::new(Vec::new()));
        let mut router = Router::new();
        for (order, stops, pause) in handlers.clone() {
            let notes = notes.clone();
            let handler = move |_: Tick| {
                let notes = notes.clone();
                async move {
                    sleep(Duration::from_millis(pause)).await;
                    notes.lock().unwrap().push(order);
                    if stops { Flow::Stop } else { Flow::Continue }
                }
            };
            router = router.on(handler.order(order));
        }

        let report = runtime().block_on(router.dispatch([tick(1)]));

        let last = handlers.iter().filter(|(_, stops, _)| *stops).map(|(order, ..)| *order).min();
        let mut expected: Vec<_> = handlers
            .iter()
            .map(|(order, ..)| *order)
            .filter(|order| last.is_none_or(|last| *order <= last))
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(&*notes.lock().unwrap(), &expected);
        prop_assert_eq!(report.events()[0].handlers().len(), handlers.len());
    }
}

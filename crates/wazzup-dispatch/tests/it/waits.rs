use std::time::Duration;

use tokio::time::{Instant, advance, sleep};
use wazzup_dispatch::{
    Context, Disposition, Envelope, Flow, Listen, Router, State, Timeout, Topic, WaitError, Waiting,
};

use crate::provider::{Notes, Status, Tick, Written, chat, message, status, tick, written};

const MINUTE: Duration = Duration::from_secs(60);

fn listen(router: &Router) -> Listen<Written, Timeout> {
    router.listen(chat(1)).timeout(MINUTE)
}

fn noting() -> (Router, Notes) {
    let notes = Notes::default();
    let handler = async |message: Written, State(notes): State<Notes>| notes.add(&*message.text);
    (Router::new().with_state(notes.clone()).on(handler), notes)
}

async fn text(waiting: Waiting<Written>) -> String {
    waiting.await.unwrap().text.to_string()
}

#[tokio::test(start_paused = true)]
async fn a_wait_takes_the_event_from_all_handlers() {
    let (router, notes) = noting();
    let router = router
        .on_any(async |_: Envelope| Flow::Stop)
        .on_unhandled(async |_: Envelope| {});
    let waiting = listen(&router).start();

    let report = router
        .dispatch([written(1, "hi"), written(1, "again")])
        .await;

    assert_eq!(text(waiting).await, "hi");
    assert_eq!(notes.all(), ["again"]);
    assert_eq!(report.events()[0].disposition(), Disposition::Taken);
    assert!(report.events()[0].handlers().is_empty());
    assert!(report.all_succeeded());
    assert_eq!(router.waits(), 0);
}

#[tokio::test(start_paused = true)]
async fn other_conversations_and_types_and_what_the_filter_refuses_go_by() {
    let (router, notes) = noting();
    let waiting = listen(&router)
        .filter(|m: &Written| m.text.len() > 1)
        .when(|m| &*m.text != "no");
    let waiting = waiting.start();

    let passing = [
        written(2, "elsewhere"),
        written(1, "x"),
        written(1, "no"),
        status(1, "read"),
    ];
    drop(router.dispatch(passing).await);
    drop(router.dispatch([written(1, "yes")]).await);

    assert_eq!(text(waiting).await, "yes");
    assert_eq!(notes.all(), ["elsewhere", "x", "no"]);
}

#[tokio::test(start_paused = true)]
async fn it_ends_at_its_timeout_counted_from_its_start() {
    let (router, notes) = noting();
    let waiting = listen(&router).start();
    advance(MINUTE / 2).await;
    let began = Instant::now();

    let error = waiting.await.unwrap_err();

    assert!(matches!(error, WaitError::TimedOut));
    assert_eq!(began.elapsed(), MINUTE / 2);
    assert_eq!(router.waits(), 0);
    drop(router.dispatch([written(1, "late")]).await);
    assert_eq!(notes.all(), ["late"]);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_came_before_the_timeout_wins_however_late_it_is_looked_at() {
    let (router, _) = noting();
    let waiting = listen(&router).start();
    drop(router.dispatch([written(1, "in time")]).await);
    advance(10 * MINUTE).await;

    assert_eq!(text(waiting).await, "in time");
}

#[tokio::test(start_paused = true)]
async fn a_timeout_beyond_all_time_is_no_panic() {
    let (router, _) = noting();
    let waiting = router
        .listen::<Written>(chat(1))
        .timeout(Duration::MAX)
        .start();
    drop(router.dispatch([written(1, "hi")]).await);

    assert_eq!(text(waiting).await, "hi");
}

#[tokio::test(start_paused = true)]
async fn dropping_a_wait_unregisters_it() {
    let (router, notes) = noting();
    let waiting = listen(&router).start();
    assert_eq!(router.waits(), 1);
    drop(waiting);

    assert_eq!(router.waits(), 0);
    drop(router.dispatch([written(1, "hi")]).await);
    assert_eq!(notes.all(), ["hi"]);
}

#[tokio::test(start_paused = true)]
async fn a_canceller_ends_it_from_elsewhere_once() {
    let (router, _) = noting();
    let waiting = listen(&router).start();
    let canceller = waiting.canceller();
    let ended = tokio::spawn(waiting);
    sleep(Duration::from_secs(1)).await;

    assert!(canceller.is_waiting());
    assert!(canceller.cancel());
    assert!(!canceller.clone().cancel());

    assert!(matches!(ended.await.unwrap(), Err(WaitError::Canceled)));
    assert!(!canceller.is_waiting());
    assert_eq!(router.waits(), 0);
}

#[tokio::test(start_paused = true)]
async fn stop_listening_cancels_all_waits_of_a_topic() {
    let (router, _) = noting();
    let first = listen(&router).start();
    let second = listen(&router).start();
    let other = router.listen::<Written>(chat(2)).timeout(MINUTE).start();

    assert_eq!(router.stop_listening(chat(1)), 2);

    assert!(matches!(first.await, Err(WaitError::Canceled)));
    assert!(matches!(second.await, Err(WaitError::Canceled)));
    assert!(other.canceller().is_waiting());
}

#[tokio::test(start_paused = true)]
async fn of_two_waits_the_first_registered_that_matches_takes_the_event() {
    let (router, notes) = noting();
    let picky = listen(&router)
        .when(|message| &*message.text == "b")
        .start();
    let first = listen(&router).start();
    let second = router.listen::<Envelope>(chat(1)).timeout(MINUTE).start();

    drop(
        router
            .dispatch(["a", "b", "c", "d"].map(|text| written(1, text)))
            .await,
    );

    assert_eq!(text(first).await, "a");
    assert_eq!(text(picky).await, "b");
    assert_eq!(&*second.await.unwrap().get::<Written>().unwrap().text, "c");
    assert_eq!(notes.all(), ["d"]);
}

#[tokio::test(start_paused = true)]
async fn a_newer_wait_replaces_older_ones_of_its_type_if_it_says_so() {
    let (router, _) = noting();
    let old = listen(&router).start();
    let other_type = router
        .listen::<Envelope>(chat(1))
        .observe()
        .timeout(MINUTE)
        .start();
    let new = listen(&router).replace_older().start();

    drop(router.dispatch([written(1, "hi")]).await);

    assert!(matches!(old.await, Err(WaitError::Replaced)));
    assert_eq!(text(new).await, "hi");
    assert!(other_type.await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn observers_leave_the_event_to_handlers_and_to_other_waits() {
    let (router, notes) = noting();
    let one = listen(&router).observe().start();
    let two = listen(&router).observe().start();
    drop(router.dispatch([written(1, "a")]).await);
    assert_eq!(notes.all(), ["a"]);
    assert_eq!(
        (text(one).await, text(two).await),
        ("a".to_owned(), "a".to_owned())
    );

    let taker = listen(&router).start();
    let observer = listen(&router).observe().start();
    drop(router.dispatch([written(1, "b")]).await);
    assert_eq!(
        (text(taker).await, text(observer).await),
        ("b".to_owned(), "b".to_owned())
    );
    assert_eq!(notes.all(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn an_event_can_cancel_a_wait_and_is_taken_with_it() {
    let (router, notes) = noting();
    let stop = |message: &Written| &*message.text == "stop";
    let waiting = listen(&router).cancel_on(stop).start();

    drop(router.dispatch([written(1, "stop")]).await);

    let Err(WaitError::CanceledBy(by)) = waiting.await else {
        panic!("not cancelled")
    };
    assert!(by.is::<Written>());
    assert!(notes.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn statuses_of_a_sent_message_are_waited_for_by_the_message() {
    let router = Router::new();
    let delivered = || {
        router
            .listen::<Status>(message(7))
            .when(|status| status.state == "delivered")
            .cancel_on(|status: &Status| status.state == "failed")
            .observe()
            .timeout(MINUTE)
            .start()
    };

    let good = delivered();
    drop(
        router
            .dispatch([status(8, "delivered"), status(7, "sent")])
            .await,
    );
    assert!(good.canceller().is_waiting());
    drop(router.dispatch([status(7, "delivered")]).await);
    assert_eq!(
        good.await.unwrap(),
        Status {
            message: 7,
            state: "delivered"
        }
    );

    let bad = delivered();
    drop(router.dispatch([status(7, "failed")]).await);
    assert!(matches!(bad.await, Err(WaitError::CanceledBy(_))));
}

#[tokio::test(start_paused = true)]
async fn anywhere_is_every_conversation_and_none() {
    let router = Router::new();
    let any_tick = router
        .listen::<Tick>(Topic::anywhere())
        .timeout(MINUTE)
        .start();
    let anything = router
        .listen::<Envelope>(Topic::anywhere())
        .timeout(MINUTE)
        .start();

    drop(router.dispatch([written(9, "hi"), tick(3)]).await);

    assert_eq!(any_tick.await.unwrap(), Tick(3));
    assert_eq!(anything.await.unwrap().name(), "written");
}

#[tokio::test(start_paused = true)]
async fn closing_ends_waits_now_and_later_but_not_handlers() {
    let (router, notes) = noting();
    let before = listen(&router).start();
    router.close();

    assert!(matches!(before.await, Err(WaitError::Closed)));
    assert!(matches!(listen(&router).await, Err(WaitError::Closed)));
    assert!(router.is_closed());
    drop(router.dispatch([written(1, "still handled")]).await);
    assert_eq!(notes.all(), ["still handled"]);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_last_router_closes_it() {
    let (router, _) = noting();
    let clone = router.clone();
    let waiting = listen(&router).start();
    drop(router);
    assert!(waiting.canceller().is_waiting());
    drop(clone);

    assert!(matches!(waiting.await, Err(WaitError::Closed)));
}

#[tokio::test(start_paused = true)]
async fn a_filter_that_panics_says_no() {
    let (router, notes) = noting();
    let waiting = listen(&router)
        .when(|message| &*message.text != "x" || panic!("broken"))
        .start();

    let report = router.dispatch([written(1, "x"), written(1, "y")]).await;

    assert!(report.all_succeeded());
    assert_eq!(text(waiting).await, "y");
    assert_eq!(notes.all(), ["x"]);
}

#[tokio::test(start_paused = true)]
async fn a_filter_may_use_the_router() {
    let (router, _) = noting();
    let inner = router.clone();
    let waiting = listen(&router)
        .when(move |_| inner.waits() == 1 && !inner.is_closed())
        .start();

    drop(router.dispatch([written(1, "hi")]).await);

    assert_eq!(text(waiting).await, "hi");
}

/// The chat asks two things, both answered in the same delivery as the one that started it.
#[tokio::test(start_paused = true)]
async fn a_handler_finds_the_next_event_of_its_conversation_in_its_own_delivery() {
    async fn interview(first: Written, context: Context, State(notes): State<Notes>) {
        notes.add(format!("handled {}", first.text));
        let name = context
            .listen_here::<Written>()
            .unwrap()
            .timeout(MINUTE)
            .await
            .unwrap();
        notes.add(format!("name {}", name.text));
        // Not by the context: what has yet to be handled counts as coming.
        let age = context
            .router()
            .listen::<Written>(chat(1))
            .timeout(MINUTE)
            .await
            .unwrap();
        notes.add(format!("age {}", age.text));
    }
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).on(interview);
    let began = Instant::now();

    let report = router
        .dispatch(["start", "Ann", "7"].map(|text| written(1, text)))
        .await;

    assert_eq!(notes.all(), ["handled start", "name Ann", "age 7"]);
    assert_eq!(
        began.elapsed(),
        Duration::ZERO,
        "nobody waited for a timeout"
    );
    let dispositions: Vec<_> = report
        .events()
        .iter()
        .map(|event| event.disposition())
        .collect();
    assert_eq!(
        dispositions,
        [Disposition::Handled, Disposition::Taken, Disposition::Taken]
    );
}

#[tokio::test(start_paused = true)]
async fn debug_shows_neither_key_nor_content() {
    let (router, _) = noting();
    let listen = listen(&router);
    let shown = format!("{listen:?}");
    let waiting = listen.start();
    let shown = format!("{shown} {waiting:?} {:?}", waiting.canceller());

    assert!(shown.contains("Conversation(<redacted>)"), "{shown}");
    assert!(shown.contains("waiting: true"), "{shown}");
}

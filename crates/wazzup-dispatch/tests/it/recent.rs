//! Looking back at what came before the wait was started.

use std::{
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use tokio::time::advance;
use wazzup_dispatch::{
    Context, Delivery, Envelope, ExtractError, FromDelivery, Mark, RecentLimits, Router, State,
    Topic, WaitError,
};

use crate::provider::{Status, Written, chat, message, status, tick, written};

const SECOND: Duration = Duration::from_secs(1);

async fn since(router: &Router, mark: Mark) -> Result<String, WaitError> {
    let waiting = router
        .listen::<Written>(chat(1))
        .since(mark)
        .timeout(SECOND);
    waiting.await.map(|message| message.text.to_string())
}

async fn receive(router: &Router, texts: &[&str]) {
    drop(
        router
            .dispatch(texts.iter().map(|text| written(1, text)))
            .await,
    );
}

#[tokio::test(start_paused = true)]
async fn what_came_between_the_mark_and_the_wait_is_found_oldest_first() {
    let router = Router::new();
    receive(&router, &["before"]).await;
    let mark = router.mark();
    receive(&router, &["a", "b"]).await;

    assert_eq!(since(&router, mark).await.unwrap(), "a");
    assert_eq!(
        since(&router, mark).await.unwrap(),
        "b",
        "the first was taken"
    );
    assert!(matches!(
        since(&router, mark).await,
        Err(WaitError::TimedOut)
    ));
}

#[tokio::test(start_paused = true)]
async fn without_a_mark_what_was_handled_is_past() {
    let router = Router::new();
    receive(&router, &["past"]).await;
    let waiting = router.listen::<Written>(chat(1)).timeout(SECOND).start();
    receive(&router, &["next"]).await;

    assert_eq!(&*waiting.await.unwrap().text, "next");
}

#[tokio::test(start_paused = true)]
async fn the_filter_and_the_cancelling_one_look_back_too() {
    let router = Router::new();
    let mark = router.mark();
    receive(&router, &["no", "yes", "stop"]).await;
    let listen = || {
        router
            .listen::<Written>(chat(1))
            .since(mark)
            .timeout(SECOND)
    };

    let found = listen()
        .when(|message| &*message.text == "yes")
        .await
        .unwrap();
    assert_eq!(&*found.text, "yes");
    let stopped = listen()
        .when(|_| false)
        .cancel_on(|message: &Written| &*message.text == "stop")
        .await;
    assert!(matches!(stopped, Err(WaitError::CanceledBy(_))));
}

#[tokio::test(start_paused = true)]
async fn an_observer_looking_back_sees_what_others_took() {
    let router = Router::new();
    let mark = router.mark();
    receive(&router, &["hi"]).await;
    assert_eq!(since(&router, mark).await.unwrap(), "hi");

    let seen = router
        .listen::<Written>(chat(1))
        .since(mark)
        .observe()
        .timeout(SECOND)
        .await;

    assert_eq!(&*seen.unwrap().text, "hi");
}

#[tokio::test(start_paused = true)]
async fn an_event_given_to_a_wait_that_was_dropped_is_found_again() {
    let router = Router::new();
    let mark = router.mark();
    let waiting = router.listen::<Written>(chat(1)).timeout(SECOND).start();
    receive(&router, &["hi"]).await;
    drop(waiting);

    assert_eq!(since(&router, mark).await.unwrap(), "hi");
}

#[tokio::test(start_paused = true)]
async fn subjects_and_anywhere_look_back_as_well() {
    let router = Router::new();
    let mark = router.mark();
    drop(router.dispatch([tick(1), status(7, "sent")]).await);

    let found = router
        .listen::<Status>(message(7))
        .since(mark)
        .observe()
        .timeout(SECOND)
        .await;
    assert_eq!(found.unwrap().state, "sent");
    let first = router
        .listen::<Envelope>(Topic::anywhere())
        .since(mark)
        .timeout(SECOND)
        .await;
    assert_eq!(first.unwrap().name(), "tick");
}

#[tokio::test(start_paused = true)]
async fn each_limit_forgets_the_oldest() {
    let limits = RecentLimits::default()
        .per_topic(2)
        .topics(3)
        .age(10 * SECOND);
    let router = Router::new().with_recent(limits);

    let mark = router.mark();
    receive(&router, &["a", "b", "c"]).await;
    assert_eq!(
        since(&router, mark).await.unwrap(),
        "b",
        "two of a conversation are kept"
    );

    receive(&router, &["d"]).await;
    for other in 2..=4 {
        drop(router.dispatch([written(other, "")]).await);
    }
    let found = since(&router, mark).await;
    assert!(
        matches!(found, Err(WaitError::TimedOut)),
        "three conversations are kept"
    );

    receive(&router, &["e"]).await;
    advance(11 * SECOND).await;
    assert!(
        matches!(since(&router, mark).await, Err(WaitError::TimedOut)),
        "too old"
    );
}

#[tokio::test(start_paused = true)]
async fn a_router_that_keeps_nothing_lets_go_of_events_once_handled() {
    async fn kept_after(router: &Router, events: usize) -> usize {
        let held: Vec<Arc<()>> = (0..events).map(|_| Arc::default()).collect();
        let weak: Vec<Weak<()>> = held.iter().map(Arc::downgrade).collect();
        let events = held
            .into_iter()
            .map(|held| written(1, "").with_extension(held));
        let events: Vec<_> = events.collect();
        drop(router.dispatch(events).await);
        weak.iter().filter(|held| held.strong_count() > 0).count()
    }

    let nothing = Router::new().with_recent(RecentLimits::NONE);
    assert_eq!(kept_after(&nothing, 1).await, 0);
    assert_eq!(kept_after(&nothing, 20).await, 0);
    let few = Router::new().with_recent(RecentLimits::default().per_topic(3));
    assert_eq!(kept_after(&few, 20).await, 3);
    few.close();
    assert_eq!(
        kept_after(&few, 20).await,
        0,
        "a closed router has no use for them"
    );
}

/// Whether a router still has an event that it handled.
async fn keeps(router: &Router) -> bool {
    let held = Arc::new(());
    let weak = Arc::downgrade(&held);
    let event = written(1, "").with_extension(held);
    drop(router.dispatch([event]).await);
    weak.strong_count() > 0
}

#[tokio::test(start_paused = true)]
async fn events_are_kept_once_somebody_could_look_back() {
    let plain = || {
        Router::new()
            .with_state(7)
            .on(async |_: Written, _: State<i32>, _: Router, _: Option<Envelope>| {})
    };
    assert!(!keeps(&plain()).await, "nobody could");

    let marked = plain();
    let _ = marked.mark();
    assert!(keeps(&marked).await);
    let waited = plain();
    let waiting = waited.listen::<Status>(message(1)).timeout(SECOND);
    assert!(waiting.await.is_err());
    assert!(keeps(&waited).await);
    assert!(keeps(&plain().on_any(async |_: Envelope, _: Context| {})).await);
    assert!(keeps(&plain().on_unhandled(async |_: Envelope, _: Option<Context>| {})).await);
    assert!(keeps(&plain().on(async |_: Written, _: Anything| {})).await);
    assert!(keeps(&plain().merge(Router::new().on(async |_: Status, _: Context| {}))).await);
}

/// An argument of a user's own that says nothing about itself.
struct Anything;

impl FromDelivery for Anything {
    fn from_delivery(_: &Delivery<'_>) -> Result<Self, ExtractError> {
        Ok(Self)
    }
}

/// One that takes the context along although it says it does not.
struct Hidden(Context);

impl FromDelivery for Hidden {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Context::from_delivery(delivery).map(Self)
    }
}

#[tokio::test(start_paused = true)]
async fn a_handlers_context_finds_what_came_after_its_event_the_first_time_too() {
    let taken = Arc::new(Mutex::new(Vec::new()));
    let open = taken.clone();
    let hidden = taken.clone();
    let router = Router::new()
        .on(move |_: Written, context: Context| {
            open.lock().unwrap().push(context);
            async {}
        })
        .merge(Router::new());
    let quiet = Router::new().on(move |_: Written, Hidden(context): Hidden| {
        hidden.lock().unwrap().push(context);
        async {}
    });

    for router in [router, quiet] {
        receive(&router, &["first"]).await;
        let context = taken.lock().unwrap().remove(0);
        receive(&router, &["second"]).await;
        taken.lock().unwrap().clear();

        let found = context.listen_here::<Written>().unwrap().timeout(SECOND);
        assert_eq!(&*found.await.unwrap().text, "second");
    }
}

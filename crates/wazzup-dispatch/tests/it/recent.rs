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
    assert_eq!(kept_after(&few, 20).await, 0, "nobody could look back");
    let _ = few.mark();
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
    held_after(router).await.strong_count() > 0
}

/// An event's content, after it was handled.
async fn held_after(router: &Router) -> Weak<()> {
    let held = Arc::new(());
    let weak = Arc::downgrade(&held);
    let event = written(1, "").with_extension(held);
    drop(router.dispatch([event]).await);
    weak
}

/// A router whose handler keeps its contexts, and these.
fn curious() -> (Router, Arc<Mutex<Vec<Context>>>) {
    let contexts = Arc::new(Mutex::new(Vec::new()));
    let taken = contexts.clone();
    let router = Router::new().on(move |_: Written, context: Context| {
        taken.lock().unwrap().push(context);
        async {}
    });
    (router, contexts)
}

#[tokio::test(start_paused = true)]
async fn events_are_kept_from_the_first_mark_or_wait_on() {
    let plain = || {
        Router::new()
            .with_state(7)
            .on(async |_: Written, _: State<i32>, _: Router, _: Context| {})
    };
    assert!(!keeps(&plain()).await, "nobody could look back");

    let marked = plain();
    let _ = marked.mark();
    assert!(keeps(&marked).await);
    let waited = plain();
    let waiting = waited.listen::<Status>(message(1)).timeout(SECOND);
    assert!(waiting.await.is_err());
    assert!(keeps(&waited).await);

    let (router, contexts) = curious();
    drop(router.dispatch([written(1, "")]).await);
    let _ = contexts.lock().unwrap()[0].mark();
    contexts.lock().unwrap().clear();
    assert!(keeps(&router).await, "whose context gave a mark away");
}

#[tokio::test(start_paused = true)]
async fn before_that_they_are_kept_while_a_handler_has_its_context() {
    let (router, contexts) = curious();
    let first = held_after(&router).await;
    let second = held_after(&router).await;
    assert_eq!(contexts.lock().unwrap().len(), 2);

    let one = contexts.lock().unwrap().pop();
    let copy = one.clone();
    drop(one);
    contexts.lock().unwrap().clear();
    assert_eq!(first.strong_count(), 0, "nobody could look back at it");
    assert_eq!(second.strong_count(), 1);

    drop(copy);
    assert_eq!(second.strong_count(), 0, "nobody is left");
}

/// Arguments of a user's own that hold a context.
struct Open(Context);

impl FromDelivery for Open {
    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Context::from_delivery(delivery).map(Self)
    }
}

/// This one does not say so.
struct Hidden(Context);

impl FromDelivery for Hidden {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Context::from_delivery(delivery).map(Self)
    }
}

#[tokio::test(start_paused = true)]
async fn a_handlers_context_finds_what_came_after_its_event() {
    async fn finds(router: Router, contexts: &Mutex<Vec<Context>>) {
        receive(&router, &["first"]).await;
        let context = contexts.lock().unwrap().remove(0);
        receive(&router, &["second"]).await;
        contexts.lock().unwrap().clear();

        let found = context.listen_here::<Written>().unwrap().timeout(SECOND);
        assert_eq!(&*found.await.unwrap().text, "second");
    }

    let (router, contexts) = curious();
    finds(router, &contexts).await;
    let (router, contexts) = curious();
    finds(Router::new().merge(router), &contexts).await;

    let keep = |contexts: &Arc<Mutex<Vec<Context>>>| {
        let contexts = contexts.clone();
        move |context| contexts.lock().unwrap().push(context)
    };
    let kept = keep(&contexts);
    let router = Router::new().on(move |_: Written, Open(context): Open| {
        kept(context);
        async {}
    });
    finds(router, &contexts).await;
    let kept = keep(&contexts);
    let router = Router::new().on(move |_: Written, Hidden(context): Hidden| {
        kept(context);
        async {}
    });
    finds(router, &contexts).await;
    let kept = keep(&contexts);
    let router = Router::new().on_unhandled(move |_: Envelope, context: Option<Context>| {
        context.into_iter().for_each(&kept);
        async {}
    });
    finds(router, &contexts).await;
}

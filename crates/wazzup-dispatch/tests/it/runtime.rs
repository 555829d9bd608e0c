use futures_util::FutureExt;
use wazzup_dispatch::{Context, Envelope, Handler, Router, State};

use crate::provider::{Notes, Tick, Written, tick, written};

#[tokio::test]
async fn handlers_come_and_go_between_deliveries() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone());
    let note = async |tick: Tick, State(notes): State<Notes>| notes.add(tick.0.to_string());

    let first = router.add(note);
    drop(router.dispatch([tick(1)]).await);
    assert!(router.remove(first));
    assert!(!router.remove(first));
    drop(router.dispatch([tick(2)]).await);
    router.add(note.named("again"));
    drop(router.dispatch([tick(3)]).await);
    assert_eq!(router.remove_named("again"), 1);

    assert_eq!(notes.all(), ["1", "3"]);
    assert!(router.handlers().is_empty());
}

#[tokio::test]
async fn a_delivery_sees_the_handlers_it_began_with() {
    async fn old(tick: Tick, State(notes): State<Notes>) {
        notes.add(format!("old {}", tick.0));
    }
    async fn new(tick: Tick, State(notes): State<Notes>) {
        notes.add(format!("new {}", tick.0));
    }
    async fn swap(_: Tick, router: Router) {
        if router.remove_named("old") == 1 {
            router.add(new);
        }
    }
    let notes = Notes::default();
    let router = Router::new()
        .with_state(notes.clone())
        .on(swap.order(-1))
        .on(old.named("old"));

    drop(router.dispatch([tick(1), tick(2)]).await);
    drop(router.dispatch([tick(3)]).await);

    assert_eq!(notes.all(), ["old 1", "old 2", "new 3"]);
}

#[tokio::test]
async fn a_handler_can_remove_itself() {
    let notes = Notes::default();
    let once = async |_: Tick, context: Context, State(notes): State<Notes>| {
        notes.add("once");
        context.router().remove(context.handler().id());
    };
    let router = Router::new().with_state(notes.clone()).on(once);

    drop(router.dispatch([tick(1)]).await);
    drop(router.dispatch([tick(2)]).await);

    assert_eq!(notes.all(), ["once"]);
}

#[tokio::test]
async fn clones_are_one_router() {
    let router = Router::new();
    let clone = router
        .clone()
        .on(async |_: Written| {})
        .on_any(async |_: Envelope| {});

    assert!(router.handles::<Written>());
    assert!(
        !router.handles::<Tick>(),
        "a wildcard is no handler of ticks"
    );
    assert_eq!(router.handlers(), clone.handlers());
    let events: Vec<_> = router
        .handlers()
        .iter()
        .map(|handler| handler.event())
        .collect();
    assert_eq!(events, ["written", "*"]);
}

#[tokio::test]
async fn replacing_state_reaches_the_next_event() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).with_state(1_u8).on(
        async |_: Written, State(number): State<u8>, State(notes): State<Notes>| {
            notes.add(number.to_string());
        },
    );

    drop(router.dispatch([written(1, "")]).await);
    router.set_state(2_u8);
    drop(router.dispatch([written(1, "")]).await);

    assert_eq!(notes.all(), ["1", "2"]);
}

#[tokio::test]
async fn dropping_a_delivery_drops_its_handlers() {
    struct Guard(Notes);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.add("dropped");
        }
    }
    let notes = Notes::default();
    let router =
        Router::new()
            .with_state(notes.clone())
            .on(async |_: Tick, State(notes): State<Notes>| {
                let _guard = Guard(notes);
                std::future::pending::<()>().await;
            });

    let mut delivery = Box::pin(router.dispatch([tick(1)]));
    assert!((&mut delivery).now_or_never().is_none());
    drop(delivery);

    assert_eq!(notes.all(), ["dropped"]);
}

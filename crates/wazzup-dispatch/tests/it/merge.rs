use std::time::Duration;

use wazzup_dispatch::{Context, Envelope, Handler, Router, State};

use crate::provider::{Notes, Tick, WhoIs, Written, chat, tick, written};

async fn note(_: Tick, State(name): State<&'static str>, State(notes): State<Notes>) {
    notes.add(name);
}

#[tokio::test]
async fn each_router_keeps_its_own_state_and_borrows_what_it_lacks() {
    let notes = Notes::default();
    let billing = Router::new().with_state("billing").on(note);
    let support = Router::new().with_state("support").on(note);
    let app = Router::new()
        .with_state(notes.clone())
        .with_state("app")
        .on(note)
        .merge(billing)
        .merge(support);

    assert!(app.check().is_ok());
    assert!(app.dispatch([tick(1)]).await.all_succeeded());

    // In the order of registration, not of merging.
    assert_eq!(notes.all(), ["billing", "support", "app"]);
}

#[tokio::test]
async fn state_reaches_down_through_several_merges() {
    let notes = Notes::default();
    let inner = Router::new().on(note);
    let middle = Router::new().with_state("middle").merge(inner);
    let outer = Router::new()
        .with_state(notes.clone())
        .with_state("outer")
        .merge(middle);

    assert!(outer.dispatch([tick(1)]).await.all_succeeded());

    assert_eq!(notes.all(), ["middle"]);
}

#[tokio::test]
async fn merging_copies_what_is_there_and_no_more() {
    let module = Router::new().on((async |_: Tick| {}).named("early"));
    let app = Router::new().merge(module.clone());
    module.add((async |_: Tick| {}).named("late"));

    let report = app.dispatch([tick(1)]).await;

    assert_eq!(report.events()[0].handlers().len(), 1);
    assert_eq!(app.remove_named("early"), 1);
    assert_eq!(module.handlers().len(), 2, "the module's own handlers stay");
}

#[tokio::test]
async fn merging_twice_or_with_itself_adds_nothing() {
    let module = Router::new()
        .on(async |_: Tick| {})
        .answer(async |_: WhoIs| String::new());
    let app = Router::new();

    assert_eq!(app.absorb(&module).len(), 2);
    assert_eq!(app.absorb(&module).len(), 0);
    assert_eq!(app.absorb(&app).len(), 0);
    assert_eq!(app.handlers().len(), 2);
}

#[tokio::test]
async fn fallbacks_and_answers_come_along() {
    let notes = Notes::default();
    let module = Router::new()
        .with_state(notes.clone())
        .on_unhandled(async |any: Envelope, State(notes): State<Notes>| notes.add(any.name()))
        .answer(async |_: WhoIs| "module".to_owned());
    let app = Router::new()
        .answer(async |_: WhoIs| "app".to_owned())
        .merge(module);

    drop(app.dispatch([tick(1)]).await);
    let answer = app
        .ask::<WhoIs>(WhoIs(1), Duration::from_secs(1))
        .await
        .unwrap();

    assert_eq!(notes.all(), ["tick"]);
    assert_eq!(answer, "module", "the one merged last replaces the other");
}

#[tokio::test(start_paused = true)]
async fn the_modules_time_limit_for_handlers_goes_with_them() {
    let module = Router::new()
        .with_handler_timeout(Duration::from_secs(1))
        .on(async |_: Tick| tokio::time::sleep(Duration::from_secs(2)).await);
    let app = Router::new()
        .with_handler_timeout(Duration::from_secs(10))
        .merge(module);

    let report = app.dispatch([tick(1)]).await;

    assert_eq!(
        report.events()[0].handlers()[0].outcome().as_str(),
        "timed_out"
    );
}

#[tokio::test(start_paused = true)]
async fn a_merged_handler_waits_on_the_router_that_dispatches() {
    let notes = Notes::default();
    let module =
        Router::new().with_state(notes.clone()).on(
            (async |_: Written, context: Context, State(notes): State<Notes>| {
                let next = context.listen_here::<Written>().unwrap();
                let next = next.timeout(Duration::from_secs(5)).await;
                notes.add(&*next.unwrap().text);
            })
            .when(|message| &*message.text == "start"),
        );
    let app = Router::new().merge(module);

    let waiting = tokio::spawn(app.dispatch([written(1, "start")]));
    tokio::task::yield_now().await;
    assert_eq!(app.waits(), 1);
    drop(app.dispatch([written(1, "next")]).await);
    assert!(waiting.await.unwrap().all_succeeded());

    assert_eq!(notes.all(), ["next"]);
    assert_eq!(app.stop_listening(chat(1)), 0);
}

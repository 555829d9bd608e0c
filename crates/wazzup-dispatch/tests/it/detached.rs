use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::FutureExt;
use tokio::time::{Instant, sleep};
use wazzup_dispatch::{Context, Disposition, Handler, Router, State, WaitError};

use crate::provider::{Notes, Tick, Written, tick, written};

const MINUTE: Duration = Duration::from_secs(60);

/// Asks for a name and waits for it.
async fn talk(_: Written, context: Context, State(notes): State<Notes>) -> Result<(), WaitError> {
    let listen = context.listen_here::<Written>().unwrap();
    let answer = listen.timeout(MINUTE).await?;
    notes.add(format!("talked about {}", answer.text));
    Ok(())
}

fn talking() -> (Router, Notes) {
    let notes = Notes::default();
    let note = async |message: Written, State(notes): State<Notes>| notes.add(&*message.text);
    let router = Router::new()
        .with_state(notes.clone())
        .on(talk
            .when(|message| &*message.text == "start")
            .named("talk")
            .detached())
        .on(note.when(|message| &*message.text != "start"));
    (router, notes)
}

#[tokio::test(start_paused = true)]
async fn the_delivery_does_not_wait_for_it() {
    let (router, notes) = talking();
    let began = Instant::now();

    let report = router.dispatch([written(1, "start")]).await;

    assert_eq!(
        report.events()[0].handlers()[0].outcome().as_str(),
        "detached"
    );
    assert!(report.all_succeeded());
    assert_eq!(began.elapsed(), Duration::ZERO);
    assert_eq!(router.detached(), 1);

    let report = router.dispatch([written(1, "Ann")]).await;
    assert_eq!(report.events()[0].disposition(), Disposition::Taken);
    router.detached_done().await;
    assert_eq!(router.detached(), 0);
    assert_eq!(notes.all(), ["talked about Ann"]);
}

#[tokio::test(start_paused = true)]
async fn what_it_waits_for_is_taken_from_the_rest_of_its_own_delivery() {
    let (router, notes) = talking();

    drop(
        router
            .dispatch(["start", "Ann", "more"].map(|text| written(1, text)))
            .await,
    );
    router.detached_done().await;

    assert_eq!(notes.all(), ["talked about Ann", "more"]);
}

#[tokio::test(start_paused = true)]
async fn its_end_is_told_to_the_hook_with_the_error() {
    let (router, _) = talking();
    let told = Arc::new(Mutex::new(Vec::new()));
    let seen = told.clone();
    let router = router.on_detached_done(move |report| {
        let [handler] = report.handlers() else {
            panic!("{report:?}")
        };
        let end = (
            report.name(),
            handler.name().to_owned(),
            handler.outcome().as_str(),
        );
        seen.lock().unwrap().push((end, handler.elapsed()));
    });

    drop(router.dispatch([written(1, "start")]).await);
    router.detached_done().await;

    let end = ("written", "talk".to_owned(), "failed");
    assert_eq!(*told.lock().unwrap(), [(end, MINUTE)]);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_done_at_once_is_reported_as_any_other() {
    let router = Router::new()
        .on((async |_: Tick| Err::<(), _>("broken")).detached())
        .on_detached_done(|report| panic!("told though reported: {report:?}"));

    let report = router.dispatch([tick(1)]).await;

    assert_eq!(
        report.events()[0].handlers()[0].outcome().as_str(),
        "failed"
    );
    assert_eq!(router.detached(), 0);
}

#[tokio::test(start_paused = true)]
async fn its_own_time_limit_holds_and_the_routers_does_not() {
    let slow = async |_: Tick| sleep(MINUTE).await;
    let ends = Arc::new(Mutex::new(Vec::new()));
    let seen = ends.clone();
    let router = Router::new()
        .with_handler_timeout(Duration::from_secs(1))
        .on(slow.detached())
        .on(slow.detached().timeout(Duration::from_secs(2)))
        .on_detached_done(move |report| {
            let handler = &report.handlers()[0];
            seen.lock()
                .unwrap()
                .push((handler.outcome().as_str(), handler.elapsed().as_secs()));
        });

    drop(router.dispatch([tick(1)]).await);
    router.detached_done().await;

    assert_eq!(*ends.lock().unwrap(), [("timed_out", 2), ("done", 60)]);
}

#[tokio::test(start_paused = true)]
async fn panics_of_the_handler_and_of_the_hook_are_caught() {
    let router = Router::new()
        .on((async |_: Tick| -> () {
            sleep(MINUTE).await;
            panic!("broken");
        })
        .detached())
        .on_detached_done(|_| panic!("broken as well"));

    drop(router.dispatch([tick(1)]).await);
    router.detached_done().await;

    assert_eq!(router.detached(), 0);
}

#[tokio::test(start_paused = true)]
async fn closing_ends_what_it_waits_for() {
    let (router, notes) = talking();
    drop(router.dispatch([written(1, "start")]).await);
    let began = Instant::now();

    router.close();
    router.detached_done().await;

    assert_eq!(began.elapsed(), Duration::ZERO);
    assert!(notes.all().is_empty());
}

#[test]
fn without_a_runtime_it_stays_with_its_delivery() {
    let router = Router::new().on((async |_: Tick| std::future::pending::<()>().await).detached());

    assert!(router.dispatch([tick(1)]).now_or_never().is_none());
    assert_eq!(router.detached(), 0);
}

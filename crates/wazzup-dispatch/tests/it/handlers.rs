use std::{io, sync::Arc, time::Duration};

use tokio::{sync::Barrier, time::sleep};
use wazzup_dispatch::{
    Disposition, Envelope, Flow, Handler, HandlerReport, Outcome, Router, State,
};

use crate::provider::{Notes, Status, Tick, Written, chat, status, tick, written};

fn names(handlers: &[HandlerReport]) -> Vec<(&str, &str)> {
    handlers
        .iter()
        .map(|handler| (handler.name(), handler.outcome().as_str()))
        .collect()
}

#[tokio::test]
async fn the_first_argument_chooses_the_handler() {
    let notes = Notes::default();
    let router = Router::new()
        .with_state(notes.clone())
        .on(async |_: Written, State(notes): State<Notes>| notes.add("written"))
        .on(async |_: Status, State(notes): State<Notes>| notes.add("status"))
        .on_any(async |any: Envelope, State(notes): State<Notes>| {
            notes.add(format!("any {}", any.name()));
        });

    let report = router.dispatch([status(1, "sent"), tick(1)]).await;

    assert_eq!(notes.all(), ["status", "any status", "any tick"]);
    let dispositions: Vec<_> = report
        .events()
        .iter()
        .map(|event| event.disposition())
        .collect();
    assert_eq!(dispositions, [Disposition::Handled, Disposition::Unhandled]);
}

#[tokio::test]
async fn every_shape_of_result_is_reported() {
    let router = Router::new()
        .on((async |_: Tick| {}).named("unit"))
        .on((async |_: Tick| Flow::Continue).named("flow"))
        .on((async |_: Tick| Ok::<_, io::Error>(())).named("ok"))
        .on((async |_: Tick| Ok::<_, io::Error>(Flow::Continue)).named("ok flow"))
        .on((async |_: Tick| Err::<(), _>("broken")).named("text"))
        .on((async |_: Tick| Err::<Flow, _>(io::Error::other("broken"))).named("error"));

    let report = router.dispatch([tick(1)]).await;

    assert_eq!(
        names(report.events()[0].handlers()),
        [
            ("unit", "done"),
            ("flow", "done"),
            ("ok", "done"),
            ("ok flow", "done"),
            ("text", "failed"),
            ("error", "failed"),
        ]
    );
    assert!(!report.all_succeeded());
    let Outcome::Failed(error) = report.events()[0].handlers()[4].outcome() else {
        panic!()
    };
    assert_eq!(error.to_string(), "broken");
}

#[tokio::test]
async fn a_panic_is_caught_wherever_it_happens_and_costs_no_sibling() {
    fn at_once(_: Tick) -> std::future::Ready<()> {
        panic!("before the first await of {}", 7)
    }
    let router = Router::new()
        .on((async |_: Tick| -> () { panic!("inside") }).named("inside"))
        .on(at_once.named("at once"))
        .on((async |_: Tick| {})
            .when(|_| panic!("in the filter"))
            .named("filter"))
        .on((async |_: Tick| {}).named("sibling"));

    let report = router.dispatch([tick(1)]).await;

    let handlers = report.events()[0].handlers();
    let said: Vec<_> = handlers
        .iter()
        .map(|handler| match handler.outcome() {
            Outcome::Panicked(panic) => panic.message(),
            _ => None,
        })
        .collect();
    let first = Some("before the first await of 7");
    assert_eq!(said, [Some("inside"), first, Some("in the filter"), None]);
    assert_eq!(handlers[3].outcome().as_str(), "done");
}

#[tokio::test]
async fn groups_run_by_order_and_not_by_registration() {
    let notes = Notes::default();
    let router = Router::new()
        .with_state(notes.clone())
        .on((async |_: Tick, State(notes): State<Notes>| notes.add("late")).order(5))
        .on(async |_: Tick, State(notes): State<Notes>| notes.add("middle"))
        .on((async |_: Tick, State(notes): State<Notes>| notes.add("early")).order(-5));

    drop(router.dispatch([tick(1)]).await);

    assert_eq!(notes.all(), ["early", "middle", "late"]);
}

#[tokio::test]
async fn stop_ends_later_groups_but_not_its_own() {
    let router = Router::new()
        .on((async |_: Tick| Flow::Stop).named("stops").order(1))
        .on((async |_: Tick| {}).named("beside").order(1))
        .on_any((async |_: Envelope| {}).named("wildcard").order(2))
        .on((async |_: Tick| {}).named("before"))
        .on_unhandled((async |_: Envelope| {}).named("fallback"));

    let report = router.dispatch([tick(1)]).await;

    assert_eq!(
        names(report.events()[0].handlers()),
        [
            ("before", "done"),
            ("stops", "done"),
            ("beside", "done"),
            ("wildcard", "skipped")
        ]
    );
}

#[tokio::test]
async fn a_failure_does_not_end_later_groups() {
    let router = Router::new()
        .on((async |_: Tick| Err::<(), _>("broken"))
            .named("first")
            .order(-1))
        .on((async |_: Tick| {}).named("second"));

    let report = router.dispatch([tick(1)]).await;

    assert_eq!(
        names(report.events()[0].handlers()),
        [("first", "failed"), ("second", "done")]
    );
}

#[tokio::test(start_paused = true)]
async fn handlers_of_one_order_run_concurrently() {
    // Each waits for the other: one after the other they would wait for ever.
    let both = Arc::new(Barrier::new(2));
    let meet = async |_: Tick, State(both): State<Arc<Barrier>>| {
        both.wait().await;
    };
    let router = Router::new().with_state(both).on(meet).on(meet);

    assert!(router.dispatch([tick(1)]).await.all_succeeded());
}

#[tokio::test(start_paused = true)]
async fn a_handler_is_dropped_after_its_time_limit_and_the_rest_goes_on() {
    let slow = async |_: Tick| sleep(Duration::from_secs(60)).await;
    let router = Router::new()
        .with_handler_timeout(Duration::from_secs(10))
        .on(slow.named("own limit").timeout(Duration::from_secs(5)))
        .on(slow.named("default limit"))
        .on(slow.named("longer limit").timeout(Duration::from_secs(120)));

    let report = router.dispatch([tick(1)]).await;

    let handlers = report.events()[0].handlers();
    assert_eq!(
        names(handlers),
        [
            ("own limit", "timed_out"),
            ("default limit", "timed_out"),
            ("longer limit", "done")
        ]
    );
    let seconds: Vec<_> = handlers
        .iter()
        .map(|handler| handler.elapsed().as_secs())
        .collect();
    assert_eq!(seconds, [5, 10, 60]);
}

#[tokio::test]
async fn filters_on_one_handler_add_up() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).on_filtered(
        |message: &Written| message.text.starts_with('a'),
        (async |message: Written, State(notes): State<Notes>| notes.add(&*message.text))
            .when(|message| message.text.ends_with('z')),
    );

    let events = ["az", "ab", "bz"].map(|text| written(1, text));
    drop(router.dispatch(events).await);

    assert_eq!(notes.all(), ["az"]);
}

#[tokio::test]
async fn what_nobody_handles_goes_to_the_fallback_and_wildcards_do_not_count() {
    let notes = Notes::default();
    let router = Router::new()
        .with_state(notes.clone())
        .on((async |_: Written| {}).when(|message| &*message.text == "known"))
        .on_any(async |_: Envelope| {})
        .on_unhandled(
            (async |any: Envelope, State(notes): State<Notes>| notes.add(any.name())).named("rest"),
        );

    let report = router
        .dispatch([written(1, "known"), written(1, "other"), tick(1)])
        .await;

    assert_eq!(notes.all(), ["written", "tick"]);
    assert_eq!(report.unhandled().count(), 2);
    assert_eq!(report.events()[2].handlers().last().unwrap().name(), "rest");
}

#[tokio::test]
async fn a_delivery_of_nothing_succeeds() {
    let report = Router::new().dispatch([]).await;

    assert!(report.all_succeeded());
    assert!(report.events().is_empty());
}

#[tokio::test]
async fn a_handler_without_a_name_is_called_by_its_path() {
    async fn save(_: Tick) {}
    let router = Router::new()
        .on(save)
        // Whatever else was said about it.
        .on(save.when(|_| true).detached())
        .on(save.order(1).named("saving"));

    let handlers = router.handlers();
    let names: Vec<&str> = handlers.iter().map(|handler| handler.name()).collect();

    assert!(names[0].ends_with("save"), "{names:?}");
    assert_eq!(names[1..], [names[0], "saving"]);
}

#[test]
fn futures_and_routers_can_be_moved_to_other_threads() {
    fn check<T: Send + Sync + 'static>(_: &T) {}
    fn check_send<T: Send + 'static>(_: &T) {}
    let router = Router::new();
    check(&router);
    check_send(&router.dispatch(vec![tick(1)]));
}

#[tokio::test]
async fn who_wants_no_report_is_told_whether_all_went_well() {
    let notes = Notes::default();
    let router = Router::new()
        .with_state(notes.clone())
        .on(
            (async |_: Written, State(notes): State<Notes>| notes.add("written"))
                .when(|message| &*message.text != "no"),
        )
        .on(async |_: Status| Err::<(), _>("broken"))
        .on(async |_: Status, State(notes): State<Notes>| notes.add("status"))
        .on_unhandled(async |any: Envelope, State(notes): State<Notes>| {
            notes.add(format!("unhandled {}", any.name()));
            assert!(any.is::<Tick>(), "on purpose");
        });

    assert!(router.dispatch_unreported(written(1, "yes")).await);
    assert!(!router.dispatch_unreported(written(1, "no")).await);
    assert!(!router.dispatch_unreported(status(1, "sent")).await);
    assert!(router.dispatch_unreported(tick(1)).await);

    let waiting = router
        .listen::<Written>(chat(1))
        .timeout(Duration::from_secs(1))
        .start();
    assert!(router.dispatch_unreported(written(1, "taken")).await);
    assert_eq!(&*waiting.await.unwrap().text, "taken");
    assert_eq!(
        notes.all(),
        ["written", "unhandled written", "status", "unhandled tick"]
    );
}

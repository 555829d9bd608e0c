use std::{io, time::Duration};

use tokio::time::{Instant, sleep};
use wazzup_dispatch::{AskError, BoxError, Context, Envelope, Handler, Router, State, Topic};

use crate::provider::{Notes, Tick, WhoIs};

const DEADLINE: Duration = Duration::from_secs(25);

async fn ask(router: &Router, number: u32) -> Result<String, AskError> {
    router.ask::<WhoIs>(WhoIs(number), DEADLINE).await
}

#[tokio::test]
async fn the_answer_is_what_the_handler_returns() {
    let plain = Router::new().answer(async |who: WhoIs| format!("number {}", who.0));
    let fallible = Router::new().answer(async |_: WhoIs| Ok::<_, io::Error>("fine".to_owned()));

    assert_eq!(ask(&plain, 7).await.unwrap(), "number 7");
    assert_eq!(ask(&fallible, 7).await.unwrap(), "fine");
    assert!(plain.answers::<WhoIs>());
    assert!(!plain.handles::<WhoIs>());
}

#[tokio::test]
async fn who_answers_can_look_back_at_what_came_meanwhile() {
    let router = Router::new().answer(async |_: WhoIs, context: Context| {
        drop(context.router().dispatch([Envelope::new(Tick(1))]).await);
        let tick = context.listen::<Tick>(Topic::anywhere()).timeout(DEADLINE);
        tick.await.map(|tick| tick.0.to_string())
    });

    assert_eq!(ask(&router, 7).await.unwrap(), "1");
}

#[tokio::test]
async fn the_first_whose_filter_says_yes_answers_and_the_one_without_takes_the_rest() {
    let router = Router::new()
        .answer((async |_: WhoIs| "anyone".to_owned()).order(-10))
        .answer((async |_: WhoIs| "small".to_owned()).when(|who| who.0 < 10))
        .answer(
            (async |_: WhoIs| "tiny".to_owned())
                .when(|who| who.0 < 5)
                .order(-1),
        );

    assert_eq!(ask(&router, 1).await.unwrap(), "tiny");
    assert_eq!(ask(&router, 7).await.unwrap(), "small");
    assert_eq!(ask(&router, 70).await.unwrap(), "anyone");
}

#[tokio::test]
async fn a_second_handler_without_a_filter_replaces_the_first() {
    let router = Router::new()
        .answer((async |_: WhoIs| "old".to_owned()).named("old"))
        .answer((async |_: WhoIs| "new".to_owned()).named("new"));

    assert_eq!(ask(&router, 1).await.unwrap(), "new");
    assert_eq!(router.handlers().len(), 1);
    assert_eq!(router.handlers()[0].name(), "new");
}

#[tokio::test]
async fn nobody_there_is_an_error_of_its_own() {
    let router = Router::new()
        .on_any(async |_: Envelope| {})
        .on(async |_: WhoIs| {})
        .answer((async |_: WhoIs| String::new()).when(|_| false));

    let error = ask(&router, 1).await.unwrap_err();

    assert!(matches!(error, AskError::NoHandler("who_is")), "{error:?}");
}

#[tokio::test]
async fn failures_and_panics_do_not_go_on_to_the_next() {
    let router = Router::new()
        .answer(async |_: WhoIs| "rest".to_owned())
        .answer(
            (async |_: WhoIs| Err::<String, BoxError>("no such contact".into()))
                .when(|who| who.0 == 1),
        )
        .answer((async |_: WhoIs| -> String { panic!("broken") }).when(|who| who.0 == 2))
        .answer((async |_: WhoIs, _: State<u8>| String::new()).when(|who| who.0 == 3));

    let failed = ask(&router, 1).await.unwrap_err();
    let panicked = ask(&router, 2).await.unwrap_err();
    let missing = ask(&router, 3).await.unwrap_err();

    assert_eq!(failed.to_string(), "the handler of `who_is` failed");
    let AskError::Failed(_, source) = &failed else {
        panic!("{failed:?}")
    };
    assert_eq!(source.to_string(), "no such contact");
    let AskError::Panicked(_, panic) = &panicked else {
        panic!("{panicked:?}")
    };
    assert_eq!(panic.message(), Some("broken"));
    assert_eq!(missing.as_str(), "missing_argument");
}

#[tokio::test(start_paused = true)]
async fn a_slow_handler_is_dropped_at_the_deadline() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).answer(
        async |_: WhoIs, State(notes): State<Notes>| {
            sleep(Duration::from_secs(60)).await;
            notes.add("answered after all");
            String::new()
        },
    );
    let started = Instant::now();

    let error = ask(&router, 1).await.unwrap_err();

    assert!(matches!(error, AskError::TimedOut(_)), "{error:?}");
    assert_eq!(started.elapsed(), DEADLINE);
    sleep(Duration::from_secs(120)).await;
    assert!(notes.all().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_handlers_own_time_limit_may_be_shorter_than_the_deadline() {
    let slow = async |_: WhoIs| {
        sleep(Duration::from_secs(60)).await;
        String::new()
    };
    let router = Router::new().answer(slow.timeout(Duration::from_secs(2)));
    let started = Instant::now();

    let error = ask(&router, 1).await.unwrap_err();

    assert_eq!(error.as_str(), "timed_out");
    assert_eq!(started.elapsed(), Duration::from_secs(2));
}

#[tokio::test]
async fn an_envelope_of_another_event_is_refused() {
    let router = Router::new().answer(async |_: WhoIs| String::new());

    let error = router.ask::<WhoIs>(Tick(1), DEADLINE).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        "asked `who_is` with an envelope that holds `tick`"
    );
}

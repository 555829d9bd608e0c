use std::{error::Error, num::ParseIntError};

use wazzup_dispatch::{
    Context, Conversation, Delivery, Disposition, Envelope, Extension, ExtractError, FromDelivery,
    Handler, Outcome, Raw, Router, Scopes, State,
};

use crate::provider::{Notes, Status, Tick, Written, chat, status, tick, written};

#[expect(clippy::too_many_arguments, reason = "as many as there are kinds")]
async fn everything(
    message: Written,
    State(notes): State<Notes>,
    Extension(number): Extension<u8>,
    raw: Raw,
    conversation: Conversation,
    envelope: Envelope,
    context: Context,
    router: Router,
) {
    assert_eq!(conversation, chat(message.chat));
    assert_eq!(envelope.name(), context.event_name());
    assert_eq!(router.handlers().len(), 1);
    notes.add(format!(
        "{} {number} {}",
        raw.as_str(),
        context.handler().name()
    ));
}

#[tokio::test]
async fn a_handler_takes_all_there_is_in_any_number() {
    let notes = Notes::default();
    let router = Router::new()
        .with_state(notes.clone())
        .on(everything.named("everything"));

    let report = router
        .dispatch([written(1, "hi").with_extension(7_u8)])
        .await;

    assert!(report.all_succeeded(), "{report:?}");
    assert_eq!(notes.all(), ["hi 7 everything"]);
}

#[tokio::test]
async fn state_may_come_after_the_handlers_that_take_it() {
    let notes = Notes::default();
    let router = Router::new()
        .on(async |_: Tick, State(notes): State<Notes>| notes.add("ticked"))
        .with_state(notes.clone());

    assert!(router.dispatch([tick(1)]).await.all_succeeded());
    assert_eq!(notes.all(), ["ticked"]);
}

#[tokio::test]
async fn missing_state_is_the_handlers_failure_and_names_the_type() {
    let router = Router::new()
        .on(async |_: Tick, State(_): State<u64>| {})
        .on(async |_: Tick| {});

    let report = router.dispatch([tick(1)]).await;

    let [missing, fine] = report.events()[0].handlers() else {
        panic!("{report:?}")
    };
    let Outcome::MissingArgument(error) = missing.outcome() else {
        panic!("{report:?}")
    };
    assert!(error.to_string().contains("State<u64>"), "{error}");
    assert!(error.to_string().contains("with_state"), "{error}");
    assert!(matches!(fine.outcome(), Outcome::Done(_)));
    assert_eq!(report.events()[0].disposition(), Disposition::Handled);
}

#[tokio::test]
async fn check_finds_missing_state_before_any_event_comes() {
    let router = Router::new()
        .on((async |_: Tick, State(_): State<u64>| {}).named("counting"))
        .on_unhandled((async |_: Envelope, State(_): State<u32>| {}).named("rest"))
        .on(async |_: Tick, _: Option<State<u64>>| {});

    let error = router.check().unwrap_err();

    let names: Vec<_> = error
        .problems()
        .iter()
        .map(|one| one.handler().name())
        .collect();
    assert_eq!(names, ["counting", "rest"]);
    assert!(
        error.to_string().contains("`counting` of `tick`"),
        "{error}"
    );

    assert!(router.with_state(1_u64).with_state(1_u32).check().is_ok());
}

#[tokio::test]
async fn what_may_be_absent_is_taken_as_an_option() {
    let router = Router::new().on(
        async |_: Tick, raw: Option<Raw>, chat: Option<Conversation>, state: Option<State<u8>>| {
            assert!(raw.is_none() && chat.is_none() && state.is_none());
        },
    );

    assert!(router.dispatch([tick(1)]).await.all_succeeded());
}

#[tokio::test]
async fn absent_things_fail_a_handler_that_insists() {
    let router = Router::new()
        .on(async |_: Tick, _: Raw| {})
        .on(async |_: Tick, _: Conversation| {})
        .on(async |_: Tick, _: Extension<u8>| {});

    let report = router.dispatch([tick(1)]).await;

    assert_eq!(report.failures().count(), 3, "{report:?}");
}

/// An argument of a user's own: the text as a number, or not for this handler.
struct Number(u32);

impl FromDelivery for Number {
    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        let message = delivery.event::<Written>().ok_or_else(ExtractError::skip)?;
        match &*message.text {
            "" => Err(ExtractError::skip()),
            text => text
                .parse()
                .map(Self)
                .map_err(|error| ExtractError::failed("number", error)),
        }
    }

    fn check(scopes: &Scopes) -> Result<(), ExtractError> {
        if scopes.contains::<Notes>() {
            Ok(())
        } else {
            Err(ExtractError::missing("number", "numbers need notes"))
        }
    }
}

#[tokio::test]
async fn an_argument_of_ones_own_can_pass_over_the_event_or_fail_with_a_cause() {
    let notes = Notes::default();
    let router = Router::new().with_state(notes.clone()).on(
        async |_: Written, Number(n): Number, State(notes): State<Notes>| {
            notes.add(n.to_string());
        },
    );

    let events = [written(1, "7"), written(1, ""), written(1, "x")];
    let report = router.dispatch(events).await;

    let outcomes: Vec<_> = report
        .events()
        .iter()
        .map(|event| event.handlers()[0].outcome())
        .collect();
    assert!(matches!(outcomes[0], Outcome::Done(_)));
    assert!(matches!(outcomes[1], Outcome::Filtered));
    let Outcome::MissingArgument(error) = outcomes[2] else {
        panic!("{report:?}")
    };
    assert!(error.source().unwrap().is::<ParseIntError>());
    assert_eq!(notes.all(), ["7"]);
    assert!(router.check().is_ok());
}

#[tokio::test]
async fn closures_with_captures_clone_what_they_hold() {
    let notes = Notes::default();
    let held = notes.clone();
    let router = Router::new().on(move |status: Status| {
        let notes = held.clone();
        async move { notes.add(status.state) }
    });

    assert!(router.dispatch([status(1, "read")]).await.all_succeeded());
    assert_eq!(notes.all(), ["read"]);
}

//! Which outcome a send has, and what is repeated on the way to it.

use std::{future::IntoFuture as _, time::Duration};

use http::StatusCode;
use proptest::prelude::*;
use serde_json::json;
use wazzup_api::{ErrorExt as _, Outcome, SendError, types::error::ErrorCategory};

use crate::{
    fake::{Answer, Fake, status, text},
    sending::{hello, named, repeated},
};

#[tokio::test(start_paused = true)]
async fn without_a_name_a_lost_answer_is_never_asked_for_again() {
    let broken = [
        Answer::Broken,
        Answer::empty(500),
        Answer::empty(503),
        Answer::Silence,
    ];
    for lost in broken
        .into_iter()
        .chain([Answer::empty(408), Answer::empty(504)])
    {
        let fake = Fake::answering([lost.clone()]);

        let error = fake
            .full_client()
            .messages()
            .send(hello())
            .await
            .unwrap_err();

        assert_eq!(error.outcome(), Outcome::Unknown, "{lost:?}");
        assert_eq!(fake.lines().len(), 1, "{lost:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_not_executed_is_repeated_without_a_name_as_well() {
    let fake = Fake::answering([Answer::Refused, Answer::empty(429), Answer::empty(201)]);

    fake.full_client().messages().send(hello()).await.unwrap();

    assert_eq!((fake.refused(), fake.lines().len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_message_that_never_got_through_is_rejected() {
    for answer in [Answer::Refused, Answer::empty(429)] {
        let fake = Fake::answering(vec![answer; 10]);

        let error = fake
            .full_client()
            .messages()
            .send(named())
            .await
            .unwrap_err();

        assert_eq!(error.outcome(), Outcome::Rejected);
        assert!(!error.error().may_have_executed());
    }
}

#[tokio::test(start_paused = true)]
async fn with_a_name_a_lost_answer_is_asked_for_again() {
    let fake = Fake::answering([
        Answer::Broken,
        Answer::empty(502),
        status(201, json!({"messageId": "m-1"})),
    ]);

    let accepted = fake.full_client().messages().send(named()).await.unwrap();

    assert_eq!(accepted.message_id.unwrap(), "m-1");
    assert!(!accepted.already_sent);
    let bodies: Vec<_> = fake.seen().iter().map(|seen| seen.bytes.clone()).collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies.iter().all(|body| *body == bodies[0]));
}

#[tokio::test(start_paused = true)]
async fn a_repeat_refused_for_its_name_means_already_sent_in_any_spelling() {
    let spelt = |code: &str| status(400, json!({"error": code}));
    let nested = status(409, json!({"error": {"code": "REPEATED_CRM_MESSAGE_ID"}}));
    for refusal in [
        repeated(),
        spelt("repeatedCrmMessageId"),
        spelt("Repeated_crmMessageID"),
        nested,
    ] {
        let fake = Fake::answering([Answer::Broken, refusal]);

        let accepted = fake.full_client().messages().send(named()).await.unwrap();

        assert!(accepted.already_sent);
        assert_eq!((accepted.message_id, accepted.chat_id), (None, None));
        assert_eq!(accepted.crm_message_id.unwrap(), "order-17");
    }
}

#[tokio::test(start_paused = true)]
async fn a_first_try_refused_for_its_name_is_a_conflict() {
    // Neither a refused connection nor a 429 can have used the name up.
    for before in [vec![], vec![Answer::Refused], vec![Answer::empty(429)]] {
        let fake = Fake::answering(before.into_iter().chain([repeated()]));

        let error = fake
            .full_client()
            .messages()
            .send(named())
            .await
            .unwrap_err();

        let SendError::Rejected(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.category(), ErrorCategory::Conflict);
    }
}

#[tokio::test(start_paused = true)]
async fn once_in_doubt_nothing_but_a_yes_ends_the_doubt() {
    for then in [
        status(400, json!({"error": "CHANNEL_BLOCKED"})),
        status(400, json!({"error": "MESSAGES_CAN_NOT_ADD"})),
        status(500, json!({"error": "MESSAGES_CAN_NOT_ADD"})),
        Answer::empty(401),
        Answer::empty(501),
    ] {
        let fake = Fake::answering([Answer::Broken, then.clone()]);

        let error = fake
            .full_client()
            .messages()
            .send(named())
            .with_max_attempts(2)
            .await
            .unwrap_err();

        assert_eq!(error.outcome(), Outcome::Unknown, "{then:?}");
    }
    let fake = Fake::answering([Answer::Broken, Answer::Refused]);
    let send = fake
        .full_client()
        .messages()
        .send(named())
        .with_max_attempts(2);
    assert_eq!(send.await.unwrap_err().outcome(), Outcome::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a_repeat_starts_while_the_service_still_remembers_the_name() {
    let fake = Fake::answering(vec![Answer::Silence; 10]);
    let start = tokio::time::Instant::now();

    let send = fake
        .full_client()
        .messages()
        .send(named())
        .with_max_attempts(100);
    let error = send
        .with_attempt_timeout(Duration::from_secs(8))
        .await
        .unwrap_err();

    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(fake.lines().len() > 1);
    let last = *fake.times().last().unwrap() - start;
    assert!(last < Duration::from_secs(60), "{last:?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_fault_is_unknown_unless_it_says_the_message_was_not_sent() {
    for (code, http, outcome) in [
        ("MESSAGES_CAN_NOT_ADD", 400, Outcome::Rejected),
        ("MESSAGES_CAN_NOT_ADD", 500, Outcome::Rejected),
        ("UNKNOWN_ERROR", 400, Outcome::Unknown),
        ("UNKNOWN_ERROR_WITH_TRACE_ID", 400, Outcome::Unknown),
        ("UNKNOWN_ERROR", 500, Outcome::Unknown),
        ("WRONG_TRANSPORT", 500, Outcome::Unknown),
        ("WRONG_TRANSPORT", 400, Outcome::Rejected),
        ("SOMETHING_NEW", 400, Outcome::Rejected),
    ] {
        let fake = Fake::answering([status(http, json!({"error": code}))]);

        let error = fake
            .full_client()
            .messages()
            .send(hello())
            .await
            .unwrap_err();

        assert_eq!(error.outcome(), outcome, "{code} {http}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_cut_off_after_its_status_is_taken_by_its_status() {
    let fake = Fake::answering([Answer::Cut(StatusCode::CREATED)]);
    let accepted = fake.full_client().messages().send(hello()).await.unwrap();
    assert_eq!(accepted.message_id, None);
    assert_eq!(fake.lines().len(), 1);

    for (status, outcome, tries) in [
        // There are codes under it that leave open what happened.
        (StatusCode::BAD_REQUEST, Outcome::Unknown, 1),
        (StatusCode::REQUEST_TIMEOUT, Outcome::Unknown, 1),
        (StatusCode::BAD_GATEWAY, Outcome::Unknown, 1),
        (StatusCode::UNAUTHORIZED, Outcome::Rejected, 1),
        (StatusCode::TOO_MANY_REQUESTS, Outcome::Rejected, 4),
    ] {
        let fake = Fake::answering(vec![Answer::Cut(status); 10]);
        let send = fake.full_client().messages().send(hello());
        let error = send.await.unwrap_err();
        assert_eq!(error.outcome(), outcome, "{status}");
        assert_eq!(fake.lines().len(), tries, "{status}");
        assert!(error.error().is_cut_off());
        let doubt = outcome == Outcome::Unknown;
        assert_eq!(error.error().may_have_executed(), doubt, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_service_could_not_add_is_rejected_and_not_repeated() {
    let failed = || status(500, json!({"error": "MESSAGES_CAN_NOT_ADD"}));
    for message in [hello(), named()] {
        let fake = Fake::answering([failed(), repeated()]);
        let send = fake.full_client().messages().send(message);
        let error = send.await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Rejected);
        assert!(!error.error().may_have_executed());
        assert_eq!(fake.lines().len(), 1);
    }
    // What was lost before stays lost.
    let fake = Fake::answering([Answer::Broken, failed(), repeated()]);
    let error = fake.full_client().messages().send(named()).await;
    assert_eq!(error.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(fake.lines().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_stack_of_ones_own_that_never_answers_leaves_the_outcome_unknown() {
    let fake = Fake::answering([Answer::Silence]);

    let send = fake.client().messages().send(hello());
    let error = send.with_timeout(Duration::from_secs(1)).await.unwrap_err();

    assert_eq!(fake.lines().len(), 1);
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a_success_that_is_not_the_service_s_own_counts_only_with_an_id() {
    for (answer, outcome) in [
        (status(200, json!({"messageId": "m-1"})), Outcome::Accepted),
        (
            status(202, json!({"messageId": 7, "chatId": 5})),
            Outcome::Accepted,
        ),
        (
            text(200, "<html>sign in to the network</html>"),
            Outcome::Unknown,
        ),
        (status(200, json!({})), Outcome::Unknown),
        (Answer::empty(204), Outcome::Unknown),
        (Answer::Cut(StatusCode::OK), Outcome::Unknown),
    ] {
        let fake = Fake::answering([answer.clone()]);

        let result = fake.full_client().messages().send(hello()).await;

        assert_eq!(Outcome::of(&result), outcome, "{answer:?}");
        assert_eq!(fake.lines().len(), 1);
    }
}

proptest! {
    #[test]
    fn any_answer_to_a_single_try_has_the_outcome_of_its_status(
        http in 200_u16..600,
        body in prop_oneof![
            any::<Vec<u8>>(),
            "[A-Z_]{0,30}".prop_map(|code| json!({"error": code}).to_string().into_bytes()),
            "\\PC*".prop_map(|text| json!({"error": {"code": text}, "data": [text]}).to_string().into_bytes()),
        ],
    ) {
        let fake = Fake::answering([Answer::Http(StatusCode::from_u16(http).unwrap(), body)]);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

        let result = runtime.block_on(fake.client().messages().send(named()).into_future());

        let outcome = Outcome::of(&result);
        match http {
            201 => prop_assert_eq!(outcome, Outcome::Accepted),
            200..300 => prop_assert_ne!(outcome, Outcome::Rejected),
            300..500 if http != 408 => prop_assert_ne!(outcome, Outcome::Accepted),
            _ => prop_assert_eq!(outcome, Outcome::Unknown),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_that_says_how_long_is_repeated_after_that_even_if_that_is_at_once() {
    for (seconds, longest) in [(0, 1), (3, 4)] {
        let fake = Fake::answering([Answer::Later(seconds), Answer::empty(201)]);
        let start = tokio::time::Instant::now();

        fake.full_client().messages().send(hello()).await.unwrap();

        let (least, most) = (Duration::from_secs(seconds), Duration::from_secs(longest));
        assert!(
            (least..most).contains(&start.elapsed()),
            "{:?}",
            start.elapsed()
        );
    }
}

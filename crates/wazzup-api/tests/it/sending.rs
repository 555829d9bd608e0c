use std::{future::IntoFuture as _, time::Duration};

use http::StatusCode;
use proptest::prelude::*;
use serde_json::json;
use wazzup_api::{
    ErrorExt as _, ErrorKind, Outcome, SendError,
    types::{ChatId, ChatType, OutgoingMessage, Recipient, error::ErrorCategory},
};

use crate::fake::{Answer, Fake, status, text};

pub(crate) fn hello() -> OutgoingMessage {
    let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    OutgoingMessage::text("c-1".parse().unwrap(), ChatType::WhatsApp, to, "Hello!").unwrap()
}

pub(crate) fn named() -> OutgoingMessage {
    hello().crm_message_id("order-17".parse().unwrap())
}

#[tokio::test]
async fn a_send_posts_the_message_and_reads_both_ids() {
    let fake = Fake::answering([status(
        201,
        json!({"messageId": "m-1", "chatId": "79990000000"}),
    )]);

    let accepted = fake.client().messages().send(hello()).await.unwrap();

    assert_eq!(accepted.message_id.unwrap(), "m-1");
    assert_eq!(accepted.chat_id.unwrap(), "79990000000");
    assert!(!accepted.already_sent);
    let body = json!({
        "channelId": "c-1", "chatType": "whatsapp", "chatId": "79990000000", "text": "Hello!",
    });
    assert_eq!(fake.only(), ("POST /v3/message".to_owned(), body));
}

#[tokio::test]
async fn a_file_is_sent_by_its_address_as_given() {
    let fake = Fake::answering([status(201, json!({"messageId": "m-1"}))]);
    let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    let channel = "c-1".parse().unwrap();
    let file =
        OutgoingMessage::file(channel, ChatType::WhatsApp, to, "https://files.test").unwrap();

    fake.client().messages().send(file).await.unwrap();

    assert_eq!(fake.only().1["contentUri"], "https://files.test");
}

#[tokio::test]
async fn a_201_with_an_unreadable_body_is_accepted_without_ids() {
    for body in ["", "OK", "[]", "{", "{\"messageId\":{}}"] {
        let fake = Fake::answering([text(201, body)]);

        let accepted = fake.client().messages().send(named()).await.unwrap();

        assert_eq!(accepted.message_id, None);
        assert_eq!(accepted.crm_message_id.unwrap(), "order-17");
    }
}

#[tokio::test]
async fn a_refusal_is_a_rejection_with_its_code() {
    let fake = Fake::answering([status(400, json!({"error": "CHANNEL_BLOCKED"}))]);

    let error = fake.client().messages().send(hello()).await.unwrap_err();

    assert_eq!(error.outcome(), Outcome::Rejected);
    assert!(matches!(error, SendError::Rejected(_)));
}

#[tokio::test]
async fn a_lost_answer_is_unknown() {
    let fake = Fake::answering([Answer::Broken]);

    let error = fake.client().messages().send(hello()).await.unwrap_err();

    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(fake.lines().len(), 1);
}

fn repeated() -> Answer {
    let body = json!({"error": "REPEATED_CRM_MESSAGE_ID", "data": {"crmMessageId": "order-17"}});
    status(400, body)
}

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

    let fake = Fake::answering([Answer::Cut(StatusCode::BAD_REQUEST)]);
    let error = fake
        .full_client()
        .messages()
        .send(hello())
        .without_retry()
        .await
        .unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
}

#[tokio::test(start_paused = true)]
async fn a_generated_name_is_made_once_and_shared_by_clones() {
    let fake = Fake::answering([
        Answer::Broken,
        repeated(),
        Answer::empty(201),
        Answer::empty(201),
    ]);
    let client = fake.full_client();
    let send = client
        .messages()
        .send(hello())
        .with_generated_crm_message_id();
    let id = send.message().get_crm_message_id().unwrap().clone();

    let accepted = send.clone().await.unwrap();
    assert!(accepted.already_sent);
    assert_eq!(accepted.crm_message_id, Some(id.clone()));
    send.await.unwrap();
    let own = client
        .messages()
        .send(named())
        .with_generated_crm_message_id()
        .await
        .unwrap();
    assert_eq!(own.crm_message_id.unwrap(), "order-17");

    let names: Vec<_> = fake
        .seen()
        .iter()
        .map(|it| it.body()["crmMessageId"].clone())
        .collect();
    assert_eq!(names, [id.as_str(), id.as_str(), id.as_str(), "order-17"]);
}

#[tokio::test]
async fn the_raw_answer_comes_with_what_was_read_from_it() {
    let fake = Fake::answering([
        status(201, json!({"messageId": "m-1", "new": 1})),
        Answer::empty(400),
    ]);
    let client = fake.client();

    let (accepted, reply) = client.messages().send(hello()).with_raw().await.unwrap();
    assert_eq!(accepted.message_id.unwrap(), "m-1");
    assert_eq!(reply.unwrap().body(), r#"{"messageId":"m-1","new":1}"#);

    client
        .messages()
        .send(hello())
        .with_raw()
        .await
        .unwrap_err();
}

#[tokio::test]
async fn an_outcome_can_be_counted_and_its_error_looked_at() {
    let fake = Fake::answering([
        Answer::empty(201),
        status(400, json!({"error": "BAD_CONTACT"})),
    ]);
    let client = fake.client();

    let sent = client.messages().send(hello()).await;
    assert_eq!(Outcome::of(&sent), Outcome::Accepted);
    let refused = client.messages().send(hello()).await;
    assert_eq!(Outcome::of(&refused), Outcome::Rejected);

    let error = refused.unwrap_err();
    assert_eq!(error.to_string(), "the message was not sent");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.to_string(),
        "messages.send: rejected (400 BAD_CONTACT)"
    );
    assert_eq!(error.into_error().kind(), ErrorKind::Rejected);
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

use std::time::Duration;

use integration_tests::Stage;
use wazzup_emulator::Fault;
use wazzup_sdk::{
    api::{ErrorKind, Outcome, SendError},
    dispatch::Topic,
    types::MessageId,
    webhooks::{MessageReceived, filters::messages},
};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_lost_answer_without_an_id_is_unknown_and_its_echo_resolves_it() {
    let stage = Stage::new().await;
    stage.listen().await;
    let echo = stage
        .client
        .webhooks()
        .listen::<MessageReceived>(Topic::anywhere())
        .filter(messages::outbound())
        .timeout(SOON)
        .start();
    stage
        .emulator
        .inject(Fault::on("POST /v3/message").drop_after());

    let result = stage.client.messages().send(stage.text("once")).await;

    let Err(SendError::Unknown(unknown)) = result else {
        panic!("{result:?}")
    };
    let echo = echo.await.unwrap();
    let accepted = unknown.resolve(&echo).unwrap();
    assert_eq!(accepted.message_id.as_ref(), Some(&echo.message_id));
    assert_eq!(stage.arrived("once"), 1);
    assert_eq!(stage.answers("POST", "/v3/message"), [None]);
}

#[tokio::test]
async fn a_lost_answer_with_an_id_is_repeated_and_known_as_sent() {
    let stage = Stage::new().await;
    stage
        .emulator
        .inject(Fault::on("POST /v3/message").drop_after());

    let send = stage.client.messages().send(stage.text("once"));
    let accepted = send.with_generated_crm_message_id().await.unwrap();

    assert!(
        accepted.already_sent && accepted.message_id.is_none(),
        "{accepted:?}"
    );
    assert_eq!(stage.arrived("once"), 1);
    assert_eq!(stage.answers("POST", "/v3/message").len(), 2);
}

#[tokio::test]
async fn a_server_fault_is_never_repeated_without_an_id() {
    let stage = Stage::new().await;
    stage
        .emulator
        .inject(Fault::on("POST /v3/message").status(502).times(5));

    let result = stage.client.messages().send(stage.text("once")).await;

    assert_eq!(Outcome::of(&result), Outcome::Unknown);
    assert_eq!(stage.answers("POST", "/v3/message").len(), 1);
}

#[tokio::test]
async fn a_refusal_is_rejected_with_its_code() {
    let stage = Stage::new().await;
    let message = stage.text("once");
    let body = r#"{"error":"CHANNEL_NO_MONEY","description":"no"}"#;
    stage
        .emulator
        .inject(Fault::on("POST /v3/message").status(400).body(body));

    let result = stage.client.messages().send(message).await;

    let Err(SendError::Rejected(error)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Rejected, Some("CHANNEL_NO_MONEY"))
    );
}

#[tokio::test]
async fn too_many_requests_are_waited_out_and_sent_once() {
    let stage = Stage::new().await;
    let busy = Fault::on("POST /v3/message")
        .status(429)
        .header("Retry-After", "1");
    stage.emulator.inject(busy);

    let started = tokio::time::Instant::now();
    let accepted = stage
        .client
        .messages()
        .send(stage.text("once"))
        .await
        .unwrap();

    assert!(accepted.message_id.is_some());
    assert!(
        started.elapsed() >= Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(stage.arrived("once"), 1);
}

#[tokio::test]
async fn an_id_used_by_another_message_is_a_rejection() {
    let stage = Stage::new().await;
    let id = wazzup_sdk::types::CrmMessageId::new("crm-1").unwrap();
    let first = stage.text("first").crm_message_id(id.clone());
    stage.client.messages().send(first).await.unwrap();

    let second = stage.text("second").crm_message_id(id.clone());
    let result = stage.client.messages().send(second).await;
    assert_eq!(Outcome::of(&result), Outcome::Rejected, "{result:?}");
    assert_eq!(stage.arrived("second"), 0);

    // After a minute the service has forgotten the id.
    stage.emulator.advance(Duration::from_secs(61));
    let again = stage.text("second").crm_message_id(id);
    stage.client.messages().send(again).await.unwrap();
    assert_eq!(stage.arrived("second"), 1);
}

#[tokio::test]
async fn messages_are_edited_and_deleted_where_the_messenger_can() {
    let stage = Stage::new().await;
    let sent = stage
        .client
        .messages()
        .send(stage.text("one"))
        .await
        .unwrap();
    let id: MessageId = sent.message_id.unwrap();
    let edit = wazzup_sdk::types::MessageEdit::text("two").unwrap();
    stage.client.messages().edit(&id, edit).await.unwrap();
    assert_eq!((stage.arrived("one"), stage.arrived("two")), (0, 1));
    stage.client.messages().delete(&id).await.unwrap();
    let unknown = MessageId::new("00000000-0000-4000-8000-000000000000").unwrap();
    assert!(stage.client.messages().delete(&unknown).await.is_err());
}

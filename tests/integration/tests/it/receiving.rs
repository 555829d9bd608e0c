use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use integration_tests::{CUSTOMER, Notes, Stage};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use wazzup_emulator::Incoming;
use wazzup_sdk::{
    api::Client,
    dispatch::{Handler as _, State},
    types::{ContactId, DealId, MessageStatus, NewContact, NewDeal, NewUser, UserId},
    webhooks::{
        ContactRequested, DealRequested, MalformedEvent, MessageReceived, StatusChanged,
        UnknownEvent,
        filters::{messages, statuses},
        message_subject,
    },
};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_conversation_runs_from_end_to_end() {
    let stage = Stage::new().await;
    async fn echo(
        message: MessageReceived,
        State(api): State<Client>,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let text = message.text.clone().unwrap_or_default();
        api.messages()
            .send(message.reply(format!("echo {text}"))?)
            .await?;
        Ok(())
    }
    let seen = Notes::new();
    let notes = seen.clone();
    stage.client.webhooks().on(echo.filter(messages::inbound()));
    stage.client.webhooks().on(move |status: StatusChanged| {
        let notes = notes.clone();
        async move { notes.add(status.status.clone().unwrap()) }
    });
    stage.listen().await;

    stage
        .emulator
        .incoming(Incoming::text(CUSTOMER, "hello"))
        .unwrap();
    // Message, echo, and three statuses.
    let deliveries = stage.emulator.wait_for_deliveries(5);
    tokio::time::timeout(SOON, deliveries).await.unwrap();

    assert_eq!(stage.arrived("echo hello"), 1);
    assert_eq!(
        seen.all(),
        [
            MessageStatus::Sent,
            MessageStatus::Delivered,
            MessageStatus::Read
        ]
    );
}

#[tokio::test]
async fn a_message_and_a_status_in_one_delivery_are_both_handled() {
    let stage = Stage::with(|knobs| knobs.delivery.combine_ms = Some(50)).await;
    let seen = Notes::new();
    let (first, second) = (seen.clone(), seen.clone());
    stage.client.webhooks().on(move |_: MessageReceived| {
        let notes = first.clone();
        async move { notes.add("message") }
    });
    stage.client.webhooks().on(move |_: StatusChanged| {
        let notes = second.clone();
        async move { notes.add("status") }
    });
    stage.listen().await;
    stage
        .client
        .messages()
        .send(stage.text("hi"))
        .await
        .unwrap();
    tokio::time::timeout(SOON, stage.emulator.idle())
        .await
        .unwrap();

    let combined = stage
        .emulator
        .journal()
        .webhooks
        .into_iter()
        .any(|attempt| {
            attempt
                .json()
                .is_some_and(|body| body["messages"].is_array() && body["statuses"].is_array())
        });
    assert!(combined, "nothing was combined");
    let seen = seen.all();
    let of = |kind| seen.iter().filter(|one| **one == kind).count();
    assert_eq!((of("message"), of("status")), (1, 3));
}

#[tokio::test]
async fn a_failed_handler_gets_the_delivery_again() {
    let stage = Stage::with(|knobs| {
        knobs.delivery.max_attempts = 3;
        knobs.delivery.backoff_ms = vec![10];
    })
    .await;
    let tries = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&tries);
    stage.client.webhooks().on(move |_: MessageReceived| {
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        async move { if first { Err("not now") } else { Ok(()) } }
    });
    stage.listen().await;
    stage
        .emulator
        .incoming(Incoming::text(CUSTOMER, "hello"))
        .unwrap();
    tokio::time::timeout(SOON, stage.emulator.wait_for_deliveries(1))
        .await
        .unwrap();
    assert_eq!(tries.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_status_that_comes_before_it_is_waited_for_is_not_missed() {
    let stage = Stage::new().await;
    stage.listen().await;
    let mark = stage.client.webhooks().mark();
    let sent = stage
        .client
        .messages()
        .send(stage.text("hi"))
        .await
        .unwrap();
    let id = sent.message_id.unwrap();
    // All of it has come and gone before anybody waits.
    tokio::time::timeout(SOON, stage.emulator.idle())
        .await
        .unwrap();
    let read = stage
        .client
        .webhooks()
        .listen::<StatusChanged>(message_subject(&id))
        .filter(statuses::status(MessageStatus::Read))
        .since(mark)
        .timeout(SOON)
        .await
        .unwrap();
    assert_eq!(read.message_id, id);
}

#[tokio::test]
async fn questions_are_answered_with_what_the_handlers_make() {
    let stage = Stage::new().await;
    let user = NewUser::new(UserId::new("u-1").unwrap(), "Manager").unwrap();
    stage.client.users().create(user).await.unwrap();
    stage
        .client
        .webhooks()
        .answer(async |question: ContactRequested| {
            let responsible = question.responsible_user_id.clone().unwrap();
            let name = question.name.clone().unwrap_or_default();
            NewContact::new(
                ContactId::new("c-1")?,
                responsible,
                name,
                question.contact_data.clone(),
            )
        });
    stage
        .client
        .webhooks()
        .answer(async |question: DealRequested| {
            let responsible = question.responsible_user_id.clone().unwrap();
            NewDeal::new(
                DealId::new("d-1")?,
                responsible,
                "Deal",
                question.contacts.clone(),
            )
        });
    stage.listen().await;

    let question = json!({"name": "Somebody", "chatType": "whatsapp", "chatId": CUSTOMER, "responsibleUserId": "u-1"});
    let asked = stage
        .emulator
        .question(question.as_object().unwrap().clone())
        .await;

    assert!(asked.problems.is_empty(), "{asked:?}");
    let contact = stage
        .client
        .contacts()
        .get(&ContactId::new("c-1").unwrap())
        .await
        .unwrap();
    assert_eq!(contact.name, "Somebody");
    let deal = stage
        .client
        .deals()
        .get(&DealId::new("d-1").unwrap())
        .await
        .unwrap();
    assert_eq!(deal.contacts, [ContactId::new("c-1").unwrap()]);
}

/// Posts a body to the listener by hand, and gives the status.
async fn post(stage: &Stage, body: &[u8]) -> u16 {
    let url = stage.client.webhooks().url().unwrap();
    let host = url.split('/').nth(2).unwrap();
    let crm_key = stage.emulator.config().crm_key.unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /webhooks HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: Bearer {crm_key}\r\n\
         content-type: application/json; charset-utf-8\r\ncontent-length: {}\r\n\r\n",
        body.len(),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_odd_element_costs_none_of_its_siblings() {
    let stage = Stage::new().await;
    let seen = Notes::new();
    let (messages, malformed, unknown) = (seen.clone(), seen.clone(), seen.clone());
    let webhooks = stage.client.webhooks();
    webhooks.on(move |message: MessageReceived| {
        let notes = messages.clone();
        async move { notes.add(message.message_id.to_string()) }
    });
    webhooks.on(move |event: MalformedEvent| {
        let notes = malformed.clone();
        async move { notes.add(format!("malformed {}", event.raw.as_str())) }
    });
    webhooks.on(move |event: UnknownEvent| {
        let notes = unknown.clone();
        async move { notes.add(format!("unknown {}", event.raw.as_str())) }
    });
    stage.listen().await;

    let body = br#"{"messages":[{"messageId":"m-1"},17,{"messageId":"m-2","type":"hologram"}],"novelty":{"a":1}}"#;
    assert_eq!(post(&stage, body).await, 200);

    let mut seen = seen.all();
    seen.sort();
    assert_eq!(seen, ["m-1", "m-2", "malformed 17", r#"unknown {"a":1}"#]);
    assert_eq!(post(&stage, b"no json").await, 400);
}

use std::time::Duration;

use wazzup_webhooks::{
    ChannelUpdated, MalformedEvent, MessageReceived, StatusChanged, TemplateStatusChanged,
    UnknownEvent, conversation,
    dispatch::{Disposition, Envelope, Handler, Raw, Router},
    filters::{channels, messages, statuses, templates},
    message_subject,
    testing::Delivery,
    types::{
        ChannelId, ChannelState, ChatId, ChatType, MessageId, MessageStatus, OutgoingMessage,
        Recipient, template::TemplateStatus,
    },
};

use crate::support::{Log, endpoint};

macro_rules! log_with {
    ($log:expr, |$event:ident: $type:ty| $line:expr) => {{
        let log = $log.clone();
        move |$event: $type| {
            let log = log.clone();
            async move { log.push($line) }
        }
    }};
}

#[tokio::test]
async fn every_kind_of_event_reaches_the_handler_of_its_type() {
    let log = Log::default();
    let router = Router::new()
        .on(log_with!(log, |event: MessageReceived| format!(
            "message {}",
            event.message_id
        )))
        .on(log_with!(log, |event: StatusChanged| format!(
            "status {}",
            event.message_id
        )))
        .on(log_with!(log, |event: ChannelUpdated| format!(
            "channel {}",
            event.channel_id
        )))
        .on(log_with!(log, |event: TemplateStatusChanged| {
            format!("template {}", event.template_guid)
        }))
        .on(log_with!(log, |event: UnknownEvent| format!(
            "unknown {}",
            event.key
        )))
        .on(log_with!(log, |event: MalformedEvent| {
            format!(
                "malformed {} {:?} {}",
                event.key,
                event.index,
                event.raw.as_str()
            )
        }))
        .on_any(log_with!(log, |event: Envelope| format!(
            "any {}",
            event.name()
        )));
    let service = endpoint(router).build().unwrap();
    let delivery = Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", "hello")
        .message(17.into())
        .status("m-0", "read")
        .channel_update("c-1", "active")
        .template_status("t-1", "order_ready", "approved")
        .with("domain", "example.com");
    let report = service.dispatch(delivery.body()).await.unwrap();

    assert!(report.all_succeeded());
    assert_eq!((report.status().as_u16(), report.malformed), (200, 1));
    let mut names: Vec<_> = report
        .events
        .events()
        .iter()
        .map(|event| event.name())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "channel_update",
            "malformed",
            "message",
            "status",
            "template_status",
            "unknown"
        ]
    );
    assert_eq!(
        log.lines(),
        [
            "any channel_update",
            "any malformed",
            "any message",
            "any status",
            "any template_status",
            "any unknown",
            "channel c-1",
            "malformed messages Some(1) 17",
            "message message-1",
            "status m-0",
            "template t-1",
            "unknown domain",
        ]
    );
}

#[tokio::test]
async fn a_handler_reaches_the_json_of_its_own_event_only() {
    let log = Log::default();
    let seen = log.clone();
    let router = Router::new().on(move |event: MessageReceived, raw: Raw| {
        let log = seen.clone();
        async move {
            assert_eq!(raw.as_str(), event.raw().as_str());
            log.push(raw.as_str());
        }
    });
    let service = endpoint(router).build().unwrap();
    let body = r#"{"messages":[{"messageId":"a","new":1},{"messageId":"b"}]}"#;
    assert!(service.dispatch(body).await.unwrap().all_succeeded());
    assert_eq!(
        log.lines(),
        [r#"{"messageId":"a","new":1}"#, r#"{"messageId":"b"}"#]
    );
}

#[tokio::test]
async fn an_event_nobody_wants_is_reported_and_goes_to_the_hook_for_those() {
    let log = Log::default();
    let router =
        Router::new().on_unhandled(log_with!(log, |event: Envelope| event.name().to_owned()));
    let service = endpoint(router).build().unwrap();
    let report = service
        .dispatch(Delivery::new().status("m", "read").body())
        .await
        .unwrap();
    assert_eq!(
        report.events.events()[0].disposition(),
        Disposition::Unhandled
    );
    assert_eq!(report.status(), 200);
    assert_eq!(log.lines(), ["status"]);
}

#[tokio::test]
async fn a_wait_for_a_chat_takes_the_next_message_of_that_chat() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |event: MessageReceived| {
        event.text.clone().unwrap_or_default()
    }));
    let service = endpoint(router).build().unwrap();
    let chat = conversation(
        &ChannelId::new("c-1").unwrap(),
        &ChatType::WhatsApp,
        &ChatId::new("79990000000").unwrap(),
    );
    let mark = service.router().mark();
    let incoming = |chat: &str, text: &str| {
        Delivery::new()
            .incoming("c-1", "whatsapp", chat, text)
            .body()
    };
    let wait = service
        .router()
        .listen::<MessageReceived>(chat.clone())
        .filter(messages::text_starts_with("yes"))
        .since(mark)
        .timeout(Duration::from_secs(10))
        .into_future();
    let deliver = async {
        for (chat, text) in [
            ("79990000001", "yes, other chat"),
            ("79990000000", "no"),
            ("79990000000", "yes!"),
        ] {
            assert!(
                service
                    .dispatch(incoming(chat, text))
                    .await
                    .unwrap()
                    .all_succeeded()
            );
        }
    };
    let (taken, ()) = tokio::join!(wait, deliver);
    assert_eq!(taken.unwrap().text.as_deref(), Some("yes!"));
    assert_eq!(log.lines(), ["no", "yes, other chat"]);
}

#[tokio::test]
async fn a_status_that_came_before_the_wait_is_caught_by_the_id_of_the_message() {
    let service = endpoint(Router::new()).build().unwrap();
    let before = service.router().mark();
    let body = Delivery::new()
        .status("m-1", "sent")
        .status("m-1", "read")
        .body();
    assert!(service.dispatch(body).await.unwrap().all_succeeded());
    let read = service
        .router()
        .listen::<StatusChanged>(message_subject(&MessageId::new("m-1").unwrap()))
        .filter(statuses::status(MessageStatus::Read))
        .since(before)
        .timeout(Duration::from_secs(10))
        .await
        .unwrap();
    assert_eq!(read.status, Some(MessageStatus::Read));
}

#[tokio::test]
async fn filters_of_statuses_channels_and_templates_choose_by_their_fields() {
    let log = Log::default();
    let router = Router::new()
        .on(log_with!(log, |_event: StatusChanged| "failed").filter(statuses::failed()))
        .on(log_with!(log, |_event: StatusChanged| "of m-1")
            .filter(statuses::of_message(MessageId::new("m-1").unwrap())))
        .on(log_with!(log, |_event: ChannelUpdated| "active").filter(channels::active()))
        .on(log_with!(log, |_event: ChannelUpdated| "qr").filter(channels::state(ChannelState::Qr)))
        .on(log_with!(log, |_event: TemplateStatusChanged| "approved")
            .filter(templates::status(TemplateStatus::Approved)));
    let service = endpoint(router).build().unwrap();
    let body = Delivery::new()
        .status("m-1", "read")
        .status("m-2", "error")
        .channel_update("c-1", "active")
        .template_status("t-1", "order_ready", "approved")
        .body();
    assert!(service.dispatch(body).await.unwrap().all_succeeded());
    assert_eq!(log.lines(), ["active", "approved", "failed", "of m-1"]);
}

#[test]
fn debug_of_an_event_shows_no_phone_and_no_text() {
    let body = Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", "private words")
        .body();
    let event = wazzup_webhooks::parse(body).unwrap().events.remove(0);
    let envelope = wazzup_webhooks::envelope(event);
    let message = envelope.get::<MessageReceived>().unwrap();
    let shown = format!("{message:?} {envelope:?} {:?}", envelope.conversation());
    assert!(
        !shown.contains("79990000000") && !shown.contains("private"),
        "{shown}"
    );
    assert!(shown.contains("message-1"), "{shown}");
}

#[test]
fn the_chat_of_a_message_to_be_sent_has_the_key_of_the_messages_in_it() {
    let channel = ChannelId::new("c-1").unwrap();
    let chat = ChatId::new("79990000000").unwrap();
    let sent = OutgoingMessage::text(
        channel.clone(),
        ChatType::WhatsApp,
        Recipient::chat_id(chat.clone()),
        "hello",
    );
    assert!(sent.is_ok());
    let body = Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", "hi")
        .body();
    let event = wazzup_webhooks::parse(body).unwrap().events.remove(0);
    let received = wazzup_webhooks::envelope(event);
    let expected = conversation(&channel, &ChatType::WhatsApp, &chat);
    assert_eq!(received.conversation(), Some(&expected));
}

#[test]
fn a_message_is_found_by_its_id_only_where_somebody_can_know_it() {
    let subjects = |delivery: Delivery| {
        let event = wazzup_webhooks::parse(delivery.body())
            .unwrap()
            .events
            .remove(0);
        wazzup_webhooks::envelope(event).subjects().to_vec()
    };
    let of = |id: &str| vec![message_subject(&MessageId::new(id).unwrap())];
    assert_eq!(
        subjects(Delivery::new().incoming("c-1", "whatsapp", "79990000000", "hi")),
        []
    );
    let echo = Delivery::new().echo("m-1", "c-1", "whatsapp", "79990000000", "hi");
    assert_eq!(subjects(echo), of("m-1"));
    let edit = serde_json::json!({ "messageId": "m-2", "isEcho": false, "isEdited": true });
    assert_eq!(subjects(Delivery::new().message(edit)), of("m-2"));
    assert_eq!(subjects(Delivery::new().status("m-3", "read")), of("m-3"));
}

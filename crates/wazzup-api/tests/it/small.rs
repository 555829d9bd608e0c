//! Resources of a route or two: messages but for sending, the chat window, counters, WAuth.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wazzup_api::{
    Client, ErrorExt as _, ErrorKind,
    transport::Transport,
    types::{
        ChatId, ChatType, MessageEdit, MessageId, Secret, UserId,
        connect::{ConnectRequest, MigrationRequest, WauthRequest},
        error::{ErrorCategory, ErrorCode},
        iframe::{IframeChat, IframeRequest, IframeUser},
    },
};

use crate::fake::{Answer, Fake, ok, status, text};

#[tokio::test]
async fn a_message_is_edited_and_deleted_whatever_the_answer_says() {
    let fake = Fake::answering([text(200, "OK"), Answer::empty(204)]);
    let client = fake.client();
    let id = MessageId::new("m-1").unwrap();

    client
        .messages()
        .edit(&id, MessageEdit::text("Better").unwrap())
        .await
        .unwrap();
    client.messages().delete(&id).await.unwrap();

    assert_eq!(
        fake.lines(),
        ["PATCH /v3/message/m-1", "DELETE /v3/message/m-1"]
    );
    assert_eq!(fake.seen()[0].body(), json!({"text": "Better"}));
    assert_eq!(fake.seen()[1].body(), Value::Null);
}

#[tokio::test]
async fn an_edit_that_the_messenger_forbids_is_a_rejection() {
    let refusal = json!({"error": "CHANNEL_INVALID_TRANSPORT_FOR_EDITING"});
    let fake = Fake::answering([status(400, refusal)]);
    let edit = MessageEdit::file("https://files.test/a.png").unwrap();

    let error = fake
        .client()
        .messages()
        .edit(&"m-1".parse().unwrap(), edit)
        .await
        .unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert_eq!(error.category(), ErrorCategory::Transport);
}

#[tokio::test]
async fn the_chat_window_has_an_address() {
    let fake = Fake::answering([ok(json!({"url": "https://a.test/chat/x?token=y"}))]);
    let user = IframeUser::new(UserId::new("u-1").unwrap()).name("Someone");
    let chat = IframeChat::new(ChatType::WhatsApp, ChatId::new("79990000000").unwrap());
    let window = IframeRequest::card(user, [chat]).unwrap();

    let link = fake.client().iframe().generate_link(&window).await.unwrap();

    assert_eq!(link.url, "https://a.test/chat/x?token=y");
    let body = json!({
        "user": {"id": "u-1", "name": "Someone"}, "scope": "card",
        "filter": [{"chatType": "whatsapp", "chatId": "79990000000"}],
    });
    assert_eq!(fake.only(), ("POST /v3/iframe".to_owned(), body));
}

#[tokio::test]
async fn the_nested_code_of_the_chat_window_is_found() {
    let fake = Fake::answering([status(400, json!({"error": {"code": "NO_SUCH_ACCOUNT"}}))]);
    let window = IframeRequest::global(IframeUser::new(UserId::new("u-1").unwrap()));

    let error = fake
        .client()
        .iframe()
        .generate_link(&window)
        .await
        .unwrap_err();

    assert_eq!(error.error_code(), Some(ErrorCode::NO_SUCH_ACCOUNT));
    assert_eq!(error.code(), Some("NO_SUCH_ACCOUNT"));
}

#[tokio::test]
async fn counters_are_read_and_their_host_is_asked_for_with_the_key_in_the_path() {
    let fake = Fake::answering([
        ok(json!({"counterV2": 7, "type": "red", "lastMsgDateTime": null})),
        ok(json!({"host": "counters.test"})),
        ok(json!({"host": "counters.test"})),
    ]);
    let client = fake.client();

    let counter = client
        .counters()
        .unanswered(&UserId::new("u/1").unwrap())
        .await
        .unwrap();
    assert_eq!(counter.count(), 7);
    assert_eq!(
        client.counters().host().await.unwrap().host,
        "counters.test"
    );
    let other = Secret::new("other key").unwrap();
    client.counters().host_of(&other).await.unwrap();

    let expected = [
        "GET /v3/unanswered/u%2F1",
        "GET integrations:/counters/ws_host/api_v3/0123456789abcdef",
        "GET integrations:/counters/ws_host/api_v3/other%20key",
    ];
    assert_eq!(fake.lines(), expected);
}

#[tokio::test]
async fn a_client_without_a_key_cannot_ask_for_the_host_of_the_counters() {
    let service = tower::service_fn(async |_: http::Request<_>| {
        Ok::<_, std::convert::Infallible>(http::Response::new(String::new()))
    });
    let transport = Transport::new(service);
    let client = Client::new(transport.clone(), transport);

    let error = client.counters().host().await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn counters_are_asked_for_at_their_own_host_unless_one_base_stands_for_all() {
    for (base, host) in [
        ("https://api.wazzup24.com", "integrations.wazzup24.com"),
        ("http://127.0.0.1:1", "127.0.0.1"),
    ] {
        let asked = Arc::new(Mutex::new(None));
        let seen = Arc::clone(&asked);
        let transport = Transport::new(tower::service_fn(move |request: http::Request<_>| {
            let host = request.uri().host().map(str::to_owned);
            *seen.lock().unwrap() = host;
            let answer = http::Response::new(r#"{"host": "counters.test"}"#.to_owned());
            std::future::ready(Ok::<_, std::convert::Infallible>(answer))
        }));
        let transport = transport.rebased(base.parse().unwrap()).unwrap();
        let client = Client::new(transport.clone(), transport);

        let key = Secret::new("other key").unwrap();
        client.counters().host_of(&key).await.unwrap();

        assert_eq!(asked.lock().unwrap().as_deref(), Some(host));
    }
}

#[tokio::test]
async fn a_connection_from_the_marketplace_gives_an_api_key() {
    let fake = Fake::answering([ok(json!({"data": "0123456789abcdef"}))]);
    let secret = |text: &str| Secret::new(text).unwrap();
    let request = ConnectRequest::new(secret("state"), secret("secret")).crm_key(secret("crm"));

    let connected = fake.client().connect().exchange(&request).await.unwrap();

    assert_eq!(connected.api_key.expose(), "0123456789abcdef");
    let body = json!({"state": "state", "secret": "secret", "crmKey": "crm"});
    assert_eq!(fake.only(), ("POST /v3/connect".to_owned(), body));
}

#[tokio::test]
async fn a_connection_is_started_and_an_old_client_moved() {
    let fake = Fake::answering([ok(json!({"any": 1})), Answer::empty(200)]);
    let client = fake.client();
    let migration = MigrationRequest::new(Secret::new("0123456789abcdef").unwrap());

    let answer = client
        .connect()
        .wauth(&WauthRequest::new("crm"))
        .await
        .unwrap();
    assert_eq!(answer.unwrap().as_str(), r#"{"any":1}"#);
    assert!(
        client
            .connect()
            .migrate(&migration)
            .await
            .unwrap()
            .is_none()
    );

    assert_eq!(fake.lines(), ["POST /v3/wauth", "POST /v3/migration"]);
    assert_eq!(fake.seen()[0].body(), json!({"type": "crm"}));
    assert_eq!(
        fake.seen()[1].body(),
        json!({"clientApiKey": "0123456789abcdef"})
    );
}

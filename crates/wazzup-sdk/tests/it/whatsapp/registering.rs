//! Starting the listener and telling the service of it in one go.

use std::error::Error;

use http::{Method, StatusCode};
use serde_json::Value;
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::mpsc,
};
use wazzup_sdk::{
    ListenError,
    transport::{Endpoint, ErrorKind, Request},
    whatsapp::{RegisterError, StartListener, WhatsApp, webhooks::Message},
};

use super::stage::{PATIENCE, Stage, USER, of, says, without_verify_token};
use crate::support;

const NUMBER: Endpoint = Endpoint::get("test.number", "/{phone_number_id}");

/// Where the updates of the client's number go, by whose callback it is: `application`,
/// `whatsapp_business_account`, `phone_number`.
async fn callbacks(wa: &WhatsApp) -> Value {
    let number = wa.api().phone_number_id().unwrap();
    let request = Request::new(&NUMBER).path("phone_number_id", number.as_str());
    let mut number: Value = wa.api().request(request).await.unwrap();
    number["webhook_configuration"].take()
}

/// A listener about to start whose address is known before, as one seen from outside is.
fn at_known_address(wa: &WhatsApp) -> (StartListener, String) {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap().to_string();
    let start = wa.webhooks().start_listener(&address);
    (start.server(|server| server.socket(socket)), address)
}

/// Started and registered in this scope, the listener has been asked to prove itself, and what the
/// user writes comes in, signed.
async fn registers(scope: &str, register: fn(StartListener, String) -> StartListener) {
    let stage = Stage::silent().await;
    let (seen, mut received) = mpsc::unbounded_channel();
    stage.wa.webhooks().on(move |message: Message| {
        let seen = seen.clone();
        async move { seen.send(message.id.to_string()).unwrap() }
    });
    let (start, address) = at_known_address(&stage.wa);
    let public = format!("http://{address}/from-outside?x=1");
    let start = register(start.path("/from-outside"), public.clone());

    let url = start.await.unwrap();

    assert_eq!(url, format!("http://{address}/from-outside"));
    assert_eq!(stage.wa.webhooks().url(), Some(url.clone()));
    let known = callbacks(&stage.wa).await;
    assert_eq!(known, serde_json::json!({ scope: public }));
    let asked = stage.emulator.journal().webhooks;
    assert_eq!(asked.len(), 1);
    assert!(asked[0].is_probe() && asked[0].succeeded());
    assert_eq!(asked[0].method, Method::GET);

    let id = stage.emulator.whatsapp().incoming(says("Hello")).unwrap();
    assert_eq!(received.recv().await.unwrap(), id);
    let came = stage.emulator.wait_for_deliveries(1).await;
    assert!(came[0].signed);
    assert_eq!(
        (came[0].status, came[0].uri.as_str()),
        (Some(StatusCode::OK), &*public)
    );

    // Nobody else is listened to.
    let body = std::str::from_utf8(&came[0].body).unwrap();
    let forged = format!("sha256={}", "0".repeat(64));
    let forged = Some(("x-hub-signature-256", forged.as_str()));
    assert_eq!(support::post(&url, None, body).await, 401);
    assert_eq!(support::post(&url, forged, body).await, 403);

    stage.wa.close().await;
    support::closed(&url).await;
    assert!(received.try_recv().is_err());
}

#[tokio::test]
async fn the_callback_of_the_app() {
    registers("application", |start, url| start.register_app(url)).await;
}

#[tokio::test]
async fn the_callback_of_the_account() {
    registers("whatsapp_business_account", |start, url| {
        start.register_waba(url)
    })
    .await;
}

#[tokio::test]
async fn the_callback_of_the_phone_number() {
    registers("phone_number", |start, url| {
        start.register_phone_number(url)
    })
    .await;
}

#[tokio::test]
async fn here_is_the_callback_of_the_account() {
    let stage = Stage::silent().await;
    let url = stage.listen().await;
    let known = callbacks(&stage.wa).await;
    assert_eq!(
        known,
        serde_json::json!({ "whatsapp_business_account": url })
    );
}

#[tokio::test]
async fn the_callback_of_a_number_is_that_number_s_alone() {
    let stage = Stage::silent().await;
    let of_account = stage.listen().await;
    let other = of(&stage.emulator).build().unwrap();
    let (start, address) = at_known_address(&other);
    let of_number = format!("http://{address}/webhooks");
    start.register_phone_number(&of_number).await.unwrap();

    let numbers = stage.emulator.whatsapp().config().phone_numbers;
    for number in &numbers {
        let message = says("Hello").to(&number.id);
        stage.emulator.whatsapp().incoming(message).unwrap();
    }

    let came = stage.emulator.wait_for_deliveries(2).await;
    let mut came = came
        .iter()
        .map(|attempt| attempt.uri.as_str())
        .collect::<Vec<_>>();
    came.sort_unstable();
    let mut expected = [of_number.as_str(), of_account.as_str()];
    expected.sort_unstable();
    assert_eq!(came, expected);
    for attempt in stage.emulator.wait_for_deliveries(2).await {
        let to_first = attempt.json().unwrap()["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"]
            == numbers[0].id.as_str();
        assert_eq!(attempt.uri == of_number, to_first);
    }
}

/// All that an error says, one cause after the other, in both formats.
fn told(error: &dyn Error) -> String {
    let mut told = format!("{error:?} {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        told += &format!(": {error}");
        cause = error.source();
    }
    told
}

/// Nothing listens, nothing is registered, and another start succeeds.
async fn left_nothing(stage: &Stage, address: &str) {
    assert_eq!(stage.wa.webhooks().url(), None);
    support::closed(&format!("http://{address}/")).await;
    assert_eq!(callbacks(&stage.wa).await, serde_json::json!({}));
    let start = stage.wa.webhooks().start_listener("127.0.0.1:0");
    start.await.unwrap();
}

type Register = fn(StartListener, String) -> StartListener;

const SCOPES: [Register; 3] = [
    |start, url| start.register_app(url),
    |start, url| start.register_waba(url),
    |start, url| start.register_phone_number(url),
];

fn refusal(ended: Result<String, RegisterError>) -> wazzup_sdk::whatsapp::api::Error {
    match ended.unwrap_err() {
        RegisterError::Register(error) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn another_verify_token_than_is_expected_is_told_and_leaves_nothing() {
    for register in SCOPES {
        let stage = Stage::silent().await;
        stage
            .wa
            .webhooks()
            .verify_tokens()
            .set(["another word"])
            .unwrap();
        let (start, address) = at_known_address(&stage.wa);
        let start = register(start, format!("http://{address}/webhooks"));

        let ended = start.await;

        assert_eq!(
            ended.as_ref().unwrap_err().to_string(),
            "the callback was not registered"
        );
        let shown = told(ended.as_ref().unwrap_err());
        let config = stage.emulator.whatsapp().config();
        for secret in [
            &config.verify_token,
            &config.app_secret,
            &config.access_token,
        ] {
            assert!(!shown.contains(secret.as_str()), "{shown}");
        }
        let error = refusal(ended);
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Rejected, Some("2200"))
        );
        assert_eq!(error.attempts(), 1, "it will not be right the next time");
        // It was asked, and said no.
        let asked = stage.emulator.journal().webhooks;
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].status, Some(StatusCode::FORBIDDEN));
        left_nothing(&stage, &address).await;
    }
}

#[tokio::test]
async fn an_address_that_nobody_reaches_is_told_and_leaves_nothing() {
    for register in SCOPES {
        let stage = Stage::silent().await;
        // Bound, so that nobody else gets it, and not listened on.
        let taken = TcpSocket::new_v4().unwrap();
        taken.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let nowhere = taken.local_addr().unwrap();
        let (start, address) = at_known_address(&stage.wa);

        let ended = register(start, format!("http://{nowhere}/webhooks")).await;

        let error = refusal(ended);
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Rejected, Some("2200"))
        );
        left_nothing(&stage, &address).await;
    }
}

#[tokio::test]
async fn what_is_missing_is_named_and_leaves_nothing() {
    let stage = Stage::silent().await;
    let missing = ["app id", "WhatsApp Business Account", "phone number id"];
    for (register, id) in SCOPES.into_iter().zip(missing) {
        let without_ids = WhatsApp::builder("token").verify_token("word");
        let without_word = without_verify_token(&stage.emulator);
        for (builder, missing) in [(without_ids, id), (without_word, "verify token")] {
            let wa = builder.app_secret("app secret").build().unwrap();
            let start = wa.webhooks().start_listener("127.0.0.1:0");
            let ended = register(start, "https://bot.example/webhooks".to_owned()).await;
            let error = refusal(ended);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            let why = told(&error);
            assert!(why.contains(missing), "{why}");
            assert_eq!(wa.webhooks().url(), None);
        }
    }
}

#[tokio::test]
async fn without_an_app_secret_nothing_listens_unless_asked_by_name() {
    let wa = WhatsApp::builder("token").build().unwrap();
    let refused = wa.webhooks().start_listener("127.0.0.1:0").await;
    assert!(
        matches!(
            refused,
            Err(RegisterError::Listen(ListenError::Endpoint(_)))
        ),
        "{refused:?}"
    );
    let open = wa.webhooks().start_listener("127.0.0.1:0");
    let url = open.without_signature_check().await.unwrap();
    let body = r#"{"object":"whatsapp_business_account","entry":[]}"#;
    assert_eq!(support::post(&url, None, body).await, 200);
}

#[tokio::test]
async fn a_second_listener_is_refused_and_the_first_goes_on() {
    let stage = Stage::silent().await;
    let url = stage.listen().await;
    let second = stage.wa.webhooks().start_listener("127.0.0.1:0");
    let second = second.register_app("http://127.0.0.1:1/webhooks").await;
    assert!(
        matches!(
            second,
            Err(RegisterError::Listen(ListenError::AlreadyListening))
        ),
        "{second:?}"
    );
    assert_eq!(stage.wa.webhooks().url(), Some(url));
    let message: Message = stage.hears(says("Hello")).await;
    assert_eq!(message.from.as_ref().unwrap(), USER);
}

#[tokio::test]
async fn a_start_that_is_given_up_leaves_nothing() {
    let stage = Stage::silent().await;
    // Takes the question that verifies a callback and never answers it.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nowhere = format!("http://{}/", silent.local_addr().unwrap());
    let (start, address) = at_known_address(&stage.wa);
    let start = tokio::spawn(start.register_waba(nowhere).into_future());
    let asking = tokio::time::timeout(PATIENCE, silent.accept()).await;
    let _asking = asking.unwrap().unwrap();

    start.abort();
    assert!(start.await.unwrap_err().is_cancelled());

    left_nothing(&stage, &address).await;
}

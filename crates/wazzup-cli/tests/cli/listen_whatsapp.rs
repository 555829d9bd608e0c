//! `wazzup listen --provider whatsapp`.

use serde_json::{Value, json};
use tokio::process::Command;

use crate::{
    listen::Listening,
    support::{Emulator, finish, line, request, run, signal, wazzup},
};

const USER: &str = "15550104477";

impl Emulator {
    /// A command that listens on a free port, with the secrets of the app.
    fn listen(&self, args: &[&str]) -> Command {
        let args = [&["--listen", "127.0.0.1:0"], args].concat();
        let mut command = self.whatsapp("listen", &args);
        command
            .env("WHATSAPP_APP_SECRET", self.graph("appSecret"))
            .env("WHATSAPP_VERIFY_TOKEN", self.graph("verifyToken"));
        command
    }

    async fn user_writes(&self, text: &str) {
        let message = json!({"from": USER, "text": text, "name": "A"});
        self.post("/_emulator/whatsapp/incoming", &message).await;
    }

    /// A call of the Cloud API.
    async fn ask(&self, path: &str) -> Value {
        let token = format!("Authorization: Bearer {}\r\n", self.graph("accessToken"));
        let url = format!("{}/v25.0/{path}", self.url);
        let (status, body) = request(&url, "GET", &token, "").await;
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// The address that the account has in the place of the app's.
    async fn address_of_account(&self) -> Value {
        let path = format!("{}/subscribed_apps", self.graph("wabaId"));
        self.ask(&path).await["data"][0]["override_callback_uri"].clone()
    }
}

#[tokio::test]
async fn events_are_printed_live_and_the_address_is_registered_and_taken_back() {
    let emulator = Emulator::start(&[]).await;
    let args = ["--register", "--unregister-on-exit", "-o", "json"];
    let mut listening = Listening::start(emulator.listen(&args)).await;
    assert_eq!(
        line(&mut listening.err).await,
        format!("registered: {}", listening.url)
    );
    assert_eq!(emulator.address_of_account().await, listening.url.as_str());

    emulator.user_writes("Hi there").await;
    let event = listening.event().await;
    let keys: Vec<&String> = event.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 6, "{event}");
    assert_eq!(
        (&event["provider"], &event["event"], &event["typed"]),
        (&json!("whatsapp"), &json!("message"), &json!(true))
    );
    assert_eq!(event["raw"]["text"]["body"], "Hi there");
    assert_eq!(event["id"], event["raw"]["id"]);

    signal(&listening.child, "-INT").await;
    assert_eq!(
        line(&mut listening.err).await,
        format!("address taken back: {}", listening.url)
    );
    assert_eq!(finish(listening.child, "").await.code, 0);
    assert_eq!(emulator.address_of_account().await, Value::Null);
}

#[tokio::test]
async fn a_sent_message_is_followed_by_its_statuses_with_its_tracker() {
    let emulator = Emulator::start(&[]).await;
    let args = ["--register", "-o", "json", "--count", "2"];
    let mut listening = Listening::start(emulator.listen(&args)).await;
    line(&mut listening.err).await;
    emulator.user_writes("Hi").await;
    assert_eq!(listening.event().await["event"], "message");
    let sent = ["--to", USER, "--tracker", "t-1", "Hello!"];
    assert_eq!(run(&mut emulator.whatsapp("send", &sent)).await.code, 0);
    let event = listening.event().await;
    assert_eq!(event["event"], "message_status");
    assert_eq!(event["raw"]["biz_opaque_callback_data"], "t-1");
    assert_eq!(finish(listening.child, "").await.code, 0);
}

#[tokio::test]
async fn a_count_ends_it_and_text_is_for_people() {
    let emulator = Emulator::start(&[]).await;
    // The app's own address, which takes no access token; then that of the number.
    for scope in ["app", "phone"] {
        let mut command = emulator.listen(&["--register", "--scope", scope, "--count", "1"]);
        if scope == "app" {
            command.env_remove("WHATSAPP_TOKEN");
        }
        let mut listening = Listening::start(command).await;
        let told = line(&mut listening.err).await;
        assert_eq!(told, format!("registered: {}", listening.url));
        emulator.user_writes("Hi there").await;
        let told = line(&mut listening.out).await;
        assert!(
            told.contains("<- 15550104477 (A): Hi there {wamid."),
            "{told}"
        );
        assert_eq!(finish(listening.child, "").await.code, 0);
    }
}

const BODY: &str = r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"statuses":[{"id":"wamid.1","status":"read"}]}}]}]}"#;

#[tokio::test]
async fn strangers_are_refused_and_the_handshake_wants_the_word() {
    let emulator = Emulator::start(&[]).await;
    let mut listening = Listening::start(emulator.listen(&["--register", "--count", "1"])).await;
    line(&mut listening.err).await;
    assert_eq!(request(&listening.url, "POST", "", BODY).await.0, 401);
    let forged = format!("X-Hub-Signature-256: sha256={}\r\n", "0".repeat(64));
    assert_eq!(request(&listening.url, "POST", &forged, BODY).await.0, 403);
    let ask = |word: &str| {
        format!(
            "{}?hub.mode=subscribe&hub.challenge=42&hub.verify_token={word}",
            listening.url
        )
    };
    assert_eq!(request(&ask("wrong"), "GET", "", "").await.0, 403);
    let right = request(&ask(emulator.graph("verifyToken")), "GET", "", "").await;
    assert_eq!(right, (200, "42".to_owned()));
    // Nothing of the strangers' was printed: the first line is of the service's own delivery.
    emulator.user_writes("Hi there").await;
    let told = line(&mut listening.out).await;
    assert!(told.contains("Hi there"), "{told}");
    assert_eq!(finish(listening.child, "").await.code, 0);
}

#[tokio::test]
async fn it_does_not_start_without_a_secret_unless_a_flag_says_so() {
    let emulator = Emulator::start(&[]).await;
    let mut command = emulator.listen(&[]);
    let ran = run(command.env_remove("WHATSAPP_APP_SECRET")).await;
    assert_eq!(ran.code, 2);
    assert!(ran.error().contains("WHATSAPP_APP_SECRET"), "{}", ran.err);

    let mut command = emulator.listen(&["--without-authenticity-check", "--count", "1"]);
    command.env_remove("WHATSAPP_APP_SECRET");
    let mut listening = Listening::start(command).await;
    assert_eq!(request(&listening.url, "POST", "", BODY).await.0, 200);
    assert_eq!(line(&mut listening.out).await, "--:--:-- {wamid.1} read");
    assert_eq!(finish(listening.child, "").await.code, 0);
}

#[tokio::test]
async fn what_is_missing_for_registering_is_two_and_named() {
    let emulator = Emulator::start(&[]).await;
    for (scope, missing) in [
        ("waba", "WHATSAPP_VERIFY_TOKEN"),
        ("waba", "WHATSAPP_WABA_ID"),
        ("waba", "WHATSAPP_TOKEN"),
        ("app", "WHATSAPP_APP_ID"),
        ("app", "WHATSAPP_APP_SECRET"),
        ("phone", "WHATSAPP_PHONE_NUMBER_ID"),
    ] {
        let mut command = emulator.listen(&["--register", "--scope", scope]);
        let ran = run(command.env_remove(missing)).await;
        assert_eq!(ran.code, 2, "{scope} {missing}: {}", ran.err);
        assert!(ran.error().contains(missing), "{}", ran.err);
    }
    for args in [&["--register", "--questions"][..], &["--scope", "app"]] {
        assert_eq!(run(&mut emulator.listen(args)).await.code, 2, "{args:?}");
    }
}

#[tokio::test]
async fn the_address_of_an_app_is_not_registered_if_it_is_to_be_taken_back() {
    let args = [
        "listen",
        "--provider",
        "whatsapp",
        "--listen",
        "127.0.0.1:0",
    ];
    let register = ["--register", "--scope", "app", "--unregister-on-exit"];
    // No secrets and no ids: it is refused before they are looked at.
    let ran = run(&mut wazzup(&[&args[..], &register].concat())).await;
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let told = "--unregister-on-exit is not for --scope app: the Cloud API has no way";
    assert!(ran.error().starts_with(told), "{}", ran.err);
}

#[tokio::test]
async fn an_address_that_does_not_answer_is_not_registered() {
    let emulator = Emulator::start(&[]).await;
    // Nothing answers there.
    let address = "http://127.0.0.1:9/webhooks?secret=not-to-be-shown";
    let ran = run(&mut emulator.listen(&["--register", "--public-url", address])).await;
    assert_eq!(ran.code, 1, "{}", ran.err);
    let last = ran.err.lines().last().unwrap();
    assert!(
        last.starts_with("wazzup: ") && last.contains("callbacks.override_waba"),
        "{last}"
    );
    assert!(!ran.err.contains("not-to-be-shown"), "{}", ran.err);
    assert_eq!(emulator.address_of_account().await, Value::Null);
}

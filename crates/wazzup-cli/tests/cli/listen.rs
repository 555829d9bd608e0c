use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout},
};

use crate::support::{Emulator, finish, line, request, run, signal, wazzup};

/// `wazzup listen` as a child.
pub(crate) struct Listening {
    pub(crate) child: Child,
    pub(crate) out: Lines<BufReader<ChildStdout>>,
    pub(crate) err: Lines<BufReader<ChildStderr>>,
    pub(crate) url: String,
}

impl Listening {
    pub(crate) async fn start(mut command: tokio::process::Command) -> Self {
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut err = BufReader::new(child.stderr.take().unwrap()).lines();
        let told = line(&mut err).await;
        let url = told.strip_prefix("listening on ").unwrap().to_owned();
        Self {
            child,
            out,
            err,
            url,
        }
    }

    pub(crate) async fn event(&mut self) -> Value {
        serde_json::from_str(&line(&mut self.out).await).unwrap()
    }
}

impl Emulator {
    async fn incoming(&self, text: &str) {
        let channel = self.channel("whatsapp");
        let message = json!({
            "channelId": channel, "chatType": "whatsapp", "chatId": "79990000000", "text": text,
        });
        self.post("/_emulator/wazzup/incoming", &message).await;
    }

    async fn settings(&self) -> Value {
        self.get("/v3/webhooks").await
    }
}

#[tokio::test]
async fn the_host_to_listen_on_may_be_a_name() {
    let args = ["listen", "--listen", "localhost:0", "--count", "1"];
    let command = wazzup(&[&args[..], &["--without-authenticity-check"]].concat());
    let mut listening = Listening::start(command).await;
    let body = r#"{"statuses":[{"messageId":"m-1","status":"read"}]}"#;
    assert_eq!(request(&listening.url, "POST", "", body).await.0, 200);
    line(&mut listening.out).await;
    assert_eq!(finish(listening.child, "").await.code, 0);
    let ran = run(&mut wazzup(&["listen", "--listen", "nowhere"])).await;
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("HOST:PORT"), "{}", ran.err);
}

#[tokio::test]
async fn events_are_printed_live_and_the_webhook_is_registered_and_switched_off() {
    let emulator = Emulator::start(&[]).await;
    let args = [
        "listen",
        "--listen",
        "127.0.0.1:0",
        "--register",
        "--unregister-on-exit",
        "-o",
        "json",
    ];
    let mut command = emulator.wazzup(&args);
    command.env("WAZZUP_CRM_KEY", emulator.crm_key());
    let mut listening = Listening::start(command).await;
    // The probe comes before the service says that the address is registered.
    let probe = listening.event().await;
    assert_eq!(probe["event"], "test");
    assert_eq!(
        line(&mut listening.err).await,
        format!("registered: {}", listening.url)
    );
    let settings = emulator.settings().await;
    assert_eq!(settings["webhooksUri"], listening.url.as_str());
    assert_eq!(settings["subscriptions"]["messagesAndStatuses"], true);
    assert_eq!(settings["subscriptions"]["contactsAndDealsCreation"], false);

    emulator.incoming("Hi there").await;
    let event = listening.event().await;
    let keys: Vec<&String> = event.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 6, "{event}");
    assert_eq!(
        (&event["event"], &event["typed"]),
        (&json!("message"), &json!(true))
    );
    assert_eq!(event["raw"]["text"], "Hi there");
    assert_eq!(event["id"], event["raw"]["messageId"]);

    signal(&listening.child, "-INT").await;
    let told = line(&mut listening.err).await;
    assert_eq!(told, format!("webhooks switched off: {}", listening.url));
    assert_eq!(finish(listening.child, "").await.code, 0);
    assert_eq!(
        emulator.settings().await["subscriptions"]["messagesAndStatuses"],
        false
    );
}

#[tokio::test]
async fn a_count_of_what_is_no_probe_ends_it_and_text_is_for_people() {
    let emulator = Emulator::start(&["--without-crm-key"]).await;
    let args = [
        "listen",
        "--listen",
        "127.0.0.1:0",
        "--register",
        "--count",
        "1",
    ];
    let mut command = emulator.wazzup(&args);
    command.env("WAZZUP_WEBHOOK_TOKEN", "a secret/of the query");
    let mut listening = Listening::start(command).await;
    let registered = line(&mut listening.err).await;
    assert_eq!(
        registered,
        format!("registered: {}?<hidden>", listening.url),
        "no token shown"
    );
    let uri = emulator.settings().await["webhooksUri"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        uri.ends_with("?token=a%20secret%2Fof%20the%20query"),
        "{uri}"
    );

    emulator.incoming("Hi there").await;
    assert_eq!(line(&mut listening.out).await, "--:--:-- probe");
    let told = line(&mut listening.out).await;
    assert!(
        told.contains("<- whatsapp:79990000000") && told.contains("Hi there"),
        "{told}"
    );
    assert_eq!(finish(listening.child, "").await.code, 0);
    assert_eq!(
        emulator.settings().await["subscriptions"]["messagesAndStatuses"],
        true
    );
}

#[tokio::test]
async fn strangers_are_refused_and_nothing_of_theirs_is_printed() {
    let mut command = wazzup(&[
        "listen",
        "--listen",
        "127.0.0.1:0",
        "-o",
        "json",
        "--count",
        "1",
    ]);
    command.env("WAZZUP_CRM_KEY", "the-right-one");
    let mut listening = Listening::start(command).await;
    let body = r#"{"messages":[{"messageId":"m-1"}]}"#;
    for headers in ["", "Authorization: Bearer the-wrong-one\r\n"] {
        let (status, _) = request(&listening.url, "POST", headers, body).await;
        assert_eq!(status, 401);
    }
    let right = "Authorization: Bearer the-right-one\r\n";
    let body = r#"{"messages":[{"messageId":"m-2","text":"Hello"}]}"#;
    let (status, _) = request(&listening.url, "POST", right, body).await;
    assert_eq!(status, 200);
    let event = listening.event().await;
    assert_eq!(event["id"], "m-2");
    assert_eq!(finish(listening.child, "").await.code, 0);
}

#[tokio::test]
async fn it_does_not_start_without_a_secret_unless_a_flag_says_so() {
    let ran = run(&mut wazzup(&["listen", "--listen", "127.0.0.1:0"])).await;
    assert_eq!(ran.code, 2);
    assert!(ran.error().contains("WAZZUP_CRM_KEY"), "{}", ran.err);

    let args = [
        "listen",
        "--listen",
        "127.0.0.1:0",
        "--without-authenticity-check",
        "--count",
        "1",
    ];
    let mut listening = Listening::start(wazzup(&args)).await;
    let body = r#"{"statuses":[{"messageId":"m-1","status":"read"}]}"#;
    assert_eq!(request(&listening.url, "POST", "", body).await.0, 200);
    assert_eq!(line(&mut listening.out).await, "--:--:-- {m-1} read");
    assert_eq!(finish(listening.child, "").await.code, 0);
}

#[tokio::test]
async fn an_address_that_cannot_be_registered_ends_it() {
    let emulator = Emulator::start(&[]).await;
    // Nothing answers there, so the probe fails.
    let args = [
        "listen",
        "--listen",
        "127.0.0.1:0",
        "--register",
        "--public-url",
        "http://127.0.0.1:9/webhooks",
        "--without-authenticity-check",
    ];
    let ran = run(&mut emulator.wazzup(&args)).await;
    assert_eq!(ran.code, 1, "{}", ran.err);
    let last = ran.err.lines().last().unwrap();
    assert!(last.contains("testPostNotPassed"), "{last}");
}

#[tokio::test]
async fn an_address_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let args = [
        "listen",
        "--listen",
        &address,
        "--without-authenticity-check",
    ];
    let ran = run(&mut wazzup(&args)).await;
    assert_eq!(ran.code, 1);
    assert!(ran.error().contains("--listen"), "{}", ran.err);
}

use serde_json::{Value, json};

use crate::support::{Emulator, finish, run, run_with, signal};

const CHAT: &str = "79990000000";

impl Emulator {
    async fn texts(&self) -> Vec<String> {
        let messages = self.get("/_emulator/wazzup/messages").await;
        let text = |message: &Value| message["text"].as_str().unwrap_or_default().to_owned();
        messages.as_array().unwrap().iter().map(text).collect()
    }

    async fn fault(&self, fault: Value) {
        self.post("/_emulator/faults", &fault).await;
    }
}

#[tokio::test]
async fn an_accepted_message_is_zero_and_tells_its_ids() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    let args = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "Hello!",
        "-o",
        "json",
    ];
    let ran = run(&mut emulator.wazzup(&args)).await;
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let told = &ran.json()[0];
    assert_eq!(told["outcome"], "accepted");
    assert_eq!(told["chatId"], CHAT);
    assert!(
        told["messageId"].is_string() && told["crmMessageId"].is_string(),
        "{told}"
    );
    assert_eq!(emulator.texts().await, ["Hello!"]);
    assert!(
        ran.out
            .starts_with(r#"{"outcome":"accepted","messageId":""#),
        "{}",
        ran.out
    );

    let ran = run(&mut emulator.wazzup(&args[..6])).await;
    assert!(ran.out.starts_with("accepted message="), "{}", ran.out);
}

#[tokio::test]
async fn a_channel_of_another_messenger_names_the_option_for_it() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("tgapi");
    let send = ["send", "--channel", channel, "Hello!"];
    for (to, code) in [("--phone", 2), ("--chat-id", 3)] {
        let ran = run(&mut emulator.wazzup(&[&send[..], &[to, CHAT]].concat())).await;
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(ran.error().contains("--chat-type"), "{}", ran.err);
    }
}

#[tokio::test]
async fn the_text_can_come_on_stdin_and_so_can_the_key() {
    let emulator = Emulator::start(&[]).await;
    let to = [
        "send",
        "--channel",
        emulator.channel("whatsapp"),
        "--chat-id",
        CHAT,
    ];
    for last in [&[][..], &["-"]] {
        let ran = run_with(
            &mut emulator.wazzup(&[&to[..], last].concat()),
            "two\nlines\n",
        )
        .await;
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let key = format!("{}\n", emulator.api_key());
    let args = [&to[..], &["--api-key-stdin", "third"]].concat();
    let ran = run_with(&mut emulator.wazzup_without_key(&args), &key).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        emulator.texts().await,
        ["two\nlines", "two\nlines", "third"]
    );

    let both = [&to[..], &["--api-key-stdin"]].concat();
    let ran = run_with(&mut emulator.wazzup_without_key(&both), &key).await;
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(
        run_with(&mut emulator.wazzup(&to), "\n").await.code,
        2,
        "no text at all"
    );
}

#[tokio::test]
async fn files_and_templates_are_sent_as_such() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("wapi");
    let template = |n: usize| {
        emulator.config["templates"][n]["templateGuid"]
            .as_str()
            .unwrap()
    };
    let to = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "-o",
        "json",
    ];
    let received = json!({"channelId": channel, "chatId": CHAT, "text": "opens the window"});
    emulator.post("/_emulator/wazzup/incoming", &received).await;

    let file = [&to[..], &["--file-url", "https://example.org/a.png"]].concat();
    assert_eq!(run(&mut emulator.wazzup(&file)).await.code, 0);
    // One without variables and one with four: header, two of the body, address of a button.
    let plain = ["--template", template(0)];
    let filled = [
        "--template",
        template(1),
        "--value",
        "A",
        "--value",
        "B",
        "--value",
        "C",
        "--value",
        "D",
    ];
    for template in [&plain[..], &filled] {
        let ran = run(&mut emulator.wazzup(&[&to[..], template].concat())).await;
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
    let wrong = run(&mut emulator.wazzup(&[&to[..], &filled[..4]].concat())).await;
    assert_eq!(wrong.code, 3);
    assert!(
        wrong.json()[0]["error"]["data"].is_object(),
        "{}",
        wrong.out
    );
    let messages = emulator.get("/_emulator/wazzup/messages").await.to_string();
    assert!(messages.contains("https://example.org/a.png"), "{messages}");
}

#[tokio::test]
async fn a_rejected_message_is_three_and_tells_what_to_do() {
    let emulator = Emulator::start(&[]).await;
    let args = [
        "send",
        "--channel",
        "no-such-channel",
        "--chat-id",
        CHAT,
        "Hello!",
        "-o",
        "json",
    ];
    let ran = run(&mut emulator.wazzup(&args)).await;
    assert_eq!(ran.code, 3);
    let told = &ran.json()[0];
    assert_eq!(told["outcome"], "rejected");
    let code = told["error"]["code"].as_str().unwrap();
    assert!(
        ran.error().contains(code) && ran.error().ends_with('.'),
        "{}",
        ran.err
    );
    assert!(!told["error"]["advice"].as_str().unwrap().is_empty());

    let mut wrong_key = emulator.wazzup(&args);
    let ran = run(wrong_key.env("WAZZUP_API_KEY", "not-a-real-key")).await;
    assert_eq!(ran.code, 3);
    assert_eq!(ran.json()[0]["error"]["status"], 401);
    assert!(ran.error().contains("WAZZUP_API_KEY"), "{}", ran.err);
    assert!(!ran.err.contains("not-a-real-key"));
}

#[tokio::test]
async fn the_same_name_within_a_minute_is_told_as_sent_already() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    let args = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "Hello!",
        "--crm-message-id",
        "k-1",
        "-o",
        "json",
    ];
    assert_eq!(run(&mut emulator.wazzup(&args)).await.code, 0);
    let ran = run(&mut emulator.wazzup(&args)).await;
    assert_eq!(ran.code, 0);
    let told = &ran.json()[0];
    assert_eq!(told["outcome"], "accepted");
    assert_eq!(told["alreadySent"], true);
    assert!(ran.error().contains("earlier try"), "{}", ran.err);
    assert_eq!(emulator.texts().await.len(), 1);
}

#[tokio::test]
async fn after_an_unknown_outcome_the_advised_command_ends_well_and_sends_nothing_twice() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    emulator
        .fault(json!({"route": "POST /v3/message", "drop": "after", "times": 50}))
        .await;
    let args = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "Hello!",
        "--crm-message-id",
        "k-2",
    ];
    assert_eq!(run(&mut emulator.wazzup(&args)).await.code, 4);
    let healed = emulator
        .api("DELETE", "/_emulator/faults", &Value::Null)
        .await;
    assert_eq!(healed.0, 200, "{}", healed.1);
    assert_eq!(run(&mut emulator.wazzup(&args)).await.code, 0);
    assert_eq!(emulator.texts().await.len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_nothing_is_sent_twice() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    emulator
        .fault(json!({"route": "POST /v3/message", "drop": "after", "times": 1}))
        .await;
    let args = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "Hello!",
        "-o",
        "json",
    ];
    let ran = run(&mut emulator.wazzup(&args)).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()[0]["alreadySent"], true);
    assert_eq!(emulator.texts().await, ["Hello!"]);
}

#[tokio::test]
async fn a_lost_answer_without_a_name_is_four() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    emulator
        .fault(json!({"route": "POST /v3/message", "drop": "after", "times": 1}))
        .await;
    let args = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "Hello!",
        "--no-crm-message-id",
        "-o",
        "json",
    ];
    let ran = run(&mut emulator.wazzup(&args)).await;
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()[0]["outcome"], "unknown");
    assert!(
        ran.error().contains("may have been sent or not"),
        "{}",
        ran.err
    );
    assert_eq!(emulator.texts().await, ["Hello!"], "it was sent, and once");
}

#[tokio::test]
async fn an_interrupted_send_is_four_too() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    let slow = json!({"route": "POST /v3/message", "delayMs": 50_000, "times": 1});
    emulator.fault(slow.clone()).await;
    let args = [
        "send",
        "--channel",
        channel,
        "--chat-id",
        CHAT,
        "Hello!",
        "-o",
        "json",
    ];
    let child = emulator.wazzup(&args).spawn().unwrap();
    emulator.wait_until_used(&slow).await;
    signal(&child, "-INT").await;
    let ran = finish(child, "").await;
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    let told = &ran.json()[0];
    assert_eq!(told["outcome"], "unknown");
    assert!(
        ran.error().contains(told["crmMessageId"].as_str().unwrap()),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn what_cannot_be_a_message_is_two_before_anything_is_sent() {
    let emulator = Emulator::start(&[]).await;
    let channel = emulator.channel("whatsapp");
    for args in [
        &["--chat-id", "+7 999", "Hello!"][..],
        &["--username", "someone", "--chat-type", "whatsapp", "Hello!"],
        &["Hello!"],
    ] {
        let args = [&["send", "--channel", channel], args].concat();
        assert_eq!(run(&mut emulator.wazzup(&args)).await.code, 2, "{args:?}");
    }
    assert!(emulator.texts().await.is_empty());
}

//! `wazzup send --provider whatsapp`.

use serde_json::{Value, json};

use crate::support::{Emulator, Ran, Scratch, finish, run, run_with, signal, wazzup};

const USER: &str = "15550104477";

impl Emulator {
    /// The user writes, by which the window for messages that are no templates opens.
    async fn open_window(&self) {
        let message = json!({"from": USER, "text": "Hi"});
        self.post("/_emulator/whatsapp/incoming", &message).await;
    }

    /// What was sent: the bodies, oldest first.
    async fn sent(&self) -> Vec<Value> {
        let messages = self
            .get("/_emulator/whatsapp/messages?direction=outbound")
            .await;
        let messages = messages.as_array().unwrap().iter();
        messages.map(|message| message["body"].clone()).collect()
    }

    async fn break_sends(&self, mut fault: Value) -> Value {
        fault["route"] = json!("POST /*/{phone}/messages");
        self.post("/_emulator/faults", &fault).await;
        fault
    }

    async fn send(&self, args: &[&str]) -> Ran {
        let args = [&["--to", USER, "-o", "json"], args].concat();
        run(&mut self.whatsapp("send", &args)).await
    }
}

#[tokio::test]
async fn an_accepted_message_is_zero_and_tells_its_ids() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let ran = emulator.send(&["Hello!"]).await;
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let told = &ran.json()[0];
    assert_eq!(told["outcome"], "accepted");
    assert_eq!(told["waId"], USER);
    assert!(
        told["messageId"].as_str().unwrap().starts_with("wamid."),
        "{told}"
    );
    let sent = emulator.sent().await;
    assert_eq!(sent[0]["text"]["body"], "Hello!");
    assert_eq!(sent[0]["biz_opaque_callback_data"], told["tracker"]);

    let args = ["--to", USER, "--tracker", "t-1", "Hello again!"];
    let ran = run(&mut emulator.whatsapp("send", &args)).await;
    assert!(
        ran.out.starts_with("accepted message=wamid.") && ran.out.contains(" tracker=t-1"),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn the_text_can_come_on_stdin_and_so_can_the_token() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let mut command = emulator.whatsapp("send", &["--to", USER, "-"]);
    let ran = run_with(&mut command, "two\nlines\n").await;
    assert_eq!(ran.code, 0, "{}", ran.err);

    let token = format!("{}\n", emulator.graph("accessToken"));
    let mut command = emulator.whatsapp("send", &["--to", USER, "--token-stdin", "third"]);
    let ran = run_with(command.env_remove("WHATSAPP_TOKEN"), &token).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut command = emulator.whatsapp("send", &["--to", USER, "--token-stdin"]);
    assert_eq!(run_with(&mut command, &token).await.code, 2);

    let sent = emulator.sent().await;
    let texts: Vec<&Value> = sent.iter().map(|body| &body["text"]["body"]).collect();
    assert_eq!(texts, ["two\nlines", "third"]);
}

#[tokio::test]
async fn files_templates_and_answers_are_sent_as_such() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let url = ["--file-url", "https://example.org/a.png"];
    let ran = emulator
        .send(&[&url[..], &["--file-type", "image"]].concat())
        .await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let answered = ran.json()[0]["messageId"].clone();

    let file = Scratch::new("sent.txt", b"a file");
    let file = ["--file", file.path(), "--file-type", "document"];
    let ran = emulator
        .send(&[&file[..], &["--reply-to", answered.as_str().unwrap()]].concat())
        .await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let media = ran.json()[0]["mediaId"].clone();

    let sent = emulator.sent().await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0]["image"]["link"], url[1]);
    assert_eq!(sent[1]["document"]["id"], media);
    assert_eq!(sent[1]["context"]["message_id"], answered);
}

#[tokio::test]
async fn a_template_needs_no_window() {
    let emulator = Emulator::start(&[]).await;
    let template = ["--template", "hello_world", "--language", "en_US"];
    let ran = emulator.send(&template).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()[0]["messageStatus"], "accepted");

    // It has no variables, so the service says no to values.
    let ran = emulator
        .send(&[&template[..], &["--value", "A"]].concat())
        .await;
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()[0]["error"]["code"], "132000");
    let sent = emulator.sent().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["template"]["name"], "hello_world");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_two_before_anything_is_asked() {
    let file = Scratch::new("unread.txt", b"a file");
    let folder = std::env::temp_dir();
    let below = format!("{}/a.txt", file.path());
    let gone = format!("{}-gone", file.path());
    for path in [folder.to_str().unwrap(), &below, &gone, "-"] {
        let args = [
            "send",
            "--provider",
            "whatsapp",
            "--to",
            USER,
            "--file",
            path,
        ];
        let mut command = wazzup(&[&args[..], &["--file-type", "document"]].concat());
        // No token and no service: neither is needed to find it out.
        let ran = run(command.env("WHATSAPP_PHONE_NUMBER_ID", "1")).await;
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{path}: {}", ran.err);
        let told = format!("--file {path}: ");
        assert!(ran.error().starts_with(&told), "{}", ran.err);
    }
}

#[tokio::test]
async fn the_type_of_a_file_can_be_told_and_its_size_is_checked() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let odd = Scratch::new("odd.md", b"# A file");
    let args = ["--file", odd.path(), "--file-type", "document"];
    let ran = emulator.send(&args).await;
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.error().contains("--mime-type"), "{}", ran.err);
    let ran = emulator
        .send(&[&args[..], &["--mime-type", "text/plain"]].concat())
        .await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);

    let empty = Scratch::new("empty.png", b"");
    let large = Scratch::new("large.png", b"");
    let length = std::fs::File::options().write(true).open(large.path());
    length.unwrap().set_len(5 * 1024 * 1024 + 1).unwrap();
    for file in [&empty, &large] {
        let ran = emulator
            .send(&["--file", file.path(), "--file-type", "image"])
            .await;
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.error().contains("1 to 5242880"), "{}", ran.err);
    }
    assert_eq!(emulator.sent().await.len(), 1);
}

#[tokio::test]
async fn a_caption_and_a_name_go_with_files_of_both_ways() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let file = Scratch::new("named.txt", b"a file");
    let beside = ["--file-type", "document", "--caption", "Please read"];
    for args in [
        &[
            "--file-url",
            "https://example.org/a.txt",
            "--filename",
            "offer.txt",
        ][..],
        &["--file", file.path(), "--filename", "offer.txt"],
        &["--file", file.path()],
    ] {
        let ran = emulator.send(&[args, &beside].concat()).await;
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
    }
    let args = [
        "--file",
        file.path(),
        "--file-type",
        "audio",
        "--caption",
        "A",
    ];
    let ran = emulator.send(&args).await;
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.error()
            .starts_with("--caption is not for --file-type audio"),
        "{}",
        ran.err
    );

    let sent = emulator.sent().await;
    assert_eq!(sent.len(), 3);
    for (body, name) in sent.iter().zip(["offer.txt", "offer.txt", file.name()]) {
        assert_eq!(body["document"]["caption"], "Please read");
        assert_eq!(body["document"]["filename"], name);
    }
}

#[tokio::test]
async fn a_template_takes_its_header_and_buttons_too() {
    let emulator = Emulator::start(&[]).await;
    let order = ["--template", "order_update", "--language", "en_US"];
    let filled = ["--header-value", "17", "--value", "A", "--value", "Friday"];
    let button = ["--button-url", "0=17", "--button-reply", "1=stop"];
    let ran = emulator
        .send(&[&order[..], &filled, &button].concat())
        .await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);

    let offer = [
        "--template",
        "picture_offer",
        "--language",
        "en_US",
        "--value",
        "tea",
    ];
    let image = ["--header-image", "https://example.org/tea.png"];
    let coupon = ["--button-coupon", "1=SAVE20"];
    let ran = emulator.send(&[&offer[..], &image, &coupon].concat()).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);

    let login = ["--template", "login_code", "--language", "en_US"];
    let code = ["--value", "123456", "--button-url", "0=123456"];
    let ran = emulator.send(&[&login[..], &code].concat()).await;
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);

    // Without what its header and its button want, the service says no.
    let ran = emulator.send(&[&order[..], &filled].concat()).await;
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    let ran = emulator.send(&[&offer[..], &coupon].concat()).await;
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert_eq!(ran.json()[0]["error"]["code"], "132000");
    assert_eq!(emulator.sent().await.len(), 3);
}

#[tokio::test]
async fn a_rejected_message_is_three_and_tells_what_to_do() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    emulator
        .break_sends(json!({"status": 400, "body": {"error": {
            "message": "(#131009) Parameter value is not valid", "code": 131009,
            "error_data": {"details": "of 15550104477"},
        }}}))
        .await;
    let ran = emulator.send(&["Hello!"]).await;
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    let error = &ran.json()[0]["error"];
    assert_eq!(
        (&error["code"], &error["status"]),
        (&json!("131009"), &json!(400))
    );
    assert!(
        ran.error().contains("131009") && ran.error().ends_with('.'),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains(USER), "{}", ran.err);

    let mut command = emulator.whatsapp("send", &["--to", USER, "Hello!", "-o", "json"]);
    let ran = run(command.env("WHATSAPP_TOKEN", "not-a-real-token")).await;
    assert_eq!(ran.code, 3);
    assert_eq!(ran.json()[0]["error"]["status"], 401);
    assert!(ran.error().contains("WHATSAPP_TOKEN"), "{}", ran.err);
    assert!(!ran.err.contains("not-a-real-token"));
    assert!(emulator.sent().await.is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_four_and_nothing_is_sent_twice() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    emulator
        .break_sends(json!({"drop": "after", "times": 1}))
        .await;
    let ran = emulator.send(&["--tracker", "t-1", "Hello!"]).await;
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    let told = &ran.json()[0];
    assert_eq!(
        (&told["outcome"], &told["tracker"]),
        (&json!("unknown"), &json!("t-1"))
    );
    assert!(
        ran.error().contains("may have been sent or not") && ran.error().contains("t-1"),
        "{}",
        ran.err
    );
    assert_eq!(emulator.sent().await.len(), 1, "it was sent, and once");
}

#[tokio::test]
async fn an_interrupted_send_is_four_too() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let slow = emulator
        .break_sends(json!({"delayMs": 50_000, "times": 1}))
        .await;
    let args = ["--to", USER, "Hello!", "-o", "json"];
    let child = emulator.whatsapp("send", &args).spawn().unwrap();
    emulator.wait_until_used(&slow).await;
    signal(&child, "-INT").await;
    let ran = finish(child, "").await;
    assert_eq!(ran.code, 4, "{}{}", ran.out, ran.err);
    let told = &ran.json()[0];
    assert_eq!(told["outcome"], "unknown");
    assert!(
        ran.error().contains(told["tracker"].as_str().unwrap()),
        "{}",
        ran.err
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_two_before_anything_is_sent() {
    let emulator = Emulator::start(&[]).await;
    emulator.open_window().await;
    let long = "x".repeat(4097);
    for args in [
        &["Hello!"][..],
        &["--to", USER, &long],
        &["--to", USER, "--channel", "c-1", "Hello!"],
        &["--to", USER, "--file", "a.png"],
        &["--to", USER, "--template", "t"],
        &["--to", USER, "--from", "no digits", "Hello!"],
        &["--to", USER, "--api-url", "nonsense", "Hello!"],
    ] {
        let ran = run(&mut emulator.whatsapp("send", args)).await;
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
    }
    assert!(emulator.sent().await.is_empty());

    let args = ["send", "--provider", "whatsapp", "--to", USER];
    let ran = run(&mut wazzup(&[&args[..], &["Hello!"]].concat())).await;
    assert!(
        ran.error().contains("WHATSAPP_PHONE_NUMBER_ID"),
        "{}",
        ran.err
    );
    let ran = run(&mut wazzup(&[&args[..], &["--from=1", "Hello!"]].concat())).await;
    assert!(ran.error().contains("WHATSAPP_TOKEN"), "{}", ran.err);
    assert_eq!(ran.code, 2);
}

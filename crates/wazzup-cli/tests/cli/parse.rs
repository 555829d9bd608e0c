use std::process::Stdio;

use crate::support::{Scratch, finish, run, run_with, wazzup};

const MIXED: &str = r#"{
    "messages": [{"messageId": "m-1", "type": "hologram", "contact": {"shoe": 44}}, 7],
    "statuses": [{"messageId": "m-0", "status": "read"}],
    "domain": "example.org"
}"#;

#[tokio::test]
async fn each_event_is_one_line_with_its_keys_in_order() {
    let ran = run_with(&mut wazzup(&["parse"]), MIXED).await;
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 4);
    assert!(lines[0].starts_with(
        r#"{"provider":"wazzup","event":"message","id":"m-1","typed":true,"unknown":["#
    ));
    let json = ran.json();
    let mut unknown: Vec<&str> = json[0]["unknown"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|path| path.as_str())
        .collect();
    unknown.sort_unstable();
    assert_eq!(unknown, ["contact.shoe", "type"]);
    assert!(lines[1].starts_with(
        r#"{"provider":"wazzup","event":"message","id":null,"typed":false,"unknown":[],"error":""#
    ));
    assert_eq!(
        lines[2],
        r#"{"provider":"wazzup","event":"status","id":"m-0","typed":true,"unknown":[]}"#
    );
    assert_eq!(
        (&json[3]["event"], &json[3]["typed"]),
        (&"unknown".into(), &false.into())
    );
}

#[tokio::test]
async fn a_dash_is_stdin_and_the_provider_can_be_named() {
    let mut command = wazzup(&["parse", "--provider", "wazzup", "-"]);
    let ran = run_with(&mut command, r#"{"test":true}"#).await;
    assert_eq!(
        ran.out,
        "{\"provider\":\"wazzup\",\"event\":\"test\",\"id\":null,\"typed\":true,\"unknown\":[]}\n"
    );
    assert_eq!(
        run(&mut wazzup(&["parse", "--provider", "pigeon"]))
            .await
            .code,
        2
    );
}

/// A body with events of every kind, and messages of several.
const EVERY_KIND: &str = include_str!("../fixtures/whatsapp_every_kind.json");

#[tokio::test]
async fn events_of_whatsapp_are_told_by_the_names_of_their_handlers() {
    let ran = run_with(
        &mut wazzup(&["parse", "--provider", "whatsapp"]),
        EVERY_KIND,
    )
    .await;
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines = ran.json();
    let mut names: Vec<&str> = Vec::new();
    for line in &lines {
        let event = line["event"].as_str().unwrap();
        assert_eq!(line["provider"], "whatsapp");
        assert_eq!(line["typed"], event != "raw", "{line}");
        assert_eq!(line["unknown"], serde_json::json!([]), "{line}");
        assert!(line.get("error").is_none(), "{line}");
        names.push(event);
    }
    names.dedup();
    let expected = [
        "message",
        "callback_button",
        "callback_selection",
        "flow_completion",
        "call_permission_update",
        "chat_opened",
        "edited_message",
        "deleted_message",
        "identity_change",
        "phone_number_change",
        "message_status",
        "group_message_statuses",
        "call_connect",
        "call_terminate",
        "call_status",
        "user_marketing_preferences",
        "template_status_update",
        "template_category_update",
        "template_quality_update",
        "template_components_update",
        "account_update",
        "outgoing_message",
        "outgoing_edited_message",
        "outgoing_deleted_message",
        "raw",
    ];
    assert_eq!(names, expected);
    assert!(
        ran.out
            .starts_with(r#"{"provider":"whatsapp","event":"message","id":"wamid.1","#),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn a_body_of_the_other_service_is_pointed_out() {
    for (given, other, body) in [
        ("wazzup", "whatsapp", EVERY_KIND),
        ("whatsapp", "wazzup", MIXED),
        ("whatsapp", "wazzup", r#"{"statuses":[]}"#),
    ] {
        let ran = run_with(&mut wazzup(&["parse", "--provider", given]), body).await;
        assert_eq!(ran.code, 0, "{given}");
        let told = format!("stdin: this looks like a webhook of {other}: give --provider {other}");
        assert_eq!(ran.error(), told);
        let ran = run_with(&mut wazzup(&["parse", "--provider", other]), body).await;
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{other}");
    }
}

#[tokio::test]
async fn what_is_not_json_is_one_and_does_not_hide_the_other_files() {
    let good = Scratch::new("good.json", br#"{"test":true}"#);
    let bad = Scratch::new("bad.json", b"not json");
    let ran = run(&mut wazzup(&[
        "parse",
        bad.path(),
        "/no/such/file",
        good.path(),
    ]))
    .await;
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.lines().count(), 1);
    assert_eq!(ran.err.lines().count(), 2);
    assert!(
        ran.err.contains("bad.json") && ran.err.contains("/no/such/file"),
        "{}",
        ran.err
    );

    assert_eq!(
        run(&mut wazzup(&["parse", good.path(), good.path()]))
            .await
            .code,
        0
    );
    assert_eq!(run_with(&mut wazzup(&["parse"]), "").await.code, 1);
    assert_eq!(
        run_with(&mut wazzup(&["parse"]), "{\"messages\":[")
            .await
            .code,
        1
    );
}

#[tokio::test]
async fn any_json_is_zero() {
    for body in [
        "{}",
        "[]",
        "null",
        "42",
        "\"text\"",
        r#"{"messages":{"messageId":"m-1"}}"#,
    ] {
        let ran = run_with(&mut wazzup(&["parse"]), body).await;
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{body}");
        for line in ran.json() {
            assert!(line["unknown"].is_array(), "{body}");
        }
    }
}

#[tokio::test]
async fn odd_bytes_are_no_json_and_cost_nothing_but_themselves() {
    let file = Scratch::new(
        "odd.json",
        b"\xef\xbb\xbf{\"messages\":[{\"messageId\":\"m-1\",\"text\":\"\xff\"}]}",
    );
    let ran = run(&mut wazzup(&["parse", file.path()])).await;
    assert_eq!(ran.code, 1);
    let told = format!("{}: the body is no JSON: no UTF-8 at byte 43.", file.path());
    assert!(ran.error().starts_with(&told), "{}", ran.err);
    assert_eq!(ran.json()[0]["typed"], true);
}

#[tokio::test]
async fn text_is_for_people() {
    let ran = run_with(&mut wazzup(&["parse", "-o", "text"]), MIXED).await;
    assert_eq!(ran.out.lines().nth(2), Some("status m-0"));
}

#[tokio::test]
async fn a_reader_that_goes_away_causes_no_panic() {
    let item = r#"{"messageId":"m-1","text":"a"}"#;
    let body = format!(r#"{{"messages":[{}]}}"#, vec![item; 20_000].join(","));
    let file = Scratch::new("long.json", body.as_bytes());
    let mut child = wazzup(&["parse", file.path()])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = finish(child, "").await;
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

use serde_json::json;

use crate::support::{Emulator, run};

#[tokio::test]
async fn channels_are_listed_as_json_and_as_text() {
    let emulator = Emulator::start(&[]).await;
    let ran = run(&mut emulator.wazzup(&["channels", "list", "-o", "json"])).await;
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let channels = ran.json();
    assert_eq!(channels.len(), 10);
    assert_eq!(channels[0]["channelId"], emulator.channel("whatsapp"));

    let ran = run(&mut emulator.wazzup(&["channels", "list"])).await;
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 11);
    assert!(
        lines[0].starts_with("CHANNEL") && lines[0].contains("TRANSPORT"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains("whatsapp") && lines[1].contains("active"),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn users_contacts_and_templates_are_listed() {
    let emulator = Emulator::start(&[]).await;
    let users = json!([{"id": "u-1", "name": "First User"}, {"id": "u-2", "name": "Second User"}]);
    let (status, _) = emulator.api("POST", "/v3/users", &users).await;
    assert_eq!(status, 200);
    let ran = run(&mut emulator.wazzup(&["users", "list", "-o", "json"])).await;
    assert!(
        ran.json().iter().any(|user| user["id"] == "u-2"),
        "{}",
        ran.out
    );

    let contacts: Vec<_> = (0..100)
        .map(|n| {
            json!({"id": format!("c-{n:03}"), "responsibleUserId": "u-1", "name": "A",
                "contactData": [{"chatType": "whatsapp", "chatId": "79990000000"}]})
        })
        .collect();
    let (status, _) = emulator.api("POST", "/v3/contacts", &contacts.into()).await;
    assert_eq!(status, 200);
    let ran = run(&mut emulator.wazzup(&["contacts", "list", "-o", "json"])).await;
    assert_eq!((ran.code, ran.json().len()), (0, 100));
    let some = [
        "contacts", "list", "--offset", "10", "--limit", "5", "-o", "json",
    ];
    let ran = run(&mut emulator.wazzup(&some)).await;
    assert_eq!(ran.json().len(), 5);
    assert_eq!(ran.json()[0]["id"], "c-010");
    let ran = run(&mut emulator.wazzup(&["contacts", "list", "--limit", "1"])).await;
    assert!(ran.out.contains("whatsapp:79990000000"), "{}", ran.out);

    let ran = run(&mut emulator.wazzup(&["templates", "list", "-o", "json"])).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.json().len(),
        emulator.config["templates"].as_array().unwrap().len()
    );
}

#[tokio::test]
async fn logs_tell_of_calls_and_of_no_secret() {
    let emulator = Emulator::start(&[]).await;
    let ran = run(&mut emulator.wazzup(&["channels", "list", "-vvv"])).await;
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("channels.list"), "{}", ran.err);
    assert!(!ran.err.contains(emulator.api_key()), "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 11, "logs do not mix with results");
}

#[tokio::test]
async fn an_address_with_v3_in_it_will_do() {
    let emulator = Emulator::start(&[]).await;
    let url = format!("{}/v3/", emulator.url);
    let ran = run(&mut emulator.wazzup(&["channels", "list", "--api-url", &url])).await;
    assert_eq!(ran.code, 0, "{}", ran.err);
}

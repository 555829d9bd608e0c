//! What becomes of messages, and what users do.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use wazzup_emulator::Emulator;
use wazzup_emulator::whatsapp::Incoming;

use crate::whatsapp_support::{Delivery, Graph, USER};
use crate::whatsapp_webhooks::listening;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_message_is_sent_delivered_and_read() {
    let (graph, hook) = listening().await;
    graph.hear("Hello");
    let body =
        json!({ "type": "text", "text": { "body": "Hi" }, "biz_opaque_callback_data": "order-1" });
    let id = graph.sent(body).await;
    graph.pass(SECOND).await;
    assert_eq!(
        graph.history(&id),
        ["accepted", "sent", "delivered", "read"]
    );
    let statuses = hook.items("statuses");
    let names: Vec<_> = statuses
        .iter()
        .map(|status| status["status"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["sent", "delivered", "read"]);
    for status in &statuses {
        assert_eq!(status["id"], id.as_str());
        assert_eq!(status["recipient_id"], USER);
        assert!(
            status["recipient_user_id"]
                .as_str()
                .unwrap()
                .starts_with("US.")
        );
        assert_eq!(status["biz_opaque_callback_data"], "order-1");
        assert_eq!(
            status["pricing"],
            json!({ "billable": false, "pricing_model": "PMP", "type": "free_customer_service", "category": "service" })
        );
        assert!(status["timestamp"].is_string() && status.get("errors").is_none());
    }
    let contacts = hook.items("contacts");
    assert_eq!(contacts.last().unwrap()["wa_id"], USER);
}

#[tokio::test]
async fn stages_can_be_left_out() {
    let graph = Graph::in_conversation().await;
    graph.bed.emulator.knobs(|knobs| {
        knobs.whatsapp.lifecycle.delivered_ms = None;
        knobs.whatsapp.lifecycle.played_ms = Some(5);
    });
    let id = graph.say("Hi").await;
    graph.pass(SECOND).await;
    assert_eq!(graph.history(&id), ["accepted", "sent", "read"]);
    let voice =
        json!({ "type": "audio", "audio": { "link": "https://e.test/a.ogg", "voice": true } });
    let voice = graph.sent(voice).await;
    graph.pass(SECOND).await;
    assert_eq!(
        graph.history(&voice),
        ["accepted", "sent", "read", "played"]
    );
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.lifecycle.sent_ms = None);
    let id = graph.say("Hi").await;
    graph.pass(SECOND).await;
    assert_eq!(graph.history(&id), ["accepted"]);
}

#[tokio::test]
async fn free_text_outside_of_the_window_fails_and_says_why() {
    let (graph, hook) = listening().await;
    let id = graph.say("Hi").await;
    assert_eq!(graph.failure(&id).await, Some(131_047));
    let [status] = hook.items("statuses").try_into().ok().unwrap();
    assert_eq!(status["status"], "failed");
    assert!(status.get("pricing").is_none());
    let [error] = status["errors"].as_array().unwrap().as_slice() else {
        panic!("{status}")
    };
    assert_eq!(error["code"], 131_047);
    assert!(error["title"].is_string() && error["message"].is_string());
    assert!(error["error_data"]["details"].is_string());
    assert!(error["href"].as_str().unwrap().starts_with("https://"));
    graph.hear("Hello");
    graph.pass(Duration::from_secs(24 * 3_600 - 2)).await;
    let id = graph.say("still open").await;
    assert_eq!(graph.failure(&id).await, None);
    graph.pass(SECOND).await;
    let id = graph.say("closed").await;
    assert_eq!(graph.failure(&id).await, Some(131_047));
}

#[tokio::test]
async fn what_is_charged_depends_on_the_window() {
    let (graph, hook) = listening().await;
    let hello = json!({ "type": "template", "template": { "name": "hello_world", "language": { "code": "en_US" } } });
    graph.sent(hello.clone()).await;
    graph.pass(SECOND).await;
    assert_eq!(
        hook.items("statuses")[0]["pricing"],
        json!({ "billable": true, "pricing_model": "PMP", "type": "regular", "category": "utility" })
    );
    graph.hear("Hello");
    graph.sent(hello).await;
    graph.pass(SECOND).await;
    let last = hook.items("statuses").pop().unwrap();
    assert_eq!(last["pricing"]["type"], "free_customer_service");
}

#[tokio::test]
async fn users_make_messages_fail() {
    let (graph, hook) = listening().await;
    graph.hear("Hello");
    let user = |change: Value| {
        let mut body = json!({ "waId": USER });
        for (key, value) in change.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    graph
        .control("POST whatsapp/user", user(json!({ "fails": 131_026 })))
        .await;
    let id = graph.say("Hi").await;
    assert_eq!(graph.failure(&id).await, Some(131_026));
    graph
        .control(
            "POST whatsapp/user",
            user(json!({ "fails": null, "offline": true })),
        )
        .await;
    let id = graph.say("Hi").await;
    assert_eq!(graph.failure(&id).await, None);
    assert_eq!(graph.history(&id), ["accepted", "sent"]);
    graph
        .control(
            "POST whatsapp/user",
            user(json!({ "offline": false, "identityHash": "h2" })),
        )
        .await;
    let with = |hash: &str| json!({ "type": "text", "text": { "body": "Hi" }, "recipient_identity_key_hash": hash });
    let id = graph.sent(with("h1")).await;
    assert_eq!(graph.failure(&id).await, Some(137_000));
    let id = graph.sent(with("h2")).await;
    assert_eq!(graph.failure(&id).await, None);
    assert_eq!(
        hook.items("statuses").pop().unwrap()["recipient_identity_key_hash"],
        "h2"
    );

    let stop = json!({ "field": "user_preferences", "value": { "user_preferences": [
        { "wa_id": USER, "category": "marketing_messages", "value": "stop", "timestamp": 1_770_000_000 },
    ] } });
    graph.control("POST whatsapp/update", stop).await;
    let offer = json!({ "type": "template", "template": { "name": "our_catalog", "language": { "code": "en_US" } } });
    let id = graph.sent(offer).await;
    assert_eq!(graph.failure(&id).await, Some(131_050));
}

#[tokio::test]
async fn names_and_ids_of_users_are_shown_as_far_as_they_are_known() {
    let (graph, hook) = listening().await;
    let whatsapp = graph.bed.emulator.whatsapp();
    let change = json!({
        "username": "mara.k", "userId": "NL.90210", "parentUserId": "NL.ENT.77", "hidesNumber": true,
    });
    whatsapp.user(USER, change.as_object().unwrap()).unwrap();
    graph.hear("Hello");
    graph.bed.emulator.idle().await;
    let message = hook.items("messages").pop().unwrap();
    assert!(message.get("from").is_none());
    assert_eq!(message["from_user_id"], "NL.90210");
    assert_eq!(message["from_parent_user_id"], "NL.ENT.77");
    assert_eq!(
        hook.items("contacts").pop().unwrap(),
        json!({ "profile": { "name": "Customer", "username": "mara.k" }, "user_id": "NL.90210", "parent_user_id": "NL.ENT.77" })
    );
    let body = json!({ "messaging_product": "whatsapp", "recipient": "NL.ENT.77", "text": { "body": "Hi" } });
    assert_eq!(graph.call("POST messages", body).await.status, 200);
    graph.pass(SECOND).await;
    let status = hook.items("statuses").pop().unwrap();
    assert_eq!(status["recipient_user_id"], "NL.90210");
    assert_eq!(status["parent_recipient_user_id"], "NL.ENT.77");
    assert!(status.get("recipient_id").is_none());

    graph.bed.emulator.knobs(|knobs| {
        knobs.whatsapp.dialect.user_ids = false;
        knobs.whatsapp.dialect.conversations = true;
    });
    whatsapp
        .user(USER, json!({ "hidesNumber": false }).as_object().unwrap())
        .unwrap();
    graph.hear("Hello");
    graph.say("as before 2026").await;
    graph.pass(SECOND).await;
    assert_eq!(
        hook.items("contacts").pop().unwrap(),
        json!({ "profile": { "name": "Customer" }, "wa_id": USER })
    );
    let status = hook.items("statuses").pop().unwrap();
    assert!(status.get("recipient_user_id").is_none());
    assert_eq!(
        status["conversation"]["origin"],
        json!({ "type": "service" })
    );
}

#[tokio::test]
async fn every_member_of_a_group_has_a_status() {
    let (graph, hook) = listening().await;
    let group = graph.config.group_id.clone();
    let text =
        json!({ "recipient_type": "group", "to": group, "type": "text", "text": { "body": "Hi" } });
    graph.sent(text).await;
    graph.pass(SECOND).await;
    let changes: Vec<Value> = hook.came().iter().flat_map(Delivery::changes).collect();
    let sizes: Vec<_> = changes
        .iter()
        .map(|change| change["value"]["statuses"].as_array().unwrap().len())
        .collect();
    assert_eq!(sizes, [1, 2, 2]);
    for status in hook.items("statuses") {
        assert_eq!(
            (&status["recipient_type"], &status["recipient_id"]),
            (&json!("group"), &json!(group))
        );
        assert_eq!(status["pricing"]["category"], "group_service");
    }
    let members: BTreeSet<String> = hook
        .items("statuses")
        .iter()
        .filter_map(|status| {
            status["recipient_participant_id"]
                .as_str()
                .map(str::to_owned)
        })
        .collect();
    assert_eq!(members.len(), 2);
}

#[tokio::test]
async fn users_tap_what_they_were_sent() {
    let (graph, hook) = listening().await;
    let whatsapp = graph.bed.emulator.whatsapp();
    graph.hear("Hello");
    let buttons = json!({ "type": "interactive", "interactive": {
        "type": "button", "body": { "text": "?" },
        "action": { "buttons": [{ "type": "reply", "reply": { "id": "yes", "title": "Yes" } }] },
    } });
    let asked = graph.sent(buttons).await;
    whatsapp
        .incoming(Incoming::tap(USER, &asked, "yes"))
        .unwrap();
    assert!(
        whatsapp
            .incoming(Incoming::tap(USER, &asked, "no"))
            .is_err()
    );
    let list = json!({ "type": "interactive", "interactive": {
        "type": "list", "body": { "text": "?" },
        "action": { "button": "See", "sections": [{ "rows": [{ "id": "s1", "title": "09:00", "description": "Dock 4" }] }] },
    } });
    let listed = graph.sent(list).await;
    whatsapp
        .incoming(Incoming::tap(USER, &listed, "s1"))
        .unwrap();
    let template = json!({ "type": "template", "template": {
        "name": "order_update", "language": { "code": "en_US" }, "components": [
            { "type": "header", "parameters": [{ "type": "text", "text": "1" }] },
            { "type": "body", "parameters": [{ "type": "text", "text": "A" }, { "type": "text", "text": "B" }] },
            { "type": "button", "sub_type": "url", "index": 0, "parameters": [{ "type": "text", "text": "1" }] },
            { "type": "button", "sub_type": "quick_reply", "index": "1", "parameters": [{ "type": "payload", "payload": "stop" }] },
        ],
    } });
    let updated = graph.sent(template).await;
    whatsapp
        .incoming(Incoming::tap(USER, &updated, "stop"))
        .unwrap();
    graph.bed.emulator.idle().await;
    let came = hook.items("messages");
    let [_, click, choice, quick] = came.as_slice() else {
        panic!("{came:?}")
    };
    assert_eq!(
        click["context"],
        json!({ "id": asked, "from": "15550109000" })
    );
    assert_eq!(
        click["interactive"],
        json!({ "type": "button_reply", "button_reply": { "id": "yes", "title": "Yes" } })
    );
    assert_eq!(
        choice["interactive"]["list_reply"],
        json!({ "id": "s1", "title": "09:00", "description": "Dock 4" })
    );
    assert_eq!(
        (&quick["type"], &quick["button"]),
        (
            &json!("button"),
            &json!({ "payload": "stop", "text": "Stop updates" })
        )
    );
}

#[tokio::test]
async fn users_change_their_numbers() {
    let (graph, hook) = listening().await;
    graph.hear("Hello");
    let moved = Incoming::new(
        USER,
        json!({ "type": "system", "system": {
        "type": "user_changed_number", "body": "A new number", "wa_id": "15550109988",
    } }),
    );
    graph.bed.emulator.whatsapp().incoming(moved).unwrap();
    graph.bed.emulator.idle().await;
    let change = hook.came().pop().unwrap().changes().pop().unwrap();
    assert!(change["value"].get("contacts").is_none());
    assert_eq!(change["value"]["messages"][0]["from"], USER);
    let users = graph.control("GET whatsapp/user", None).await.json();
    let numbers: Vec<_> = users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["waId"].clone())
        .collect();
    assert_eq!(numbers, ["15550109988"]);
}

#[tokio::test]
async fn statuses_can_be_forced() {
    let (graph, hook) = listening().await;
    graph.hear("Hello");
    let id = graph.say("Hi").await;
    let force = |status: &str, more: Value| {
        let mut body = json!({ "id": id, "status": status });
        if !more.is_null() {
            body["code"] = more;
        }
        body
    };
    graph
        .control("POST whatsapp/status", force("read", Value::Null))
        .await;
    graph.pass(SECOND).await;
    let names: Vec<_> = hook
        .items("statuses")
        .iter()
        .map(|status| status["status"].clone())
        .collect();
    assert_eq!(names, ["read", "sent", "delivered"]);
    graph
        .control("POST whatsapp/status", force("failed", json!(131_049)))
        .await;
    graph.bed.emulator.idle().await;
    let last = hook.items("statuses").pop().unwrap();
    assert_eq!(last["errors"][0]["code"], 131_049);
    let whatsapp = graph.bed.emulator.whatsapp();
    let voice =
        json!({ "type": "audio", "audio": { "link": "https://e.test/a.ogg", "voice": true } });
    let voice = graph.sent(voice).await;
    graph.pass(SECOND).await;
    whatsapp.status(&voice, "played").unwrap();
    graph.bed.emulator.idle().await;
    let last = hook.items("statuses").pop().unwrap();
    assert_eq!(
        (&last["id"], &last["status"]),
        (&json!(voice), &json!("played"))
    );
    assert!(whatsapp.status(&id, "played").is_err());
    assert!(whatsapp.status(&id, "odd").is_err());
    assert!(whatsapp.status("wamid.unknown", "read").is_err());
}

#[tokio::test]
async fn conditions_can_be_waited_for() {
    let graph = Graph::with(Emulator::builder()).await;
    graph.hear("Hello");
    let id = graph.say("Hi").await;
    let whatsapp = graph.bed.emulator.whatsapp();
    whatsapp.wait_for_status(&id, "read").await;
    let found = whatsapp
        .wait_for_message(|message| message.body["text"]["body"] == "Hi")
        .await;
    assert_eq!(found.id, id);
    let shown = graph
        .control(
            "GET whatsapp/messages?direction=outbound&waId=15550104477",
            None,
        )
        .await
        .json();
    assert_eq!(shown.as_array().unwrap().len(), 1);
    assert_eq!(shown[0]["body"]["text"]["body"], "Hi");
}

#[tokio::test]
async fn messages_are_listed_one_way_and_no_third() {
    let graph = Graph::in_conversation().await;
    graph.say("Hi").await;
    let listed = async |direction: &str| {
        let route = format!("GET /_emulator/whatsapp/messages?direction={direction}");
        graph.bed.call(&route, None).await
    };
    for (direction, text) in [
        ("inbound", "Hello"),
        ("outbound", "Hi"),
        ("INBOUND", "Hello"),
    ] {
        let shown = listed(direction).await.json();
        assert_eq!(shown.as_array().unwrap().len(), 1, "{direction}");
        assert_eq!(shown[0]["body"]["text"]["body"], text);
    }
    for odd in ["incoming", "", "out"] {
        let answer = listed(odd).await;
        assert_eq!(answer.code(), (400, "BAD_CONTROL_REQUEST".to_owned()));
        assert_eq!(
            answer.json()["description"],
            "direction must be inbound or outbound"
        );
    }
}

#[tokio::test]
async fn what_makes_no_sense_of_a_user_is_refused() {
    let graph = Graph::new().await;
    for body in [
        json!({}),
        json!({ "from": "nobody", "text": "Hi" }),
        json!({ "from": USER }),
        json!({ "from": USER, "text": "Hi", "phoneNumberId": "1" }),
        json!({ "from": USER, "text": "Hi", "id": "" }),
        json!({ "from": "15550109000", "text": "Hi" }),
        json!([1]),
    ] {
        let answer = graph
            .bed
            .call("POST /_emulator/whatsapp/incoming", body.clone())
            .await;
        assert_eq!(
            answer.code(),
            (400, "BAD_CONTROL_REQUEST".to_owned()),
            "{body}"
        );
    }
    let taken = json!({ "from": USER, "text": "Hi", "id": "wamid.mine" });
    graph.control("POST whatsapp/incoming", taken.clone()).await;
    let answer = graph
        .bed
        .call("POST /_emulator/whatsapp/incoming", taken)
        .await;
    assert_eq!(answer.status, 400);
    for body in [
        json!({ "waId": "x" }),
        json!({ "waId": USER, "odd": 1 }),
        json!({ "waId": USER, "offline": "yes" }),
    ] {
        let answer = graph
            .bed
            .call("POST /_emulator/whatsapp/user", body.clone())
            .await;
        assert_eq!(answer.status, 400, "{body}");
    }
    let several = json!([{ "from": USER, "text": "1" }, { "from": USER, "text": "2" }]);
    let ids = graph
        .control("POST whatsapp/incoming", several)
        .await
        .json();
    assert_eq!(ids.as_array().unwrap().len(), 2);
}

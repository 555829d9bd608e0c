//! Webhook settings and deliveries.

use std::time::Duration;

use serde_json::{Value, json};
use wazzup_emulator::knobs::{BlockedChannels, FreshWebhooks, SubscriptionsForm, WebhooksAnswer};
use wazzup_emulator::{Emulator, Incoming};

use crate::receiver::Receiver;
use crate::support::Bed;

const CHAT: &str = "79990000000";

impl Bed {
    /// Subscribes the receiver to everything.
    pub(crate) async fn subscribe(&self, receiver: &Receiver) {
        let body = json!({
            "webhooksUri": receiver.url,
            "subscriptions": {
                "messagesAndStatuses": true, "contactsAndDealsCreation": true,
                "channelsUpdates": true, "templateStatus": true,
            },
        });
        let answer = self.call("PATCH /v3/webhooks", body).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
    }

    pub(crate) async fn say(&self, text: &str) -> String {
        let body = json!({
            "channelId": self.channel("whatsapp"), "chatType": "whatsapp", "chatId": CHAT,
            "text": text, "crmUserId": "7",
        });
        let answer = self.call("POST /v3/message", body).await;
        answer.json()["messageId"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn an_address_is_tested_before_it_is_saved() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    for uri in [
        json!(null),
        json!(7),
        json!("nope"),
        json!("ftp://127.0.0.1/"),
        json!(format!("http://127.0.0.1/{}", "a".repeat(200))),
    ] {
        let answer = bed
            .call("PATCH /v3/webhooks", json!({ "webhooksUri": uri }))
            .await;
        assert_eq!(
            answer.json(),
            json!({ "error": "uriNotValid", "description": "Provided URI is not valid URI" })
        );
    }
    receiver.answer(404, "");
    let body =
        json!({ "webhooksUri": receiver.url, "subscriptions": { "messagesAndStatuses": true } });
    let refused = bed.call("PATCH /v3/webhooks", body.clone()).await;
    assert_eq!(
        refused.json(),
        json!({
            "error": "testPostNotPassed",
            "description": "URI does not return 200 OK on test request",
            "data": { "code": 404 },
        })
    );
    assert_eq!(
        bed.call("GET /v3/webhooks", None).await.json()["webhooksUri"],
        Value::Null
    );
    assert_eq!(
        bed.call("PATCH /v3/webhooks", body).await.json(),
        json!({ "ok": true })
    );
    let probe = &bed.emulator.journal().webhooks[1];
    assert!(probe.is_probe() && probe.succeeded());
    assert_eq!(probe.json().unwrap(), json!({ "test": true }));
}

#[tokio::test]
async fn hosts_elsewhere_are_not_called_unless_allowed() {
    let bed = Bed::new().await;
    let body = json!({ "webhooksUri": "http://192.0.2.1/hook" });
    assert_eq!(
        bed.call("PATCH /v3/webhooks", body.clone()).await.code().1,
        "testPostNotPassed"
    );
    let error = bed.emulator.journal().webhooks[0].error;
    assert_eq!(error, Some("not an address of this machine"));
    bed.emulator.knobs(|knobs| knobs.delivery.probe = false);
    assert_eq!(bed.call("PATCH /v3/webhooks", body).await.status, 200);
}

#[tokio::test]
async fn settings_are_shown_in_either_dialect() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.emulator
        .knobs(|knobs| knobs.dialect.fresh_webhooks = FreshWebhooks::EmptyObject);
    assert_eq!(bed.call("GET /v3/webhooks", None).await.json(), json!({}));
    let body = json!({ "webhooksUri": receiver.url, "subscriptions": { "wabaTemplatesStatus": true, "messages": true } });
    bed.emulator
        .knobs(|knobs| knobs.dialect.webhooks_answer = WebhooksAnswer::Docs);
    assert_eq!(bed.call("PATCH /v3/webhooks", body).await.body, "{ ok }");
    let live = bed.call("GET /v3/webhooks", None).await.json();
    assert_eq!(
        live["subscriptions"],
        json!({
            "messagesAndStatuses": false, "contactsAndDealsCreation": false,
            "channelsUpdates": false, "wabaTemplatesStatus": true,
        })
    );
    bed.emulator
        .knobs(|knobs| knobs.dialect.subscriptions = SubscriptionsForm::Docs);
    let docs = bed.call("GET /v3/webhooks", None).await.json();
    assert_eq!(docs["subscriptions"]["templateStatus"], "true");
    assert_eq!(docs["subscriptions"]["messagesAndStatuses"], "false");
    bed.emulator
        .knobs(|knobs| knobs.dialect.webhooks_answer = WebhooksAnswer::Empty);
    let empty = bed
        .call("PATCH /v3/webhooks", json!({ "webhooksUri": receiver.url }))
        .await;
    assert!(empty.body.is_empty());
}

#[tokio::test]
async fn a_send_is_echoed_and_its_statuses_follow_in_order() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    let users = json!([{ "id": "7", "name": "Ann" }]);
    bed.call("POST /v3/users", users).await;
    let id = bed.say("Hello").await;
    bed.emulator.advance(Duration::from_secs(1));
    bed.emulator.idle().await;
    let echo = receiver.items("messages");
    assert_eq!(echo.len(), 1);
    let echo = &echo[0];
    assert_eq!(echo["messageId"], id.as_str());
    assert_eq!(
        (&echo["isEcho"], &echo["status"], &echo["type"]),
        (&json!(true), &json!("sent"), &json!("text"))
    );
    assert_eq!(
        (&echo["authorId"], &echo["authorName"]),
        (&json!("7"), &json!("Ann"))
    );
    assert!(echo["dateTime"].as_str().unwrap().ends_with('Z'));
    let statuses: Vec<Value> = receiver
        .items("statuses")
        .iter()
        .map(|item| item["status"].clone())
        .collect();
    assert_eq!(statuses, ["sent", "delivered", "read"]);
    for came in receiver.came() {
        assert_eq!(
            came.headers["content-type"],
            "application/json; charset-utf-8"
        );
        let bearer = format!("Bearer {}", bed.emulator.config().crm_key.unwrap());
        assert_eq!(came.headers["authorization"], bearer);
    }
}

#[tokio::test]
async fn without_a_crm_key_there_is_no_bearer() {
    let bed = Bed::with(Emulator::builder().without_crm_key()).await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello").name("Ann"))
        .unwrap();
    bed.emulator.wait_for_deliveries(1).await;
    let came = &receiver.came()[0];
    assert!(came.headers.get("authorization").is_none());
    let item = &came.body["messages"][0];
    assert_eq!(
        (&item["isEcho"], &item["status"]),
        (&json!(false), &json!("inbound"))
    );
    assert_eq!(item["contact"], json!({ "name": "Ann" }));
}

#[tokio::test]
async fn only_what_is_subscribed_is_delivered() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    let body = json!({ "webhooksUri": receiver.url, "subscriptions": { "channelsUpdates": true } });
    assert_eq!(bed.call("PATCH /v3/webhooks", body).await.status, 200);
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    let state = json!({ "channelId": bed.channel("whatsapp"), "state": "qr" });
    bed.call("POST /_emulator/wazzup/channel-state", state)
        .await;
    let templates = bed.call("GET /v3/templates/whatsapp", None).await.json();
    let decided = json!({ "templateGuid": templates[3]["templateGuid"], "status": "approved" });
    bed.call("POST /_emulator/wazzup/template-status", decided.clone())
        .await;
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 1);
    let update = &receiver.items("channelsUpdates")[0];
    assert_eq!(update["state"], "qr");
    assert!(
        update["qr"]
            .as_str()
            .unwrap()
            .starts_with("data:image/png;base64,")
    );
    assert!(update["timestamp"].is_i64());

    bed.subscribe(&receiver).await;
    bed.call("POST /_emulator/wazzup/template-status", decided)
        .await;
    bed.emulator.idle().await;
    let status = &receiver.items("templateStatus")[0];
    assert_eq!(
        (&status["name"], &status["status"]),
        (&json!("feedback"), &json!("approved"))
    );
}

#[tokio::test]
async fn messages_and_statuses_can_share_a_delivery() {
    let builder = Emulator::builder().manual_clock();
    let bed = Bed::with(builder.knobs(|knobs| knobs.delivery.combine_ms = Some(500))).await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.say("Hello").await;
    bed.emulator.advance(Duration::from_secs(2));
    bed.emulator.idle().await;
    let came = receiver.came();
    assert_eq!(came.len(), 1);
    assert_eq!(came[0].body["messages"].as_array().unwrap().len(), 1);
    assert_eq!(came[0].body["statuses"].as_array().unwrap().len(), 3);
    assert_eq!(
        bed.emulator.journal().webhooks[1].kinds,
        ["messages", "statuses"]
    );
}

#[tokio::test]
async fn refused_deliveries_are_repeated_as_set_up() {
    let builder = Emulator::builder().manual_clock();
    let bed = Bed::with(builder.knobs(|knobs| {
        knobs.delivery.max_attempts = 3;
        knobs.delivery.backoff_ms = vec![1_000, 5_000];
    }))
    .await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    receiver.answer(500, "oops");
    receiver.answer(503, "");
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 1);
    bed.emulator.advance(Duration::from_millis(1_000));
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 2);
    bed.emulator.advance(Duration::from_millis(4_999));
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 2);
    bed.emulator.advance(Duration::from_millis(1));
    assert_eq!(bed.emulator.wait_for_deliveries(1).await.len(), 1);
    let attempts = bed.emulator.journal().webhooks.split_off(1);
    let seen: Vec<_> = attempts
        .iter()
        .map(|one| (one.delivery, one.attempt, one.status.unwrap().as_u16()))
        .collect();
    let delivery = attempts[0].delivery;
    assert_eq!(
        seen,
        [(delivery, 1, 500), (delivery, 2, 503), (delivery, 3, 200)]
    );
    assert_eq!(attempts[0].answer, "oops");
}

#[tokio::test]
async fn by_default_nothing_is_repeated() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    receiver.answer(500, "");
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    bed.emulator.idle().await;
    bed.emulator.advance(Duration::from_secs(3_600));
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 1);
}

#[tokio::test]
async fn duplicates_come_on_request() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator.knobs(|knobs| knobs.delivery.duplicates = 2);
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    bed.emulator.idle().await;
    let items = receiver.items("messages");
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item == &items[0]));
}

#[tokio::test]
async fn a_receiver_that_hangs_is_given_up_after_30_virtual_seconds() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    receiver.hang(true);
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello"))
        .unwrap();
    receiver.so_many_came(1).await;
    bed.emulator.advance(Duration::from_secs(30));
    bed.emulator.idle().await;
    let last = bed.emulator.journal().webhooks.pop().unwrap();
    assert_eq!(
        (last.status, last.error, last.took_ms),
        (None, Some("no answer in time"), 30_000)
    );
    receiver.hang(false);
}

#[tokio::test]
async fn edits_and_deletions_are_told_with_what_was_there_before() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    let id = bed.say("Hello").await;
    bed.emulator.advance(Duration::from_secs(1));
    bed.emulator.idle().await;
    bed.call(&format!("PATCH /v3/message/{id}"), json!({ "text": "Bye" }))
        .await;
    bed.call(&format!("DELETE /v3/message/{id}"), None).await;
    bed.emulator.idle().await;
    let items = receiver.items("messages");
    assert_eq!(
        (&items[1]["isEdited"], &items[1]["text"]),
        (&json!(true), &json!("Bye"))
    );
    assert_eq!(items[1]["oldInfo"]["oldText"], "Hello");
    assert!(items[1].get("dateTime").is_none());
    assert_eq!(
        (&items[2]["isDeleted"], &items[2]["oldInfo"]["oldText"]),
        (&json!(true), &json!("Bye"))
    );
}

#[tokio::test]
async fn the_edit_of_a_file_shows_the_new_one() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    let body = json!({
        "channelId": bed.channel("tgapi"), "chatType": "telegram", "chatId": "100500",
        "contentUri": "https://example.com/a.pdf",
    });
    let sent = bed.call("POST /v3/message", body).await.json();
    let id = sent["messageId"].as_str().unwrap();
    let new = json!({ "contentUri": "https://example.com/b.png" });
    bed.call(&format!("PATCH /v3/message/{id}"), new).await;
    bed.emulator.idle().await;
    let item = &receiver.items("messages")[0];
    assert_eq!(item["contentUri"], "https://example.com/b.png");
    assert_eq!(item.get("text"), None);
}

#[tokio::test]
async fn an_edit_by_another_author_names_the_one_before() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    let users = json!([{ "id": "7", "name": "Ann" }, { "id": "8", "name": "Bob" }]);
    bed.call("POST /v3/users", users).await;
    let id = bed.say("Hello").await;
    let body = json!({ "text": "Bye", "crmUserId": "8" });
    bed.call(&format!("PATCH /v3/message/{id}"), body).await;
    bed.emulator.idle().await;
    let old = &receiver.items("messages")[0]["oldInfo"];
    assert_eq!(
        (&old["oldAuthorId"], &old["oldAuthorName"]),
        (&json!("7"), &json!("Ann"))
    );
    let stored = bed.emulator.message(&id).unwrap();
    assert_eq!(stored.crm_user_id.as_deref(), Some("8"));
}

#[tokio::test]
async fn a_sidecar_key_cannot_change_the_author_of_a_message() {
    let bed = Bed::new().await;
    let id = bed.say("Hello").await;
    let body = json!({ "text": "Bye", "crmUserId": "8" });
    let route = format!("PATCH /v3/message/{id}");
    let edited = bed.call_as(&bed.sidecar, &route, body).await;
    assert_eq!(edited.status, 200);
    let stored = bed.emulator.message(&id).unwrap();
    assert_eq!(stored.crm_user_id.as_deref(), Some("7"));
}

#[tokio::test]
async fn delivery_errors_carry_their_code() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    let bad = json!({ "channelId": bed.channel("whatsapp"), "chatId": CHAT });
    assert_eq!(
        bed.call("POST /_emulator/wazzup/bad-contact", bad)
            .await
            .status,
        200
    );
    bed.say("Hello").await;
    bed.emulator.advance(Duration::from_secs(1));
    bed.emulator.idle().await;
    let statuses = receiver.items("statuses");
    assert_eq!(statuses.len(), 1);
    assert_eq!(
        (&statuses[0]["status"], &statuses[0]["error"]["error"]),
        (&json!("error"), &json!("BAD_CONTACT"))
    );
}

#[tokio::test]
async fn items_can_be_as_sparse_as_the_samples() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator.knobs(|knobs| {
        knobs.dialect.sparse_messages = true;
        knobs.dialect.author_id_number = true;
        knobs.dialect.statuses_without_timestamp = true;
        knobs.dialect.statuses_with_chat = true;
        knobs.dialect.extra_domain_key = true;
    });
    bed.say("Hello").await;
    bed.emulator.advance(Duration::from_secs(1));
    bed.emulator.idle().await;
    let echo = &receiver.items("messages")[0];
    assert!(echo.get("channelId").is_none() && echo.get("status").is_none());
    assert_eq!(echo["authorId"], 7);
    let status = &receiver.items("statuses")[0];
    assert!(status.get("timestamp").is_none());
    assert_eq!(status["chatId"], CHAT);
    assert_eq!(receiver.came()[0].body["domain"], "example");
}

#[tokio::test]
async fn chats_do_not_wait_for_each_other_and_each_keeps_its_order() {
    let bed = Bed::with(Emulator::builder()).await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    for number in 0..20 {
        for chat in ["79990000001", "79990000002", "79990000003"] {
            bed.emulator
                .incoming(Incoming::text(chat, number.to_string()))
                .unwrap();
        }
    }
    bed.emulator.wait_for_deliveries(60).await;
    for chat in ["79990000001", "79990000002", "79990000003"] {
        let texts: Vec<String> = receiver
            .items("messages")
            .iter()
            .filter(|item| item["chatId"] == chat)
            .map(|item| item["text"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(
            texts,
            (0..20).map(|number| number.to_string()).collect::<Vec<_>>()
        );
    }
}

#[tokio::test]
async fn scattered_deliveries_overtake_each_other_and_all_arrive() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .knobs(|knobs| knobs.delivery.scatter_ms = Some(1_000));
    for number in 0..20 {
        bed.emulator
            .incoming(Incoming::text(CHAT, number.to_string()))
            .unwrap();
    }
    bed.emulator.advance(Duration::from_secs(1));
    bed.emulator.idle().await;
    let texts: Vec<usize> = receiver
        .items("messages")
        .iter()
        .map(|item| item["text"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(!texts.is_sorted());
    let mut sorted = texts;
    sorted.sort_unstable();
    assert_eq!(sorted, (0..20).collect::<Vec<_>>());
}

#[tokio::test]
async fn of_what_a_blocked_channel_swallowed_nothing_is_ever_delivered() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .knobs(|knobs| knobs.dialect.blocked_channels = BlockedChannels::Accept);
    let channel = bed.channel("whatsapp");
    let state = |state| json!({ "channelId": channel, "state": state });
    bed.call("POST /_emulator/wazzup/channel-state", state("blocked"))
        .await;
    let id = bed.say("Hello").await;
    bed.call("POST /_emulator/wazzup/channel-state", state("active"))
        .await;
    bed.emulator.advance(Duration::from_secs(3_600));
    bed.emulator.idle().await;
    let path = format!("/v3/message/{id}");
    let edit = bed
        .call(&format!("PATCH {path}"), json!({ "text": "Bye" }))
        .await;
    let delete = bed.call(&format!("DELETE {path}"), None).await;
    assert_eq!((edit.status.as_u16(), delete.status.as_u16()), (200, 200));
    bed.emulator.idle().await;
    assert_eq!(receiver.items("channelsUpdates").len(), 2);
    assert!(receiver.items("messages").is_empty());
    assert!(receiver.items("statuses").is_empty());
    assert_eq!(bed.emulator.message(&id).unwrap().history.len(), 1);
}

#[tokio::test]
async fn of_a_message_to_a_short_number_nothing_is_ever_delivered() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .knobs(|knobs| knobs.chats.lose_short_numbers = true);
    let body = json!({
        "channelId": bed.channel("whatsapp"), "chatType": "whatsapp", "chatId": "9990000000",
        "text": "Hello",
    });
    assert_eq!(bed.call("POST /v3/message", body).await.status, 201);
    bed.emulator.advance(Duration::from_secs(3_600));
    bed.emulator.idle().await;
    assert!(receiver.came().is_empty());
}

#[tokio::test]
async fn more_deliveries_at_once_are_made_as_soon_as_they_may_be() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator.knobs(|knobs| knobs.delivery.concurrency = 1);
    receiver.hang(true);
    for chat in ["79990000001", "79990000002", "79990000003"] {
        bed.emulator.incoming(Incoming::text(chat, "Hi")).unwrap();
    }
    receiver.so_many_came(1).await;
    assert_eq!(receiver.came().len(), 1);
    let patch = json!({ "delivery": { "concurrency": 3 } });
    assert_eq!(bed.call("PATCH /_emulator/knobs", patch).await.status, 200);
    receiver.so_many_came(3).await;
    receiver.hang(false);
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 3);
}

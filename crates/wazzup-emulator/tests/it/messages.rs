//! Sending, the life of a message, editing, counters.

use std::time::Duration;

use serde_json::{Value, json};
use wazzup_emulator::knobs::{BlockedChannels, RepeatedCode, TextLimits};
use wazzup_emulator::{Direction, Incoming};

use crate::support::{Answer, Bed};

const CHAT: &str = "79990000000";

impl Bed {
    fn text(&self, transport: &str, chat_type: &str, chat: &str) -> Value {
        json!({ "channelId": self.channel(transport), "chatType": chat_type, "chatId": chat, "text": "Hello" })
    }

    async fn send(&self, body: Value) -> Answer {
        self.call("POST /v3/message", body).await
    }

    /// Sends and runs the clock until nothing more comes; gives the statuses.
    async fn life(&self, body: Value) -> Vec<&'static str> {
        let answer = self.send(body).await;
        assert_eq!(answer.status, 201, "{:?}", answer.body);
        let id = answer.json()["messageId"].as_str().unwrap().to_owned();
        self.emulator.advance(Duration::from_secs(60));
        self.emulator.idle().await;
        let message = self.emulator.message(&id).unwrap();
        message.history.iter().map(|(status, _)| *status).collect()
    }
}

fn laid_over(mut body: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[tokio::test]
async fn an_accepted_message_is_sent_delivered_and_read() {
    let bed = Bed::new().await;
    let life = bed.life(bed.text("whatsapp", "whatsapp", CHAT)).await;
    assert_eq!(life, ["accepted", "sent", "delivered", "read"]);
}

#[tokio::test]
async fn telegram_never_reports_a_delivery() {
    let bed = Bed::new().await;
    for transport in ["tgapi", "telegram"] {
        let life = bed.life(bed.text(transport, "telegram", "100500")).await;
        assert_eq!(life, ["accepted", "sent", "read"]);
    }
}

#[tokio::test]
async fn waba_takes_free_text_within_24_hours_of_the_customers_last_message() {
    let bed = Bed::new().await;
    let text = bed.text("wapi", "whatsapp", CHAT);
    assert_eq!(bed.life(text.clone()).await, ["accepted", "error"]);
    let error = bed.emulator.messages()[0].error.clone();
    assert_eq!(error.as_deref(), Some("24_HOURS_EXCEEDED"));

    bed.emulator
        .incoming(Incoming::text(CHAT, "Hi").channel(bed.channel("wapi")))
        .unwrap();
    bed.emulator.advance(Duration::from_secs(23 * 3_600));
    assert_eq!(bed.life(text.clone()).await.len(), 4);
    bed.emulator.advance(Duration::from_secs(2 * 3_600));
    assert_eq!(bed.life(text).await, ["accepted", "error"]);
}

#[tokio::test]
async fn templates_go_out_at_any_time_by_id_or_as_text() {
    let bed = Bed::new().await;
    let templates = bed.call("GET /v3/templates/whatsapp", None).await.json();
    let guid = templates[1]["templateGuid"].as_str().unwrap().to_owned();
    let rejected = templates[2]["templateGuid"].as_str().unwrap().to_owned();
    let base = json!({ "channelId": bed.channel("wapi"), "chatType": "whatsapp", "chatId": CHAT });
    let values = json!(["7", "Ann", "noon", "7"]);
    let by_id = laid_over(
        base.clone(),
        json!({ "templateId": guid, "templateValues": values }),
    );
    assert_eq!(bed.life(by_id.clone()).await.len(), 4);
    let text = format!("@template: {guid} {{ [[7]]; [[Ann]]; [[noon]]; [[7]] }}");
    assert_eq!(
        bed.life(laid_over(base.clone(), json!({ "text": text })))
            .await
            .len(),
        4
    );
    for message in bed.emulator.messages() {
        assert_eq!(message.kind, "wapi_template");
        let text = message.text.unwrap();
        assert_eq!(text, "Order 7\nDear Ann, your order is ready at noon.");
    }
    let few = laid_over(by_id.clone(), json!({ "templateValues": ["7"] }));
    assert_eq!(
        bed.send(few).await.json()["data"],
        json!({ "fields": ["templateValues"] })
    );
    let odd = laid_over(
        by_id.clone(),
        json!({ "templateValues": ["7", "A;b", "noon", "7"] }),
    );
    assert_eq!(bed.send(odd).await.code().1, "INVALID_MESSAGE_DATA");
    let refused = laid_over(
        by_id,
        json!({ "templateId": rejected, "templateValues": [] }),
    );
    assert_eq!(bed.send(refused).await.code().1, "TEMPLATE_REJECTED");
}

#[tokio::test]
async fn the_same_crm_message_id_sends_again_only_after_60_seconds() {
    let bed = Bed::new().await;
    let body = laid_over(
        bed.text("whatsapp", "whatsapp", CHAT),
        json!({ "crmMessageId": "m1" }),
    );
    assert_eq!(bed.send(body.clone()).await.status, 201);
    bed.emulator.advance(Duration::from_millis(59_999));
    let repeated = bed.send(body.clone()).await;
    assert_eq!(repeated.code(), (400, "REPEATED_CRM_MESSAGE_ID".to_owned()));
    assert_eq!(repeated.json()["data"], json!({ "crmMessageId": "m1" }));
    bed.emulator
        .knobs(|knobs| knobs.dialect.repeated_code = RepeatedCode::Camel);
    assert_eq!(
        bed.send(body.clone()).await.code().1,
        "repeatedCrmMessageId"
    );
    assert_eq!(bed.emulator.messages().len(), 1);
    bed.emulator.advance(Duration::from_millis(1));
    assert_eq!(bed.send(body).await.status, 201);
    assert_eq!(bed.emulator.messages().len(), 2);
}

#[tokio::test]
async fn a_refused_send_does_not_use_up_its_crm_message_id() {
    let bed = Bed::new().await;
    let body = laid_over(
        bed.text("whatsapp", "whatsapp", CHAT),
        json!({ "crmMessageId": "m1" }),
    );
    let blank = laid_over(body.clone(), json!({ "text": " " }));
    assert_eq!(
        bed.send(blank).await.code().1,
        "MESSAGES_TEXT_CAN_NOT_BE_BLANK"
    );
    assert_eq!(bed.send(body).await.status, 201);
}

#[tokio::test]
async fn checks_come_in_their_order() {
    let bed = Bed::new().await;
    let good = bed.text("whatsapp", "whatsapp", CHAT);
    let wrong_everywhere = json!({ "channelId": "nope", "chatType": "whatsapp", "chatId": "+7", "text": "a", "contentUri": "b" });
    let answer = bed.send(wrong_everywhere.clone()).await;
    assert_eq!(
        answer.json()["data"],
        json!({ "fields": ["chatId", "contentUri"] })
    );
    let table = [
        (
            json!({ "channelId": "nope", "chatType": "vk" }),
            "CHANNEL_NOT_FOUND",
        ),
        (json!({ "chatType": "vk", "text": "" }), "WRONG_TRANSPORT"),
        (
            json!({ "contentUri": "https://example.com/a.jpg" }),
            "MESSAGE_ONLY_TEXT_OR_CONTENT",
        ),
        (json!({ "text": null }), "MESSAGE_NOTHING_TO_SEND"),
        (json!({ "text": "" }), "MESSAGES_TEXT_CAN_NOT_BE_BLANK"),
        (
            json!({ "text": null, "contentUri": "" }),
            "MESSAGES_CONTENT_CAN_NOT_BE_BLANK",
        ),
        (
            json!({ "text": "a".repeat(10_001) }),
            "MESSAGE_TEXT_TOO_LONG",
        ),
        (
            json!({ "refMessageId": "nope" }),
            "REFERENCE_MESSAGE_NOT_FOUND",
        ),
        (
            json!({ "username": "ann", "chatId": null }),
            "INVALID_MESSAGE_DATA",
        ),
        (
            json!({ "phone": "79990000000", "chatId": null }),
            "INVALID_MESSAGE_DATA",
        ),
        (json!({ "chatId": null }), "INVALID_MESSAGE_DATA"),
        (json!({ "text": 7 }), "INVALID_MESSAGE_DATA"),
        (json!({ "clearUnanswered": "no" }), "INVALID_MESSAGE_DATA"),
        (json!({ "crmMessageId": "" }), "INVALID_MESSAGE_DATA"),
        (json!({ "chatType": "icq" }), "INVALID_MESSAGE_DATA"),
        (
            json!({ "templateId": "x", "text": null }),
            "INVALID_MESSAGE_DATA",
        ),
        (
            json!({ "buttonsObject": { "buttons": [] } }),
            "INVALID_MESSAGE_DATA",
        ),
    ];
    for (changes, code) in table {
        let answer = bed.send(laid_over(good.clone(), changes.clone())).await;
        assert_eq!(answer.code(), (400, code.to_owned()), "{changes}");
    }
    let wrong = bed
        .send(laid_over(good.clone(), json!({ "chatType": "vk" })))
        .await;
    assert_eq!(
        wrong.json()["data"],
        json!({ "channelId": good["channelId"], "transport": "whatsapp", "chatType": "vk" })
    );
    assert!(bed.emulator.messages().is_empty());
    assert_eq!(bed.send(json!([])).await.code().1, "INVALID_MESSAGE_DATA");
}

#[tokio::test]
async fn a_channel_that_is_off_refuses_or_swallows() {
    let bed = Bed::new().await;
    let channel = bed.channel("whatsapp");
    let table = [
        ("blocked", "CHANNEL_BLOCKED"),
        ("disabled", "CHANNEL_BLOCKED"),
        ("notEnoughMoney", "CHANNEL_NO_MONEY"),
        ("phoneUnavailable", "MESSAGE_CHANNEL_UNAVAILABLE"),
        ("rejected", "CHANNEL_WAPI_REJECTED"),
    ];
    for (state, code) in table {
        let body = json!({ "channelId": channel, "state": state });
        assert_eq!(
            bed.call("POST /_emulator/wazzup/channel-state", body)
                .await
                .status,
            200
        );
        let answer = bed.send(bed.text("whatsapp", "whatsapp", CHAT)).await;
        assert_eq!(answer.code(), (400, code.to_owned()));
    }
    bed.emulator
        .knobs(|knobs| knobs.dialect.blocked_channels = BlockedChannels::Accept);
    assert_eq!(
        bed.life(bed.text("whatsapp", "whatsapp", CHAT)).await,
        ["accepted"]
    );
}

#[tokio::test]
async fn a_chat_opened_by_phone_or_user_name_keeps_its_id() {
    let bed = Bed::new().await;
    let base = json!({ "channelId": bed.channel("tgapi"), "chatType": "telegram", "text": "Hi" });
    let first = bed
        .send(laid_over(base.clone(), json!({ "username": "ann" })))
        .await
        .json();
    let again = bed
        .send(laid_over(base.clone(), json!({ "username": "ann" })))
        .await
        .json();
    let other = bed
        .send(laid_over(base.clone(), json!({ "phone": "79990000000" })))
        .await
        .json();
    assert_eq!(first["chatId"], again["chatId"]);
    assert_ne!(first["chatId"], other["chatId"]);
    bed.emulator
        .knobs(|knobs| knobs.chats.known_chats_only = true);
    let known = laid_over(base.clone(), json!({ "chatId": first["chatId"] }));
    assert_eq!(bed.life(known).await, ["accepted", "sent", "read"]);
    let unknown = laid_over(base, json!({ "chatId": "1" }));
    assert_eq!(bed.life(unknown).await, ["accepted", "error"]);
}

#[tokio::test]
async fn buttons_are_judged_by_the_messenger() {
    let bed = Bed::new().await;
    let table = [
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "inline", "buttons": [[{ "text": "a", "callbackData": "b" }]] }),
            true,
        ),
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "inline", "buttons": [[{ "text": "a", "url": "https://example.com" }]] }),
            true,
        ),
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "reply", "oneTimeKeyboard": true, "buttons": [[{ "text": "a" }]] }),
            true,
        ),
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "reply", "removeKeyboard": true }),
            true,
        ),
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "inline", "buttons": [[{ "text": "a" }]] }),
            false,
        ),
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "inline", "buttons": [{ "text": "a", "callbackData": "b" }] }),
            false,
        ),
        (
            "telegram",
            "telegram",
            json!({ "replyMarkup": "inline", "buttons": [[{ "text": "a", "callbackData": "b".repeat(65) }]] }),
            false,
        ),
        (
            "maxbot",
            "max",
            json!({ "chatType": "max", "buttons": [[{ "type": "link", "text": "a", "url": "https://example.com" }]] }),
            true,
        ),
        (
            "maxbot",
            "max",
            json!({ "chatType": "max", "buttons": [[{ "type": "callback", "text": "a", "payload": "b", "intent": "positive" }]] }),
            true,
        ),
        (
            "maxbot",
            "max",
            json!({ "chatType": "max", "buttons": [[{ "type": "callback", "text": "a" }]] }),
            false,
        ),
        (
            "wapi",
            "whatsapp",
            json!({ "buttons": [{ "text": "a", "type": "text", "payload": "b" }] }),
            true,
        ),
        (
            "wapi",
            "whatsapp",
            json!({ "buttons": [{ "text": "a".repeat(21), "type": "text" }] }),
            false,
        ),
        (
            "whatsapp",
            "whatsapp",
            json!({ "buttons": [{ "text": "a", "type": "text" }] }),
            false,
        ),
    ];
    for (transport, chat_type, buttons, good) in table {
        let body = bed.text(transport, chat_type, "100500");
        let answer = bed
            .send(laid_over(body, json!({ "buttonsObject": buttons })))
            .await;
        assert_eq!(answer.status == 201, good, "{transport} {buttons}");
    }
    let many = json!({ "buttons": vec![json!({ "text": "a", "type": "text" }); 12] });
    let body = laid_over(
        bed.text("wapi", "whatsapp", CHAT),
        json!({ "buttonsObject": many }),
    );
    assert_eq!(bed.send(body).await.status, 201);
    let last = bed.emulator.messages().pop().unwrap();
    assert_eq!(
        last.buttons.unwrap()["buttons"].as_array().unwrap().len(),
        10
    );
}

#[tokio::test]
async fn long_texts_are_refused_by_either_table() {
    let bed = Bed::new().await;
    let long = |transport: &str, chat_type: &str, length| {
        laid_over(
            bed.text(transport, chat_type, "100500"),
            json!({ "text": "я".repeat(length) }),
        )
    };
    assert_eq!(bed.send(long("vk", "vk", 4_096)).await.status, 201);
    assert_eq!(
        bed.send(long("vk", "vk", 4_097)).await.code().1,
        "MESSAGES_TOO_LONG_VK"
    );
    assert_eq!(
        bed.send(long("tgapi", "telegram", 4_097)).await.code().1,
        "MESSAGES_TOO_LONG_TELEGRAM"
    );
    bed.emulator
        .knobs(|knobs| knobs.dialect.text_limits = TextLimits::BodyTable);
    assert_eq!(
        bed.send(long("vk", "vk", 1_001)).await.code().1,
        "MESSAGES_TOO_LONG_VK"
    );
    bed.emulator
        .knobs(|knobs| knobs.dialect.text_limits = TextLimits::Off);
    assert_eq!(bed.send(long("vk", "vk", 20_000)).await.status, 201);
}

#[tokio::test]
async fn a_status_reported_out_of_turn_is_not_taken_back_by_those_before_it() {
    let bed = Bed::new().await;
    let sent = bed
        .send(bed.text("whatsapp", "whatsapp", "79990000000"))
        .await;
    let id = sent.json()["messageId"].as_str().unwrap().to_owned();
    let delivered = json!({ "messageId": id, "status": "delivered" });
    bed.call("POST /_emulator/wazzup/status", delivered).await;
    bed.emulator.advance(Duration::from_secs(60));
    bed.emulator.idle().await;
    let message = bed.emulator.message(&id).unwrap();
    let had: Vec<&str> = message.history.iter().map(|(status, _)| *status).collect();
    assert_eq!(had, ["accepted", "delivered", "read"]);
}

#[tokio::test]
async fn messages_are_edited_and_deleted_where_the_messenger_allows_it() {
    let bed = Bed::new().await;
    let send = async |transport: &str, chat_type: &str| {
        let answer = bed.send(bed.text(transport, chat_type, "100500")).await;
        answer.json()["messageId"].as_str().unwrap().to_owned()
    };
    let edit = async |id: &str, body: Value| {
        let answer = bed.call(&format!("PATCH /v3/message/{id}"), body).await;
        answer.code()
    };
    let text = json!({ "text": "Bye" });
    let file = json!({ "contentUri": "https://example.com/a.pdf" });
    let whatsapp = send("whatsapp", "whatsapp").await;
    assert_eq!(edit(&whatsapp, text.clone()).await, (200, String::new()));
    let stored = bed.emulator.message(&whatsapp).unwrap();
    assert!(stored.edited);
    assert_eq!(stored.text.as_deref(), Some("Bye"));
    assert_eq!(
        edit(&whatsapp, file.clone()).await.1,
        "CHANNEL_INVALID_TRANSPORT_FOR_CONTENT_EDITING"
    );
    assert_eq!(edit(&send("tgapi", "telegram").await, file).await.0, 200);
    let waba = send("wapi", "whatsapp").await;
    assert_eq!(
        edit(&waba, text.clone()).await.1,
        "CHANNEL_INVALID_TRANSPORT_FOR_EDITING"
    );
    let both = json!({ "text": "a", "contentUri": "https://example.com/a.pdf" });
    assert_eq!(
        edit(&whatsapp, both).await.1,
        "MESSAGES_ONLY_TEXT_OR_CONTENT"
    );
    assert_eq!(
        edit(&whatsapp, json!({})).await.1,
        "MESSAGE_NOTHING_TO_SEND"
    );
    assert_eq!(edit("nope", text.clone()).await.1, "MESSAGES_NOT_FOUND");

    let nowhere = json!({ "contentUri": "a.pdf" });
    let telegram = send("tgapi", "telegram").await;
    assert_eq!(edit(&telegram, nowhere).await.1, "INVALID_MESSAGE_DATA");

    let delete = async |id: &str| {
        bed.call(&format!("DELETE /v3/message/{id}"), None)
            .await
            .code()
    };
    assert_eq!(
        delete(&waba).await.1,
        "CHANNEL_INVALID_TRANSPORT_FOR_DELETION"
    );
    assert_eq!(delete(&whatsapp).await, (200, String::new()));
    assert_eq!(delete(&whatsapp).await.1, "MESSAGES_NOT_FOUND");
    assert_eq!(edit(&whatsapp, text.clone()).await.1, "MESSAGES_NOT_FOUND");

    let late = send("whatsapp", "whatsapp").await;
    bed.emulator.advance(Duration::from_secs(72 * 3_600));
    assert_eq!(edit(&late, text).await.1, "MESSAGES_EDITING_TIME_EXPIRED");
    assert_eq!(delete(&late).await.1, "MESSAGES_DELETION_TIME_EXPIRED");
}

#[tokio::test]
async fn the_counter_shows_who_waits_to_whom_it_concerns() {
    let bed = Bed::new().await;
    let channel = bed.channel("whatsapp");
    let users = json!([{ "id": "ann", "name": "Ann" }, { "id": "bob", "name": "Bob" }, { "id": "eve", "name": "Eve" }]);
    assert_eq!(bed.call("POST /v3/users", users).await.status, 200);
    let role = |user: &str, role: &str| json!({ "channelId": channel, "userId": user, "role": role, "allowGetNewClients": false });
    let roles = json!({ "userRoles": [role("ann", "seller"), role("bob", "manager")] });
    assert_eq!(bed.call("PATCH /settings", roles).await.status, 200);
    let contact = json!([{
        "id": "c", "responsibleUserId": "ann", "name": "Customer",
        "contactData": [{ "chatType": "whatsapp", "chatId": CHAT }],
    }]);
    assert_eq!(bed.call("POST /v3/contacts", contact).await.status, 200);
    let counter = async |user: &str| {
        let body = bed
            .call(&format!("GET /v3/unanswered/{user}"), None)
            .await
            .json();
        (body["counterV2"].as_u64().unwrap(), body["type"].clone())
    };
    assert_eq!(counter("ann").await, (0, Value::Null));
    bed.emulator
        .incoming(Incoming::text(CHAT, "Hello?").channel(&channel))
        .unwrap();
    assert_eq!(counter("ann").await, (1, json!("red")));
    assert_eq!(counter("bob").await, (1, json!("grey")));
    assert_eq!(counter("eve").await, (0, Value::Null));

    let bot = laid_over(
        bed.text("whatsapp", "whatsapp", CHAT),
        json!({ "clearUnanswered": false }),
    );
    assert_eq!(bed.send(bot).await.status, 201);
    assert_eq!(counter("ann").await.0, 1);
    assert_eq!(
        bed.send(bed.text("whatsapp", "whatsapp", CHAT))
            .await
            .status,
        201
    );
    assert_eq!(counter("ann").await.0, 0);

    bed.emulator
        .incoming(Incoming::text(CHAT, "Still there?").channel(&channel))
        .unwrap();
    bed.emulator.advance(Duration::from_secs(8 * 24 * 3_600));
    assert_eq!(counter("ann").await.0, 0);
}

#[tokio::test]
async fn a_sidecar_key_cannot_name_an_author() {
    let bed = Bed::new().await;
    let body = laid_over(
        bed.text("whatsapp", "whatsapp", CHAT),
        json!({ "crmUserId": "ann" }),
    );
    assert_eq!(
        bed.call_as(&bed.sidecar, "POST /v3/message", body)
            .await
            .status,
        201
    );
    let message = bed.emulator.messages().pop().unwrap();
    assert_eq!(
        (message.crm_user_id, message.direction),
        (None, Direction::Outbound)
    );
}

//! `createContact` and `createDeal`.

use serde_json::{Map, Value, json};
use wazzup_emulator::Incoming;

use crate::receiver::Receiver;
use crate::support::Bed;

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn contact() -> String {
    json!({
        "id": "c-1", "responsibleUserId": "u", "name": "Ann", "uri": "https://example.com/c-1",
        "contactData": [{ "chatType": "whatsapp", "chatId": "79990000000" }],
    })
    .to_string()
}

#[tokio::test]
async fn the_contact_comes_from_the_answer_and_the_deal_names_it() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    receiver.answer(200, &contact());
    receiver.answer(200, &json!({ "id": 55, "name": "Deal" }).to_string());
    let asked = bed
        .emulator
        .question(object(json!({ "name": "Ann", "chatType": "whatsapp", "chatId": "79990000000", "responsibleUserId": "u" })))
        .await;
    assert_eq!(asked.problems, Vec::<String>::new());
    let came = receiver.came();
    assert_eq!(
        came[0].body,
        json!({ "createContact": {
            "responsibleUserId": "u", "name": "Ann", "source": "auto",
            "contactData": [{ "chatType": "whatsapp", "chatId": "79990000000" }],
        } })
    );
    assert_eq!(
        came[1].body,
        json!({ "createDeal": { "responsibleUserId": "u", "contacts": ["c-1"], "source": "auto" } })
    );
    assert_eq!(
        bed.call("GET /v3/contacts/c-1", None).await.json()["uri"],
        "https://example.com/c-1"
    );
    // What the answer leaves out is what the question said.
    let deal = bed.call("GET /v3/deals/55", None).await.json();
    assert_eq!(
        (&deal["contacts"], &deal["responsibleUserId"]),
        (&json!(["c-1"]), &json!("u"))
    );

    // Both exist now: nothing is asked again.
    let again = object(json!({ "chatType": "whatsapp", "chatId": "79990000000" }));
    assert_eq!(
        bed.emulator.question(again).await.contact.unwrap()["id"],
        "c-1"
    );
    assert_eq!(receiver.came().len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_no_entity_is_a_problem() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    for (status, body) in [
        (200, "[]"),
        (200, "{}"),
        (200, ""),
        (201, r#"{"id":"1"}"#),
        (500, ""),
    ] {
        receiver.answer(status, body);
        let asked = bed
            .call("POST /_emulator/wazzup/question", json!({}))
            .await
            .json();
        assert_eq!(asked["contact"], Value::Null, "{status} {body}");
        assert_eq!(asked["problems"].as_array().unwrap().len(), 1);
    }
    assert_eq!(
        bed.call("GET /v3/contacts?offset=0", None).await.json()["count"],
        0
    );
}

#[tokio::test]
async fn a_deal_can_be_asked_for_alone() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    receiver.answer(200, &json!({ "id": "d", "name": "Deal" }).to_string());
    let body = json!({ "contacts": ["c-9"], "source": "byUser", "responsibleUserId": "u" });
    let asked = bed
        .call("POST /_emulator/wazzup/question", body)
        .await
        .json();
    assert_eq!(asked["deal"]["contacts"], json!(["c-9"]));
    assert_eq!(receiver.came()[0].body["createDeal"]["source"], "byUser");
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_by_the_name_of_its_field() {
    let bed = Bed::new().await;
    let chat = |chat: Value| json!({ "contactData": [chat] });
    for (bad, field) in [
        (json!({ "accountId": 5 }), "accountId"),
        (json!({ "accountId": "main" }), "accountId"),
        (json!({ "chatType": "icq", "chatId": "1" }), "chatType"),
        (json!({ "chatType": 1, "chatId": "1" }), "chatType"),
        (json!({ "chatId": "" }), "chatId"),
        (json!({ "chatId": ["1"] }), "chatId"),
        (json!({ "channelId": "nope", "chatId": "1" }), "channelId"),
        (json!({ "name": 7 }), "name"),
        (json!({ "responsibleUserId": {} }), "responsibleUserId"),
        (json!({ "source": "byRobot" }), "source"),
        (json!({ "source": true }), "source"),
        (json!({ "kind": "createTask" }), "kind"),
        (json!({ "kind": 1 }), "kind"),
        (json!({ "kind": "createDeal" }), "contacts"),
        (json!({ "contacts": "c-1" }), "contacts"),
        (json!({ "contacts": [] }), "contacts"),
        (json!({ "contacts": [1] }), "contacts"),
        (json!({ "deal": "no" }), "deal"),
        (json!({ "contactData": "79990000000" }), "contactData"),
        (json!({ "contactData": [] }), "contactData"),
        (
            chat(json!({ "chatType": "icq", "chatId": "1" })),
            "contactData",
        ),
        (chat(json!({ "chatType": "whatsapp" })), "contactData"),
    ] {
        let answer = bed
            .call("POST /_emulator/wazzup/question", bad.clone())
            .await;
        let code = "BAD_CONTROL_REQUEST".to_owned();
        assert_eq!(answer.code(), (400, code), "{bad}");
        let told = answer.json()["description"].as_str().unwrap().to_owned();
        assert!(told.starts_with(&format!("{field} ")), "{bad}: {told}");
    }
    let asked = bed
        .emulator
        .question(object(json!({ "kind": "createTask" })))
        .await;
    assert_eq!(asked.problems, ["kind must be createContact or createDeal"]);
    assert!(bed.emulator.journal().webhooks.is_empty());
}

#[tokio::test]
async fn unless_subscribed_nothing_is_asked() {
    let bed = Bed::new().await;
    let asked = bed.emulator.question(Map::new()).await;
    assert!(asked.contact.is_none() && asked.deal.is_none());
    assert_eq!(
        asked.problems,
        ["createContact: contactsAndDealsCreation is not subscribed"]
    );
}

#[tokio::test]
async fn a_message_of_an_unknown_customer_can_ask_by_itself() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator.knobs(|knobs| {
        knobs.questions.on_incoming = true;
        knobs.questions.responsible_user_id = Some("u".to_owned());
        knobs.delivery.concurrency = 1;
    });
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .incoming(Incoming::text("79990000000", "Hello").name("Ann"))
        .unwrap();
    bed.emulator.idle().await;
    let question = &receiver.items("createContact")[0];
    assert_eq!(
        (&question["name"], &question["responsibleUserId"]),
        (&json!("Ann"), &json!("u"))
    );
}

#[tokio::test]
async fn messages_in_a_row_of_an_unknown_customer_ask_once() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .knobs(|knobs| knobs.questions.on_incoming = true);
    let write = |text: &str| {
        let message = Incoming::text("79990000000", text);
        bed.emulator.incoming(message).unwrap();
    };
    write("Hello");
    write("Anybody there?");
    bed.emulator.idle().await;
    assert_eq!(receiver.items("createContact").len(), 1);
    // Nothing came of that question, so the next message asks again.
    write("Hello again");
    bed.emulator.idle().await;
    assert_eq!(receiver.items("createContact").len(), 2);
}

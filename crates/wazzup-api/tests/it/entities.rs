//! Users, contacts, deals and pipelines: one request per call.

use serde_json::{Value, json};
use wazzup_api::{
    ErrorKind,
    types::{
        ChatId, ChatType, ContactChat, ContactId, DealId, NewContact, NewDeal, NewPipeline,
        NewStage, NewUser, UserId,
    },
};

use crate::fake::{Answer, Fake, ok, text};

fn user_id(id: &str) -> UserId {
    UserId::new(id).unwrap()
}

pub(crate) fn contact(id: &str) -> NewContact {
    let chat = ContactChat::new(ChatType::WhatsApp, ChatId::new("79990000000").unwrap());
    NewContact::new(
        ContactId::new(id).unwrap(),
        user_id("u-1"),
        "Someone",
        [chat],
    )
    .unwrap()
}

fn deal(id: &str) -> NewDeal {
    let contacts = [ContactId::new("c-1").unwrap()];
    NewDeal::new(DealId::new(id).unwrap(), user_id("u-1"), "A deal", contacts).unwrap()
}

fn lines(line: &str) -> (String, Value) {
    (line.to_owned(), Value::Null)
}

#[tokio::test]
async fn users_are_listed_from_a_bare_array_and_from_the_older_shape() {
    let old = json!({"count": "1", "data": [{"id": "u-1", "name": "Someone"}]});
    let fake = Fake::answering([ok(json!([{"id": "u-1", "name": "Someone"}])), ok(old)]);
    let client = fake.client();

    for _ in 0..2 {
        let users = client.users().list().await.unwrap();
        assert_eq!(users.data[0].id, "u-1");
    }

    assert_eq!(fake.lines(), ["GET /v3/users", "GET /v3/users"]);
}

#[tokio::test]
async fn a_user_is_read_with_and_without_the_raw_answer() {
    let answer = json!({"id": 7, "name": "Someone", "new": true});
    let fake = Fake::answering([ok(answer.clone()), ok(answer.clone()), ok(answer)]);
    let client = fake.client();

    let user = client.users().get(&user_id("7")).await.unwrap();
    assert_eq!(user.id, "7");

    let raw = client.users().get(&user_id("7")).raw().await.unwrap();
    assert_eq!(raw.body(), r#"{"id":7,"name":"Someone","new":true}"#);

    let (user, raw) = client.users().get(&user_id("7")).with_raw().await.unwrap();
    assert_eq!((user.id.as_str(), raw.status().as_u16()), ("7", 200));
    assert_eq!(fake.lines(), ["GET /v3/users/7"; 3]);
}

#[tokio::test]
async fn ids_in_paths_are_encoded_whole() {
    let fake = Fake::answering([ok(json!({"id": "a b/c"}))]);

    fake.client()
        .users()
        .get(&user_id("a b/c?#%"))
        .await
        .unwrap();

    assert_eq!(fake.lines(), ["GET /v3/users/a%20b%2Fc%3F%23%25"]);
}

#[tokio::test]
async fn a_user_is_created_and_updated_by_the_same_request() {
    let fake = Fake::default();
    let client = fake.client();
    let user = NewUser::new(user_id("u-1"), "Someone").unwrap();

    client.users().create(user.clone()).await.unwrap();
    client.users().update(user).await.unwrap();

    for seen in fake.seen() {
        assert_eq!(seen.line, "POST /v3/users");
        assert_eq!(seen.body(), json!([{"id": "u-1", "name": "Someone"}]));
        assert_eq!(seen.headers["content-type"], "application/json");
    }
}

#[tokio::test]
async fn a_user_is_deleted() {
    let fake = Fake::default();

    fake.client().users().delete(&user_id("u-1")).await.unwrap();

    assert_eq!(fake.only(), lines("DELETE /v3/users/u-1"));
}

#[tokio::test]
async fn a_contact_is_read_created_updated_and_deleted() {
    let read = json!({"id": "c-1", "responsibleUserId": "u-1", "name": "Someone",
        "contactData": [{"chatType": "whatsapp", "chatId": "79990000000"}]});
    let fake = Fake::answering([ok(read.clone())]);
    let client = fake.client();
    let id = ContactId::new("c-1").unwrap();

    client.contacts().get(&id).await.unwrap();
    client.contacts().create(contact("c-1")).await.unwrap();
    client.contacts().update(contact("c-1")).await.unwrap();
    client.contacts().delete(&id).await.unwrap();

    let expected = [
        "GET /v3/contacts/c-1",
        "POST /v3/contacts",
        "POST /v3/contacts",
        "DELETE /v3/contacts/c-1",
    ];
    assert_eq!(fake.lines(), expected);
    assert_eq!(fake.seen()[1].body(), json!([read]));
    assert_eq!(fake.seen()[2].body(), json!([read]));
}

#[tokio::test]
async fn a_deal_is_read_created_updated_and_deleted() {
    let read = json!({"id": 5, "responsibleUserId": "u-1", "name": "A deal", "contacts": ["c-1"]});
    let fake = Fake::answering([ok(read)]);
    let client = fake.client();
    let id = DealId::new("5").unwrap();

    assert_eq!(client.deals().get(&id).await.unwrap().id, "5");
    client.deals().create(deal("5")).await.unwrap();
    client.deals().update(deal("5").closed(true)).await.unwrap();
    client.deals().delete(&id).await.unwrap();

    let expected = [
        "GET /v3/deals/5",
        "POST /v3/deals",
        "POST /v3/deals",
        "DELETE /v3/deals/5",
    ];
    assert_eq!(fake.lines(), expected);
    assert_eq!(fake.seen()[1].body()[0]["closed"], false);
    assert_eq!(fake.seen()[2].body()[0]["closed"], true);
}

#[tokio::test]
async fn a_deletion_of_nothing_is_not_found() {
    let fake = Fake::answering([text(404, ""), text(404, "")]);
    let client = fake.client();

    let contact = client
        .contacts()
        .delete(&ContactId::new("c-1").unwrap())
        .await
        .unwrap_err();
    let deal = client
        .deals()
        .delete(&DealId::new("d-1").unwrap())
        .await
        .unwrap_err();

    assert_eq!([contact.kind(), deal.kind()], [ErrorKind::NotFound; 2]);
}

#[tokio::test]
async fn pipelines_are_listed_and_uploaded_together() {
    let fake = Fake::answering([ok(json!([{"id": 1, "name": "Sales"}]))]);
    let client = fake.client();
    let stage = NewStage::new("s-1".parse().unwrap(), "New").unwrap();
    let staged = NewPipeline::new("p-1".parse().unwrap(), "Sales")
        .unwrap()
        .stage(stage);
    let bare = NewPipeline::new("p-2".parse().unwrap(), "Service").unwrap();

    assert_eq!(client.pipelines().list().await.unwrap().data[0].id, "1");
    client.pipelines().create(bare.clone()).await.unwrap();
    client.pipelines().update(bare.clone()).await.unwrap();
    client
        .pipelines()
        .create_many([staged, bare])
        .await
        .unwrap();

    let bare = json!({"id": "p-2", "name": "Service"});
    let staged = json!({"id": "p-1", "name": "Sales", "stages": [{"id": "s-1", "name": "New"}]});
    assert_eq!(fake.lines()[0], "GET /v3/pipelines");
    assert_eq!(fake.lines()[1..], ["POST /v3/pipelines"; 3]);
    assert_eq!(fake.seen()[1].body(), json!([bare]));
    assert_eq!(fake.seen()[2].body(), json!([bare]));
    assert_eq!(fake.seen()[3].body(), json!([staged, bare]));
}

#[tokio::test]
async fn whatever_a_success_without_a_value_says_is_a_success() {
    for body in ["", "{ ok }", "null", "[]", "done"] {
        let fake = Fake::answering([text(200, body)]);
        fake.client().users().delete(&user_id("u-1")).await.unwrap();
    }
}

#[tokio::test]
async fn an_answer_of_another_shape_is_no_value_and_holds_the_body() {
    for body in ["", "[]", "{", "<html>"] {
        let fake = Fake::answering([Answer::Http(http::StatusCode::OK, body.into())]);

        let error = fake
            .client()
            .users()
            .get(&user_id("u-1"))
            .await
            .unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body(), body);
    }
}

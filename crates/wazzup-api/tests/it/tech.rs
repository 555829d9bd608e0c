//! Routes of the tech API that belong to no other resource.

use serde_json::json;
use wazzup_api::{
    transport::{Endpoint, Request},
    types::{
        UserId,
        tech::{
            ChatsLinkRequest, Currency, NewTechUser, Role, TemplatesLinkRequest, TemplatesLinkType,
            UnansweredLinkRequest, WabaProfileLinkRequest,
        },
    },
};

use crate::fake::{Fake, ok};

#[tokio::test]
async fn channels_are_listed_with_details() {
    let fake = Fake::answering([ok(
        json!({"channels": [{"guid": "c-1", "deleted": false}], "count": 1}),
    )]);

    let list = fake.client().tech().list_channels().await.unwrap();

    assert_eq!(list.channels[0].deleted, Some(false));
    assert_eq!(fake.lines(), ["GET tech:/channels/list"]);
}

#[tokio::test]
async fn prices_transactions_and_templates_are_read() {
    let fake = Fake::answering([
        ok(json!({"timestamp": 1, "pricing": {"marketing": {"RUB": 7.5}}})),
        ok(json!({"transactions": [{"waba_id": "w", "amount": 1.5}], "count": 1})),
        ok(json!([{"templateGuid": "t-1"}])),
    ]);
    let client = fake.client();

    let pricing = client.tech().pricing("KZ").await.unwrap();
    assert_eq!(pricing.pricing.marketing[&Currency::Rub], 7.5);
    let channel = "c-1".parse().unwrap();
    let transactions = client
        .tech()
        .transactions(&channel, "2026-03-01")
        .await
        .unwrap();
    assert_eq!(transactions.transactions[0].amount, Some(1.5));
    assert_eq!(
        client.tech().list_waba_templates().await.unwrap().data[0].template_guid,
        "t-1"
    );

    let expected = [
        "GET tech:/channels/waba/pricing/KZ",
        "GET tech:/channels/waba/c-1/transactions/2026-03-01",
        "GET tech:/channels/waba/templates",
    ];
    assert_eq!(fake.lines(), expected);
}

#[tokio::test]
async fn links_are_made() {
    let link = || ok(json!({"link": "https://page.test"}));
    let fake = Fake::answering([link(), link(), link(), link()]);
    let client = fake.client();
    let tech = client.tech();

    let templates = TemplatesLinkRequest::new(TemplatesLinkType::Waba);
    tech.generate_templates_link(&templates).await.unwrap();
    let profile = WabaProfileLinkRequest::new("c-1".parse().unwrap());
    tech.generate_waba_profile_link(&profile).await.unwrap();
    let user = UserId::new("u-1").unwrap();
    tech.generate_chats_link(&ChatsLinkRequest::new().user_id(user))
        .await
        .unwrap();
    let last = tech
        .generate_unanswered_link(&UnansweredLinkRequest::new())
        .await
        .unwrap();

    assert_eq!(last.link, "https://page.test");
    let expected = [
        (
            "POST tech:/iframe/generate-templates-link",
            json!({"type": "wabaTemplate"}),
        ),
        (
            "POST tech:/iframe/generate-waba-profile-link",
            json!({"channelId": "c-1"}),
        ),
        (
            "POST tech:/iframe/generate-chats-link",
            json!({"userId": "u-1"}),
        ),
        ("POST tech:/iframe/generate-unanswered-link", json!({})),
    ];
    for (seen, (line, body)) in fake.seen().iter().zip(expected) {
        assert_eq!((seen.line.as_str(), seen.body()), (line, body));
    }
}

#[tokio::test]
async fn users_are_created_listed_and_deleted() {
    let list = ok(json!([{"id": "u-1", "name": "Someone", "role": "seller"}]));
    let fake = Fake::answering([crate::fake::Answer::empty(200), list]);
    let client = fake.client();
    let id = UserId::new("u-1").unwrap();
    let user = NewTechUser::new(id.clone(), "Someone", Role::Seller).unwrap();

    client.tech().create_user(&user).await.unwrap();
    assert_eq!(client.tech().list_users().await.unwrap().data[0].id, "u-1");
    client.tech().delete_user(&id).await.unwrap();

    assert_eq!(
        fake.lines(),
        [
            "POST tech:/users",
            "GET tech:/users",
            "DELETE tech:/users/u-1"
        ]
    );
    let body =
        json!({"id": "u-1", "name": "Someone", "role": "seller", "allowGetNewClients": false});
    assert_eq!(fake.seen()[0].body(), body);
}

#[tokio::test]
async fn routes_nobody_knows_are_called_on_both_hosts() {
    const ODD: Endpoint = Endpoint::get("test.odd", "/odd/{id}");
    let fake = Fake::answering([ok(json!([1])), ok(json!([2]))]);
    let client = fake.client();

    let public: Vec<u8> = client
        .request(Request::new(&ODD).path("id", "a/b"))
        .await
        .unwrap();
    let tech: Vec<u8> = client
        .tech()
        .request(Request::new(&ODD).path("id", "7"))
        .await
        .unwrap();

    assert_eq!((public, tech), (vec![1], vec![2]));
    assert_eq!(fake.lines(), ["GET /odd/a%2Fb", "GET tech:/odd/7"]);
}

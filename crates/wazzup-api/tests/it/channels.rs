//! Channels and who works in them.

use serde_json::{Value, json};
use wazzup_api::{
    Client, ErrorKind,
    types::{
        ChannelId, ChannelTransport, UserId,
        tech::{ChannelDeletion, ChannelsLinkRequest, NewChannel, Role, UserRole},
    },
};

use crate::fake::{Answer, Fake, ok, text};

fn one() -> Answer {
    ok(
        json!([{"channelId": "c-1", "transport": "wapi", "plainId": "79990000000", "state": "active"}]),
    )
}

fn channel() -> ChannelId {
    "c-1".parse().unwrap()
}

fn user(id: &str) -> UserId {
    UserId::new(id).unwrap()
}

#[tokio::test]
async fn a_list_with_channels_is_one_request() {
    let fake = Fake::answering([one()]);

    let channels = fake.client().channels().list().await.unwrap();

    assert_eq!(channels.data[0].channel_id, "c-1");
    assert_eq!(fake.lines(), ["GET /v3/channels"]);
}

#[tokio::test]
async fn an_empty_list_wakes_the_account_and_asks_again() {
    let fake = Fake::answering([ok(json!([])), ok(json!({})), one(), ok(json!([]))]);
    let client = fake.client();

    assert_eq!(client.channels().list().await.unwrap().data.len(), 1);
    assert!(
        client
            .channels()
            .list()
            .lazy_start(false)
            .await
            .unwrap()
            .data
            .is_empty()
    );

    let expected = [
        "GET /v3/channels",
        "GET tech:/settings",
        "GET /v3/channels",
        "GET /v3/channels",
    ];
    assert_eq!(fake.lines(), expected);
}

#[tokio::test]
async fn a_failure_to_wake_the_account_leaves_the_list_empty() {
    for failing in [
        vec![Answer::empty(403)],
        vec![ok(json!({})), Answer::empty(500)],
    ] {
        let fake = Fake::answering(std::iter::once(ok(json!([]))).chain(failing));

        assert!(
            fake.client()
                .channels()
                .list()
                .await
                .unwrap()
                .data
                .is_empty()
        );
    }
}

#[tokio::test]
async fn channels_come_normalized_and_raw_as_well() {
    let fake = Fake::answering([one(), one(), one()]);
    let client = fake.client();

    let normalized = client.channels().normalized().await.unwrap();
    let as_json = serde_json::to_value(&normalized).unwrap();
    assert_eq!(as_json["count"], 1);
    assert_eq!(as_json["channels"][0]["plainId"], "79990000000");

    let raw = client.channels().list().raw().await.unwrap();
    let (page, reply) = client.channels().list().with_raw().await.unwrap();
    assert_eq!(raw.body(), reply.body());
    assert_eq!(page.data, normalized.channels);
}

#[tokio::test]
async fn a_channel_is_shown_connected_signed_in_anew_and_deleted() {
    let fake = Fake::answering([
        ok(json!({"guid": "c-1"})),
        ok(json!({"url": "https://sign.in.test"})),
        Answer::empty(200),
        ok(json!({"pairingCode": "1"})),
    ]);
    let client = fake.client();
    let transport = ChannelTransport::from("wapi");
    let described = NewChannel::new().field("name", "Shop");

    let info = client
        .channels()
        .info(&transport, &channel())
        .await
        .unwrap();
    assert_eq!(info.as_str(), r#"{"guid":"c-1"}"#);
    let created = client
        .channels()
        .create(&transport, &NewChannel::new())
        .await
        .unwrap();
    assert_eq!(created.url.unwrap(), "https://sign.in.test");
    assert_eq!(
        client
            .channels()
            .create(&transport, &described)
            .await
            .unwrap()
            .url,
        None
    );
    let answer = client
        .channels()
        .reinitialize(&transport, &channel())
        .await
        .unwrap();
    assert!(answer.unwrap().as_str().contains("pairingCode"));
    let deletion = ChannelDeletion::new(false);
    client
        .channels()
        .delete(&transport, &channel(), deletion)
        .await
        .unwrap();

    let expected = [
        "GET tech:/channels/wapi/c-1",
        "POST tech:/channels/wapi",
        "POST tech:/channels/wapi",
        "POST tech:/channels/wapi/c-1/reinit",
        "DELETE tech:/channels/wapi/c-1",
    ];
    assert_eq!(fake.lines(), expected);
    let bodies: Vec<Value> = fake.seen().iter().map(|seen| seen.body()).collect();
    let (none, named) = (Value::Null, json!({"name": "Shop"}));
    assert_eq!(
        bodies,
        [
            none.clone(),
            none.clone(),
            named,
            none,
            json!({"deleteChats": false})
        ]
    );
    assert!(!fake.seen()[1].headers.contains_key("content-type"));
}

#[tokio::test]
async fn nothing_answered_to_a_new_sign_in_is_nothing() {
    for body in ["", "null", "{ ok }"] {
        let fake = Fake::answering([text(200, body)]);
        let reinitialize = fake
            .client()
            .channels()
            .reinitialize(&ChannelTransport::from("wapi"), &channel());

        assert_eq!(reinitialize.await.unwrap(), None, "{body}");
    }
}

#[tokio::test]
async fn a_link_to_connect_channels_is_made() {
    let fake = Fake::answering([ok(json!({"link": "https://page.test"}))]);
    let request = ChannelsLinkRequest::new(ChannelTransport::from("tgapi"));

    let link = fake
        .client()
        .channels()
        .generate_link(&request)
        .await
        .unwrap();

    assert_eq!(link.link, "https://page.test");
    let expected = (
        "POST tech:/iframe/generate-channels-link".to_owned(),
        json!({"transport": "tgapi"}),
    );
    assert_eq!(fake.only(), expected);
}

fn settings() -> Answer {
    ok(json!({
        "pushInputOutputMessageEventsForManagers": true,
        "userRoles": [
            {"channelId": "c-1", "userId": "u-1", "role": "auditor", "allowGetNewClients": false},
            {"channelId": "c-2", "userId": "u-1", "role": "manager", "allowGetNewClients": false, "x": 1},
        ],
        "unknownToUs": {"kept": [1, 2]},
    }))
}

#[tokio::test]
async fn assigning_a_user_replaces_their_role_and_keeps_everything_else() {
    let fake = Fake::answering([settings()]);

    let after = fake
        .client()
        .channels()
        .assign_user(&user("u-1"), &channel(), Role::Seller)
        .await
        .unwrap();

    assert_eq!(after.user_roles.len(), 2);
    assert_eq!(fake.lines(), ["GET tech:/settings", "PATCH tech:/settings"]);
    let sent = json!({
        "pushInputOutputMessageEventsForManagers": true,
        "userRoles": [
            {"channelId": "c-2", "userId": "u-1", "role": "manager", "allowGetNewClients": false, "x": 1},
            {"channelId": "c-1", "userId": "u-1", "role": "seller", "allowGetNewClients": true},
        ],
        "unknownToUs": {"kept": [1, 2]},
    });
    assert_eq!(fake.seen()[1].body(), sent);
}

#[tokio::test]
async fn a_user_can_be_assigned_without_getting_new_customers() {
    let fake = Fake::answering([settings(), ok(json!({"userRoles": [], "answered": true}))]);

    let assign = fake
        .client()
        .channels()
        .assign_user(&user("u-1"), &channel(), Role::Seller)
        .allow_get_new_clients(false);
    let (after, answer) = assign.with_raw().await.unwrap();

    let role = after.user_roles.last().unwrap();
    assert_eq!(role.channel_id, channel());
    assert!(!role.allow_get_new_clients);
    assert_eq!(answer.json::<Value>().unwrap()["answered"], true);
}

#[tokio::test]
async fn several_users_are_assigned_by_two_requests() {
    let fake = Fake::answering([settings()]);
    let roles = ["u-2", "u-3"].map(|id| UserRole::new(channel(), user(id), Role::Manager));

    let after = fake.client().channels().assign_users(roles).await.unwrap();

    assert_eq!(after.user_roles.len(), 4);
    assert_eq!(fake.lines().len(), 2);
}

#[tokio::test]
async fn removing_a_user_takes_that_role_only_and_writes_nothing_if_there_is_none() {
    let fake = Fake::answering([settings(), Answer::empty(200), settings()]);
    let client = fake.client();

    let after = client
        .channels()
        .remove_user(&user("u-1"), &channel())
        .await
        .unwrap();
    assert_eq!(after.user_roles[0].channel_id, "c-2");
    client
        .channels()
        .remove_user(&user("u-9"), &channel())
        .await
        .unwrap();

    assert_eq!(
        fake.lines(),
        [
            "GET tech:/settings",
            "PATCH tech:/settings",
            "GET tech:/settings"
        ]
    );
}

#[tokio::test]
async fn a_failed_reading_of_the_settings_writes_nothing() {
    let fake = Fake::answering([Answer::empty(401)]);

    let change = fake
        .client()
        .channels()
        .assign_user(&user("u-1"), &channel(), Role::Seller);

    assert_eq!(change.await.unwrap_err().kind(), ErrorKind::Unauthorized);
    assert_eq!(fake.lines(), ["GET tech:/settings"]);
}

#[tokio::test(start_paused = true)]
async fn changes_through_clones_of_a_client_do_not_lose_each_other() {
    let fake = Fake::with_settings(json!({"userRoles": []}));
    let client = fake.client();

    let assign = |client: Client, id: usize| async move {
        let user = UserId::new(id.to_string()).unwrap();
        client
            .channels()
            .assign_user(&user, &channel(), Role::Seller)
            .await
            .unwrap();
    };
    let tasks: Vec<_> = (0..10)
        .map(|id| tokio::spawn(assign(client.clone(), id)))
        .collect();
    for task in tasks {
        task.await.unwrap();
    }

    assert_eq!(fake.settings()["userRoles"].as_array().unwrap().len(), 10);
}

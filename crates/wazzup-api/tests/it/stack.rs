//! The client with everything in front of the service: credential, retries, limits.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use wazzup_api::{
    BulkOutcome, ErrorKind, account_limits,
    resources::MESSAGES_BUCKET,
    transport::{Limit, Limits},
    types::{ContactId, NewUser, Secret, UserId, connect::ConnectRequest},
};

use crate::{
    fake::{Answer, Fake, KEY, ok, status},
    sending::hello,
};

fn user() -> UserId {
    UserId::new("u-1").unwrap()
}

#[tokio::test(start_paused = true)]
async fn both_hosts_get_the_key_and_the_routes_without_it_do_not() {
    let host = || ok(json!({"host": "counters.test"}));
    let fake = Fake::answering([
        ok(json!([])),
        ok(json!({})),
        host(),
        ok(json!({"data": "x"})),
    ]);
    let client = fake.full_client();
    let secret = Secret::new("secret").unwrap();

    client.users().list().await.unwrap();
    client.accounts().settings().await.unwrap();
    client.counters().host().await.unwrap();
    client
        .connect()
        .exchange(&ConnectRequest::new(secret.clone(), secret))
        .await
        .unwrap();

    let keys: Vec<Option<String>> = fake
        .seen()
        .iter()
        .map(|seen| {
            seen.headers
                .get("authorization")
                .map(|it| it.to_str().unwrap().to_owned())
        })
        .collect();
    let bearer = Some(format!("Bearer {KEY}"));
    assert_eq!(keys, [bearer.clone(), bearer, None, None]);
    assert!(
        fake.seen()[0].headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("wazzup-api/")
    );
}

#[tokio::test(start_paused = true)]
async fn a_plain_401_is_tried_once() {
    let fake = Fake::answering([Answer::empty(401)]);

    let error = fake.full_client().users().list().await.unwrap_err();

    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unauthorized, 1)
    );
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn readings_and_upserts_are_repeated_after_a_lost_answer() {
    let fake = Fake::answering([
        Answer::Broken,
        Answer::empty(503),
        ok(json!([])),
        Answer::Broken,
    ]);
    let client = fake.full_client();

    client.users().list().await.unwrap();
    client
        .users()
        .create(NewUser::new(user(), "Someone").unwrap())
        .await
        .unwrap();

    assert_eq!(fake.lines()[..3], ["GET /v3/users"; 3]);
    assert_eq!(fake.lines()[3..], ["POST /v3/users"; 2]);
}

#[tokio::test(start_paused = true)]
async fn what_happens_twice_when_done_twice_is_not_repeated() {
    let fake = Fake::answering([Answer::Broken]);

    let error = fake
        .full_client()
        .accounts()
        .create("Shop")
        .await
        .unwrap_err();

    assert!(error.may_have_executed());
    assert_eq!(fake.lines(), ["POST tech:/accounts"]);
}

#[tokio::test(start_paused = true)]
async fn a_deletion_found_done_by_a_repeat_is_done() {
    let fake = Fake::answering([Answer::Broken, Answer::empty(404), Answer::empty(404)]);
    let client = fake.full_client();
    let id = ContactId::new("c-1").unwrap();

    client.contacts().delete(&id).await.unwrap();
    let error = client.contacts().delete(&id).await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(fake.lines().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_message_found_deleted_by_a_repeat_is_deleted() {
    let gone = || status(400, json!({"error": "MESSAGES_NOT_FOUND"}));
    let fake = Fake::answering([Answer::Broken, gone(), gone()]);
    let client = fake.full_client();
    let id = "m-1".parse().unwrap();

    client.messages().delete(&id).await.unwrap();
    client.messages().delete(&id).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_bulk_deletion_found_done_by_a_repeat_is_done() {
    let fake = Fake::answering([Answer::Broken, ok(json!(["u-1"])), ok(json!(["u-1"]))]);
    let client = fake.full_client();

    let repeated = client.users().delete_many([user()]).await;
    let plain = client.users().delete_many([user()]).await;

    assert!(repeated.all_done());
    assert!(matches!(plain.items()[0].outcome, BulkOutcome::NotFound));
}

#[tokio::test(start_paused = true)]
async fn options_of_a_call_are_kept_to() {
    let fake = Fake::answering([
        Answer::Broken,
        Answer::Silence,
        Answer::Silence,
        Answer::Silence,
    ]);
    let client = fake.full_client();
    let name = http::HeaderName::from_static("x-trace");
    let value = http::HeaderValue::from_static("1");

    let list = client
        .users()
        .list()
        .without_retry()
        .with_header(name.clone(), value);
    assert_eq!(list.await.unwrap_err().attempts(), 1);
    assert_eq!(fake.seen()[0].headers[name], "1");

    let start = Instant::now();
    let second = Duration::from_secs(1);
    let list = client
        .users()
        .list()
        .with_max_attempts(2)
        .with_attempt_timeout(second);
    let error = list.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
    assert!(start.elapsed() < Duration::from_secs(10));

    let start = Instant::now();
    let error = client
        .users()
        .list()
        .with_timeout(second)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(start.elapsed(), second);
}

#[tokio::test(start_paused = true)]
async fn all_hosts_and_messages_share_one_limit() {
    let fake = Fake::answering([ok(json!([])), ok(json!({})), Answer::empty(201)]);
    let limits = Limits::new(Limit::new(2, Duration::from_secs(5)));
    let client = fake.full_builder().limits(limits).build().unwrap();

    let start = Instant::now();
    client.clone().users().list().await.unwrap();
    client.accounts().settings().await.unwrap();
    client.messages().send(hello()).await.unwrap();

    assert!(
        start.elapsed() >= Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn messages_can_have_a_tighter_limit_besides() {
    let fake = Fake::answering([Answer::empty(201), ok(json!([])), Answer::empty(201)]);
    let limits = account_limits().with(MESSAGES_BUCKET, Limit::new(1, Duration::from_secs(60)));
    let client = fake.full_builder().limits(limits).build().unwrap();

    let start = Instant::now();
    client.messages().send(hello()).await.unwrap();
    client.users().list().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1));
    client
        .messages()
        .send(hello())
        .with_timeout(Duration::from_secs(90))
        .await
        .unwrap();
    assert!(start.elapsed() >= Duration::from_secs(60));
}

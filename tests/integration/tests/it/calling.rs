use integration_tests::Stage;
use wazzup_emulator::{Emulator, Fault};
use wazzup_sdk::{
    WazzupClient,
    api::{BulkOutcome, ErrorKind},
    types::{NewUser, Subscriptions, UserId},
};

#[tokio::test]
async fn a_wrong_key_is_tried_once_and_never_shown() {
    let emulator = Emulator::builder().start().await.unwrap();
    let key = "a-wrong-key-that-is-a-secret";
    let client = WazzupClient::builder(key)
        .base_url(emulator.url())
        .build()
        .unwrap();

    let error = client.users().list().await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(emulator.journal().requests.len(), 1);
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
}

#[tokio::test]
async fn ensuring_the_same_webhooks_twice_changes_them_once() {
    let stage = Stage::new().await;
    stage.listen().await;
    let url = stage.client.webhooks().url().unwrap();
    let again = stage
        .client
        .webhooks()
        .ensure(url, Subscriptions::all())
        .await
        .unwrap();
    assert!(!again.is_updated());
    assert_eq!(stage.answers("PATCH", "/v3/webhooks").len(), 1);

    // Whatever the service answers with: the documented text, or nothing.
    stage.emulator.knobs(|knobs| {
        knobs.dialect.webhooks_answer = wazzup_emulator::knobs::WebhooksAnswer::Docs;
    });
    let url = stage.client.webhooks().url().unwrap();
    let fewer = Subscriptions::none().messages_and_statuses(true);
    assert!(
        stage
            .client
            .webhooks()
            .ensure(url, fewer)
            .await
            .unwrap()
            .is_updated()
    );
    let settings = stage.client.webhooks().settings().await.unwrap();
    assert_eq!(settings.subscriptions, fewer);
}

#[tokio::test]
async fn what_only_reads_is_repeated_after_a_server_fault_or_a_lost_connection() {
    let stage = Stage::new().await;
    stage
        .emulator
        .inject(Fault::on("GET /v3/users").status(503));
    stage
        .emulator
        .inject(Fault::on("GET /v3/users").drop_before());
    stage.client.users().list().await.unwrap();
    assert_eq!(stage.answers("GET", "/v3/users").len(), 3);
}

#[tokio::test]
async fn one_odd_user_in_a_bulk_says_which_one_it_is() {
    let stage = Stage::new().await;
    let user = |number: usize| {
        let id = UserId::new(format!("u-{number:03}")).unwrap();
        NewUser::new(id, "A name").unwrap()
    };
    // The second chunk is refused for its third item.
    let body = r#"{"error":"INVALID_USERS_DATA","description":"no","data":[{"index":2,"fields":["name"]}]}"#;
    stage.client.users().create(user(999)).await.unwrap();
    let users: Vec<_> = (0..150).map(user).collect();
    let first = stage
        .client
        .users()
        .create_many(users[..100].to_vec())
        .await;
    assert!(first.all_done());
    stage
        .emulator
        .inject(Fault::on("POST /v3/users").status(400).body(body));
    let second = stage
        .client
        .users()
        .create_many(users[100..].to_vec())
        .await;
    assert_eq!(second.failed().count(), 50);
    let odd = second
        .items()
        .iter()
        .filter(|item| matches!(item.outcome, BulkOutcome::Rejected { .. }));
    assert_eq!(
        odd.map(|item| item.id.as_str()).collect::<Vec<_>>(),
        ["u-102"]
    );
    let all = stage.client.users().list().await.unwrap();
    assert_eq!(all.data.len(), 101);
}

#[test]
fn blocking_calls_reach_the_same_service() {
    use wazzup_sdk::blocking::Wait as _;

    let stage = Stage::new().wait();
    let sent = stage
        .client
        .messages()
        .send(stage.text("blocking"))
        .wait()
        .unwrap();
    assert!(sent.message_id.is_some());
    assert_eq!(stage.arrived("blocking"), 1);
}

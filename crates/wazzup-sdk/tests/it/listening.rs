use tokio::sync::mpsc;
use wazzup_sdk::{
    ListenError, WazzupClient,
    api::Client,
    dispatch::{Handler as _, State},
    webhooks::{MessageReceived, Policy},
};

use crate::support;

const BODY: &str = r#"{"messages":[{"messageId":"m-1"}]}"#;

fn client() -> WazzupClient {
    WazzupClient::builder("key").crm_key("crm").build().unwrap()
}

/// Posts the body as Wazzup would, and gives the status.
async fn post(url: &str, bearer: Option<&str>) -> u16 {
    let bearer = bearer.map(|bearer| format!("Bearer {bearer}"));
    let authorization = bearer.as_deref().map(|bearer| ("authorization", bearer));
    support::post(url, authorization, BODY).await
}

#[tokio::test]
async fn what_is_posted_reaches_the_handler_with_the_api_client() {
    let client = client();
    let (seen, mut received) = mpsc::unbounded_channel();
    client
        .webhooks()
        .on(move |message: MessageReceived, State(_): State<Client>| {
            let seen = seen.clone();
            async move { seen.send(message.message_id.to_string()).unwrap() }
        });
    let url = client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .await
        .unwrap();
    assert_eq!(client.webhooks().url().as_deref(), Some(url.as_str()));
    assert!(url.ends_with("/webhooks") && !url.contains(":0/"), "{url}");

    assert_eq!(post(&url, Some("crm")).await, 200);
    assert_eq!(received.recv().await.unwrap(), "m-1");
    assert_eq!(post(&url, Some("other")).await, 401);

    client.webhooks().expect_bearer("other").unwrap();
    assert_eq!(post(&url, Some("other")).await, 200);
    assert_eq!(post(&url, Some("crm")).await, 401);
}

#[tokio::test]
async fn a_second_listener_is_refused_and_a_closed_one_can_start_again() {
    let client = client();
    client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .await
        .unwrap();
    let second = client.webhooks().start_listener("127.0.0.1:0").await;
    assert!(
        matches!(second, Err(ListenError::AlreadyListening)),
        "{second:?}"
    );

    assert_eq!(client.close().await, 0);
    assert_eq!(client.webhooks().url(), None);
    let url = client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .await
        .unwrap();
    assert_eq!(post(&url, Some("crm")).await, 200);
}

#[tokio::test]
async fn without_a_secret_nothing_listens_unless_asked_by_name() {
    let client = WazzupClient::new("key").unwrap();
    let refused = client.webhooks().start_listener("127.0.0.1:0").await;
    assert!(
        matches!(refused, Err(ListenError::Endpoint(_))),
        "{refused:?}"
    );

    let open = client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .without_authenticity_check();
    let url = open.await.unwrap();
    assert_eq!(post(&url, None).await, 200);
}

#[tokio::test]
async fn a_secret_in_the_query_is_part_of_the_url_given() {
    let client = WazzupClient::new("key").unwrap();
    let start = client.webhooks().start_listener("127.0.0.1:0");
    let url = start.query_secret("token", "a b/c").await.unwrap();
    assert!(url.ends_with("/webhooks?token=a%20b%2Fc"), "{url}");
    assert_eq!(post(&url, None).await, 200);
    let bare = url.split('?').next().unwrap();
    assert_eq!(post(bare, None).await, 401);
}

#[tokio::test]
async fn dropping_the_last_clone_ends_the_listener() {
    let client = client();
    client
        .webhooks()
        .on(async |_: MessageReceived, State(_): State<Client>| {});
    let url = client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .await
        .unwrap();
    drop(client);

    support::closed(&url).await;
}

#[tokio::test]
async fn closing_waits_for_what_was_answered_first_and_for_what_runs_on_its_own() {
    let client = client();
    let (begun, mut begins) = mpsc::unbounded_channel();
    let (end, ended) = tokio::sync::watch::channel(false);
    let done = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let handler = {
        let done = done.clone();
        move |_: MessageReceived| {
            let (begun, done, mut ended) = (begun.clone(), done.clone(), ended.clone());
            async move {
                begun.send(()).unwrap();
                ended.wait_for(|end| *end).await.unwrap();
                done.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            }
        }
    };
    client.webhooks().on(handler.clone());
    client.webhooks().on(handler.detached());
    let url = client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .endpoint(|endpoint| endpoint.policy(Policy::AnswerFirst))
        .await
        .unwrap();
    assert_eq!(post(&url, Some("crm")).await, 200);
    for _ in 0..2 {
        begins.recv().await.unwrap();
    }
    let closing = tokio::spawn({
        let client = client.clone();
        async move { client.close().await }
    });
    // The listener is stopped before it is waited for the handlers.
    while client.webhooks().url().is_some() {
        tokio::task::yield_now().await;
    }
    end.send(true).unwrap();
    assert_eq!(closing.await.unwrap(), 0);
    assert_eq!(done.load(std::sync::atomic::Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_client_that_is_dropped_leaves_no_handler_behind() {
    struct Dropped(mpsc::UnboundedSender<&'static str>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            let _ = self.0.send("dropped");
        }
    }
    let client = client();
    let (tell, mut told) = mpsc::unbounded_channel();
    client.webhooks().on(move |_: MessageReceived| {
        let (tell, dropped) = (tell.clone(), Dropped(tell.clone()));
        async move {
            let _dropped = dropped;
            tell.send("begun").unwrap();
            std::future::pending::<()>().await;
        }
    });
    let start = client.webhooks().start_listener("127.0.0.1:0");
    let url = start.await.unwrap();
    let posting = tokio::spawn(async move { post(&url, Some("crm")).await });
    assert_eq!(told.recv().await, Some("begun"));
    drop(client);
    assert_eq!(told.recv().await, Some("dropped"));
    posting.abort();
}

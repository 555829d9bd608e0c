use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use http::{Request, Response};
use wazzup_sdk::{
    WazzupClient,
    transport::{Body, Transport},
};

const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A client whose calls are answered `[]`, and the URIs it asked for.
fn recorded() -> (WazzupClient, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let transport = Transport::new(tower::service_fn(move |request: Request<Body>| {
        record.lock().unwrap().push(request.uri().to_string());
        async { Ok::<_, Infallible>(Response::new(Body::from("[]"))) }
    }));
    let client = WazzupClient::builder(KEY)
        .public_base_url("http://public.test")
        .tech_base_url("http://tech.test")
        .with_transport(transport)
        .build()
        .unwrap();
    (client, seen)
}

#[test]
fn debug_shows_the_start_of_the_key_and_the_namespaces() {
    let client = WazzupClient::builder(KEY)
        .crm_key("crm-secret")
        .build()
        .unwrap();
    let shown = format!("{client:?}");
    assert!(shown.contains("012345***"), "{shown}");
    assert!(!shown.contains("0123456"), "{shown}");
    assert!(!shown.contains("crm-secret"), "{shown}");
    for namespace in ["contacts", "messages", "webhooks"] {
        assert!(shown.contains(namespace), "{shown}");
    }
}

#[test]
fn the_builder_shows_no_secret() {
    let shown = format!("{:?}", WazzupClient::builder(KEY).crm_key("crm-secret"));
    assert!(
        !shown.contains("0123") && !shown.contains("crm-secret"),
        "{shown}"
    );
}

#[test]
fn an_empty_key_or_a_wrong_url_is_refused_when_built() {
    assert!(WazzupClient::new("").is_err());
    assert!(WazzupClient::builder(KEY).crm_key(" ").build().is_err());
    assert!(
        WazzupClient::builder(KEY)
            .public_base_url("not a url")
            .build()
            .is_err()
    );
}

#[tokio::test]
async fn namespaces_call_the_host_that_is_theirs() {
    let (client, seen) = recorded();
    let _ = client.users().list().await.unwrap();
    let _ = client.accounts().settings().await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0], "http://public.test/v3/users");
    assert_eq!(seen[1], "http://tech.test/settings");
}

#[test]
fn the_same_calls_work_without_async() {
    use wazzup_sdk::blocking::{Wait as _, WaitEach as _};

    let (client, seen) = recorded();
    assert_eq!(client.users().list().wait().unwrap().data.len(), 0);
    assert_eq!(client.contacts().list().by_item().wait_each().count(), 0);
    assert_eq!(seen.lock().unwrap().len(), 2);
}

#[test]
fn a_listener_starts_and_stops_without_async() {
    use wazzup_sdk::blocking::Wait as _;

    let client = WazzupClient::builder("key").crm_key("crm").build().unwrap();
    let url = client
        .webhooks()
        .start_listener("127.0.0.1:0")
        .wait()
        .unwrap();
    assert_eq!(client.webhooks().url(), Some(url));
    assert_eq!(client.close().wait(), 0);
    assert_eq!(client.webhooks().url(), None);
}

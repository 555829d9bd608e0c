//! The client: how it is built, and what clients that are derived from it share.

use serde_json::json;
use wazzup_whatsapp_api::{
    ApiVersion, Call, CallFuture, Client, Download, ErrorKind, IntoMemory, MediaFile, NodeCall,
    NodeList, SendFuture, SendMessage, UnknownSend, UploadMedia, kind,
    transport::{
        Endpoint, Request,
        auth::{Credential, RotatingCredential},
    },
    types::{AppId, BusinessId, MediaId, PhoneNumberId, Secret, WabaId},
};

use crate::fake::{Fake, PHONE, TOKEN, ok, user, with_ids};

fn phone(id: &str) -> PhoneNumberId {
    PhoneNumberId::new(id).unwrap()
}

#[tokio::test]
async fn the_base_and_the_version_are_in_front_of_every_path() {
    for (base, version, expected) in [
        (None, None, format!("POST /{PHONE}/messages")),
        (
            Some("http://127.0.0.1:80/"),
            Some(ApiVersion::new(17, 0)),
            format!("POST http://127.0.0.1:80/v17.0/{PHONE}/messages"),
        ),
    ] {
        let fake = Fake::default();
        let mut builder = with_ids(fake.full_builder());
        if let Some(base) = base {
            builder = builder.base(base);
        }
        if let Some(version) = version {
            builder = builder.api_version(version);
        }
        let client = builder.build().unwrap();

        client.messages().send_message(user(), "x").await.unwrap();

        assert_eq!(fake.lines(), [expected]);
        assert_eq!(client.api_version(), version.unwrap_or_default());
    }
}

#[tokio::test]
async fn every_call_has_the_token_and_a_name() {
    let fake = Fake::default();

    fake.full_client()
        .messages()
        .send_message(user(), "x")
        .await
        .unwrap();

    let seen = &fake.seen()[0];
    assert_eq!(seen.bearer(), Some(&*format!("Bearer {TOKEN}")));
    assert!(
        seen.header("user-agent")
            .unwrap()
            .starts_with("wazzup-whatsapp-api/")
    );
    assert_eq!(seen.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn derived_clients_differ_in_ids_and_token_only() {
    let fake = Fake::default();
    let client = fake.full_client();
    let other = client
        .with_phone_number_id(phone("9"))
        .with_token("another")
        .unwrap();

    client.messages().send_message(user(), "x").await.unwrap();
    other.messages().send_message(user(), "x").await.unwrap();
    other
        .messages()
        .send_message(user(), "x")
        .from(phone("8"))
        .await
        .unwrap();

    let seen: Vec<_> = fake
        .seen()
        .iter()
        .map(|seen| (seen.line.clone(), seen.bearer().unwrap().to_owned()))
        .collect();
    let line =
        |phone: &str, token: &str| (format!("POST /{phone}/messages"), format!("Bearer {token}"));
    assert_eq!(
        seen,
        [
            line(PHONE, TOKEN),
            line("9", "another"),
            line("8", "another")
        ]
    );
    assert!(other.with_token("").is_err());

    let derived = client
        .with_waba_id(WabaId::new("1").unwrap())
        .with_business_id(BusinessId::new("2").unwrap())
        .with_app_id(AppId::new("3").unwrap(), None);
    assert_eq!(derived.waba_id().unwrap(), "1");
    assert_eq!(derived.business_id().unwrap(), "2");
    assert_eq!(derived.app_id().unwrap(), "3");
    assert_eq!(derived.phone_number_id(), client.phone_number_id());
    let error = derived
        .callbacks()
        .get_app_access_token()
        .await
        .unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Configuration,
        "the secret was that of the other app"
    );
}

#[tokio::test]
async fn a_token_can_change_while_calls_run() {
    let fake = Fake::default();
    let bearer = |token: &str| Credential::bearer(token).unwrap();
    let rotating = RotatingCredential::new(bearer("one"));
    let client = with_ids(fake.full_builder())
        .token_provider(rotating.clone())
        .build()
        .unwrap();
    let derived = fake.full_client().with_token_provider(rotating.clone());

    client.messages().send_message(user(), "x").await.unwrap();
    rotating.replace(bearer("two"));
    client.messages().send_message(user(), "x").await.unwrap();
    derived.messages().send_message(user(), "x").await.unwrap();

    let bearers: Vec<_> = fake
        .seen()
        .iter()
        .map(|seen| seen.bearer().unwrap().to_owned())
        .collect();
    assert_eq!(bearers, ["Bearer one", "Bearer two", "Bearer two"]);
}

#[tokio::test]
async fn a_client_without_a_token_can_be_given_one() {
    let fake = Fake::default();
    let builder = fake.in_front_of(Client::builder_without_token());
    let client = with_ids(builder).build().unwrap();

    let error = client
        .media()
        .url(&MediaId::new("1").unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(fake.lines().is_empty());

    let client = client.with_token(TOKEN).unwrap();
    client.messages().send_message(user(), "x").await.unwrap();
    assert!(fake.seen()[0].bearer().is_some());
}

#[test]
fn what_cannot_be_built_is_told() {
    for builder in [
        Client::builder(""),
        Client::builder("a\nb"),
        Client::builder(TOKEN).base("not a base"),
        Client::builder(TOKEN).base("ftp://a.test"),
        Client::builder(TOKEN).app_secret(""),
        Client::builder(TOKEN).verify_token(""),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

#[tokio::test]
async fn a_route_of_ones_own_can_be_called() {
    const SETTINGS: Endpoint = Endpoint::get("settings.get", "/{phone_number_id}/settings");
    let fake = Fake::answering([ok(json!({"a": 1}))]);

    let request = Request::new(&SETTINGS).path("phone_number_id", PHONE);
    let settings: serde_json::Value = fake.client().request(request).await.unwrap();

    assert_eq!(settings, json!({"a": 1}));
    assert_eq!(fake.lines(), [format!("GET /{PHONE}/settings")]);
}

#[test]
fn requests_can_be_stored_and_moved_to_another_thread() {
    fn movable<T: Send + 'static>() {}
    fn shared<T: Send + Sync + Clone + 'static>() {}

    shared::<Client>();
    shared::<MediaFile>();
    shared::<SendMessage>();
    shared::<SendMessage<kind::Text>>();
    shared::<UploadMedia>();
    shared::<Download<IntoMemory>>();
    shared::<NodeList<u32, PhoneNumberId>>();
    movable::<Call<u32>>();
    movable::<CallFuture<u32>>();
    movable::<NodeCall<u32, WabaId>>();
    movable::<SendFuture>();
    movable::<UnknownSend>();
}

#[test]
fn secrets_are_not_shown() {
    let client = with_ids(Client::builder(TOKEN)).build().unwrap();
    let shown = format!(
        "{client:?} {:?} {:?}",
        Client::builder(TOKEN),
        Secret::new("s3cr3t").unwrap()
    );
    for secret in [TOKEN, "s3cr3t", "v3r1fy"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

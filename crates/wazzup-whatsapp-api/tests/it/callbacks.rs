//! Where webhooks go.

use serde_json::{Value, json};
use wazzup_whatsapp_api::{
    Client, ErrorKind,
    types::{AppId, PhoneNumberId, Secret, WabaId, callback::DEFAULT_FIELDS, webhook::Field},
};

use crate::fake::{APP, Answer, Fake, PHONE, TOKEN, WABA, ok, refused, with_ids};

const URL: &str = "https://bot.example.test/hook?a=b";

fn done() -> Answer {
    ok(json!({"success": true}))
}

fn app_token() -> Answer {
    ok(json!({"access_token": "777|apptoken", "token_type": "bearer"}))
}

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

#[tokio::test]
async fn the_app_s_token_is_asked_for_without_ours() {
    let fake = Fake::answering([app_token()]);

    let token = fake
        .full_client()
        .callbacks()
        .get_app_access_token()
        .await
        .unwrap();

    assert_eq!(token.access_token.expose(), "777|apptoken");
    assert_eq!(token.token_type.as_deref(), Some("bearer"));
    assert!(!format!("{token:?}").contains("apptoken"));
    let seen = &fake.seen()[0];
    assert_eq!(
        seen.line,
        format!(
            "GET /oauth/access_token?grant_type=client_credentials&client_id={APP}&client_secret=s3cr3t"
        )
    );
    assert_eq!(seen.bearer(), None);
}

#[tokio::test]
async fn the_app_s_callback_is_set_with_a_token_asked_for_first() {
    let fake = Fake::answering([app_token(), done()]);

    fake.full_client()
        .callbacks()
        .set_app_callback_url(URL)
        .await
        .unwrap();

    let fields: Vec<_> = DEFAULT_FIELDS.iter().map(Field::as_str).collect();
    let fields = fields.join("%2C");
    assert_eq!(
        fake.lines()[1],
        format!(
            "POST /{APP}/subscriptions?object=whatsapp_business_account\
             &callback_url=https%3A%2F%2Fbot.example.test%2Fhook%3Fa%3Db&verify_token=v3r1fy\
             &fields={fields}&access_token=777%7Capptoken"
        )
    );
    assert_eq!(fake.seen()[1].bearer(), None);
    assert!(fake.seen()[1].bytes.is_empty());
}

#[tokio::test]
async fn everything_about_the_app_s_callback_can_be_given() {
    let fake = Fake::answering([done()]);
    let set = Client::builder(TOKEN);
    let client = fake.in_front_of(set).build().unwrap();

    client
        .callbacks()
        .set_app_callback_url(URL)
        .on(AppId::new("5").unwrap())
        .fields(["messages", "calls"])
        .verify_token(secret("v"))
        .app_access_token(secret("t"))
        .await
        .unwrap();

    let line = &fake.lines()[0];
    assert!(line.starts_with("POST /5/subscriptions?"), "{line}");
    assert!(
        line.contains("&verify_token=v&fields=messages%2Ccalls&access_token=t"),
        "{line}"
    );
}

#[tokio::test]
async fn callbacks_of_accounts_and_numbers_are_set_and_taken_back() {
    let fake = Fake::answering([done(), done(), done(), done()]);
    let client = fake.client();
    let callbacks = client.callbacks();

    callbacks
        .override_waba_callback_url(URL, None)
        .await
        .unwrap();
    callbacks
        .delete_waba_callback_url()
        .on(WabaId::new("8").unwrap())
        .await
        .unwrap();
    callbacks
        .override_phone_callback_url(URL, Some(&secret("own")))
        .await
        .unwrap();
    callbacks
        .delete_phone_callback_url()
        .from(PhoneNumberId::new("9").unwrap())
        .await
        .unwrap();

    let seen: Vec<(String, Value)> = fake
        .seen()
        .iter()
        .map(|seen| (seen.line.clone(), seen.body()))
        .collect();
    let expected = [
        (
            format!("POST /{WABA}/subscribed_apps"),
            json!({"override_callback_uri": URL, "verify_token": "v3r1fy"}),
        ),
        ("POST /8/subscribed_apps".to_owned(), Value::Null),
        (
            format!("POST /{PHONE}"),
            json!({"webhook_configuration": {"override_callback_uri": URL, "verify_token": "own"}}),
        ),
        (
            "POST /9".to_owned(),
            json!({"webhook_configuration": {"override_callback_uri": ""}}),
        ),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn subscribed_apps_are_read_nested_and_flat() {
    let fake = Fake::answering([
        ok(json!({"data": [
            {"override_callback_uri": URL, "whatsapp_business_api_data": {"id": 5, "name": "Bot", "link": "l"}},
            {"id": "6", "name": "Other"},
            {},
        ]})),
        done(),
    ]);
    let client = fake.client();

    let apps = client.callbacks().get_subscribed_apps().await.unwrap();
    client.callbacks().unsubscribe().await.unwrap();

    let data = |app: usize| apps[app].whatsapp_business_api_data.as_ref();
    let ids = [0, 1, 2].map(|app| data(app)?.id.as_ref().map(AppId::as_str));
    assert_eq!(ids, [Some("5"), Some("6"), None]);
    assert_eq!(apps[0].override_callback_uri.as_deref(), Some(URL));
    assert_eq!(data(1).unwrap().name.as_deref(), Some("Other"));
    assert_eq!(
        fake.lines(),
        [
            format!("GET /{WABA}/subscribed_apps"),
            format!("DELETE /{WABA}/subscribed_apps")
        ]
    );
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_is_sent() {
    let fake = Fake::default();
    let bare = fake.full_builder().build().unwrap();
    let no_secret = fake
        .full_builder()
        .app_id(AppId::new(APP).unwrap())
        .build()
        .unwrap();
    let no_word = fake
        .full_builder()
        .app_id(AppId::new(APP).unwrap())
        .app_secret("s3cr3t")
        .build()
        .unwrap();
    let long = "x".repeat(201);
    let full = with_ids(fake.full_builder()).build().unwrap();

    let errors = [
        (
            bare.callbacks().get_app_access_token().await.map(drop),
            "app id",
        ),
        (
            no_secret.callbacks().get_app_access_token().await.map(drop),
            "app secret",
        ),
        (bare.callbacks().set_app_callback_url(URL).await, "app id"),
        (
            bare.callbacks()
                .set_app_callback_url(URL)
                .on(AppId::new("5").unwrap())
                .await,
            "access token of the app",
        ),
        (
            no_word.callbacks().set_app_callback_url(URL).await,
            "verify token",
        ),
        (
            no_secret
                .callbacks()
                .set_app_callback_url(URL)
                .app_access_token(secret("t"))
                .await,
            "verify token",
        ),
        (
            bare.callbacks().override_waba_callback_url(URL, None).await,
            "verify token",
        ),
        (
            bare.callbacks()
                .override_waba_callback_url(URL, Some(&secret("v")))
                .await,
            "WhatsApp Business Account",
        ),
        (
            bare.callbacks().delete_phone_callback_url().await,
            "phone number id",
        ),
        (
            full.callbacks()
                .override_phone_callback_url(&long, None)
                .await,
            "at most 200",
        ),
        (
            full.callbacks().override_phone_callback_url("", None).await,
            "http",
        ),
    ];

    for (result, named) in errors {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{named}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(named), "{source}");
    }
    assert!(fake.lines().is_empty());
}

#[tokio::test]
async fn a_success_that_says_it_is_none_is_an_error() {
    let fake = Fake::answering([ok(json!({"success": false})), refused(400, 2200)]);
    let client = fake.client();

    let error = client
        .callbacks()
        .delete_waba_callback_url()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    let error = client
        .callbacks()
        .override_waba_callback_url(URL, None)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("2200"));
}

#[tokio::test]
async fn secrets_and_addresses_are_shown_nowhere() {
    let fake = Fake::answering([app_token(), refused(400, 100)]);
    let client = fake.full_client();

    let set = client.callbacks().set_app_callback_url(URL);
    let mut shown = format!(
        "{client:?} {set:?} {:?}",
        client.callbacks().get_app_access_token()
    );
    let error = set.await.unwrap_err();
    shown.push_str(&format!("{error} {error:?}"));

    for hidden in ["s3cr3t", "v3r1fy", "apptoken", "bot.example", TOKEN] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}

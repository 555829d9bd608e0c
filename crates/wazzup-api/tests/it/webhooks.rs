//! Webhook settings.

use serde_json::json;
use wazzup_api::{
    ErrorExt as _, ErrorKind,
    resources::Ensured,
    types::{
        Subscriptions, WebhookSettingsUpdate,
        error::ErrorCode,
        settings::{TemplateSwitch, WebhookSettings},
    },
};

use crate::fake::{Answer, Fake, ok, status, text};

const URI: &str = "https://crm.test/webhooks?token=secret";

#[tokio::test]
async fn settings_are_read_in_every_shape() {
    for (body, uri, template) in [
        (
            json!({"webhooksUri": URI, "subscriptions": {"wabaTemplatesStatus": true}}),
            Some(URI),
            true,
        ),
        (
            json!({"webhooksUri": URI, "subscriptions": {"templateStatus": "true"}}),
            Some(URI),
            true,
        ),
        (
            json!({"webhooksUri": null, "subscriptions": {}}),
            None,
            false,
        ),
        (json!({"webhooksUri": ""}), None, false),
        (json!({}), None, false),
    ] {
        let fake = Fake::answering([ok(body)]);

        let settings = fake.client().webhooks().settings().await.unwrap();

        assert_eq!(settings.uri(), uri);
        assert_eq!(settings.subscriptions.template_status, template);
        assert_eq!(fake.lines(), ["GET /v3/webhooks"]);
    }
}

#[tokio::test]
async fn no_answer_at_all_is_no_settings() {
    for nothing in ["", "null"] {
        let fake = Fake::answering([text(200, nothing)]);

        let settings = fake.client().webhooks().settings().await.unwrap();

        assert_eq!(settings, WebhookSettings::default());
    }
    let fake = Fake::answering([text(200, "{ ok }")]);
    let error = fake.client().webhooks().settings().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn ensure_gives_the_last_answer_too() {
    let fake = Fake::answering([ok(json!({})), text(200, "{ ok }")]);

    let ensure = fake
        .client()
        .webhooks()
        .ensure("https://crm.test/hook", Subscriptions::all());
    let (ensured, answer) = ensure.with_raw().await.unwrap();

    assert!(ensured.is_updated());
    assert_eq!(answer.body(), "{ ok }");
}

#[tokio::test]
async fn an_update_is_a_success_whatever_the_answer_says() {
    for answer in ["{ ok }", "", r#"{"ok":true}"#] {
        let fake = Fake::answering([text(200, answer)]);
        let update = WebhookSettingsUpdate::new(URI, Subscriptions::all()).unwrap();

        fake.client().webhooks().update(&update).await.unwrap();

        let body = json!({"webhooksUri": URI, "subscriptions": {
            "messagesAndStatuses": true, "contactsAndDealsCreation": true, "channelsUpdates": true,
            "templateStatus": true, "wabaTemplatesStatus": true,
        }});
        assert_eq!(fake.only(), ("PATCH /v3/webhooks".to_owned(), body));
    }
}

#[tokio::test]
async fn a_failed_probe_is_a_rejection_with_its_code() {
    let refusal = json!({"error": "testPostNotPassed", "data": {"code": 500}});
    let fake = Fake::answering([status(400, refusal)]);
    let update = WebhookSettingsUpdate::new(URI, Subscriptions::none()).unwrap();

    let error = fake.client().webhooks().update(&update).await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert_eq!(
        error.error_code(),
        Some(ErrorCode::from("TEST_POST_NOT_PASSED"))
    );
}

#[tokio::test]
async fn ensure_changes_nothing_that_is_right() {
    let settings = json!({"webhooksUri": URI, "subscriptions": {
        "messagesAndStatuses": "true", "channelsUpdates": true, "wabaTemplatesStatus": false,
    }});
    let fake = Fake::answering([ok(settings)]);
    let wanted = Subscriptions::none()
        .messages_and_statuses(true)
        .channels_updates(true);

    let ensured = fake.client().webhooks().ensure(URI, wanted).await.unwrap();

    assert_eq!(ensured, Ensured::Unchanged);
    assert_eq!(fake.lines(), ["GET /v3/webhooks"]);
}

#[tokio::test]
async fn ensure_changes_what_differs_and_tells_what_was_before() {
    let wrong_uri =
        json!({"webhooksUri": "https://old.test", "subscriptions": {"messagesAndStatuses": true}});
    let wrong_switch = json!({"webhooksUri": URI, "subscriptions": {}});
    for before in [wrong_uri, wrong_switch, json!({})] {
        let fake = Fake::answering([ok(before.clone())]);
        let wanted = Subscriptions::none().messages_and_statuses(true);
        let ensure = fake.client().webhooks().ensure(URI, wanted);

        let ensured = ensure
            .template_switch(TemplateSwitch::Documented)
            .await
            .unwrap();

        let Ensured::Updated { before: told } = &ensured else {
            panic!("{ensured:?}")
        };
        assert_eq!(told.uri(), before["webhooksUri"].as_str());
        assert!(ensured.is_updated());
        assert_eq!(fake.lines(), ["GET /v3/webhooks", "PATCH /v3/webhooks"]);
        assert!(
            fake.seen()[1].body()["subscriptions"]
                .get("wabaTemplatesStatus")
                .is_none()
        );
    }
}

#[tokio::test]
async fn ensure_refuses_an_address_that_is_too_long_before_anything_is_sent() {
    let fake = Fake::default();
    let long = format!("https://crm.test/{}", "x".repeat(200));

    let error = fake
        .client()
        .webhooks()
        .ensure(long, Subscriptions::all())
        .await
        .unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn ensure_passes_errors_of_either_request_on() {
    for script in [
        vec![Answer::empty(403)],
        vec![ok(json!({})), Answer::empty(403)],
    ] {
        let fake = Fake::answering(script);

        let error = fake
            .client()
            .webhooks()
            .ensure(URI, Subscriptions::all())
            .await
            .unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Forbidden);
    }
}

#[tokio::test]
async fn a_probe_can_be_asked_of_the_tech_api() {
    let fake = Fake::default();

    fake.client().webhooks().test(URI).await.unwrap();

    assert_eq!(
        fake.only(),
        (
            "POST tech:/webhooks/test".to_owned(),
            json!({"webhooksUri": URI})
        )
    );
}

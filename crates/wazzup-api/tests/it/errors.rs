//! What the client makes of answers that are no success.

use std::error::Error as _;

use serde_json::json;
use wazzup_api::{
    ErrorExt as _, ErrorKind,
    types::{
        UserId,
        error::{ErrorCategory, ErrorCode, Repeat},
    },
};

use crate::fake::{Answer, Fake, status, text};

async fn error_of(answer: Answer) -> wazzup_api::Error {
    let fake = Fake::answering([answer]);
    fake.client()
        .users()
        .get(&UserId::new("u-1").unwrap())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn an_empty_401_is_a_matter_of_the_key_and_not_of_the_server() {
    let error = error_of(Answer::empty(401)).await;

    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(
        (error.error_code(), error.category()),
        (None, ErrorCategory::Auth)
    );
    assert!(!error.is_retryable(true));
}

#[tokio::test]
async fn a_sidecar_key_is_forbidden_whatever_code_that_has() {
    for code in ["FORBIDDEN", "TOO_MANY_ENTITIES"] {
        let error = error_of(status(403, json!({"error": code}))).await;

        assert_eq!(
            (error.kind(), error.category()),
            (ErrorKind::Forbidden, ErrorCategory::Auth)
        );
    }
}

#[tokio::test]
async fn error_bodies_of_every_shape_are_taken() {
    for body in [
        "",
        "[]",
        "[1]",
        "null",
        "7",
        "\"x\"",
        "{",
        "<html>",
        "{\"error\":[]}",
        "\u{0}",
    ] {
        let error = error_of(text(400, body)).await;

        assert_eq!(error.kind(), ErrorKind::Rejected, "{body}");
        assert_eq!(error.error_code(), None, "{body}");
        assert_eq!(error.body(), body);
        assert!(error.rejected_items().is_empty());
    }
}

#[tokio::test]
async fn codes_are_found_in_every_place_and_spelling() {
    for body in [
        json!({"error": "repeatedCrmMessageId"}),
        json!({"code": "REPEATED_CRM_MESSAGE_ID"}),
        json!({"error": {"code": "REPEATED_CRM_MESSAGE_ID"}}),
    ] {
        let error = error_of(status(400, body)).await;

        assert_eq!(error.error_code(), Some(ErrorCode::REPEATED_CRM_MESSAGE_ID));
        assert_eq!(error.category(), ErrorCategory::Conflict);
    }
}

#[tokio::test]
async fn everything_an_error_says_can_be_had() {
    let body = json!({
        "error": "DUPLICATE_PHONE_NUMBER", "description": "taken", "requestId": "r-1",
        "data": {"phone": "79990000000"}, "status": 400,
    });

    let error = error_of(status(400, body)).await;

    let answer = error.answer().unwrap();
    assert_eq!(
        (answer.status, answer.request_id.as_deref()),
        (400, Some("r-1"))
    );
    assert_eq!(answer.description.as_deref(), Some("taken"));
    assert_eq!(error.code(), Some("DUPLICATE_PHONE_NUMBER"));
    assert_eq!(error.advice(), ErrorCode::DUPLICATE_PHONE_NUMBER.advice());
    assert_eq!(
        error.to_string(),
        "users.get: rejected (400 DUPLICATE_PHONE_NUMBER)"
    );
}

#[tokio::test]
async fn rejected_items_are_read_as_the_body_of_an_error_is() {
    let data = json!([{"index": "1", "fields": ["id", 7]}, {"fields": ["name"]}, null]);
    let body = json!({"error": "INVALID_USERS_DATA", "data": data});

    let error = error_of(status(400, body)).await;

    let items = error.rejected_items();
    let told: Vec<_> = items
        .iter()
        .map(|item| (item.index, &*item.fields))
        .collect();
    assert_eq!(told, [(1, &["id".to_owned(), "7".to_owned()][..])]);
}

#[tokio::test]
async fn an_error_without_an_answer_has_a_verdict_too() {
    let lost = error_of(Answer::Broken).await;
    assert_eq!(
        (lost.kind(), lost.repeat()),
        (ErrorKind::Closed, Repeat::Unsure)
    );
    assert!(lost.answer().is_none());
    assert_eq!(lost.category(), ErrorCategory::Unknown);
    assert!(!lost.advice().is_empty());
    assert!(lost.source().is_some());

    let odd = error_of(text(200, "{")).await;
    assert_eq!(
        (odd.kind(), odd.repeat()),
        (ErrorKind::Decode, Repeat::Done)
    );
    assert!(odd.answer().is_none(), "a success holds no error");
}

#[tokio::test]
async fn a_429_says_later() {
    let error = error_of(Answer::empty(429)).await;

    assert_eq!(
        (error.kind(), error.repeat()),
        (ErrorKind::RateLimited, Repeat::Later)
    );
    assert!(!error.may_have_executed());
}

#[tokio::test]
async fn neither_the_body_nor_the_path_of_an_error_is_printed() {
    let body =
        json!({"error": "X", "description": "79990000000", "data": {"phone": "79990000000"}});
    let fake = Fake::answering([status(400, body)]);
    let user = UserId::new("79990000000").unwrap();

    let error = fake.client().users().get(&user).await.unwrap_err();

    for shown in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{error:#?}"),
    ] {
        assert!(!shown.contains("7999"), "{shown}");
    }
}

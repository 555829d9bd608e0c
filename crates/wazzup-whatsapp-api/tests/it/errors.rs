//! What the service says is wrong.

use serde_json::json;
use wazzup_whatsapp_api::{
    Error, ErrorExt, ErrorKind,
    types::{
        MediaId,
        error::{ErrorClass, ErrorCode, Repeat},
    },
};

use crate::fake::{Answer, Fake, USER, ok, refused, status, text};

async fn error(answers: impl IntoIterator<Item = Answer>) -> Error {
    let fake = Fake::answering(answers);
    let id = MediaId::new("990011").unwrap();
    fake.full_client().media().url(&id).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn the_code_tells_what_kind_of_error_it_is() {
    for (http, code, kind, class) in [
        (401, 0, ErrorKind::Unauthorized, ErrorClass::Authorization),
        (400, 190, ErrorKind::Unauthorized, ErrorClass::Authorization),
        (400, 10, ErrorKind::Forbidden, ErrorClass::Authorization),
        (400, 230, ErrorKind::Forbidden, ErrorClass::Authorization),
        (400, 803, ErrorKind::NotFound, ErrorClass::Request),
        (400, 100, ErrorKind::Rejected, ErrorClass::Request),
        (403, 368, ErrorKind::Forbidden, ErrorClass::Integrity),
        (500, 131_000, ErrorKind::Server, ErrorClass::Sending),
        (400, 130_429, ErrorKind::RateLimited, ErrorClass::Throttling),
    ] {
        let error = error(vec![refused(http, code); 10]).await;
        assert_eq!((error.kind(), error.class()), (kind, class), "{code}");
        assert_eq!(error.error_code(), Some(ErrorCode::from(code)));
        assert_eq!(error.code(), Some(&*code.to_string()));
    }
}

#[tokio::test(start_paused = true)]
async fn everything_the_answer_says_can_be_had() {
    let body = json!({"error": {"message": "(#100) Invalid parameter", "type": "OAuthException",
        "code": 100, "error_subcode": 2_388_299, "is_transient": false, "fbtrace_id": "AbC",
        "error_data": {"details": "the variable is first"}}});

    let error = error([status(400, body)]).await;

    let said = error.graph_error().unwrap();
    assert_eq!(said.code, Some(ErrorCode::from(100)));
    assert_eq!(said.details.as_deref(), Some("the variable is first"));
    assert_eq!(said.trace_id.as_deref(), Some("AbC"));
    assert_eq!(
        error.error_code(),
        Some(ErrorCode::TEMPLATE_EDGE_PARAMETERS)
    );
    assert_eq!(error.repeat(), Repeat::AfterChange);
    assert_eq!(error.to_string(), "media.url: rejected (400 100)");
}

#[tokio::test(start_paused = true)]
async fn what_passes_is_repeated_where_that_does_no_harm() {
    let fine = || ok(json!({"id": "990011"}));
    for passing in [
        refused(400, 2),
        refused(400, 131_000),
        refused(500, 1),
        refused(400, 4),
        status(
            400,
            json!({"error": {"code": 777_777, "is_transient": true}}),
        ),
        Answer::empty(503),
        Answer::Broken,
    ] {
        let fake = Fake::answering([passing.clone(), fine()]);
        let id = MediaId::new("990011").unwrap();
        fake.full_client().media().url(&id).await.unwrap();
        assert_eq!(fake.lines().len(), 2, "{passing:?}");
    }
    for lasting in [refused(500, 131_045), refused(400, 100), refused(400, 190)] {
        let fake = Fake::answering([lasting.clone(), fine()]);
        let id = MediaId::new("990011").unwrap();
        fake.full_client().media().url(&id).await.unwrap_err();
        assert_eq!(fake.lines().len(), 1, "{lasting:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_no_graph_error_is_an_error_all_the_same() {
    for answer in [
        text(404, "<html>"),
        text(400, ""),
        text(502, "[1]"),
        text(400, "null"),
        text(400, "\"x\""),
    ] {
        let error = error(vec![answer; 10]).await;
        assert_eq!(error.error_code(), None);
        assert!(!error.advice().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_without_an_answer_has_advice_too() {
    let refused = error(vec![Answer::Refused; 10]).await;
    assert_eq!(
        (refused.repeat(), refused.class()),
        (Repeat::Later, ErrorClass::Unknown)
    );
    let lost = error(vec![Answer::Broken; 10]).await;
    assert_eq!(lost.repeat(), Repeat::Unsure);
    let odd = error([ok(json!("x"))]).await;
    assert_eq!(
        (odd.kind(), odd.repeat()),
        (ErrorKind::Decode, Repeat::Done)
    );
    assert!(odd.graph_error().is_none());
    let mut advice: Vec<_> = [&refused, &lost, &odd].map(|error| error.advice()).to_vec();
    advice.dedup();
    assert_eq!(advice.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn neither_the_words_of_the_service_nor_the_address_are_shown() {
    let error = error([refused(400, 131_026)]).await;

    let shown = format!("{error} {error:?} {:?}", error.graph_error());
    assert!(
        !shown.contains(USER) && !shown.contains("graph.facebook"),
        "{shown}"
    );
    assert!(shown.contains("131026"));
    assert!(
        error.message().unwrap().contains(USER),
        "whoever asks is told"
    );
}

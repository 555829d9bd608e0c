//! The three outcomes of a send, and that nothing is sent twice.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use proptest::prelude::*;
use serde_json::json;
use wazzup_whatsapp_api::{
    ErrorExt, ErrorKind, Outcome, SendError, SendMessage, kind,
    transport::CallOptions,
    types::error::{ErrorCode, Repeat},
};

use crate::fake::{Answer, Fake, accepted, ok, refused, status, text, user};

fn hello(client: &wazzup_whatsapp_api::Client) -> SendMessage<kind::Text> {
    client.messages().send_message(user(), "Hello!")
}

async fn outcome(fake: &Fake) -> Outcome {
    Outcome::of(&hello(&fake.full_client()).await)
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_unknown_and_never_asked_for_again() {
    let lost = [
        Answer::Broken,
        Answer::Silence,
        Answer::empty(500),
        Answer::empty(502),
        Answer::empty(503),
        Answer::empty(408),
        refused(500, 131_000),
        refused(503, 131_016),
        refused(503, 2),
        refused(500, 135_000),
        status(
            500,
            json!({"error": {"code": 131_016, "is_transient": true}}),
        ),
    ];
    for lost in lost {
        let fake = Fake::answering([lost.clone()]);
        assert_eq!(outcome(&fake).await, Outcome::Unknown, "{lost:?}");
        assert_eq!(fake.lines().len(), 1, "{lost:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_cannot_allow_a_repeat_that_would_send_twice() {
    let fake = Fake::answering([Answer::Broken]);

    let send = hello(&fake.full_client()).with_options(CallOptions::new().idempotent(true));

    assert_eq!(Outcome::of(&send.await), Outcome::Unknown);
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_provably_was_not_taken_is_sent_again() {
    for refusal in [
        Answer::Refused,
        Answer::empty(429),
        refused(400, 130_429),
        refused(400, 131_056),
        refused(400, 4),
        refused(400, 80_007),
        refused(500, 131_057),
        refused(429, 130_429),
    ] {
        let fake = Fake::answering([refusal.clone(), accepted("wamid.1")]);

        let sent = hello(&fake.full_client()).await;

        assert_eq!(sent.unwrap().id, "wamid.1", "{refusal:?}");
        assert_eq!(fake.lines().len() + fake.refused(), 2, "{refusal:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_never_got_through_is_rejected() {
    for answer in [Answer::Refused, Answer::empty(429), refused(400, 131_056)] {
        let fake = Fake::answering(vec![answer; 10]);

        let error = hello(&fake.full_client()).await.unwrap_err();

        assert_eq!(error.outcome(), Outcome::Rejected);
        assert!(!error.error().may_have_executed());
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_service_refuses_is_rejected_with_code_and_advice_whatever_the_status() {
    for (http, code, repeat) in [
        (400, 131_047, Repeat::AfterChange),
        (400, 131_026, Repeat::Never),
        (404, 132_001, Repeat::AfterChange),
        (400, 190, Repeat::AfterAction),
        (403, 368, Repeat::Never),
        (500, 131_045, Repeat::AfterAction),
        (500, 3, Repeat::AfterAction),
        (400, 131_048, Repeat::AfterAction),
        (400, 999_999, Repeat::Unsure),
    ] {
        let fake = Fake::answering([refused(http, code)]);

        let error = hello(&fake.full_client()).await.unwrap_err();

        let SendError::Rejected(error) = error else {
            panic!("{code}: {error:?}")
        };
        assert_eq!(error.error_code(), Some(ErrorCode::from(code)));
        if code != 999_999 {
            assert_eq!(error.repeat(), repeat, "{code}");
            assert!(!error.advice().is_empty());
        }
        assert_eq!(fake.lines().len(), 1, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_that_says_nothing_is_no_refusal_though_its_status_is() {
    for code in [1, 2, 131_000, 131_016] {
        let fake = Fake::answering([refused(400, code)]);
        assert_eq!(outcome(&fake).await, Outcome::Unknown, "{code}");
        assert_eq!(fake.lines().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_success_counts_only_with_the_id_of_a_message() {
    for (answer, outcome) in [
        (accepted("wamid.1"), Outcome::Accepted),
        (
            ok(json!({"messages": [{"id": "wamid.1"}]})),
            Outcome::Accepted,
        ),
        (
            text(200, "<html>sign in to the network</html>"),
            Outcome::Unknown,
        ),
        (ok(json!({})), Outcome::Unknown),
        (ok(json!({"messages": []})), Outcome::Unknown),
        (Answer::empty(204), Outcome::Unknown),
        (
            Answer::Cut(StatusCode::OK, b"{\"mess".to_vec()),
            Outcome::Unknown,
        ),
    ] {
        let fake = Fake::answering([answer.clone()]);
        assert_eq!(self::outcome(&fake).await, outcome, "{answer:?}");
        assert_eq!(fake.lines().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_doubt_no_refusal_ends_the_doubt() {
    // A stack of one's own that repeats what ours would not.
    use tower::{ServiceBuilder, retry::Policy};
    use wazzup_whatsapp_api::{
        Client,
        transport::{Body, BoxError, Transport},
    };

    #[derive(Clone)]
    struct Once(bool);

    impl Policy<http::Request<Body>, http::Response<Body>, BoxError> for Once {
        type Future = std::future::Ready<()>;

        fn retry(
            &mut self,
            _: &mut http::Request<Body>,
            result: &mut Result<http::Response<Body>, BoxError>,
        ) -> Option<Self::Future> {
            (result.is_err() && !std::mem::replace(&mut self.0, true))
                .then(|| std::future::ready(()))
        }

        fn clone_request(&mut self, request: &http::Request<Body>) -> Option<http::Request<Body>> {
            let mut clone = http::Request::new(request.body().try_clone()?);
            *clone.method_mut() = request.method().clone();
            *clone.uri_mut() = request.uri().clone();
            *clone.headers_mut() = request.headers().clone();
            *clone.extensions_mut() = request.extensions().clone();
            Some(clone)
        }
    }

    let fake = Fake::answering([Answer::Broken, refused(400, 131_047)]);
    let stack = ServiceBuilder::new()
        .retry(Once(false))
        .layer(wazzup_whatsapp_api::transport::delivery::DeliveryLayer::new())
        .service(fake.service());
    let client = crate::fake::with_ids(Client::builder("t"))
        .with_transport(Transport::new(stack))
        .build()
        .unwrap();

    let error = hello(&client).await.unwrap_err();

    assert_eq!(fake.lines().len(), 2);
    assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_message_whose_file_cannot_be_uploaded_is_rejected_and_not_unknown() {
    use wazzup_whatsapp_api::MediaFile;

    for lost in [
        Answer::Broken,
        Answer::empty(500),
        Answer::Silence,
        refused(400, 131_053),
    ] {
        let fake = Fake::answering(vec![lost.clone(); 10]);
        let send = fake
            .full_client()
            .messages()
            .send_image(user(), MediaFile::bytes("a.png", "image/png", "x"))
            .with_timeout(Duration::from_secs(60));

        let error = send.await.unwrap_err();

        let SendError::Rejected(error) = error else {
            panic!("{lost:?}")
        };
        assert_eq!(error.operation(), "media.upload");
        assert!(fake.lines().iter().all(|line| line.ends_with("/media")));
    }
}

#[tokio::test(start_paused = true)]
async fn a_send_given_up_is_unknown_and_one_that_still_waits_for_its_turn_is_rejected() {
    let fake = Fake::answering([Answer::Silence]);
    let client = fake.full_client();
    let send = hello(&client).with_timeout(Duration::from_secs(1));
    assert_eq!(Outcome::of(&send.await), Outcome::Unknown);

    let fake = Fake::answering([refused(400, 131_056)]);
    let client = fake.full_client();
    let send = hello(&client).with_timeout(Duration::from_secs(1));
    let error = send.await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn errors_show_nothing_of_the_message_or_the_user() {
    for answer in [refused(400, 131_047), Answer::Broken, accepted("").clone()] {
        let fake = Fake::answering([answer]);
        let send = fake
            .client()
            .messages()
            .send_message(user(), "Hello, Ines")
            .tracker("about-ines");
        let mut shown = format!("{send:?}");
        match send.await {
            Ok(sent) => shown.push_str(&format!("{sent:?}")),
            Err(error) => shown.push_str(&format!("{error} {error:?} {:?}", error.error())),
        }
        assert!(
            !shown.contains("1555") && !shown.contains("Ines") && !shown.contains("about-"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_error_can_be_boxed_and_has_its_cause() {
    let fake = Fake::answering([refused(400, 131_047)]);

    let error: Box<dyn std::error::Error + Send + Sync> =
        hello(&fake.client()).await.unwrap_err().into();

    assert_eq!(error.to_string(), "the message was not sent");
    let cause = error.source().unwrap().to_string();
    assert_eq!(cause, "messages.send: rejected (400 131047)");
}

#[tokio::test]
async fn the_answer_can_be_had_beside_what_was_read_from_it() {
    let usage = r#"{"call_count":7}"#;
    let fake = Fake::answering([accepted("wamid.1").header("x-app-usage", usage)]);

    let (sent, answer) = hello(&fake.client()).with_raw().await.unwrap();

    use wazzup_whatsapp_api::UsageExt;
    assert_eq!(sent.id, "wamid.1");
    assert_eq!(answer.app_usage().unwrap().call_count, 7.0);
}

#[tokio::test]
async fn a_missing_number_or_token_is_rejected_before_anything_is_sent() {
    use wazzup_whatsapp_api::Client;

    let fake = Fake::default();
    let no_number = fake.full_builder().build().unwrap();
    let no_token = fake.in_front_of(Client::builder_without_token());
    let no_token = crate::fake::with_ids(no_token).build().unwrap();

    for (client, named) in [(no_number, "phone number id"), (no_token, "access token")] {
        let error = hello(&client).await.unwrap_err();
        let SendError::Rejected(error) = error else {
            panic!("{named}")
        };
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(named), "{source}");
    }
    assert!(fake.lines().is_empty());
}

proptest! {
    #[test]
    fn any_answer_has_an_outcome_and_none_is_asked_for_twice_in_doubt(
        http in 200_u16..600,
        body in prop_oneof![
            any::<Vec<u8>>(),
            any::<i64>().prop_map(|code| json!({"error": {"code": code}}).to_string().into_bytes()),
            (0_usize..ErrorCode::LISTED.len()).prop_map(|at| {
                json!({"error": {"code": ErrorCode::LISTED[at]}}).to_string().into_bytes()
            }),
        ],
    ) {
        let answer = Answer::Http(StatusCode::from_u16(http).unwrap(), HeaderMap::new(), body);
        let fake = Fake::answering([answer]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();

        let result = runtime.block_on(async { hello(&fake.client()).await });

        let outcome = Outcome::of(&result);
        prop_assert_eq!(fake.lines().len(), 1);
        if (200..300).contains(&http) {
            prop_assert_eq!(outcome, Outcome::Unknown);
        } else {
            prop_assert_ne!(outcome, Outcome::Accepted);
        }
    }
}

//! What is answered, and when.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use http::HeaderMap;
use serde_json::{Value, json};
use wazzup_dispatch::AskError;
use wazzup_whatsapp_types::flow::FlowResponse;
use wazzup_whatsapp_webhooks::{
    flow::{
        BoxError, CannotDecrypt, CannotEncrypt, DecryptedRequest, Decrypting, EncryptedRequest,
        FlowBuildError, FlowEndpoint, FlowHandlers, FlowKeys, FlowOutcome, FlowRefusal,
        FlowRequest, RequestDecryptor, Session, decrypt, testing::FlowClient,
    },
    signature::{AppSecrets, InvalidSecret, Verdict, sign},
};

use super::support::{
    SECRET, ask, builder, endpoint, key, keys, other_key, request, sent, vectors, whatsapp,
};

fn opened() -> Value {
    request("INIT", "", json!({}))
}

fn greets() -> FlowHandlers {
    FlowHandlers::new().on_init(async |request: FlowRequest| {
        request.next("START".parse()?, &json!({"greeting": "привет 🎉"}))
    })
}

/// Handlers that fail with this error.
fn fails<E>(error: impl Fn() -> E + Clone + Send + Sync + 'static) -> FlowHandlers
where
    E: Into<BoxError> + Send + 'static,
{
    FlowHandlers::new().on_flow_request(move |_: FlowRequest| {
        let error = error();
        async move { Err::<FlowResponse, E>(error) }
    })
}

#[tokio::test]
async fn a_request_is_answered_in_its_own_session() {
    let (answer, opened) = ask(&endpoint(greets()), &opened()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        opened,
        json!({"version": "3.0", "screen": "START", "data": {"greeting": "привет 🎉"}})
    );
    assert!(matches!(answer.outcome, FlowOutcome::Answered));
    assert_eq!(answer.request.unwrap().flow_token.as_ref().unwrap(), "t-1");
}

#[tokio::test]
async fn what_an_independent_implementation_sends_is_answered() {
    let endpoint = FlowEndpoint::builder(FlowHandlers::new().on_data_exchange(
        "SLOTS",
        async |request: FlowRequest| {
            let data: Value = request.data()?;
            Ok::<_, BoxError>(request.finish(&data)?)
        },
    ))
    .keys(keys())
    .app_secret(SECRET)
    .build()
    .unwrap();
    let mut answered = 0;
    for vector in vectors().requests {
        let answer = endpoint
            .handle_values([sign(&vector.body, SECRET)], &vector.body)
            .await;
        let request: Value = serde_json::from_str(&vector.plaintext).unwrap();
        let outcome = answer.outcome.as_str();
        match request["action"].as_str() {
            Some("ping") => assert_eq!((answer.status.as_u16(), outcome), (200, "ping")),
            Some(_) => {
                assert_eq!(
                    (answer.status.as_u16(), outcome),
                    (200, "answered"),
                    "{}",
                    vector.name
                );
                answered += 1;
            }
            None => assert_eq!((answer.status.as_u16(), outcome), (500, "no_handler")),
        }
    }
    assert!(answered > 2);
}

#[tokio::test]
async fn health_checks_reach_no_handler() {
    let handlers = fails(|| "never called");
    let (answer, opened) = ask(
        &endpoint(handlers),
        &json!({"version": "3.0", "action": "ping"}),
    )
    .await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        opened,
        json!({"version": "3.0", "data": {"status": "active"}})
    );
    assert!(matches!(answer.outcome, FlowOutcome::Ping));
}

#[tokio::test]
async fn what_was_not_signed_with_a_live_secret_is_432_and_not_looked_at() {
    let tried = Arc::new(AtomicUsize::new(0));
    struct Counts(Arc<AtomicUsize>);
    impl RequestDecryptor for Counts {
        fn decrypt<'a>(&'a self, _: &'a EncryptedRequest) -> Decrypting<'a> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Err(CannotDecrypt::Refused) })
        }
    }
    let endpoint = builder(greets())
        .decryptor(Counts(tried.clone()))
        .build()
        .unwrap();
    let body = sent(&opened()).body().to_owned();
    let right = sign(&body, SECRET);
    let cases: [(&[String], Verdict); 5] = [
        (&[], Verdict::Missing),
        (&[sign(&body, "another")], Verdict::Wrong),
        (&[sign("{}", SECRET)], Verdict::Wrong),
        (&[right.clone(), right.clone()], Verdict::Malformed),
        (&[right.replace("sha256", "sha1")], Verdict::Malformed),
    ];
    for (headers, expected) in cases {
        let answer = endpoint.handle_values(headers, &body).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (432, 0));
        assert!(matches!(answer.outcome, FlowOutcome::NotAuthentic(it) if it == expected));
        assert!(answer.request.is_none());
    }
    assert_eq!(tried.load(Ordering::Relaxed), 0);
    assert_eq!(endpoint.handle_values([right], &body).await.status, 421);
    assert_eq!(tried.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn secrets_are_swapped_while_the_endpoint_runs() {
    let shared = AppSecrets::of("shared").unwrap();
    let endpoint = builder(greets()).secrets(shared.clone()).build().unwrap();
    let body = sent(&opened()).body().to_owned();
    let status = async |secret| {
        let answer = endpoint.handle_values([sign(&body, secret)], &body).await;
        answer.status.as_u16()
    };
    assert_eq!(
        [
            status(SECRET).await,
            status("shared").await,
            status("new").await
        ],
        [200, 200, 432]
    );
    shared.set(["new"]).unwrap();
    assert_eq!(
        [
            status(SECRET).await,
            status("shared").await,
            status("new").await
        ],
        [432, 432, 200]
    );
    assert_eq!(endpoint.secrets().len(), 1);
}

#[tokio::test]
async fn the_check_is_left_out_only_by_name() {
    let open = FlowEndpoint::builder(greets())
        .key(key())
        .without_signature_check()
        .build()
        .unwrap();
    let sent = FlowClient::of(&key()).ask_with(opened().to_string());
    let answer = open.handle(&HeaderMap::new(), sent.body()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(sent.open(&answer.body).unwrap()["screen"], "START");
}

#[tokio::test]
async fn an_endpoint_that_could_not_work_is_not_built() {
    let built =
        |builder: wazzup_whatsapp_webhooks::flow::FlowEndpointBuilder| builder.build().unwrap_err();
    let start = || FlowEndpoint::builder(FlowHandlers::new());
    assert_eq!(built(start().key(key())), FlowBuildError::NoSignatureCheck);
    assert_eq!(built(start().app_secret(SECRET)), FlowBuildError::NoKey);
    assert_eq!(
        built(start().app_secret(SECRET).keys(FlowKeys::new())),
        FlowBuildError::NoKey
    );
    assert_eq!(
        built(start().key(key()).secrets(AppSecrets::new())),
        FlowBuildError::NoSignatureCheck
    );
    assert_eq!(
        built(start().key(key()).app_secret(SECRET).app_secret(" ")),
        FlowBuildError::Secret(InvalidSecret::Empty)
    );
    assert!(
        start()
            .key(key())
            .app_secret(SECRET)
            .secrets(AppSecrets::new())
            .build()
            .is_ok()
    );
}

#[tokio::test]
async fn what_cannot_be_decrypted_is_421() {
    let endpoint = endpoint(greets());
    let for_another = FlowClient::of(&other_key()).ask_with(opened().to_string());
    for (body, expected) in [
        (for_another.body(), CannotDecrypt::NoKeyFits),
        ("", CannotDecrypt::NotEncrypted),
        ("{}", CannotDecrypt::NotEncrypted),
        (
            r#"{"encrypted_flow_data": "", "encrypted_aes_key": "", "initial_vector": 1}"#,
            CannotDecrypt::Malformed("initial_vector"),
        ),
    ] {
        let answer = endpoint.handle_values([sign(body, SECRET)], body).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (421, 0));
        assert!(matches!(answer.outcome, FlowOutcome::CannotDecrypt(it) if it == expected));
    }
}

#[tokio::test]
async fn a_new_key_is_known_at_once_and_the_old_one_for_a_while() {
    let keys = FlowKeys::of(key());
    let endpoint = FlowEndpoint::builder(greets())
        .keys(keys.clone())
        .app_secret(SECRET)
        .build()
        .unwrap();
    let status = async |key| {
        let sent = FlowClient::of(&key)
            .app_secret(SECRET)
            .ask_with(opened().to_string());
        endpoint
            .handle(&sent.headers(), sent.body())
            .await
            .status
            .as_u16()
    };
    assert_eq!([status(key()).await, status(other_key()).await], [200, 421]);
    keys.rotate(other_key());
    assert_eq!([status(key()).await, status(other_key()).await], [200, 200]);
    keys.set([other_key()]).unwrap();
    assert_eq!([status(key()).await, status(other_key()).await], [421, 200]);
}

#[tokio::test]
async fn a_token_that_is_no_longer_valid_is_427_with_an_encrypted_text() {
    #[derive(Debug, thiserror::Error)]
    #[error("of mine")]
    struct Mine(#[source] FlowRefusal);

    let refusal = || FlowRefusal::token_no_longer_valid("Already booked");
    for endpoint in [
        endpoint(fails(refusal)),
        endpoint(fails(move || Mine(refusal()))),
    ] {
        let (answer, text) = ask(&endpoint, &opened()).await;
        assert_eq!(answer.status, 427);
        assert_eq!(text, json!({"error_msg": "Already booked"}));
        assert!(matches!(&answer.outcome, FlowOutcome::Refused(it) if *it == refusal()));
        assert!(!format!("{answer:?}").contains("booked"));
    }
    for (refusal, status) in [
        (FlowRefusal::CannotDecrypt, 421),
        (FlowRefusal::NotAuthentic, 432),
    ] {
        let (answer, _) = ask(&endpoint(fails(move || refusal.clone())), &opened()).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (status, 0));
    }
}

#[tokio::test]
async fn a_handler_that_fails_is_500_and_nothing_of_it_leaks() {
    let panics = FlowHandlers::new().on_flow_request(async |request: FlowRequest| {
        assert!(request.version.is_none(), "secret of the handler");
        FlowResponse::active()
    });
    let failing = fails(|| io::Error::other("secret of the handler"));
    for (handlers, outcome) in [
        (failing, "failed"),
        (panics, "panicked"),
        (FlowHandlers::new(), "no_handler"),
    ] {
        let (answer, _) = ask(&endpoint(handlers), &opened()).await;
        assert_eq!(
            (answer.status.as_u16(), &*answer.body),
            (500, &b"internal error"[..])
        );
        assert_eq!(answer.outcome.as_str(), outcome);
        assert!(answer.outcome.is_failure());
        assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
    }
    let (answer, _) = ask(&endpoint(greets()), &json!(["secret"])).await;
    assert_eq!(
        (answer.status.as_u16(), answer.outcome.as_str()),
        (500, "not_a_request")
    );
    assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
}

#[tokio::test(start_paused = true)]
async fn a_handler_has_eight_seconds_if_nothing_else_is_said() {
    let slow = |millis| {
        FlowHandlers::new().on_init(move |request: FlowRequest| async move {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            request.acknowledge()
        })
    };
    let (answer, _) = ask(&endpoint(slow(7_900)), &opened()).await;
    assert_eq!(answer.status, 200);
    let (answer, _) = ask(&endpoint(slow(8_100)), &opened()).await;
    assert_eq!(answer.status, 500);
    assert!(matches!(
        answer.outcome,
        FlowOutcome::Unanswered(AskError::TimedOut(_))
    ));
    let patient = builder(slow(8_100))
        .deadline(Duration::from_secs(9))
        .build()
        .unwrap();
    assert_eq!(ask(&patient, &opened()).await.0.status, 200);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_one_for_decryption_and_handler() {
    struct Slow(Duration, FlowKeys);
    impl RequestDecryptor for Slow {
        fn decrypt<'a>(&'a self, request: &'a EncryptedRequest) -> Decrypting<'a> {
            Box::pin(async {
                tokio::time::sleep(self.0).await;
                decrypt(request, &self.1)
            })
        }
    }
    let handlers = || {
        FlowHandlers::new().on_init(async |request: FlowRequest| {
            tokio::time::sleep(Duration::from_secs(3)).await;
            request.acknowledge()
        })
    };
    for (seconds, status) in [(4, 200), (6, 500), (9, 500)] {
        let slow = Slow(Duration::from_secs(seconds), keys());
        let endpoint = builder(handlers()).decryptor(slow).build().unwrap();
        let (answer, _) = ask(&endpoint, &opened()).await;
        assert_eq!(answer.status, status, "{seconds}");
    }
}

#[tokio::test]
async fn a_notice_of_an_error_is_acknowledged_whatever_its_handler_does() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let watches = {
        let seen = seen.clone();
        FlowHandlers::new().on_error(move |request: FlowRequest| {
            seen.lock()
                .unwrap()
                .extend(request.error().map(|notice| notice.key));
            async move { request.next("OTHER".parse()?, &json!({})) }
        })
    };
    let notice = request(
        "data_exchange",
        "A",
        json!({"error": "bad", "error_message": "x"}),
    );
    let acknowledged = json!({"version": "3.0", "data": {"acknowledged": true}});
    for (handlers, word) in [
        (watches, "Acknowledged"),
        (
            FlowHandlers::new(),
            "Acknowledged(no handler answers `flow_request`)",
        ),
        (
            fails(|| "no"),
            "Acknowledged(the handler of `flow_request` failed)",
        ),
        (
            fails(|| FlowRefusal::token_no_longer_valid("no")),
            "Acknowledged(the handler of `flow_request` failed)",
        ),
    ] {
        let (answer, opened) = ask(&endpoint(handlers), &notice).await;
        assert_eq!((answer.status.as_u16(), &opened), (200, &acknowledged));
        assert_eq!(format!("{:?}", answer.outcome), word);
    }
    assert_eq!(*seen.lock().unwrap(), ["bad"]);
}

#[tokio::test]
async fn the_crypto_can_be_replaced() {
    struct Plain;
    impl RequestDecryptor for Plain {
        fn decrypt<'a>(&'a self, request: &'a EncryptedRequest) -> Decrypting<'a> {
            let session = Session::new(&[0; 16], &[0; 16]);
            let plaintext = request.encrypted_flow_data().to_vec();
            Box::pin(async { Ok(DecryptedRequest::new(plaintext, session?)) })
        }
    }
    let plain = |answer: &[u8], _: &Session| {
        String::from_utf8(answer.to_vec()).map_err(|_| CannotEncrypt::default())
    };
    let endpoint = FlowEndpoint::builder(greets())
        .decryptor(Plain)
        .encryptor(plain)
        .without_signature_check()
        .build()
        .unwrap();
    let data = "eyJ2ZXJzaW9uIjoiMy4wIiwiYWN0aW9uIjoiSU5JVCJ9"; // {"version":"3.0","action":"INIT"}
    let body = json!({"encrypted_flow_data": data, "encrypted_aes_key": "", "initial_vector": ""});
    let answer = endpoint.handle_values([""; 0], body.to_string()).await;
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(answer["screen"], "START");

    let refuses = |_: &[u8], _: &Session| Err(CannotEncrypt::default());
    let endpoint = builder(greets()).encryptor(refuses).build().unwrap();
    let (answer, _) = ask(&endpoint, &opened()).await;
    assert_eq!(
        (answer.status.as_u16(), answer.outcome.as_str()),
        (500, "cannot_encrypt")
    );
}

#[tokio::test]
async fn every_answer_is_shown_to_the_hook() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let endpoint = {
        let seen = seen.clone();
        builder(greets())
            .on_answer(move |answer| {
                seen.lock()
                    .unwrap()
                    .push((answer.status.as_u16(), answer.outcome.as_str()));
            })
            .build()
            .unwrap()
    };
    let sent = whatsapp().ask_with(opened().to_string());
    let _ = endpoint.handle(&sent.headers(), sent.body()).await;
    let _ = endpoint.handle(&sent.headers(), "{}").await;
    assert_eq!(
        *seen.lock().unwrap(),
        [(200, "answered"), (432, "not_authentic")]
    );
}

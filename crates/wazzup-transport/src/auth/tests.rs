use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use http::{Request, Response, StatusCode};
use tokio::time::Instant;
use tower::ServiceExt as _;
use tower_layer::Layer as _;
use tower_test::mock;

use super::*;
use crate::{
    BoxError, Call, CallOptions, Endpoint, Error, ErrorKind,
    rate_limit::{GovernorLimiter, Limit, Limits, Scopes},
};

type Mock = mock::Spawn<Auth<mock::Mock<Request<()>, Response<()>>>>;

async fn authorization(provider: impl CredentialProvider, request: Request<()>) -> Option<String> {
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(AuthLayer::new(provider));
    handle.allow(1);
    assert!(service.poll_ready().is_ready());
    let _answer = tokio::spawn(service.call(request));
    let (request, _) = handle.next_request().await.unwrap();
    request
        .headers()
        .get("authorization")
        .map(|value| value.to_str().unwrap().to_owned())
}

struct Token(AtomicU32);

impl CredentialProvider for Token {
    fn credential(&self) -> Provided {
        let number = self.0.load(Ordering::Relaxed);
        Provided::Later(Box::pin(async move {
            tokio::task::yield_now().await;
            match number {
                0 => Err(BoxError::from("no token")),
                _ => Ok(Credential::with_scheme("Token", &number.to_string())?),
            }
        }))
    }

    fn refused(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn the_credential_is_put_in() {
    let credential = Credential::bearer("hush").unwrap();
    assert_eq!(
        authorization(credential, Request::new(())).await.unwrap(),
        "Bearer hush"
    );
}

#[tokio::test]
async fn an_endpoint_can_do_without() {
    const OPEN: Endpoint = Endpoint::get("a.b", "/").without_auth();
    let call = Arc::new(Call::new(OPEN, CallOptions::new()));
    let request = Request::builder().extension(call).body(()).unwrap();
    assert_eq!(
        authorization(Credential::bearer("hush").unwrap(), request).await,
        None
    );
}

#[tokio::test]
async fn a_credential_that_has_to_be_got_is_waited_for() {
    let token = Token(AtomicU32::new(1));
    assert_eq!(
        authorization(token, Request::new(())).await.unwrap(),
        "Token 1"
    );
}

#[tokio::test]
async fn a_replaced_credential_is_used_from_then_on() {
    let rotating = RotatingCredential::new(Credential::bearer("old").unwrap());
    rotating.replace(Credential::bearer("new").unwrap());
    assert_eq!(
        authorization(rotating, Request::new(())).await.unwrap(),
        "Bearer new"
    );
}

#[tokio::test]
async fn without_a_credential_nothing_is_sent() {
    let layer = AuthLayer::new(Token(AtomicU32::new(0)));
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(layer);
    handle.allow(1);
    assert!(service.poll_ready().is_ready());
    let error = service.call(Request::new(())).await.unwrap_err();
    assert_eq!(
        error.downcast::<Error>().unwrap().kind(),
        ErrorKind::Unauthorized
    );
}

#[tokio::test]
async fn the_provider_is_told_of_a_401() {
    let token = Arc::new(Token(AtomicU32::new(1)));
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(AuthLayer::new(token.clone()));
    handle.allow(1);
    assert!(service.poll_ready().is_ready());
    let answer = tokio::spawn(service.call(Request::new(())));
    let (_, send) = handle.next_request().await.unwrap();
    send.send_response(
        Response::builder()
            .status(StatusCode::UNAUTHORIZED)
            .body(())
            .unwrap(),
    );
    assert_eq!(
        answer.await.unwrap().unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(token.0.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_the_credential_takes_another_token() {
    struct Slow;
    impl CredentialProvider for Slow {
        fn credential(&self) -> Provided {
            Provided::Later(Box::pin(async {
                tokio::time::sleep(Duration::from_secs(10)).await;
                Ok(Credential::bearer("hush")?)
            }))
        }
    }
    let limiter = GovernorLimiter::new(Limits::new(Limit::new(500, Duration::from_secs(5))));
    let start = Instant::now();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let layer = AuthLayer::new(Slow).paced_by(limiter, Scopes::default());
    let service = layer.layer(tower::service_fn(move |request: Request<()>| {
        assert!(request.headers().contains_key("authorization"));
        tell.send(start.elapsed()).unwrap();
        std::future::ready(Ok::<_, BoxError>(Response::new(())))
    }));
    for _ in 0..600 {
        tokio::spawn(service.clone().oneshot(Request::new(())));
    }
    drop(service);
    let mut times = Vec::new();
    while let Some(time) = told.recv().await {
        times.push(time);
    }
    let in_five = times.iter().filter(|time| time.as_secs() < 15).count();
    assert!(in_five <= 500 && times.len() == 600, "{in_five}");
}

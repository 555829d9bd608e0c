//! The stack as a whole, over services that need no socket.

use std::{
    convert::Infallible,
    future::Ready,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::{Response, StatusCode, Uri};
use tower::{Layer, layer::layer_fn, service_fn, util::MapRequest};

use super::*;
use crate::{
    Bucket, CallOptions, Endpoint, Limit, Limits, auth::Credential, rate_limit::LimitKey,
    retry::StandardPolicy,
};

mod doubt;

const LIST: Endpoint = Endpoint::get("users.list", "/v3/users");
const SEND: Endpoint =
    Endpoint::post("messages.send", "/v3/message").bucket(Bucket::new("messages"));

fn builder() -> TransportBuilder {
    Transport::builder().base(Uri::from_static("https://api.example.com"))
}

/// Answers all with these statuses, in turn, and `{}`.
fn answers(
    statuses: &'static [u16],
) -> impl Service<
    http::Request<Body>,
    Response = Response<Body>,
    Error = Infallible,
    Future = Ready<Result<Response<Body>, Infallible>>,
> + Clone
+ Send
+ Sync
+ 'static {
    let mut left = statuses.iter().cycle();
    let left = Arc::new(Mutex::new(move || *left.next().unwrap()));
    service_fn(move |_| {
        let status = (left.lock().unwrap())();
        std::future::ready(Ok(Response::builder()
            .status(status)
            .body(Body::from("{}"))
            .unwrap()))
    })
}

type Log = Arc<Mutex<Vec<String>>>;

/// A layer that writes what of a request can be seen where it stands.
fn spy(
    name: &'static str,
    log: &Log,
) -> impl Layer<
    Next,
    Service = impl Service<
        http::Request<Body>,
        Response = Response<Body>,
        Error = BoxError,
        Future: Send + 'static,
    > + Clone
              + Send
              + Sync
              + 'static,
> + Clone
+ Send
+ 'static {
    let log = Arc::clone(log);
    layer_fn(move |next: Next| {
        let log = Arc::clone(&log);
        MapRequest::new(next, move |request: http::Request<Body>| {
            let auth = request.headers().contains_key("authorization");
            let attempts = request.extensions().get::<Arc<Call>>().unwrap().attempts();
            log.lock().unwrap().push(format!(
                "{name} {} auth={auth} sent={attempts}",
                request.uri()
            ));
            request
        })
    })
}

#[tokio::test(start_paused = true)]
async fn the_layers_stand_in_the_documented_order() {
    let log = Log::default();
    let transport = builder()
        .credential(Credential::bearer("hush").unwrap())
        .layer(Point::Wire, spy("wire", &log))
        .layer(Point::Attempt, spy("attempt", &log))
        .layer(Point::Call, spy("call-outer", &log))
        .layer(Point::Call, spy("call-inner", &log))
        .service(answers(&[503, 200]))
        .build()
        .unwrap();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();

    assert_eq!(
        *log.lock().unwrap(),
        [
            "call-outer /v3/users auth=false sent=0",
            "call-inner /v3/users auth=false sent=0",
            "attempt /v3/users auth=false sent=0",
            "wire https://api.example.com/v3/users auth=true sent=0",
            "attempt /v3/users auth=false sent=1",
            "wire https://api.example.com/v3/users auth=true sent=1",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_layer_can_be_put_around_each_of_ours() {
    let log = Log::default();
    let transport = builder()
        .credential(Credential::bearer("hush").unwrap())
        .layer(Point::Wire, spy("wire", &log))
        .layer(Point::Around(Slot::BaseUri), spy("around-base", &log))
        .layer(Point::Around(Slot::Auth), spy("around-auth-outer", &log))
        .layer(Point::Around(Slot::Auth), spy("around-auth-inner", &log))
        .replace(Slot::Judge, spy("judge", &log))
        .layer(Point::Around(Slot::Judge), spy("around-judge", &log))
        .without(Slot::CallSpan)
        .layer(Point::Around(Slot::CallSpan), spy("around-call-span", &log))
        .service(answers(&[200]))
        .build()
        .unwrap();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();

    assert_eq!(
        *log.lock().unwrap(),
        [
            "around-call-span /v3/users auth=false sent=0",
            "around-auth-outer /v3/users auth=false sent=0",
            "around-auth-inner /v3/users auth=false sent=0",
            "around-judge /v3/users auth=true sent=0",
            "judge /v3/users auth=true sent=0",
            "around-base /v3/users auth=true sent=0",
            "wire https://api.example.com/v3/users auth=true sent=0",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn each_slot_can_be_replaced_and_stands_where_it_says() {
    let log = Log::default();
    let mut builder = builder()
        .credential(Credential::bearer("hush").unwrap())
        .service(answers(&[200]));
    for (slot, name) in [
        (Slot::CallSpan, "CallSpan"),
        (Slot::Retry, "Retry"),
        (Slot::RateLimit, "RateLimit"),
        (Slot::Cooldown, "Cooldown"),
        (Slot::Redirect, "Redirect"),
        (Slot::AttemptSpan, "AttemptSpan"),
        (Slot::AttemptTimeout, "AttemptTimeout"),
        (Slot::Judge, "Judge"),
        (Slot::Collect, "Collect"),
        (Slot::BaseUri, "BaseUri"),
        (Slot::Headers, "Headers"),
        (Slot::Delivery, "Delivery"),
    ] {
        builder = builder.replace(slot, spy(name, &log));
    }
    builder
        .build()
        .unwrap()
        .execute::<()>(Request::new(&LIST))
        .await
        .unwrap();

    let seen: Vec<String> = log.lock().unwrap().clone();
    // With the base URI replaced as well, all see the path only.
    let expected = [
        "CallSpan /v3/users auth=false sent=0",
        "Retry /v3/users auth=false sent=0",
        "RateLimit /v3/users auth=false sent=0",
        "Cooldown /v3/users auth=false sent=0",
        "Redirect /v3/users auth=false sent=0",
        "AttemptSpan /v3/users auth=true sent=0",
        "AttemptTimeout /v3/users auth=true sent=0",
        "Judge /v3/users auth=true sent=0",
        "Collect /v3/users auth=true sent=0",
        "BaseUri /v3/users auth=true sent=0",
        "Headers /v3/users auth=true sent=0",
        "Delivery /v3/users auth=true sent=0",
    ];
    assert_eq!(seen, expected);
}

#[tokio::test(start_paused = true)]
async fn each_slot_can_be_left_out() {
    for slot in [
        Slot::CallSpan,
        Slot::Retry,
        Slot::RateLimit,
        Slot::Cooldown,
        Slot::Redirect,
        Slot::Auth,
        Slot::AttemptSpan,
        Slot::AttemptTimeout,
        Slot::Judge,
        Slot::Collect,
        Slot::BaseUri,
        Slot::Headers,
        Slot::Delivery,
    ] {
        let transport = builder()
            .without(slot)
            .service(answers(&[200]))
            .build()
            .unwrap();
        let reply = transport.execute_raw(Request::new(&LIST)).await.unwrap();
        assert_eq!(
            (reply.attempts(), reply.status()),
            (1, StatusCode::OK),
            "{slot:?}"
        );
    }
    let transport = builder()
        .without(Slot::Retry)
        .service(answers(&[503]))
        .build()
        .unwrap();
    let error = transport
        .execute_raw(Request::new(&LIST))
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn repeats_take_tokens_too() {
    let limits = Limits::new(Limit::new(1, Duration::from_secs(5)));
    let transport = builder()
        .limits(limits)
        .service(answers(&[503, 200]))
        .build()
        .unwrap();
    let start = tokio::time::Instant::now();
    let reply = transport.execute_raw(Request::new(&LIST)).await.unwrap();
    assert_eq!(reply.attempts(), 2);
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn clones_and_other_bases_share_the_limit_and_other_keys_do_not() {
    let limits = Limits::new(Limit::new(1, Duration::from_secs(5)));
    let transport = builder()
        .limits(limits)
        .service(answers(&[200]))
        .build()
        .unwrap();
    let other = transport
        .rebased(Uri::from_static("https://tech.example.com"))
        .unwrap();
    let start = tokio::time::Instant::now();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
    let options = CallOptions::new().limit_key(LimitKey::of("other"));
    transport
        .execute::<()>(Request::new(&LIST).options(options))
        .await
        .unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    other.execute::<()>(Request::new(&SEND)).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn transports_with_credentials_of_their_own_share_a_stack() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let pool = builder()
        .credential(Credential::bearer("pool").unwrap())
        .limits(Limits::new(Limit::new(1, Duration::from_secs(5))))
        .service(service_fn(move |request: http::Request<Body>| {
            let auth = request.headers()["authorization"]
                .to_str()
                .unwrap()
                .to_owned();
            log.lock().unwrap().push(auth);
            std::future::ready(Ok::<_, Infallible>(Response::new(Body::empty())))
        }))
        .build()
        .unwrap();
    let [one, two] = ["one", "two"].map(|name| {
        pool.with_credential(Credential::bearer(name).unwrap())
            .with_limit_key(LimitKey::of(name))
    });
    let start = tokio::time::Instant::now();
    for transport in [&pool, &one, &two] {
        transport.execute::<()>(Request::new(&SEND)).await.unwrap();
    }
    assert_eq!(start.elapsed(), Duration::ZERO, "three keys");
    let options = CallOptions::new().credential(Credential::bearer("own").unwrap());
    let request = Request::new(&SEND).options(options);
    assert!(!format!("{request:?} {one:?}").contains("own"));
    one.execute::<()>(request).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5, "a key");
    let expected = ["pool", "one", "two", "own"].map(|name| format!("Bearer {name}"));
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_401_is_told_to_whoever_gave_the_credential() {
    struct Counts(Arc<Mutex<u32>>);
    impl CredentialProvider for Counts {
        fn credential(&self) -> crate::auth::Provided {
            crate::auth::Provided::Now(Credential::bearer("x").unwrap())
        }

        fn refused(&self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    let [of_pool, own] = [(); 2].map(|()| Arc::new(Mutex::new(0)));
    let pool = builder()
        .credential(Counts(Arc::clone(&of_pool)))
        .service(answers(&[401]))
        .build()
        .unwrap();
    let derived = pool.with_credential(Counts(Arc::clone(&own)));
    derived
        .execute::<()>(Request::new(&SEND))
        .await
        .unwrap_err();
    assert_eq!((*of_pool.lock().unwrap(), *own.lock().unwrap()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn the_total_time_is_around_waiting_for_the_limit() {
    let limits = Limits::new(Limit::new(1, Duration::from_secs(50)));
    let transport = builder()
        .limits(limits)
        .total_timeout(Duration::from_secs(3))
        .service(answers(&[200]))
        .build()
        .unwrap();
    transport.execute::<()>(Request::new(&SEND)).await.unwrap();
    let start = tokio::time::Instant::now();
    let error = transport
        .execute::<()>(Request::new(&SEND))
        .await
        .unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 3);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(!error.may_have_executed());
}

#[tokio::test(start_paused = true)]
async fn the_total_time_is_around_a_service_that_is_never_ready() {
    #[derive(Clone)]
    struct Never;
    impl Service<http::Request<Body>> for Never {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = Ready<Result<Response<Body>, Infallible>>;

        fn poll_ready(
            &mut self,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Result<(), Infallible>> {
            std::task::Poll::Pending
        }

        fn call(&mut self, _: http::Request<Body>) -> Self::Future {
            std::future::ready(Ok(Response::new(Body::empty())))
        }
    }
    let transport = builder().service(Never).build().unwrap();
    let options = CallOptions::new().total_timeout(Duration::from_secs(2));
    let error = transport
        .execute::<()>(Request::new(&SEND).options(options))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
}

#[tokio::test(start_paused = true)]
async fn a_refused_body_is_kept_as_data() {
    let transport = builder()
        .error_decoder(|_: StatusCode, body: &[u8]| {
            ErrorDetails::new()
                .code(String::from_utf8_lossy(body))
                .message("hush")
        })
        .service(service_fn(|_: http::Request<Body>| async {
            Ok::<_, Infallible>(
                Response::builder()
                    .status(400)
                    .header("retry-after", "7")
                    .body(Body::from("NO_CHAT"))
                    .unwrap(),
            )
        }))
        .build()
        .unwrap();
    let error = transport
        .execute::<()>(Request::new(&SEND).json("x"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert_eq!(error.code(), Some("NO_CHAT"));
    assert_eq!(error.message(), Some("hush"));
    assert_eq!(error.body(), "NO_CHAT");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.to_string(), "messages.send: rejected (400 NO_CHAT)");
    assert!(!format!("{error:?}").contains("hush"));
    assert!(!error.may_have_executed());
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_back_every_bucket_of_the_key() {
    let limits = Limits::new(Limit::new(500, Duration::from_secs(5))).with(
        Bucket::new("messages"),
        Limit::new(50, Duration::from_secs(5)),
    );
    let transport = builder()
        .limits(limits)
        .no_retry()
        .service(answers(&[429, 200]))
        .build()
        .unwrap();
    let start = tokio::time::Instant::now();
    let error = transport
        .execute::<()>(Request::new(&SEND))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(error.is_retryable(false));
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn after_a_429_a_bucket_that_is_the_only_one_limited_leaves_at_its_pace() {
    let only = Limit::new(10, Duration::from_secs(1));
    let times = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&times);
    let transport = builder()
        .limits(Limits::none().with(Bucket::new("messages"), only))
        .service(service_fn(move |_: http::Request<Body>| {
            let mut seen = seen.lock().unwrap();
            seen.push(tokio::time::Instant::now());
            let status = if seen.len() == 1 { 429 } else { 200 };
            let answer = Response::builder().status(status).body(Body::from("{}"));
            std::future::ready(Ok::<_, Infallible>(answer.unwrap()))
        }))
        .build()
        .unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..100 {
        calls.spawn(transport.execute::<()>(Request::new(&SEND)));
    }
    calls.join_all().await;
    let times = times.lock().unwrap();
    let most = times.iter().map(|start| {
        let span = *start..*start + only.window();
        times.iter().filter(|time| span.contains(time)).count()
    });
    assert!(most.max().unwrap() <= 10);
}

#[tokio::test(start_paused = true)]
async fn headers_go_along_and_secrets_do_not_show() {
    let log = Log::default();
    let seen = Arc::clone(&log);
    let transport = builder()
        .credential(Credential::bearer("hush-hush").unwrap())
        .layer(
            Point::Wire,
            layer_fn(move |next: Next| {
                let seen = Arc::clone(&seen);
                MapRequest::new(next, move |request: http::Request<Body>| {
                    seen.lock()
                        .unwrap()
                        .push(format!("{:?}", request.headers()));
                    request
                })
            }),
        )
        .service(answers(&[201]))
        .build()
        .unwrap();
    let pending = transport.execute::<()>(Request::new(&SEND).json(&["79990000000"]));
    let shown = format!("{transport:?} {pending:?}");
    pending.await.unwrap();
    let headers = log.lock().unwrap().concat();
    for name in ["content-type", "accept", "user-agent", "authorization"] {
        assert!(headers.contains(name), "{headers}");
    }
    for shown in [headers, shown] {
        assert!(
            !shown.contains("hush") && !shown.contains("7999"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn a_service_alone_is_a_transport() {
    let transport = Transport::new(service_fn(|request: http::Request<Body>| async move {
        match request.uri().path() {
            "/v3/users" => Err("down".into()),
            _ => Ok::<_, BoxError>(
                Response::builder()
                    .status(500)
                    .body(http_body_util::Full::new(Bytes::from_static(b"oops")))
                    .unwrap(),
            ),
        }
    }))
    .with_error_decoder(|_: StatusCode, _: &[u8]| ErrorDetails::new().code("OOPS"));
    let error = transport
        .execute::<()>(Request::new(&LIST))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Other, 1));
    assert!(error.may_have_executed());
    let error = transport
        .execute::<()>(Request::new(&SEND))
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "messages.send: server failed (500 OOPS)");
    assert!(error.may_have_executed() && !error.is_retryable(false) && error.is_retryable(true));
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let transport = builder().service(answers(&[200])).build().unwrap();
    let mut call = std::pin::pin!(transport.execute::<()>(Request::new(&LIST)));
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = call.as_mut().poll(&mut cx) else {
        panic!("no error")
    };
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn what_cannot_be_built_says_why() {
    for (builder, why) in [
        (Transport::builder(), "the base URI is missing"),
        (
            Transport::builder().base(Uri::from_static("/v3")),
            "the base URI is not absolute",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), why);
    }
}

#[test]
fn everything_is_send_and_static() {
    fn check<T: Send + 'static>() {}
    fn shared<T: Send + Sync + Clone + 'static>() {}
    check::<ResponseFuture<Vec<String>>>();
    check::<ResponseFuture<std::rc::Rc<()>>>();
    check::<Request>();
    check::<Error>();
    check::<TransportBuilder>();
    shared::<Transport>();
    shared::<Reply>();
    shared::<CallOptions>();
    shared::<StandardPolicy>();
}

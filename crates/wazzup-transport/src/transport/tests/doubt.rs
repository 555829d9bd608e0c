//! What the stack says about whether the server may have executed a call.

use super::*;

#[tokio::test]
async fn who_has_answered_was_reached_whatever_its_body_says() {
    struct Refused;
    impl http_body::Body for Refused {
        type Data = Bytes;
        type Error = std::io::Error;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            let refused = std::io::ErrorKind::ConnectionRefused;
            std::task::Poll::Ready(Some(Err(refused.into())))
        }
    }
    let transport = Transport::new(service_fn(|_: http::Request<Body>| async {
        Ok::<_, BoxError>(Response::builder().status(201).body(Refused).unwrap())
    }));
    let send = Request::new(&SEND).json("x");
    let error = transport.execute::<()>(send).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert!(error.may_have_executed());
}

#[tokio::test]
async fn a_layer_of_the_user_can_prove_that_nothing_was_sent() {
    let fails = |error: fn() -> BoxError| {
        let layer = layer_fn(move |_: Next| {
            service_fn(
                move |_: http::Request<Body>| async move { Err::<Response<Body>, _>(error()) },
            )
        });
        builder()
            .layer(Point::Attempt, layer)
            .service(answers(&[200]))
            .build()
            .unwrap()
    };
    let open: fn() -> BoxError = || Error::new(ErrorKind::Other, "circuit").into();
    let doubtful: fn() -> BoxError = || {
        Error::new(ErrorKind::Other, "circuit")
            .with_may_have_executed(true)
            .into()
    };
    let foreign: fn() -> BoxError = || "circuit open".into();
    for (error, may_have_executed) in [(open, false), (doubtful, true), (foreign, true)] {
        let error = fails(error)
            .execute::<()>(Request::new(&SEND))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Other, "messages.send")
        );
        assert_eq!(error.may_have_executed(), may_have_executed);
    }
}

/// Over a service that looks at the bytes and fails like this: the service must be asked once only, and
/// whoever called be told that it may have been executed.
async fn stays_in_doubt(fails: fn() -> BoxError) {
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    let service = service_fn(move |request: http::Request<Body>| {
        assert_eq!(request.body().as_bytes(), Some(b"[]".as_slice()));
        *count.lock().unwrap() += 1;
        std::future::ready(Err::<Response<Body>, _>(fails()))
    });
    let transport = builder().service(service).build().unwrap();
    let send = Request::new(&SEND).json::<[u8; 0]>(&[]);
    let error = transport.execute::<()>(send).await.unwrap_err();
    assert!(error.may_have_executed());
    assert_eq!(*asked.lock().unwrap(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_looked_at_the_bytes_may_have_sent_them() {
    stays_in_doubt(|| std::io::Error::from(std::io::ErrorKind::ConnectionReset).into()).await;
}

#[tokio::test(start_paused = true)]
async fn a_transport_inside_another_is_believed_what_it_doubts() {
    // Its first attempt was lost, and for the second there was no connection.
    stays_in_doubt(|| {
        Error::new(ErrorKind::Connect, "a.b")
            .with_may_have_executed(true)
            .into()
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_no_connection_took_up_in_the_time_of_an_attempt_is_sent_again() {
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    let queue = service_fn(move |request: http::Request<Body>| {
        let mut asked = count.lock().unwrap();
        *asked += 1;
        let stuck = *asked == 1;
        async move {
            if stuck {
                std::future::pending::<()>().await;
            }
            assert_eq!(request.body().as_bytes(), Some(b"[]".as_slice()));
            Ok::<_, Infallible>(Response::new(Body::from("{}")))
        }
    });
    let transport = builder().service(queue).build().unwrap();
    let start = tokio::time::Instant::now();
    let send = Request::new(&SEND).json::<[u8; 0]>(&[]);
    transport.execute::<()>(send).await.unwrap();
    assert_eq!(*asked.lock().unwrap(), 2);
    assert_eq!(start.elapsed().as_secs(), 30);
}

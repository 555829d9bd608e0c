//! Ends an attempt that takes too long.
//!
//! The time runs from handing the request on to the last byte of the answer, if the answer is read
//! inside of this layer, as it is in the stack. Waiting for the rate limit is outside of it, and so
//! is the pause between attempts; the total time of a call is the matter of the
//! [transport](crate::TransportBuilder::total_timeout). The error is of the kind
//! [`Timeout`](crate::ErrorKind::Timeout), or that of the status if the server has refused by then and
//! only the body is missing. An attempt whose call has no time left is not begun.
//!
//! ```
//! use std::{convert::Infallible, time::Duration};
//! use http::{Request, Response};
//! use tower::{ServiceBuilder, ServiceExt as _, service_fn};
//! use wazzup_transport::attempt_timeout::AttemptTimeoutLayer;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let service = ServiceBuilder::new()
//!     .layer(AttemptTimeoutLayer::new(Duration::from_millis(1)))
//!     .service(service_fn(|_: Request<()>| std::future::pending::<Result<Response<()>, Infallible>>()));
//! service.oneshot(Request::new(())).await.unwrap_err();
//! # }
//! ```

pub use self::{future::ResponseFuture, layer::AttemptTimeoutLayer, service::AttemptTimeout};

mod future;
mod layer;
mod service;

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use http::{Request, Response};
    use tokio::time::Instant;
    use tower_test::mock;

    use super::*;
    use crate::{Call, CallOptions, Endpoint, Error, ErrorKind};

    type Mock = mock::Spawn<AttemptTimeout<mock::Mock<Request<()>, Response<()>>>>;

    async fn ends_after(layer: AttemptTimeoutLayer, request: Request<()>) -> Duration {
        let (mut service, mut handle): (Mock, _) = mock::spawn_layer(layer);
        handle.allow(1);
        assert!(service.poll_ready().is_ready());
        let start = Instant::now();
        let answer = service.call(request);
        let _keep = handle.next_request().await.unwrap();
        let error = answer.await.unwrap_err().downcast::<Error>().unwrap();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_without_an_answer_ends() {
        let layer = AttemptTimeoutLayer::new(Duration::from_secs(30));
        assert_eq!(ends_after(layer, Request::new(())).await.as_secs(), 30);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_begun_when_the_time_of_the_call_is_up() {
        for time in [Duration::ZERO, Duration::from_secs(10)] {
            let options = CallOptions::new().total_timeout(time);
            let call = Arc::new(Call::new(Endpoint::post("a.b", "/"), options));
            call.started();
            // In line for the rate limit, without being polled.
            tokio::time::advance(time).await;
            let request = Request::builder().extension(call).body(()).unwrap();
            let (mut service, mut handle): (Mock, _) =
                mock::spawn_layer(AttemptTimeoutLayer::new(None));
            handle.allow(1);
            assert!(service.poll_ready().is_ready());
            let error = service.call(request).await.unwrap_err();
            let error = error.downcast::<Error>().unwrap();
            assert_eq!(error.kind(), ErrorKind::Timeout);
            drop(service);
            assert!(handle.next_request().await.is_none());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_can_set_its_own_time() {
        let options = CallOptions::new().attempt_timeout(Duration::from_secs(2));
        let call = Arc::new(Call::new(Endpoint::get("a.b", "/"), options));
        let request = Request::builder().extension(call).body(()).unwrap();
        assert_eq!(
            ends_after(AttemptTimeoutLayer::new(None), request)
                .await
                .as_secs(),
            2
        );
    }
}

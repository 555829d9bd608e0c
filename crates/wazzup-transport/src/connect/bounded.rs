use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use http::Uri;
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};
use tower_service::Service;

use super::{ConnectTimeout, leaving};
use crate::BoxError;

/// A connector that gives up after a time: on the whole of TCP, proxy and TLS.
#[derive(Clone, Debug)]
pub(crate) struct Bounded<C> {
    inner: C,
    timeout: Option<Duration>,
}

impl<C> Bounded<C> {
    pub(super) fn new(inner: C, timeout: Option<Duration>) -> Self {
        Self { inner, timeout }
    }
}

impl<C> Service<Uri> for Bounded<C>
where
    C: Service<Uri>,
    C::Error: Into<BoxError>,
{
    type Response = C::Response;
    type Error = BoxError;
    type Future = Connecting<C::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let of_call = leaving::call().and_then(|call| call.options().values().connect_timeout);
        let timeout = of_call.or(self.timeout);
        Connecting {
            inner: self.inner.call(target),
            sleep: timeout.map(|timeout| Box::pin(sleep(timeout))),
            timeout: timeout.unwrap_or_default(),
        }
    }
}

pin_project! {
    pub(crate) struct Connecting<F> {
        #[pin]
        inner: F,
        // hyper-util wants the future of a connector to be movable; this is once per connection.
        sleep: Option<Pin<Box<Sleep>>>,
        timeout: Duration,
    }
}

impl<F, T, E> Future for Connecting<F>
where
    F: Future<Output = Result<T, E>>,
    E: Into<BoxError>,
{
    type Output = Result<T, BoxError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Poll::Ready(output) = this.inner.poll(cx) {
            return Poll::Ready(output.map_err(Into::into));
        }
        let Some(sleep) = this.sleep else {
            return Poll::Pending;
        };
        ready!(sleep.as_mut().poll(cx));
        Poll::Ready(Err(ConnectTimeout(*this.timeout).into()))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        convert::Infallible,
        future::{pending, poll_fn},
        sync::Arc,
    };

    use tokio::time::Instant;
    use tower::{ServiceExt as _, service_fn};

    use super::*;
    use crate::{Call, CallOptions, Endpoint};

    #[tokio::test(start_paused = true)]
    async fn it_gives_up_after_the_time() {
        let hangs = service_fn(|_: Uri| pending::<Result<(), Infallible>>());
        let start = Instant::now();
        let bounded = Bounded::new(hangs, Some(Duration::from_secs(5)));
        let error = bounded
            .oneshot(Uri::from_static("http://a.test"))
            .await
            .unwrap_err();
        assert!(error.is::<ConnectTimeout>());
        assert_eq!(start.elapsed().as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_can_set_its_own_time() {
        let hangs = service_fn(|_: Uri| pending::<Result<(), Infallible>>());
        for (own, default) in [(1, Some(5)), (9, Some(5)), (9, None)] {
            let options = CallOptions::new().connect_timeout(Duration::from_secs(own));
            let mut call = Some(Arc::new(Call::new(Endpoint::get("a.b", "/"), options)));
            let bounded = Bounded::new(hangs, default.map(Duration::from_secs));
            let start = Instant::now();
            let mut connecting = Box::pin(bounded.oneshot(Uri::from_static("http://a.test")));
            let error = poll_fn(|cx| {
                // As the request is polled.
                leaving::polling(&mut call, || connecting.as_mut().poll(cx))
            });
            assert!(error.await.unwrap_err().is::<ConnectTimeout>());
            assert_eq!(start.elapsed().as_secs(), own);
        }
    }
}

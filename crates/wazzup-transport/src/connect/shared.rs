use std::{
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::Uri;
use tokio::time::Instant;
use tower_service::Service;

use super::leaving;
use crate::rate_limit::GOOD_FOR;

/// A connector behind one pointer: hyper-util clones its connector twice per request, though it
/// connects once in a while.
#[derive(Debug)]
pub(crate) struct Shared<C>(Arc<C>);

impl<C> Shared<C> {
    pub(super) fn new(connector: C) -> Self {
        Self(Arc::new(connector))
    }
}

impl<C> Clone for Shared<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// In a box, since hyper-util has the room for it in the future of each request.
type Connecting<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

impl<C> Service<Uri> for Shared<C>
where
    C: Service<Uri, Future: Send> + Clone + Send + 'static,
{
    type Response = C::Response;
    type Error = C::Error;
    type Future = Connecting<C::Response, C::Error>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), C::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let mut connector = C::clone(&self.0);
        let call = leaving::call();
        Box::pin(async move {
            let start = Instant::now();
            poll_fn(|cx| connector.poll_ready(cx)).await?;
            let connection = connector.call(target).await?;
            if let Some(call) = call
                && start.elapsed() > GOOD_FOR
            {
                call.set_late();
            }
            Ok(connection)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::sleep;
    use tower::{ServiceExt as _, service_fn};

    use super::*;
    use crate::{Call, CallOptions, Endpoint};

    #[tokio::test(start_paused = true)]
    async fn a_call_whose_connection_takes_its_time_is_late() {
        for (time, late) in [(1, false), (300, true)] {
            let mut call = Some(Arc::new(Call::new(
                Endpoint::get("a.b", "/"),
                CallOptions::new(),
            )));
            let connector = Shared::new(service_fn(move |_: Uri| async move {
                sleep(Duration::from_millis(time)).await;
                Ok::<_, std::convert::Infallible>(())
            }));
            let target = Uri::from_static("http://a.test");
            let mut connecting = Box::pin(connector.oneshot(target));
            poll_fn(|cx| {
                // As the request is polled.
                leaving::polling(&mut call, || connecting.as_mut().poll(cx))
            })
            .await
            .unwrap();
            assert_eq!(call.unwrap().take_late(), late);
        }
    }
}

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::Uri;
use tower_service::Service;

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
        Box::pin(async move {
            poll_fn(|cx| connector.poll_ready(cx)).await?;
            connector.call(target).await
        })
    }
}

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::Uri;
use pin_project_lite::pin_project;
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

impl<C: Service<Uri> + Clone> Service<Uri> for Shared<C>
where
    C::Future: Unpin,
{
    type Response = C::Response;
    type Error = C::Error;
    type Future = Connecting<C>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), C::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Connecting<C> {
        Connecting {
            connector: C::clone(&self.0),
            target: Some(target),
            inner: None,
        }
    }
}

pin_project! {
    /// Waits for a clone of the connector to be ready, and connects.
    pub(crate) struct Connecting<C: Service<Uri>> {
        connector: C,
        target: Option<Uri>,
        #[pin]
        inner: Option<C::Future>,
    }
}

impl<C: Service<Uri>> Future for Connecting<C> {
    type Output = Result<C::Response, C::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if this.target.is_some() {
            ready!(this.connector.poll_ready(cx))?;
            if let Some(target) = this.target.take() {
                this.inner.set(Some(this.connector.call(target)));
            }
        }
        match this.inner.as_pin_mut() {
            Some(inner) => inner.poll(cx),
            None => Poll::Pending,
        }
    }
}

//! What stands for the endpoints of flows where there are none.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;

#[derive(Clone, Default)]
pub(super) struct Flows {}

/// Never made.
pub(super) struct FlowFuture<B> {
    never: Infallible,
    body: PhantomData<fn() -> B>,
}

impl<B> Future for FlowFuture<B> {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let _ = self.body;
        match self.never {}
    }
}

/// Never made.
pub(super) struct Flow(Infallible);

impl Flow {
    pub(super) fn respond<B>(self, _: Request<B>) -> FlowFuture<B> {
        match self.0 {}
    }
}

impl Flows {
    #[inline]
    pub(super) fn at(&self, _: &str) -> Option<Flow> {
        None
    }

    pub(super) fn in_progress(&self) -> usize {
        0
    }

    pub(super) fn drained(&self) -> Ready<()> {
        ready(())
    }

    pub(super) fn abandon(&self) {}
}

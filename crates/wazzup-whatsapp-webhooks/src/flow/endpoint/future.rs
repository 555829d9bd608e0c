use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::Response;
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::Receiver;

pin_project! {
    /// The answer of a [`FlowEndpoint`](crate::flow::FlowEndpoint), on its way.
    ///
    /// Dropped before the body is complete, it does nothing; dropped after that, the handler runs to
    /// its end.
    pub struct FlowResponseFuture<B> {
        #[pin]
        pub(super) inner: wazzup_endpoint::ResponseFuture<Receiver, B>,
    }
}

impl<B: Body> Future for FlowResponseFuture<B> {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().inner.poll(cx)
    }
}

impl<B> fmt::Debug for FlowResponseFuture<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FlowResponseFuture(..)")
    }
}

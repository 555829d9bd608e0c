use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::Response;
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{Receiver, flows::FlowFuture};
use crate::challenge::take_as_it_is;

pin_project! {
    /// The answer of a [`WebhookService`](crate::WebhookService), on its way.
    ///
    /// Dropped before the body is complete, it does nothing; dropped after that, the handlers run to
    /// their end.
    pub struct ResponseFuture<B> {
        #[pin]
        state: State<B>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<B> {
        Webhook {
            #[pin]
            inner: wazzup_endpoint::ResponseFuture<Receiver, B>,
            plain: bool,
        },
        Flow {
            #[pin]
            inner: FlowFuture<B>,
        },
    }
}

impl<B> ResponseFuture<B> {
    /// `plain`: the answer is text that the sender may have written.
    pub(super) fn webhook(
        inner: wazzup_endpoint::ResponseFuture<Receiver, B>,
        plain: bool,
    ) -> Self {
        Self {
            state: State::Webhook { inner, plain },
        }
    }

    pub(super) fn flow(inner: FlowFuture<B>) -> Self {
        Self {
            state: State::Flow { inner },
        }
    }
}

impl<B: Body> Future for ResponseFuture<B> {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project().state.project() {
            StateProjection::Webhook { inner, plain } => {
                let Ok(mut response) = ready!(inner.poll(cx));
                if *plain {
                    take_as_it_is(&mut response);
                }
                Poll::Ready(Ok(response))
            }
            StateProjection::Flow { inner } => inner.poll(cx),
        }
    }
}

impl<B> fmt::Debug for ResponseFuture<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture(..)")
    }
}

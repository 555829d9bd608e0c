use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes, BytesMut};
use http::{Response, response::Parts};
use http_body::Body as HttpBody;
use pin_project_lite::pin_project;

use crate::{Body, BoxError};

pin_project! {
    /// An answer whose body is being read.
    #[derive(Debug)]
    pub(crate) struct Collecting<B> {
        #[pin]
        body: B,
        head: Option<Parts>,
        // A body in one piece, as nearly all are, is passed on without a copy.
        first: Bytes,
        all: BytesMut,
        limit: usize,
    }
}

impl<B> Collecting<B> {
    pub(crate) fn new(response: Response<B>, limit: usize) -> Self {
        let (head, body) = response.into_parts();
        Self {
            body,
            head: Some(head),
            first: Bytes::new(),
            all: BytesMut::new(),
            limit,
        }
    }
}

impl<B> Future for Collecting<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<Bytes>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let limit = *this.limit;
        if this.body.size_hint().lower() > limit as u64 {
            return Poll::Ready(Err(TooLarge { limit }.into()));
        }
        while !this.body.is_end_stream() {
            let Some(frame) = ready!(this.body.as_mut().poll_frame(cx)) else {
                break;
            };
            let Ok(data) = frame.map_err(Into::into)?.into_data() else {
                continue;
            };
            let read = this.first.len() + this.all.len();
            if data.remaining() > limit.saturating_sub(read) {
                return Poll::Ready(Err(TooLarge { limit }.into()));
            }
            if read == 0 {
                *this.first = data;
                continue;
            }
            if this.all.is_empty() {
                // What the server announces is trusted only so far as memory goes.
                let announced = this.body.size_hint().lower().min(FIRST_RESERVE) as usize;
                this.all.reserve(read + data.len() + announced);
                this.all.extend_from_slice(&std::mem::take(this.first));
            }
            this.all.extend_from_slice(&data);
        }
        let body = if this.all.is_empty() {
            std::mem::take(this.first)
        } else {
            std::mem::take(this.all).freeze()
        };
        let head = this.head.take().expect("polled after it was done");
        Poll::Ready(Ok(Response::from_parts(head, body)))
    }
}

pin_project! {
    /// Response future of [`Collect`](super::Collect).
    #[derive(Debug)]
    pub struct ResponseFuture<F, R> {
        #[pin]
        state: State<F, R>,
        limit: usize,
        // Whether a success is left unread.
        streams: bool,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = StateProj]
    enum State<F, R> {
        Head { #[pin] inner: F },
        Body { #[pin] body: Collecting<R> },
    }
}

impl<F, R> ResponseFuture<F, R> {
    #[inline]
    pub(super) fn new(inner: F, limit: usize, streams: bool) -> Self {
        Self {
            state: State::Head { inner },
            limit,
            streams,
        }
    }
}

impl<F, R, E> Future for ResponseFuture<F, R>
where
    F: Future<Output = Result<Response<R>, E>>,
    E: Into<BoxError>,
    R: HttpBody<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let response = match this.state.as_mut().project() {
                StateProj::Head { inner } => ready!(inner.poll(cx)).map_err(Into::into)?,
                StateProj::Body { body } => {
                    return body.poll(cx).map_ok(|response| response.map(Body::from));
                }
            };
            if *this.streams && response.status().is_success() {
                return Poll::Ready(Ok(response.map(Body::wrap)));
            }
            let body = Collecting::new(response, *this.limit);
            this.state.set(State::Body { body });
        }
    }
}

/// How much is set aside at most on the word of a `Content-Length`, in bytes.
const FIRST_RESERVE: u64 = 64 * 1024;

/// An answer was longer than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    limit: usize,
}

small_error!(TooLarge { limit }: "the answer has more than {limit} bytes");

impl TooLarge {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit }
    }

    /// The limit, in bytes.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }
}

use std::{
    error::Error as StdError,
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes, BytesMut};
use http::Response;
use http_body::Body as HttpBody;
use pin_project_lite::pin_project;

use crate::{Body, BoxError};

/// An answer whose body is being read, in place.
#[derive(Debug)]
pub(crate) struct Collecting {
    response: Response<Body>,
    read: Read,
}

impl Collecting {
    pub(crate) fn new(response: Response<Body>, limit: usize) -> Self {
        let read = Read::new(limit);
        Self { response, read }
    }
}

/// What was read of a body.
#[derive(Debug)]
struct Read {
    // A body in one piece, as nearly all are, is passed on without a copy.
    first: Bytes,
    all: BytesMut,
    limit: usize,
}

impl Read {
    #[inline]
    fn new(limit: usize) -> Self {
        Self {
            first: Bytes::new(),
            all: BytesMut::new(),
            limit,
        }
    }

    /// Reads on, and puts all that was read in the place of the body when it is there whole.
    #[inline]
    fn poll(&mut self, body: &mut Body, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        let limit = self.limit;
        if body.size_hint().lower() > limit as u64 {
            return Poll::Ready(Err(TooLarge { limit }.into()));
        }
        while !body.is_end_stream() {
            let Some(frame) = ready!(Pin::new(&mut *body).poll_frame(cx)) else {
                break;
            };
            let Ok(data) = frame?.into_data() else {
                continue;
            };
            let read = self.first.len() + self.all.len();
            if data.remaining() > limit.saturating_sub(read) {
                return Poll::Ready(Err(TooLarge { limit }.into()));
            }
            if read == 0 {
                self.first = data;
                continue;
            }
            if self.all.is_empty() {
                // What the server announces is trusted only so far as memory goes.
                let announced = body.size_hint().lower().min(FIRST_RESERVE) as usize;
                self.all.reserve(read + data.len() + announced);
                self.all.extend_from_slice(&std::mem::take(&mut self.first));
            }
            self.all.extend_from_slice(&data);
        }
        *body = Body::from(if self.all.is_empty() {
            std::mem::take(&mut self.first)
        } else {
            std::mem::take(&mut self.all).freeze()
        });
        Poll::Ready(Ok(()))
    }
}

/// Resolves to the answer with its body whole.
impl Future for Collecting {
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let read = ready!(this.read.poll(this.response.body_mut(), cx));
        let response = std::mem::take(&mut this.response);
        Poll::Ready(match read {
            Ok(()) => Ok(response),
            Err(error) => cut_off(response, error),
        })
    }
}

pin_project! {
    /// Response future of [`Collect`](super::Collect).
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        // In a box, since most bodies are there with the head and need none, and futures of layers are
        // moved into each other.
        reading: Option<Box<Collecting>>,
        limit: usize,
        // Whether a success is left unread.
        streams: bool,
    }
}

impl<F> ResponseFuture<F> {
    #[inline]
    pub(super) fn new(inner: F, limit: usize, streams: bool) -> Self {
        Self {
            inner,
            reading: None,
            limit,
            streams,
        }
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    E: Into<BoxError>,
    R: HttpBody<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        if let Some(reading) = this.reading {
            return Pin::new(&mut **reading).poll(cx);
        }
        let mut response = match ready!(this.inner.poll(cx)) {
            Ok(response) => Body::wrap_in(response),
            Err(error) => return Poll::Ready(Err(error.into())),
        };
        if *this.streams && response.status().is_success() {
            return Poll::Ready(Ok(response));
        }
        let mut read = Read::new(*this.limit);
        match read.poll(response.body_mut(), cx) {
            Poll::Ready(Ok(())) => Poll::Ready(Ok(response)),
            Poll::Ready(Err(error)) => Poll::Ready(cut_off(response, error)),
            Poll::Pending => {
                *this.reading = Some(Box::new(Collecting { response, read }));
                Poll::Pending
            }
        }
    }
}

/// What comes of an answer whose body cannot be read. A refusal is one without it: its status and its
/// headers say what may follow, not what became of the connection after them.
#[cold]
pub(crate) fn cut_off(
    mut response: Response<Body>,
    error: BoxError,
) -> Result<Response<Body>, BoxError> {
    if response.status().is_success() {
        return Err(error);
    }
    *response.body_mut() = Body::empty();
    response.extensions_mut().insert(CutOff(error.into()));
    Ok(response)
}

/// Says of a refusal that its body could not be read, and why. An extension of the answer.
#[derive(Clone, Debug)]
pub(crate) struct CutOff(Arc<dyn StdError + Send + Sync>);

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body of the answer cannot be read")
    }
}

impl StdError for CutOff {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
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

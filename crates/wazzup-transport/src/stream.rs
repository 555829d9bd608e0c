//! A successful answer whose body is read as it comes.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::CONTENT_LENGTH};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::{
    Body, BoxError, Error, ErrorKind, call::Call, collect::TooLarge, error::classify::Class,
};

/// A successful answer whose body is read as it comes, from
/// [`Transport::execute_streaming`](crate::Transport::execute_streaming).
pub struct StreamingReply {
    status: StatusCode,
    headers: HeaderMap,
    body: ReplyBody,
}

impl StreamingReply {
    pub(crate) fn new(response: http::Response<Body>, call: &Call) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: ReplyBody {
                body,
                about: About {
                    operation: call.operation(),
                    status: parts.status,
                    attempts: call.attempts(),
                },
                idle: call.idle_timeout(),
                timer: None,
                limit: call.options().values().body_limit,
                read: 0,
                over: false,
            },
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How long the body is, as the server says, if it does. What comes may be less only with an
    /// error, and never more.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        let said = || {
            self.headers
                .get(CONTENT_LENGTH)?
                .to_str()
                .ok()?
                .parse()
                .ok()
        };
        self.body.size_hint().exact().or_else(said)
    }

    /// How often the request was sent, each hop of a redirect counted.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.body.about.attempts
    }

    /// The name of the call.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.body.about.operation
    }

    /// The body, to be read in place.
    pub fn body_mut(&mut self) -> &mut ReplyBody {
        &mut self.body
    }

    /// Takes the body.
    #[must_use]
    pub fn into_body(self) -> ReplyBody {
        self.body
    }

    /// Takes all of it.
    #[must_use]
    pub fn into_parts(self) -> (StatusCode, HeaderMap, ReplyBody) {
        (self.status, self.headers, self.body)
    }
}

/// Without headers and body.
impl fmt::Debug for StreamingReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingReply")
            .field("operation", &self.operation())
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}

/// The body of a [`StreamingReply`]: pieces as they come off the connection, and nothing kept.
///
/// Read with [`chunk`](Self::chunk), or as an [`http_body::Body`]. Dropping it before its end closes
/// the connection.
pub struct ReplyBody {
    body: Body,
    about: About,
    idle: Option<Duration>,
    // Boxed once; set anew by each wait.
    timer: Option<(Pin<Box<Sleep>>, bool)>,
    limit: Option<usize>,
    read: u64,
    over: bool,
}

/// What errors of the body tell.
struct About {
    operation: &'static str,
    status: StatusCode,
    attempts: u32,
}

impl ReplyBody {
    /// The next piece. `None` at the end, and after an error.
    ///
    /// Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// - [`Timeout`](ErrorKind::Timeout) if nothing came for the
    ///   [idle timeout](crate::CallOptions::idle_timeout);
    /// - [`Closed`](ErrorKind::Closed) if the connection broke before the end;
    /// - [`TooLarge`](ErrorKind::TooLarge) beyond the [limit](crate::CallOptions::body_limit), if one
    ///   was set.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        loop {
            let frame = poll_fn(|cx| Pin::new(&mut *self).poll_frame(cx)).await?;
            match frame.map(Frame::into_data) {
                Ok(Ok(data)) => return Some(Ok(data)),
                Ok(Err(_trailers)) => {}
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn poll_inner(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            if let Some((_, set)) = &mut self.timer {
                *set = false;
            }
            let Some(Ok(frame)) = frame else {
                return Poll::Ready(frame);
            };
            let length = frame.data_ref().map_or(0, Bytes::len) as u64;
            self.read = self.read.saturating_add(length);
            if let Some(limit) = self.limit.filter(|limit| self.read > *limit as u64) {
                return Poll::Ready(Some(Err(TooLarge::new(limit).into())));
            }
            return Poll::Ready(Some(Ok(frame)));
        }
        let Some(end) = self.idle.and_then(|idle| Instant::now().checked_add(idle)) else {
            return Poll::Pending;
        };
        let (timer, set) = self
            .timer
            .get_or_insert_with(|| (Box::pin(sleep_until(end)), true));
        if !std::mem::replace(set, true) {
            timer.as_mut().reset(end);
        }
        ready!(timer.as_mut().poll(cx));
        let timeout = Error::new(ErrorKind::Timeout, self.about.operation);
        Poll::Ready(Some(Err(timeout
            .with_source("nothing more of the answer came in time")
            .into())))
    }
}

impl About {
    fn error(&self, error: BoxError) -> Error {
        let error = match error.downcast::<Error>() {
            Ok(own) => *own,
            Err(foreign) => {
                let kind = match Class::of(&foreign).kind {
                    kind @ (ErrorKind::Timeout | ErrorKind::TooLarge) => kind,
                    _ => ErrorKind::Closed,
                };
                Error::new(kind, self.operation).with_source(foreign)
            }
        };
        error
            .with_status(self.status)
            .with_attempts(self.attempts)
            .with_may_have_executed(true)
    }
}

impl HttpBody for ReplyBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let this = self.get_mut();
        if this.over {
            return Poll::Ready(None);
        }
        let frame = ready!(this.poll_inner(cx));
        this.over = !matches!(frame, Some(Ok(_)));
        if this.over {
            // The connection is free again, or broken.
            this.body = Body::empty();
            this.timer = None;
        }
        Poll::Ready(frame.map(|frame| frame.map_err(|error| this.about.error(error))))
    }

    fn is_end_stream(&self) -> bool {
        self.over || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// How much was read, and nothing of it.
impl fmt::Debug for ReplyBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyBody")
            .field("operation", &self.about.operation)
            .field("read", &self.read)
            .finish_non_exhaustive()
    }
}

/// How long nothing may come of an answer that is streamed: 30 s.
pub(crate) const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use http::{Response, Uri};

    use super::*;
    use crate::{Endpoint, Request, Transport};

    const GET: Endpoint = Endpoint::get("media.get", "/media");

    /// A byte each 20 s, so many times, and then nothing more.
    struct Slow(u32, Pin<Box<Sleep>>);

    impl HttpBody for Slow {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            if self.0 == 0 {
                return Poll::Pending;
            }
            ready!(self.1.as_mut().poll(cx));
            self.0 -= 1;
            self.1 = slowly();
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    fn slowly() -> Pin<Box<Sleep>> {
        Box::pin(tokio::time::sleep(Duration::from_secs(20)))
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_ends_after_the_idle_time_and_a_slow_one_does_not() {
        let transport = Transport::builder()
            .base(Uri::from_static("https://api.test"))
            .service(tower::service_fn(async |_: http::Request<Body>| {
                Ok::<_, Infallible>(Response::new(Slow(50, slowly())))
            }))
            .build()
            .unwrap();
        let start = Instant::now();
        let mut reply = transport
            .execute_streaming(Request::new(&GET))
            .await
            .unwrap();
        let mut read = 0;
        let error = loop {
            match reply.body_mut().chunk().await.unwrap() {
                Ok(piece) => read += piece.len(),
                Err(error) => break error,
            }
        };
        assert_eq!((read, error.kind()), (50, ErrorKind::Timeout));
        assert_eq!((error.operation(), error.attempts()), ("media.get", 1));
        // Longer than any time of an attempt or a call, which were for the head.
        assert_eq!(start.elapsed().as_secs(), 50 * 20 + 30);
        assert!(reply.body_mut().chunk().await.is_none());
    }
}

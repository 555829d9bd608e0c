use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http_body::Body as _;
use wazzup_transport::{ReplyBody, StreamingReply};

use super::{Watcher, check::Check};
use crate::{Error, ErrorKind, Result};

/// The content of a file, as it comes. From [`Media::stream`](crate::resources::Media::stream).
///
/// It is counted and hashed on the way. If it is not what the service said it would be, the last item is
/// an error of the kind [`Decode`](ErrorKind::Decode) whose source is a
/// [`MediaMismatch`](super::MediaMismatch): what came before is not to be used then.
#[must_use = "streams do nothing unless polled"]
pub struct MediaStream {
    body: ReplyBody,
    operation: &'static str,
    mime_type: Option<String>,
    total: Option<u64>,
    check: Check,
    watcher: Watcher,
    ended: bool,
}

impl MediaStream {
    pub(super) fn new(
        reply: StreamingReply,
        mime_type: Option<String>,
        check: Check,
        watcher: Watcher,
    ) -> Self {
        let sent_as = || reply.headers().get(CONTENT_TYPE)?.to_str().ok();
        Self {
            mime_type: mime_type.or_else(|| sent_as().map(str::to_owned)),
            total: check.size().or_else(|| reply.content_length()),
            operation: reply.operation(),
            body: reply.into_body(),
            check,
            watcher,
            ended: false,
        }
    }

    /// What the file is, as the service says.
    #[must_use]
    pub fn mime_type(&self) -> Option<&str> {
        self.mime_type.as_deref()
    }

    /// How many bytes it has in all, if that is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.total
    }

    /// How many bytes there were so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.check.seen()
    }

    /// The next piece, for those who have no `StreamExt` at hand.
    ///
    /// # Errors
    ///
    /// That of the connection, or [`Decode`](ErrorKind::Decode) if the file is not what it should be.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn mismatch(&self, mismatch: super::MediaMismatch) -> Error {
        Error::new(ErrorKind::Decode, self.operation)
            .with_may_have_executed(true)
            .with_source(mismatch)
    }
}

impl Stream for MediaStream {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while !this.ended {
            let frame = ready!(Pin::new(&mut this.body).poll_frame(cx)).transpose();
            let chunk = match frame {
                Ok(Some(frame)) => match frame.into_data() {
                    Ok(chunk) if !chunk.is_empty() => chunk,
                    _ => continue,
                },
                Ok(None) => {
                    this.ended = true;
                    let end = this
                        .check
                        .finish()
                        .err()
                        .map(|error| Err(this.mismatch(error)));
                    return Poll::Ready(end);
                }
                Err(error) => {
                    this.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            };
            if let Err(error) = this.check.update(&chunk) {
                this.ended = true;
                return Poll::Ready(Some(Err(this.mismatch(error))));
            }
            this.watcher.tell(this.check.seen(), this.total);
            return Poll::Ready(Some(Ok(chunk)));
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for MediaStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaStream")
            .field("mime_type", &self.mime_type)
            .field("size", &self.total)
            .field("received", &self.check.seen())
            .finish_non_exhaustive()
    }
}

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
    time::SystemTime,
};

use pin_project_lite::pin_project;
use wazzup_transport::{Reply, ResponseFuture};
use wazzup_types::message::OutgoingMessage;

use super::{Accepted, SendError, SendMessage, UnknownSend, verdict::Verdict};
use crate::Error;

pin_project! {
    /// Future of a [`SendMessage`].
    #[must_use = "futures do nothing unless polled"]
    pub struct SendFuture {
        #[pin]
        reply: ResponseFuture<Reply>,
        message: OutgoingMessage,
        started: SystemTime,
    }
}

impl SendFuture {
    pub(super) fn new(reply: ResponseFuture<Reply>, message: OutgoingMessage) -> Self {
        Self {
            reply,
            message,
            started: SystemTime::now(),
        }
    }

    fn poll_with_reply(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(Accepted, Option<Reply>), SendError>> {
        let this = self.project();
        let result = ready!(this.reply.poll(cx))
            .and_then(|reply| Ok((Accepted::read(&reply, this.message)?, Some(reply))))
            .or_else(|error| Ok((settle(error, this.message, *this.started)?, None)));
        Poll::Ready(result)
    }
}

fn settle(
    error: Error,
    message: &OutgoingMessage,
    started: SystemTime,
) -> Result<Accepted, SendError> {
    match Verdict::of(&error) {
        Verdict::Accepted => Ok(Accepted::unread(message)),
        Verdict::AlreadySent => Ok(Accepted::by_an_earlier_try(message)),
        Verdict::Rejected => Err(SendError::Rejected(error)),
        Verdict::Unknown => {
            let sent = started..SystemTime::now();
            // Whatever the transport took the answer for.
            let error = error.with_may_have_executed(true);
            let unknown = UnknownSend::new(message.clone(), error, sent);
            Err(SendError::Unknown(Box::new(unknown)))
        }
    }
}

impl Future for SendFuture {
    type Output = Result<Accepted, SendError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (accepted, _) = ready!(self.poll_with_reply(cx))?;
        Poll::Ready(Ok(accepted))
    }
}

impl fmt::Debug for SendFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendFuture").finish_non_exhaustive()
    }
}

/// A [`SendMessage`] that wants the answer as it came, too. From [`SendMessage::with_raw`].
///
/// There is none if the message was accepted without a readable answer.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct RawSend {
    send: SendMessage,
}

impl RawSend {
    pub(super) fn new(send: SendMessage) -> Self {
        Self { send }
    }
}

impl IntoFuture for RawSend {
    type Output = Result<(Accepted, Option<Reply>), SendError>;
    type IntoFuture = RawSendFuture;

    fn into_future(self) -> RawSendFuture {
        RawSendFuture {
            send: self.send.start(),
        }
    }
}

pin_project! {
    /// Future of a [`RawSend`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct RawSendFuture {
        #[pin]
        send: SendFuture,
    }
}

impl Future for RawSendFuture {
    type Output = Result<(Accepted, Option<Reply>), SendError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().send.poll_with_reply(cx)
    }
}

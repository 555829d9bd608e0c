use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
    time::SystemTime,
};

use pin_project_lite::pin_project;
use wazzup_transport::{CallOptions, Reply, ResponseFuture};
use wazzup_whatsapp_types::{MediaId, OutgoingMessage, PhoneNumberId, Recipient, message::Content};

use super::{
    Extras, Marketing, SendError, SendMessage, SentMessage, UnknownSend,
    attachment::upload,
    draft::Ready,
    request,
    sent::{About, Answer},
    verdict, wrong,
};
use crate::{Client, Error};

pin_project! {
    /// Future of a [`SendMessage`].
    #[must_use = "futures do nothing unless polled"]
    pub struct SendFuture {
        #[pin]
        state: State,
    }
}

pin_project! {
    #[project = StateProj]
    #[project_replace = StateOwn]
    enum State {
        // In boxes: nearly no message has a file with it.
        Uploading {
            upload: Pin<Box<dyn Future<Output = Result<(MediaId, Content), Error>> + Send>>,
            to: Recipient,
            rest: Box<Rest>,
        },
        Sending {
            #[pin]
            reply: ResponseFuture<Reply>,
            about: Box<About>,
            started: SystemTime,
        },
        Failed { error: Error },
        Done,
    }
}

/// What of a message is put together once its content is there.
pub(super) struct Rest {
    client: Client,
    extras: Extras,
    from: PhoneNumberId,
    marketing: Option<Marketing>,
    options: CallOptions,
}

impl SendFuture {
    pub(super) fn new(send: SendMessage) -> Self {
        let from = match send.plan() {
            Ok(from) => from,
            Err(error) => return Self::failed(error),
        };
        let rest = Rest {
            client: send.client,
            extras: send.extras,
            from,
            marketing: send.marketing,
            options: send.options,
        };
        let state = match send.draft.ready() {
            Err(invalid) => State::Failed {
                error: wrong(invalid),
            },
            Ok(Ready::Whole(message)) => rest.send(message, None),
            Ok(Ready::Content(to, content)) => rest.send(OutgoingMessage::new(to, content), None),
            Ok(Ready::Upload(to, attachment)) => {
                let upload = upload(
                    attachment,
                    rest.client.clone(),
                    rest.from.clone(),
                    send.watcher,
                    rest.options.clone(),
                );
                State::Uploading {
                    upload: Box::pin(upload),
                    to,
                    rest: Box::new(rest),
                }
            }
        };
        Self { state }
    }

    fn failed(error: Error) -> Self {
        Self {
            state: State::Failed { error },
        }
    }

    fn poll_with_reply(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(SentMessage, Reply), SendError>> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProj::Uploading { upload, .. } => {
                    let uploaded = ready!(upload.as_mut().poll(cx));
                    let StateOwn::Uploading { to, rest, .. } =
                        state.as_mut().project_replace(State::Done)
                    else {
                        continue;
                    };
                    match uploaded {
                        // Nothing of the message itself was sent.
                        Err(error) => State::Failed { error },
                        Ok((id, content)) => rest.send(OutgoingMessage::new(to, content), Some(id)),
                    }
                }
                StateProj::Sending { reply, .. } => {
                    let reply = ready!(reply.poll(cx));
                    let StateOwn::Sending { about, started, .. } =
                        state.as_mut().project_replace(State::Done)
                    else {
                        continue;
                    };
                    let answered = reply.and_then(|reply| Ok((Answer::read(&reply)?, reply)));
                    return Poll::Ready(match answered {
                        Ok((answer, reply)) => Ok((SentMessage::answered(answer, *about), reply)),
                        Err(error) => Err(outcome(error, *about, started)),
                    });
                }
                StateProj::Failed { .. } => {
                    let StateOwn::Failed { error } = state.as_mut().project_replace(State::Done)
                    else {
                        continue;
                    };
                    return Poll::Ready(Err(SendError::Rejected(error)));
                }
                StateProj::Done => panic!("polled after it was done"),
            };
            state.set(next);
        }
    }
}

impl Rest {
    fn send(self, message: OutgoingMessage, media_id: Option<MediaId>) -> State {
        let message = match self.extras.put_on(message) {
            Ok(message) => message,
            Err(invalid) => {
                return State::Failed {
                    error: wrong(invalid),
                };
            }
        };
        let request = request(
            &self.client,
            &message,
            &self.from,
            self.marketing,
            self.options,
        );
        State::Sending {
            reply: self.client.sending_transport().execute_raw(request),
            about: Box::new(About {
                message,
                from: self.from,
                media_id,
            }),
            started: SystemTime::now(),
        }
    }
}

fn outcome(error: Error, about: About, started: SystemTime) -> SendError {
    if verdict::is_rejected(&error) {
        return SendError::Rejected(error);
    }
    let sent = started..SystemTime::now();
    // Whatever the transport took the answer for.
    let error = error.with_may_have_executed(true);
    SendError::Unknown(Box::new(UnknownSend::new(about, error, sent)))
}

impl Future for SendFuture {
    type Output = Result<SentMessage, SendError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (sent, _) = ready!(self.poll_with_reply(cx))?;
        Poll::Ready(Ok(sent))
    }
}

impl fmt::Debug for SendFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendFuture").finish_non_exhaustive()
    }
}

/// A [`SendMessage`] that wants the answer as it came, too. From [`SendMessage::with_raw`].
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
    type Output = Result<(SentMessage, Reply), SendError>;
    type IntoFuture = RawSendFuture;

    fn into_future(self) -> RawSendFuture {
        RawSendFuture {
            send: SendFuture::new(self.send),
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
    type Output = Result<(SentMessage, Reply), SendError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().send.poll_with_reply(cx)
    }
}

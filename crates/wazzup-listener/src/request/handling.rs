use std::{
    convert::Infallible,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::Response;
use http_body::Body;
use tokio::time::Instant;

use crate::{
    BoxError,
    answer::{self, ResponseBody, Short},
    connection::{Fault, Watch},
    observer::Finished,
    server::{RunningHandler, Server},
};

pub(super) type ServiceFuture<B> =
    Pin<Box<dyn Future<Output = Result<Response<B>, BoxError>> + Send>>;

/// The answer to one request, on its way.
///
/// It is polled within its connection's task, which spares a task per request. If hyper drops it
/// unfinished, because the client hung up, the handler moves into a task of its own and runs to
/// its end there.
pub(crate) struct Handling<B: Body + Send + 'static> {
    state: State<B>,
    watch: Arc<Watch>,
}

enum State<B> {
    Answered(Short),
    Running(Run<B>),
    Gone,
}

impl<B: Body + Send + 'static> Handling<B> {
    pub(super) fn answered(short: Short, watch: &Arc<Watch>, server: &Server) -> Self {
        server.observe(|observer| {
            let status = short.status();
            let duration = std::time::Duration::ZERO;
            observer.request_finished(&Finished {
                status,
                duration,
                hung_up: false,
            });
        });
        Self {
            state: State::Answered(short),
            watch: Arc::clone(watch),
        }
    }

    pub(super) fn running(
        future: ServiceFuture<B>,
        watch: &Arc<Watch>,
        server: &Arc<Server>,
    ) -> Self {
        let started = server.observer.is_some().then(Instant::now);
        let handler = RunningHandler::new(Arc::clone(server));
        let run = Run {
            future,
            started,
            hung_up: false,
            handler,
        };
        Self {
            state: State::Running(run),
            watch: Arc::clone(watch),
        }
    }

    fn own(&self, short: Short) -> Response<ResponseBody<B>> {
        short.map(|text| ResponseBody::own(text, Arc::clone(&self.watch)))
    }
}

impl<B: Body + Send + 'static> Future for Handling<B> {
    type Output = Result<Response<ResponseBody<B>>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let answer = match &mut this.state {
            State::Answered(_) | State::Gone => None,
            State::Running(run) => {
                let outcome = ready!(run.poll(cx));
                // What the body's reader made of the broken limit does not matter to the client.
                let outcome = match this.watch.fault() {
                    None => outcome,
                    Some(Fault::TooLarge) => Err(answer::too_large()),
                    Some(Fault::TimedOut) => Err(answer::timed_out()),
                };
                let status = match &outcome {
                    Ok(response) => response.status(),
                    Err(short) => short.status(),
                };
                run.report(status);
                Some(outcome)
            }
        };
        let state = std::mem::replace(&mut this.state, State::Gone);
        Poll::Ready(Ok(match (answer, state) {
            (Some(Ok(response)), _) => {
                response.map(|body| ResponseBody::service(body, Arc::clone(&this.watch)))
            }
            (Some(Err(short)), _) | (None, State::Answered(short)) => this.own(short),
            // hyper does not poll a finished future again.
            (None, State::Running(_) | State::Gone) => this.own(answer::failed()),
        }))
    }
}

impl<B: Body + Send + 'static> Drop for Handling<B> {
    fn drop(&mut self) {
        let State::Running(mut run) = std::mem::replace(&mut self.state, State::Gone) else {
            return;
        };
        let server = Arc::clone(run.handler.server());
        if server.kill.is_cancelled() {
            return;
        }
        run.hung_up = true;
        server.detach(async move {
            let outcome = std::future::poll_fn(|cx| run.poll(cx)).await;
            let status = match &outcome {
                Ok(response) => response.status(),
                Err(short) => short.status(),
            };
            run.report(status);
        });
    }
}

/// A handler at work.
struct Run<B> {
    future: ServiceFuture<B>,
    /// Only if somebody wants to know.
    started: Option<Instant>,
    hung_up: bool,
    handler: RunningHandler,
}

impl<B> Run<B> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<Response<B>, Short>> {
        let future = &mut self.future;
        // A panicked future is never polled again: its state does not matter any more.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(Ok(response))) => Poll::Ready(Ok(response)),
            // The error's text is not ours: it may hold what must not be logged.
            Ok(Poll::Ready(Err(_))) => {
                tracing::error!("the service failed");
                Poll::Ready(Err(answer::failed()))
            }
            Err(_) => {
                tracing::error!("the service panicked");
                Poll::Ready(Err(answer::failed()))
            }
        }
    }

    fn report(&self, status: http::StatusCode) {
        if let Some(started) = self.started {
            let finished = Finished {
                status,
                duration: started.elapsed(),
                hung_up: self.hung_up,
            };
            self.handler
                .server()
                .observe(|observer| observer.request_finished(&finished));
        }
    }
}

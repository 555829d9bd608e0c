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
    connection::{Connection, Fault},
    observer::Finished,
};

pub(super) type ServiceFuture<B> =
    Pin<Box<dyn Future<Output = Result<Response<B>, BoxError>> + Send>>;

/// The answer to one request, on its way.
///
/// It is polled within its connection's task, which spares a task per request. If hyper drops it
/// unfinished, because the client hung up, the handler moves into a task of its own and runs to
/// its end there.
pub(crate) struct Handling<B: Body + Send + 'static>(State<B>);

enum State<B> {
    /// Boxed, since it is large and seldom.
    Answered(Box<Short>, Arc<Connection>),
    Running(Run<B>),
    Gone,
}

impl<B: Body + Send + 'static> Handling<B> {
    pub(super) fn answered(short: Short, connection: &Arc<Connection>) -> Self {
        connection.server.observe(|observer| {
            let status = short.status();
            let duration = std::time::Duration::ZERO;
            observer.request_finished(&Finished {
                status,
                duration,
                hung_up: false,
            });
        });
        Self(State::Answered(Box::new(short), Arc::clone(connection)))
    }

    pub(super) fn running(future: ServiceFuture<B>, connection: &Arc<Connection>) -> Self {
        connection.server.handler_started();
        Self(State::Running(Run {
            future,
            started: connection.server.observer.is_some().then(Instant::now),
            hung_up: false,
            connection: Arc::clone(connection),
        }))
    }
}

impl<B: Body + Send + 'static> Future for Handling<B> {
    type Output = Result<Response<ResponseBody<B>>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let state = &mut self.0;
        let outcome = match state {
            State::Running(run) => Some(ready!(run.poll(cx))),
            State::Answered(..) | State::Gone => None,
        };
        let (outcome, connection) = match (std::mem::replace(state, State::Gone), outcome) {
            (State::Running(run), Some(outcome)) => {
                run.connection.server.handler_ended();
                // What the body's reader made of the broken limit does not matter to the client.
                let outcome = match run.connection.watch.fault() {
                    None => outcome,
                    Some(Fault::TooLarge) => Err(answer::too_large()),
                    Some(Fault::TimedOut) => Err(answer::timed_out()),
                };
                run.report(&outcome);
                (outcome, run.connection)
            }
            (State::Answered(short, connection), _) => (Err(*short), connection),
            // hyper does not poll a finished future again.
            (State::Running(_) | State::Gone, _) => return Poll::Pending,
        };
        Poll::Ready(Ok(match outcome {
            Ok(response) => response.map(|body| ResponseBody::service(body, connection)),
            Err(short) => short.map(|text| ResponseBody::own(text, connection)),
        }))
    }
}

impl<B: Body + Send + 'static> Drop for Handling<B> {
    fn drop(&mut self) {
        if let State::Running(run) = std::mem::replace(&mut self.0, State::Gone) {
            run.run_on();
        }
    }
}

/// A handler at work.
struct Run<B> {
    future: ServiceFuture<B>,
    /// Only if somebody wants to know.
    started: Option<Instant>,
    hung_up: bool,
    connection: Arc<Connection>,
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

    /// Runs on in a task of its own. Kept apart from the common case, in which it has ended.
    #[cold]
    fn run_on(mut self)
    where
        B: Send + 'static,
    {
        self.hung_up = true;
        let connection = Arc::clone(&self.connection);
        let mut run = Leftover(self);
        if connection.server.kill.is_cancelled() {
            return;
        }
        connection.server.detach(async move {
            let outcome = std::future::poll_fn(|cx| run.0.poll(cx)).await;
            run.0.report(&outcome);
        });
    }

    fn report(&self, outcome: &Result<Response<B>, Short>) {
        let Some(started) = self.started else {
            return;
        };
        let finished = Finished {
            status: match outcome {
                Ok(response) => response.status(),
                Err(short) => short.status(),
            },
            duration: started.elapsed(),
            hung_up: self.hung_up,
        };
        let server = &self.connection.server;
        server.observe(|observer| observer.request_finished(&finished));
    }
}

/// A handler that runs on without its client, counted as running for as long as it lives.
struct Leftover<B>(Run<B>);

impl<B> Drop for Leftover<B> {
    fn drop(&mut self) {
        self.0.connection.server.handler_ended();
    }
}

use std::{
    convert::Infallible,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{Response, StatusCode};
use http_body::Body;
use tokio::time::Instant;

use crate::{
    answer::{self, ResponseBody, Short},
    connection::{Connection, Fault},
    observer::Finished,
};

pub(super) type ServiceFuture<B> = Pin<Box<dyn Answering<B> + Send>>;

/// The service at work. Its answer is put where it is wanted: returned, it would be moved once
/// more by each function on its way.
pub(super) trait Answering<B> {
    /// Goes on, and leaves the answer once it is there; none if the service failed, which is logged
    /// then.
    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        answer: &mut Option<Response<B>>,
    ) -> Poll<()>;
}

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
    pub(super) fn answered(short: Box<Short>, connection: &Arc<Connection>) -> Self {
        connection.server.observe(|observer| {
            let status = short.status();
            let duration = std::time::Duration::ZERO;
            observer.request_finished(&Finished {
                status,
                duration,
                hung_up: false,
            });
        });
        Self(State::Answered(short, Arc::clone(connection)))
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
        let State::Running(run) = &mut self.0 else {
            return self.poll_short();
        };
        let mut answer = None;
        ready!(run.poll(cx, &mut answer));
        match (answer, run.connection.watch.fault()) {
            (Some(response), None) => {
                let status = response.status();
                let Some(connection) = self.finish(status) else {
                    return Poll::Pending;
                };
                Poll::Ready(Ok(
                    response.map(|body| ResponseBody::service(body, connection))
                ))
            }
            // What the body's reader made of the broken limit does not matter to the client.
            (_, fault) => self.fail(fault),
        }
    }
}

impl<B: Body + Send + 'static> Handling<B> {
    /// Tells that the handler has ended. Returns its connection.
    fn finish(&mut self, status: StatusCode) -> Option<Arc<Connection>> {
        let State::Running(run) = std::mem::replace(&mut self.0, State::Gone) else {
            return None;
        };
        run.connection.server.handler_ended();
        run.report(status);
        Some(run.connection)
    }

    #[cold]
    fn fail(&mut self, fault: Option<Fault>) -> Poll<<Self as Future>::Output> {
        let short = match fault {
            None => answer::failed(),
            Some(Fault::TooLarge) => answer::too_large(),
            Some(Fault::TimedOut) => answer::timed_out(),
        };
        if let Some(connection) = self.finish(short.status()) {
            self.0 = State::Answered(Box::new(short), connection);
        }
        self.poll_short()
    }

    /// Kept apart from what the service answers, as most answers are.
    #[cold]
    fn poll_short(&mut self) -> Poll<<Self as Future>::Output> {
        match std::mem::replace(&mut self.0, State::Gone) {
            State::Answered(short, connection) => {
                Poll::Ready(Ok(short.map(|text| ResponseBody::own(text, connection))))
            }
            // hyper does not poll a finished future again.
            State::Running(_) | State::Gone => Poll::Pending,
        }
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
    fn poll(&mut self, cx: &mut Context<'_>, answer: &mut Option<Response<B>>) -> Poll<()> {
        let future = &mut self.future;
        // A panicked future is never polled again: its state does not matter any more.
        catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx, answer))).unwrap_or_else(|_| {
            log_failure("the service panicked");
            Poll::Ready(())
        })
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
            let mut answer = None;
            std::future::poll_fn(|cx| run.0.poll(cx, &mut answer)).await;
            let status = answer.map_or(StatusCode::INTERNAL_SERVER_ERROR, |it| it.status());
            run.0.report(status);
        });
    }

    fn report(&self, status: StatusCode) {
        let Some(started) = self.started else {
            return;
        };
        let finished = Finished {
            status,
            duration: started.elapsed(),
            hung_up: self.hung_up,
        };
        let server = &self.connection.server;
        server.observe(|observer| observer.request_finished(&finished));
    }
}

#[cold]
pub(crate) fn log_failure(of: &str) {
    tracing::error!("{of}");
}

/// A handler that runs on without its client, counted as running for as long as it lives.
struct Leftover<B>(Run<B>);

impl<B> Drop for Leftover<B> {
    fn drop(&mut self) {
        self.0.connection.server.handler_ended();
    }
}

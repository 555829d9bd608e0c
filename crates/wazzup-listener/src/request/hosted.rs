use std::{
    cell::Cell,
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker, ready},
};

use http::{HeaderMap, Method, Request, Response, header};
use http_body::Body;
use hyper::body::Incoming;
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{
    RequestBody,
    handling::{Answering, Handling, ServiceFuture, log_failure},
};
use crate::{
    BoxError,
    answer::{self, Short},
    connection::{Connection, Fault},
    observer::Rejection,
};

/// The user's service as hyper sees it: one per connection.
pub(crate) struct Hosted<S> {
    service: S,
    /// The clone that took the last request, unless it did not come back from it.
    last: Cell<Option<S>>,
    connection: Arc<Connection>,
}

impl<S> Hosted<S> {
    pub(crate) fn new(service: S, connection: Arc<Connection>) -> Self {
        Self {
            service,
            last: Cell::new(None),
            connection,
        }
    }

    /// What the listener answers without asking the service. Boxed, since it is large and seldom.
    fn own_answer(&self, request: &Request<Incoming>) -> Option<Box<Short>> {
        let Connection { server, watch, .. } = &*self.connection;
        let settings = &server.settings;
        let path = request.uri().path();
        if settings.health_path.as_deref() == Some(path) {
            return Some(Box::new(match *request.method() {
                Method::GET | Method::HEAD if server.stop.is_cancelled() => answer::stopping(),
                Method::GET | Method::HEAD => answer::healthy(),
                _ => answer::method_not_allowed(),
            }));
        }
        if settings
            .path
            .as_deref()
            .is_some_and(|served| served != path)
        {
            return Some(Box::new(answer::not_found()));
        }
        if request.body().size_hint().lower() > settings.body_limit {
            watch.break_limit(Fault::TooLarge);
            server.rejected(Rejection::BodyTooLarge);
            return Some(Box::new(answer::too_large()));
        }
        None
    }
}

impl<S, B> hyper::service::Service<Request<Incoming>> for Hosted<S>
where
    S: Service<Request<RequestBody>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
{
    type Response = Response<answer::ResponseBody<B>>;
    type Error = std::convert::Infallible;
    type Future = Handling<B>;

    fn call(&self, request: Request<Incoming>) -> Handling<B> {
        let Connection { server, watch, .. } = &*self.connection;
        watch.asked();
        server.observe(|observer| observer.request_started());
        let own = self.own_answer(&request);
        let (head, body) = request.into_parts();
        let expects_continue = expects_continue(&head.headers);
        let body = RequestBody::new(body, expects_continue, Arc::clone(&self.connection));
        if let Some(short) = own {
            // Dropping the body reads the rest of it, within reason.
            return Handling::answered(short, &self.connection);
        }
        // A panic here is a panic of the service like any other.
        let started = catch_unwind(AssertUnwindSafe(|| {
            let service = self.last.take().unwrap_or_else(|| self.service.clone());
            start(service, Request::from_parts(head, body))
        }));
        let (future, service) = started.unwrap_or_else(|panic| {
            let answer = async { resume_unwind(panic) };
            (erased::<_, _, BoxError>(answer), None)
        });
        self.last.set(service);
        Handling::running(future, &self.connection)
    }
}

/// Calls the service, at once if it is ready, as most always are: that spares moving the request
/// into a future and out of it again. Such a service is given back, to be asked again.
fn start<S, B>(mut service: S, request: Request<RequestBody>) -> (ServiceFuture<B>, Option<S>)
where
    S: Service<Request<RequestBody>, Response = Response<B>> + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
{
    // Whoever is not ready is asked again below, with a waker that wakes somebody.
    match service.poll_ready(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(())) => {
            let answer = service.call(request);
            (erased(answer), Some(service))
        }
        Poll::Ready(Err(_)) => (erased(std::future::ready(Err(()))), None),
        Poll::Pending => {
            let answer = async move {
                poll_fn(|cx| service.poll_ready(cx)).await?;
                service.call(request).await
            };
            (erased(answer), None)
        }
    }
}

fn erased<F, B, E>(answer: F) -> ServiceFuture<B>
where
    F: Future<Output = Result<Response<B>, E>> + Send + 'static,
{
    Box::pin(Erased { answer })
}

pin_project! {
    /// A future of the service, of whatever type.
    struct Erased<F> {
        #[pin]
        answer: F,
    }
}

impl<F, B, E> Answering<B> for Erased<F>
where
    F: Future<Output = Result<Response<B>, E>> + Send,
{
    fn poll(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        answer: &mut Option<Response<B>>,
    ) -> Poll<()> {
        match ready!(self.project().answer.poll(cx)) {
            Ok(response) => *answer = Some(response),
            // Its text is not ours: it may hold what must not be logged.
            Err(_) => log_failure("the service failed"),
        }
        Poll::Ready(())
    }
}

fn expects_continue(headers: &HeaderMap) -> bool {
    headers
        .get(header::EXPECT)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
}

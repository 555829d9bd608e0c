//! One connection, from its first byte to its last.

use std::{
    future::{Future, poll_fn},
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use http::{Request, Response};
use http_body::Body;
use hyper::server::conn::http1;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    pin,
};
use tower_service::Service;

use self::{io::WatchedIo, watch::Overdue};
pub(crate) use self::{
    sweep::Open,
    watch::{Fault, Watch},
};
use crate::{
    BoxError,
    observer::Rejection,
    request::{Hosted, RequestBody},
    server::Server,
};

mod io;
mod refusal;
mod sweep;
mod turn;
mod watch;

/// What the requests of one connection share.
pub(crate) struct Connection {
    pub(crate) watch: Arc<Watch>,
    pub(crate) server: Arc<Server>,
    pub(crate) peer: SocketAddr,
}

/// Serves one connection until it ends, is told to, or breaks a limit.
pub(crate) async fn serve<T, S, B>(stream: T, peer: SocketAddr, service: S, server: Arc<Server>)
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Service<Request<RequestBody>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    let watch = Watch::new();
    let io = WatchedIo::new(stream, Arc::clone(&watch));
    let connection = Arc::new(Connection {
        watch: Arc::clone(&watch),
        server: Arc::clone(&server),
        peer,
    });
    let hosted = Hosted::new(service, connection);
    let connection = protocol(&server).serve_connection(io, hosted);
    pin!(connection);
    let _entry = server.open.enter(&watch);

    let mut stopping = false;
    // The task's, and the one by which the connection is woken.
    let mut wakers: Option<(Waker, Waker)> = None;
    let verdict = poll_fn(|cx| {
        // Before anything is looked at, so that no wake-up is lost.
        let present = wakers.take().filter(|(task, _)| task.will_wake(cx.waker()));
        let (_, waker) = wakers.insert(present.unwrap_or_else(|| {
            watch.attend(cx.waker());
            (cx.waker().clone(), turn::waker(&watch, cx.waker()))
        }));
        let mut context = Context::from_waker(waker);
        loop {
            if let Poll::Ready(ended) = watch.turn(|| connection.as_mut().poll(&mut context)) {
                return Poll::Ready(Err(ended));
            }
            if stopping && server.open.refuses_heads() && watch.reads_head() {
                return Poll::Ready(Ok(None));
            }
            if stopping || !server.open.is_stopping() {
                break;
            }
            stopping = true;
            connection.as_mut().graceful_shutdown();
        }
        watch
            .verdict()
            .map_or(Poll::Pending, |overdue| Poll::Ready(Ok(Some(overdue))))
    });
    let verdict = match verdict.await {
        Ok(overdue) => overdue,
        Err(ended) => {
            if ended.is_err_and(|error| error.is_parse()) {
                server.rejected(Rejection::Malformed);
            }
            return;
        }
    };
    match verdict {
        Some(Overdue::Head) => server.rejected(Rejection::HeaderTimeout),
        Some(Overdue::Write) => server.rejected(Rejection::WriteTimeout),
        Some(Overdue::Idle) | None => {}
    }
}

fn protocol(server: &Server) -> http1::Builder {
    let settings = &server.settings;
    let mut builder = http1::Builder::new();
    // Time limits are the watch's: hyper's own one would count idle time as part of the head.
    builder
        .header_read_timeout(None)
        // Answers to webhooks are short: one buffer for head and body is cheaper than two.
        .writev(false)
        .keep_alive(settings.keep_alive)
        .max_header_size(settings.header_size)
        .max_buf_size(settings.header_size.max(64 * 1024));
    if let Some(count) = settings.header_count {
        builder.max_headers(count);
    }
    builder
}

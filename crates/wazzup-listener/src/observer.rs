use std::time::Duration;

use http::StatusCode;

/// Told what the listener does, for metrics.
///
/// Every method does nothing by default. They are called from inside the server's tasks: count
/// and return, don't block. A panic in one of them is logged and hurts nothing else.
pub trait Observer: Send + Sync + 'static {
    /// A connection was accepted. Before its TLS handshake, if there is one.
    fn connection_opened(&self) {}

    /// An accepted connection is gone.
    fn connection_closed(&self) {}

    /// As many connections as allowed are open: new ones wait until one of them ends.
    fn connections_exhausted(&self) {}

    /// The operating system refused to hand out a connection, e.g. no file handle was left.
    fn accept_failed(&self) {}

    /// The head of a request was read.
    fn request_started(&self) {}

    /// A request has its answer, or its handler has ended after the client had hung up.
    fn request_finished(&self, finished: &Finished) {
        let _ = finished;
    }

    /// A limit was broken, or what came was not HTTP.
    fn rejected(&self, rejection: Rejection) {
        let _ = rejection;
    }
}

/// How a request ended. Given to [`Observer::request_finished`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finished {
    /// The status of the answer.
    pub status: StatusCode,
    /// From the end of the request's head to the head of the answer.
    pub duration: Duration,
    /// Whether the client was gone by then, so that nobody read the answer.
    pub hung_up: bool,
}

/// What was refused. Given to [`Observer::rejected`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rejection {
    /// The body was larger than the limit (413).
    BodyTooLarge,
    /// The body did not come in time (408).
    BodyTimeout,
    /// The head of a request did not come in time (disconnected).
    HeaderTimeout,
    /// The client did not read its answer in time (disconnected).
    WriteTimeout,
    /// What came was not HTTP (400), or its head broke a limit (431).
    Malformed,
    /// The TLS handshake failed or took too long (disconnected).
    Handshake,
}

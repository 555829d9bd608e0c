/// What went wrong, coarsely: one variant per thing a caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The last attempt never left: no connection. Safe to send again, whatever it was, unless an
    /// earlier attempt [may have been executed](crate::Error::may_have_executed).
    Connect,
    /// No answer in time. [`may_have_executed`](crate::Error::may_have_executed) tells whether the
    /// server can have acted on the request.
    Timeout,
    /// The connection, or the stream of HTTP/2, broke before the whole answer was read, or it did not
    /// speak HTTP. [`may_have_executed`](crate::Error::may_have_executed) is `false` if the server
    /// refused the stream.
    Closed,
    /// Too many requests (429, or what a [judge](crate::judge) takes for it). The last attempt was not executed; send it again later, unless an
    /// earlier one [may have been](crate::Error::may_have_executed).
    RateLimited,
    /// The credential is missing or wrong (401), or could not be had.
    Unauthorized,
    /// The credential does not open this route (403).
    Forbidden,
    /// There is no such thing (404 or 410).
    NotFound,
    /// The server refused the request as it is (any other 3xx or 4xx). Change it first.
    Rejected,
    /// The server failed (5xx).
    Server,
    /// The server did as told, but its answer is not what the caller asked to read.
    Decode,
    /// The answer is longer than the limit.
    TooLarge,
    /// The request or the client is built wrongly: nothing was sent.
    Configuration,
    /// A middleware of the user failed in a way of its own; see the source.
    Other,
}

impl ErrorKind {
    /// The kind in lower case, as `Display` of an error and metrics have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "no connection",
            Self::Timeout => "timed out",
            Self::Closed => "connection lost",
            Self::RateLimited => "rate limited",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not found",
            Self::Rejected => "rejected",
            Self::Server => "server failed",
            Self::Decode => "unexpected answer",
            Self::TooLarge => "answer too large",
            Self::Configuration => "wrong configuration",
            Self::Other => "failed",
        }
    }
}

impl std::fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

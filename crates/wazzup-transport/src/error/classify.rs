//! What kind of failure a foreign error is, and whether it proves that nothing was sent.

use std::{error::Error as StdError, io};

use super::{Error, ErrorKind};
use crate::{BoxError, collect::TooLarge};

/// What can be said of an attempt that ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class {
    pub(crate) kind: ErrorKind,
    /// It is proved that the server has not seen the request, or not looked at it.
    pub(crate) unsent: bool,
}

impl Class {
    pub(crate) fn of(error: &BoxError) -> Self {
        let mut current: Option<&(dyn StdError + 'static)> = Some(&**error);
        let mut class = Self {
            kind: ErrorKind::Other,
            unsent: false,
        };
        // The innermost cause that says something decides: outer ones only wrap it. The chain of a
        // broken `source` could be endless.
        for _ in 0..16 {
            let Some(error) = current else { break };
            if let Some(own) = error.downcast_ref::<Error>() {
                return Self {
                    kind: own.kind(),
                    // That of another transport inside speaks of all its attempts.
                    unsent: matches!(own.kind(), ErrorKind::Connect | ErrorKind::Configuration)
                        && !own.may_have_executed(),
                };
            }
            if error.is::<TooLarge>() {
                class.kind = ErrorKind::TooLarge;
                return class;
            }
            if let Some(client) = error.downcast_ref::<hyper_util::client::legacy::Error>() {
                class.kind = ErrorKind::Closed;
                if client.is_connect() {
                    class.kind = ErrorKind::Connect;
                    class.unsent = true;
                }
            } else if class.unsent {
                // Whatever kept the connection from being made, there was none.
            } else if let Some(error) = error.downcast_ref::<hyper::Error>() {
                // hyper says "canceled" only of a request that it gives back whole, since the
                // connection closed before it was taken up: nothing of it was written.
                if error.is_canceled() {
                    return Self {
                        kind: ErrorKind::Connect,
                        unsent: true,
                    };
                }
                class.kind = if error.is_timeout() {
                    ErrorKind::Timeout
                } else {
                    ErrorKind::Closed
                };
            } else if is_refused_stream(error) {
                class.unsent = true;
            } else if let Some(error) = error.downcast_ref::<io::Error>() {
                match error.kind() {
                    io::ErrorKind::ConnectionRefused => {
                        return Self {
                            kind: ErrorKind::Connect,
                            unsent: true,
                        };
                    }
                    io::ErrorKind::TimedOut => class.kind = ErrorKind::Timeout,
                    _ => class.kind = ErrorKind::Closed,
                }
            }
            current = error.source();
        }
        class
    }
}

/// Whether the server says that it closed the stream before it looked at the request: then it may be
/// sent again, whatever it is (RFC 9113, section 8.7).
///
/// A GOAWAY that names an earlier stream would say the same, but h2 can also report one to a request
/// without a body that it covers, if it comes in the moment in which that is handed over. It stays in
/// doubt.
#[cfg(feature = "http2")]
fn is_refused_stream(error: &(dyn StdError + 'static)) -> bool {
    error.downcast_ref::<h2::Error>().is_some_and(|error| {
        error.is_reset() && error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM)
    })
}

#[cfg(not(feature = "http2"))]
fn is_refused_stream(_: &(dyn StdError + 'static)) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_connection_proves_that_nothing_was_sent() {
        let refused: BoxError = Box::new(io::Error::from(io::ErrorKind::ConnectionRefused));
        let class = Class::of(&refused);
        assert_eq!(class.kind, ErrorKind::Connect);
        assert!(class.unsent);
    }

    #[test]
    fn a_reset_connection_proves_nothing() {
        let reset: BoxError = Box::new(io::Error::from(io::ErrorKind::ConnectionReset));
        let class = Class::of(&reset);
        assert_eq!(class.kind, ErrorKind::Closed);
        assert!(!class.unsent);
    }

    #[test]
    fn an_unknown_error_proves_nothing() {
        let class = Class::of(&BoxError::from("circuit open"));
        assert_eq!(class.kind, ErrorKind::Other);
        assert!(!class.unsent);
    }
}

//! The three outcomes of what must not happen twice.

use std::fmt;

use http::StatusCode;

use crate::Error;

/// A message was not accepted, as far as is known.
///
/// There are three outcomes of a send, never more: accepted, and these two. `U` is what a client
/// keeps of a message whose answer was lost.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a fourth outcome would be a bug, not an addition"
)]
pub enum SendError<U> {
    /// It was certainly not sent, and the error says why. Once that is mended it may be sent
    /// again.
    Rejected(Error),
    /// The answer was lost: the message may be on its way or not. It was not, and must not be,
    /// sent again blindly.
    Unknown(Box<U>),
}

/// The three outcomes of a send, as a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a fourth outcome would be a bug, not an addition"
)]
pub enum Outcome {
    /// The service has it.
    Accepted,
    /// It was certainly not sent.
    Rejected,
    /// The answer was lost.
    Unknown,
}

impl Outcome {
    /// Which of the three the result of a send is.
    #[must_use]
    pub fn of<T, U>(result: &Result<T, SendError<U>>) -> Self {
        match result {
            Ok(_) => Self::Accepted,
            Err(SendError::Rejected(_)) => Self::Rejected,
            Err(SendError::Unknown(_)) => Self::Unknown,
        }
    }
}

impl<U> SendError<U> {
    /// Which outcome it is: [`Rejected`](Outcome::Rejected) or [`Unknown`](Outcome::Unknown).
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Rejected(_) => Outcome::Rejected,
            Self::Unknown(_) => Outcome::Unknown,
        }
    }

    /// What went wrong on the wire.
    #[must_use]
    pub fn error(&self) -> &Error
    where
        U: AsRef<Error>,
    {
        match self {
            Self::Rejected(error) => error,
            Self::Unknown(unknown) => (**unknown).as_ref(),
        }
    }

    /// What went wrong on the wire, by value. Forgets which outcome it was.
    #[must_use]
    pub fn into_error(self) -> Error
    where
        U: Into<Error>,
    {
        match self {
            Self::Rejected(error) => error,
            Self::Unknown(unknown) => (*unknown).into(),
        }
    }
}

impl<U> fmt::Display for SendError<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rejected(_) => "the message was not sent",
            Self::Unknown(_) => "the message may have been sent or not: the answer was lost",
        })
    }
}

impl<U: AsRef<Error> + fmt::Debug> std::error::Error for SendError<U> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.error())
    }
}

/// Whether a try before the one that got this status may have been executed: then the status says
/// nothing about the call as a whole.
#[must_use]
pub fn earlier_try_in_doubt(error: &Error, status: StatusCode) -> bool {
    // A refusal casts no doubt itself, so what doubt there is comes from before. Any other answer
    // does, and of several tries one can't see past it.
    error.may_have_executed() && (error.attempts() > 1 || refuses(status))
}

/// Whether a refusal proves nothing, since only its status is known and there are codes under it that
/// leave open what happened.
#[must_use]
pub fn says_too_little(error: &Error, status: StatusCode) -> bool {
    let by_status_alone = matches!(
        status,
        StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS
    );
    error.is_cut_off() && !by_status_alone
}

/// A 408 comes from a gateway that may have passed the request on.
fn refuses(status: StatusCode) -> bool {
    status.is_client_error() && status != StatusCode::REQUEST_TIMEOUT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn a_refusal_that_may_have_been_executed_was_so_by_an_earlier_try() {
        let error = |executed, attempts| {
            Error::new(ErrorKind::Rejected, "a.b")
                .with_may_have_executed(executed)
                .with_attempts(attempts)
        };
        assert!(!earlier_try_in_doubt(
            &error(false, 3),
            StatusCode::CONFLICT
        ));
        assert!(earlier_try_in_doubt(&error(true, 1), StatusCode::CONFLICT));
        assert!(!earlier_try_in_doubt(
            &error(true, 1),
            StatusCode::REQUEST_TIMEOUT
        ));
        assert!(!earlier_try_in_doubt(
            &error(true, 1),
            StatusCode::BAD_GATEWAY
        ));
        assert!(earlier_try_in_doubt(
            &error(true, 2),
            StatusCode::BAD_GATEWAY
        ));
    }
}

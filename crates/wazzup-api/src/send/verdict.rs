use http::StatusCode;
use wazzup_transport::typed::{earlier_try_in_doubt, says_too_little};
use wazzup_types::error::ErrorCode;

use crate::{Error, ErrorExt};

/// Which outcome a failed call means for the message.
///
/// Strict: what is not certain is [`Unknown`](Self::Unknown).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The service said yes; what else it said could not be read.
    Accepted,
    /// The service says an earlier try of this very call went through.
    AlreadySent,
    /// Certainly not sent.
    Rejected,
    Unknown,
}

impl Verdict {
    pub(super) fn of(error: &Error) -> Self {
        let Some(status) = error.status() else {
            return Self::certain_if(!error.may_have_executed());
        };
        if status.is_success() {
            return if status == StatusCode::CREATED {
                Self::Accepted
            } else {
                Self::Unknown
            };
        }
        let code = error.error_code();
        let is = |codes: &[ErrorCode]| code.as_ref().is_some_and(|code| codes.contains(code));
        if earlier_try_in_doubt(error, status) {
            let known = is(&[ErrorCode::REPEATED_CRM_MESSAGE_ID]);
            return if known {
                Self::AlreadySent
            } else {
                Self::Unknown
            };
        }
        // By the help this one means: a fault of the service, and the message not sent.
        if is(&[ErrorCode::MESSAGES_CAN_NOT_ADD]) {
            return Self::Rejected;
        }
        // By the help these say nothing at all, whatever the status.
        let says_nothing = is(&[
            ErrorCode::UNKNOWN_ERROR,
            ErrorCode::UNKNOWN_ERROR_WITH_TRACE_ID,
        ]);
        let unheard = says_too_little(error, status);
        Self::certain_if(!error.may_have_executed() && !says_nothing && !unheard)
    }

    fn certain_if(certainly_not_sent: bool) -> Self {
        if certainly_not_sent {
            Self::Rejected
        } else {
            Self::Unknown
        }
    }
}

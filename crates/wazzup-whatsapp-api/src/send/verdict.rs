use wazzup_transport::typed::{earlier_try_in_doubt, says_too_little};

use crate::{Error, ErrorExt, judge};

/// Whether a failed call means that the message certainly was not taken.
///
/// Strict: what is not certain is not rejected.
pub(super) fn is_rejected(error: &Error) -> bool {
    let Some(status) = error.status() else {
        return !error.may_have_executed();
    };
    // A success without the id of a message, or one from something in between.
    if status.is_success() || earlier_try_in_doubt(error, status) {
        return false;
    }
    let says_nothing = error.error_code().is_some_and(judge::says_nothing);
    !error.may_have_executed() && !says_nothing && !says_too_little(error, status)
}

//! What the codes of the service mean for repeats and for those who wait.
//!
//! Throttling is answered with 400 mostly, and whom it concerns is in the code.

use std::time::Duration;

use wazzup_transport::{
    Bucket,
    judge::{Answer, Verdict},
};
use wazzup_whatsapp_types::error::{ErrorClass, ErrorCode, GraphError, Repeat, Throttled};

use crate::{MANAGEMENT_BUCKET, MESSAGES_BUCKET, PAIR_BUCKET, UsageExt};

/// How long messages to one user pause after too many: the time in which the service allows one more.
const PAIR_PAUSE: Duration = Duration::from_secs(6);

/// Of calls that may be made twice without harm.
pub(crate) fn of_calls(answer: Answer<'_>) -> Verdict {
    let error = read(answer);
    let verdict = common(&error, answer);
    if verdict.bucket().is_none() && error.is_worth_repeating() {
        return verdict.repeat(true);
    }
    verdict
}

/// Of messages, which must not be sent twice: nothing but what is certain.
pub(crate) fn of_messages(answer: Answer<'_>) -> Verdict {
    common(&read(answer), answer)
}

/// Whether this code leaves open whether the message was taken, whatever the status.
pub(crate) fn says_nothing(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::API_UNKNOWN
            | ErrorCode::API_SERVICE
            | ErrorCode::UNKNOWN_ERROR
            | ErrorCode::SERVICE_UNAVAILABLE
    )
}

fn read(answer: Answer<'_>) -> GraphError {
    GraphError::parse(answer.status.as_u16(), answer.body)
}

fn common(error: &GraphError, answer: Answer<'_>) -> Verdict {
    let Some(code) = error.specific_code() else {
        return Verdict::by_status();
    };
    if let Some(throttled) = code.throttled().filter(|_| code.is_transient()) {
        return hold(throttled, answer);
    }
    if code == ErrorCode::IN_MAINTENANCE {
        return Verdict::by_status().not_executed();
    }
    if is_refusal(code) {
        return Verdict::by_status().not_executed().repeat(false);
    }
    Verdict::by_status()
}

/// What the service says it does not do as things are, so it has not done it, and will not do it in a
/// moment.
fn is_refusal(code: ErrorCode) -> bool {
    let as_things_are = matches!(
        code.repeat(),
        Repeat::AfterChange | Repeat::AfterAction | Repeat::Never
    );
    code.is_listed() && (as_things_are || code.class() == ErrorClass::Throttling)
}

fn hold(throttled: Throttled, answer: Answer<'_>) -> Verdict {
    let bucket = match throttled {
        Throttled::PhoneNumber => MESSAGES_BUCKET,
        Throttled::Pair => return Verdict::throttled(PAIR_BUCKET).retry_after(PAIR_PAUSE),
        Throttled::Waba => MANAGEMENT_BUCKET,
        _ => Bucket::DEFAULT,
    };
    let verdict = Verdict::throttled(bucket);
    let usage = answer.headers.business_usage().unwrap_or_default();
    let regained = usage
        .iter()
        .map(|(_, usage)| usage.regain_access_in())
        .max();
    match regained.filter(|wait| !wait.is_zero()) {
        Some(wait) if bucket != MESSAGES_BUCKET => verdict.retry_after(wait),
        _ => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_no_refusal() {
        for code in ErrorCode::LISTED {
            assert!(!(says_nothing(*code) && is_refusal(*code)), "{code}");
        }
    }

    #[test]
    fn what_is_worth_repeating_is_no_refusal() {
        let transient = ErrorCode::LISTED.iter().filter(|code| code.is_transient());
        for code in transient.filter(|code| code.throttled().is_none()) {
            assert!(!is_refusal(*code), "{code}");
        }
    }
}

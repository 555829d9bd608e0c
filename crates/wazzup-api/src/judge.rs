//! What the codes of the service mean for repeats.

use wazzup_transport::judge::{Answer, Verdict};
use wazzup_types::error::{ApiErrorBody, ErrorCode};

/// Where the status says too little.
pub(crate) fn of_calls(answer: Answer<'_>) -> Verdict {
    let body = ApiErrorBody::parse(answer.status.as_u16(), answer.body);
    if body.code == Some(ErrorCode::MESSAGES_CAN_NOT_ADD) {
        // By the help: a fault of the service, the message not sent, and not to be repeated blindly.
        return Verdict::by_status().not_executed().repeat(false);
    }
    Verdict::by_status()
}

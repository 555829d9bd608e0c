use http::StatusCode;
use wazzup_transport::ErrorDetails;
use wazzup_types::error::{ApiErrorBody, ErrorCategory, ErrorCode, InvalidEntity, Repeat};

use crate::{Error, ErrorKind};

/// What the service says in an [`Error`], typed.
pub trait ErrorExt: sealed::Sealed {
    /// What the answer says, whatever its shape: code, description, data, request id. `None` if
    /// there was no answer.
    fn answer(&self) -> Option<ApiErrorBody>;

    /// The code of the service, typed. [`Error::code`] has it as text.
    fn error_code(&self) -> Option<ErrorCode>;

    /// What the error is about. [`Unknown`](ErrorCategory::Unknown) if there was no answer: then
    /// [`Error::kind`] says all there is to say.
    fn category(&self) -> ErrorCategory;

    /// Whether the caller may make the same call again, from what the service says and from what
    /// the transport knows of the call.
    ///
    /// Whether it is safe is one thing, and [`Error::may_have_executed`] and the idempotency of
    /// the call decide on it; this is about whether there is any use in it.
    fn repeat(&self) -> Repeat;

    /// What to do about it, in one sentence.
    fn advice(&self) -> &'static str;

    /// The entities of an upsert that the service objects to, by their place in the request.
    fn rejected_items(&self) -> Vec<RejectedItem>;
}

/// An entity of an upsert that the service objects to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedItem {
    /// Its place in the request, from 0.
    pub index: usize,
    /// The fields it objects to.
    pub fields: Vec<String>,
}

impl ErrorExt for Error {
    fn answer(&self) -> Option<ApiErrorBody> {
        // A success that could not be read holds a body, too, but not that of an error.
        let status = self.status().filter(|status| !status.is_success())?;
        Some(ApiErrorBody::parse(status.as_u16(), self.body()))
    }

    fn error_code(&self) -> Option<ErrorCode> {
        match self.code() {
            Some(code) => Some(ErrorCode::from(code)),
            // Some transports have no decoder for our bodies.
            None => self.answer()?.code,
        }
    }

    fn category(&self) -> ErrorCategory {
        self.answer()
            .map_or(ErrorCategory::Unknown, |answer| answer.category())
    }

    fn repeat(&self) -> Repeat {
        match (self.answer(), self.kind()) {
            (Some(answer), _) => answer.repeat(),
            (None, ErrorKind::Configuration) => Repeat::AfterChange,
            (None, ErrorKind::Decode) => Repeat::Done,
            (None, _) if self.may_have_executed() => Repeat::Unsure,
            (None, _) => Repeat::Later,
        }
    }

    fn advice(&self) -> &'static str {
        match (self.answer(), self.kind()) {
            (Some(answer), _) => answer.advice(),
            (None, ErrorKind::Configuration) => "Mend the request or the client: nothing was sent.",
            (None, ErrorKind::Decode) => {
                "The service did as told; read the body of the error, which this version does not \
                 understand."
            }
            (None, _) if self.may_have_executed() => {
                "Find out whether the call was carried out before you make it again."
            }
            (None, _) => "Check the connection and make the call again: it did not get through.",
        }
    }

    fn rejected_items(&self) -> Vec<RejectedItem> {
        let answer = self.answer();
        let entities = answer.map(|answer| answer.invalid_entities());
        let entities = entities.into_iter().flatten();
        let item = |InvalidEntity { index, fields, .. }| RejectedItem { index, fields };
        entities.map(item).collect()
    }
}

/// How the transport reads the service's error bodies.
pub(crate) fn decode(status: StatusCode, body: &[u8]) -> ErrorDetails {
    let answer = ApiErrorBody::parse(status.as_u16(), body);
    let mut details = ErrorDetails::new();
    if let Some(code) = answer.code {
        details = details.code(code.as_str());
    }
    if let Some(description) = answer.description {
        details = details.message(description);
    }
    details
}

mod sealed {
    /// Keeps [`ErrorExt`](super::ErrorExt) ours, so that it may grow.
    #[expect(unnameable_types, reason = "nobody else is to name it")]
    pub trait Sealed {}

    impl Sealed for crate::Error {}
}

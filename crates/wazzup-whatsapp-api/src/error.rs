use http::StatusCode;
use wazzup_transport::ErrorDetails;
use wazzup_whatsapp_types::error::{ErrorClass, ErrorCode, GraphError, Repeat};

use crate::{Error, ErrorKind};

/// What the service says in an [`Error`], typed.
pub trait ErrorExt: sealed::Sealed {
    /// What the answer says, whatever its shape: codes, message, details, trace id. `None` if there was
    /// no answer.
    fn graph_error(&self) -> Option<GraphError>;

    /// The code that says most, typed. [`Error::code`] has the plain one as text.
    fn error_code(&self) -> Option<ErrorCode>;

    /// What the error is about. [`Unknown`](ErrorClass::Unknown) if there was no answer: then
    /// [`Error::kind`] says all there is to say.
    fn class(&self) -> ErrorClass;

    /// Whether the caller may make the same call again, from what the service says and from what the
    /// transport knows of the call.
    ///
    /// Whether it is safe is one thing, and [`Error::may_have_executed`] and the idempotency of the call
    /// decide on it; this is about whether there is any use in it.
    fn repeat(&self) -> Repeat;

    /// What to do about it, in one sentence.
    fn advice(&self) -> &'static str;
}

impl ErrorExt for Error {
    fn graph_error(&self) -> Option<GraphError> {
        // A success that could not be read holds a body, too, but not that of an error.
        let status = self.status().filter(|status| !status.is_success())?;
        Some(GraphError::parse(status.as_u16(), self.body()))
    }

    fn error_code(&self) -> Option<ErrorCode> {
        let said = || self.code()?.parse().ok();
        let answered = self.graph_error().and_then(|error| error.specific_code());
        answered.or_else(said)
    }

    fn class(&self) -> ErrorClass {
        self.graph_error()
            .map_or(ErrorClass::Unknown, |error| error.class())
    }

    fn repeat(&self) -> Repeat {
        match (self.graph_error(), self.kind()) {
            (Some(error), _) => error.repeat(),
            (None, ErrorKind::Configuration) => Repeat::AfterChange,
            (None, ErrorKind::Decode) => Repeat::Done,
            (None, _) if self.may_have_executed() => Repeat::Unsure,
            (None, _) => Repeat::Later,
        }
    }

    fn advice(&self) -> &'static str {
        match (self.graph_error(), self.kind()) {
            (Some(error), _) => error.advice(),
            (None, ErrorKind::Configuration) => "Mend the request or the client: nothing was sent.",
            (None, ErrorKind::Decode) => {
                "The service did as told; look at the source and the body of the error for what is \
                 not as it should be."
            }
            (None, _) if self.may_have_executed() => {
                "Find out whether the call was carried out before you make it again."
            }
            (None, _) => "Check the connection and make the call again: it did not get through.",
        }
    }
}

/// How the transport reads the service's error bodies.
pub(crate) fn decode(status: StatusCode, body: &[u8]) -> ErrorDetails {
    let error = GraphError::parse(status.as_u16(), body);
    let mut details = ErrorDetails::new();
    if let Some(kind) = kind(&error) {
        details = details.kind(kind);
    }
    if let Some(code) = error.code {
        details = details.code(code.to_string());
    }
    if let Some(message) = error.message {
        details = details.message(message);
    }
    details
}

/// What the code says better than the status, which is 400 for nearly everything.
fn kind(error: &GraphError) -> Option<ErrorKind> {
    if error.subcode == Some(ErrorCode::OBJECT_GONE) {
        return Some(ErrorKind::NotFound);
    }
    match error.code? {
        ErrorCode::AUTH_EXCEPTION | ErrorCode::ACCESS_TOKEN_EXPIRED => {
            Some(ErrorKind::Unauthorized)
        }
        ErrorCode::PERMISSION_DENIED | ErrorCode::API_METHOD => Some(ErrorKind::Forbidden),
        ErrorCode::OBJECT_GONE | ErrorCode::OBJECT_NOT_FOUND => Some(ErrorKind::NotFound),
        code if (200..=299).contains(&code.get()) => Some(ErrorKind::Forbidden),
        _ => None,
    }
}

mod sealed {
    /// Keeps [`ErrorExt`](super::ErrorExt) ours, so that it may grow.
    #[expect(unnameable_types, reason = "nobody else is to name it")]
    pub trait Sealed {}

    impl Sealed for crate::Error {}
}

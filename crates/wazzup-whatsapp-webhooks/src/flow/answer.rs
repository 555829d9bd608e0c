use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use wazzup_dispatch::AskError;
use wazzup_whatsapp_types::flow::NotAFlowRequest;

use super::{CannotDecrypt, CannotEncrypt, FlowRefusal, FlowRequest, refusal::status};
use crate::signature::Verdict;

/// What goes back to WhatsApp, and how it came about. The status and the body are the answer; the
/// rest is for you.
///
/// `Debug` shows nothing of what was asked and answered.
#[must_use = "an answer does nothing until it is sent"]
#[non_exhaustive]
pub struct FlowAnswer {
    /// The status.
    pub status: StatusCode,
    /// The body, plain text: base64 where it is encrypted, else a word or nothing.
    pub body: Bytes,
    /// The request, as far as it could be read.
    pub request: Option<FlowRequest>,
    /// How it ended.
    pub outcome: FlowOutcome,
}

/// How a request to a flow's endpoint ended.
///
/// `Debug` shows no error's content.
#[non_exhaustive]
pub enum FlowOutcome {
    /// A handler answered: 200.
    Answered,
    /// The endpoint answered a health check: 200.
    Ping,
    /// A notice of an error was acknowledged: 200. With what became of its handler, if that failed
    /// or there is none.
    Acknowledged(Option<AskError>),
    /// A handler [refused](FlowRefusal): 427 with an encrypted text, 421 or 432.
    Refused(FlowRefusal),
    /// It does not come from WhatsApp: 432.
    NotAuthentic(Verdict),
    /// It could not be decrypted: 421.
    CannotDecrypt(CannotDecrypt),
    /// It could be decrypted, but is no request: 500.
    NotARequest(NotAFlowRequest),
    /// No handler answered it: 500.
    Unanswered(AskError),
    /// The answer could not be written: 500.
    CannotEncrypt(CannotEncrypt),
}

impl FlowAnswer {
    pub(super) fn not_authentic(verdict: Verdict) -> Self {
        Self::empty(status(432), FlowOutcome::NotAuthentic(verdict))
    }

    pub(super) fn cannot_decrypt(error: CannotDecrypt) -> Self {
        let outcome = FlowOutcome::CannotDecrypt(error);
        Self::empty(StatusCode::MISDIRECTED_REQUEST, outcome)
    }

    pub(super) fn encrypted(status: StatusCode, body: String, outcome: FlowOutcome) -> Self {
        Self {
            status,
            body: body.into(),
            request: None,
            outcome,
        }
    }

    pub(super) fn empty(status: StatusCode, outcome: FlowOutcome) -> Self {
        Self {
            status,
            body: Bytes::new(),
            request: None,
            outcome,
        }
    }

    pub(super) fn failed(outcome: FlowOutcome) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            body: Bytes::from_static(b"internal error"),
            request: None,
            outcome,
        }
    }

    pub(super) fn to(mut self, request: FlowRequest) -> Self {
        self.request = Some(request);
        self
    }
}

impl FlowOutcome {
    /// Whether something of yours went wrong: no handler, one that failed, or an answer that could
    /// not be written.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        match self {
            Self::Answered
            | Self::Ping
            | Self::Acknowledged(None | Some(AskError::NoHandler(_)))
            | Self::Refused(_)
            | Self::NotAuthentic(_)
            | Self::CannotDecrypt(_) => false,
            Self::Acknowledged(Some(_))
            | Self::NotARequest(_)
            | Self::Unanswered(_)
            | Self::CannotEncrypt(_) => true,
        }
    }

    /// A word for logs and metrics.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Ping => "ping",
            Self::Acknowledged(_) => "acknowledged",
            Self::Refused(_) => "refused",
            Self::NotAuthentic(_) => "not_authentic",
            Self::CannotDecrypt(_) => "cannot_decrypt",
            Self::NotARequest(_) => "not_a_request",
            Self::Unanswered(error) => error.as_str(),
            Self::CannotEncrypt(_) => "cannot_encrypt",
        }
    }
}

impl fmt::Debug for FlowAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowAnswer")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("request", &self.request)
            .field("outcome", &self.outcome)
            .finish()
    }
}

impl fmt::Debug for FlowOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered => f.write_str("Answered"),
            Self::Ping => f.write_str("Ping"),
            Self::Acknowledged(None) => f.write_str("Acknowledged"),
            Self::Acknowledged(Some(error)) => write!(f, "Acknowledged({error})"),
            Self::Refused(refusal) => write!(f, "Refused({refusal:?})"),
            Self::NotAuthentic(verdict) => write!(f, "NotAuthentic({verdict:?})"),
            Self::CannotDecrypt(error) => write!(f, "CannotDecrypt({error:?})"),
            Self::NotARequest(error) => write!(f, "NotARequest({error})"),
            Self::Unanswered(error) => write!(f, "Unanswered({error})"),
            Self::CannotEncrypt(_) => f.write_str("CannotEncrypt"),
        }
    }
}

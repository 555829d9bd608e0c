use std::{error::Error as StdError, fmt};

use http::StatusCode;

/// What a handler returns as its error to answer with one of the statuses that mean something to
/// WhatsApp. Any other error is answered 500.
///
/// It may be the source of an error of yours.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowRefusal {
    /// The flow cannot be used any more, since what it was for is done or gone: 427. Its button is
    /// disabled and the text is shown.
    #[doc(alias = "FlowTokenNoLongerValid")]
    TokenNoLongerValid(String),
    /// 421: WhatsApp fetches the public key anew and tries again.
    #[doc(alias = "FlowRequestCannotBeDecrypted")]
    CannotDecrypt,
    /// 432: the request does not come from WhatsApp.
    #[doc(alias = "FlowRequestSignatureAuthenticationFailed")]
    NotAuthentic,
}

impl FlowRefusal {
    /// The flow cannot be used any more; says why to whoever tries.
    #[must_use]
    pub fn token_no_longer_valid(message: impl Into<String>) -> Self {
        Self::TokenNoLongerValid(message.into())
    }

    /// The status that answers it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TokenNoLongerValid(_) => status(427),
            Self::CannotDecrypt => StatusCode::MISDIRECTED_REQUEST,
            Self::NotAuthentic => status(432),
        }
    }

    /// The one that this error is, or comes from.
    pub(super) fn in_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(refusal) = error.downcast_ref() {
                return Some(refusal);
            }
            next = error.source();
        }
        None
    }
}

/// A status that has no name.
pub(super) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).expect("three digits are a status")
}

impl fmt::Display for FlowRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TokenNoLongerValid(_) => "the flow token is no longer valid",
            Self::CannotDecrypt => "the flow request cannot be decrypted",
            Self::NotAuthentic => "the flow request is not authentic",
        })
    }
}

// The text may be personal.
impl fmt::Debug for FlowRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TokenNoLongerValid(_) => "TokenNoLongerValid(<hidden>)",
            Self::CannotDecrypt => "CannotDecrypt",
            Self::NotAuthentic => "NotAuthentic",
        })
    }
}

impl StdError for FlowRefusal {}

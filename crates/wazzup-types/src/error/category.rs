//! Coarse kinds of errors.

use std::fmt;

/// What an error is about, coarsely.
///
/// The first ten are those of the Python package; [`Auth`](Self::Auth) and
/// [`NotFound`](Self::NotFound) are added here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCategory {
    /// Too many calls.
    RateLimit,
    /// It is there already.
    Conflict,
    /// The service, or the messenger behind it, failed.
    Server,
    /// A value is wrong.
    Validation,
    /// The messenger cannot do this.
    Transport,
    /// The channel or the contact cannot be reached.
    Channel,
    /// Too long, too large, too many.
    Limit,
    /// Taken for unwanted advertising.
    Spam,
    /// Not allowed at this time any more, or not yet.
    Window,
    /// The key, or the user, may not do this.
    Auth,
    /// It does not exist.
    NotFound,
    /// None of these.
    Unknown,
}

impl ErrorCategory {
    /// The name: as the Python package has it, such as `rate_limit`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RateLimit => "rate_limit",
            Self::Conflict => "conflict",
            Self::Server => "server",
            Self::Validation => "validation",
            Self::Transport => "transport",
            Self::Channel => "channel",
            Self::Limit => "limit",
            Self::Spam => "spam",
            Self::Window => "window",
            Self::Auth => "auth",
            Self::NotFound => "not_found",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for ErrorCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

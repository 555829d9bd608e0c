//! Coarse kinds of errors.

use std::fmt;

/// What an error is about, coarsely.
///
/// The first twelve are the families of pywa's errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The token, or what it may do.
    Authorization,
    /// Too many calls or messages.
    Throttling,
    /// The account is restricted.
    Integrity,
    /// A message that cannot be sent or delivered.
    Sending,
    /// A flow, and the state it is in.
    Flow,
    /// Blocking of users.
    Blocking,
    /// Calls.
    Calling,
    /// Groups.
    Group,
    /// A template that cannot be made as it is.
    TemplateCreation,
    /// Names of users.
    Username,
    /// Phone numbers that move or are added.
    Migration,
    /// Sign-ups.
    Signup,
    /// A value of the request, or what it names.
    Request,
    /// Registration of a phone number and its PIN.
    Registration,
    /// Delivery of webhooks.
    Webhook,
    /// Payments.
    Payment,
    /// The marketing messages API and the figures of templates.
    Marketing,
    /// Accounts and what is shared with the WhatsApp Business app.
    Management,
    /// The service itself failed.
    Server,
    /// None of these.
    Unknown,
}

impl ErrorClass {
    /// The name, such as `authorization`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::Throttling => "throttling",
            Self::Integrity => "integrity",
            Self::Sending => "sending",
            Self::Flow => "flow",
            Self::Blocking => "blocking",
            Self::Calling => "calling",
            Self::Group => "group",
            Self::TemplateCreation => "template_creation",
            Self::Username => "username",
            Self::Migration => "migration",
            Self::Signup => "signup",
            Self::Request => "request",
            Self::Registration => "registration",
            Self::Webhook => "webhook",
            Self::Payment => "payment",
            Self::Marketing => "marketing",
            Self::Management => "management",
            Self::Server => "server",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a limit that was reached is a limit of: that much has to be held back, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Throttled {
    /// All calls of the app.
    App,
    /// All calls with the token of this user or system user.
    User,
    /// The calls about one WhatsApp Business account.
    Waba,
    /// The messages or calls of one business phone number.
    PhoneNumber,
    /// What goes from one business phone number to one user.
    Pair,
    /// The messages of all numbers of the portfolio to users who have not written.
    Portfolio,
    /// The messages with one flow.
    Flow,
    /// The messages to one group.
    Group,
}

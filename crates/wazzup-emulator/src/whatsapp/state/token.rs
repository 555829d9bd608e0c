//! Access tokens.

use crate::whatsapp::Holder;

/// What is known of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    holder: Holder,
    expired: bool,
}

impl Token {
    const fn of(holder: Holder) -> Self {
        Self {
            holder,
            expired: false,
        }
    }

    pub(crate) const fn user() -> Self {
        Self::of(Holder::User)
    }

    pub(crate) const fn app() -> Self {
        Self::of(Holder::App)
    }

    pub(super) const fn stranger() -> Self {
        Self::of(Holder::Stranger)
    }

    pub(crate) const fn expired() -> Self {
        Self {
            expired: true,
            ..Self::of(Holder::User)
        }
    }

    /// Whose it is, while it is good.
    pub(crate) fn holder(&self) -> Option<Holder> {
        (!self.expired).then_some(self.holder)
    }
}

//! The address that is registered.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use wazzup_sdk::types::Secret;

/// The name of the secret in the query.
pub(super) const TOKEN: &str = "token";

/// What RFC 3986 leaves as it is.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// An address with a secret in its query. `Display` masks the whole query.
pub(super) struct WithToken {
    whole: String,
}

impl WithToken {
    pub(super) fn new(address: &str, token: Option<&Secret>) -> Self {
        let mut whole = address.to_owned();
        if let Some(token) = token {
            let join = if address.contains('?') { '&' } else { '?' };
            let token = utf8_percent_encode(token.expose(), UNRESERVED);
            whole.push_str(&format!("{join}{TOKEN}={token}"));
        }
        Self { whole }
    }

    /// With the secret: for the service only.
    pub(super) fn expose(&self) -> &str {
        &self.whole
    }
}

impl fmt::Display for WithToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole.split_once('?') {
            Some((address, _)) => write!(f, "{address}?<hidden>"),
            None => f.write_str(&self.whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_put_behind_what_is_there_and_never_shown() {
        let token = Secret::new("a b/c&d").unwrap();
        let address = WithToken::new("https://example.org/w?x=1", Some(&token));
        assert_eq!(
            address.expose(),
            "https://example.org/w?x=1&token=a%20b%2Fc%26d"
        );
        assert_eq!(address.to_string(), "https://example.org/w?<hidden>");
    }

    #[test]
    fn without_a_token_the_address_stays_as_it_is() {
        let address = WithToken::new("https://example.org/w", None);
        assert_eq!(address.expose(), "https://example.org/w");
        assert_eq!(address.to_string(), "https://example.org/w");
    }
}

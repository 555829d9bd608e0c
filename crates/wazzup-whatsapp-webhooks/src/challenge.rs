//! The handshake: Meta asks, when a callback address is set, whether it is ours.

use std::fmt;

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode, Uri, header::X_CONTENT_TYPE_OPTIONS, uri::PathAndQuery,
};
use http_body_util::Full;
use wazzup_endpoint::{InvalidSecret, Live, LiveSecret, Reply, SecretList, SecretSet, query};

/// The parameter that holds what the request is for: `subscribe`.
pub const MODE_PARAM: &str = "hub.mode";

/// The parameter that holds the verify token.
pub const VERIFY_TOKEN_PARAM: &str = "hub.verify_token";

/// The parameter that holds the text to be sent back.
pub const CHALLENGE_PARAM: &str = "hub.challenge";

/// The live verify tokens of an endpoint. Clones share them, so that they can be swapped at run
/// time: the one that is set for the app, those of overrides for a WABA or a phone number, and the
/// one before the last change.
///
/// All are compared, each in a time that depends on its own length only. While there is none,
/// nobody passes.
#[derive(Clone, Default)]
pub struct VerifyTokens(Live<Tokens>);

#[derive(Clone, Default)]
struct Tokens(SecretList);

impl SecretSet for Tokens {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl VerifyTokens {
    /// No token yet: for a set that is filled later.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one token.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn of(token: impl Into<String>) -> Result<Self, InvalidSecret> {
        let tokens = Self::new();
        tokens.add(token)?;
        Ok(tokens)
    }

    /// Replaces all tokens, newest first.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if one is empty or none is left; nothing is changed then.
    pub fn set<S: Into<String>>(
        &self,
        tokens: impl IntoIterator<Item = S>,
    ) -> Result<(), InvalidSecret> {
        let tokens = SecretList::new(tokens)?;
        self.0.change(|live| live.0 = tokens)
    }

    /// Adds a token beside those that are there.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn add(&self, token: impl Into<String>) -> Result<(), InvalidSecret> {
        let token = LiveSecret::new(token)?;
        self.0.change(|live| live.0.push(token))
    }

    /// Makes this the newest token, and keeps the newest one so far beside it. Older ones end.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn rotate(&self, token: impl Into<String>) -> Result<(), InvalidSecret> {
        let token = LiveSecret::new(token)?;
        self.0.change(|live| live.0.rotate(token))
    }

    /// Whether there is none: nobody would pass.
    pub fn is_empty(&self) -> bool {
        self.0.read(SecretSet::is_empty)
    }

    /// Adds the tokens of another set.
    pub(crate) fn absorb(&self, other: &Self) -> Result<(), InvalidSecret> {
        let added = other.0.read(Tokens::clone);
        if added.is_empty() {
            return Ok(());
        }
        self.0.change(|live| live.0.append(added.0))
    }

    fn any_is(&self, brought: &[u8]) -> bool {
        self.0.read(|live| {
            let as_it_is = live.0.any_is(brought);
            if !brought.contains(&b'+') {
                return as_it_is;
            }
            // Forms write a space as a plus; whether the sender of a query does is anybody's guess.
            let spaced: Vec<_> = brought.iter().map(|byte| space(*byte)).collect();
            as_it_is | live.0.any_is(&spaced)
        })
    }
}

fn space(byte: u8) -> u8 {
    if byte == b'+' { b' ' } else { byte }
}

impl fmt::Debug for VerifyTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .read(|live| write!(f, "VerifyTokens({:?} hidden)", live.0))
    }
}

/// What answers the handshake: the text that the sender wants back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge(String);

impl Challenge {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The answer: 200 with the text, as plain text that no browser takes for something else.
    pub fn into_response(self) -> Response<Full<Bytes>> {
        plain(self.reply())
    }

    pub(crate) fn reply(self) -> Reply {
        Reply::text(StatusCode::OK, self.0)
    }
}

/// Why a handshake is refused. The answer to it tells none of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Forbidden {
    /// [`MODE_PARAM`] is missing or not `subscribe`.
    #[error("the request is no handshake: `hub.mode` is not `subscribe`")]
    Mode,
    /// [`VERIFY_TOKEN_PARAM`] is missing or no live token.
    #[error("the verify token is missing or wrong")]
    Token,
    /// [`CHALLENGE_PARAM`] is missing, empty or no text.
    #[error("there is no challenge to send back")]
    Challenge,
    /// One of the parameters is there more than once.
    #[error("a parameter of the handshake is repeated")]
    Repeated,
}

impl Forbidden {
    /// The answer: 403 without the reason.
    pub fn into_response(self) -> Response<Full<Bytes>> {
        plain(self.reply())
    }

    pub(crate) fn reply(self) -> Reply {
        Reply::text(StatusCode::FORBIDDEN, "Forbidden")
    }
}

fn plain(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = reply.into_response();
    take_as_it_is(&mut response);
    response
}

/// Says that the answer is what its content type says, whatever it looks like: it holds what the
/// sender wrote.
pub(crate) fn take_as_it_is<B>(response: &mut Response<B>) {
    let nosniff = HeaderValue::from_static("nosniff");
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, nosniff);
}

/// Answers the handshake, given the query of the `GET` request, without its question mark.
///
/// ```
/// use wazzup_whatsapp_webhooks::{VerifyTokens, webhook_challenge};
///
/// let tokens = VerifyTokens::of("my token")?;
/// let query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=my%20token";
/// assert_eq!(webhook_challenge(query, &tokens)?.as_str(), "1158201444");
/// assert!(webhook_challenge("hub.mode=subscribe&hub.challenge=1", &tokens).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// See [Meta on verification
/// requests](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint/).
///
/// # Errors
///
/// [`Forbidden`]: answer 403.
#[doc(alias = "webhook_challenge_handler")]
pub fn webhook_challenge(query: &str, tokens: &VerifyTokens) -> Result<Challenge, Forbidden> {
    // What cannot stand in an address was not sent in one.
    let uri = PathAndQuery::try_from(format!("/?{query}")).map_err(|_| Forbidden::Mode)?;
    challenge(&uri.into(), tokens)
}

/// The same for the parameters of a query that was taken apart and decoded already, as frameworks
/// do.
///
/// # Errors
///
/// [`Forbidden`]: answer 403.
pub fn webhook_challenge_params<N: AsRef<str>, V: AsRef<str>>(
    params: impl IntoIterator<Item = (N, V)>,
    tokens: &VerifyTokens,
) -> Result<Challenge, Forbidden> {
    let mut brought = Brought::default();
    for (name, value) in params {
        if let Some(place) = brought.place(|one| name.as_ref() == one) {
            brought.put(place, || value.as_ref().into());
        }
    }
    brought.judge(tokens)
}

pub(crate) fn challenge(uri: &Uri, tokens: &VerifyTokens) -> Result<Challenge, Forbidden> {
    let mut brought = Brought::default();
    for pair in query(uri) {
        if let Some(place) = brought.place(|one| pair.is_named(one)) {
            brought.put(place, || pair.value());
        }
    }
    brought.judge(tokens)
}

/// The values of the three parameters.
#[derive(Default)]
struct Brought {
    values: [Option<Vec<u8>>; 3],
    repeated: bool,
}

const PARAMS: [&str; 3] = [MODE_PARAM, VERIFY_TOKEN_PARAM, CHALLENGE_PARAM];

impl Brought {
    fn place(&self, is_named: impl Fn(&str) -> bool) -> Option<usize> {
        PARAMS.iter().position(|name| is_named(name))
    }

    fn put(&mut self, place: usize, value: impl FnOnce() -> Vec<u8>) {
        self.repeated |= self.values[place].replace(value()).is_some();
    }

    fn judge(self, tokens: &VerifyTokens) -> Result<Challenge, Forbidden> {
        let [mode, token, challenge] = self.values;
        if self.repeated {
            return Err(Forbidden::Repeated);
        }
        if mode.as_deref() != Some(b"subscribe") {
            return Err(Forbidden::Mode);
        }
        if !token.is_some_and(|token| tokens.any_is(&token)) {
            return Err(Forbidden::Token);
        }
        match String::from_utf8(challenge.unwrap_or_default()) {
            Ok(text) if !text.is_empty() => Ok(Challenge(text)),
            _ => Err(Forbidden::Challenge),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::header::CONTENT_TYPE;
    use proptest::prelude::*;

    use super::*;

    fn tokens() -> VerifyTokens {
        let tokens = VerifyTokens::of("live").unwrap();
        tokens.add("a b+c").unwrap();
        tokens
    }

    #[test]
    fn each_part_of_the_handshake_is_asked_for() {
        let ask = |query: &str| {
            let given = webhook_challenge(query, &tokens()).map(Challenge::into_string);
            given.map_err(|why| format!("{why:?}"))
        };
        for (query, expected) in [
            (
                "hub.mode=subscribe&hub.verify_token=live&hub.challenge=17",
                Ok("17"),
            ),
            (
                "hub.challenge=1%207&hub.verify_token=%6Cive&x=&hub.mode=subscribe",
                Ok("1 7"),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=a+b%2Bc&hub.challenge=17",
                Err("Token"),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=a%20b+c&hub.challenge=17",
                Ok("17"),
            ),
            (
                "hub.mode=unsubscribe&hub.verify_token=live&hub.challenge=17",
                Err("Mode"),
            ),
            ("hub.verify_token=live&hub.challenge=17", Err("Mode")),
            (
                "hub.mode=subscribe&hub.verify_token=liv&hub.challenge=17",
                Err("Token"),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=&hub.challenge=17",
                Err("Token"),
            ),
            ("hub.mode=subscribe&hub.challenge=17", Err("Token")),
            ("hub.mode=subscribe&hub.verify_token=live", Err("Challenge")),
            (
                "hub.mode=subscribe&hub.verify_token=live&hub.challenge=",
                Err("Challenge"),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=live&hub.challenge=%ff",
                Err("Challenge"),
            ),
            (
                "hub.mode=subscribe&hub.verify_token=x&hub.verify_token=live&hub.challenge=1",
                Err("Repeated"),
            ),
            ("", Err("Mode")),
            ("\u{0}", Err("Mode")),
        ] {
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(ask(query), expected, "{query}");
        }
    }

    #[test]
    fn a_space_may_be_a_plus() {
        let tokens = VerifyTokens::of("my own token").unwrap();
        let query = "hub.mode=subscribe&hub.verify_token=my+own+token&hub.challenge=1";
        assert!(webhook_challenge(query, &tokens).is_ok());
    }

    #[test]
    fn parameters_may_have_been_taken_apart_before() {
        let params = |token| {
            let all = [
                (MODE_PARAM, "subscribe"),
                (VERIFY_TOKEN_PARAM, token),
                (CHALLENGE_PARAM, "17"),
            ];
            webhook_challenge_params(all, &tokens()).map(Challenge::into_string)
        };
        assert_eq!(params("live"), Ok("17".to_owned()));
        assert_eq!(params("dead"), Err(Forbidden::Token));
    }

    #[test]
    fn the_answer_is_plain_text_and_nothing_else() {
        let response = Challenge("<b>".to_owned()).into_response();
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.headers()[CONTENT_TYPE],
            "text/plain; charset=utf-8"
        );
        assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(Forbidden::Token.into_response().status(), 403);
    }

    #[test]
    fn tokens_are_swapped_for_all_who_have_them() {
        let tokens = VerifyTokens::new();
        let shared = tokens.clone();
        assert!(tokens.is_empty());
        assert!(!shared.any_is(b""));
        tokens.add("first").unwrap();
        tokens.rotate("second").unwrap();
        tokens.rotate("third").unwrap();
        let live = ["first", "second", "third"].map(|token| shared.any_is(token.as_bytes()));
        assert_eq!(live, [false, true, true]);
        assert_eq!(tokens.set([""; 0]), Err(InvalidSecret::NoneLeft));
        assert_eq!(tokens.add(" "), Err(InvalidSecret::Empty));
        assert_eq!(format!("{shared:?}"), "VerifyTokens(2 hidden)");
    }

    proptest! {
        #[test]
        fn nobody_passes_without_a_live_token(query in ".{0,80}", token in "[a-z+% ]{0,6}") {
            let tokens = VerifyTokens::of("SECRET").unwrap();
            prop_assert!(webhook_challenge(&query, &tokens).is_err());
            let query = format!("hub.mode=subscribe&hub.verify_token={token}&hub.challenge=1");
            prop_assert!(webhook_challenge(&query, &tokens).is_err());
        }
    }
}

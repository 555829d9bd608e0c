use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use http::{HeaderMap, Uri, header::AUTHORIZATION};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use subtle::{Choice, ConstantTimeEq};

/// The live secrets of an endpoint. Clones share them, so that they can be swapped at run time.
///
/// A request passes if it brings one of them. Each comparison takes the same time whatever is
/// wrong with what was brought, and all secrets are compared whether or not one has matched: the
/// time an answer takes tells nothing but whether its length is that of a live secret.
///
/// ```
/// use wazzup_webhooks::{Webhooks, dispatch::Router};
///
/// let service = Webhooks::builder(Router::new()).bearer("old").build()?;
/// let secrets = service.secrets().clone();
///
/// secrets.rotate_bearer("new")?; // both pass
/// // ... once Wazzup has got the new one:
/// secrets.set_bearers(["new"])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Secrets(Arc<RwLock<Live>>);

#[derive(Clone, Default)]
struct Live {
    bearers: Vec<SecretString>,
    /// Name of the parameter, and its value.
    queries: Vec<(String, SecretString)>,
}

/// A secret that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSecret {
    /// It is empty: everybody would know it.
    #[error("a secret is empty")]
    Empty,
    /// There is none left: nobody would pass.
    #[error("there is no secret left")]
    NoneLeft,
}

/// What a request brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A live secret.
    Authentic,
    /// Nothing at all in the places where secrets are looked for.
    Nothing,
    /// Something that is no live secret.
    Wrong,
}

impl Secrets {
    /// No secret yet: for a set that is filled before the endpoint is built.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces all bearers.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if one is empty or none is left to pass with; nothing is changed then.
    pub fn set_bearers<S: Into<String>>(
        &self,
        bearers: impl IntoIterator<Item = S>,
    ) -> Result<(), InvalidSecret> {
        let bearers = bearers.into_iter().map(|bearer| secret(bearer.into()));
        let bearers = bearers.collect::<Result<Vec<_>, _>>()?;
        self.change(|live| live.bearers = bearers)
    }

    /// Makes this the newest bearer, and keeps the newest one so far beside it. Older ones end.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn rotate_bearer(&self, bearer: impl Into<String>) -> Result<(), InvalidSecret> {
        let bearer = secret(bearer.into())?;
        self.change(|live| {
            live.bearers.truncate(1);
            live.bearers.insert(0, bearer);
        })
    }

    /// Replaces all secrets of the query.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if one is empty or none is left to pass with; nothing is changed then.
    pub fn set_query_secrets<N: Into<String>, S: Into<String>>(
        &self,
        secrets: impl IntoIterator<Item = (N, S)>,
    ) -> Result<(), InvalidSecret> {
        let queries = secrets
            .into_iter()
            .map(|(name, value)| Ok((name.into(), secret(value.into())?)));
        let queries = queries.collect::<Result<Vec<_>, _>>()?;
        self.change(|live| live.queries = queries)
    }

    pub(crate) fn add_bearer(&self, bearer: String) -> Result<(), InvalidSecret> {
        let bearer = secret(bearer)?;
        self.change(|live| live.bearers.push(bearer))
    }

    pub(crate) fn add_query(&self, name: String, value: String) -> Result<(), InvalidSecret> {
        let value = secret(value)?;
        self.change(|live| live.queries.push((name, value)))
    }

    /// Adds the secrets of another set.
    pub(crate) fn absorb(&self, other: &Self) -> Result<(), InvalidSecret> {
        let added = other
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        // The set itself may be filled later; what counts is looked at when the endpoint is built.
        if added.is_empty() {
            return Ok(());
        }
        self.change(|live| {
            live.bearers.extend(added.bearers);
            live.queries.extend(added.queries);
        })
    }

    /// Whether there is none: nobody would pass.
    pub fn is_empty(&self) -> bool {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        live.is_empty()
    }

    pub(crate) fn check(&self, headers: &HeaderMap, uri: &Uri) -> Verdict {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut brought = false;
        let mut passes = Choice::from(0);
        if let Some(header) = headers.get(AUTHORIZATION) {
            brought = true;
            // What is no bearer at all is compared too, so as to take the same time.
            let token = bearer_token(header.as_bytes());
            for secret in &live.bearers {
                passes |= same(secret, token);
            }
        }
        if !live.queries.is_empty()
            && let Some(query) = uri.query()
        {
            for (name, value) in query
                .split('&')
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            {
                let mut decoded = None;
                for (_, secret) in live
                    .queries
                    .iter()
                    .filter(|(known, _)| is_name(name, known))
                {
                    brought = true;
                    let value = decoded
                        .get_or_insert_with(|| percent_decode_str(value).collect::<Vec<u8>>());
                    passes |= same(secret, value);
                }
            }
        }
        match (bool::from(passes), brought) {
            (true, _) => Verdict::Authentic,
            (false, true) => Verdict::Wrong,
            (false, false) => Verdict::Nothing,
        }
    }

    /// Changes the secrets, if any are left by it.
    fn change(&self, change: impl FnOnce(&mut Live)) -> Result<(), InvalidSecret> {
        let mut live = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = live.clone();
        change(&mut next);
        if next.is_empty() {
            return Err(InvalidSecret::NoneLeft);
        }
        *live = next;
        Ok(())
    }
}

impl Live {
    fn is_empty(&self) -> bool {
        self.bearers.is_empty() && self.queries.is_empty()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_struct("Secrets")
            .field("bearers", &live.bearers.len())
            .field("queries", &live.queries.len())
            .finish()
    }
}

fn secret(text: String) -> Result<SecretString, InvalidSecret> {
    if text.trim().is_empty() {
        return Err(InvalidSecret::Empty);
    }
    Ok(text.into())
}

/// The token after `Bearer `, the word in any case; nothing if it is another scheme.
fn bearer_token(header: &[u8]) -> &[u8] {
    match header.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => token.trim_ascii(),
        _ => b"",
    }
}

fn is_name(raw: &str, known: &str) -> bool {
    raw == known || percent_decode_str(raw).eq(known.bytes())
}

/// Whether they are equal, in a time that depends on the secret's length only.
fn same(secret: &SecretString, brought: &[u8]) -> Choice {
    let secret = secret.expose_secret().as_bytes();
    let same_length = brought.len() == secret.len();
    // As much work for another length, whose result is thrown away.
    let against = if same_length { brought } else { secret };
    // Word by word: each comparison costs a barrier against the optimizer.
    let ((left, left_rest), (right, right_rest)) = (secret.as_chunks(), against.as_chunks());
    let mut same = Choice::from(u8::from(same_length)) & left_rest.ct_eq(right_rest);
    for (left, right) in left.iter().zip(right) {
        same &= u64::from_ne_bytes(*left).ct_eq(&u64::from_ne_bytes(*right));
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        let secrets = Secrets::default();
        secrets.add_bearer("new".into()).unwrap();
        secrets.add_bearer("old".into()).unwrap();
        secrets.add_query("token".into(), "q/1+2 3".into()).unwrap();
        secrets
    }

    fn check(secrets: &Secrets, header: Option<&str>, uri: &str) -> Verdict {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert(AUTHORIZATION, header.parse().unwrap());
        }
        secrets.check(&headers, &uri.parse().unwrap())
    }

    #[test]
    fn every_live_bearer_passes_and_nothing_near_it() {
        let secrets = secrets();
        for passes in ["Bearer new", "Bearer old", "bearer new", "BEARER  old "] {
            assert_eq!(
                check(&secrets, Some(passes), "/"),
                Verdict::Authentic,
                "{passes}"
            );
        }
        for refused in [
            "new",
            "Bearer",
            "Bearer ",
            "Bearer ne",
            "Bearer neww",
            "Bearer NEW",
            "Basic new",
            "",
            "Bearernew",
        ] {
            assert_eq!(
                check(&secrets, Some(refused), "/"),
                Verdict::Wrong,
                "{refused}"
            );
        }
        assert_eq!(check(&secrets, None, "/?other=new"), Verdict::Nothing);
    }

    #[test]
    fn a_query_secret_passes_percent_encoded_or_not_and_only_under_its_name() {
        let secrets = secrets();
        for passes in [
            "/?token=q/1+2%203",
            "/w?a=b&token=q%2F1%2B2%203",
            "/?%74oken=q/1+2%203",
        ] {
            assert_eq!(
                check(&secrets, None, passes),
                Verdict::Authentic,
                "{passes}"
            );
        }
        for wrong in ["/?token=q/1", "/?token", "/?token=", "/?token=new"] {
            assert_eq!(check(&secrets, None, wrong), Verdict::Wrong, "{wrong}");
        }
        assert_eq!(check(&secrets, None, "/?Token=q/1+2%203"), Verdict::Nothing);
        // One of the two is enough, whatever the other says.
        assert_eq!(
            check(&secrets, Some("Bearer no"), "/?token=q/1+2%203"),
            Verdict::Authentic
        );
    }

    #[test]
    fn rotation_keeps_the_newest_and_ends_the_older() {
        let secrets = secrets();
        let clone = secrets.clone();
        clone.rotate_bearer("newest").unwrap();
        let verdicts = ["Bearer newest", "Bearer new", "Bearer old"]
            .map(|header| check(&secrets, Some(header), "/"));
        assert_eq!(
            verdicts,
            [Verdict::Authentic, Verdict::Authentic, Verdict::Wrong]
        );
    }

    #[test]
    fn the_last_secret_cannot_be_taken_away_and_none_may_be_empty() {
        let secrets = Secrets::default();
        assert_eq!(
            secrets.set_bearers::<String>([]),
            Err(InvalidSecret::NoneLeft)
        );
        assert_eq!(secrets.add_bearer(" ".into()), Err(InvalidSecret::Empty));
        secrets.set_bearers(["a"]).unwrap();
        assert_eq!(secrets.set_bearers(["b", ""]), Err(InvalidSecret::Empty));
        assert_eq!(check(&secrets, Some("Bearer a"), "/"), Verdict::Authentic);
        secrets.set_query_secrets([("token", "t")]).unwrap();
        secrets.set_bearers::<String>([]).unwrap();
        assert_eq!(check(&secrets, Some("Bearer a"), "/"), Verdict::Wrong);
    }

    #[test]
    fn debug_tells_how_many_there_are_and_nothing_else() {
        assert_eq!(
            format!("{:?}", secrets()),
            "Secrets { bearers: 2, queries: 1 }"
        );
    }
}

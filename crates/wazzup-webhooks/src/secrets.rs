use std::fmt;

use http::{HeaderMap, Uri, header::AUTHORIZATION};
use wazzup_endpoint::{InvalidSecret, Live, LiveSecret, SecretList, SecretSet, query};

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
pub struct Secrets(Live<Known>);

#[derive(Clone, Default)]
struct Known {
    bearers: SecretList,
    /// Name of the parameter, and its value.
    queries: Vec<(String, LiveSecret)>,
}

impl SecretSet for Known {
    fn is_empty(&self) -> bool {
        self.bearers.is_empty() && self.queries.is_empty()
    }
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
        let bearers = SecretList::new(bearers)?;
        self.0.change(|known| known.bearers = bearers)
    }

    /// Makes this the newest bearer, and keeps the newest one so far beside it. Older ones end.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn rotate_bearer(&self, bearer: impl Into<String>) -> Result<(), InvalidSecret> {
        let bearer = LiveSecret::new(bearer)?;
        self.0.change(|known| known.bearers.rotate(bearer))
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
            .map(|(name, value)| Ok((name.into(), LiveSecret::new(value)?)));
        let queries = queries.collect::<Result<Vec<_>, _>>()?;
        self.0.change(|known| known.queries = queries)
    }

    pub(crate) fn add_bearer(&self, bearer: String) -> Result<(), InvalidSecret> {
        let bearer = LiveSecret::new(bearer)?;
        self.0.change(|known| known.bearers.push(bearer))
    }

    pub(crate) fn add_query(&self, name: String, value: String) -> Result<(), InvalidSecret> {
        let value = LiveSecret::new(value)?;
        self.0.change(|known| known.queries.push((name, value)))
    }

    /// Adds the secrets of another set.
    pub(crate) fn absorb(&self, other: &Self) -> Result<(), InvalidSecret> {
        let added = other.0.read(Known::clone);
        // The set itself may be filled later; what counts is looked at when the endpoint is built.
        if added.is_empty() {
            return Ok(());
        }
        self.0.change(|known| {
            known.bearers.append(added.bearers);
            known.queries.extend(added.queries);
        })
    }

    /// Whether there is none: nobody would pass.
    pub fn is_empty(&self) -> bool {
        self.0.read(Known::is_empty)
    }

    pub(crate) fn check(&self, headers: &HeaderMap, uri: &Uri) -> Verdict {
        self.0.read(|known| known.check(headers, uri))
    }
}

impl Known {
    fn check(&self, headers: &HeaderMap, uri: &Uri) -> Verdict {
        let mut brought = false;
        let mut passes = false;
        if let Some(header) = headers.get(AUTHORIZATION) {
            brought = true;
            // What is no bearer at all is compared too, so as to take the same time.
            passes |= self.bearers.any_is(bearer_token(header.as_bytes()));
        }
        if !self.queries.is_empty() {
            for pair in query(uri) {
                let mut decoded = None;
                for (_, secret) in self.queries.iter().filter(|(name, _)| pair.is_named(name)) {
                    brought = true;
                    passes |= secret.is(decoded.get_or_insert_with(|| pair.value()));
                }
            }
        }
        match (passes, brought) {
            (true, _) => Verdict::Authentic,
            (false, true) => Verdict::Wrong,
            (false, false) => Verdict::Nothing,
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.read(|known| {
            f.debug_struct("Secrets")
                .field("bearers", &known.bearers)
                .field("queries", &known.queries.len())
                .finish()
        })
    }
}

/// The token after `Bearer `, the word in any case; nothing if it is another scheme.
fn bearer_token(header: &[u8]) -> &[u8] {
    match header.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => token.trim_ascii(),
        _ => b"",
    }
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

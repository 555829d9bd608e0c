//! Who gets the credential beside the host of the base.

use std::{fmt, sync::Arc};

use http::Uri;

/// Which hosts get the credential in calls to [URLs as they stand](crate::Request::to_url).
///
/// The origin of the base always does, and no other one unless it is said so here. Over plain HTTP
/// nobody else gets it, whatever is said, unless the base is plain HTTP itself.
#[derive(Clone, Default)]
pub struct Hosts(Repr);

#[derive(Clone, Default)]
enum Repr {
    #[default]
    None,
    Listed(Arc<[Box<str>]>),
    By(Arc<Predicate>),
}

type Predicate = dyn Fn(&Uri) -> bool + Send + Sync;

impl Hosts {
    /// No other host.
    #[must_use]
    pub const fn none() -> Self {
        Self(Repr::None)
    }

    /// These hosts, whatever the port. One that starts with a dot stands for all hosts below it.
    ///
    /// ```
    /// use wazzup_transport::auth::Hosts;
    ///
    /// let hosts = Hosts::listed(["media.example.com", ".cdn.example.com"]);
    /// ```
    #[must_use]
    pub fn listed<I>(hosts: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<Box<str>>,
    {
        Self(Repr::Listed(hosts.into_iter().map(Into::into).collect()))
    }

    /// Those whose URL the predicate says yes to.
    #[must_use]
    pub fn by(predicate: impl Fn(&Uri) -> bool + Send + Sync + 'static) -> Self {
        Self(Repr::By(Arc::new(predicate)))
    }

    pub(crate) fn contain(&self, uri: &Uri) -> bool {
        match &self.0 {
            Repr::None => false,
            Repr::By(predicate) => predicate(uri),
            Repr::Listed(hosts) => uri
                .host()
                .is_some_and(|host| hosts.iter().any(|listed| is_listed(host, listed))),
        }
    }
}

fn is_listed(host: &str, listed: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).as_bytes();
    let listed = listed.as_bytes();
    if listed.first() == Some(&b'.') {
        let above = host.len().checked_sub(listed.len());
        return above.is_some_and(|above| above > 0 && host[above..].eq_ignore_ascii_case(listed));
    }
    host.eq_ignore_ascii_case(listed)
}

impl fmt::Debug for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::None => f.write_str("Hosts(none)"),
            Repr::Listed(hosts) => write!(f, "Hosts({hosts:?})"),
            Repr::By(_) => f.write_str("Hosts(..)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contain(hosts: &Hosts, uri: &'static str) -> bool {
        hosts.contain(&Uri::from_static(uri))
    }

    #[test]
    fn a_host_is_itself_and_a_dot_stands_for_those_below() {
        let hosts = Hosts::listed(["a.test", ".b.test"]);
        for listed in [
            "https://a.test/x",
            "https://A.TEST:8443",
            "https://a.test./",
            "https://x.b.test",
            "https://y.x.B.test",
        ] {
            assert!(contain(&hosts, listed), "{listed}");
        }
        for other in [
            "https://x.a.test",
            "https://b.test",
            "https://xb.test",
            "https://a.test.evil.test",
            "https://.b.test",
            "/a.test",
        ] {
            assert!(!contain(&hosts, other), "{other}");
        }
        assert!(!contain(&Hosts::none(), "https://a.test"));
    }

    #[test]
    fn a_predicate_decides_alone() {
        let hosts = Hosts::by(|uri| uri.path().starts_with("/media"));
        assert!(contain(&hosts, "https://a.test/media/1"));
        assert!(!contain(&hosts, "https://a.test/else"));
    }
}

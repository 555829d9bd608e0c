//! The base URI that paths are relative to.

use std::{fmt, sync::Arc};

use http::{
    Uri,
    uri::{Authority, PathAndQuery, Scheme},
};

/// Scheme, authority and path prefix of a service: what a relative URI lacks.
///
/// Cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Base(Arc<Parts>);

#[derive(PartialEq, Eq)]
struct Parts {
    scheme: Scheme,
    authority: Authority,
    // Without a slash at its end; mostly empty.
    prefix: Box<str>,
}

impl Base {
    /// Takes an absolute `http` or `https` URI apart.
    ///
    /// # Errors
    ///
    /// [`InvalidBase`] if it is not absolute, has another scheme, user information or a query.
    pub fn new(uri: Uri) -> Result<Self, InvalidBase> {
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(InvalidBase("is not absolute"));
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(InvalidBase("is neither http nor https"));
        }
        if authority.as_str().contains('@') {
            return Err(InvalidBase("holds user information"));
        }
        if parts
            .path_and_query
            .as_ref()
            .is_some_and(|path| path.query().is_some())
        {
            return Err(InvalidBase("has a query"));
        }
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path);
        Ok(Self(Arc::new(Parts {
            scheme,
            authority,
            prefix: path.trim_end_matches('/').into(),
        })))
    }

    /// Whether the scheme is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme == Scheme::HTTPS
    }

    /// Whether a URI has the scheme, host and port of the base.
    #[must_use]
    pub fn is_origin_of(&self, uri: &Uri) -> bool {
        let own = &self.0.authority;
        uri.scheme() == Some(&self.0.scheme)
            && uri
                .host()
                .is_some_and(|host| host.eq_ignore_ascii_case(own.host()))
            && self.port_of(uri.port_u16()) == self.port_of(own.port_u16())
    }

    fn port_of(&self, port: Option<u16>) -> u16 {
        port.unwrap_or(if self.is_https() { 443 } else { 80 })
    }

    /// Puts the base in front of a relative URI. An absolute one is returned as it is.
    #[must_use]
    pub fn join(&self, uri: Uri) -> Uri {
        if uri.scheme().is_some() {
            return uri;
        }
        let mut parts = uri.into_parts();
        parts.scheme = Some(self.0.scheme.clone());
        parts.authority = Some(self.0.authority.clone());
        let path = parts.path_and_query.take();
        let path = path.unwrap_or_else(|| PathAndQuery::from_static("/"));
        parts.path_and_query = Some(if self.0.prefix.is_empty() {
            path
        } else {
            // Both halves were parsed as paths before, so the whole is one; were it not, a wrong
            // path would be answered by the server, so no panic is worth it.
            PathAndQuery::try_from(format!("{}{path}", self.0.prefix)).unwrap_or(path)
        });
        Uri::from_parts(parts).unwrap_or_default()
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}://{}{}",
            self.0.scheme, self.0.authority, self.0.prefix
        )
    }
}

/// A URI that cannot be a [`Base`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidBase(&'static str);

small_error!(InvalidBase(what): "the base URI {what}");

#[cfg(test)]
mod tests {
    use super::*;

    fn join(base: &'static str, path: &'static str) -> String {
        Base::new(Uri::from_static(base))
            .unwrap()
            .join(Uri::from_static(path))
            .to_string()
    }

    #[test]
    fn a_path_is_put_below_the_base() {
        assert_eq!(
            join("https://a.test", "/v3/users?x=1"),
            "https://a.test/v3/users?x=1"
        );
        assert_eq!(
            join("https://a.test:8443/", "/v3"),
            "https://a.test:8443/v3"
        );
        assert_eq!(
            join("https://a.test/proxy/", "/v3?x=1"),
            "https://a.test/proxy/v3?x=1"
        );
    }

    #[test]
    fn an_absolute_uri_is_left_alone() {
        assert_eq!(join("https://a.test", "http://b.test/x"), "http://b.test/x");
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base = Base::new(Uri::from_static("https://a.test/prefix")).unwrap();
        for same in ["https://a.test/x", "https://A.test:443"] {
            assert!(base.is_origin_of(&Uri::from_static(same)), "{same}");
        }
        for other in [
            "http://a.test",
            "https://a.test:8443",
            "https://b.test",
            "/x",
        ] {
            assert!(!base.is_origin_of(&Uri::from_static(other)), "{other}");
        }
    }

    #[test]
    fn what_is_no_base_is_refused() {
        for wrong in [
            "/path",
            "ftp://a.test",
            "https://me:pw@a.test",
            "https://a.test/?q=1",
        ] {
            let error = Base::new(Uri::from_static(wrong)).unwrap_err();
            assert!(!error.to_string().contains("pw"));
        }
    }
}

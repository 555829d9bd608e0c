//! Proxies: tunnels by `CONNECT`.

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use http::Uri;
use hyper_util::{
    client::{
        legacy::connect::{HttpConnector, proxy::Tunnel},
        proxy::matcher::Matcher,
    },
    rt::TokioIo,
};
use tokio::net::TcpStream;
use tower_service::Service as _;

use crate::BoxError;

/// A proxy that connections go through, or none for some hosts.
///
/// Spoken to by `CONNECT` over plain TCP, for `http` and `https` targets alike; proxies of the schemes
/// `https` and `socks` are not supported. User and password in the URI of the proxy are sent to it as
/// basic authorization and shown nowhere.
#[derive(Clone)]
pub struct Proxy(Arc<Matcher>);

impl Proxy {
    /// One proxy for all targets.
    ///
    /// # Errors
    ///
    /// [`InvalidProxy`] if it is not an `http` URI with a host.
    pub fn all(proxy: &str) -> Result<Self, InvalidProxy> {
        Self::with_exceptions(proxy, "")
    }

    /// One proxy for all targets but those in a list such as `NO_PROXY` holds: hosts, domains and
    /// networks, separated by commas.
    ///
    /// # Errors
    ///
    /// [`InvalidProxy`] if it is not an `http` URI with a host.
    pub fn with_exceptions(proxy: &str, no_proxy: &str) -> Result<Self, InvalidProxy> {
        let uri: Uri = proxy.parse().map_err(|_| InvalidProxy)?;
        if uri.host().is_none_or(str::is_empty) || uri.scheme_str().is_some_and(|it| it != "http") {
            return Err(InvalidProxy);
        }
        Ok(Self(Arc::new(
            Matcher::builder().all(proxy).no(no_proxy).build(),
        )))
    }

    /// The proxies of the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in
    /// capitals or not. Read now, not later.
    #[must_use]
    pub fn from_env() -> Self {
        Self(Arc::new(Matcher::from_env()))
    }

    pub(super) fn dial(
        &self,
        mut tcp: HttpConnector,
        target: Uri,
    ) -> Pin<Box<dyn Future<Output = Result<TokioIo<TcpStream>, BoxError>> + Send>> {
        let Some(intercept) = self.0.intercept(&target) else {
            let connecting = tcp.call(target);
            return Box::pin(async move { Ok(connecting.await?) });
        };
        if intercept.uri().scheme_str() != Some("http") {
            return Box::pin(async { Err(InvalidProxy.into()) });
        }
        let mut tunnel = Tunnel::new(intercept.uri().clone(), tcp);
        if let Some(auth) = intercept.basic_auth() {
            tunnel = tunnel.with_auth(auth.clone());
        }
        let connecting = tunnel.call(with_port(target));
        Box::pin(async move { Ok(connecting.await?) })
    }
}

// The tunnel takes a missing port for 443.
fn with_port(target: Uri) -> Uri {
    let plain = target.scheme_str() == Some("http") && target.port().is_none();
    match target.host() {
        Some(host) if plain => format!("http://{host}:80/").parse().unwrap_or(target),
        _ => target,
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proxy")
    }
}

/// What cannot be a [`Proxy`]: not an `http` URI with a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidProxy;

small_error!(InvalidProxy: "the proxy is not an http URI with a host");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_proxies_are_taken() {
        Proxy::all("http://user:hush@127.0.0.1:3128").unwrap();
        Proxy::all("127.0.0.1:3128").unwrap();
        for wrong in [
            "",
            "https://127.0.0.1",
            "socks5://user:hush@127.0.0.1",
            "http://",
        ] {
            let error = Proxy::all(wrong).unwrap_err();
            assert!(!error.to_string().contains("hush"));
        }
    }

    #[test]
    fn a_plain_target_without_a_port_is_at_80() {
        let port = |uri| with_port(Uri::from_static(uri)).port_u16();
        assert_eq!(port("http://a.test/"), Some(80));
        assert_eq!(port("http://[::1]/"), Some(80));
        assert_eq!(port("http://a.test:81/"), Some(81));
        assert_eq!(port("https://a.test/"), None);
    }
}

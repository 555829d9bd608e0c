//! TLS by rustls, always with a provider that is named.
//!
//! `ClientConfig::builder()` would choose the provider of the process and panic where features of
//! other crates leave that open; nor is a provider installed for the process, which is the
//! application's to do.

use std::sync::Arc;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use rustls::{ClientConfig, crypto::CryptoProvider};

use super::{Settings, dial::Dial};
use crate::BoxError;

/// Where the certificates of trusted authorities come from.
///
/// Of each there is only what its feature switches on. If nothing is said, the first that there is,
/// in the order in which they stand here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Roots {
    /// Mozilla's, compiled in.
    #[cfg(feature = "roots-webpki")]
    WebPki,
    /// The store of the system, read once.
    #[cfg(feature = "roots-native")]
    Native,
    /// Left to the platform, certificate by certificate.
    #[cfg(feature = "roots-platform")]
    Platform,
}

/// What was said about TLS.
#[derive(Clone, Default)]
pub(crate) enum Tls {
    #[default]
    Default,
    #[cfg_attr(
        not(any(
            feature = "roots-webpki",
            feature = "roots-native",
            feature = "roots-platform"
        )),
        expect(dead_code, reason = "there are no roots to name")
    )]
    Roots(Roots),
    Config(Arc<ClientConfig>),
}

impl Tls {
    /// The connector, or `None` if there is nothing to trust.
    pub(super) fn connector(
        settings: &Settings,
        dial: Dial,
    ) -> Result<Option<HttpsConnector<Dial>>, BoxError> {
        let builder = HttpsConnectorBuilder::new();
        let builder = match &settings.tls {
            Self::Config(config) => {
                let mut config = ClientConfig::clone(config);
                // Which protocols are offered follows from the client and must not be set before.
                config.alpn_protocols.clear();
                builder.with_tls_config(config)
            }
            Self::Roots(roots) => with_roots(builder, *roots)?,
            Self::Default => match Roots::DEFAULT {
                Some(roots) => with_roots(builder, roots)?,
                None => return Ok(None),
            },
        };
        let builder = builder.https_or_http();
        #[cfg(feature = "http2")]
        if settings.http2 {
            return Ok(Some(builder.enable_all_versions().wrap_connector(dial)));
        }
        Ok(Some(builder.enable_http1().wrap_connector(dial)))
    }
}

impl Roots {
    const DEFAULT: Option<Self> = {
        #[cfg(feature = "roots-webpki")]
        {
            Some(Self::WebPki)
        }
        #[cfg(all(feature = "roots-native", not(feature = "roots-webpki")))]
        {
            Some(Self::Native)
        }
        #[cfg(all(
            feature = "roots-platform",
            not(any(feature = "roots-webpki", feature = "roots-native"))
        ))]
        {
            Some(Self::Platform)
        }
        #[cfg(not(any(
            feature = "roots-webpki",
            feature = "roots-native",
            feature = "roots-platform"
        )))]
        {
            None
        }
    };
}

type WantsTls = HttpsConnectorBuilder<hyper_rustls::builderstates::WantsTlsConfig>;
type WantsSchemes = HttpsConnectorBuilder<hyper_rustls::builderstates::WantsSchemes>;

fn with_roots(builder: WantsTls, roots: Roots) -> Result<WantsSchemes, BoxError> {
    match roots {
        #[cfg(feature = "roots-webpki")]
        Roots::WebPki => Ok(builder.with_provider_and_webpki_roots(provider())?),
        #[cfg(feature = "roots-native")]
        Roots::Native => Ok(builder.with_provider_and_native_roots(provider())?),
        #[cfg(feature = "roots-platform")]
        Roots::Platform => Ok(builder.with_provider_and_platform_verifier(provider())?),
    }
}

/// aws-lc-rs, if both are there.
fn provider() -> Arc<CryptoProvider> {
    #[cfg(feature = "tls-aws-lc")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "tls-aws-lc"))]
    let provider = rustls::crypto::ring::default_provider();
    Arc::new(provider)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_default_roots_make_a_connector_without_a_provider_of_the_process() {
        assert!(CryptoProvider::get_default().is_none());
        let settings = Settings::default();
        let connector = Tls::connector(&settings, Dial::new(&settings)).unwrap();
        assert_eq!(connector.is_some(), Roots::DEFAULT.is_some());
        assert!(CryptoProvider::get_default().is_none());
    }

    #[tokio::test]
    async fn a_config_of_the_user_is_taken_with_its_protocols_cleared() {
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        config.alpn_protocols.push(b"h2".to_vec());
        let settings = Settings {
            tls: Tls::Config(Arc::new(config)),
            ..Settings::default()
        };
        assert!(
            Tls::connector(&settings, Dial::new(&settings))
                .unwrap()
                .is_some()
        );
    }
}

//! TLS by rustls, always with a provider that is named.
//!
//! `ClientConfig::builder()` would choose the provider of the process and panic where features of
//! other crates leave that open; nor is a provider installed for the process, which is the
//! application's to do.

use std::sync::Arc;

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use rustls::ClientConfig;

use super::{Settings, dial::Dial};
use crate::BoxError;

/// What was said about TLS.
#[derive(Clone, Default)]
pub(crate) enum Tls {
    #[default]
    Default,
    #[cfg(any(
        feature = "roots-webpki",
        feature = "roots-native",
        feature = "roots-platform"
    ))]
    Roots(super::Roots),
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
            #[cfg(any(
                feature = "roots-webpki",
                feature = "roots-native",
                feature = "roots-platform"
            ))]
            Self::Roots(roots) => roots.trusted_by(builder)?,
            #[cfg(any(
                feature = "roots-webpki",
                feature = "roots-native",
                feature = "roots-platform"
            ))]
            Self::Default => super::Roots::DEFAULT.trusted_by(builder)?,
            #[cfg(not(any(
                feature = "roots-webpki",
                feature = "roots-native",
                feature = "roots-platform"
            )))]
            Self::Default => return Ok(None),
        };
        let builder = builder.https_or_http();
        #[cfg(feature = "http2")]
        if settings.http2 {
            return Ok(Some(builder.enable_all_versions().wrap_connector(dial)));
        }
        Ok(Some(builder.enable_http1().wrap_connector(dial)))
    }
}

#[cfg(test)]
mod tests {
    use rustls::crypto::CryptoProvider;

    use super::*;

    #[tokio::test]
    async fn the_default_roots_make_a_connector_without_a_provider_of_the_process() {
        assert!(CryptoProvider::get_default().is_none());
        let settings = Settings::default();
        let connector = Tls::connector(&settings, Dial::new(&settings)).unwrap();
        let roots = cfg!(any(
            feature = "roots-webpki",
            feature = "roots-native",
            feature = "roots-platform"
        ));
        assert_eq!(connector.is_some(), roots);
        assert!(CryptoProvider::get_default().is_none());
    }

    #[tokio::test]
    async fn a_config_of_the_user_is_taken_with_its_protocols_cleared() {
        #[cfg(feature = "tls-aws-lc")]
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        #[cfg(not(feature = "tls-aws-lc"))]
        let provider = rustls::crypto::ring::default_provider();
        let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
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

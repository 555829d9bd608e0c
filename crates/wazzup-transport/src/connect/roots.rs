//! Which certificates are trusted. There only with a feature for TLS and one for roots.

use std::sync::Arc;

use hyper_rustls::{
    HttpsConnectorBuilder,
    builderstates::{WantsSchemes, WantsTlsConfig},
};
use rustls::crypto::CryptoProvider;

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

impl Roots {
    #[cfg(feature = "roots-webpki")]
    pub(super) const DEFAULT: Self = Self::WebPki;
    #[cfg(all(feature = "roots-native", not(feature = "roots-webpki")))]
    pub(super) const DEFAULT: Self = Self::Native;
    #[cfg(not(any(feature = "roots-webpki", feature = "roots-native")))]
    pub(super) const DEFAULT: Self = Self::Platform;

    pub(super) fn trusted_by(
        self,
        builder: HttpsConnectorBuilder<WantsTlsConfig>,
    ) -> Result<HttpsConnectorBuilder<WantsSchemes>, BoxError> {
        match self {
            #[cfg(feature = "roots-webpki")]
            Self::WebPki => Ok(builder.with_provider_and_webpki_roots(provider())?),
            #[cfg(feature = "roots-native")]
            Self::Native => Ok(builder.with_provider_and_native_roots(provider())?),
            #[cfg(feature = "roots-platform")]
            Self::Platform => Ok(builder.with_provider_and_platform_verifier(provider())?),
        }
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

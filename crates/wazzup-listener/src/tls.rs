use std::{fmt, sync::Arc, time::Duration};

use rustls::ServerConfig;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// How to serve TLS. Give it to [`ListenerBuilder::tls`](crate::ListenerBuilder::tls).
#[derive(Clone)]
pub struct Tls(TlsAcceptor);

impl Tls {
    /// TLS 1.2 and 1.3 with a certificate chain and its key, both in PEM, key formats PKCS#8,
    /// PKCS#1 or SEC1; client certificates are not asked for.
    ///
    /// The provider is aws-lc-rs where the feature `tls-aws-lc` is on, else ring. It is passed
    /// explicitly: nothing is installed for the whole process.
    ///
    /// # Errors
    ///
    /// [`InvalidTls`] if a PEM does not hold what it should, or key and certificate don't fit.
    #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
    pub fn from_pem(
        certificates: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> Result<Self, InvalidTls> {
        #[cfg(feature = "tls-aws-lc")]
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        #[cfg(not(feature = "tls-aws-lc"))]
        let provider = rustls::crypto::ring::default_provider();
        Self::from_pem_with_provider(Arc::new(provider), certificates.as_ref(), key.as_ref())
    }

    /// As `from_pem`, with a provider of your choice.
    ///
    /// # Errors
    ///
    /// [`InvalidTls`] if a PEM does not hold what it should, or key and certificate don't fit.
    pub fn from_pem_with_provider(
        provider: Arc<rustls::crypto::CryptoProvider>,
        certificates: &[u8],
        key: &[u8],
    ) -> Result<Self, InvalidTls> {
        use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

        let chain = CertificateDer::pem_slice_iter(certificates)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| InvalidTls::Certificates)?;
        if chain.is_empty() {
            return Err(InvalidTls::Certificates);
        }
        // The cause is left out: it could quote what stands in a key file.
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| InvalidTls::Key)?;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(InvalidTls::Configuration)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(InvalidTls::Configuration)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self::from_config(Arc::new(config)))
    }

    /// TLS by a configuration of your own, taken as it is: client certificates, other versions,
    /// certificates chosen by name. The listener speaks HTTP/1.1, so don't offer `h2` by ALPN.
    pub fn from_config(config: Arc<ServerConfig>) -> Self {
        Self(TlsAcceptor::from(config))
    }

    /// `None` if the client failed, or took too long.
    pub(crate) async fn handshake(
        &self,
        stream: TcpStream,
        limit: Duration,
    ) -> Option<TlsStream<TcpStream>> {
        timeout(limit, self.0.accept(stream)).await.ok()?.ok()
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

/// Why TLS could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTls {
    /// The PEM of the certificate chain is broken or has no certificate.
    #[error("no certificate could be read from the PEM")]
    Certificates,
    /// The PEM of the key is broken or has no private key.
    #[error("no private key could be read from the PEM")]
    Key,
    /// rustls refused them, e.g. because the key is not that of the certificate.
    #[error("certificate and key cannot be served")]
    Configuration(#[source] rustls::Error),
}

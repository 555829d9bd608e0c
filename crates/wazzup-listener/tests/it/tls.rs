use std::{sync::Arc, time::Duration};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower::service_fn;
use wazzup_listener::{InvalidTls, Listener, Tls};

use crate::support::{Client, PATIENCE, echo};

const CERTIFICATE: &[u8] = include_bytes!("../data/test-only-cert.pem");
const KEY: &[u8] = include_bytes!("../data/test-only-key.pem");

fn connector() -> TlsConnector {
    #[cfg(feature = "tls-aws-lc")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "tls-aws-lc"))]
    let provider = rustls::crypto::ring::default_provider();
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(CERTIFICATE).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn a_verifying_client_is_served_over_tls() {
    let running = Listener::builder()
        .tls(Tls::from_pem(CERTIFICATE, KEY).unwrap())
        .serve(service_fn(echo))
        .await
        .unwrap();
    assert!(running.url().starts_with("https://127.0.0.1:"));
    let stream = TcpStream::connect(running.local_addr()).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut client = Client(connector().connect(name, stream).await.unwrap());
    for body in ["over", "tls"] {
        client.post(body).await;
        assert_eq!(client.answer().await.body, body);
    }
}

#[tokio::test]
async fn a_client_without_tls_is_disconnected_and_others_are_served() {
    let running = Listener::builder()
        .tls(Tls::from_pem(CERTIFICATE, KEY).unwrap())
        .handshake_timeout(Duration::from_millis(100))
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut silent = Client::connect(running.local_addr()).await;
    let mut plain = Client::connect(running.local_addr()).await;
    plain.post("hello").await;
    let stream = TcpStream::connect(running.local_addr()).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut client = Client(connector().connect(name, stream).await.unwrap());
    client.post("fine").await;
    assert_eq!(client.answer().await.body, "fine");
    assert_eq!(silent.rest().await, "");
}

#[test]
fn a_pem_that_holds_something_else_is_refused_without_quoting_it() {
    assert!(matches!(
        Tls::from_pem(KEY, KEY),
        Err(InvalidTls::Certificates)
    ));
    assert!(matches!(
        Tls::from_pem(CERTIFICATE, CERTIFICATE),
        Err(InvalidTls::Key)
    ));
    assert!(matches!(
        Tls::from_pem(b"", KEY),
        Err(InvalidTls::Certificates)
    ));
}

#[tokio::test]
async fn shutdown_does_not_wait_for_a_handshake() {
    let running = Listener::builder()
        .tls(Tls::from_pem(CERTIFICATE, KEY).unwrap())
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut silent = Client::connect(running.local_addr()).await;
    // Accepted after it.
    let stream = TcpStream::connect(running.local_addr()).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let served = connector().connect(name, stream).await.unwrap();
    drop(served);
    let start = tokio::time::Instant::now();
    assert!(running.shutdown(PATIENCE).await.is_clean());
    // The handshake's time limit is ten seconds.
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(silent.rest().await, "");
}

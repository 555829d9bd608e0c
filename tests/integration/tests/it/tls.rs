//! Calls over TLS: our transport against our listener, with a certificate made for tests.

use std::{convert::Infallible, sync::Arc};

use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use wazzup_sdk::{
    api::ErrorKind,
    listener::{Listener, RequestBody, Running, Tls},
    transport::{Endpoint, Request as Call, Transport},
};

const CERTIFICATE: &[u8] =
    include_bytes!("../../../../crates/wazzup-listener/tests/data/test-only-cert.pem");
const KEY: &[u8] =
    include_bytes!("../../../../crates/wazzup-listener/tests/data/test-only-key.pem");

const ECHO: Endpoint = Endpoint::post("echo", "/echo");

/// A server that gives back what it gets.
async fn server() -> Running {
    let echo = tower::service_fn(async |request: Request<RequestBody>| {
        let body = request
            .into_body()
            .collect()
            .await
            .map(|body| body.to_bytes());
        Ok::<_, Infallible>(Response::new(Full::new(body.unwrap_or_default())))
    });
    let tls = Tls::from_pem(CERTIFICATE, KEY).unwrap();
    Listener::builder()
        .bind("127.0.0.1:0")
        .tls(tls)
        .serve(echo)
        .await
        .unwrap()
}

fn trusting(certificate: Option<&[u8]>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    if let Some(certificate) = certificate {
        roots
            .add(CertificateDer::from_pem_slice(certificate).unwrap())
            .unwrap();
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

fn transport(server: &Running, config: ClientConfig) -> Transport {
    let base = server.url().parse().unwrap();
    Transport::builder()
        .base(base)
        .tls_config(config)
        .no_retry()
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_call_goes_over_tls_to_who_has_the_right_certificate() {
    let server = server().await;
    let transport = transport(&server, trusting(Some(CERTIFICATE)));
    for number in 0..3 {
        let answer: u32 = transport
            .execute(Call::new(&ECHO).json(&number))
            .await
            .unwrap();
        assert_eq!(answer, number);
    }
}

#[tokio::test]
async fn nothing_is_sent_to_who_has_a_wrong_one() {
    let server = server().await;
    let transport = transport(&server, trusting(None));
    let error = transport
        .execute::<u32>(Call::new(&ECHO).json(&1))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!error.may_have_executed());
}

//! A server of HTTP/2 over TLS that does by hand what it is told, frame by frame (RFC 9113).

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex},
};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

const CERTIFICATE: &[u8] =
    include_bytes!("../../../../wazzup-listener/tests/data/test-only-cert.pem");
const KEY: &[u8] = include_bytes!("../../../../wazzup-listener/tests/data/test-only-key.pem");

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// Types of frames.
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

// Their flags.
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// `:status: 200`, by its place in the static table of HPACK (RFC 7541, appendix A).
const STATUS_200: &[u8] = &[0x88];

/// What a stream or a connection ends with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Code {
    NoError = 0,
    InternalError = 2,
    RefusedStream = 7,
    Cancel = 8,
    EnhanceYourCalm = 11,
}

pub(crate) struct Server {
    pub(crate) url: String,
    protocols: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Runs `script` for each connection that speaks HTTP/2, with its number. Others are dropped.
    pub(crate) async fn start<F>(
        script: impl Fn(usize, Connection) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let acceptor = TlsAcceptor::from(Arc::new(config()));
        let protocols = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&protocols);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Frames are written one by one.
                stream.set_nodelay(true).unwrap();
                let Ok(stream) = acceptor.accept(stream).await else {
                    continue;
                };
                let protocol = stream.get_ref().1.alpn_protocol().unwrap_or_default();
                let number = {
                    let mut noted = noted.lock().unwrap();
                    noted.push(String::from_utf8_lossy(protocol).into_owned());
                    noted.len() - 1
                };
                if protocol == b"h2"
                    && let Some(connection) = Connection::open(stream).await
                {
                    tokio::spawn(script(number, connection));
                }
            }
        });
        Self {
            url,
            protocols,
            accepting,
        }
    }

    /// What was agreed upon for each connection; nothing where the client offered nothing.
    pub(crate) fn protocols(&self) -> Vec<String> {
        self.protocols.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A request that is there whole.
pub(crate) struct Whole {
    pub(crate) stream: u32,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    bodies: HashMap<u32, Vec<u8>>,
}

impl Connection {
    async fn open(mut stream: TlsStream<TcpStream>) -> Option<Self> {
        let mut preface = [0; PREFACE.len()];
        stream.read_exact(&mut preface).await.ok()?;
        assert_eq!(preface, PREFACE);
        let mut connection = Self {
            stream,
            bodies: HashMap::new(),
        };
        connection.write(SETTINGS, 0, 0, &[]).await;
        Some(connection)
    }

    /// The next request that is whole. `None` if the other side is gone.
    pub(crate) async fn read(&mut self) -> Option<Whole> {
        loop {
            let mut head = [0; 9];
            self.stream.read_exact(&mut head).await.ok()?;
            let [a, b, c, kind, flags, stream @ ..] = head;
            let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
            self.stream.read_exact(&mut payload).await.ok()?;
            let stream = u32::from_be_bytes(stream);
            match kind {
                SETTINGS if flags & ACK == 0 => self.write(SETTINGS, ACK, 0, &[]).await,
                HEADERS => drop(self.bodies.insert(stream, Vec::new())),
                DATA => self.bodies.get_mut(&stream)?.extend(payload),
                RST_STREAM => drop(self.bodies.remove(&stream)),
                _ => {}
            }
            if matches!(kind, HEADERS | DATA) && flags & END_STREAM != 0 {
                let body = self.bodies.remove(&stream)?;
                return Some(Whole { stream, body });
            }
        }
    }

    /// Answers with 200 and what was sent.
    pub(crate) async fn answer(&mut self, request: &Whole) {
        let Whole { stream, body } = request;
        self.write(HEADERS, END_HEADERS, *stream, STATUS_200).await;
        self.write(DATA, END_STREAM, *stream, body).await;
    }

    /// Answers whatever comes until the other side is gone.
    pub(crate) async fn answer_all(mut self) {
        while let Some(request) = self.read().await {
            self.answer(&request).await;
        }
    }

    pub(crate) async fn reset(&mut self, request: &Whole, code: Code) {
        let code = (code as u32).to_be_bytes();
        self.write(RST_STREAM, 0, request.stream, &code).await;
    }

    /// Says that nothing after the stream `last` was or will be looked at.
    pub(crate) async fn go_away(&mut self, last: u32, code: Code) {
        let payload = [last.to_be_bytes(), (code as u32).to_be_bytes()].concat();
        self.write(GOAWAY, 0, 0, &payload).await;
    }

    async fn write(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let [_, a, b, c] = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let head = [a, b, c, kind, flags];
        let frame = [&head[..], &stream.to_be_bytes(), payload].concat();
        let _ = self.stream.write_all(&frame).await;
        let _ = self.stream.flush().await;
    }
}

fn provider() -> Arc<CryptoProvider> {
    #[cfg(feature = "tls-aws-lc")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "tls-aws-lc"))]
    let provider = rustls::crypto::ring::default_provider();
    Arc::new(provider)
}

fn config() -> ServerConfig {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config
}

/// For clients that trust the server.
pub(crate) fn trusting() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).unwrap();
    roots.add(certificate).unwrap();
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

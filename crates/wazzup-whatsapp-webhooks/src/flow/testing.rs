//! WhatsApp's side of a flow, for tests of your handlers and of your server.
//!
//! ```
//! use serde_json::json;
//! use wazzup_whatsapp_types::flow::{FlowAction, FlowRequest};
//! use wazzup_whatsapp_webhooks::flow::{self, FlowEndpoint, FlowHandlers, testing};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let handlers = FlowHandlers::new().on_init(async |request: flow::FlowRequest| {
//!     request.next("START".parse()?, &json!({"greeting": "Hello"}))
//! });
//! let key = testing::new_key();
//! let endpoint =
//!     FlowEndpoint::builder(handlers).key(key.clone()).app_secret("app-secret").build()?;
//!
//! let whatsapp = testing::FlowClient::of(&key).app_secret("app-secret");
//! let request = whatsapp.ask(&FlowRequest::new(FlowAction::Init));
//! let answer = endpoint.handle(&request.headers(), request.body()).await;
//!
//! assert_eq!(answer.status, 200);
//! assert_eq!(request.open(&answer.body)?["screen"], "START");
//! # Ok(()) }
//! ```

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand,
    rsa::{
        KeySize, OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PrivateDecryptingKey,
        PublicEncryptingKey,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri, header::CONTENT_TYPE};
use http_body_util::Full;
use rustls_pki_types::{SubjectPublicKeyInfoDer, pem::PemObject};
use serde_json::{Value, json};
use wazzup_whatsapp_types::flow::FlowRequest;

use super::{CannotDecrypt, FlowKey, InvalidKey, Session};
use crate::signature::{SIGNATURE_HEADER, sign};

/// A new RSA key of 2048 bits. Making it takes a moment: make one for all tests.
///
/// # Panics
///
/// If the machine has no randomness.
#[must_use]
pub fn new_key() -> FlowKey {
    let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).expect("a key can be made");
    let der: Pkcs8V1Der<'_> = key.as_der().expect("a key that was made can be written");
    FlowKey::from_der(der.as_ref()).expect("and read")
}

/// Makes requests as WhatsApp does.
#[derive(Debug)]
pub struct FlowClient {
    key: OaepPublicEncryptingKey,
    app_secret: Option<String>,
}

/// A request that was made, and what its answer is opened with.
#[derive(Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct SentRequest {
    body: String,
    signature: Option<String>,
    session: Session,
}

impl FlowClient {
    /// Encrypts for this key's owner.
    ///
    /// # Panics
    ///
    /// Never: the public half of a key is one.
    #[must_use]
    pub fn of(key: &FlowKey) -> Self {
        Self::from_public_pem(key.public_key_pem()).expect("its public half is a public key")
    }

    /// Encrypts for the owner of this public key.
    ///
    /// # Errors
    ///
    /// [`InvalidKey`] if it is none.
    pub fn from_public_pem(pem: &str) -> Result<Self, InvalidKey> {
        let der = SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| InvalidKey::Damaged)?;
        let key = PublicEncryptingKey::from_der(&der).map_err(|_| InvalidKey::Unusable)?;
        let key = OaepPublicEncryptingKey::new(key).map_err(|_| InvalidKey::Unusable)?;
        Ok(Self {
            key,
            app_secret: None,
        })
    }

    /// Signs with this app secret. Without one, nothing is signed.
    #[must_use]
    pub fn app_secret(mut self, secret: impl Into<String>) -> Self {
        self.app_secret = Some(secret.into());
        self
    }

    /// Encrypts a request.
    pub fn ask(&self, request: &FlowRequest) -> SentRequest {
        self.ask_with(serde_json::to_vec(request).unwrap_or_default())
    }

    /// Encrypts anything: what WhatsApp would never send is worth a test too.
    ///
    /// # Panics
    ///
    /// If the machine has no randomness.
    pub fn ask_with(&self, plaintext: impl AsRef<[u8]>) -> SentRequest {
        let (mut aes_key, mut iv) = ([0; 16], [0; 16]);
        rand::fill(&mut aes_key).expect("randomness");
        rand::fill(&mut iv).expect("randomness");
        let session = Session::new(&aes_key, &iv).expect("both have 16 bytes");
        let data = session
            .seal_request(plaintext.as_ref())
            .expect("it is not too long");
        let mut encrypted = vec![0; self.key.ciphertext_size()];
        let aes_key = self
            .key
            .encrypt(&OAEP_SHA256_MGF1SHA256, &aes_key, &mut encrypted, None)
            .expect("16 bytes fit into every key");
        let body = json!({
            "encrypted_flow_data": STANDARD.encode(data),
            "encrypted_aes_key": STANDARD.encode(aes_key),
            "initial_vector": STANDARD.encode(iv),
        })
        .to_string();
        let signature = self.app_secret.as_ref().map(|secret| sign(&body, secret));
        SentRequest {
            body,
            signature,
            session,
        }
    }
}

impl SentRequest {
    /// The body.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The headers: the content type, and the signature if there is an app secret.
    ///
    /// # Panics
    ///
    /// Never: a signature is a header's value.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(signature) = &self.signature {
            let value = HeaderValue::from_str(signature).expect("digits are a header's value");
            headers.insert(SIGNATURE_HEADER, value);
        }
        headers
    }

    /// The request to this address or path.
    ///
    /// # Panics
    ///
    /// If it is no address.
    #[must_use]
    pub fn request(&self, uri: &str) -> Request<Full<Bytes>> {
        let mut request = Request::new(Full::new(Bytes::from(self.body.clone())));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri.parse::<Uri>().expect("an address");
        *request.headers_mut() = self.headers();
        request
    }

    /// Opens the answer's body.
    ///
    /// # Errors
    ///
    /// [`CannotDecrypt`] if it was not encrypted in answer to this request.
    pub fn open(&self, body: impl AsRef<[u8]>) -> Result<Value, CannotDecrypt> {
        let plaintext = self.session.open_answer(body.as_ref())?;
        serde_json::from_slice(&plaintext).map_err(|_| CannotDecrypt::Malformed("answer"))
    }
}

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};
use wazzup_whatsapp_types::flow::FlowMedia;
use wazzup_whatsapp_webhooks::flow::{
    FlowAnswer, FlowEndpoint, FlowEndpointBuilder, FlowHandlers, FlowKey, FlowKeys,
    testing::{FlowClient, SentRequest},
};

pub(crate) const SECRET: &str = "app-secret";

macro_rules! key_file {
    ($name:literal) => {
        include_bytes!(concat!("../../vectors/test-only.", $name))
    };
}
pub(crate) use key_file;

/// Made by `tests/peers/flow_crypto/flow_vectors.py`.
#[derive(Deserialize)]
pub(crate) struct Vectors {
    pub(crate) requests: Vec<RequestVector>,
    pub(crate) media: Vec<MediaVector>,
}

#[derive(Deserialize)]
pub(crate) struct RequestVector {
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) body: String,
    pub(crate) plaintext: String,
    pub(crate) aes_key: String,
    pub(crate) iv: String,
    pub(crate) answer: String,
    pub(crate) encrypted_answer: String,
}

#[derive(Deserialize)]
pub(crate) struct MediaVector {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) item: FlowMedia,
    pub(crate) plaintext: String,
}

pub(crate) fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../vectors/flow.json")).unwrap()
}

pub(crate) fn key() -> FlowKey {
    FlowKey::from_pem(key_file!("pkcs8.pem")).unwrap()
}

pub(crate) fn other_key() -> FlowKey {
    FlowKey::from_pem(key_file!("other-pkcs8.pem")).unwrap()
}

pub(crate) fn keys() -> FlowKeys {
    [key(), other_key()].into_iter().collect()
}

pub(crate) fn bytes(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).unwrap()
}

/// WhatsApp, as it knows the key and the secret.
pub(crate) fn whatsapp() -> FlowClient {
    FlowClient::of(&key()).app_secret(SECRET)
}

pub(crate) fn builder(handlers: impl Into<FlowHandlers>) -> FlowEndpointBuilder {
    FlowEndpoint::builder(handlers)
        .key(key())
        .app_secret(SECRET)
}

pub(crate) fn endpoint(handlers: impl Into<FlowHandlers>) -> FlowEndpoint {
    builder(handlers).build().unwrap()
}

/// A request of this action, from this screen if it is not empty.
pub(crate) fn request(action: &str, screen: &str, data: Value) -> Value {
    let mut request =
        json!({"version": "3.0", "action": action, "flow_token": "t-1", "data": data});
    if !screen.is_empty() {
        request["screen"] = json!(screen);
    }
    request
}

pub(crate) fn sent(request: &Value) -> SentRequest {
    whatsapp().ask_with(request.to_string())
}

/// What becomes of a request, and the answer if it is encrypted.
pub(crate) async fn ask(endpoint: &FlowEndpoint, request: &Value) -> (FlowAnswer, Value) {
    let sent = sent(request);
    let answer = endpoint.handle(&sent.headers(), sent.body()).await;
    let opened = sent.open(&answer.body).unwrap_or_default();
    (answer, opened)
}

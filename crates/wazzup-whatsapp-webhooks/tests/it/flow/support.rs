use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use wazzup_whatsapp_types::flow::FlowMedia;
use wazzup_whatsapp_webhooks::flow::{FlowKey, FlowKeys};

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

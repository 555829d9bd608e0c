//! The endpoint of a flow, asked as WhatsApp does: encrypted, signed, and once more after a 421.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{AesGcm, Key, Nonce, aes::Aes128};
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey,
};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, Mac as _};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use wazzup_emulator::whatsapp::{FlowQuestion, FlowReply};

use crate::whatsapp_support::Graph;

type Cipher = AesGcm<Aes128, U16>;

/// What an endpoint answers.
#[derive(Clone)]
enum Say {
    /// This, encrypted, with this status.
    Json(u16, Value),
    /// This, as it is.
    Plain(u16, &'static str),
    /// This, encrypted with the vector of the request: not flipped.
    Unflipped(Value),
}

/// A business with an endpoint: its key, what it was asked, what it answers.
struct Business {
    url: String,
    public_key: String,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    key: OaepPrivateDecryptingKey,
    secret: String,
    asked: Mutex<Vec<Value>>,
    answers: Mutex<VecDeque<Say>>,
}

impl Business {
    async fn new(secret: &str) -> Self {
        let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap();
        let public: PublicKeyX509Der<'_> = key.public_key().as_der().unwrap();
        let public_key = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            STANDARD.encode(public.as_ref())
        );
        let shared = Arc::new(Shared {
            key: OaepPrivateDecryptingKey::new(key).unwrap(),
            secret: secret.to_owned(),
            asked: Mutex::default(),
            answers: Mutex::default(),
        });
        let router = Router::new()
            .route("/flow", post(answer))
            .with_state(Arc::clone(&shared));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/flow", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            public_key,
            shared,
            task,
        }
    }

    fn says(&self, say: Say) {
        self.shared.answers.lock().unwrap().push_back(say);
    }

    fn asked(&self) -> Vec<Value> {
        self.shared.asked.lock().unwrap().clone()
    }
}

impl Drop for Business {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let status = |number| StatusCode::from_u16(number).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(shared.secret.as_bytes()).unwrap();
    mac.update(&body);
    let signature = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    if headers["x-hub-signature-256"] != signature {
        return (status(432), String::new());
    }
    assert_eq!(headers["content-type"], "application/json");
    // Slashes are escaped, as everywhere in what Meta sends.
    assert!(
        !String::from_utf8_lossy(&body)
            .replace("\\/", "")
            .contains('/')
    );
    let sealed: Value = serde_json::from_slice(&body).unwrap();
    let bytes = |name: &str| STANDARD.decode(sealed[name].as_str().unwrap()).unwrap();
    let iv: [u8; 16] = bytes("initial_vector").try_into().unwrap();
    let mut key = vec![0; shared.key.min_output_size()];
    let wrapped = bytes("encrypted_aes_key");
    let Ok(key) = shared
        .key
        .decrypt(&OAEP_SHA256_MGF1SHA256, &wrapped, &mut key, None)
    else {
        return (status(421), "another key".to_owned());
    };
    let key: [u8; 16] = (&*key).try_into().unwrap();
    let cipher = Cipher::new(&Key::<Cipher>::from(key));
    let data = bytes("encrypted_flow_data");
    let plain = cipher.decrypt(&Nonce::from(iv), &*data).unwrap();
    let asked = serde_json::from_slice(&plain).unwrap();
    shared.asked.lock().unwrap().push(asked);
    let seal = |value: &Value, iv: [u8; 16]| {
        let text = value.to_string();
        STANDARD.encode(cipher.encrypt(&Nonce::from(iv), text.as_bytes()).unwrap())
    };
    let say = shared.answers.lock().unwrap().pop_front().unwrap();
    match say {
        Say::Json(number, value) => (status(number), seal(&value, iv.map(|byte| !byte))),
        Say::Plain(number, text) => (status(number), text.to_owned()),
        Say::Unflipped(value) => (status(200), seal(&value, iv)),
    }
}

impl Graph {
    async fn register(&self, key: &str) {
        let body = json!({ "business_public_key": key });
        let answer = self.call("POST whatsapp_business_encryption", body).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
    }

    async fn ask(&self, question: FlowQuestion) -> FlowReply {
        let whatsapp = self.bed.emulator.whatsapp();
        whatsapp.ask_flow(question).await.unwrap()
    }
}

fn next() -> Value {
    json!({ "version": "3.0", "screen": "DAY", "data": { "days": ["Mon"] } })
}

#[tokio::test]
async fn a_flow_is_gone_through_over_the_control_api() {
    let graph = Graph::new().await;
    let business = Business::new(&graph.config.app_secret).await;
    graph.register(&business.public_key).await;
    let done = json!({ "version": "3.0", "screen": "SUCCESS", "data": {
        "extension_message_response": { "params": { "flow_token": "t-1", "day": "Mon" } },
    } });
    let steps = [
        (
            json!({ "url": business.url, "action": "ping" }),
            json!({ "version": "3.0", "action": "ping" }),
            json!({ "data": { "status": "active" } }),
        ),
        // The address is remembered.
        (
            json!({ "action": "INIT", "flow_token": "t-1" }),
            json!({ "version": "3.0", "action": "INIT", "flow_token": "t-1" }),
            next(),
        ),
        (
            json!({ "action": "BACK", "flow_token": "t-1", "screen": "HOUR", "version": "4.0" }),
            json!({ "version": "4.0", "action": "BACK", "flow_token": "t-1", "screen": "HOUR" }),
            next(),
        ),
        (
            json!({ "action": "data_exchange", "screen": "DAY", "error": "odd", "error_message": "Odd" }),
            json!({
                "version": "3.0", "action": "data_exchange", "screen": "DAY",
                "data": { "error": "odd", "error_message": "Odd" },
            }),
            json!({ "version": "3.0", "data": { "acknowledged": true } }),
        ),
        (
            json!({ "action": "data_exchange", "screen": "DAY", "data": { "day": "Mon" } }),
            json!({
                "version": "3.0", "action": "data_exchange", "screen": "DAY",
                "data": { "day": "Mon" },
            }),
            done,
        ),
    ];
    let mut expected = Vec::new();
    for (question, asked, answer) in steps {
        business.says(Say::Json(200, answer.clone()));
        let reply = graph.control("POST whatsapp/flow", question).await;
        assert_eq!(reply.json(), json!({ "status": 200, "body": answer }));
        expected.push(asked);
    }
    assert_eq!(business.asked(), expected);
    let attempts = graph.bed.emulator.journal().webhooks;
    let odd = attempts
        .iter()
        .find(|attempt| !attempt.signed || attempt.kinds != ["flow"]);
    assert!(odd.is_none(), "{odd:?}");
    assert_eq!(attempts.len(), expected.len());
}

#[tokio::test]
async fn after_a_421_the_registered_key_is_fetched_and_the_request_made_once_more() {
    let graph = Graph::new().await;
    let business = Business::new(&graph.config.app_secret).await;
    let former = Business::new("").await.public_key.clone();
    graph.register(&business.public_key).await;
    business.says(Say::Json(200, next()));
    let question = FlowQuestion::new("INIT").url(&business.url);
    let reply = graph.ask(question.clone().public_key(&former)).await;
    assert_eq!((reply.status.unwrap().as_u16(), reply.problem), (200, None));
    assert_eq!(reply.body, Some(next()));
    let tried = |from: usize| -> Vec<(u32, u16)> {
        let attempts = graph.bed.emulator.journal().webhooks;
        let tried = attempts[from..].iter();
        tried
            .map(|one| (one.attempt, one.status.unwrap().as_u16()))
            .collect()
    };
    assert_eq!(tried(0), [(1, 421), (2, 200)]);

    // A wrong key that is registered stays wrong, and nobody tries for ever.
    graph.register(&former).await;
    let reply = graph.ask(question).await;
    assert_eq!(json!(reply), json!({ "status": 421 }));
    assert_eq!(tried(2), [(1, 421), (2, 421)]);
    assert_eq!(business.asked().len(), 1);
}

#[tokio::test]
async fn a_key_that_is_given_needs_no_registration() {
    let graph = Graph::new().await;
    let business = Business::new(&graph.config.app_secret).await;
    let question = FlowQuestion::new("INIT").url(&business.url);
    business.says(Say::Json(200, next()));
    let reply = graph
        .ask(question.clone().public_key(&business.public_key))
        .await;
    assert_eq!(reply.body, Some(next()));
    // There is nothing to fetch after a 421.
    let former = Business::new("").await.public_key.clone();
    let reply = graph.ask(question.public_key(former)).await;
    assert_eq!(json!(reply), json!({ "status": 421 }));
    assert_eq!(graph.bed.emulator.journal().webhooks.len(), 2);
}

#[tokio::test]
async fn other_statuses_come_through_and_what_is_no_answer_is_named() {
    let graph = Graph::new().await;
    let business = Business::new(&graph.config.app_secret).await;
    graph.register(&business.public_key).await;
    let question = FlowQuestion::new("data_exchange")
        .url(&business.url)
        .screen("DAY");
    let gone = json!({ "error_msg": "Already booked" });
    let not_base64 = "the answer is not base64 alone";
    let not_sealed = "the answer is not encrypted with the key and the flipped vector";
    for (say, expected) in [
        (
            Say::Json(427, gone.clone()),
            json!({ "status": 427, "body": gone }),
        ),
        (
            Say::Plain(500, "An error occurred"),
            json!({ "status": 500 }),
        ),
        (
            Say::Plain(200, "\"AAAA\""),
            json!({ "status": 200, "problem": not_base64 }),
        ),
        (
            Say::Unflipped(next()),
            json!({ "status": 200, "problem": not_sealed }),
        ),
        (
            Say::Json(200, json!({ "screen": "DAY" })),
            json!({
                "status": 200, "body": { "screen": "DAY" }, "problem": "data is not an object",
            }),
        ),
    ] {
        business.says(say);
        assert_eq!(json!(graph.ask(question.clone()).await), expected);
    }
    let stranger = question.clone().app_secret("another secret");
    assert_eq!(json!(graph.ask(stranger).await), json!({ "status": 432 }));

    let dead = question.clone().url("http://127.0.0.1:1/flow");
    let reply = graph.ask(dead).await;
    assert_eq!(
        (reply.status, reply.problem),
        (None, Some("cannot connect"))
    );
    let far = question.url("http://192.0.2.1/flow");
    let reply = graph.ask(far).await;
    assert_eq!(reply.problem, Some("not an address of this machine"));
}

#[tokio::test]
async fn a_request_to_a_flow_is_no_webhook() {
    let graph = Graph::in_conversation().await;
    let business = Business::new(&graph.config.app_secret).await;
    let hook = crate::whatsapp_support::Hook::new("").await;
    graph.listen(&hook);
    graph.register(&business.public_key).await;
    business.says(Say::Json(200, next()));
    graph
        .ask(FlowQuestion::new("INIT").url(&business.url))
        .await;
    graph.hear("Still there?");
    let delivered = graph.bed.emulator.wait_for_deliveries(1).await;
    assert_eq!(delivered.len(), 1);
    assert_eq!(delivered[0].kinds, ["messages"]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_the_reason() {
    let graph = Graph::new().await;
    let business = Business::new("").await;
    let refused = async |question: Value, why: &str| {
        let answer = graph
            .bed
            .call("POST /_emulator/whatsapp/flow", question)
            .await;
        assert_eq!(answer.status, 400);
        let said = answer.json()["description"].as_str().unwrap().to_owned();
        assert!(said.contains(why), "{said}");
    };
    refused(json!({ "action": "ping" }), "url is missing").await;
    let url = &business.url;
    refused(json!({ "action": "ping", "url": url }), "no public key").await;
    graph.register(&business.public_key).await;
    refused(json!({ "url": url }), "action must be").await;
    let elsewhere = json!({ "action": "ping", "url": url, "phoneNumberId": "1" });
    refused(elsewhere, "phoneNumberId is not known").await;
    let second = &graph.config.phone_numbers[1].id;
    let other = json!({ "action": "ping", "url": url, "phoneNumberId": second });
    refused(other, "no public key").await;
    assert!(business.asked().is_empty());
}

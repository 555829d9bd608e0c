//! Calls to the Graph without a socket, and a receiver of its webhooks.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::routing::get;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use wazzup_emulator::whatsapp::{Config, Incoming};
use wazzup_emulator::{Builder, Emulator};

use crate::support::{Answer, Bed};

pub(crate) const USER: &str = "15550104477";

/// An emulator, seen by a client of WhatsApp.
pub(crate) struct Graph {
    pub(crate) bed: Bed,
    pub(crate) config: Config,
}

impl Graph {
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder().manual_clock()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let bed = Bed::with(builder).await;
        let config = bed.emulator.whatsapp().config();
        Self { bed, config }
    }

    /// One where the user has just written.
    pub(crate) async fn in_conversation() -> Self {
        let graph = Self::new().await;
        graph.hear("Hello");
        graph
    }

    pub(crate) fn hear(&self, text: &str) -> String {
        let message = Incoming::text(USER, text).name("Customer");
        self.bed.emulator.whatsapp().incoming(message).unwrap()
    }

    /// `"POST messages"` of the main number, or a route that begins with a slash.
    pub(crate) async fn call(&self, route: &str, body: impl Into<Option<Value>>) -> Answer {
        self.call_as(&self.config.access_token, route, body).await
    }

    pub(crate) async fn call_as(
        &self,
        token: &str,
        route: &str,
        body: impl Into<Option<Value>>,
    ) -> Answer {
        let (method, path) = route.split_once(' ').unwrap();
        let route = if path.starts_with('/') {
            route.to_owned()
        } else {
            format!("{method} /v25.0/{}/{path}", self.config.phone_number_id)
        };
        self.bed.call_as(token, &route, body).await
    }

    /// Sends a message with what every message has.
    pub(crate) async fn send(&self, content: Value) -> Answer {
        let mut body = json!({ "messaging_product": "whatsapp", "to": USER });
        for (key, value) in content.as_object().unwrap() {
            body[key] = value.clone();
        }
        self.call("POST messages", body).await
    }

    /// The id of a message that is accepted.
    pub(crate) async fn sent(&self, content: Value) -> String {
        let answer = self.send(content).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.json()["messages"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub(crate) async fn say(&self, text: &str) -> String {
        self.sent(json!({ "type": "text", "text": { "body": text } }))
            .await
    }

    /// The status and code with which a message is refused; `(200, 0)` when it is accepted.
    pub(crate) async fn refusal(&self, content: Value) -> (u16, i64) {
        code(&self.send(content).await)
    }

    /// The control API.
    pub(crate) async fn control(&self, route: &str, body: impl Into<Option<Value>>) -> Answer {
        let (method, path) = route.split_once(' ').unwrap();
        let answer = self
            .bed
            .call(&format!("{method} /_emulator/{path}"), body)
            .await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer
    }

    pub(crate) async fn pass(&self, time: Duration) {
        self.bed.emulator.idle().await;
        self.bed.emulator.advance(time);
        self.bed.emulator.idle().await;
    }

    /// The statuses that a message had.
    pub(crate) fn history(&self, id: &str) -> Vec<&'static str> {
        let message = self.bed.emulator.whatsapp().message(id).unwrap();
        message.history.iter().map(|(status, _)| *status).collect()
    }

    /// The code with which a message failed after a second.
    pub(crate) async fn failure(&self, id: &str) -> Option<i64> {
        self.pass(Duration::from_secs(1)).await;
        let message = self.bed.emulator.whatsapp().message(id).unwrap();
        assert_eq!(message.error.is_some(), message.status == "failed");
        message.error
    }

    /// Gets all updates of the app to the receiver.
    pub(crate) fn listen(&self, hook: &Hook) {
        self.bed.emulator.whatsapp().set_callback(Some(&hook.url));
    }
}

/// Status and code of an answer; `(200, 0)` of a good one.
pub(crate) fn code(answer: &Answer) -> (u16, i64) {
    let code = answer.json()["error"]["code"].as_i64();
    (answer.status.as_u16(), code.unwrap_or(0))
}

/// A delivery that came in.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) bytes: Bytes,
    pub(crate) headers: HeaderMap,
}

impl Delivery {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// The changes of all entries.
    pub(crate) fn changes(&self) -> Vec<Value> {
        let body = self.json();
        let entries = body["entry"].as_array().unwrap().iter();
        entries
            .flat_map(|entry| entry["changes"].as_array().unwrap().clone())
            .collect()
    }
}

/// Receives webhooks as Meta sends them, and answers as it is told.
pub(crate) struct Hook {
    pub(crate) url: String,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    came: Mutex<Vec<Delivery>>,
    asked: Mutex<Vec<String>>,
    answers: Mutex<VecDeque<u16>>,
    verify_token: Mutex<String>,
}

impl Hook {
    pub(crate) async fn new(verify_token: &str) -> Self {
        let shared = Arc::new(Shared::default());
        verify_token.clone_into(&mut shared.verify_token.lock().unwrap());
        let router = Router::new()
            .route("/hook", get(challenge).post(take))
            .with_state(Arc::clone(&shared));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, task }
    }

    /// What the next delivery is answered, then the one after; 200 when there is nothing left.
    pub(crate) fn answer(&self, status: u16) {
        self.shared.answers.lock().unwrap().push_back(status);
    }

    pub(crate) fn came(&self) -> Vec<Delivery> {
        self.shared.came.lock().unwrap().clone()
    }

    /// The queries of the questions that it was asked.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// All items of one kind, such as `statuses`, in the order in which they came.
    pub(crate) fn items(&self, kind: &str) -> Vec<Value> {
        self.came()
            .iter()
            .flat_map(Delivery::changes)
            .filter_map(|change| change["value"][kind].as_array().cloned())
            .flatten()
            .collect()
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn challenge(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
) -> (StatusCode, String) {
    let query = query.unwrap_or_default();
    shared.asked.lock().unwrap().push(query.clone());
    let value = |name: &str| {
        let found = query.split('&').find_map(|pair| pair.strip_prefix(name));
        found.unwrap_or_default().to_owned()
    };
    let wanted = shared.verify_token.lock().unwrap().clone();
    if value("hub.mode=") == "subscribe" && value("hub.verify_token=") == wanted {
        (StatusCode::OK, value("hub.challenge="))
    } else {
        (StatusCode::FORBIDDEN, String::new())
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, bytes: Bytes) -> StatusCode {
    shared
        .came
        .lock()
        .unwrap()
        .push(Delivery { bytes, headers });
    let answer = shared.answers.lock().unwrap().pop_front();
    StatusCode::from_u16(answer.unwrap_or(200)).unwrap()
}

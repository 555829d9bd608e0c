//! Receives webhooks and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What came in.
#[derive(Clone)]
pub(crate) struct Came {
    pub(crate) body: Value,
    pub(crate) headers: HeaderMap,
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    came: Mutex<Vec<Came>>,
    answers: Mutex<VecDeque<(u16, String)>>,
    hang: watch::Sender<bool>,
    count: watch::Sender<usize>,
}

impl Receiver {
    pub(crate) async fn new() -> Self {
        let shared = Arc::new(Shared::default());
        let router = Router::new()
            .route("/hook", post(take))
            .with_state(Arc::clone(&shared));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?token=t", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, task }
    }

    /// What the next request is answered, then the one after; 200 when there is nothing left.
    pub(crate) fn answer(&self, status: u16, body: &str) {
        self.shared
            .answers
            .lock()
            .unwrap()
            .push_back((status, body.to_owned()));
    }

    /// From now on nothing is answered until `false` is set.
    pub(crate) fn hang(&self, hang: bool) {
        self.shared.hang.send_replace(hang);
    }

    /// Ends when so many requests have come, probes not counted.
    pub(crate) async fn so_many_came(&self, wanted: usize) {
        let mut count = self.shared.count.subscribe();
        count.wait_for(|count| *count >= wanted).await.unwrap();
    }

    /// Everything but probes.
    pub(crate) fn came(&self) -> Vec<Came> {
        let came = self.shared.came.lock().unwrap();
        came.iter()
            .filter(|came| came.body["test"] != true)
            .cloned()
            .collect()
    }

    /// What came under one key, the arrays taken apart.
    pub(crate) fn items(&self, kind: &str) -> Vec<Value> {
        self.came()
            .into_iter()
            .filter_map(|came| came.body.get(kind).cloned())
            .flat_map(|value| match value {
                Value::Array(items) => items,
                one => vec![one],
            })
            .collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn take(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let body: Value = serde_json::from_slice(&body).unwrap();
    if body["test"] != true {
        shared.count.send_modify(|count| *count += 1);
    }
    shared.came.lock().unwrap().push(Came { body, headers });
    let mut hang = shared.hang.subscribe();
    hang.wait_for(|hang| !hang).await.unwrap();
    let answer = shared.answers.lock().unwrap().pop_front();
    let (status, body) = answer.unwrap_or((200, String::new()));
    (StatusCode::from_u16(status).unwrap(), body)
}

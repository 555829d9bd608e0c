//! An in-process service behind [`Transport::new`]: it records requests and answers by script.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use serde_json::Value;
use tower::Service;
use wazzup_api::{
    Client, ClientBuilder,
    transport::{Body, BoxError, Transport},
};

pub(crate) const KEY: &str = "0123456789abcdef";

/// A request as the service saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// `METHOD /path?query`; before the path `tech:` or `integrations:` for the other hosts.
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Seen {
    /// The body as JSON; `null` if there is none.
    pub(crate) fn body(&self) -> Value {
        if self.bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&self.bytes).unwrap()
        }
    }
}

/// What the service does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Http(StatusCode, Vec<u8>),
    /// The connection breaks after the request was read.
    Broken,
    /// Too many requests: come back after so many seconds.
    Later(u64),
    /// There is no connection; nothing is read.
    Refused,
    /// The request is read and never answered.
    Silence,
    /// The answer has this status, and its body breaks off.
    Cut(StatusCode),
}

impl Answer {
    pub(crate) fn empty(status: u16) -> Self {
        text(status, "")
    }
}

#[derive(Clone, Default)]
pub(crate) struct Fake {
    state: Arc<Mutex<State>>,
    slow: bool,
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    script: VecDeque<Answer>,
    settings: Option<Value>,
    times: Vec<tokio::time::Instant>,
    refused: usize,
    running: usize,
    most_at_once: usize,
}

impl Fake {
    /// A service that gives these answers, one after the other, then empty 200s.
    pub(crate) fn answering(script: impl IntoIterator<Item = Answer>) -> Self {
        let fake = Self::default();
        fake.state.lock().unwrap().script.extend(script);
        fake
    }

    /// A slow service that keeps settings and nothing else.
    pub(crate) fn with_settings(settings: Value) -> Self {
        let fake = Self::slow();
        fake.state.lock().unwrap().settings = Some(settings);
        fake
    }

    pub(crate) fn settings(&self) -> Value {
        self.state.lock().unwrap().settings.clone().unwrap()
    }

    /// A service that takes a second for each answer. For paused time.
    pub(crate) fn slow() -> Self {
        Self {
            slow: true,
            ..Self::default()
        }
    }

    pub(crate) fn most_at_once(&self) -> usize {
        self.state.lock().unwrap().most_at_once
    }

    /// A client over nothing but this service.
    pub(crate) fn client(&self) -> Client {
        let transport = Transport::new(self.service());
        Client::builder(KEY)
            .with_transport(transport)
            .build()
            .unwrap()
    }

    /// A client with the whole stack in front of this service: limits, retries, credential.
    pub(crate) fn full_client(&self) -> Client {
        self.full_builder().build().unwrap()
    }

    pub(crate) fn full_builder(&self) -> ClientBuilder {
        let service = self.service();
        Client::builder(KEY).configure(|transport| transport.service(service))
    }

    fn service(
        &self,
    ) -> impl Service<
        Request<Body>,
        Response = Response<Body>,
        Error = BoxError,
        Future: Send + 'static,
    > + Clone
    + Send
    + Sync
    + 'static {
        let fake = self.clone();
        tower::service_fn(move |request: Request<Body>| {
            let fake = fake.clone();
            async move { fake.answer(request).await }
        })
    }

    async fn answer(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        if let Some(error) = self.refusal() {
            return Err(error);
        }
        let (parts, body) = request.into_parts();
        let bytes = body.collect().await?.to_bytes().to_vec();
        let uri = parts.uri.to_string();
        let uri = uri
            .replace("https://api.wazzup24.com", "")
            .replace("https://tech.wazzup24.com", "tech:")
            .replace("https://integrations.wazzup24.com", "integrations:");
        let line = format!("{} {uri}", parts.method);
        if self.slow {
            self.wait().await;
        }
        let answer = {
            let mut state = self.state.lock().unwrap();
            if let Some(settings) = &mut state.settings {
                if !bytes.is_empty() {
                    *settings = serde_json::from_slice(&bytes).unwrap();
                }
                let answer = ok(settings.clone());
                state.script.push_back(answer);
            }
            state.times.push(tokio::time::Instant::now());
            state.seen.push(Seen {
                line,
                headers: parts.headers,
                bytes,
            });
            state
                .script
                .pop_front()
                .unwrap_or(Answer::Http(StatusCode::OK, Vec::new()))
        };
        match answer {
            Answer::Http(status, body) => {
                let response = Response::builder().status(status).body(Body::from(body));
                Ok(response.unwrap())
            }
            Answer::Broken | Answer::Refused => {
                Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into())
            }
            Answer::Later(seconds) => {
                let response = Response::builder()
                    .status(429)
                    .header("retry-after", seconds);
                Ok(response.body(Body::empty()).unwrap())
            }
            Answer::Silence => std::future::pending().await,
            Answer::Cut(status) => {
                let broken = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
                let frames = futures_util::stream::iter([Err::<Frame<Bytes>, _>(broken)]);
                let body = Body::streaming(StreamBody::new(frames));
                Ok(Response::builder().status(status).body(body).unwrap())
            }
        }
    }

    /// Without touching the request, which is what makes it a refusal.
    fn refusal(&self) -> Option<BoxError> {
        let mut state = self.state.lock().unwrap();
        let refused = matches!(state.script.front(), Some(Answer::Refused));
        refused.then(|| {
            state.script.pop_front();
            state.refused += 1;
            std::io::Error::from(std::io::ErrorKind::ConnectionRefused).into()
        })
    }

    /// How many connections were refused.
    pub(crate) fn refused(&self) -> usize {
        self.state.lock().unwrap().refused
    }

    async fn wait(&self) {
        {
            let mut state = self.state.lock().unwrap();
            state.running += 1;
            state.most_at_once = state.most_at_once.max(state.running);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.state.lock().unwrap().running -= 1;
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap().seen.clone()
    }

    /// When each request came.
    pub(crate) fn times(&self) -> Vec<tokio::time::Instant> {
        self.state.lock().unwrap().times.clone()
    }

    /// The request lines so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.line).collect()
    }

    /// The only request so far: its line and its body.
    pub(crate) fn only(&self) -> (String, Value) {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        (seen[0].line.clone(), seen[0].body())
    }
}

/// A 200 with this JSON.
pub(crate) fn ok(body: Value) -> Answer {
    status(200, body)
}

pub(crate) fn status(status: u16, body: Value) -> Answer {
    Answer::Http(
        StatusCode::from_u16(status).unwrap(),
        body.to_string().into_bytes(),
    )
}

pub(crate) fn text(status: u16, body: &str) -> Answer {
    Answer::Http(
        StatusCode::from_u16(status).unwrap(),
        body.as_bytes().to_vec(),
    )
}

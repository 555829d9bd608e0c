//! An in-process service behind [`Transport::new`]: it records requests and answers by script.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use wazzup_api::{
    Client,
    transport::{Body, BoxError, Transport},
};

/// A request as the service saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// `METHOD scheme://host/path?query`.
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
}

#[derive(Clone, Default)]
pub(crate) struct Fake {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    script: VecDeque<Answer>,
}

impl Fake {
    /// A service that gives these answers, one after the other, then empty 200s.
    pub(crate) fn answering(script: impl IntoIterator<Item = Answer>) -> Self {
        let fake = Self::default();
        fake.state.lock().unwrap().script.extend(script);
        fake
    }

    pub(crate) fn client(&self) -> Client {
        let fake = self.clone();
        let service = tower::service_fn(move |request: Request<Body>| {
            let fake = fake.clone();
            async move { fake.answer(request).await }
        });
        let transport = Transport::new(service);
        Client::builder("0123456789abcdef")
            .with_transport(transport)
            .build()
            .unwrap()
    }

    async fn answer(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        let (parts, body) = request.into_parts();
        let bytes = body.collect().await?.to_bytes().to_vec();
        let line = format!("{} {}", parts.method, parts.uri);
        let answer = {
            let mut state = self.state.lock().unwrap();
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
            Answer::Broken => Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into()),
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.state.lock().unwrap().seen.clone()
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

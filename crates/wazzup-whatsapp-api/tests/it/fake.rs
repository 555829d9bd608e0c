//! An in-process service behind the client: it records requests and answers by script.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use serde_json::{Value, json};
use tower::Service;
use wazzup_whatsapp_api::{
    Client, ClientBuilder,
    transport::{Body, BoxError, Transport},
    types::{AppId, PhoneNumberId, Recipient, WaId, WabaId},
};

pub(crate) const TOKEN: &str = "EAAG0123456789";
pub(crate) const PHONE: &str = "310660000000002";
pub(crate) const WABA: &str = "210550000000001";
pub(crate) const APP: &str = "777000000000001";
pub(crate) const USER: &str = "15550104477";

/// A request as the service saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// `METHOD /path?query`, below the base and the version; the whole address of other hosts.
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    pub(crate) at: tokio::time::Instant,
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

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn bearer(&self) -> Option<&str> {
        self.header("authorization")
    }
}

/// What the service does with a request.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Http(StatusCode, HeaderMap, Vec<u8>),
    /// The connection breaks after the request was read.
    Broken,
    /// There is no connection; nothing is read.
    Refused,
    /// The request is read and never answered.
    Silence,
    /// The answer has this status and this body, which then breaks off.
    Cut(StatusCode, Vec<u8>),
}

impl Answer {
    pub(crate) fn empty(status: u16) -> Self {
        Self::Http(
            StatusCode::from_u16(status).unwrap(),
            HeaderMap::new(),
            Vec::new(),
        )
    }

    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Http(StatusCode::OK, HeaderMap::new(), bytes.into())
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Http(_, headers, _) = &mut self {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        self
    }
}

#[derive(Clone, Default)]
pub(crate) struct Fake {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    script: VecDeque<Answer>,
    refused: usize,
}

impl Fake {
    /// A service that gives these answers, one after the other, then accepts whatever is sent.
    pub(crate) fn answering(script: impl IntoIterator<Item = Answer>) -> Self {
        let fake = Self::default();
        fake.state.lock().unwrap().script.extend(script);
        fake
    }

    /// A client over nothing but this service.
    pub(crate) fn client(&self) -> Client {
        let transport = Transport::new(self.service());
        with_ids(Client::builder(TOKEN))
            .with_transport(transport)
            .build()
            .unwrap()
    }

    /// A client with the whole stack in front of this service: limits, retries, credential.
    pub(crate) fn full_client(&self) -> Client {
        with_ids(self.full_builder()).build().unwrap()
    }

    /// The same without any id.
    pub(crate) fn full_builder(&self) -> ClientBuilder {
        self.in_front_of(Client::builder(TOKEN))
    }

    pub(crate) fn in_front_of(&self, builder: ClientBuilder) -> ClientBuilder {
        let service = self.service();
        builder.configure(|transport| transport.service(service))
    }

    pub(crate) fn service(
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
            .strip_prefix("https://graph.facebook.com/v25.0")
            .unwrap_or(&uri);
        let line = format!("{} {uri}", parts.method);
        let answer = {
            let mut state = self.state.lock().unwrap();
            state.seen.push(Seen {
                line,
                headers: parts.headers,
                bytes,
                at: tokio::time::Instant::now(),
            });
            let number = state.seen.len();
            state
                .script
                .pop_front()
                .unwrap_or_else(|| accepted(&format!("wamid.{number}")))
        };
        match answer {
            Answer::Http(status, headers, body) => {
                let mut response = Response::new(Body::from(body));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            Answer::Broken | Answer::Refused => {
                Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into())
            }
            Answer::Silence => std::future::pending().await,
            Answer::Cut(status, body) => {
                let frames = [
                    Ok(Frame::data(Bytes::from(body))),
                    Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
                ];
                let body = Body::streaming(StreamBody::new(futures_util::stream::iter(frames)));
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

pub(crate) fn with_ids(builder: ClientBuilder) -> ClientBuilder {
    builder
        .phone_number_id(PhoneNumberId::new(PHONE).unwrap())
        .waba_id(WabaId::new(WABA).unwrap())
        .app_id(AppId::new(APP).unwrap())
        .app_secret("s3cr3t")
        .verify_token("v3r1fy")
}

pub(crate) fn user() -> Recipient {
    Recipient::from(WaId::new(USER).unwrap())
}

/// A 200 with this JSON.
pub(crate) fn ok(body: Value) -> Answer {
    status(200, body)
}

pub(crate) fn status(status: u16, body: Value) -> Answer {
    text(status, &body.to_string())
}

pub(crate) fn text(status: u16, body: &str) -> Answer {
    Answer::Http(
        StatusCode::from_u16(status).unwrap(),
        HeaderMap::new(),
        body.as_bytes().to_vec(),
    )
}

/// That a message was taken under this id.
pub(crate) fn accepted(id: &str) -> Answer {
    ok(json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": USER, "wa_id": USER}],
        "messages": [{"id": id}],
    }))
}

/// That something was refused with this code.
pub(crate) fn refused(http: u16, code: i64) -> Answer {
    status(
        http,
        json!({"error": {
            "message": format!("(#{code}) of {USER}"), "type": "OAuthException", "code": code,
            "error_data": {"messaging_product": "whatsapp", "details": format!("about {USER}")},
            "fbtrace_id": "AbCdEf",
        }}),
    )
}

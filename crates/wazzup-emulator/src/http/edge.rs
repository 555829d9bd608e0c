//! Between connection and routes: faults, keys, limits, the journal.
//!
//! Order: fault → key → window → sidecar → route → journal. A request that a fault answers without
//! executing it is not counted by the window.

use std::sync::Arc;

use axum::Router;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tower_service::Service as _;

use super::call::{Caller, Read};
use super::reply::{Fail, Written};
use crate::app::App;
use crate::faults::{Armed, Drop, RequestCut};
use crate::journal::RequestRecord;
use crate::{control, gate, public, tech, whatsapp};

/// All surfaces behind one door.
#[derive(Clone)]
pub(crate) struct Edge {
    pub(crate) app: Arc<App>,
    router: Router,
    graph: Router,
}

/// How a request ends.
pub(crate) enum Ending {
    /// With an answer, perhaps cut after some bytes.
    Answer(Response<Bytes>, Option<usize>),
    /// With a closed connection.
    Dropped,
}

impl Edge {
    pub(crate) fn new(app: Arc<App>) -> Self {
        let router = Router::new()
            .merge(public::routes())
            .merge(tech::routes())
            .merge(control::routes())
            .fallback(|| std::future::ready(Fail::new(StatusCode::NOT_FOUND, "NOT_FOUND")))
            .with_state(Arc::clone(&app));
        let graph = whatsapp::routes().with_state(Arc::clone(&app));
        Self { app, router, graph }
    }

    /// How long a body of a request to `path` may be.
    pub(super) fn limit(&self, path: &str) -> usize {
        if whatsapp::is_upload(path) {
            self.app.limits.upload
        } else {
            self.app.limits.body
        }
    }

    /// Takes one whole request to its end.
    pub(crate) async fn handle(&self, parts: Parts, body: Bytes) -> Ending {
        let path = parts.uri.path();
        if path.starts_with(control::PREFIX) {
            return Ending::Answer(self.route(&self.router, parts, body).await, None);
        }
        let came = Came::now(&self.app, None);
        let Some(fault) = self.app.faults.take(&parts.method, path) else {
            return self.run(came, parts, body, None, true).await;
        };
        self.app.bump();
        let edge = self.clone();
        // A task of its own: a client that hangs up meanwhile does not undo what it asked for.
        let stop = self.app.stop.clone();
        let task = self.app.spawn(async move {
            tokio::select! {
                () = stop.cancelled() => Ending::Dropped,
                ending = edge.run(came, parts, body, Some(fault), true) => ending,
            }
        });
        task.await.unwrap_or(Ending::Dropped)
    }

    /// Takes in what came of a request before it broke off. Nobody is there to be answered, and a
    /// fault is for whole requests.
    pub(super) async fn broken_off(&self, began: Came, parts: Parts, came: Bytes) {
        if came.is_empty() {
            self.unread(began, parts, None);
        } else {
            self.run(began, parts, came, None, false).await;
        }
    }

    /// Writes down a request whose body did not come whole, since it was too long or a fault cut it.
    /// One whose client hung up is none.
    pub(super) fn unread(&self, came: Came, mut parts: Parts, status: Option<StatusCode>) {
        let is_control = parts.uri.path().starts_with(control::PREFIX);
        if is_control || (status.is_none() && came.cut_by.is_none()) {
            return;
        }
        let record = RequestRecord {
            status,
            ..came.record(&self.app, &mut parts, Bytes::new())
        };
        self.app.journal.request(record);
        self.app.bump();
    }

    /// Writes down a request that a fault cut before its head was whole.
    pub(super) fn cut_in_head(&self, cut: RequestCut) {
        let Some((method, uri)) = cut.asked else {
            return;
        };
        let (mut parts, ()) = Request::new(()).into_parts();
        (parts.method, parts.uri) = (method, uri);
        self.unread(Came::now(&self.app, Some(cut.id)), parts, None);
    }

    async fn run(
        &self,
        came: Came,
        mut parts: Parts,
        body: Bytes,
        fault: Option<Armed>,
        answered: bool,
    ) -> Ending {
        let Came { at, epoch, .. } = came;
        if let Some(delay) = fault.as_ref().and_then(|fault| fault.delay_ms) {
            self.app.clock.sleep_until(at.saturating_add(delay)).await;
            // A reset forgets what was held back.
            if epoch != self.app.epoch() {
                return Ending::Dropped;
            }
        }
        let executes = fault.as_ref().is_none_or(Armed::executes);
        let graph = whatsapp::is_graph(parts.uri.path());
        let admitted = if !executes {
            Ok(Admitted::Unasked)
        } else if graph {
            match whatsapp::admit(&self.app, &parts, &body) {
                Ok(entry) => Ok(Admitted::Graph(entry)),
                Err(refusal) => Err(whatsapp::write(&self.app, refusal)),
            }
        } else {
            match gate::admit(&self.app, &parts) {
                Ok(caller) => Ok(caller.map_or(Admitted::Unasked, Admitted::Wazzup)),
                Err(fail) => Err(self.app.write(fail)),
            }
        };
        let hit = fault.as_ref().map(|fault| fault.id);
        let mut record = RequestRecord {
            credential: admitted.as_ref().ok().and_then(Admitted::credential),
            account: admitted.as_ref().ok().and_then(Admitted::account),
            fault: hit.or(came.cut_by),
            ..came.record(&self.app, &mut parts, body.clone())
        };

        let executed = match admitted {
            Err(refused) => Some(refused),
            Ok(_) if !executes => None,
            Ok(Admitted::Graph(entry)) => {
                parts.headers = record.headers.clone();
                let uri = entry.uri.clone();
                parts.uri = uri.clone();
                parts.extensions.insert(entry);
                let method = parts.method.clone();
                let response = self.route(&self.graph, parts, body).await;
                Some(whatsapp::finish(&self.app, &method, &uri, response))
            }
            Ok(admitted) => {
                if let Admitted::Wazzup(caller) = admitted {
                    parts.extensions.insert(caller);
                }
                Some(self.route(&self.router, parts, body).await)
            }
        };
        let (response, cut) = match fault {
            _ if !answered => (None, None),
            None => (executed, None),
            Some(fault) if fault.drop.is_some() => (None, None),
            Some(fault) => (fault.answer.or(executed), fault.cut),
        };
        record.took_ms = self.app.clock.now() - at;
        if let Some(response) = &response {
            record.status = Some(response.status());
            record.answer = response.body().clone();
        }
        self.app.journal.request(record);
        self.app.bump();
        response.map_or(Ending::Dropped, |response| Ending::Answer(response, cut))
    }

    async fn route(&self, router: &Router, mut parts: Parts, body: Bytes) -> Response<Bytes> {
        parts.extensions.insert(Read(body));
        let request = Request::from_parts(parts, axum::body::Body::empty());
        let mut router = router.clone();
        let Ok(response) = router.call(request).await;
        let (mut parts, body) = response.into_parts();
        if let Some(fail) = parts.extensions.remove::<Fail>() {
            return self.app.write(fail);
        }
        if let Some(refusal) = parts.extensions.remove::<whatsapp::Refusal>() {
            return whatsapp::write(&self.app, refusal);
        }
        let body = match parts.extensions.remove::<Written>() {
            Some(written) => written.0,
            None => body
                .collect()
                .await
                .map_or_else(|_| Bytes::new(), |body| body.to_bytes()),
        };
        Response::from_parts(parts, body)
    }
}

/// When a request came, and the fault that cut it.
#[derive(Clone, Copy)]
pub(super) struct Came {
    at: i64,
    epoch: u64,
    cut_by: Option<u64>,
}

impl Came {
    pub(super) fn now(app: &App, cut_by: Option<u64>) -> Self {
        Self {
            at: app.clock.now(),
            epoch: app.epoch(),
            cut_by,
        }
    }

    /// What the journal keeps of the request, whose headers are taken.
    fn record(self, app: &App, parts: &mut Parts, body: Bytes) -> RequestRecord {
        let mut headers = std::mem::take(&mut parts.headers);
        headers.remove(AUTHORIZATION);
        RequestRecord {
            seq: 0,
            at: self.at,
            took_ms: app.clock.now() - self.at,
            method: parts.method.clone(),
            uri: if whatsapp::is_graph(parts.uri.path()) {
                whatsapp::without_secrets(&parts.uri)
            } else {
                parts.uri.clone()
            },
            headers,
            body,
            credential: None,
            account: None,
            status: None,
            answer: Bytes::new(),
            fault: self.cut_by,
        }
    }
}

/// A request that was let in.
enum Admitted {
    /// Nobody asked who it is.
    Unasked,
    Wazzup(Caller),
    Graph(whatsapp::Entry),
}

impl Admitted {
    fn credential(&self) -> Option<&'static str> {
        match self {
            Self::Unasked => None,
            Self::Wazzup(caller) => Some(caller.credential.as_str()),
            Self::Graph(entry) => entry.holder.map(whatsapp::Holder::as_str),
        }
    }

    fn account(&self) -> Option<u64> {
        match self {
            Self::Wazzup(caller) => Some(caller.account),
            Self::Unasked | Self::Graph(_) => None,
        }
    }
}

impl Armed {
    /// Whether the request does what it asks for, whatever is answered.
    fn executes(&self) -> bool {
        match self.drop {
            Some(Drop::Before) => false,
            Some(Drop::After) => true,
            None => self.execute || self.answer.is_none(),
        }
    }
}

//! What a route gets to see of a request.

use std::future::{Ready, ready};
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use bytes::Bytes;
use http::HeaderMap;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::{Fail, Reply};
use crate::app::App;
use crate::state::World;
use crate::whatsapp::Entry;

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// Everything of one account.
    Full,
    /// The few routes open beside a ready-made integration.
    Sidecar,
    /// The partner's routes of the tech API.
    Partner,
}

impl Credential {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "api",
            Self::Sidecar => "sidecar",
            Self::Partner => "partner",
        }
    }
}

/// Whose key came with the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    pub(crate) account: u64,
    pub(crate) credential: Credential,
}

/// The body, read before routing.
#[derive(Clone)]
pub(super) struct Read(pub(super) Bytes);

/// A request on its way into a route.
pub(crate) struct Call {
    pub(crate) app: Arc<App>,
    /// The epoch in which it came.
    pub(crate) epoch: u64,
    caller: Option<Caller>,
    entry: Option<Entry>,
    params: Vec<(String, String)>,
    query: Option<String>,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    /// Whose request it is. Routes without a key never ask.
    pub(crate) fn caller(&self) -> Result<Caller, Fail> {
        self.caller
            .ok_or_else(|| Fail::bare(http::StatusCode::UNAUTHORIZED))
    }

    /// Changes the state after an await: not any more if there was a reset since the request came.
    pub(crate) fn change_late<T>(&self, change: impl FnOnce(&mut World) -> T) -> Option<T> {
        self.app.with_since(self.epoch, change)
    }

    /// How the request came to the Graph. Its routes are never reached otherwise.
    pub(crate) fn entry(&self) -> Option<&Entry> {
        self.entry.as_ref()
    }

    /// The headers, but for `Authorization`. Only routes of the Graph get to see any.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as it came.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.body
    }

    pub(crate) fn account(&self) -> Result<u64, Fail> {
        self.caller().map(|caller| caller.account)
    }

    /// The path segment called `name`, decoded; empty when the route has none.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The query parameter called `name`, decoded.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        pairs(self.query.as_deref()?)
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// All query parameters, decoded.
    pub(crate) fn queries(&self) -> impl Iterator<Item = (String, String)> {
        pairs(self.query.as_deref().unwrap_or_default())
    }

    /// A query parameter that must be a number from 0 up.
    pub(crate) fn count(&self, name: &str, default: usize) -> Result<usize, Fail> {
        self.query(name).map_or(Ok(default), |raw| {
            raw.parse().map_err(|_| {
                Fail::bad(
                    "VALIDATION_ERROR",
                    format!("{name} must be a number from 0 up."),
                )
                .data(json!({ "fields": [name] }))
            })
        })
    }

    pub(crate) fn body_is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, Fail> {
        serde_json::from_slice(&self.body)
            .map_err(|_| Fail::bad("VALIDATION_ERROR", "The body is not JSON."))
    }
}

impl FromRequestParts<Arc<App>> for Call {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Fail> {
        let params = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| Fail::bad("VALIDATION_ERROR", "The path is not UTF-8."))?
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Ok(Self {
            app: Arc::clone(app),
            epoch: app.epoch(),
            caller: parts.extensions.get::<Caller>().copied(),
            entry: parts.extensions.remove::<Entry>(),
            headers: std::mem::take(&mut parts.headers),
            params,
            query: parts.uri.query().map(str::to_owned),
            body: parts
                .extensions
                .remove::<Read>()
                .map_or_else(Bytes::new, |read| read.0),
        })
    }
}

/// The pairs of a query or a form, decoded.
pub(crate) fn pairs(form: &str) -> impl Iterator<Item = (String, String)> {
    let decoded = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    form.split('&')
        .filter(|pair| !pair.is_empty())
        .map(move |pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key), decoded(value))
        })
}

/// A route that never waits, as the router wants it.
pub(crate) fn sync<E: Send + 'static>(
    route: fn(Call) -> Result<Reply, E>,
) -> impl Fn(Call) -> Ready<Result<Reply, E>> + Clone + Send + Sync + 'static {
    move |call| ready(route(call))
}

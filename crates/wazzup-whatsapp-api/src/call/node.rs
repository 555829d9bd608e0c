use std::{fmt, future::IntoFuture};

use wazzup_transport::{Bucket, CallOptions, Request, rate_limit::LimitKey};
use wazzup_whatsapp_types::PhoneNumberId;

use super::{Call, CallFuture, RawCall, Read, WithRaw, call_options};
use crate::{Client, Node, Result};

/// A request about a phone number, an account, a portfolio or an app: set options on it, then await
/// it.
///
/// It is about the one that the client has, unless [`on`](Self::on) names another. If there is neither,
/// it fails with [`Configuration`](crate::ErrorKind::Configuration) before anything is sent, and the
/// source of the error says what is missing.
///
/// It owns all it needs, so it can be stored, cloned to be made again, and moved to a task.
#[must_use = "a request does nothing unless awaited"]
pub struct NodeCall<T, N> {
    client: Client,
    // With the id left open.
    request: Request,
    node: Option<N>,
    options: CallOptions,
    read: Read<T>,
}

impl<T, N: Node> NodeCall<T, N> {
    pub(crate) fn new(client: &Client, request: Request, read: Read<T>) -> Self {
        Self {
            client: client.clone(),
            request,
            node: None,
            options: CallOptions::default(),
            read,
        }
    }

    /// Makes the request about this one, whatever the client has.
    pub fn on(mut self, node: N) -> Self {
        self.node = Some(node);
        self
    }

    /// Makes the request for the answer as it came, unread: status, headers and bytes.
    pub fn raw(self) -> RawCall {
        self.call().raw()
    }

    /// Makes the request for both the value and the answer it was read from. One request, one
    /// parse.
    pub fn with_raw(self) -> WithRaw<T> {
        self.call().with_raw()
    }

    pub(crate) fn call(self) -> Call<T> {
        let node = self.node.as_ref().or_else(|| N::of(&self.client));
        let request = match node {
            Some(node) => counted(self.request, node, &self.client).path(N::ARGUMENT, node.text()),
            None => self.request.invalid(N::MISSING),
        };
        self.client
            .call(request, self.read)
            .with_options(self.options)
    }
}

impl<T> NodeCall<T, PhoneNumberId> {
    /// Makes the request for this phone number, whatever the client has. Another word for
    /// [`on`](Self::on).
    pub fn from(self, phone_number_id: PhoneNumberId) -> Self {
        self.on(phone_number_id)
    }
}

/// What counts into a bucket of its own does so for each node apart, and for the token as well.
fn counted(request: Request, node: &impl Node, client: &Client) -> Request {
    if request.endpoint().limit_bucket() == Bucket::DEFAULT {
        return request;
    }
    request
        .limit_key(LimitKey::of(node.text()))
        .also_counts_into(Bucket::DEFAULT, client.token_key())
}

call_options!(<T, N> NodeCall);

impl<T, N: Clone> Clone for NodeCall<T, N> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            request: self.request.clone(),
            node: self.node.clone(),
            options: self.options.clone(),
            read: self.read,
        }
    }
}

impl<T, N> fmt::Debug for NodeCall<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeCall")
            .field("request", &self.request)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<T, N: Node> IntoFuture for NodeCall<T, N> {
    type Output = Result<T>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        self.call().into_future()
    }
}

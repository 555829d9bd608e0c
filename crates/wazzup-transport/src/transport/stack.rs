//! The order of the layers, here and nowhere else.

use std::{collections::HashMap, sync::Arc};

use http::{Request, Response};
use tower_service::Service;

use super::{
    erased::{Erased, Stack},
    fit::{Fitting, Unchanged},
    next::UserLayer,
};
use crate::{
    Body, BoxError,
    attempt_span::AttemptSpanLayer,
    attempt_timeout::AttemptTimeoutLayer,
    auth::AuthLayer,
    base_uri::BaseUriLayer,
    call_span::CallSpanLayer,
    collect::CollectLayer,
    cooldown::CooldownLayer,
    delivery::DeliveryLayer,
    headers::HeadersLayer,
    judge::JudgeLayer,
    rate_limit::{RateLimitLayer, SharedLimiter},
    redirect::RedirectLayer,
    retry::RetryLayer,
};

/// A layer of the stack, from the outermost to the innermost.
///
/// | Layer | Does | Why here |
/// |---|---|---|
/// | [`Point::Call`] | layers of the user around a call | |
/// | [`CallSpan`](Self::CallSpan) | a span around the call | shows all that happens in it |
/// | [`Retry`](Self::Retry) | repeats attempts | all below makes up an attempt |
/// | [`Point::Attempt`] | layers of the user around each attempt | |
/// | [`RateLimit`](Self::RateLimit) | waits for a token | repeats count too |
/// | [`Cooldown`](Self::Cooldown) | waits after a 429 | whoever passed the limit waits as well |
/// | [`Redirect`](Self::Redirect) | follows redirects of URLs | counted once, and the credential is for each hop anew |
/// | [`Auth`](Self::Auth) | puts the credential in | as it is after the waiting |
/// | [`AttemptSpan`](Self::AttemptSpan) | a span around the attempt | without the waiting |
/// | [`AttemptTimeout`](Self::AttemptTimeout) | ends the attempt | without the waiting |
/// | [`Judge`](Self::Judge) | asks what a refusal means | with the body read, for all who ask |
/// | [`Collect`](Self::Collect) | reads the answer | in the time of the attempt |
/// | [`BaseUri`](Self::BaseUri) | makes the URI absolute | the others see paths only |
/// | [`Headers`](Self::Headers) | puts in the headers of the call | nothing to copy for repeats |
/// | [`Point::Wire`] | layers of the user, innermost | see what is sent |
/// | [`Delivery`](Self::Delivery) | notes what may have been executed | nobody else knows |
/// | the service | sends | |
///
/// The total timeout of a call is around all of it. Layers of the user can also stand
/// [around](Point::Around) each of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Slot {
    /// See [`call_span`](crate::call_span).
    CallSpan,
    /// See [`retry`](crate::retry).
    Retry,
    /// See [`rate_limit`](crate::rate_limit).
    RateLimit,
    /// See [`cooldown`](crate::cooldown).
    Cooldown,
    /// See [`redirect`](crate::redirect).
    Redirect,
    /// See [`auth`](crate::auth).
    Auth,
    /// See [`attempt_span`](crate::attempt_span).
    AttemptSpan,
    /// See [`attempt_timeout`](crate::attempt_timeout).
    AttemptTimeout,
    /// See [`judge`](crate::judge).
    Judge,
    /// See [`collect`](crate::collect). Without it the limit of the body holds nevertheless, but an
    /// answer that stops halfway fails the call and not the attempt.
    Collect,
    /// See [`base_uri`](crate::base_uri).
    BaseUri,
    /// See [`headers`](crate::headers).
    Headers,
    /// See [`delivery`](crate::delivery). Without it an attempt counts as executed unless its error
    /// proves otherwise.
    Delivery,
}

/// Where layers of the user can be put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Point {
    /// Outermost, around a call with all its attempts.
    Call,
    /// Around each attempt with its waiting for the rate limit, inside of the retries.
    Attempt,
    /// Innermost: sees the request as it is sent, with credential and absolute URI, and answers as
    /// they come, unread.
    Wire,
    /// Just outside of one of our layers, or of what stands in its place.
    Around(Slot),
}

/// What the user changes about the stack.
#[derive(Default)]
pub(super) struct Changes {
    slots: HashMap<Slot, Option<UserLayer>>,
    points: Vec<(Point, UserLayer)>,
}

impl Changes {
    /// Whether this layer of ours stays as it is.
    pub(super) fn keep(&self, slot: Slot) -> bool {
        !self.slots.contains_key(&slot)
    }

    pub(super) fn set(&mut self, slot: Slot, layer: Option<UserLayer>) {
        self.slots.insert(slot, layer);
    }

    pub(super) fn insert(&mut self, point: Point, layer: UserLayer) {
        self.points.push((point, layer));
    }

    fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.points.is_empty()
    }

    /// What the user wants in the place of this layer, if anything: another one or none.
    pub(super) fn take_slot(&mut self, slot: Slot) -> Option<Option<UserLayer>> {
        self.slots.remove(&slot)
    }

    /// The layers of the user at a point, as they were added.
    pub(super) fn take_point(&mut self, point: Point) -> Vec<UserLayer> {
        let (here, elsewhere) = std::mem::take(&mut self.points)
            .into_iter()
            .partition::<Vec<_>, _>(|(at, _)| *at == point);
        self.points = elsewhere;
        here.into_iter().map(|(_, layer)| layer).collect()
    }
}

/// Our layers, as they are configured.
pub(super) struct Layers {
    pub(super) retry: RetryLayer,
    pub(super) rate_limit: RateLimitLayer<SharedLimiter>,
    pub(super) cooldown: CooldownLayer,
    pub(super) auth: AuthLayer,
    pub(super) attempt_timeout: AttemptTimeoutLayer,
    pub(super) body_limit: usize,
}

impl Layers {
    /// Puts the stack together around a service.
    pub(super) fn around<S>(self, service: S, changes: Changes) -> Arc<dyn Stack>
    where
        S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
    {
        if changes.is_empty() {
            self.fit(service, Unchanged)
        } else {
            self.fit(service, changes)
        }
    }

    // From the inside to the outside.
    fn fit<S, F>(self, service: S, mut fitting: F) -> Arc<dyn Stack>
    where
        S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        F: Fitting,
    {
        let service = fitting.fit(Slot::Delivery, DeliveryLayer::new(), service);
        let service = fitting.at(Point::Wire, service);
        let service = fitting.fit(Slot::Headers, HeadersLayer::new(), service);
        let service = fitting.fit(Slot::BaseUri, BaseUriLayer::of_call(), service);
        let service = fitting.fit(Slot::Collect, CollectLayer::new(self.body_limit), service);
        let service = fitting.fit(Slot::Judge, JudgeLayer::of_call(), service);
        let service = fitting.fit(Slot::AttemptTimeout, self.attempt_timeout, service);
        let service = fitting.fit(Slot::AttemptSpan, AttemptSpanLayer::new(), service);
        let service = fitting.fit(Slot::Auth, self.auth, service);
        let service = fitting.fit(Slot::Redirect, RedirectLayer::default(), service);
        let service = fitting.fit(Slot::Cooldown, self.cooldown, service);
        let service = fitting.fit(Slot::RateLimit, self.rate_limit, service);
        let service = fitting.at(Point::Attempt, service);
        let service = fitting.fit(Slot::Retry, self.retry, service);
        let service = fitting.fit(Slot::CallSpan, CallSpanLayer::new(), service);
        let service = fitting.at(Point::Call, service);
        Arc::new(Erased::new(service, self.body_limit))
    }
}

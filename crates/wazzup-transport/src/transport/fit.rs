//! How layers are put around each other: as they are, or with what the user wants in their place.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    next::{Next, NextFuture},
    stack::{Changes, Point, Slot},
};
use crate::{Body, BoxError};

/// What every service inside the stack is.
pub(super) trait Inside:
    Service<Request<Body>, Response = Response<Body>, Error = BoxError, Future: Send + 'static>
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> Inside for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = BoxError, Future: Send + 'static>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Puts the stack together.
pub(super) trait Fitting {
    /// A service of ours, or what the user wants in its place.
    type Fitted<S: Inside>: Inside;

    /// Puts our layer around a service, or what the user wants in its place.
    fn fit<L, S>(&mut self, slot: Slot, layer: L, inner: S) -> Self::Fitted<L::Service>
    where
        L: Layer<S, Service: Inside>,
        S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static;

    /// Puts the layers of the user at a point around a service.
    fn at<S: Inside>(&mut self, point: Point, inner: Self::Fitted<S>) -> Self::Fitted<S>;
}

/// Our layers and nothing else, which is what nearly all use: nothing of a choice that is not made is
/// left in the stack.
pub(super) struct Unchanged;

impl Fitting for Unchanged {
    type Fitted<S: Inside> = S;

    fn fit<L, S>(&mut self, _: Slot, layer: L, inner: S) -> L::Service
    where
        L: Layer<S, Service: Inside>,
    {
        layer.layer(inner)
    }

    fn at<S: Inside>(&mut self, _: Point, inner: S) -> S {
        inner
    }
}

impl Fitting for Changes {
    type Fitted<S: Inside> = Fit<S>;

    fn fit<L, S>(&mut self, slot: Slot, layer: L, inner: S) -> Fit<L::Service>
    where
        L: Layer<S, Service: Inside>,
        S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
    {
        let fitted = match self.take_slot(slot) {
            None => Fit::Own(layer.layer(inner)),
            Some(None) => Fit::User(Next::new(inner)),
            Some(Some(layer)) => Fit::User(layer(Next::new(inner))),
        };
        self.at(Point::Around(slot), fitted)
    }

    /// The one added first is outermost.
    fn at<S: Inside>(&mut self, point: Point, inner: Fit<S>) -> Fit<S> {
        let here = self.take_point(point);
        if here.is_empty() {
            return inner;
        }
        Fit::User(
            here.into_iter()
                .rev()
                .fold(Next::new(inner), |next, layer| layer(next)),
        )
    }
}

/// A service of our own, whose type is known, or one of the user, whose type is forgotten.
///
/// So that whoever changes one layer does not pay for the others: only what he puts in is boxed.
#[derive(Clone)]
pub(super) enum Fit<S> {
    Own(S),
    User(Next),
}

impl<S> Service<Request<Body>> for Fit<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = BoxError>,
{
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = FitFuture<S::Future>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::Own(service) => service.poll_ready(cx),
            Self::User(service) => service.poll_ready(cx),
        }
    }

    #[inline]
    fn call(&mut self, request: Request<Body>) -> Self::Future {
        match self {
            Self::Own(service) => FitFuture::Own {
                inner: service.call(request),
            },
            Self::User(service) => FitFuture::User {
                inner: service.call(request),
            },
        }
    }
}

pin_project! {
    #[project = FitFutureProj]
    pub(super) enum FitFuture<F> {
        Own { #[pin] inner: F },
        User { #[pin] inner: NextFuture },
    }
}

impl<F> Future for FitFuture<F>
where
    F: Future<Output = Result<Response<Body>, BoxError>>,
{
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            FitFutureProj::Own { inner } => inner.poll(cx),
            FitFutureProj::User { inner } => inner.poll(cx),
        }
    }
}

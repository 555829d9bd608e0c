//! The emulator without a socket.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::{Request, Response};

use super::body::{Body, ConnectionCut};
use super::edge::{Edge, Ending};
use super::intake::take_in;
use super::server::plain;

/// The emulator as a [`tower_service::Service`]: all surfaces, no socket.
///
/// A fault that drops the connection ends the call with [`ConnectionCut`]; one that cuts the answer
/// counts the bytes of the body alone, since there is no head on a wire here. Webhooks are still
/// delivered over HTTP.
#[derive(Clone)]
pub struct InProcess {
    edge: Edge,
}

impl InProcess {
    pub(crate) fn new(edge: Edge) -> Self {
        Self { edge }
    }
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}

impl<B> tower_service::Service<Request<B>> for InProcess
where
    B: http_body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Body>;
    type Error = ConnectionCut;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, ConnectionCut>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ConnectionCut>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let edge = self.edge.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            match take_in(&edge, parts, body, None).await {
                Ok(Ending::Answer(response, None)) => Ok(response.map(Body::whole)),
                Ok(Ending::Answer(response, Some(keep))) => {
                    Ok(response.map(|data| Body::cut(data, keep)))
                }
                Err(Some(status)) => Ok(plain(status)),
                Ok(Ending::Dropped) | Err(None) => Err(ConnectionCut),
            }
        })
    }
}

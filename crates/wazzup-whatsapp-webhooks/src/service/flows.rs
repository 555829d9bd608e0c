//! Endpoints of flows at paths beside the webhooks'.

use std::sync::Arc;

use http::Request;
use http_body::Body;
use tower_service::Service;

use crate::flow::{FlowEndpoint, FlowResponseFuture};

pub(super) type FlowFuture<B> = FlowResponseFuture<B>;

/// Each with its path. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Flows(Arc<[(Box<str>, FlowEndpoint)]>);

impl Flows {
    pub(super) fn add(&mut self, path: &str, endpoint: FlowEndpoint) {
        let added = (path.trim_end_matches('/').into(), endpoint);
        self.0 = self.0.iter().cloned().chain([added]).collect();
    }

    /// The answer to a request that is for one of them.
    #[inline]
    pub(super) fn call<B: Body>(&self, request: Request<B>) -> Result<FlowFuture<B>, Request<B>> {
        if self.0.is_empty() {
            return Err(request);
        }
        let path = request.uri().path().trim_end_matches('/');
        match self.0.iter().find(|(own, _)| **own == *path) {
            Some((_, endpoint)) => Ok(endpoint.clone().call(request)),
            None => Err(request),
        }
    }

    pub(super) fn in_progress(&self) -> usize {
        self.0
            .iter()
            .map(|(_, endpoint)| endpoint.in_progress())
            .sum()
    }

    pub(super) async fn drained(&self) {
        for (_, endpoint) in &*self.0 {
            endpoint.drained().await;
        }
    }
}

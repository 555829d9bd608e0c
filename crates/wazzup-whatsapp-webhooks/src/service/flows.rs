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

/// One of them.
pub(super) struct Flow(FlowEndpoint);

impl Flow {
    pub(super) fn respond<B: Body>(mut self, request: Request<B>) -> FlowFuture<B> {
        self.0.call(request)
    }
}

impl Flows {
    pub(super) fn add(&mut self, path: &str, endpoint: FlowEndpoint) {
        let added = (path.trim_end_matches('/').into(), endpoint);
        self.0 = self.0.iter().cloned().chain([added]).collect();
    }

    /// That at this path.
    #[inline]
    pub(super) fn at(&self, path: &str) -> Option<Flow> {
        if self.0.is_empty() {
            return None;
        }
        let path = path.trim_end_matches('/');
        let (_, endpoint) = self.0.iter().find(|(own, _)| **own == *path)?;
        Some(Flow(endpoint.clone()))
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

    pub(super) fn abandon(&self) {
        self.0.iter().for_each(|(_, endpoint)| endpoint.abandon());
    }
}

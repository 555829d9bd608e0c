use std::{fmt, ops::Deref};

use wazzup_dispatch::{Event, Question};
use wazzup_whatsapp_types::flow::{self, FlowResponse, RawJson, Received};

/// A flow asks what to show next, to be answered with a [`FlowResponse`].
///
/// Register handlers at [`FlowHandlers`](super::FlowHandlers). Cheap to clone; `Deref` leads to
/// the model, which makes answers: [`next`](flow::FlowRequest::next),
/// [`again`](flow::FlowRequest::again), [`finish`](flow::FlowRequest::finish).
#[derive(Clone, PartialEq)]
pub struct FlowRequest(Received<flow::FlowRequest>);

impl FlowRequest {
    /// The request as it was parsed.
    #[must_use]
    pub fn new(received: Received<flow::FlowRequest>) -> Self {
        Self(received)
    }

    /// The decrypted JSON: fields the model does not name are in it.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        self.0.raw()
    }
}

impl From<Received<flow::FlowRequest>> for FlowRequest {
    fn from(received: Received<flow::FlowRequest>) -> Self {
        Self::new(received)
    }
}

impl Deref for FlowRequest {
    type Target = flow::FlowRequest;

    fn deref(&self) -> &flow::FlowRequest {
        &self.0
    }
}

impl fmt::Debug for FlowRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (*self.0).fmt(f)
    }
}

impl Event for FlowRequest {
    const NAME: &'static str = "flow_request";

    fn raw(&self) -> Option<&str> {
        Some(self.0.raw().as_str())
    }
}

impl Question for FlowRequest {
    type Answer = FlowResponse;
}

//! Conditions on flow requests, for [`Handler::filter`](wazzup_dispatch::Handler::filter).

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::flow::FlowAction;

use super::FlowRequest;

/// Requests of this action.
pub fn action(action: FlowAction) -> impl Filter<FlowRequest> {
    move |request: &FlowRequest| request.action == action
}

/// Requests from this screen.
pub fn screen(screen: impl Into<String>) -> impl Filter<FlowRequest> {
    let screen = screen.into();
    move |request: &FlowRequest| {
        let from = request.screen.as_ref();
        from.is_some_and(|from| from.as_str() == screen)
    }
}

/// Notices of an [error](wazzup_whatsapp_types::flow::FlowRequest::error), which are no requests.
pub fn error() -> impl Filter<FlowRequest> {
    |request: &FlowRequest| request.error().is_some()
}

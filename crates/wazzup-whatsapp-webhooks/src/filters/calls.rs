//! Conditions on calls, and on whether the business may call.

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::{
    CallId,
    webhook::{CallDirection, CallOutcome, CallPermissionResponse, CallStatusType},
};

use crate::{CallConnect, CallPermissionUpdate, CallStatus, CallTerminate};

/// An event that concerns a call.
pub trait OfCall: 'static {
    /// The call.
    fn call_id(&self) -> &CallId;

    /// Who called. Statuses are of calls of the business.
    fn direction(&self) -> Option<&CallDirection>;
}

impl OfCall for CallConnect {
    fn call_id(&self) -> &CallId {
        &self.id
    }

    fn direction(&self) -> Option<&CallDirection> {
        self.direction.as_ref()
    }
}

impl OfCall for CallTerminate {
    fn call_id(&self) -> &CallId {
        &self.id
    }

    fn direction(&self) -> Option<&CallDirection> {
        self.direction.as_ref()
    }
}

impl OfCall for CallStatus {
    fn call_id(&self) -> &CallId {
        &self.id
    }

    fn direction(&self) -> Option<&CallDirection> {
        Some(&CallDirection::BusinessInitiated)
    }
}

/// The call is this one.
pub fn call<E: OfCall>(call: CallId) -> impl Filter<E> + Clone {
    move |event: &E| *event.call_id() == call
}

/// The user calls, or called.
pub fn incoming<E: OfCall>() -> impl Filter<E> + Copy {
    |event: &E| event.direction() == Some(&CallDirection::UserInitiated)
}

/// The business calls, or called.
pub fn outgoing<E: OfCall>() -> impl Filter<E> + Copy {
    |event: &E| event.direction() == Some(&CallDirection::BusinessInitiated)
}

/// They talked.
pub fn completed() -> impl Filter<CallTerminate> + Copy {
    |call: &CallTerminate| call.status == Some(CallOutcome::Completed)
}

/// They did not talk.
pub fn failed() -> impl Filter<CallTerminate> + Copy {
    |call: &CallTerminate| call.status == Some(CallOutcome::Failed)
}

/// The user's phone rings.
pub fn ringing() -> impl Filter<CallStatus> + Copy {
    |call: &CallStatus| call.status == Some(CallStatusType::Ringing)
}

/// The user took the call.
#[doc(alias = "call_answered")]
pub fn accepted() -> impl Filter<CallStatus> + Copy {
    |call: &CallStatus| call.status == Some(CallStatusType::Accepted)
}

/// The user did not want it.
pub fn rejected() -> impl Filter<CallStatus> + Copy {
    |call: &CallStatus| call.status == Some(CallStatusType::Rejected)
}

/// The business may call.
pub fn permission_accepted() -> impl Filter<CallPermissionUpdate> + Copy {
    |update: &CallPermissionUpdate| update.response == Some(CallPermissionResponse::Accept)
}

/// The business may not call.
pub fn permission_rejected() -> impl Filter<CallPermissionUpdate> + Copy {
    |update: &CallPermissionUpdate| update.response == Some(CallPermissionResponse::Reject)
}

//! Calls, and what becomes of them.

use wazzup_wire::{RawJson, Timestamp};

use super::message::read_again;
use super::{OfUser, Sender};
use crate::{Bsuid, CallId, ParentBsuid, WaId};

words! {
    fold;
    /// What happened to a call.
    pub enum CallEvent {
        /// It begins.
        Connect = "connect",
        /// It is over.
        Terminate = "terminate",
    }
}

words! {
    fold;
    /// Who called.
    pub enum CallDirection {
        /// The business.
        BusinessInitiated = "BUSINESS_INITIATED",
        /// The user.
        UserInitiated = "USER_INITIATED",
    }
}

words! {
    fold;
    /// How a call ended. Read in any letter case.
    pub enum CallOutcome {
        /// They talked.
        Completed = "COMPLETED",
        /// They did not.
        Failed = "FAILED",
    }
}

words! {
    fold;
    /// How far a call of the business got.
    pub enum CallStatusType {
        /// The phone rings.
        Ringing = "RINGING",
        /// The user took it.
        Accepted = "ACCEPTED",
        /// The user did not want it.
        Rejected = "REJECTED",
    }
}

words! {
    fold;
    /// Which side of the negotiation a description is.
    pub enum SdpType {
        /// The first word.
        Offer = "offer",
        /// The second.
        Answer = "answer",
    }
}

words! {
    /// What a status is about.
    pub enum StatusSubject {
        /// A call.
        Call = "call",
    }
}

model! {
    /// How to reach the other side of a call.
    pub struct CallSession {
        /// Which side of the negotiation it is.
        pub sdp_type: Option<SdpType>,
        /// The description (RFC 8866). It holds addresses.
        pub sdp: Option<String> [hidden],
    }
}

model! {
    /// An element of `calls`, of whatever kind.
    pub(super) struct Call {
        needs { pub(super) id: CallId, }
        pub(super) event: Option<CallEvent>,
        pub(super) from: Option<WaId>,
        pub(super) from_user_id: Option<Bsuid>,
        pub(super) from_parent_user_id: Option<ParentBsuid>,
        pub(super) to: Option<WaId>,
        pub(super) to_user_id: Option<Bsuid>,
        pub(super) to_parent_user_id: Option<ParentBsuid>,
        pub(super) timestamp: Option<Timestamp>,
        pub(super) direction: Option<CallDirection>,
        pub(super) session: Option<Box<CallSession>>,
        pub(super) deeplink_payload: Option<String> [hidden],
        pub(super) cta_payload: Option<String> [hidden],
        pub(super) status: Option<CallOutcome>,
        pub(super) start_time: Option<Timestamp>,
        pub(super) end_time: Option<Timestamp>,
        pub(super) duration: Option<i64>,
        pub(super) biz_opaque_callback_data: Option<String> [hidden],
    }
}

model! {
    /// What tells the kind of an element of `calls` that could not be read.
    struct CallWords {
        event: Option<CallEvent>,
    }
}

/// The name of the event that an element of `calls` was meant to be.
pub(super) fn name_of_unread(raw: &RawJson) -> &'static str {
    let event = match read_again::<CallWords>(raw) {
        Some(Ok(words)) => words.event,
        _ => None,
    };
    match event {
        Some(CallEvent::Terminate) => "call_terminate",
        _ => "call_connect",
    }
}

/// An event that a call is: the fields that all calls have, and some of its own.
macro_rules! kind {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty $([$hidden:ident])?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            /// The call.
            pub id: CallId,
            /// Who called.
            pub from: Option<WaId>,
            /// Who called, by the business-scoped id.
            pub from_user_id: Option<Bsuid>,
            /// Who called, by the id for linked portfolios.
            pub from_parent_user_id: Option<ParentBsuid>,
            /// Who was called.
            pub to: Option<WaId>,
            /// Who was called, by the business-scoped id.
            pub to_user_id: Option<Bsuid>,
            /// Who was called, by the id for linked portfolios.
            pub to_parent_user_id: Option<ParentBsuid>,
            /// When it happened, in seconds.
            pub timestamp: Option<Timestamp>,
            /// Whether the user or the business called.
            pub direction: Option<CallDirection>,
            /// What had been put beside the link that the user called by.
            pub deeplink_payload: Option<String>,
            /// What had been put beside the button that the user called by.
            pub cta_payload: Option<String>,
            /// What the business had put beside the call.
            #[doc(alias = "tracker")]
            pub biz_opaque_callback_data: Option<String>,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl From<Call> for $name {
            fn from(call: Call) -> Self {
                Self {
                    id: call.id,
                    from: call.from,
                    from_user_id: call.from_user_id,
                    from_parent_user_id: call.from_parent_user_id,
                    to: call.to,
                    to_user_id: call.to_user_id,
                    to_parent_user_id: call.to_parent_user_id,
                    timestamp: call.timestamp,
                    direction: call.direction,
                    deeplink_payload: call.deeplink_payload,
                    cta_payload: call.cta_payload,
                    biz_opaque_callback_data: call.biz_opaque_callback_data,
                    $($field: call.$field,)*
                }
            }
        }

        debug! {
            $name {
                id, from, from_user_id, from_parent_user_id, to, to_user_id, to_parent_user_id,
                timestamp, direction, deeplink_payload [hidden], cta_payload [hidden],
                biz_opaque_callback_data [hidden], $($field $([$hidden])?,)*
            }
        }

        impl OfUser for $name {
            fn user(&self) -> Sender<'_> {
                if self.direction == Some(CallDirection::BusinessInitiated) {
                    return Sender {
                        wa_id: self.to.as_ref(),
                        bsuid: self.to_user_id.as_ref(),
                        parent_bsuid: self.to_parent_user_id.as_ref(),
                        ..Sender::default()
                    };
                }
                Sender {
                    wa_id: self.from.as_ref(),
                    bsuid: self.from_user_id.as_ref(),
                    parent_bsuid: self.from_parent_user_id.as_ref(),
                    ..Sender::default()
                }
            }
        }
    };
}

kind! {
    /// A call begins: the user calls, or took the call of the business.
    ///
    /// See [Meta on calls](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling).
    pub struct CallConnect {
        /// How to reach the other side.
        pub session: Option<Box<CallSession>>,
    }
}

kind! {
    /// A call is over. Why it failed is among the [errors](super::Change::errors) of the change.
    ///
    /// See [Meta on calls](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling).
    pub struct CallTerminate {
        /// How it ended.
        pub status: Option<CallOutcome>,
        /// When they began to talk, if they did.
        pub start_time: Option<Timestamp>,
        /// When they were done, if they talked.
        pub end_time: Option<Timestamp>,
        /// How long they talked, in seconds.
        pub duration: Option<i64>,
    }
}

model! {
    /// What becomes of a call of the business.
    ///
    /// See [Meta on calls](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling).
    pub struct CallStatus {
        id {
            /// The call.
            pub id: CallId,
        }
        /// What it is about: a call. The wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub subject: Option<StatusSubject>,
        /// How far it got.
        pub status: Option<CallStatusType>,
        /// When it did.
        pub timestamp: Option<Timestamp>,
        /// Who was called.
        pub recipient_id: Option<WaId>,
        /// Who was called, by the business-scoped id.
        pub recipient_user_id: Option<Bsuid>,
        /// Who was called, by the id for linked portfolios.
        pub recipient_parent_user_id: Option<ParentBsuid>,
        /// What the business had put beside the call.
        #[doc(alias = "tracker")]
        pub biz_opaque_callback_data: Option<String> [hidden],
        /// Why it failed.
        pub errors: Vec<super::WebhookError>,
    }
}

impl OfUser for CallStatus {
    fn user(&self) -> Sender<'_> {
        Sender {
            wa_id: self.recipient_id.as_ref(),
            bsuid: self.recipient_user_id.as_ref(),
            parent_bsuid: self.recipient_parent_user_id.as_ref(),
            ..Sender::default()
        }
    }
}

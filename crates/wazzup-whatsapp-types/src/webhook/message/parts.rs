//! The parts of a message that make it an event of its own kind.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use wazzup_wire::{RawJson, Timestamp};

use super::Content;
use crate::{Bsuid, MessageId, ParentBsuid, WaId};

words! {
    /// What an interactive message was answered with.
    pub enum InteractiveType {
        /// A press on a button.
        ButtonReply = "button_reply",
        /// A choice from a list.
        ListReply = "list_reply",
        /// Whether the business may call.
        CallPermissionReply = "call_permission_reply",
        /// A form: a flow, or an address.
        NfmReply = "nfm_reply",
    }
}

words! {
    /// Which form was filled in.
    pub enum FormName {
        /// A flow.
        Flow = "flow",
        /// The form for an address.
        AddressMessage = "address_message",
    }
}

model! {
    /// An answer to an interactive message.
    pub struct Interactive {
        /// What it is: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub interactive_type: Option<InteractiveType>,
        /// The button.
        pub button_reply: Option<Box<Reply>>,
        /// The row of the list.
        pub list_reply: Option<Box<Reply>>,
        /// Whether the business may call.
        pub call_permission_reply: Option<Box<CallPermissionReply>>,
        /// The form.
        pub nfm_reply: Option<Box<FormReply>>,
    }
}

model! {
    /// A button or row that was chosen.
    pub struct Reply {
        /// Its id, as the sender of the message had set it.
        pub id: Option<String> [hidden],
        /// What it says.
        pub title: Option<String> [hidden],
        /// What it says below, if it is a row.
        pub description: Option<String> [hidden],
    }
}

words! {
    fold;
    /// Whether the business may call.
    pub enum CallPermissionResponse {
        /// It may.
        Accept = "accept",
        /// It may not.
        Reject = "reject",
    }
}

words! {
    fold;
    /// Who decided whether the business may call.
    pub enum CallPermissionSource {
        /// The user.
        UserAction = "user_action",
        /// WhatsApp, as the user had called.
        Automatic = "automatic",
    }
}

model! {
    /// Whether the business may call.
    pub struct CallPermissionReply {
        /// What the user says.
        pub response: Option<CallPermissionResponse>,
        /// Whether it holds until it is taken back.
        pub is_permanent: Option<bool>,
        /// How long it holds otherwise.
        pub expiration_timestamp: Option<Timestamp>,
        /// Who decided.
        pub response_source: Option<CallPermissionSource>,
    }
}

model! {
    /// A form that was filled in.
    pub struct FormReply {
        /// Which form.
        pub name: Option<FormName>,
        /// What the chat shows of it.
        pub body: Option<String> [hidden],
        /// What was filled in: JSON in a text.
        pub response_json: Option<RawJson>,
    }
}

model! {
    /// A press on the button of a template.
    pub struct TemplateButton {
        /// What the sender of the template had put behind the button.
        pub payload: Option<String> [hidden],
        /// What it says.
        pub text: Option<String> [hidden],
    }
}

words! {
    /// What WhatsApp itself has to say of a user.
    pub enum SystemType {
        /// Another phone number.
        UserChangedNumber = "user_changed_number",
        /// The same in older payloads.
        CustomerChangedNumber = "customer_changed_number",
        /// Another business-scoped id.
        UserChangedUserId = "user_changed_user_id",
        /// The user may be somebody else now.
        CustomerIdentityChanged = "customer_identity_changed",
    }
}

model! {
    /// Something that WhatsApp itself has to say of a user.
    pub struct System {
        /// What it is: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub system_type: Option<SystemType>,
        /// The same in a sentence, with names and numbers.
        pub body: Option<String> [hidden],
        /// The new WhatsApp id.
        pub wa_id: Option<WaId>,
        /// The same in older payloads.
        pub new_wa_id: Option<WaId>,
        /// The new business-scoped id.
        pub user_id: Option<Bsuid>,
        /// The new id for linked portfolios.
        pub parent_user_id: Option<ParentBsuid>,
        /// The old WhatsApp id, in older payloads.
        pub customer: Option<WaId>,
        /// The new identity, where it does not stand beside.
        pub identity: Option<Box<UserIdentity>>,
    }
}

/// A user's new identity: an object on the wire, or its hash alone.
#[derive(Clone, Default, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct UserIdentity {
    /// Whether the change was acknowledged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<bool>,
    /// When it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_timestamp: Option<Timestamp>,
    /// The hash of the new one, to be sent along with messages that nobody else may read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

debug! { UserIdentity { acknowledged, created_timestamp, hash [hidden], } }

impl<'de> Deserialize<'de> for UserIdentity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdentityVisitor;

        impl<'de> Visitor<'de> for IdentityVisitor {
            type Value = UserIdentity;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identity")
            }

            fn visit_str<E: de::Error>(self, hash: &str) -> Result<Self::Value, E> {
                Ok(UserIdentity {
                    hash: Some(hash.to_owned()),
                    ..UserIdentity::default()
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let wire = WireIdentity::deserialize(MapAccessDeserializer::new(map))?;
                Ok(UserIdentity {
                    acknowledged: wire.acknowledged,
                    created_timestamp: wire.created_timestamp,
                    hash: wire.hash,
                })
            }
        }

        deserializer.deserialize_any(IdentityVisitor)
    }
}

model! {
    struct WireIdentity {
        acknowledged: Option<bool>,
        created_timestamp: Option<Timestamp>,
        hash: Option<String> [hidden],
    }
}

model! {
    /// Another message was edited.
    pub struct Edit {
        /// The message.
        pub original_message_id: Option<MessageId>,
        /// What it is now.
        pub message: Option<Box<Content>>,
    }
}

model! {
    /// Another message was deleted.
    pub struct Revoke {
        /// The message.
        pub original_message_id: Option<MessageId>,
    }
}

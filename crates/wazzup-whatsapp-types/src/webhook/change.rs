//! What stands around the events of a delivery.

use wazzup_wire::{Received, Timestamp, string_id};

use super::{Field, WebhookError};
use crate::{Bsuid, ParentBsuid, PhoneNumber, PhoneNumberId, Username, WaId};

string_id! {
    /// Id of what a delivery is about: `entry[].id`. That of a WhatsApp Business Account, but for
    /// the events of an [`AccountUpdate`](super::AccountUpdate) that concern partners: then it is that
    /// of a business portfolio.
    EntryId, "entry.id"
}

named! { EntryId }

/// The change that an event came in. All events of one change share it.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// What the delivery is about: mostly the WhatsApp Business Account.
    pub entry_id: Option<EntryId>,
    /// When it happened. Not there for messages, statuses and calls, which have a time of their own.
    pub entry_time: Option<Timestamp>,
    /// What it tells of.
    pub field: Option<Field>,
    /// The business phone number it concerns. Not there for templates and accounts.
    pub metadata: Option<Received<Metadata>>,
    /// The users it tells of. [`Update::contact`](super::Update::contact) finds that of an event.
    pub contacts: Vec<Received<Contact>>,
    /// What went wrong with all of it: why a call was not made, why a message has no content.
    pub errors: Vec<Received<WebhookError>>,
}

impl Change {
    /// That of an event which came alone.
    pub(super) const NONE: Self = Self {
        entry_id: None,
        entry_time: None,
        field: None,
        metadata: None,
        contacts: Vec::new(),
        errors: Vec::new(),
    };

    /// The business phone number it concerns.
    #[must_use]
    pub fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        self.metadata.as_ref()?.phone_number_id.as_ref()
    }
}

model! {
    /// A business phone number.
    pub struct Metadata {
        /// The number as users see it, in digits.
        pub display_phone_number: Option<PhoneNumber>,
        /// Its id.
        pub phone_number_id: Option<PhoneNumberId>,
    }
}

model! {
    /// A user that a delivery tells of.
    pub struct Contact {
        /// What the user calls himself.
        pub profile: Option<Profile>,
        /// The user's WhatsApp id. Not there for some of those with a user name.
        pub wa_id: Option<WaId>,
        /// The user's business-scoped id. Not there in payloads of before 2026.
        pub user_id: Option<Bsuid>,
        /// The user's id for linked portfolios.
        pub parent_user_id: Option<ParentBsuid>,
        /// Changes whenever the user's identity might have, if identity checks are on.
        pub identity_key_hash: Option<String> [hidden],
    }
}

model! {
    /// What a user calls himself.
    pub struct Profile {
        /// The name.
        pub name: Option<String> [hidden],
        /// The user name.
        pub username: Option<Username>,
    }
}

inline! { Profile }

//! An event beside its JSON and the change it came in.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use wazzup_wire::{RawJson, Received};

use super::sender::Contacts;
use super::{Change, Contact, Identity, OfUser, Sender};
use crate::PhoneNumberId;

static NONE: Change = Change::NONE;

/// An event beside the JSON it was read from and what stood around it. `Deref` leads to the model.
///
/// Cheap to clone: clones share all of it.
#[derive(PartialEq)]
pub struct Update<T> {
    received: Received<T>,
    change: Option<Arc<Change>>,
    /// The place of its contact among those of the change.
    contact: Option<usize>,
}

impl<T> Update<T> {
    /// Puts an event beside its JSON, with nothing around them. For tests of handlers, mostly.
    #[must_use]
    pub fn new(received: Received<T>) -> Self {
        Self {
            received,
            change: None,
            contact: None,
        }
    }

    /// The event beside its JSON.
    #[must_use]
    pub fn received(&self) -> &Received<T> {
        &self.received
    }

    /// The JSON of this event alone, as it came: fields that this version does not name are in it.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        self.received.raw()
    }

    /// The change it came in.
    #[must_use]
    pub fn change(&self) -> &Change {
        self.change.as_deref().unwrap_or(&NONE)
    }

    /// The business phone number it came to or from, by its id.
    #[must_use]
    pub fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        self.change().phone_number_id()
    }

    /// The contact beside it that it is about.
    #[must_use]
    pub fn contact(&self) -> Option<&Contact> {
        Some(self.numbered_contact()?.1)
    }

    pub(super) fn numbered_contact(&self) -> Option<(usize, &Received<Contact>)> {
        let index = self.contact?;
        Some((index, self.change().contacts.get(index)?))
    }

    pub(super) fn change_mut(&mut self) -> &mut Option<Arc<Change>> {
        &mut self.change
    }
}

impl<T: OfUser> Update<T> {
    /// The user: who wrote, clicked or called, or whom the message or call was for.
    #[must_use]
    pub fn sender(&self) -> Sender<'_> {
        self.received.user().with(self.contact())
    }

    /// What a conversation is known by: the business phone number and the
    /// [primary](Sender::primary) id of the user.
    #[must_use]
    pub fn conversation_parts(&self) -> Option<(&PhoneNumberId, Identity<'_>)> {
        Some((self.phone_number_id()?, self.sender().primary()?))
    }

    pub(super) fn find_contact(&mut self, contacts: &Contacts<'_>) {
        self.contact = contacts.of(self.received.user());
    }
}

impl<T> Clone for Update<T> {
    fn clone(&self) -> Self {
        Self {
            received: self.received.clone(),
            change: self.change.clone(),
            contact: self.contact,
        }
    }
}

impl<T> Deref for Update<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.received
    }
}

impl<T: fmt::Debug> fmt::Debug for Update<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("data", &*self.received)
            .field("raw", self.received.raw())
            .field("change", &self.change)
            .field("contact", &self.contact)
            .finish()
    }
}

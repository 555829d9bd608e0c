//! Who the user of an event is.

use std::collections::HashMap;
use std::fmt;

use wazzup_wire::Received;
use wazzup_wire::redact::Hidden;

use super::Contact;
use crate::{Bsuid, ParentBsuid, Recipient, Username, WaId};

/// The user of an event: who wrote, clicked or called, or whom a message or call was for.
///
/// Made of what the event itself says and of the contact beside it, so that each of them may be
/// missing: older payloads have no business-scoped id, and users with a user name may come without a
/// WhatsApp id.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sender<'a> {
    /// The WhatsApp id, mostly the phone number in digits.
    pub wa_id: Option<&'a WaId>,
    /// The business-scoped id.
    pub bsuid: Option<&'a Bsuid>,
    /// The id for linked portfolios.
    pub parent_bsuid: Option<&'a ParentBsuid>,
    /// The user name.
    pub username: Option<&'a Username>,
    /// The name in the profile.
    pub name: Option<&'a str>,
}

impl fmt::Debug for Sender<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("wa_id", &self.wa_id)
            .field("bsuid", &self.bsuid)
            .field("parent_bsuid", &self.parent_bsuid)
            .field("username", &self.username)
            .field("name", &self.name.map(Hidden))
            .finish()
    }
}

/// One of the ids that a user is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Identity<'a> {
    /// The business-scoped id.
    Bsuid(&'a Bsuid),
    /// The WhatsApp id.
    WaId(&'a WaId),
    /// The id for linked portfolios.
    ParentBsuid(&'a ParentBsuid),
}

impl<'a> Identity<'a> {
    /// The id as text. The three kinds never look the same.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        match self {
            Self::Bsuid(id) => id.as_str(),
            Self::WaId(id) => id.as_str(),
            Self::ParentBsuid(id) => id.as_str(),
        }
    }
}

impl<'a> Sender<'a> {
    /// Every id that the user is known by here, the [primary](Self::primary) first.
    ///
    /// Two events are of one user if they share any of these. The order is that of the other
    /// libraries: business-scoped id, WhatsApp id, id for linked portfolios.
    pub fn identities(&self) -> impl Iterator<Item = Identity<'a>> + use<'a> {
        let bsuid = self.bsuid.map(Identity::Bsuid);
        let wa_id = self.wa_id.map(Identity::WaId);
        let parent_bsuid = self.parent_bsuid.map(Identity::ParentBsuid);
        [bsuid, wa_id, parent_bsuid].into_iter().flatten()
    }

    /// The id to know the user by: the business-scoped id if it is there, else the WhatsApp id, else
    /// the id for linked portfolios.
    ///
    /// The business-scoped id comes first as it is the one that WhatsApp promises for every user,
    /// whereas the WhatsApp id of a user with a user name comes and goes. One event alone cannot
    /// tell that the user of another one, which lacks that id, is the same: whoever keeps something
    /// by user looks it up by each of the [`identities`](Self::identities).
    #[must_use]
    pub fn primary(&self) -> Option<Identity<'a>> {
        self.identities().next()
    }

    /// Whom to send to, to reach the user: the [primary](Self::primary) id.
    #[must_use]
    pub fn recipient(&self) -> Option<Recipient> {
        Some(match self.primary()? {
            Identity::Bsuid(id) => Recipient::Bsuid(id.clone()),
            Identity::WaId(id) => Recipient::WaId(id.clone()),
            Identity::ParentBsuid(id) => Recipient::ParentBsuid(id.clone()),
        })
    }

    /// What the contact adds to what the event says.
    pub(super) fn with(self, contact: Option<&'a Contact>) -> Self {
        let Some(contact) = contact else {
            return self;
        };
        let profile = contact.profile.as_ref();
        Self {
            wa_id: self.wa_id.or(contact.wa_id.as_ref()),
            bsuid: self.bsuid.or(contact.user_id.as_ref()),
            parent_bsuid: self.parent_bsuid.or(contact.parent_user_id.as_ref()),
            username: profile.and_then(|profile| profile.username.as_ref()),
            name: profile.and_then(|profile| profile.name.as_deref()),
        }
    }

    /// Whether the contact is this user: one id in common.
    fn is(&self, contact: &Contact) -> bool {
        fn same<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.is_some() && a == b
        }
        same(self.wa_id, contact.wa_id.as_ref())
            || same(self.bsuid, contact.user_id.as_ref())
            || same(self.parent_bsuid, contact.parent_user_id.as_ref())
    }

    /// Whether the contact may be this user: no id of the same kind differs.
    fn may_be(&self, contact: &Contact) -> bool {
        fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
            a.is_some() && b.is_some() && a != b
        }
        !differ(self.wa_id, contact.wa_id.as_ref())
            && !differ(self.bsuid, contact.user_id.as_ref())
            && !differ(self.parent_bsuid, contact.parent_user_id.as_ref())
    }
}

/// Models of events that have a user: who wrote, clicked or called, or whom a message or call was
/// for.
pub trait OfUser {
    /// The user, as far as the event itself tells. [`Update::sender`](super::Update::sender) knows more.
    fn user(&self) -> Sender<'_>;
}

/// How many contacts are looked through one by one. Past that there is an index, so that the work
/// stays bounded whatever is sent.
const FEW: usize = 8;

/// Finds the contact of each event of a change.
pub(super) struct Contacts<'a> {
    contacts: &'a [Received<Contact>],
    by_id: Option<HashMap<&'a str, usize>>,
    /// Whether the change has no other event than the one that asks.
    alone: bool,
}

impl<'a> Contacts<'a> {
    pub(super) fn new(contacts: &'a [Received<Contact>], events: usize) -> Self {
        let by_id = (contacts.len() > FEW).then(|| {
            let mut by_id = HashMap::with_capacity(contacts.len());
            for (index, contact) in contacts.iter().enumerate() {
                for id in Sender::default().with(Some(contact)).identities() {
                    by_id.entry(id.as_str()).or_insert(index);
                }
            }
            by_id
        });
        Self {
            contacts,
            by_id,
            alone: events == 1,
        }
    }

    /// The place of the contact that has an id in common with this user. A single contact beside a
    /// single event needs none, if it doesn't say otherwise.
    pub(super) fn of(&self, user: Sender<'_>) -> Option<usize> {
        if let [contact] = self.contacts {
            let fits = user.is(contact) || self.alone && user.may_be(contact);
            return fits.then_some(0);
        }
        let Some(by_id) = &self.by_id else {
            return self.contacts.iter().position(|contact| user.is(contact));
        };
        let mut ids = user.identities();
        ids.find_map(|id| by_id.get(id.as_str()).copied())
    }
}

//! The portfolio, its account, its numbers and groups.

use std::collections::{BTreeSet, VecDeque};

use crate::ids::{Ids, Kind};

use super::Callback;

/// A business portfolio.
pub(crate) struct Business {
    pub(crate) id: String,
    pub(crate) name: &'static str,
}

impl Business {
    pub(super) fn new(ids: &mut Ids) -> Self {
        Self {
            id: ids.digits(Kind::Node, 15),
            name: "Example Business",
        }
    }
}

/// A WhatsApp Business Account.
pub(crate) struct Waba {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) namespace: String,
    /// Whether the app gets its updates.
    pub(crate) subscribed: bool,
    /// The address that the account has in place of the app's.
    pub(crate) callback: Option<Callback>,
}

impl Waba {
    pub(super) fn new(ids: &mut Ids) -> Self {
        Self {
            id: ids.digits(Kind::Node, 15),
            name: "Example Account",
            namespace: ids.uuid(Kind::Node).replace('-', "_"),
            subscribed: true,
            callback: None,
        }
    }
}

/// A phone number of the account.
pub(crate) struct Number {
    pub(crate) id: String,
    /// The number itself: digits with the calling code, no plus.
    pub(crate) phone: &'static str,
    pub(crate) display: &'static str,
    pub(crate) verified_name: &'static str,
    /// The address that the number has in place of the account's.
    pub(crate) callback: Option<Callback>,
    /// When messages of the last second went through, both directions.
    pub(crate) lately: VecDeque<i64>,
    /// `wa_id`s of users whom the number has blocked.
    pub(crate) blocked: BTreeSet<String>,
    /// The key that requests of flows are encrypted for, in PEM.
    pub(crate) public_key: Option<String>,
}

impl Number {
    pub(super) fn first(ids: &mut Ids) -> Vec<Self> {
        let mut make = |phone, display, verified_name| Self {
            id: ids.digits(Kind::Node, 15),
            phone,
            display,
            verified_name,
            callback: None,
            lately: VecDeque::new(),
            blocked: BTreeSet::new(),
            public_key: None,
        };
        vec![
            make("15550109000", "+1 555-010-9000", "Example Shop"),
            make("15550109001", "+1 555-010-9001", "Example Service"),
        ]
    }
}

/// A group chat.
pub(crate) struct Group {
    pub(crate) id: String,
    /// `wa_id`s of its members.
    pub(crate) participants: Vec<&'static str>,
}

impl Group {
    pub(super) fn first(ids: &mut Ids) -> Vec<Self> {
        use base64::Engine as _;
        let bytes = ids.bytes(Kind::Node, 18);
        let id = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        vec![Self {
            // Never digits alone, so that nobody takes it for a number.
            id: format!("Y2FwaV9ncm91cDo{id}"),
            participants: vec!["15550104477", "15550104478"],
        }]
    }
}

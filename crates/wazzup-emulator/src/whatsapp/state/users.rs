//! Users: everybody who has a number, until a test says otherwise.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::{Map, Value, json};

use crate::ids::digest;
use crate::knobs::WhatsAppDialect;

/// Somebody with WhatsApp.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) wa_id: String,
    /// The business-scoped id.
    pub(crate) user_id: String,
    pub(crate) parent_user_id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) username: Option<String>,
    /// With a username, the number may be hidden from businesses.
    pub(crate) hides_number: bool,
    pub(crate) identity_hash: String,
    /// When the user last wrote to a number, by the number's id.
    pub(crate) wrote_at: BTreeMap<String, i64>,
    /// Every message fails with this code and explanation.
    pub(crate) fails: Option<(i64, String)>,
    /// Messages are sent and never delivered.
    pub(crate) offline: bool,
    /// The user has stopped marketing messages.
    pub(crate) stopped_marketing: bool,
    /// The pair limit of each number: the moment from which on nothing is borrowed any more.
    pub(crate) pace: BTreeMap<String, i64>,
    /// When each number asked for the permission to call.
    pub(crate) permission_requests: BTreeMap<String, Vec<i64>>,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User").finish_non_exhaustive()
    }
}

impl User {
    fn new(wa_id: &str, seed: u64) -> Self {
        let country = country(wa_id);
        let number = 100_000_000_000_000 + digest(seed, wa_id) % 900_000_000_000_000;
        Self {
            wa_id: wa_id.to_owned(),
            user_id: format!("{country}.{number}"),
            parent_user_id: None,
            name: None,
            username: None,
            hides_number: false,
            identity_hash: format!("{:016x}", digest(seed ^ 0x1D, wa_id)),
            wrote_at: BTreeMap::new(),
            fails: None,
            offline: false,
            stopped_marketing: false,
            pace: BTreeMap::new(),
            permission_requests: BTreeMap::new(),
        }
    }

    /// Whether free-form messages of the number are allowed.
    pub(crate) fn window_is_open(&self, number: &str, now: i64, window: u64) -> bool {
        let window = i64::try_from(window).unwrap_or(i64::MAX);
        self.wrote_at
            .get(number)
            .is_some_and(|wrote| now.saturating_sub(*wrote) < window)
    }

    /// The number, unless it is hidden.
    pub(crate) fn shown_wa_id(&self) -> Option<&str> {
        (!self.hides_number).then_some(self.wa_id.as_str())
    }

    /// The element of `contacts` in a webhook.
    pub(crate) fn contact(&self, dialect: &WhatsAppDialect) -> Value {
        let mut profile = Map::new();
        if let Some(name) = &self.name {
            profile.insert("name".to_owned(), name.as_str().into());
        }
        if let Some(username) = self.username.as_ref().filter(|_| dialect.user_ids) {
            profile.insert("username".to_owned(), username.as_str().into());
        }
        let mut contact = Map::new();
        if let Some(wa_id) = self.shown_wa_id() {
            contact.insert("wa_id".to_owned(), wa_id.into());
        }
        contact.insert("profile".to_owned(), profile.into());
        if dialect.user_ids {
            contact.insert("user_id".to_owned(), self.user_id.as_str().into());
            if let Some(parent) = &self.parent_user_id {
                contact.insert("parent_user_id".to_owned(), parent.as_str().into());
            }
        }
        contact.into()
    }

    /// What the control API shows.
    pub(crate) fn shown(&self) -> Value {
        json!({
            "waId": self.wa_id,
            "userId": self.user_id,
            "parentUserId": self.parent_user_id,
            "name": self.name,
            "username": self.username,
            "hidesNumber": self.hides_number,
            "identityHash": self.identity_hash,
            "fails": self.fails.as_ref().map(|(code, _)| code),
            "offline": self.offline,
            "stoppedMarketing": self.stopped_marketing,
        })
    }
}

/// The country of a number, as far as its calling code tells.
fn country(wa_id: &str) -> &'static str {
    const CODES: [(&str, &str); 14] = [
        ("1", "US"),
        ("31", "NL"),
        ("33", "FR"),
        ("34", "ES"),
        ("39", "IT"),
        ("44", "GB"),
        ("46", "SE"),
        ("49", "DE"),
        ("52", "MX"),
        ("55", "BR"),
        ("62", "ID"),
        ("65", "SG"),
        ("7", "RU"),
        ("91", "IN"),
    ];
    CODES
        .iter()
        .find(|(code, _)| wa_id.starts_with(code))
        .map_or("US", |(_, country)| country)
}

/// Users by number and by business-scoped id.
#[derive(Debug)]
pub(crate) struct Users {
    seed: u64,
    by_wa_id: BTreeMap<String, User>,
    by_user_id: HashMap<String, String>,
}

impl Users {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            by_wa_id: BTreeMap::new(),
            by_user_id: HashMap::new(),
        }
    }

    /// The user with this number, who is there from now on if not before.
    pub(crate) fn with_number(&mut self, wa_id: &str) -> &mut User {
        let seed = self.seed;
        self.by_wa_id.entry(wa_id.to_owned()).or_insert_with(|| {
            let user = User::new(wa_id, seed);
            self.by_user_id
                .insert(user.user_id.clone(), wa_id.to_owned());
            user
        })
    }

    pub(crate) fn get(&self, wa_id: &str) -> Option<&User> {
        self.by_wa_id.get(wa_id)
    }

    pub(crate) fn get_mut(&mut self, wa_id: &str) -> Option<&mut User> {
        self.by_wa_id.get_mut(wa_id)
    }

    /// The number of the user with this business-scoped id, of either kind.
    pub(crate) fn number_of(&self, user_id: &str) -> Option<String> {
        self.by_user_id.get(user_id).cloned()
    }

    /// Gives a user other ids; the old ones are nobody's any more.
    pub(crate) fn rename(&mut self, wa_id: &str, user_id: Option<&str>, parent: Option<&str>) {
        let Some(user) = self.by_wa_id.get_mut(wa_id) else {
            return;
        };
        let mut replace = |old: Option<&String>, new: &str| {
            if let Some(old) = old {
                self.by_user_id.remove(old);
            }
            self.by_user_id.insert(new.to_owned(), wa_id.to_owned());
        };
        if let Some(id) = user_id {
            replace(Some(&user.user_id), id);
            user.user_id = id.to_owned();
        }
        if let Some(id) = parent {
            replace(user.parent_user_id.as_ref(), id);
            user.parent_user_id = Some(id.to_owned());
        }
    }

    /// A user has got another number, and with it another business-scoped id.
    pub(crate) fn move_to(&mut self, old: &str, new: &str) {
        let Some(user) = self.by_wa_id.remove(old) else {
            return;
        };
        self.by_user_id.retain(|_, number| number != old);
        let moved = User {
            wa_id: new.to_owned(),
            user_id: User::new(new, self.seed).user_id,
            ..user
        };
        let ids = std::iter::once(&moved.user_id).chain(&moved.parent_user_id);
        for id in ids {
            self.by_user_id.insert(id.clone(), new.to_owned());
        }
        self.by_wa_id.insert(new.to_owned(), moved);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &User> {
        self.by_wa_id.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_either_id() {
        let mut users = Users::new(1);
        let user_id = users.with_number("31612345678").user_id.clone();
        assert!(user_id.starts_with("NL."));
        assert_eq!(users.number_of(&user_id).as_deref(), Some("31612345678"));
        users.rename("31612345678", None, Some("NL.ENT.7"));
        assert_eq!(users.number_of("NL.ENT.7").as_deref(), Some("31612345678"));
        users.move_to("31612345678", "31600000000");
        assert_eq!(users.number_of(&user_id), None);
        assert_eq!(users.number_of("NL.ENT.7").as_deref(), Some("31600000000"));
    }

    #[test]
    fn the_window_is_open_until_its_last_moment() {
        let mut users = Users::new(1);
        let user = users.with_number("15550104477");
        assert!(!user.window_is_open("1", 0, 100));
        user.wrote_at.insert("1".to_owned(), 50);
        assert!(user.window_is_open("1", 149, 100));
        assert!(!user.window_is_open("1", 150, 100));
        assert!(!user.window_is_open("2", 60, 100));
    }
}

//! What the Graph remembers.

mod app;
mod business;
mod fields;
mod media;
mod message;
mod templates;
mod token;
mod usage;
mod users;

use std::collections::BTreeMap;

use crate::ids::{Ids, Kind};
use crate::state::Store;

use super::webhooks::Pending;

pub use message::StoredMessage;

pub(crate) use app::{Application, Callback};
pub(crate) use business::{Business, Group, Number, Waba};
pub(crate) use fields::{FIELDS, named};
pub(crate) use media::{Media, Medium, Upload};
pub(crate) use message::{Fate, To};
pub(crate) use templates::{Template, component};
pub(crate) use token::Token;
pub(crate) use usage::Usage;
pub(crate) use users::{User, Users};

/// One app, one account with its numbers, and everybody who writes with them.
pub(crate) struct Graph {
    pub(crate) app: Application,
    pub(crate) business: Business,
    pub(crate) waba: Waba,
    pub(crate) numbers: Vec<Number>,
    pub(crate) tokens: BTreeMap<String, Token>,
    /// The token of the system user that it starts with.
    pub(crate) access_token: String,
    /// A token that is good elsewhere.
    pub(crate) stranger_token: String,
    /// A token that was good.
    pub(crate) expired_token: String,
    pub(crate) users: Users,
    pub(crate) groups: Vec<Group>,
    pub(crate) messages: Store<StoredMessage>,
    pub(crate) media: Media,
    /// Uploads that are not complete, or were just now, by their id.
    pub(crate) uploads: BTreeMap<String, Upload>,
    pub(crate) templates: Vec<Template>,
    /// Updates gathered for one delivery, by address.
    pub(crate) pending: BTreeMap<String, Pending>,
    pub(crate) usage: Usage,
    /// The endpoint of a flow that was asked last.
    #[cfg(feature = "flows")]
    pub(crate) flow_url: Option<String>,
}

impl Graph {
    /// The state that it starts with: the same for the same seed.
    pub(crate) fn new(ids: &mut Ids) -> Self {
        let mut token = || format!("EAA{}", ids.hex(Kind::Token).to_uppercase());
        let (access_token, stranger_token, expired_token) = (token(), token(), token());
        let app = Application::new(ids);
        let tokens = BTreeMap::from([
            (access_token.clone(), Token::user()),
            (stranger_token.clone(), Token::stranger()),
            (expired_token.clone(), Token::expired()),
            (app.own_token(), Token::app()),
        ]);
        let business = Business::new(ids);
        let waba = Waba::new(ids);
        let numbers = Number::first(ids);
        let templates = templates::first(ids);
        Self {
            app,
            business,
            waba,
            numbers,
            tokens,
            access_token,
            stranger_token,
            expired_token,
            users: Users::new(ids.seed()),
            groups: Group::first(ids),
            messages: Store::default(),
            media: Media::default(),
            uploads: BTreeMap::new(),
            templates,
            pending: BTreeMap::new(),
            usage: Usage::default(),
            #[cfg(feature = "flows")]
            flow_url: None,
        }
    }

    pub(crate) fn number(&self, id: &str) -> Option<&Number> {
        self.numbers.iter().find(|number| number.id == id)
    }

    pub(crate) fn number_mut(&mut self, id: &str) -> Option<&mut Number> {
        self.numbers.iter_mut().find(|number| number.id == id)
    }

    /// The number that everything is about unless another is named. There always is one.
    pub(crate) fn main_number(&self) -> &Number {
        &self.numbers[0]
    }

    pub(crate) fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }
}

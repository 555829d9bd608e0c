//! One account with all that belongs to it.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde_json::{Map, Value, json};

use super::{Channel, Chat, ChatKey, Store, StoredMessage, Template, Webhooks};

/// An employee of the CRM.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) phone: Option<String>,
    /// Role given by the tech API.
    pub(crate) role: Option<String>,
    pub(crate) allow_get_new_clients: bool,
}

/// Messages and statuses gathered for one delivery.
#[derive(Default)]
pub(crate) struct Pending {
    pub(crate) messages: Vec<Value>,
    pub(crate) statuses: Vec<Value>,
}

/// Keys of sends seen lately.
#[derive(Default)]
pub(crate) struct CrmMessageIds {
    until: HashMap<String, i64>,
    order: VecDeque<(i64, String)>,
}

impl CrmMessageIds {
    pub(crate) fn is_known(&self, id: &str, now: i64) -> bool {
        self.until.get(id).is_some_and(|until| now < *until)
    }

    pub(crate) fn remember(&mut self, id: &str, now: i64, until: i64) {
        while let Some((expired, id)) = self.order.front().filter(|(until, _)| *until <= now) {
            if self.until.get(id) == Some(expired) {
                self.until.remove(id);
            }
            self.order.pop_front();
        }
        self.until.insert(id.to_owned(), until);
        self.order.push_back((until, id.to_owned()));
    }
}

/// An account.
pub(crate) struct Account {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) currency: String,
    pub(crate) balance: i64,
    pub(crate) crm_key: Option<String>,
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) contacts: BTreeMap<String, Value>,
    pub(crate) deals: BTreeMap<String, Value>,
    pub(crate) pipelines: Vec<Value>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) chats: HashMap<ChatKey, Chat>,
    pub(crate) messages: Store<StoredMessage>,
    pub(crate) templates: Vec<Template>,
    pub(crate) webhooks: Webhooks,
    pub(crate) settings: Map<String, Value>,
    /// Whether `GET /settings` was called.
    pub(crate) touched: bool,
    pub(crate) crm_message_ids: CrmMessageIds,
    pub(crate) pending: Pending,
}

impl Account {
    pub(crate) fn new(id: u64, name: &str, lang: &str, currency: &str) -> Self {
        let settings = json!({
            "pushInputOutputMessageEventsForManagers": false,
            "userRoles": [],
            "language": lang,
            "timezone": 0,
        });
        Self {
            id,
            name: name.to_owned(),
            currency: currency.to_owned(),
            balance: 0,
            crm_key: None,
            users: BTreeMap::new(),
            contacts: BTreeMap::new(),
            deals: BTreeMap::new(),
            pipelines: Vec::new(),
            channels: Vec::new(),
            chats: HashMap::new(),
            messages: Store::default(),
            templates: Vec::new(),
            webhooks: Webhooks::default(),
            settings: settings.as_object().cloned().unwrap_or_default(),
            touched: false,
            crm_message_ids: CrmMessageIds::default(),
            pending: Pending::default(),
        }
    }

    pub(crate) fn channel(&self, id: &str) -> Option<&Channel> {
        self.channels
            .iter()
            .find(|channel| channel.id == id && !channel.deleted)
    }

    pub(crate) fn channel_mut(&mut self, id: &str) -> Option<&mut Channel> {
        self.channels
            .iter_mut()
            .find(|channel| channel.id == id && !channel.deleted)
    }

    /// The contact that holds this chat.
    pub(crate) fn contact_of(&self, chat_type: &str, chat_id: &str) -> Option<&Value> {
        self.contacts.values().find(|contact| {
            contact["contactData"].as_array().is_some_and(|chats| {
                chats
                    .iter()
                    .any(|chat| chat["chatType"] == chat_type && chat["chatId"] == chat_id)
            })
        })
    }
}

//! All accounts, keys and plans: what one lock guards.

use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{Account, Schedule, Step, Switch};
use crate::http::Caller;
use crate::ids::{Ids, Kind, digest};
use crate::knobs::Knobs;
use crate::whatsapp::Graph;

/// A key with its window.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) caller: Caller,
    pub(crate) window: i64,
    pub(crate) counted: u32,
}

/// The keys it all starts with.
#[derive(Clone, Default)]
pub(crate) struct FirstKeys {
    pub(crate) full: String,
    pub(crate) sidecar: String,
    pub(crate) partner: String,
}

impl std::fmt::Debug for FirstKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FirstKeys(<redacted>)")
    }
}

/// The service that something comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Wazzup,
    WhatsApp,
}

/// By what a receiver can tell who delivers.
#[derive(Clone)]
pub(crate) enum Proof {
    Nothing,
    /// The bearer of `Authorization`.
    Bearer(String),
    /// The value of `X-Hub-Signature-256`.
    Signature(String),
}

/// A delivery on its way.
#[derive(Clone)]
pub(crate) struct Parcel {
    pub(crate) service: Service,
    pub(crate) delivery: u64,
    pub(crate) attempt: u32,
    /// The moment at which the attempt was due, however far the clock has jumped beyond it.
    pub(crate) at: i64,
    /// The moment at which the first attempt was due.
    pub(crate) since: i64,
    /// Parcels of one lane go one after another.
    pub(crate) lane: String,
    pub(crate) uri: String,
    pub(crate) proof: Proof,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) body: Bytes,
}

impl std::fmt::Debug for Parcel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parcel")
            .field("delivery", &self.delivery)
            .field("attempt", &self.attempt)
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

/// Everything that is remembered.
pub(crate) struct World {
    pub(crate) knobs: Knobs,
    pub(crate) ids: Ids,
    pub(crate) accounts: BTreeMap<u64, Account>,
    /// The account it all starts with.
    pub(crate) main: u64,
    pub(crate) keys: HashMap<String, Key>,
    pub(crate) first_keys: FirstKeys,
    pub(crate) schedule: Schedule,
    /// The moment of the present change: of a step, when it was due.
    pub(crate) now: i64,
    /// Deliveries that wait for the lock to be released.
    pub(crate) outbox: Vec<Parcel>,
    pub(crate) deliveries: u64,
    /// Chats, by account and type, whose contact is being asked for.
    pub(crate) asking: HashSet<(u64, String, String)>,
    /// Most messages kept per account.
    pub(crate) message_limit: usize,
    /// One-time states of WAuth with the secret that goes with each.
    pub(crate) wauth: BTreeMap<String, String>,
    pub(crate) marketplace: Map<String, Value>,
    pub(crate) whatsapp: Graph,
}

impl World {
    pub(crate) fn new(knobs: Knobs, mut ids: Ids, message_limit: usize) -> Self {
        let whatsapp = Graph::new(&mut ids);
        Self {
            knobs,
            ids,
            accounts: BTreeMap::new(),
            main: 0,
            keys: HashMap::new(),
            first_keys: FirstKeys::default(),
            schedule: Schedule::default(),
            now: 0,
            outbox: Vec::new(),
            deliveries: 0,
            asking: HashSet::new(),
            message_limit,
            wauth: BTreeMap::new(),
            marketplace: Map::new(),
            whatsapp,
        }
    }

    pub(crate) fn add_key(&mut self, key: String, caller: Caller) {
        let window = i64::MIN;
        self.keys.insert(
            key,
            Key {
                caller,
                window,
                counted: 0,
            },
        );
    }

    /// A state and secret that `POST /v3/connect` takes once.
    pub(crate) fn mint_wauth(&mut self) -> (String, String) {
        let state = self.ids.hex(Kind::Key);
        let secret = self.ids.hex(Kind::Key);
        self.wauth.insert(state.clone(), secret.clone());
        (state, secret)
    }

    /// The account, which a key that was let in always has unless it was deleted meanwhile.
    pub(crate) fn account(&self, id: u64) -> Option<&Account> {
        self.accounts.get(&id)
    }

    /// The account that has this channel.
    pub(crate) fn account_with_channel(&self, channel: &str) -> Option<u64> {
        self.accounts
            .values()
            .find(|account| account.channel(channel).is_some())
            .map(|account| account.id)
    }

    /// Whether anybody wants events of this kind.
    pub(crate) fn wants(&self, account: u64, switch: Switch) -> bool {
        self.account(account)
            .is_some_and(|account| account.webhooks.address(switch).is_some())
    }

    /// Sends `{kind: value}` off, if it is wanted.
    pub(crate) fn emit(
        &mut self,
        account: u64,
        switch: Switch,
        lane: String,
        kind: &'static str,
        value: Value,
    ) {
        let mut body = Map::new();
        body.insert(kind.to_owned(), value);
        self.post(account, switch, lane, vec![kind], body);
    }

    /// Adds an item to `messages` or `statuses`: alone, or gathered with others.
    pub(crate) fn emit_item(
        &mut self,
        account_id: u64,
        lane: String,
        kind: &'static str,
        item: Value,
        now: i64,
    ) {
        let Some(gather) = self.knobs.delivery.combine_ms else {
            let items = Value::Array(vec![item]);
            self.emit(account_id, Switch::MessagesAndStatuses, lane, kind, items);
            return;
        };
        let Some(account) = self.accounts.get_mut(&account_id) else {
            return;
        };
        let pending = &mut account.pending;
        if pending.messages.is_empty() && pending.statuses.is_empty() {
            let at = now.saturating_add(i64::try_from(gather).unwrap_or(i64::MAX));
            let account = account_id;
            self.schedule.plan(at, Step::Flush { account });
        }
        match kind {
            "messages" => pending.messages.push(item),
            _ => pending.statuses.push(item),
        }
    }

    /// Sends off what was gathered.
    pub(crate) fn flush(&mut self, account_id: u64) {
        let Some(account) = self.accounts.get_mut(&account_id) else {
            return;
        };
        let pending = std::mem::take(&mut account.pending);
        let mut body = Map::new();
        let mut kinds = Vec::new();
        for (kind, items) in [
            ("messages", pending.messages),
            ("statuses", pending.statuses),
        ] {
            if !items.is_empty() {
                kinds.push(kind);
                body.insert(kind.to_owned(), Value::Array(items));
            }
        }
        if !kinds.is_empty() {
            let lane = format!("account {account_id}");
            self.post(account_id, Switch::MessagesAndStatuses, lane, kinds, body);
        }
    }

    fn post(
        &mut self,
        account: u64,
        switch: Switch,
        lane: String,
        kinds: Vec<&'static str>,
        mut body: Map<String, Value>,
    ) {
        let Some(account) = self.accounts.get(&account) else {
            return;
        };
        let Some(uri) = account.webhooks.address(switch) else {
            return;
        };
        if self.knobs.dialect.extra_domain_key {
            body.insert("domain".to_owned(), json!("example"));
        }
        self.deliveries += 1;
        let parcel = Parcel {
            service: Service::Wazzup,
            delivery: self.deliveries,
            attempt: 1,
            at: self.now,
            since: self.now,
            lane,
            uri: uri.to_owned(),
            proof: account
                .crm_key
                .clone()
                .map_or(Proof::Nothing, Proof::Bearer),
            kinds,
            body: Value::Object(body).to_string().into(),
        };
        self.dispatch(parcel, self.knobs.delivery.scatter_ms);
    }

    /// Sends a parcel off, now or within a while of up to `scatter_ms`, by the seed.
    pub(crate) fn dispatch(&mut self, parcel: Parcel, scatter_ms: Option<u64>) {
        match scatter_ms {
            None => self.outbox.push(parcel),
            Some(most) => {
                let key = format!("delivery {}", parcel.delivery);
                let pause = digest(self.ids.seed(), &key) % most.saturating_add(1);
                let at = self.now.saturating_add(i64::try_from(pause).unwrap_or(0));
                let parcel = Parcel {
                    since: at,
                    ..parcel
                };
                self.schedule.plan(at, Step::Deliver(Box::new(parcel)));
            }
        }
    }
}

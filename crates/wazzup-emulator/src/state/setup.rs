//! How a fresh world looks. Kept, so that `reset` gives the same one again.

use super::world::FirstKeys;
use super::{Account, Channel, TRANSPORTS, Template, World};
use crate::http::{Caller, Credential};
use crate::ids::{Ids, Kind};
use crate::knobs::Knobs;

/// What the builder was told.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) seed: u64,
    pub(crate) knobs: Knobs,
    pub(crate) api_key: Option<String>,
    pub(crate) sidecar_key: Option<String>,
    pub(crate) partner_key: Option<String>,
    /// `None`: by the seed; `Some(None)`: the service knows none.
    pub(crate) crm_key: Option<Option<String>>,
    pub(crate) messages: usize,
}

/// The name in the messenger of the channel each transport starts with.
const PLAIN_IDS: [&str; 10] = [
    "79990000001",
    "79990000002",
    "example_shop",
    "79990000004",
    "example_shop_bot",
    "100000006",
    "100000007",
    "79990000008",
    "79990000009",
    "example_max_bot",
];

impl Setup {
    pub(crate) fn world(&self) -> World {
        let mut ids = Ids::new(self.seed);
        let account_id = ids.account();
        let mut account = Account::new(account_id, "Example", "ru", "RUR");
        account.balance = 1_000;
        let mut key = |chosen: &Option<String>| {
            let made = ids.hex(Kind::Key);
            chosen.clone().unwrap_or(made)
        };
        let api_key = key(&self.api_key);
        let sidecar_key = key(&self.sidecar_key);
        let partner_key = key(&self.partner_key);
        account.crm_key = match &self.crm_key {
            Some(chosen) => {
                let _ = key(&None);
                chosen.clone()
            }
            None => Some(format!("crm_{}", key(&None))),
        };
        for ((transport, _), plain_id) in TRANSPORTS.iter().zip(PLAIN_IDS) {
            account.channels.push(Channel {
                id: ids.uuid(Kind::Channel),
                transport: (*transport).to_owned(),
                plain_id: plain_id.to_owned(),
                name: format!("Example {transport}"),
                state: "active".to_owned(),
                tier: (*transport == "wapi").then(|| "TIER_1K".to_owned()),
                deleted: false,
            });
        }
        account.templates = templates(&mut ids, &account.channels);

        let mut world = World::new(self.knobs.clone(), ids, self.messages);
        world.main = account_id;
        world.first_keys = FirstKeys {
            full: api_key.clone(),
            sidecar: sidecar_key.clone(),
            partner: partner_key.clone(),
        };
        for (key, credential) in [
            (api_key, Credential::Full),
            (sidecar_key, Credential::Sidecar),
            (partner_key, Credential::Partner),
        ] {
            world.add_key(
                key,
                Caller {
                    account: account_id,
                    credential,
                },
            );
        }
        world.accounts.insert(account_id, account);
        world.mint_wauth();
        world
    }
}

fn templates(ids: &mut Ids, channels: &[Channel]) -> Vec<Template> {
    let waba: Vec<String> = channels
        .iter()
        .filter(|channel| channel.transport == "wapi")
        .map(|channel| channel.id.clone())
        .collect();
    let mut make = |name: &str, status: &str, header: Option<&str>, body: &str| Template {
        guid: ids.uuid(Kind::Template),
        title: name.replace('_', " "),
        name: name.to_owned(),
        category: "UTILITY",
        language: "en",
        status: status.to_owned(),
        rejected_reason: None,
        header: header.map(str::to_owned),
        body: body.to_owned(),
        url_button: None,
        channels: waba.clone(),
    };
    let hello = make("hello", "approved", None, "Hello! How can we help?");
    let mut order = make(
        "order_ready",
        "approved",
        Some("Order {{1}}"),
        "Dear {{1}}, your order is ready at {{2}}.",
    );
    order.url_button = Some("https://example.com/orders/{{1}}".to_owned());
    let mut sale = make("summer_sale", "rejected", None, "Everything must go!");
    sale.category = "MARKETING";
    sale.rejected_reason = Some("INVALID_FORMAT");
    let pending = make("feedback", "pending", None, "Were you content, {{1}}?");
    vec![hello, order, sale, pending]
}

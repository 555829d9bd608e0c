//! `GET config`, `POST reset`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use serde::Serialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::http::{Answer, Call, Credential, Reply, sync};
use crate::state::chat_type_of;
use crate::whatsapp;

/// What a client needs to know to talk to the emulator: addresses, keys, channels.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Config {
    /// Base URL of the tech API; the public one is this with `/v3` behind it.
    pub url: String,
    /// The account it all starts with.
    pub account_id: u64,
    /// A key that opens everything of the account.
    pub api_key: String,
    /// A key of an account with a ready-made integration: few routes, 403 elsewhere.
    pub sidecar_key: String,
    /// The partner's key for the tech routes under `/accounts`.
    pub partner_key: String,
    /// The bearer that webhooks carry; `None` when the service knows none.
    pub crm_key: Option<String>,
    /// All keys there are, with kind and account, those made later too.
    pub api_keys: Vec<Value>,
    /// The channels of the account.
    pub channels: Vec<ConfigChannel>,
    /// The approved and other templates of the account, as `GET /v3/templates/whatsapp` shows them.
    pub templates: Vec<Value>,
    /// State and secret that `POST /v3/connect` takes once.
    pub wauth: Value,
    /// All of the same for WhatsApp.
    pub whatsapp: whatsapp::Config,
    /// The seed.
    pub seed: u64,
    /// The virtual clock, ISO 8601.
    pub now: String,
}

/// A channel in [`Config`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigChannel {
    /// Its id.
    pub channel_id: String,
    /// Its transport, one of ten.
    pub transport: String,
    /// The type of its private chats.
    pub chat_type: String,
    /// Its name in the messenger.
    pub plain_id: String,
    /// Its state.
    pub state: String,
    /// Its name in the service.
    pub name: String,
}

impl std::fmt::Debug for ConfigChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The name in the messenger is often a phone number.
        f.debug_struct("ConfigChannel")
            .field("channel_id", &self.channel_id)
            .field("transport", &self.transport)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("url", &self.url)
            .field("account_id", &self.account_id)
            .field("channels", &self.channels.len())
            .finish_non_exhaustive()
    }
}

impl Config {
    /// The id of the first channel of a transport, such as `whatsapp`, `wapi` or `tgapi`.
    #[must_use]
    pub fn channel(&self, transport: &str) -> Option<&str> {
        self.channels
            .iter()
            .find(|channel| channel.transport == transport)
            .map(|channel| channel.channel_id.as_str())
    }

    pub(crate) fn of(app: &App) -> Self {
        let world = app.world();
        let main = world.main;
        let mut keys: Vec<_> = world
            .keys
            .iter()
            .map(|(key, known)| (known.caller.account, known.caller.credential, key))
            .collect();
        keys.sort_by_key(|(account, credential, key)| (*account, credential.as_str(), *key));
        let first = |wanted: Credential| {
            let chosen = match wanted {
                Credential::Full => world.first_keys.full.as_str(),
                Credential::Sidecar => world.first_keys.sidecar.as_str(),
                Credential::Partner => world.first_keys.partner.as_str(),
            };
            chosen.to_owned()
        };
        let account = world.account(main);
        let channels = account
            .map(|account| account.channels.as_slice())
            .unwrap_or_default();
        let templates = account
            .map(|account| account.templates.as_slice())
            .unwrap_or_default();
        let wauth = world.wauth.iter().next();
        Self {
            url: app.url().to_owned(),
            account_id: main,
            api_key: first(Credential::Full),
            sidecar_key: first(Credential::Sidecar),
            partner_key: first(Credential::Partner),
            crm_key: account.and_then(|account| account.crm_key.clone()),
            api_keys: keys
                .iter()
                .map(|(account, credential, key)| {
                    json!({ "key": key, "kind": credential.as_str(), "accountId": account })
                })
                .collect(),
            channels: channels
                .iter()
                .filter(|channel| !channel.deleted)
                .map(|channel| ConfigChannel {
                    channel_id: channel.id.clone(),
                    transport: channel.transport.clone(),
                    chat_type: chat_type_of(&channel.transport).unwrap_or_default().to_owned(),
                    plain_id: channel.plain_id.clone(),
                    state: channel.state.clone(),
                    name: channel.name.clone(),
                })
                .collect(),
            templates: templates
                .iter()
                .map(|template| template.public(main, &world.knobs.dialect))
                .collect(),
            wauth: wauth.map_or(Value::Null, |(state, secret)| {
                json!({ "state": state, "secret": secret })
            }),
            whatsapp: whatsapp::Config::of(app, &world.whatsapp),
            seed: world.ids.seed(),
            now: iso(app.clock.now()),
        }
    }
}

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_emulator/config", get(sync(config)))
        .route("/_emulator/reset", post(sync(reset)))
}

fn config(call: Call) -> Answer {
    Ok(Reply::json(&Config::of(&call.app)))
}

fn reset(call: Call) -> Answer {
    call.app.reset();
    Ok(Reply::json(&json!({ "ok": true })))
}

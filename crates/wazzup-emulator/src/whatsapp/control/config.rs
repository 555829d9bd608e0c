//! What a client needs to know to talk to the Graph here.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::whatsapp::state::{Graph, Template};

/// Ids, tokens and secrets of the WhatsApp side.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Config {
    /// Base URL, without a version: `/v25.0/…` follows.
    pub url: String,
    /// The present version, such as `v25.0`. Any other is taken, too.
    pub version: String,
    /// The id of the number that everything is about unless another is named.
    pub phone_number_id: String,
    /// The number itself, digits with the calling code.
    pub display_phone_number: String,
    /// All numbers of the account.
    pub phone_numbers: Vec<ConfigNumber>,
    /// The WhatsApp Business Account.
    pub waba_id: String,
    /// The business portfolio.
    pub business_id: String,
    /// The app.
    pub app_id: String,
    /// The secret that deliveries are signed with.
    pub app_secret: String,
    /// A verify token for whoever needs one: any other will do.
    pub verify_token: String,
    /// A token that may do everything.
    pub access_token: String,
    /// A token that is good, but has no permission here: 403.
    pub stranger_token: String,
    /// A token that has expired: 401.
    pub expired_token: String,
    /// A group with two members.
    pub group_id: String,
    /// Where updates of the app go, once it was registered.
    pub callback_url: Option<String>,
    /// The templates of the account, in every status.
    pub templates: Vec<Value>,
}

/// A number in [`Config`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConfigNumber {
    /// Its id.
    pub id: String,
    /// The number itself, digits with the calling code.
    pub display_phone_number: String,
    /// Its verified name.
    pub verified_name: String,
}

impl fmt::Debug for ConfigNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigNumber")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("url", &self.url)
            .field("phone_number_id", &self.phone_number_id)
            .field("waba_id", &self.waba_id)
            .finish_non_exhaustive()
    }
}

impl Config {
    pub(crate) fn of(app: &App, graph: &Graph) -> Self {
        let main = graph.main_number();
        Self {
            url: app.url().to_owned(),
            version: "v25.0".to_owned(),
            phone_number_id: main.id.clone(),
            display_phone_number: main.phone.to_owned(),
            phone_numbers: graph
                .numbers
                .iter()
                .map(|number| ConfigNumber {
                    id: number.id.clone(),
                    display_phone_number: number.phone.to_owned(),
                    verified_name: number.verified_name.to_owned(),
                })
                .collect(),
            waba_id: graph.waba.id.clone(),
            business_id: graph.business.id.clone(),
            app_id: graph.app.id.clone(),
            app_secret: graph.app.secret.clone(),
            verify_token: graph.app.verify_token.clone(),
            access_token: graph.access_token.clone(),
            stranger_token: graph.stranger_token.clone(),
            expired_token: graph.expired_token.clone(),
            group_id: graph
                .groups
                .first()
                .map(|group| group.id.clone())
                .unwrap_or_default(),
            callback_url: graph
                .app
                .callback
                .as_ref()
                .map(|callback| callback.uri.clone()),
            templates: graph.templates.iter().map(Template::shown).collect(),
        }
    }
}

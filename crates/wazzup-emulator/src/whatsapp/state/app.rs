//! The app: its secret, its callback, the fields it wants.

use crate::ids::{Ids, Kind};

use super::FIELDS;

/// Where updates go, once the address has proved itself.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) uri: String,
}

/// A Meta app.
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) secret: String,
    /// A verify token for whoever wants one that the configuration names.
    pub(crate) verify_token: String,
    pub(crate) callback: Option<Callback>,
    /// The fields subscribed to. All of them until a registration names some.
    pub(crate) fields: Vec<String>,
}

impl Application {
    pub(super) fn new(ids: &mut Ids) -> Self {
        Self {
            id: ids.digits(Kind::Node, 15),
            name: "Example App",
            secret: ids.hex(Kind::Token),
            verify_token: format!("verify-{}", ids.hex(Kind::Token)),
            callback: None,
            fields: FIELDS.map(str::to_owned).to_vec(),
        }
    }

    /// The token that is good for the app without being asked for.
    pub(crate) fn own_token(&self) -> String {
        format!("{}|{}", self.id, self.secret)
    }

    /// How edges show the app.
    pub(crate) fn shown(&self) -> serde_json::Value {
        serde_json::json!({
            "id": self.id,
            "name": self.name,
            "link": format!("https://www.facebook.com/games/?app_id={}", self.id),
        })
    }
}

//! Settings of an account: who does what on which channel.

use serde::{Deserialize, Serialize};

use crate::Extra;
use crate::id::{ChannelId, UserId};
use crate::lenient::{flag, list, none, plain_flag};

open_enum! {
    /// What a user does on a channel.
    pub enum Role {
        /// Quality control: reads.
        Auditor = "auditor",
        /// A supervisor.
        Manager = "manager",
        /// A sales person.
        Seller = "seller",
    }
}

/// The role of a user on a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserRole {
    /// The channel.
    pub channel_id: ChannelId,
    /// The user.
    pub user_id: UserId,
    /// What they do.
    #[serde(default, skip_serializing_if = "none")]
    pub role: Option<Role>,
    /// Whether new customers are given to them.
    #[serde(default, deserialize_with = "plain_flag")]
    pub allow_get_new_clients: bool,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl UserRole {
    /// A role without new customers.
    #[must_use]
    pub fn new(channel_id: ChannelId, user_id: UserId, role: Role) -> Self {
        let extra = Extra::new();
        Self {
            channel_id,
            user_id,
            role: Some(role),
            allow_get_new_clients: false,
            extra,
        }
    }

    /// Sets whether new customers are given to them.
    #[must_use]
    pub fn allow_get_new_clients(mut self, allow: bool) -> Self {
        self.allow_get_new_clients = allow;
        self
    }
}

/// The answer of `GET /settings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Settings {
    /// Whether supervisors are told of each message that comes and goes.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub push_input_output_message_events_for_managers: Option<bool>,
    /// The roles.
    #[serde(default, deserialize_with = "list")]
    pub user_roles: Vec<UserRole>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Settings {
    /// The roles of one user.
    pub fn roles_of<'a>(&'a self, user_id: &'a UserId) -> impl Iterator<Item = &'a UserRole> {
        self.user_roles
            .iter()
            .filter(move |role| role.user_id == *user_id)
    }

    /// Gives a role, in the place of the one that the user may have on the channel.
    pub fn assign(&mut self, role: UserRole) {
        self.remove(&role.user_id, &role.channel_id);
        self.user_roles.push(role);
    }

    /// Takes the user's role on the channel away. `false` if there was none.
    pub fn remove(&mut self, user_id: &UserId, channel_id: &ChannelId) -> bool {
        let before = self.user_roles.len();
        self.user_roles
            .retain(|role| role.user_id != *user_id || role.channel_id != *channel_id);
        self.user_roles.len() < before
    }
}

/// The body of `PATCH /settings`. What is left out stays; the list of roles **replaces** the one
/// there is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SettingsUpdate {
    /// Whether supervisors are told of each message that comes and goes.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub push_input_output_message_events_for_managers: Option<bool>,
    /// All roles.
    #[serde(default, skip_serializing_if = "none")]
    pub user_roles: Option<Vec<UserRole>>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl SettingsUpdate {
    /// Nothing changed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether supervisors are told of each message that comes and goes.
    #[must_use]
    pub fn push_input_output_message_events_for_managers(mut self, push: bool) -> Self {
        self.push_input_output_message_events_for_managers = Some(push);
        self
    }

    /// Sets all roles.
    #[must_use]
    pub fn user_roles(mut self, roles: impl IntoIterator<Item = UserRole>) -> Self {
        self.user_roles = Some(roles.into_iter().collect());
        self
    }
}

impl From<Settings> for SettingsUpdate {
    /// Everything that was read, fields without a name here included.
    fn from(settings: Settings) -> Self {
        Self {
            push_input_output_message_events_for_managers: settings
                .push_input_output_message_events_for_managers,
            user_roles: Some(settings.user_roles),
            extra: settings.extra,
        }
    }
}

//! Settings of an account: who does what on which channel.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use wazzup_wire::Walk;

use crate::id::{ChannelId, UserId};
use crate::lenient::{flag, none, plain_flag};
use crate::{Extra, RawJson};

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
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub struct Settings {
    /// Whether supervisors are told of each message that comes and goes.
    pub push_input_output_message_events_for_managers: Option<bool>,
    /// The roles.
    pub user_roles: Vec<UserRole>,
    /// Roles that could not be read, say for want of a user: they are written back as they came,
    /// behind the others.
    pub unread_roles: Vec<RawJson>,
    /// Fields this version does not name.
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
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub struct SettingsUpdate {
    /// Whether supervisors are told of each message that comes and goes.
    pub push_input_output_message_events_for_managers: Option<bool>,
    /// All roles that can be read.
    pub user_roles: Option<Vec<UserRole>>,
    /// The other roles, which are written behind them; not without them.
    pub unread_roles: Vec<RawJson>,
    /// Fields this version does not name.
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
            unread_roles: settings.unread_roles,
            extra: settings.extra,
        }
    }
}

/// Settings on the wire, where all roles are in one list.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    push_input_output_message_events_for_managers: Option<bool>,
    #[serde(default, skip_serializing_if = "none")]
    user_roles: Option<Roles>,
    #[serde(flatten)]
    extra: Extra,
}

#[derive(Default)]
struct Roles {
    read: Vec<UserRole>,
    unread: Vec<RawJson>,
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Written<'a> {
            Read(&'a UserRole),
            Unread(&'a RawJson),
        }
        let read = self.read.iter().map(Written::Read);
        serializer.collect_seq(read.chain(self.unread.iter().map(Written::Unread)))
    }
}

impl<'de> Deserialize<'de> for Roles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = RawJson::deserialize(deserializer)?;
        let text = Arc::from(json.as_str());
        let mut roles = Self::default();
        Walk::new(&text)
            .items(|walk, _| {
                let role = walk.skip()?;
                match role.parse() {
                    Ok(read) => roles.read.push(read),
                    Err(_) if role.is_null() => {}
                    Err(_) => roles.unread.push(role),
                }
                Ok(())
            })
            .map_err(de::Error::custom)?;
        Ok(roles)
    }
}

impl From<Wire> for Settings {
    fn from(wire: Wire) -> Self {
        let roles = wire.user_roles.unwrap_or_default();
        Self {
            push_input_output_message_events_for_managers: wire
                .push_input_output_message_events_for_managers,
            user_roles: roles.read,
            unread_roles: roles.unread,
            extra: wire.extra,
        }
    }
}

impl From<Settings> for Wire {
    fn from(settings: Settings) -> Self {
        SettingsUpdate::from(settings).into()
    }
}

impl From<Wire> for SettingsUpdate {
    fn from(wire: Wire) -> Self {
        let (read, unread) = match wire.user_roles {
            Some(Roles { read, unread }) => (Some(read), unread),
            None => (None, Vec::new()),
        };
        Self {
            push_input_output_message_events_for_managers: wire
                .push_input_output_message_events_for_managers,
            user_roles: read,
            unread_roles: unread,
            extra: wire.extra,
        }
    }
}

impl From<SettingsUpdate> for Wire {
    fn from(update: SettingsUpdate) -> Self {
        let unread = update.unread_roles;
        Self {
            push_input_output_message_events_for_managers: update
                .push_input_output_message_events_for_managers,
            user_roles: update.user_roles.map(|read| Roles { read, unread }),
            extra: update.extra,
        }
    }
}

use std::future::IntoFuture;

use wazzup_transport::{CallOptions, Reply};
use wazzup_types::tech::{Settings, UserRole};

use crate::{
    Client, Result,
    call::{StepsFuture, call_options},
    resources::ChangeSettings,
};

/// A role about to be given to a user. From [`Channels::assign_user`](super::Channels::assign_user).
///
/// The value is the settings after the change, made as [any other](ChangeSettings).
///
/// Options hold for each of the two requests.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct AssignUser {
    client: Client,
    role: UserRole,
    options: CallOptions,
}

impl AssignUser {
    pub(super) fn new(client: &Client, role: UserRole) -> Self {
        Self {
            client: client.clone(),
            role: role.allow_get_new_clients(true),
            options: CallOptions::default(),
        }
    }

    /// Whether new customers of the channel may be given to the user. They may unless set.
    pub fn allow_get_new_clients(mut self, allow: bool) -> Self {
        self.role = self.role.allow_get_new_clients(allow);
        self
    }

    /// As [`ChangeSettings::with_raw`].
    pub fn with_raw(self) -> StepsFuture<Result<(Settings, Reply)>> {
        self.change().with_raw()
    }

    fn change(self) -> ChangeSettings {
        let change = self.client.channels().assign_users([self.role]);
        change.with_options(self.options)
    }
}

call_options!(AssignUser);

impl IntoFuture for AssignUser {
    type Output = Result<Settings>;
    type IntoFuture = StepsFuture<Result<Settings>>;

    fn into_future(self) -> Self::IntoFuture {
        self.change().into_future()
    }
}

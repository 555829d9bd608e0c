use std::future::IntoFuture;

use wazzup_transport::CallOptions;
use wazzup_types::{
    UserId,
    tech::{Settings, UserRole},
};

use crate::{
    Result,
    call::{Call, StepsFuture, call_options, steps},
};

/// The roles of one user. From [`Accounts::user_roles`](super::Accounts::user_roles).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct UserRoles {
    settings: Call<Settings>,
    user: UserId,
    options: CallOptions,
}

impl UserRoles {
    pub(super) fn new(settings: Call<Settings>, user: UserId) -> Self {
        Self {
            settings,
            user,
            options: CallOptions::default(),
        }
    }
}

call_options!(UserRoles);

impl IntoFuture for UserRoles {
    type Output = Result<Vec<UserRole>>;
    type IntoFuture = StepsFuture<Result<Vec<UserRole>>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(async move {
            let settings = self.settings.with_options(self.options).await?;
            let is_theirs = |role: &UserRole| role.user_id == self.user;
            Ok(settings.user_roles.into_iter().filter(is_theirs).collect())
        })
    }
}

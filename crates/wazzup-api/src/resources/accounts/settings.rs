use std::{fmt, future::IntoFuture, sync::Arc};

use serde::{Deserialize, de::IgnoredAny};
use wazzup_transport::{CallOptions, Reply, Request};
use wazzup_types::tech::{Settings, SettingsUpdate};

use super::{GET_SETTINGS, UPDATE_SETTINGS};
use crate::{
    Client, Error, ErrorKind, Result,
    call::{StepsFuture, call_options, read, steps},
};

/// A change of the account's settings: they are read, changed and written back whole, with the
/// keys that this version does not name.
///
/// The value is the settings after the change. If the change changes nothing, nothing is
/// written.
///
/// Changes made through clones of one client wait for each other. Others, by another client,
/// process or person between the reading and the writing, are overwritten: the service has no
/// way to write under a condition.
///
/// Options hold for each of the two requests, and not for the wait for another change.
///
/// # Errors
///
/// Besides those of the two requests, [`Decode`](ErrorKind::Decode), with nothing written, if the
/// change is one of roles and what was read has no list of them: the service replaces the list.
#[derive(Clone)]
#[must_use = "a request does nothing unless awaited"]
pub struct ChangeSettings {
    client: Client,
    change: Arc<dyn Fn(&mut Settings) + Send + Sync>,
    options: CallOptions,
}

impl ChangeSettings {
    pub(crate) fn new(
        client: &Client,
        change: impl Fn(&mut Settings) + Send + Sync + 'static,
    ) -> Self {
        let options = CallOptions::default();
        Self {
            client: client.clone(),
            change: Arc::new(change),
            options,
        }
    }

    /// Gives the settings after the change and the last answer: that to the writing, or, if nothing
    /// was written, that to the reading.
    pub fn with_raw(self) -> StepsFuture<Result<(Settings, Reply)>> {
        steps(self.run())
    }

    async fn run(self) -> Result<(Settings, Reply)> {
        let _turn = self.client.settings_lock().take().await;
        let read = self
            .client
            .on_tech::<Settings>(Request::new(&GET_SETTINGS), read::json);
        let read = read.with_options(self.options.clone());
        let (before, answer) = read.with_raw().await?;

        let mut after = before.clone();
        (self.change)(&mut after);
        if after == before {
            return Ok((after, answer));
        }
        let mut update = SettingsUpdate::from(after.clone());
        if !says_roles(&answer) {
            if after.user_roles != before.user_roles {
                let error = Error::new(ErrorKind::Decode, "accounts.change_settings");
                return Err(error.with_source(
                    "the settings that were read have no list `userRoles`, so writing one could \
                     take roles away",
                ));
            }
            update.user_roles = None;
        }
        let write = Request::new(&UPDATE_SETTINGS).json(&update);
        let write = self.client.on_tech(write, answered);
        let (written, answer) = write.with_options(self.options).with_raw().await?;
        Ok((written.unwrap_or(after), answer))
    }
}

call_options!(ChangeSettings);

impl fmt::Debug for ChangeSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeSettings")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl IntoFuture for ChangeSettings {
    type Output = Result<Settings>;
    type IntoFuture = StepsFuture<Result<Settings>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(async move { Ok(self.run().await?.0) })
    }
}

/// What `update` names replaces what `settings` have; everything else stays.
pub(super) fn apply(update: &SettingsUpdate, settings: &mut Settings) {
    let push = update.push_input_output_message_events_for_managers;
    if push.is_some() {
        settings.push_input_output_message_events_for_managers = push;
    }
    if let Some(roles) = &update.user_roles {
        settings.user_roles.clone_from(roles);
        settings.unread_roles.clone_from(&update.unread_roles);
    }
    settings.extra.extend(update.extra.clone());
}

/// Whether the answer has a list of roles, be it an empty one: what is written replaces it.
fn says_roles(answer: &Reply) -> bool {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Roles {
        #[expect(dead_code, reason = "it is there, and that is all that is asked")]
        user_roles: Vec<IgnoredAny>,
    }
    answer.json::<Roles>().is_ok()
}

/// The settings, if that is what was answered: an object that says nothing of roles is not taken
/// for settings without any.
fn answered(reply: Result<Reply>) -> Result<Option<Settings>> {
    let settings = read::json_if_any::<Settings>(reply)?;
    Ok(settings.filter(|settings| !settings.user_roles.is_empty()))
}

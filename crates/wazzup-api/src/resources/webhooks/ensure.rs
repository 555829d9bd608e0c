use std::{fmt, future::IntoFuture};

use wazzup_transport::{CallOptions, Reply};
use wazzup_types::settings::{
    Subscriptions, TemplateSwitch, WebhookSettings, WebhookSettingsUpdate,
};

use super::UPDATE;
use crate::{
    Client, Error, ErrorKind, Result,
    call::{StepsFuture, call_options, steps},
};

/// What [`Webhooks::ensure`](super::Webhooks::ensure) found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "either something was changed or not"
)]
pub enum Ensured {
    /// The settings were right already, and nothing was sent.
    Unchanged,
    /// The settings were changed.
    Updated {
        /// What they were before.
        before: WebhookSettings,
    },
}

impl Ensured {
    /// Whether anything was changed.
    #[must_use]
    pub fn is_updated(&self) -> bool {
        matches!(self, Self::Updated { .. })
    }
}

/// Makes sure of webhook settings. From [`Webhooks::ensure`](super::Webhooks::ensure).
///
/// Options hold for each of the two requests.
#[derive(Clone)]
#[must_use = "a request does nothing unless awaited"]
pub struct EnsureWebhooks {
    client: Client,
    uri: String,
    subscriptions: Subscriptions,
    template_switch: TemplateSwitch,
    options: CallOptions,
}

impl EnsureWebhooks {
    pub(super) fn new(client: &Client, uri: String, subscriptions: Subscriptions) -> Self {
        Self {
            client: client.clone(),
            uri,
            subscriptions,
            template_switch: TemplateSwitch::default(),
            options: CallOptions::default(),
        }
    }

    /// Sets under which name the template switch is sent.
    pub fn template_switch(mut self, names: TemplateSwitch) -> Self {
        self.template_switch = names;
        self
    }

    /// Gives what was done and the last answer: that to the writing, or, if nothing was written, that
    /// to the reading.
    pub fn with_raw(self) -> StepsFuture<Result<(Ensured, Reply)>> {
        steps(self.run())
    }

    async fn run(self) -> Result<(Ensured, Reply)> {
        let wanted = WebhookSettingsUpdate::new(self.uri, self.subscriptions)
            .map_err(|invalid| {
                Error::new(ErrorKind::Configuration, UPDATE.operation()).with_source(invalid)
            })?
            .template_switch(self.template_switch);
        let webhooks = self.client.webhooks();
        let read = webhooks.settings().with_options(self.options.clone());
        let (before, answer) = read.with_raw().await?;
        if wanted.is_met_by(&before) {
            return Ok((Ensured::Unchanged, answer));
        }
        let write = webhooks.update(&wanted).with_options(self.options);
        Ok((Ensured::Updated { before }, write.raw().await?))
    }
}

call_options!(EnsureWebhooks);

impl fmt::Debug for EnsureWebhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnsureWebhooks")
            .field("subscriptions", &self.subscriptions)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl IntoFuture for EnsureWebhooks {
    type Output = Result<Ensured>;
    type IntoFuture = StepsFuture<Result<Ensured>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(async move { Ok(self.run().await?.0) })
    }
}

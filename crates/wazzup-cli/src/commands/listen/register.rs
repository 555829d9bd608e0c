//! Telling the service where its webhooks are to go.

use std::time::Duration;

use wazzup_sdk::{
    api::{Client, resources::Ensured},
    types::{Subscriptions, WebhookSettingsUpdate},
};

use super::address::WithToken;
use crate::{exit::Exit, failure::Failure, output::note};

/// How long switching off may take, so that the command ends.
const UNDO: Duration = Duration::from_secs(10);

/// A registered address.
pub(super) struct Registration {
    client: Client,
    off: WebhookSettingsUpdate,
    address: String,
}

impl Registration {
    /// Registers the address, if it is not yet.
    pub(super) async fn make(
        client: Client,
        address: &WithToken,
        questions: bool,
    ) -> Result<Self, Failure> {
        let wanted = Subscriptions::all().contacts_and_deals_creation(questions);
        let off = WebhookSettingsUpdate::new(address.expose(), Subscriptions::none());
        let off = off.map_err(|invalid| Failure::usage(format!("the address: {invalid}")))?;
        let ensured = client.webhooks().ensure(address.expose(), wanted).await;
        match ensured.map_err(|error| Failure::call(Exit::Failed, &error))? {
            Ensured::Unchanged => note(format_args!("registered already: {address}")),
            Ensured::Updated { .. } => note(format_args!("registered: {address}")),
        }
        Ok(Self {
            client,
            off,
            address: address.to_string(),
        })
    }

    /// Switches all webhooks off: the service has no way to take an address back.
    pub(super) async fn undo(self) -> Result<(), Failure> {
        self.client
            .webhooks()
            .update(&self.off)
            .with_timeout(UNDO)
            .await?;
        note(format_args!("webhooks switched off: {}", self.address));
        Ok(())
    }
}

//! Telling the service where its webhooks are to go.

use wazzup_sdk::{
    api::{Client, resources::Ensured},
    types::{Subscriptions, WebhookSettingsUpdate},
};

use crate::{
    commands::listen::{UNDO, Undo, address::WithToken},
    exit::Exit,
    failure::Failure,
    output::note,
};

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
}

impl Undo for Registration {
    /// Switches all webhooks off: the service has no way to take an address back.
    async fn undo(self) -> Result<(), Failure> {
        self.client
            .webhooks()
            .update(&self.off)
            .with_timeout(UNDO)
            .await?;
        note(format_args!("webhooks switched off: {}", self.address));
        Ok(())
    }
}

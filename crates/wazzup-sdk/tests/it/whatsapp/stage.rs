//! An emulator, a client of it, and the client's listener.

use std::time::Duration;

use wazzup_emulator::{
    Emulator,
    knobs::Knobs,
    whatsapp::{Incoming, StoredMessage},
};
use wazzup_sdk::{
    dispatch::{EventArg, Topic},
    whatsapp::{WhatsApp, WhatsAppBuilder, api::Client, types::MessageId},
};

/// The user that the emulator plays.
pub(super) const USER: &str = "79990000000";

/// Another one.
pub(super) const OTHER: &str = "79990000001";

/// Longer than anything here takes, so that what hangs fails.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Both ends, connected over loopback.
pub(super) struct Stage {
    pub(super) emulator: Emulator,
    pub(super) wa: WhatsApp,
}

impl Stage {
    /// Starts both, with the emulator's knobs and the client changed. Nothing listens yet.
    pub(super) async fn with(
        knobs: impl FnOnce(&mut Knobs),
        change: impl FnOnce(WhatsAppBuilder) -> WhatsAppBuilder,
    ) -> Self {
        let emulator = Emulator::builder().knobs(knobs).start().await.unwrap();
        let wa = change(of(&emulator)).build().unwrap();
        Self { emulator, wa }
    }

    /// Starts both as they are by default. Nothing listens yet.
    pub(super) async fn silent() -> Self {
        Self::with(|_| {}, |builder| builder).await
    }

    /// The same, with the emulator's knobs changed and the account's updates coming in.
    pub(super) async fn listening(knobs: impl FnOnce(&mut Knobs)) -> Self {
        let stage = Self::with(knobs, |builder| builder).await;
        stage.listen().await;
        stage
    }

    /// Has the account's updates come in. Gives the address.
    pub(super) async fn listen(&self) -> String {
        let start = self.wa.webhooks().start_listener("127.0.0.1:0");
        start.register_here().await.unwrap()
    }

    pub(super) fn api(&self) -> &Client {
        self.wa.api()
    }

    /// Has the user send this, and gives the event that comes of it.
    pub(super) async fn hears<E: EventArg>(&self, message: Incoming) -> E {
        self.comes(|| {
            self.emulator.whatsapp().incoming(message).unwrap();
        })
        .await
    }

    /// The first event of its type after this was done.
    pub(super) async fn comes<E: EventArg>(&self, done: impl FnOnce()) -> E {
        let next = self.wa.webhooks().listen(Topic::anywhere());
        let next = next.timeout(PATIENCE).start();
        done();
        next.await.unwrap()
    }

    /// What the emulator has of a message.
    pub(super) fn stored(&self, id: &MessageId) -> StoredMessage {
        self.emulator.whatsapp().message(id.as_str()).unwrap()
    }
}

/// A client with all ids and secrets of the emulator.
pub(super) fn of(emulator: &Emulator) -> WhatsAppBuilder {
    let config = emulator.whatsapp().config();
    without_verify_token(emulator).verify_token(config.verify_token)
}

/// The same without the word for the handshake.
pub(super) fn without_verify_token(emulator: &Emulator) -> WhatsAppBuilder {
    let config = emulator.whatsapp().config();
    WhatsApp::builder(config.access_token)
        .base_url(emulator.url())
        .phone_number_id(config.phone_number_id.parse().unwrap())
        .waba_id(config.waba_id.parse().unwrap())
        .app_id(config.app_id.parse().unwrap())
        .app_secret(config.app_secret)
}

/// Text of a user.
pub(super) fn says(text: &str) -> Incoming {
    Incoming::text(USER, text)
}

/// Every status of a sent message only when it is asked for.
pub(super) fn by_hand(knobs: &mut Knobs) {
    knobs.whatsapp.lifecycle.sent_ms = None;
}

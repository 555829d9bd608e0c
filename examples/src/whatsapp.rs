//! The emulated WhatsApp of the examples.

use wazzup_emulator::{Emulator, whatsapp::Incoming};
use wazzup_sdk::whatsapp::{WhatsApp, WhatsAppBuilder};

use crate::Outcome;

/// The user that the emulator plays.
pub const USER: &str = "15550104477";

/// An emulator, and clients of the WhatsApp in it.
#[derive(Debug)]
pub struct WhatsAppStage {
    emulator: Emulator,
}

impl WhatsAppStage {
    /// Starts an emulator in this process.
    ///
    /// # Errors
    ///
    /// If the emulator does not start.
    pub async fn new() -> Outcome<Self> {
        let emulator = Emulator::builder().start().await?;
        println!("talking to an emulator at {}", emulator.url());
        Ok(Self { emulator })
    }

    /// A client to set more on, with the ids and secrets that the emulator knows. For the real service
    /// these come from the app's dashboard, and no base URL is set.
    ///
    /// # Errors
    ///
    /// Never, with ids of an emulator.
    pub fn builder(&self) -> Outcome<WhatsAppBuilder> {
        let config = self.emulator.whatsapp().config();
        Ok(WhatsApp::builder(config.access_token)
            .base_url(self.emulator.url())
            .phone_number_id(config.phone_number_id.parse()?)
            .waba_id(config.waba_id.parse()?)
            .app_id(config.app_id.parse()?)
            .app_secret(config.app_secret)
            .verify_token(config.verify_token))
    }

    /// A client.
    ///
    /// # Errors
    ///
    /// Never, with ids of an emulator.
    pub fn client(&self) -> Outcome<WhatsApp> {
        Ok(self.builder()?.build()?)
    }

    /// Has the user write.
    ///
    /// # Errors
    ///
    /// If the emulator refuses the message.
    pub fn user_writes(&self, text: &str) -> Outcome {
        self.user_sends(Incoming::text(USER, text))
    }

    /// Has the user send anything.
    ///
    /// # Errors
    ///
    /// If the emulator refuses the message.
    pub fn user_sends(&self, message: Incoming) -> Outcome {
        self.emulator.whatsapp().incoming(message)?;
        Ok(())
    }

    /// The emulator.
    #[must_use]
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

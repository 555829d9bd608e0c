//! What the examples share: which Wazzup they talk to.
//!
//! Without `WAZZUP_API_KEY` in the environment an emulator is started in the process, so that an
//! example needs neither an account nor a tunnel.

mod whatsapp;

use std::error::Error;

use wazzup_emulator::{Emulator, Incoming};
use wazzup_sdk::{WazzupClient, WazzupClientBuilder};

pub use self::whatsapp::{USER, WhatsAppStage};

/// What an example's functions return.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// The phone number of the customer that the emulator plays.
pub const CUSTOMER: &str = "79990000000";

/// The Wazzup an example talks to.
#[derive(Debug)]
pub struct Stage {
    emulator: Option<Emulator>,
}

impl Stage {
    /// The real service if `WAZZUP_API_KEY` is set, else an emulator.
    ///
    /// # Errors
    ///
    /// If the emulator does not start.
    pub async fn from_env() -> Outcome<Self> {
        match std::env::var_os("WAZZUP_API_KEY") {
            Some(_) => Ok(Self { emulator: None }),
            None => Self::emulated().await,
        }
    }

    /// An emulator, whatever the environment says: for examples that show what a real account
    /// should not be made to do.
    ///
    /// # Errors
    ///
    /// If the emulator does not start.
    pub async fn emulated() -> Outcome<Self> {
        let emulator = Emulator::builder().start().await?;
        println!("talking to an emulator at {}", emulator.url());
        Ok(Self {
            emulator: Some(emulator),
        })
    }

    /// A client to set more on: `WAZZUP_API_KEY` and `WAZZUP_CRM_KEY`, or what the emulator knows.
    ///
    /// # Errors
    ///
    /// If a variable is missing.
    pub fn builder(&self) -> Outcome<WazzupClientBuilder> {
        let Some(emulator) = &self.emulator else {
            let builder = WazzupClient::builder(variable("WAZZUP_API_KEY")?);
            return Ok(match std::env::var("WAZZUP_CRM_KEY") {
                Ok(crm_key) => builder.crm_key(crm_key),
                Err(_) => builder,
            });
        };
        let config = emulator.config();
        let builder = WazzupClient::builder(config.api_key).base_url(emulator.url());
        Ok(match config.crm_key {
            Some(crm_key) => builder.crm_key(crm_key),
            None => builder,
        })
    }

    /// A client of this Wazzup.
    ///
    /// # Errors
    ///
    /// If a variable is missing, or cannot be used.
    pub fn client(&self) -> Outcome<WazzupClient> {
        Ok(self.builder()?.build()?)
    }

    /// The emulator, if it is one.
    #[must_use]
    pub fn emulator(&self) -> Option<&Emulator> {
        self.emulator.as_ref()
    }

    /// Has the customer write on the emulator's first channel of WhatsApp. With the real service,
    /// asks the person at the keyboard to write from a phone.
    ///
    /// # Errors
    ///
    /// If the emulator refuses the message.
    pub fn customer_writes(&self, text: &str) -> Outcome {
        match &self.emulator {
            Some(emulator) => {
                emulator.incoming(Incoming::text(CUSTOMER, text).name("A customer"))?;
            }
            None => println!("now write «{text}» to one of your channels"),
        }
        Ok(())
    }

    /// The URL that Wazzup reaches the listener at: `WAZZUP_WEBHOOK_URL`, or as it listens.
    #[must_use]
    pub fn public_url(&self, listening: String) -> String {
        match &self.emulator {
            Some(_) => listening,
            None => std::env::var("WAZZUP_WEBHOOK_URL").unwrap_or(listening),
        }
    }
}

/// A variable of the environment.
///
/// # Errors
///
/// Names the variable if it is missing.
pub fn variable(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}").into())
}

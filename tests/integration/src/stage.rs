//! An emulator, a client of it, and the client's listener.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use wazzup_emulator::{Emulator, knobs::Knobs};
use wazzup_sdk::{
    WazzupClient,
    types::{ChannelId, ChatId, ChatType, OutgoingMessage, Recipient, Subscriptions},
};

/// The customer's phone.
pub const CUSTOMER: &str = "79990000000";

/// Both ends, connected over loopback.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stage {
    /// The service.
    pub emulator: Emulator,
    /// The client.
    pub client: WazzupClient,
}

impl Stage {
    /// Starts both, with the emulator's knobs changed. Nothing listens yet.
    pub async fn with(knobs: impl FnOnce(&mut Knobs)) -> Self {
        let emulator = Emulator::builder()
            .seed(7)
            .knobs(knobs)
            .start()
            .await
            .unwrap();
        let config = emulator.config();
        let client = WazzupClient::builder(config.api_key)
            .crm_key(config.crm_key.unwrap())
            .base_url(emulator.url())
            .build()
            .unwrap();
        Self { emulator, client }
    }

    /// Starts both as they are by default.
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// Starts the listener and has everything delivered to it.
    pub async fn listen(&self) {
        let url = self
            .client
            .webhooks()
            .start_listener("127.0.0.1:0")
            .await
            .unwrap();
        self.client
            .webhooks()
            .ensure(url, Subscriptions::all())
            .await
            .unwrap();
    }

    /// A text to the customer on WhatsApp.
    pub fn text(&self, text: &str) -> OutgoingMessage {
        let config = self.emulator.config();
        let channel = ChannelId::new(config.channel("whatsapp").unwrap()).unwrap();
        let to = Recipient::chat_id(ChatId::new(CUSTOMER).unwrap());
        OutgoingMessage::text(channel, ChatType::WhatsApp, to, text).unwrap()
    }

    /// How many messages with this text the service has.
    pub fn arrived(&self, text: &str) -> usize {
        let messages = self.emulator.messages();
        messages
            .iter()
            .filter(|message| message.text.as_deref() == Some(text))
            .count()
    }

    /// The statuses that requests of this path were answered with, in order; `None` for a
    /// connection that was dropped.
    pub fn answers(&self, method: &str, path: &str) -> Vec<Option<StatusCode>> {
        let requests = self.emulator.journal().requests;
        let of_path = requests
            .iter()
            .filter(|request| request.method == method && request.uri.path() == path);
        of_path.map(|request| request.status).collect()
    }
}

/// What handlers note down, in order.
#[derive(Clone, Debug)]
pub struct Notes<T>(Arc<Mutex<Vec<T>>>);

impl<T: Clone> Notes<T> {
    /// An empty list.
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Adds a note.
    pub fn add(&self, note: T) {
        self.0.lock().unwrap().push(note);
    }

    /// All notes so far.
    pub fn all(&self) -> Vec<T> {
        self.0.lock().unwrap().clone()
    }
}

impl<T: Clone> Default for Notes<T> {
    fn default() -> Self {
        Self::new()
    }
}

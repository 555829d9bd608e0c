//! A running emulator, seen from the same process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::app::App;
use crate::builder::Builder;
use crate::control::{self, Config};
use crate::delivery::Asked;
use crate::faults::Fault;
use crate::http::{Edge, InProcess};
use crate::journal::{Attempt, Journal};
use crate::knobs::Knobs;
use crate::messages::Incoming;
use crate::state::StoredMessage;
use crate::whatsapp::WhatsApp;

/// A stateful Wazzup and WhatsApp in memory. Dropping it stops it.
///
/// Its methods do what the control API does over HTTP.
pub struct Emulator {
    app: Arc<App>,
    edge: Edge,
    local: Option<SocketAddr>,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator")
            .field("local", &self.local)
            .finish_non_exhaustive()
    }
}

/// The request to the emulator makes no sense; the text says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
#[non_exhaustive]
pub struct Misused(String);

impl Misused {
    pub(crate) fn new(why: String) -> Self {
        Self(why)
    }
}

impl Emulator {
    /// How to start one.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(app: Arc<App>, edge: Edge, local: Option<SocketAddr>) -> Self {
        Self { app, edge, local }
    }

    /// Base URL without a slash at its end, such as `http://127.0.0.1:40123`: the tech API is here,
    /// the public one under `/v3`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.app.url()
    }

    /// Where it listens, unless it was started without a listener.
    #[must_use]
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.local
    }

    /// All surfaces without a socket.
    #[must_use]
    pub fn service(&self) -> InProcess {
        InProcess::new(self.edge.clone())
    }

    /// Keys, channels, templates.
    #[must_use]
    pub fn config(&self) -> Config {
        Config::of(&self.app)
    }

    /// Back to the state at the start: same ids and keys, no faults, an empty journal. What is under
    /// way is forgotten. The clock stays where it is.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Changes the knobs of the running emulator; gives them as they are then.
    pub fn knobs(&self, change: impl FnOnce(&mut Knobs)) -> Knobs {
        self.app.with(|world| {
            change(&mut world.knobs);
            world.knobs.clone()
        })
    }

    /// A customer writes. Gives the id of the message.
    ///
    /// # Errors
    ///
    /// When the channel is not known or does not carry such chats, or the `messageId` given is
    /// empty or taken.
    pub fn incoming(&self, message: Incoming) -> Result<String, Misused> {
        control::receive(&self.app, message.into_fields()).map_err(Misused)
    }

    /// Somebody becomes responsible for a chat: asks the webhook address `createContact`, stores the
    /// entity answered, then asks `createDeal` naming it. `question` as the control API takes it:
    /// `name`, `chatType`, `chatId` or `contactData`, `responsibleUserId`, `source`, `deal: false`;
    /// or `contacts` to ask for a deal alone. What makes no sense is a problem, and nothing is asked.
    pub async fn question(&self, question: Map<String, Value>) -> Asked {
        let asked = control::ask(&self.app, self.app.epoch(), question).await;
        asked.unwrap_or_else(|why| Asked {
            problems: vec![why],
            ..Asked::default()
        })
    }

    /// All messages of both directions, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<StoredMessage> {
        let world = self.app.world();
        let messages = world
            .accounts
            .values()
            .flat_map(|account| account.messages.iter());
        messages.cloned().collect()
    }

    /// The message with this id.
    #[must_use]
    pub fn message(&self, id: &str) -> Option<StoredMessage> {
        let world = self.app.world();
        world
            .accounts
            .values()
            .find_map(|account| account.messages.get(id).cloned())
    }

    /// The WhatsApp side.
    #[must_use]
    pub fn whatsapp(&self) -> WhatsApp<'_> {
        WhatsApp::new(&self.app)
    }

    /// Lets something go wrong. Gives the id of the fault, which the journal names.
    pub fn inject(&self, fault: Fault) -> u64 {
        self.app.faults.inject(fault)
    }

    /// The faults that have not been used up, with their ids.
    #[must_use]
    pub fn faults(&self) -> Vec<(u64, Fault)> {
        self.app.faults.waiting()
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        self.app.faults.clear();
    }

    /// Requests in, webhook attempts out.
    #[must_use]
    pub fn journal(&self) -> Journal {
        self.app.read_journal(0)
    }

    /// Milliseconds since the epoch on the virtual clock.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.app.clock.now()
    }

    /// Moves the virtual clock forward. What becomes due happens soon after: await
    /// [`idle`](Self::idle) to see it done.
    pub fn advance(&self, by: Duration) {
        self.app.clock.advance(by);
        self.app.wake.notify_one();
    }

    /// Ends when nothing is under way: no delivery, no question and, unless the clock is manual, no
    /// step of a message that is still to come. With a manual clock only steps that are due count.
    pub async fn idle(&self) {
        self.app.until(|app| app.is_idle().then_some(())).await;
    }

    /// Ends when `count` webhooks, tests of addresses and requests to flows not counted, have been
    /// answered 200 since the start or the last reset; gives those that the journal still has.
    pub async fn wait_for_deliveries(&self, count: u64) -> Vec<Attempt> {
        self.app
            .until(|app| (app.journal.delivered() >= count).then_some(()))
            .await;
        let attempts = self.journal().webhooks.into_iter();
        attempts
            .filter(|attempt| attempt.succeeded() && attempt.is_webhook())
            .collect()
    }

    /// Ends when the message with this id has this status, or had it before.
    pub async fn wait_for_status(&self, message_id: &str, status: &str) {
        let reached = |app: &App| {
            let world = app.world();
            let message = world
                .accounts
                .values()
                .find_map(|account| account.messages.get(message_id))?;
            message
                .history
                .iter()
                .any(|(had, _)| *had == status)
                .then_some(())
        };
        self.app.until(reached).await;
    }

    /// Ends when `met` gives something. It is asked anew after every request, attempt and step.
    pub async fn wait_until<T>(&self, mut met: impl FnMut(&Self) -> Option<T>) -> T {
        self.app.until(|_| met(self)).await
    }

    /// Stops it and waits until its tasks have ended.
    pub async fn shutdown(self) {
        self.app.stop.cancel();
        self.app.ended().await;
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.app.stop.cancel();
    }
}

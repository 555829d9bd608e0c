//! The WhatsApp side of a running emulator, seen from the same process.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::control::{self, Config};
use super::messages::{self, Incoming};
use super::state::StoredMessage;
use crate::app::App;
use crate::emulator::Misused;

/// The WhatsApp side of an emulator. From [`Emulator::whatsapp`](crate::Emulator::whatsapp).
///
/// Its methods do what `/_emulator/whatsapp/…` does over HTTP.
#[derive(Clone, Copy)]
pub struct WhatsApp<'a> {
    app: &'a Arc<App>,
}

impl fmt::Debug for WhatsApp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhatsApp").finish_non_exhaustive()
    }
}

impl<'a> WhatsApp<'a> {
    pub(crate) fn new(app: &'a Arc<App>) -> Self {
        Self { app }
    }

    /// Ids, tokens, secrets, numbers, templates.
    #[must_use]
    pub fn config(&self) -> Config {
        Config::of(self.app, &self.app.world().whatsapp)
    }

    /// A user writes. Gives the id of the message.
    ///
    /// # Errors
    ///
    /// When the number is not known, the id given is taken, or there is nothing with the id tapped.
    pub fn incoming(&self, message: Incoming) -> Result<String, Misused> {
        let now = self.app.clock.now();
        let fields = message.into_fields();
        let received = self
            .app
            .with(|world| messages::receive(world, fields, now, self.app.url()));
        received.map(|received| received.id).map_err(Misused::new)
    }

    /// Puts a file there that a user then sends by its id. It belongs to the first number and lives
    /// as long as one that was received. Gives its id.
    ///
    /// # Errors
    ///
    /// When the type is none, such as `png` for `image/png`.
    pub fn media(&self, mime_type: &str, bytes: impl Into<Bytes>) -> Result<String, Misused> {
        let added = control::add_media(self.app, mime_type, bytes.into(), None, None);
        added.map_err(Misused::new)
    }

    /// Asks the endpoint of a flow as WhatsApp does: encrypted for the key of the number, signed with
    /// the secret of the app. After a 421 the key is fetched anew and the request made once more.
    ///
    /// # Errors
    ///
    /// When the question makes no sense, no endpoint was named yet, or there is no public key. What
    /// the endpoint does wrong is in the [reply](super::FlowReply::problem).
    #[cfg(feature = "flows")]
    #[cfg_attr(docsrs, doc(cfg(feature = "flows")))]
    pub async fn ask_flow(
        &self,
        question: super::FlowQuestion,
    ) -> Result<super::FlowReply, Misused> {
        let reply = super::flows::ask(self.app, question.into_fields()).await;
        reply.map_err(Misused::new)
    }

    /// Sends a change `{field, value}`, an entry `{id, changes}` or a whole body `{object, entry}`.
    /// Nothing is sent when nobody wants it.
    ///
    /// # Errors
    ///
    /// When it is none of these.
    pub fn update(&self, update: Value) -> Result<(), Misused> {
        control::update(self.app, update).map_err(Misused::new)
    }

    /// Gives a message that was sent a status out of turn: `sent`, `delivered`, `read`, `played`.
    ///
    /// # Errors
    ///
    /// When the message or status is not known, or what is no voice message is to be played.
    pub fn status(&self, message_id: &str, status: &str) -> Result<(), Misused> {
        control::force(self.app, message_id, status, None, None).map_err(Misused::new)
    }

    /// Lets a message that was sent fail with this code.
    ///
    /// # Errors
    ///
    /// When the message is not known.
    pub fn fail(&self, message_id: &str, code: i64) -> Result<(), Misused> {
        control::force(self.app, message_id, "failed", Some(code), None).map_err(Misused::new)
    }

    /// Changes a user: `name`, `username`, `userId`, `parentUserId`, `identityHash`, `hidesNumber`,
    /// `offline`, `stoppedMarketing`, `fails` (a code). Gives the user as it is then.
    ///
    /// # Errors
    ///
    /// When a field is not known or has a value that makes no sense.
    pub fn user(&self, wa_id: &str, change: &Map<String, Value>) -> Result<Value, Misused> {
        control::change_user(self.app, wa_id, change).map_err(Misused::new)
    }

    /// Sets the callback of the app without asking it to prove itself.
    pub fn set_callback(&self, url: Option<&str>) {
        control::set_callback(self.app, url.map(str::to_owned), None);
    }

    /// All messages of both directions, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<StoredMessage> {
        self.app.world().whatsapp.messages.iter().cloned().collect()
    }

    /// The message with this id.
    #[must_use]
    pub fn message(&self, id: &str) -> Option<StoredMessage> {
        self.app.world().whatsapp.messages.get(id).cloned()
    }

    /// Ends when the message with this id has this status, or had it before.
    pub async fn wait_for_status(&self, message_id: &str, status: &str) {
        let reached = |app: &App| {
            let world = app.world();
            let message = world.whatsapp.messages.get(message_id)?;
            message.was(status).then_some(())
        };
        self.app.until(reached).await;
    }

    /// Ends when a message that `wanted` accepts is there; gives the first of them.
    pub async fn wait_for_message(&self, wanted: impl Fn(&StoredMessage) -> bool) -> StoredMessage {
        let found = |app: &App| {
            let world = app.world();
            let mut messages = world.whatsapp.messages.iter();
            messages.find(|message| wanted(message)).cloned()
        };
        self.app.until(found).await
    }
}

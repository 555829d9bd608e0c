//! Sending: three outcomes, and never a message twice.

mod future;
mod outcome;
mod unknown;
mod verdict;

use std::{future::IntoFuture, time::Duration};

use wazzup_transport::{CallOptions, Request, Transport, typed};
use wazzup_types::{CrmMessageId, message::OutgoingMessage};

pub use wazzup_transport::typed::Outcome;

pub use self::{
    future::{RawSend, RawSendFuture, SendFuture},
    outcome::{Accepted, SendError},
    unknown::UnknownSend,
};
use crate::{call::call_options, resources::messages::SEND};

/// How long the service remembers a `crmMessageId` and refuses to send it again.
pub const CRM_MESSAGE_ID_WINDOW: Duration = Duration::from_secs(60);

/// How long after the first try a repeat may still start. Less than the service remembers: a
/// repeat also has to get there in time.
const REPEAT_WITHIN: Duration = Duration::from_secs(55);

/// A message about to be sent. From [`Messages::send`](crate::resources::Messages::send).
///
/// What is repeated, and when:
///
/// * what has certainly not been executed is repeated within the limits of the transport: a
///   connection that could not be made, a 429;
/// * with a `crmMessageId`, a try whose answer was lost is repeated as long as the service still
///   remembers the id, that is [`CRM_MESSAGE_ID_WINDOW`] after the first try, less some seconds
///   for the way; there `REPEATED_CRM_MESSAGE_ID` means that it has the message already;
/// * without one it is never repeated, and the outcome is [`Unknown`](SendError::Unknown).
///
/// A future dropped before its end leaves the outcome unknown, too. Nothing tells of it then.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct SendMessage {
    transport: Transport,
    message: OutgoingMessage,
    options: CallOptions,
}

impl SendMessage {
    pub(crate) fn new(transport: &Transport, message: OutgoingMessage) -> Self {
        Self {
            transport: transport.clone(),
            message,
            options: CallOptions::default(),
        }
    }

    /// Gives the message a random `crmMessageId` unless it has one, so that a lost answer
    /// can be asked for again.
    ///
    /// The id is made here and now: a clone of this request sends the same message, not another
    /// one like it.
    pub fn with_generated_crm_message_id(mut self) -> Self {
        if self.message.get_crm_message_id().is_none() {
            // Not empty, and that is all that is asked of it.
            if let Ok(id) = CrmMessageId::new(typed::random_hex()) {
                self.message = self.message.crm_message_id(id);
            }
        }
        self
    }

    /// The message, with its `crmMessageId` if one was generated: to be stored before it is
    /// sent.
    #[must_use]
    pub fn message(&self) -> &OutgoingMessage {
        &self.message
    }

    /// Sends the message for the answer as it came, beside what was read from it.
    pub fn with_raw(self) -> RawSend {
        RawSend::new(self)
    }

    fn start(self) -> SendFuture {
        let mut options = self.options.idempotent(false);
        if self.message.get_crm_message_id().is_some() {
            options = options.idempotent(true).repeat_within(REPEAT_WITHIN);
        }
        let request = Request::new(&SEND).json(&self.message).options(options);
        SendFuture::new(self.transport.execute_raw(request), self.message)
    }
}

call_options!(SendMessage);

impl IntoFuture for SendMessage {
    type Output = Result<Accepted, SendError>;
    type IntoFuture = SendFuture;

    fn into_future(self) -> SendFuture {
        self.start()
    }
}

use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    MessageId,
    message::{MessageEdit, OutgoingMessage},
};

use super::{endpoints, resource};
use crate::{
    call::{Call, read},
    send::SendMessage,
};

endpoints! {
    /// Not idempotent by itself: a `crmMessageId` makes it so, call by call.
    SEND = Endpoint::post("messages.send", "/v3/message").bucket(super::MESSAGES_BUCKET);
    /// The same new content twice is the same message.
    EDIT = Endpoint::patch("messages.edit", "/v3/message/{id}").idempotent().bucket(super::MESSAGES_BUCKET);
    DELETE = Endpoint::delete("messages.delete", "/v3/message/{id}").bucket(super::MESSAGES_BUCKET);
}

resource! {
    /// Messages. From [`Client::messages`](crate::Client::messages).
    ///
    /// See [Sending messages](https://wazzup24.com/help/api-en/sending-messages/).
    Messages
}

impl Messages<'_> {
    /// Sends a message: `POST /v3/message`. It is [accepted](crate::Accepted),
    /// [rejected](crate::SendError::Rejected), or the answer is lost and it is
    /// [unknown](crate::SendError::Unknown); what is repeated by itself, and when, is told at
    /// [`SendMessage`].
    ///
    /// ```no_run
    /// use wazzup_api::{Client, SendError};
    /// use wazzup_api::types::OutgoingMessage;
    ///
    /// # async fn example(client: Client, message: OutgoingMessage) {
    /// match client.messages().send(message).with_generated_crm_message_id().await {
    ///     Ok(accepted) => println!("sent as {:?}", accepted.message_id),
    ///     Err(SendError::Rejected(error)) => println!("not sent: {error}"),
    ///     Err(SendError::Unknown(unknown)) => println!("wait for its echo: {}", unknown.error()),
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError), with the code of the service inside.
    pub fn send(self, message: OutgoingMessage) -> SendMessage {
        SendMessage::new(self.client.public_transport(), message)
    }

    /// Replaces the text or the file of a message: `PATCH /v3/message/{messageId}`.
    ///
    /// Only where the messenger allows it, and within a time nobody publishes.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected), among others with the codes
    /// `CHANNEL_INVALID_TRANSPORT_FOR_EDITING`, `MESSAGES_EDITING_TIME_EXPIRED`,
    /// `MESSAGES_CONTAIN_BUTTONS`, `MESSAGES_NOT_FOUND`.
    pub fn edit(self, id: &MessageId, edit: MessageEdit) -> Call<()> {
        let request = Request::new(&EDIT).path("id", id.as_str()).json(&edit);
        self.client.public(request, read::nothing)
    }

    /// Deletes a message: `DELETE /v3/message/{messageId}`.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected), among others with the codes
    /// `CHANNEL_INVALID_TRANSPORT_FOR_DELETION`, `MESSAGES_DELETION_TIME_EXPIRED`,
    /// `MESSAGES_NOT_FOUND`. "Not found" in answer to a repeat after a lost answer counts as done.
    pub fn delete(self, id: &MessageId) -> Call<()> {
        self.client
            .public(Request::new(&DELETE).path("id", id.as_str()), read::deleted)
    }
}

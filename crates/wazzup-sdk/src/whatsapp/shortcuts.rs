//! Answering an update in one call.

use wazzup_whatsapp_api::{
    Client, MediaSource, NodeCall, SendMessage, kind, resources::BlockReport,
};
use wazzup_whatsapp_types::{MessageId, OutgoingMessage, PhoneNumberId, message::Content};
use wazzup_whatsapp_webhooks::{Answerable, Origin};

/// The update does not say who could be answered, or which message it is about: a delivery without
/// the number, or a kind of update without a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the update names nobody, or no message, that this could be about")]
#[non_exhaustive]
pub struct NotAnswerable;

/// Answers to an update in one call each. An answer leaves from the number that got the update and
/// goes to where the update came from: to the group it happened in, else to the user.
///
/// The client is the handler's `State<Client>`. Each gives a request, on which more can be set before
/// it is awaited: [`reply_to`](SendMessage::reply_to) with [`quoted`](Self::quoted) makes it a quote.
///
/// ```no_run
/// use wazzup_sdk::dispatch::State;
/// use wazzup_sdk::whatsapp::{Shortcuts, api::Client, webhooks::Message};
///
/// async fn answer(
///     message: Message,
///     State(api): State<Client>,
/// ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///     message.mark_as_read(&api)?.await?;
///     message.reply(&api, "Hello!")?.reply_to(message.quoted()?).await?;
///     Ok(())
/// }
/// ```
pub trait Shortcuts: Answerable {
    /// Who and what the update is about.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if it does not say.
    fn origin_or(&self) -> Result<Origin, NotAnswerable> {
        self.origin().ok_or(NotAnswerable)
    }

    /// The message that an answer quotes.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if the update is about none.
    #[doc(alias = "message_id_to_reply")]
    fn quoted(&self) -> Result<MessageId, NotAnswerable> {
        self.origin_or()?.message().cloned().ok_or(NotAnswerable)
    }

    /// The message that is marked as read: of the user, and for a reaction its own.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if the update brings none.
    fn received(&self) -> Result<MessageId, NotAnswerable> {
        self.origin_or()?.received().cloned().ok_or(NotAnswerable)
    }

    /// Answers with text.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    fn reply(
        &self,
        api: &Client,
        text: impl Into<String>,
    ) -> Result<SendMessage<kind::Text>, NotAnswerable> {
        let origin = self.origin_or()?;
        let send = api.messages().send_message(origin.chat(), text);
        Ok(send.from(origin.number().clone()))
    }

    /// Answers with any content: buttons, a list, a location, contacts, a template, products …
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    #[doc(alias = "reply_location")]
    #[doc(alias = "reply_contact")]
    #[doc(alias = "reply_template")]
    #[doc(alias = "reply_product")]
    #[doc(alias = "reply_products")]
    #[doc(alias = "reply_catalog")]
    #[doc(alias = "reply_location_request")]
    fn reply_with(
        &self,
        api: &Client,
        content: impl Into<Content>,
    ) -> Result<SendMessage, NotAnswerable> {
        let origin = self.origin_or()?;
        let message = OutgoingMessage::new(origin.chat(), content);
        Ok(api.messages().send(message).from(origin.number().clone()))
    }

    /// Answers with a picture.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    fn reply_image(
        &self,
        api: &Client,
        image: impl Into<MediaSource>,
    ) -> Result<SendMessage<kind::Image>, NotAnswerable> {
        let origin = self.origin_or()?;
        let send = api.messages().send_image(origin.chat(), image);
        Ok(send.from(origin.number().clone()))
    }

    /// Answers with a film.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    fn reply_video(
        &self,
        api: &Client,
        video: impl Into<MediaSource>,
    ) -> Result<SendMessage<kind::Video>, NotAnswerable> {
        let origin = self.origin_or()?;
        let send = api.messages().send_video(origin.chat(), video);
        Ok(send.from(origin.number().clone()))
    }

    /// Answers with sound.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    #[doc(alias = "reply_voice")]
    fn reply_audio(
        &self,
        api: &Client,
        audio: impl Into<MediaSource>,
    ) -> Result<SendMessage<kind::Audio>, NotAnswerable> {
        let origin = self.origin_or()?;
        let send = api.messages().send_audio(origin.chat(), audio);
        Ok(send.from(origin.number().clone()))
    }

    /// Answers with a file.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    fn reply_document(
        &self,
        api: &Client,
        document: impl Into<MediaSource>,
    ) -> Result<SendMessage<kind::Document>, NotAnswerable> {
        let origin = self.origin_or()?;
        let send = api.messages().send_document(origin.chat(), document);
        Ok(send.from(origin.number().clone()))
    }

    /// Answers with a sticker.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if nobody is there to be answered.
    fn reply_sticker(
        &self,
        api: &Client,
        sticker: impl Into<MediaSource>,
    ) -> Result<SendMessage<kind::Sticker>, NotAnswerable> {
        let origin = self.origin_or()?;
        let send = api.messages().send_sticker(origin.chat(), sticker);
        Ok(send.from(origin.number().clone()))
    }

    /// Puts a reaction on the message.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if there is no message.
    fn react(&self, api: &Client, emoji: impl Into<String>) -> Result<SendMessage, NotAnswerable> {
        let (origin, message) = (self.origin_or()?, self.quoted()?);
        let send = api.messages().send_reaction(origin.chat(), emoji, message);
        Ok(send.from(origin.number().clone()))
    }

    /// Takes the reaction back.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if there is no message.
    fn unreact(&self, api: &Client) -> Result<SendMessage, NotAnswerable> {
        let (origin, message) = (self.origin_or()?, self.quoted()?);
        let send = api.messages().remove_reaction(origin.chat(), message);
        Ok(send.from(origin.number().clone()))
    }

    /// Marks the [message](Self::received) as read, and those before it.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if the update brings none of a user: a status is about one of ours.
    fn mark_as_read(&self, api: &Client) -> Result<NodeCall<(), PhoneNumberId>, NotAnswerable> {
        let (origin, message) = (self.origin_or()?, self.received()?);
        let call = api.messages().mark_message_as_read(message);
        Ok(call.from(origin.number().clone()))
    }

    /// Shows that an answer is being written, for 25 seconds or until it is sent. Marks the
    /// [message](Self::received) as read, too.
    ///
    /// # Errors
    ///
    /// As [`mark_as_read`](Self::mark_as_read).
    fn indicate_typing(&self, api: &Client) -> Result<NodeCall<(), PhoneNumberId>, NotAnswerable> {
        let (origin, message) = (self.origin_or()?, self.received()?);
        let call = api.messages().indicate_typing(message);
        Ok(call.from(origin.number().clone()))
    }

    /// Blocks the user.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if the update names no user.
    fn block_sender(
        &self,
        api: &Client,
    ) -> Result<NodeCall<BlockReport, PhoneNumberId>, NotAnswerable> {
        let origin = self.origin_or()?;
        let call = api.users().block([origin.user().clone()]);
        Ok(call.from(origin.number().clone()))
    }

    /// Unblocks the user.
    ///
    /// # Errors
    ///
    /// [`NotAnswerable`] if the update names no user.
    fn unblock_sender(
        &self,
        api: &Client,
    ) -> Result<NodeCall<BlockReport, PhoneNumberId>, NotAnswerable> {
        let origin = self.origin_or()?;
        let call = api.users().unblock([origin.user().clone()]);
        Ok(call.from(origin.number().clone()))
    }
}

impl<E: Answerable + ?Sized> Shortcuts for E {}

use wazzup_transport::{Endpoint, Request, typed::endpoints, typed::resource};
use wazzup_whatsapp_types::{
    MessageId, OutgoingMessage, PhoneNumberId, Recipient, Template,
    interactive::{Catalog, Interactive, LocationRequest, Product, Products},
    message::{ContactCard, Contacts, Location, Reaction, ReadReceipt},
};

use crate::{
    MESSAGES_BUCKET, MediaSource, NodeCall, SendMessage,
    call::read,
    send::{As, Draft, Making, MediaDraft, TemplateDraft, TextDraft, kind},
};

endpoints! {
    /// The service knows no key by which it would recognise a repeat.
    SEND = Endpoint::post("messages.send", "/{phone_number_id}/messages").bucket(MESSAGES_BUCKET);
    SEND_MARKETING = Endpoint::post("messages.send_marketing", "/{phone_number_id}/marketing_messages").bucket(MESSAGES_BUCKET);
    /// What is read stays read. It is no message, so it does not count as one.
    MARK_AS_READ = Endpoint::post("messages.mark_as_read", "/{phone_number_id}/messages").idempotent();
    INDICATE_TYPING = Endpoint::post("messages.indicate_typing", "/{phone_number_id}/messages").idempotent();
}

resource! {
    /// Messages. From [`Client::messages`](crate::Client::messages).
    ///
    /// [`send`](Self::send) takes any message that there is. The others each make one kind, and what else
    /// it is to have is set on what they give:
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, MediaFile, types::Recipient};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let to = Recipient::parse("+1 555 010 4477")?;
    /// let sent = client
    ///     .messages()
    ///     .send_image(&to, MediaFile::path("cat.jpg"))
    ///     .caption("It sleeps")
    ///     .await?;
    /// client.messages().send_reaction(&to, "🐈", sent.id).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// See [Messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages).
    Messages
}

impl Messages<'_> {
    /// Sends a message: `POST /{phone_number_id}/messages`. It is [accepted](crate::SentMessage),
    /// [rejected](wazzup_transport::typed::SendError::Rejected), or the answer is lost and it is
    /// [unknown](wazzup_transport::typed::SendError::Unknown); what is sent again, and when, is told at
    /// [`SendMessage`].
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, SendError, types::OutgoingMessage};
    ///
    /// # async fn example(client: Client, message: OutgoingMessage) {
    /// match client.messages().send(message).with_generated_tracker().await {
    ///     Ok(sent) => println!("taken as {}", sent.id),
    ///     Err(SendError::Rejected(error)) => println!("not sent: {error}"),
    ///     Err(SendError::Unknown(unknown)) => println!("wait for a status: {}", unknown.error()),
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError), with the code of the service inside.
    pub fn send(self, message: OutgoingMessage) -> SendMessage {
        SendMessage::new(self.client, Draft::whole(message))
    }

    /// Sends text of at most 4096 characters, with [buttons](SendMessage::buttons) or without.
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, types::{Recipient, interactive::ReplyButton}};
    ///
    /// # async fn example(client: Client, to: Recipient) -> Result<(), Box<dyn std::error::Error>> {
    /// let answers = [ReplyButton::new("slot~keep", "Keep it")?, ReplyButton::new("slot~free", "Free it")?];
    /// client
    ///     .messages()
    ///     .send_message(to, "Keep the slot?")
    ///     .buttons(answers)
    ///     .footer("Reply any time today")
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    #[doc(alias = "send_text")]
    pub fn send_message(
        self,
        to: impl Into<Recipient>,
        text: impl Into<String>,
    ) -> SendMessage<kind::Text> {
        let text = Making::Text(Box::new(TextDraft::new(text.into())));
        SendMessage::new(self.client, Draft::made(to.into(), text))
    }

    /// Sends a picture: JPEG or PNG of at most 5 MB.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send). If the file cannot be uploaded, the message is rejected with that error.
    pub fn send_image(
        self,
        to: impl Into<Recipient>,
        image: impl Into<MediaSource>,
    ) -> SendMessage<kind::Image> {
        self.media(to, As::Image, image)
    }

    /// Sends a film: MP4 or 3GPP of at most 16 MB.
    ///
    /// # Errors
    ///
    /// As [`send_image`](Self::send_image).
    pub fn send_video(
        self,
        to: impl Into<Recipient>,
        video: impl Into<MediaSource>,
    ) -> SendMessage<kind::Video> {
        self.media(to, As::Video, video)
    }

    /// Sends sound: AAC, AMR, MP3, MP4 or OGG of at most 16 MB.
    ///
    /// # Errors
    ///
    /// As [`send_image`](Self::send_image).
    #[doc(alias = "send_voice")]
    pub fn send_audio(
        self,
        to: impl Into<Recipient>,
        audio: impl Into<MediaSource>,
    ) -> SendMessage<kind::Audio> {
        self.media(to, As::Audio, audio)
    }

    /// Sends a file of at most 100 MB.
    ///
    /// # Errors
    ///
    /// As [`send_image`](Self::send_image).
    pub fn send_document(
        self,
        to: impl Into<Recipient>,
        document: impl Into<MediaSource>,
    ) -> SendMessage<kind::Document> {
        self.media(to, As::Document, document)
    }

    /// Sends a sticker: WebP of 512 by 512 pixels and at most 100 KB, or 500 KB if it moves.
    ///
    /// # Errors
    ///
    /// As [`send_image`](Self::send_image).
    pub fn send_sticker(
        self,
        to: impl Into<Recipient>,
        sticker: impl Into<MediaSource>,
    ) -> SendMessage<kind::Sticker> {
        self.media(to, As::Sticker, sticker)
    }

    /// Sends a place.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_location(self, to: impl Into<Recipient>, location: Location) -> SendMessage {
        SendMessage::of(self.client, to, Ok(location))
    }

    /// Sends a template, which is allowed at any time. What the service does with it stands in
    /// [`SentMessage::status`](crate::SentMessage::status).
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, types::{Recipient, Template, template::{Language, Parameter}}};
    ///
    /// # async fn example(client: Client, to: Recipient) -> Result<(), Box<dyn std::error::Error>> {
    /// let template = Template::new("parcel_update", Language::EnglishGb)?
    ///     .body([Parameter::text("Mara")?, Parameter::text("8812")?])?;
    /// client.messages().send_template(to, template).by_marketing_api().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), among others with the codes 132000 (the number of parameters) and 132001
    /// (no such template in that language).
    pub fn send_template(
        self,
        to: impl Into<Recipient>,
        template: Template,
    ) -> SendMessage<kind::Template> {
        let template = Making::Template(Box::new(TemplateDraft::new(template)));
        SendMessage::new(self.client, Draft::made(to.into(), template))
    }

    /// Sends one card of a contact or several.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_contact(
        self,
        to: impl Into<Recipient>,
        cards: impl IntoIterator<Item = ContactCard>,
    ) -> SendMessage {
        SendMessage::of(self.client, to, Contacts::new(cards))
    }

    /// Sends something to tap: buttons, a list, an address to open, a flow, cards … of any type of
    /// [`interactive`](wazzup_whatsapp_types::interactive), with the header and footer that it has.
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, types::Recipient};
    /// use wazzup_whatsapp_api::types::interactive::{ReplyButton, ReplyButtons};
    ///
    /// # async fn example(client: Client, to: Recipient) -> Result<(), Box<dyn std::error::Error>> {
    /// let buttons = [ReplyButton::new("keep", "Keep it")?, ReplyButton::new("move", "Move it")?];
    /// let question = ReplyButtons::new("Keep the slot?", buttons)?;
    /// client.messages().send_interactive(to, question).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    #[doc(alias = "send_carousel")]
    #[doc(alias = "request_contact_info")]
    pub fn send_interactive(
        self,
        to: impl Into<Recipient>,
        interactive: impl Into<Interactive>,
    ) -> SendMessage {
        SendMessage::of(self.client, to, Ok(interactive.into()))
    }

    /// Asks for a place, with a text of at most 1024 characters above the button that sends it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn request_location(
        self,
        to: impl Into<Recipient>,
        text: impl Into<String>,
    ) -> SendMessage {
        SendMessage::of(self.client, to, LocationRequest::new(text))
    }

    /// Shows the catalog of the business.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_catalog(self, to: impl Into<Recipient>, catalog: Catalog) -> SendMessage {
        SendMessage::of(self.client, to, Ok(catalog))
    }

    /// Shows one product of a catalog.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_product(self, to: impl Into<Recipient>, product: Product) -> SendMessage {
        SendMessage::of(self.client, to, Ok(product))
    }

    /// Shows products of a catalog, in sections.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_products(self, to: impl Into<Recipient>, products: Products) -> SendMessage {
        SendMessage::of(self.client, to, Ok(products))
    }

    /// Reacts to a message, with one emoji. It takes the place of an earlier reaction.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_reaction(
        self,
        to: impl Into<Recipient>,
        emoji: impl Into<String>,
        message_id: MessageId,
    ) -> SendMessage {
        SendMessage::of(self.client, to, Reaction::new(message_id, emoji))
    }

    /// Takes the reaction to a message back.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn remove_reaction(self, to: impl Into<Recipient>, message_id: MessageId) -> SendMessage {
        SendMessage::of(self.client, to, Ok(Reaction::remove(message_id)))
    }

    /// Marks a message of a user as read, and those before it: `POST /{phone_number_id}/messages`.
    pub fn mark_message_as_read(self, message_id: MessageId) -> NodeCall<(), PhoneNumberId> {
        let receipt = ReadReceipt::new(message_id);
        let request = Request::new(&MARK_AS_READ).json(&receipt);
        self.client.node(request, read::done)
    }

    /// Shows the user that somebody is typing, for 25 seconds or until a message is sent, and marks
    /// their message as read: `POST /{phone_number_id}/messages`.
    pub fn indicate_typing(self, message_id: MessageId) -> NodeCall<(), PhoneNumberId> {
        let receipt = ReadReceipt::new(message_id).typing();
        let request = Request::new(&INDICATE_TYPING).json(&receipt);
        self.client.node(request, read::done)
    }

    fn media<K>(
        self,
        to: impl Into<Recipient>,
        as_what: As,
        source: impl Into<MediaSource>,
    ) -> SendMessage<K> {
        let media = MediaDraft::new(as_what, source.into());
        let media = Making::Media(Box::new(media));
        SendMessage::new(self.client, Draft::made(to.into(), media))
    }
}

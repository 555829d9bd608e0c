//! Sending: three outcomes, and never a message twice.

mod attachment;
mod buttons;
mod draft;
mod frame;
mod future;
pub mod kind;
mod media;
mod sent;
mod setters;
mod template;
mod text;
mod unknown;
mod verdict;

use std::{borrow::Cow, fmt, future::IntoFuture, marker::PhantomData};

use serde::Serialize;
use wazzup_transport::{
    Bucket, CallOptions, Error, ErrorKind, Request,
    rate_limit::LimitKey,
    typed::{self, random_hex},
};
use wazzup_whatsapp_types::{
    IdentityKeyHash, Invalid, MessageId, OutgoingMessage, PhoneNumberId, Recipient,
    message::Content,
};

pub use wazzup_transport::typed::Outcome;

pub use self::{
    buttons::{Buttons, FlowButton, VoiceCallButton},
    future::{RawSend, RawSendFuture, SendFuture},
    sent::SentMessage,
    unknown::UnknownSend,
};
pub(crate) use self::{
    draft::{Draft, Making},
    media::{As, MediaDraft},
    template::TemplateDraft,
    text::TextDraft,
};
use crate::{
    Client, Node, PAIR_BUCKET,
    call::call_options,
    media::Watcher,
    number_key,
    resources::messages::{SEND, SEND_MARKETING},
};

/// A message was not accepted, as far as is known.
///
/// What is rejected by the service has its code in the error: [`ErrorExt`](crate::ErrorExt) types it and
/// tells whether there is any use in sending the message again. What breaks a documented limit is rejected
/// before anything is sent, with the kind [`Configuration`](ErrorKind::Configuration) and an [`Invalid`] as
/// the source; so is a file that could not be uploaded, with the error of the upload.
pub type SendError = typed::SendError<UnknownSend>;

/// A message about to be sent: set on it what it is to have besides, then await it. From
/// [`Messages`](crate::resources::Messages).
///
/// The service knows no key by which it would recognise a repeat, so a message is sent again only if it
/// provably was not taken: if there was no connection, or the service refused it for its rate. A lost
/// answer makes the outcome [`Unknown`](typed::SendError::Unknown).
///
/// A future dropped before its end leaves the outcome unknown, too. Nothing tells of it then.
///
/// `K` is the [kind](kind) of message, and decides what can be set.
#[must_use = "a request does nothing unless awaited"]
pub struct SendMessage<K = kind::Any> {
    client: Client,
    draft: Draft,
    extras: Extras,
    from: Option<PhoneNumberId>,
    marketing: Option<Marketing>,
    // The first thing set that must not be.
    invalid: Option<Invalid>,
    watcher: Watcher,
    options: CallOptions,
    kind: PhantomData<fn() -> K>,
}

/// What every message can have.
#[derive(Clone, Default)]
struct Extras {
    reply_to: Option<MessageId>,
    tracker: Option<String>,
    identity_key_hash: Option<IdentityKeyHash>,
}

/// That a message goes by the marketing messages API, and what is special there.
#[derive(Clone, Copy, Debug, Default)]
struct Marketing {
    activity_sharing: Option<bool>,
}

impl Marketing {
    fn wrap<'a>(&self, message: &'a OutgoingMessage) -> impl Serialize + use<'a> {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(flatten)]
            message: &'a OutgoingMessage,
            #[serde(skip_serializing_if = "Option::is_none")]
            message_activity_sharing: Option<bool>,
        }

        Body {
            message,
            message_activity_sharing: self.activity_sharing,
        }
    }
}

impl<K> SendMessage<K> {
    pub(crate) fn new(client: &Client, draft: Draft) -> Self {
        Self {
            client: client.clone(),
            draft,
            extras: Extras::default(),
            from: None,
            marketing: None,
            invalid: None,
            watcher: Watcher::default(),
            options: CallOptions::default(),
            kind: PhantomData,
        }
    }

    /// A message of this content, or one that cannot be sent.
    pub(crate) fn of(
        client: &Client,
        to: impl Into<Recipient>,
        content: Result<impl Into<Content>, Invalid>,
    ) -> Self {
        let to = to.into();
        match content {
            Ok(content) => Self::new(
                client,
                Draft::made(to, Making::Content(Box::new(content.into()))),
            ),
            Err(invalid) => Self {
                invalid: Some(invalid),
                ..Self::new(client, Draft::made(to, Making::Nothing))
            },
        }
    }

    /// Sends it from this phone number, whatever the client has.
    pub fn from(mut self, phone_number_id: PhoneNumberId) -> Self {
        self.from = Some(phone_number_id);
        self
    }

    /// Quotes a message. One that is gone meanwhile is not quoted; the message is sent all the same.
    #[doc(alias = "reply_to_message_id")]
    pub fn reply_to(mut self, id: MessageId) -> Self {
        self.extras.reply_to = Some(id);
        self
    }

    /// Sets a text of at most 512 characters that every status of the message brings back:
    /// `biz_opaque_callback_data`.
    #[doc(alias = "biz_opaque_callback_data")]
    pub fn tracker(mut self, tracker: impl Into<String>) -> Self {
        self.extras.tracker = Some(tracker.into());
        self
    }

    /// Gives the message a random [tracker](Self::tracker) unless it has one, so that a status tells
    /// beyond doubt whether a message with a lost answer was sent: see [`UnknownSend::matches`].
    ///
    /// The tracker is made here and now: a clone of this request sends the same message, not another one
    /// like it.
    pub fn with_generated_tracker(mut self) -> Self {
        if self.get_tracker().is_none() {
            self.extras.tracker = Some(random_hex());
        }
        self
    }

    /// Has the message delivered only to the identity of this hash; else its status becomes `failed`
    /// with the code 137000.
    #[doc(alias = "recipient_identity_key_hash")]
    pub fn identity_key_hash(mut self, hash: IdentityKeyHash) -> Self {
        self.extras.identity_key_hash = Some(hash);
        self
    }

    /// The text that statuses bring back: to be stored before the message is sent, if it was generated.
    #[must_use]
    pub fn get_tracker(&self) -> Option<&str> {
        let whole = || self.draft.as_whole()?.get_tracker();
        self.extras.tracker.as_deref().or_else(whole)
    }

    /// Whom it goes to.
    #[must_use]
    pub fn to(&self) -> &Recipient {
        self.draft.to()
    }

    /// Checks all limits before anything is sent, which awaiting does as well.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if something that was set breaks a documented limit.
    pub fn check(&self) -> Result<(), Invalid> {
        self.invalid.clone().map_or(Ok(()), Err)?;
        if self.marketing.is_some() && self.to().is_group() {
            return Err(no_group());
        }
        let message = self.draft.clone().probe()?;
        self.extras.put_on(message).map(drop)
    }

    /// Forgets of what kind it is, so that messages of several kinds can stand side by side. Nothing
    /// special to its kind can be set any more.
    pub fn any(self) -> SendMessage {
        self.into_kind()
    }

    fn into_kind<L>(self) -> SendMessage<L> {
        SendMessage {
            client: self.client,
            draft: self.draft,
            extras: self.extras,
            from: self.from,
            marketing: self.marketing,
            invalid: self.invalid,
            watcher: self.watcher,
            options: self.options,
            kind: PhantomData,
        }
    }

    /// Sends the message for the answer as it came, beside what was read from it.
    pub fn with_raw(self) -> RawSend {
        RawSend::new(self.into_kind())
    }

    /// What to send, and by which endpoint and number.
    fn plan(&self) -> Result<PhoneNumberId, Error> {
        if let Some(invalid) = &self.invalid {
            return Err(wrong(invalid.clone()));
        }
        if self.marketing.is_some() && self.to().is_group() {
            return Err(wrong(no_group()));
        }
        let from = self
            .from
            .as_ref()
            .or_else(|| PhoneNumberId::of(&self.client));
        from.cloned().ok_or_else(|| wrong(PhoneNumberId::MISSING))
    }
}

impl Extras {
    fn put_on(&self, mut message: OutgoingMessage) -> Result<OutgoingMessage, Invalid> {
        if let Some(id) = &self.reply_to {
            message = message.reply_to(id.clone());
        }
        if let Some(tracker) = &self.tracker {
            message = message.tracker(tracker)?;
        }
        if let Some(hash) = &self.identity_key_hash {
            message = message.identity_key_hash(hash.clone());
        }
        Ok(message)
    }
}

/// The request that sends a message, counted into what the service counts it into.
fn request(
    client: &Client,
    message: &OutgoingMessage,
    from: &PhoneNumberId,
    marketing: Option<Marketing>,
    options: CallOptions,
) -> Request {
    let request = match marketing {
        None => Request::new(&SEND).json(message),
        Some(marketing) => Request::new(&SEND_MARKETING).json(&marketing.wrap(message)),
    };
    let request = request
        .path(PhoneNumberId::ARGUMENT, from.as_str())
        .limit_key(number_key(from))
        .also_counts_into(Bucket::DEFAULT, client.token_key());
    let request = match pair(message.to()) {
        Some(user) => {
            let key = LimitKey::of(&(from.as_str(), user));
            request.also_counts_into(PAIR_BUCKET, key)
        }
        None => request,
    };
    // Whatever the caller says: the service would send it twice.
    client.checked(request.options(options.idempotent(false)))
}

fn no_group() -> Invalid {
    Invalid::form("to", "be a user, as groups get no marketing messages")
}

/// The user whom the service counts messages to. A number is the same in every way of writing it.
fn pair(to: &Recipient) -> Option<Cow<'_, str>> {
    let text = to.as_str();
    match to {
        Recipient::Group(_) => None,
        Recipient::WaId(_) | Recipient::Phone(_)
            if text.bytes().any(|byte| !byte.is_ascii_digit()) =>
        {
            Some(text.chars().filter(char::is_ascii_digit).collect())
        }
        _ => Some(text.into()),
    }
}

fn wrong(source: impl Into<wazzup_transport::BoxError>) -> Error {
    Error::new(ErrorKind::Configuration, SEND.operation()).with_source(source)
}

call_options!(<K> SendMessage);

impl<K> Clone for SendMessage<K> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            draft: self.draft.clone(),
            extras: self.extras.clone(),
            from: self.from.clone(),
            marketing: self.marketing,
            invalid: self.invalid.clone(),
            watcher: self.watcher.clone(),
            options: self.options.clone(),
            kind: PhantomData,
        }
    }
}

/// Without the message, which is between two people.
impl<K> fmt::Debug for SendMessage<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendMessage")
            .field("from", &self.from)
            .field("invalid", &self.invalid)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<K> IntoFuture for SendMessage<K> {
    type Output = Result<SentMessage, SendError>;
    type IntoFuture = SendFuture;

    fn into_future(self) -> SendFuture {
        SendFuture::new(self.into_kind())
    }
}

//! The events as handlers take them: cheap to clone, beside their JSON.

use std::{fmt, ops::Deref, sync::Arc};

use wazzup_dispatch::{Conversation, Envelope, Event, Question, Subject};
use wazzup_types::{
    ChannelId, ChatId, ChatType, MessageId, NewContact, NewDeal, RawJson,
    webhook::{self, Received},
};

/// The key of a chat, for [waits](wazzup_dispatch::Router::listen): equal to that of every
/// [`MessageReceived`] in it.
pub fn conversation(channel: &ChannelId, chat_type: &ChatType, chat: &ChatId) -> Conversation {
    Conversation::new(
        "wazzup",
        [channel.as_str(), chat_type.as_str(), chat.as_str()],
    )
}

/// The key of a message, for [waits](wazzup_dispatch::Router::listen) for what becomes of it: its
/// echo, its statuses, edits and its deletion. A customer's new message is found by its
/// [`conversation`] only.
///
/// ```
/// # use std::time::Duration;
/// # use wazzup_webhooks::{StatusChanged, dispatch::{Router, WaitError}, message_subject};
/// # use wazzup_webhooks::{filters::statuses, types::{MessageId, MessageStatus}};
/// async fn until_read(router: &Router, sent: &MessageId) -> Result<StatusChanged, WaitError> {
///     router
///         .listen(message_subject(sent))
///         .filter(statuses::status(MessageStatus::Read))
///         .timeout(Duration::from_secs(3600))
///         .await
/// }
/// ```
pub fn message_subject(message: &MessageId) -> Subject {
    Subject::new("wazzup.message", [message.as_str()])
}

macro_rules! event {
    ($(#[$doc:meta])* $name:ident of $model:ident, $wire:literal { $($method:item)* }) => {
        $(#[$doc])*
        ///
        /// Cheap to clone; `Deref` leads to the model.
        #[derive(Clone, PartialEq)]
        pub struct $name(Received<webhook::$model>);

        impl $name {
            /// The event as it was parsed.
            #[inline]
            pub fn new(received: Received<webhook::$model>) -> Self {
                Self(received)
            }

            /// The JSON as it came: fields the model does not name are in it.
            pub fn raw(&self) -> &RawJson {
                self.0.raw()
            }
        }

        impl From<Received<webhook::$model>> for $name {
            fn from(received: Received<webhook::$model>) -> Self {
                Self::new(received)
            }
        }

        impl Deref for $name {
            type Target = webhook::$model;

            fn deref(&self) -> &webhook::$model {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&*self.0).finish()
            }
        }

        impl Event for $name {
            const NAME: &'static str = $wire;

            fn raw(&self) -> Option<&str> {
                Some(self.0.raw().as_str())
            }

            $($method)*
        }
    };
}

event! {
    /// A message: received, sent, edited or deleted.
    MessageReceived of Message, "message" {
        fn conversation(&self) -> Option<Conversation> {
            Some(conversation(
                self.channel_id.as_ref()?,
                self.chat_type.as_ref()?,
                self.chat_id.as_ref()?,
            ))
        }

        fn subjects(&self) -> Vec<Subject> {
            // Nobody knows the id of a customer's message before it comes, so nobody waits for it.
            // Every event pays for its keys.
            if self.is_inbound() && !self.is_edited && !self.is_deleted {
                return Vec::new();
            }
            vec![message_subject(&self.message_id)]
        }
    }
}

event! {
    /// A sent message got another status.
    StatusChanged of StatusUpdate, "status" {
        fn subjects(&self) -> Vec<Subject> {
            vec![message_subject(&self.message_id)]
        }
    }
}

event! {
    /// A channel got another state.
    ChannelUpdated of ChannelUpdate, "channel_update" {
        fn subjects(&self) -> Vec<Subject> {
            vec![Subject::new("wazzup.channel", [self.channel_id.as_str()])]
        }
    }
}

event! {
    /// A WhatsApp template got another status.
    TemplateStatusChanged of TemplateStatusUpdate, "template_status" {
        fn subjects(&self) -> Vec<Subject> {
            vec![Subject::new("wazzup.template", [self.template_guid.as_str()])]
        }
    }
}

event! {
    /// Wazzup asks for a contact, to be answered with the one created.
    ///
    /// Register the handler by [`Router::answer`](wazzup_dispatch::Router::answer).
    ContactRequested of CreateContact, "create_contact" {}
}

impl Question for ContactRequested {
    type Answer = NewContact;
}

event! {
    /// Wazzup asks for a deal, to be answered with the one created. It follows the
    /// [`ContactRequested`] whose contact it names.
    ///
    /// Register the handler by [`Router::answer`](wazzup_dispatch::Router::answer).
    DealRequested of CreateDeal, "create_deal" {}
}

impl Question for DealRequested {
    type Answer = NewDeal;
}

macro_rules! odd_event {
    ($(#[$doc:meta])* $name:ident of $model:ident, $wire:literal) => {
        $(#[$doc])*
        ///
        /// Cheap to clone; `Deref` leads to the model.
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(Arc<webhook::$model>);

        impl $name {
            /// The event as it was parsed.
            pub fn new(event: webhook::$model) -> Self {
                Self(Arc::new(event))
            }
        }

        impl Deref for $name {
            type Target = webhook::$model;

            fn deref(&self) -> &webhook::$model {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Event for $name {
            const NAME: &'static str = $wire;

            fn raw(&self) -> Option<&str> {
                Some(self.raw.as_str())
            }
        }
    };
}

odd_event! {
    /// A part of a delivery that this version does not name.
    UnknownEvent of UnknownEvent, "unknown"
}

odd_event! {
    /// An element of a known kind that could not be read. Its siblings were handled as usual.
    MalformedEvent of MalformedEvent, "malformed"
}

/// The probe `{"test":true}`, which Wazzup sends when the webhook address is set.
///
/// It reaches handlers only if it came with a live secret; see
/// [`require_authentic_probe`](crate::WebhooksBuilder::require_authentic_probe).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProbeReceived {
    raw: RawJson,
}

impl Event for ProbeReceived {
    const NAME: &'static str = "test";

    fn raw(&self) -> Option<&str> {
        Some(self.raw.as_str())
    }
}

/// Makes an envelope of a parsed event, for a router of your own.
#[inline]
pub fn envelope(event: webhook::Event) -> Envelope {
    match event {
        webhook::Event::Message(event) => Envelope::new(MessageReceived::new(event)),
        webhook::Event::Status(event) => Envelope::new(StatusChanged::new(event)),
        webhook::Event::CreateContact(event) => Envelope::new(ContactRequested::new(event)),
        webhook::Event::CreateDeal(event) => Envelope::new(DealRequested::new(event)),
        webhook::Event::ChannelUpdate(event) => Envelope::new(ChannelUpdated::new(event)),
        webhook::Event::TemplateStatus(event) => Envelope::new(TemplateStatusChanged::new(event)),
        webhook::Event::Test(raw) => Envelope::new(ProbeReceived { raw }),
        webhook::Event::Unknown(event) => Envelope::new(UnknownEvent::new(event)),
        webhook::Event::Malformed(event) => Envelope::new(MalformedEvent::new(*event)),
        // A kind that the types crate, released together with this one, has and this lacks.
        other => Envelope::new(OtherEvent {
            name: other.name(),
            raw: other.raw().clone(),
        }),
    }
}

/// Not to be met in a set of crates of one version.
#[derive(Clone)]
struct OtherEvent {
    #[expect(dead_code, reason = "for wildcards that print what they get")]
    name: &'static str,
    raw: RawJson,
}

impl Event for OtherEvent {
    const NAME: &'static str = "unknown";

    fn raw(&self) -> Option<&str> {
        Some(self.raw.as_str())
    }
}

//! Sending with an eye on what comes back.

use std::{
    fmt,
    future::{Future, IntoFuture},
    ops::Deref,
    pin::Pin,
};

use wazzup_dispatch::{Listen, Router};
use wazzup_whatsapp_api::{SendError, SendMessage, SentMessage};
use wazzup_whatsapp_types::Recipient;
use wazzup_whatsapp_webhooks::{
    CallConnect, CallPermissionUpdate, CallbackButton, CallbackSelection, FlowCompletion, Message,
    MessageStatus, SentRef,
};

/// What comes of awaiting [`Watch::watched_by`].
pub type SentFuture = Pin<Box<dyn Future<Output = Result<Sent, SendError>> + Send>>;

/// Sends a message so that what comes back can be waited for, however early it comes.
pub trait Watch {
    /// Sends it, and gives what was sent together with the waits for what it leads to. The router is
    /// the one that gets the webhooks: [`Webhooks::router`](super::Webhooks::router), or in a
    /// handler the `Router` argument.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// use wazzup_sdk::whatsapp::{Watch, WhatsApp, types::Recipient};
    ///
    /// # async fn example(wa: WhatsApp, to: Recipient) -> Result<(), Box<dyn std::error::Error>> {
    /// let router = wa.webhooks().router();
    /// let asked = wa.messages().send_message(to, "How are you?").watched_by(router).await?;
    /// let answer = asked.wait_for_reply().timeout(Duration::from_secs(600)).await?;
    /// println!("{:?}", answer.text);
    /// # Ok(()) }
    /// ```
    fn watched_by(self, router: &Router) -> SentFuture;
}

impl<K: Send + 'static> Watch for SendMessage<K> {
    fn watched_by(self, router: &Router) -> SentFuture {
        // Before anything is sent: what comes between this and the wait is kept for it.
        let before = router.mark();
        let router = router.clone();
        let send = self.into_future();
        Box::pin(async move {
            let message = send.await?;
            let reference = SentRef::new(
                message.from.clone(),
                user(&message),
                message.id.clone(),
                before,
            );
            Ok(Sent {
                message,
                reference,
                router,
            })
        })
    }
}

/// Whom what comes back is from: the best id that the answer gave.
fn user(sent: &SentMessage) -> Recipient {
    if sent.recipient.is_group() {
        return sent.recipient.clone();
    }
    let bsuid = sent.user_id.clone().map(Recipient::Bsuid);
    bsuid
        .or_else(|| sent.wa_id.clone().map(Recipient::WaId))
        .unwrap_or_else(|| sent.recipient.clone())
}

/// A message that the service has, and the waits for what it leads to. From
/// [`Watch::watched_by`]. `Deref` leads to the [`SentMessage`].
///
/// Each wait is a [`Listen`]: give it a [`timeout`](Listen::timeout), without which it cannot be
/// awaited. [`SentRef`] tells what waits do.
#[derive(Clone)]
pub struct Sent {
    message: SentMessage,
    reference: SentRef,
    router: Router,
}

macro_rules! waits {
    ($($(#[$doc:meta])* $name:ident: $event:ty,)+) => {
        impl Sent {
            $($(#[$doc])*
            #[doc = concat!("See [`SentRef::", stringify!($name), "`].")]
            pub fn $name(&self) -> Listen<$event> {
                self.reference.$name(&self.router)
            })+
        }
    };
}

waits! {
    /// Waits for the next message of the user, or in the group.
    wait_for_reply: Message,
    /// Waits for the next message that quotes this one.
    #[doc(alias = "force_quote")]
    wait_for_quoted_reply: Message,
    /// Waits for a press on one of its buttons.
    wait_for_click: CallbackButton,
    /// Waits for a press on one of its quick replies, if it is a template.
    wait_for_quick_reply: CallbackButton,
    /// Waits for a choice from its list.
    wait_for_selection: CallbackSelection,
    /// Waits until the flow that it starts is filled in.
    wait_for_completion: FlowCompletion,
    /// Waits for the answer to a request for the permission to call.
    wait_for_call_permission: CallPermissionUpdate,
    /// Waits for a call of the user.
    wait_for_call: CallConnect,
    /// Waits until the user shares their contact.
    wait_for_contact_info: Message,
    /// Waits until it is on its way. Cancelled if it fails.
    wait_until_sent: MessageStatus,
    /// Waits until it is on the user's device. Cancelled if it fails.
    wait_until_delivered: MessageStatus,
    /// Waits until the user has seen it. Cancelled if it fails.
    wait_until_read: MessageStatus,
    /// Waits until the user has listened to the voice message that it is. Cancelled if it fails.
    wait_until_played: MessageStatus,
    /// Waits until it failed. Cancelled if it is delivered.
    wait_until_failed: MessageStatus,
}

impl Sent {
    /// Waits for a place that the user sends: where they are if `current` is said, else any. See
    /// [`SentRef::wait_for_location`].
    pub fn wait_for_location(&self, current: bool) -> Listen<Message> {
        self.reference.wait_for_location(&self.router, current)
    }

    /// What the waits know of the message.
    #[must_use]
    pub fn reference(&self) -> &SentRef {
        &self.reference
    }

    /// The message alone.
    #[must_use]
    pub fn into_message(self) -> SentMessage {
        self.message
    }
}

impl Deref for Sent {
    type Target = SentMessage;

    fn deref(&self) -> &SentMessage {
        &self.message
    }
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sent").field(&self.message).finish()
    }
}

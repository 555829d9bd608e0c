//! Waits for what a sent message leads to.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use wazzup_dispatch::{Envelope, Filter, Listen, Mark, Router, WaitError};
use wazzup_whatsapp_types::{
    MessageId, PhoneNumberId, Recipient, TemplateId, message::SendAnswer,
    webhook::MessageStatusType,
};

use crate::{
    CallConnect, CallPermissionUpdate, CallbackButton, CallbackSelection, FlowCompletion, Message,
    MessageStatus, TemplateStatusUpdate,
    filters::{any, calls, messages, replies, statuses, templates},
    message_subject, template_subject, user_topic,
};

/// A sent message, as far as it takes to wait for what it leads to.
///
/// Each `wait_` method sets up a [`Listen`]: say more about it if you like, give it a
/// [`timeout`](Listen::timeout), without which it cannot be awaited, and await it. The router is
/// the one that gets the webhooks, in a handler that of the
/// [`Context`](wazzup_dispatch::Context).
///
/// ```
/// # use std::time::Duration;
/// # use wazzup_whatsapp_webhooks::{SentRef, dispatch::{Router, WaitError}};
/// # use wazzup_whatsapp_webhooks::types::{PhoneNumberId, Recipient, message::SendAnswer};
/// # async fn send(_: &Recipient) -> SendAnswer { SendAnswer::default() }
/// # async fn example(router: &Router, number: PhoneNumberId, user: Recipient) -> Result<(), WaitError> {
/// let before = router.mark();
/// let answer = send(&user).await;
/// let Some(sent) = SentRef::of_answer(number, &user, &answer, before) else { return Ok(()) };
/// let button = sent.wait_for_click(router).timeout(Duration::from_secs(300)).await?;
/// println!("{}", button.data);
/// # Ok(()) }
/// ```
///
/// # What waits do
///
/// * **Nothing early is missed.** The mark is taken before the message is sent, and a wait looks back
///   at what came since, as long as the router [keeps it](wazzup_dispatch::RecentLimits).
/// * **What a user does is taken** from the handlers, so that an answer is handled once;
///   [`observe`](Listen::observe) leaves it to them. **Statuses are left to the handlers**: many
///   may want them, and one may end several waits.
/// * **Everything else goes to the handlers** as if nobody waited. To end a wait when the user does
///   something else, use [`cancel_on`](Listen::cancel_on), with
///   [`any::user_action`] for anything at all: it is asked first, so
///   [exclude](Filter::and) what is waited for.
/// * **Several waits for one user** may be on at once: the first that matches takes the event, and the
///   others go on. [`replace_older`](Listen::replace_older) ends them instead, with
///   [`Replaced`](WaitError::Replaced).
/// * **Waits end with the process** and are not shared with others: a webhook that another process
///   gets ends none here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentRef {
    number: PhoneNumberId,
    user: Recipient,
    message: MessageId,
    before: Mark,
}

impl SentRef {
    /// The message with this id, sent from this number to this user or group after this
    /// [mark](Router::mark) was taken.
    ///
    /// What the user writes is found by the id given here: one from the answer to the send, or from
    /// a webhook, is better than a phone number as people write it, for which see
    /// [`user_topic`].
    pub fn new(
        number: PhoneNumberId,
        user: impl Into<Recipient>,
        message: MessageId,
        before: Mark,
    ) -> Self {
        Self {
            number,
            user: user.into(),
            message,
            before,
        }
    }

    /// The message that this answer is about, sent from this number to this recipient after this
    /// [mark](Router::mark) was taken; `None` if the answer names no message.
    pub fn of_answer(
        number: PhoneNumberId,
        recipient: &Recipient,
        answer: &SendAnswer,
        before: Mark,
    ) -> Option<Self> {
        let message = answer.message_id()?.clone();
        let contact = answer.contact().filter(|_| !recipient.is_group());
        let bsuid = contact.and_then(|contact| contact.user_id.clone());
        let wa_id = contact.and_then(|contact| contact.wa_id.clone());
        let user = bsuid.map(Recipient::Bsuid).or(wa_id.map(Recipient::WaId));
        let user = user.unwrap_or_else(|| recipient.clone());
        Some(Self::new(number, user, message, before))
    }

    /// The business phone number it was sent from.
    pub fn number(&self) -> &PhoneNumberId {
        &self.number
    }

    /// Whom it was sent to.
    pub fn user(&self) -> &Recipient {
        &self.user
    }

    /// Its id.
    pub fn message(&self) -> &MessageId {
        &self.message
    }

    /// The point before it was sent.
    pub fn before(&self) -> Mark {
        self.before
    }

    /// Waits for the next message of the user, or in the group, whether or not it quotes this one.
    pub fn wait_for_reply(&self, router: &Router) -> Listen<Message> {
        router
            .listen(user_topic(&self.number, &self.user))
            .since(self.before)
    }

    /// Waits for the next message that quotes this one.
    pub fn wait_for_quoted_reply(&self, router: &Router) -> Listen<Message> {
        self.about(router)
    }

    /// Waits for a press on one of its buttons. For a template's quick replies, see
    /// [`wait_for_quick_reply`](Self::wait_for_quick_reply).
    pub fn wait_for_click(&self, router: &Router) -> Listen<CallbackButton> {
        self.about(router)
    }

    /// Waits for a press on one of its quick replies, if it is a template.
    ///
    /// Such a press does not always say which message it is of. One that doesn't is taken for this
    /// one's, be it of an earlier template: tell them apart by the data.
    pub fn wait_for_quick_reply(&self, router: &Router) -> Listen<CallbackButton> {
        let this = replies::replies_to([self.message.clone()]);
        let nameless = |button: &CallbackButton| button.is_template && button.reply_to().is_none();
        router
            .listen(user_topic(&self.number, &self.user))
            .filter(this.or(nameless))
            .since(self.before)
    }

    /// Waits for a choice from its list.
    pub fn wait_for_selection(&self, router: &Router) -> Listen<CallbackSelection> {
        self.about(router)
    }

    /// Waits until the flow that it starts is filled in.
    pub fn wait_for_completion(&self, router: &Router) -> Listen<FlowCompletion> {
        self.about(router)
    }

    /// Waits for the answer to the request for the permission to call that it is.
    pub fn wait_for_call_permission(&self, router: &Router) -> Listen<CallPermissionUpdate> {
        self.about(router)
    }

    /// Waits for a call of the user, by the button that it has or another way.
    #[doc(alias = "wait_for_incoming_voice_call")]
    pub fn wait_for_call(&self, router: &Router) -> Listen<CallConnect> {
        router
            .listen(user_topic(&self.number, &self.user))
            .filter(calls::incoming())
            .since(self.before)
    }

    /// Waits for a place that the user sends: where he is if `current` is said, else any.
    pub fn wait_for_location(&self, router: &Router, current: bool) -> Listen<Message> {
        let any = move |_: &Message| !current;
        self.wait_for_reply(router)
            .filter(messages::location())
            .filter(messages::current_location().or(any))
    }

    /// Waits until the user shares his own contact, as this message asks for.
    pub fn wait_for_contact_info(&self, router: &Router) -> Listen<Message> {
        self.wait_for_reply(router)
            .filter(messages::contact_info_shared())
    }

    /// Waits until it is on its way, or further. Cancelled if it fails.
    pub fn wait_until_sent(&self, router: &Router) -> Listen<MessageStatus> {
        self.reached(router, &SENT)
            .cancel_on(statuses::failed::<MessageStatus>())
    }

    /// Waits until it is on the user's device, or further: seeing it at once may be all that is
    /// told. Cancelled if it fails.
    pub fn wait_until_delivered(&self, router: &Router) -> Listen<MessageStatus> {
        self.reached(router, &DELIVERED)
            .cancel_on(statuses::failed::<MessageStatus>())
    }

    /// Waits until the user has seen it. Cancelled if it fails. Never told of users who don't want
    /// that to be known.
    pub fn wait_until_read(&self, router: &Router) -> Listen<MessageStatus> {
        self.reached(router, &READ)
            .cancel_on(statuses::failed::<MessageStatus>())
    }

    /// Waits until the user has listened to the voice message that it is. Cancelled if it fails.
    pub fn wait_until_played(&self, router: &Router) -> Listen<MessageStatus> {
        self.reached(router, &PLAYED)
            .cancel_on(statuses::failed::<MessageStatus>())
    }

    /// Waits until it failed. Cancelled if it is delivered.
    pub fn wait_until_failed(&self, router: &Router) -> Listen<MessageStatus> {
        let delivered = |status: &MessageStatus| has_reached(status, &DELIVERED);
        self.reached(router, &FAILED).cancel_on(delivered)
    }

    /// Waits until the user has seen it, or does anything, which ends the wait with
    /// [`CanceledBy`](WaitError::CanceledBy): who answers has seen it, told or not. What the user
    /// does is left to the handlers.
    ///
    /// # Errors
    ///
    /// [`WaitError`], as for any wait.
    #[doc(alias = "cancel_on_new_update")]
    pub async fn wait_until_read_or_action(
        &self,
        router: &Router,
        timeout: Duration,
    ) -> Result<MessageStatus, WaitError> {
        let action = router
            .listen::<Envelope>(user_topic(&self.number, &self.user))
            .filter(any::user_action())
            .since(self.before)
            .observe();
        let mut action = pin!(action.timeout(timeout).start());
        let mut read = pin!(self.wait_until_read(router).timeout(timeout).start());
        let mut acting = true;
        poll_fn(|cx| {
            if let Poll::Ready(ended) = read.as_mut().poll(cx) {
                return Poll::Ready(ended);
            }
            if acting && let Poll::Ready(ended) = action.as_mut().poll(cx) {
                acting = false;
                if let Ok(envelope) = ended {
                    return Poll::Ready(Err(WaitError::CanceledBy(envelope)));
                }
            }
            Poll::Pending
        })
        .await
    }

    /// What is about this message: answers, and presses on its buttons.
    fn about<E: wazzup_dispatch::EventArg>(&self, router: &Router) -> Listen<E> {
        router
            .listen(message_subject(&self.message))
            .since(self.before)
    }

    fn reached(
        &self,
        router: &Router,
        enough: &'static [MessageStatusType],
    ) -> Listen<MessageStatus> {
        self.about(router)
            .filter(move |status: &MessageStatus| has_reached(status, enough))
            .observe()
    }
}

use MessageStatusType::{Delivered, Failed, Played, Read, Sent};

static SENT: [MessageStatusType; 4] = [Sent, Delivered, Read, Played];
static DELIVERED: [MessageStatusType; 3] = [Delivered, Read, Played];
static READ: [MessageStatusType; 2] = [Read, Played];
static PLAYED: [MessageStatusType; 1] = [Played];
static FAILED: [MessageStatusType; 1] = [Failed];

fn has_reached(status: &MessageStatus, enough: &[MessageStatusType]) -> bool {
    status
        .status
        .as_ref()
        .is_some_and(|status| enough.contains(status))
}

/// Waits until a template is approved. Cancelled if it is rejected. Take the
/// [mark](Router::mark) before it is created. The update is left to the handlers.
#[doc(alias = "wait_until_approved")]
pub fn wait_until_template_approved(
    router: &Router,
    template: &TemplateId,
    before: Mark,
) -> Listen<TemplateStatusUpdate> {
    router
        .listen(template_subject(template))
        .filter(templates::approved())
        .cancel_on(templates::rejected())
        .since(before)
        .observe()
}

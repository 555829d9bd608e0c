//! What waits find events by.

use wazzup_dispatch::{Conversation, Subject, Topic};
use wazzup_whatsapp_types::{
    CallId, GroupId, MessageId, PhoneNumberId, Recipient, TemplateId,
    webhook::{Identity, OfUser, Update},
};

/// The key of the conversation with a user, from what events of it are known by: the business phone
/// number and the [primary](wazzup_whatsapp_types::webhook::Sender::primary) id of the user, which
/// is the business-scoped one where there is one.
///
/// It keeps a user's events in order, and is what a handler's
/// [`Conversation`](wazzup_dispatch::Conversation) argument is. To wait for a user of whom some id
/// is known, use [`user_topic`], which finds events by any of them.
pub fn conversation(number: &PhoneNumberId, user: Identity<'_>) -> Conversation {
    conversation_of(number, user.as_str())
}

fn conversation_of(number: &PhoneNumberId, user: &str) -> Conversation {
    Conversation::new("whatsapp", [number.as_str(), user])
}

/// The key of the conversation in a group.
pub fn group_conversation(number: &PhoneNumberId, group: &GroupId) -> Conversation {
    Conversation::new("whatsapp.group", [number.as_str(), group.as_str()])
}

/// The key of what a message leads to, for [waits](wazzup_dispatch::Router::listen): its statuses,
/// answers that quote it, presses on its buttons, its edits and its deletion.
///
/// ```
/// # use std::time::Duration;
/// # use wazzup_whatsapp_webhooks::{MessageStatus, dispatch::{Router, WaitError}, message_subject};
/// # use wazzup_whatsapp_webhooks::{filters::statuses, types::MessageId};
/// async fn until_read(router: &Router, sent: &MessageId) -> Result<MessageStatus, WaitError> {
///     router
///         .listen(message_subject(sent))
///         .filter(statuses::read())
///         .timeout(Duration::from_secs(3600))
///         .await
/// }
/// ```
pub fn message_subject(message: &MessageId) -> Subject {
    Subject::new("whatsapp.message", [message.as_str()])
}

/// The key of a call, for waits for what becomes of it.
pub fn call_subject(call: &CallId) -> Subject {
    Subject::new("whatsapp.call", [call.as_str()])
}

/// The key of a template, for waits for what becomes of it.
pub fn template_subject(template: &TemplateId) -> Subject {
    Subject::new("whatsapp.template", [template.as_str()])
}

/// Where to wait for what a user does, by any id the user is known by: messages, presses, choices,
/// calls and all else but statuses of messages, which are found by their
/// [message](message_subject). For a group, what its members do in it.
///
/// What a user does in groups is found by the group only. A phone number is compared by its digits;
/// where WhatsApp knows the user by other digits, as it does for some countries, wait for the id
/// that the answer to a send tells.
///
/// ```
/// # use std::time::Duration;
/// # use wazzup_whatsapp_webhooks::{Message, dispatch::{Router, WaitError}, user_topic};
/// # use wazzup_whatsapp_webhooks::{types::{PhoneNumberId, Recipient}};
/// # async fn example(
/// #     router: &Router, number: &PhoneNumberId
/// # ) -> Result<(), Box<dyn std::error::Error>> {
/// let user = Recipient::parse("15550104477")?;
/// let limit = Duration::from_secs(300);
/// let next: Message = router.listen(user_topic(number, &user)).timeout(limit).await?;
/// # Ok(()) }
/// ```
#[doc(alias = "listen")]
#[doc(alias = "UserUpdateListenerIdentifier")]
pub fn user_topic(number: &PhoneNumberId, user: &Recipient) -> Topic {
    match user {
        // Where there is one, it is what the conversation is known by.
        Recipient::Bsuid(id) => conversation(number, Identity::Bsuid(id)).into(),
        Recipient::WaId(id) => user_subject(number, id.as_str()).into(),
        Recipient::ParentBsuid(id) => user_subject(number, id.as_str()).into(),
        Recipient::Group(id) => group_conversation(number, id).into(),
        other => {
            let digits = other.as_str().chars().filter(char::is_ascii_digit);
            user_subject(number, &digits.collect::<String>()).into()
        }
    }
}

/// By an id that is not the business-scoped one.
fn user_subject(number: &PhoneNumberId, id: &str) -> Subject {
    Subject::new("whatsapp.user", [number.as_str(), id])
}

/// The keys of an event that a user caused. Every event pays for them.
pub(super) struct Keys<'a, T> {
    pub(super) update: &'a Update<T>,
    /// The group it happened in.
    pub(super) group: Option<&'a GroupId>,
}

impl<T: OfUser> Keys<'_, T> {
    pub(super) fn conversation(&self) -> Option<Conversation> {
        if let Some(group) = self.group {
            return Some(group_conversation(self.update.phone_number_id()?, group));
        }
        let (number, user) = self.update.conversation_parts()?;
        Some(conversation(number, user))
    }

    /// What it answers, and all ids of the user that [`user_topic`] does not find by the
    /// conversation.
    pub(super) fn subjects(&self, answers: Option<&MessageId>) -> Vec<Subject> {
        let mut subjects = Vec::new();
        subjects.extend(answers.map(answered));
        if self.group.is_some() {
            return subjects;
        }
        if let Some(number) = self.update.phone_number_id() {
            let others = self.update.sender().identities();
            let others = others.filter(|id| !matches!(id, Identity::Bsuid(_)));
            subjects.extend(others.map(|id| user_subject(number, id.as_str())));
        }
        subjects
    }
}

/// After a missed call, what is answered is that call.
fn answered(id: &MessageId) -> Subject {
    if id.as_str().starts_with("wacid.")
        && let Ok(call) = CallId::new(id.as_str())
    {
        return call_subject(&call);
    }
    message_subject(id)
}

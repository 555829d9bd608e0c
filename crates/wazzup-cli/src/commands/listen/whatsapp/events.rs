//! From the handlers' events back to parsed ones.

use tokio::sync::mpsc::Sender;
use wazzup_sdk::{
    dispatch::{Envelope, Router, State},
    whatsapp::{
        types::webhook::Event,
        webhooks::{self, MalformedEvent, Raw, Typed},
    },
};

/// A router that hands every event on.
pub(super) fn router(sender: Sender<Event>) -> Router {
    Router::new().with_state(sender).on_any(hand_on)
}

async fn hand_on(envelope: Envelope, State(sender): State<Sender<Event>>) {
    if let Some(event) = parsed(&envelope) {
        // Nobody receives: the command is ending.
        let _ = sender.send(event).await;
    }
}

fn parsed(envelope: &Envelope) -> Option<Event> {
    macro_rules! try_each {
        ($($event:ident,)+) => {
            $(if let Some(event) = envelope.get::<webhooks::$event>() {
                return Some(Event::$event(event.update().clone()));
            })+
        };
    }
    try_each! {
        Message,
        MessageStatus,
        GroupMessageStatus,
        CallbackButton,
        CallbackSelection,
        ChatOpened,
        FlowCompletion,
        PhoneNumberChange,
        IdentityChange,
        CallConnect,
        CallTerminate,
        CallStatus,
        CallPermissionUpdate,
        UserMarketingPreferences,
        TemplateStatusUpdate,
        TemplateCategoryUpdate,
        TemplateQualityUpdate,
        TemplateComponentsUpdate,
        AccountUpdate,
        EditedMessage,
        DeletedMessage,
        OutgoingMessage,
        OutgoingEditedMessage,
        OutgoingDeletedMessage,
    }
    if let Some(event) = envelope.get::<Raw>() {
        return Some(Event::Raw((**event).clone()));
    }
    let malformed = envelope.get::<MalformedEvent>()?;
    Some(Event::Malformed((**malformed).clone()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use wazzup_sdk::whatsapp::{types::webhook, webhooks::envelope};

    use super::*;

    #[test]
    fn every_kind_of_event_comes_out_as_it_was_parsed() {
        let body = include_str!("../../../../tests/fixtures/whatsapp_every_kind.json");
        let mut seen = HashSet::new();
        for event in webhook::parse(body).unwrap().events {
            seen.insert(event.name());
            assert_eq!(parsed(&envelope(event.clone())), Some(event));
        }
        assert_eq!(seen.len(), 25, "{seen:?}");

        let odd = r#"{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
            {"field": "messages", "value": {"messages": [42]}}]}]}"#;
        for event in webhook::parse(odd).unwrap().events {
            assert!(matches!(event, Event::Malformed(_)), "{event:?}");
            assert_eq!(parsed(&envelope(event.clone())), Some(event));
        }
    }
}

//! From the handlers' events back to parsed ones.

use tokio::sync::mpsc::Sender;
use wazzup_sdk::{
    dispatch::{Envelope, Router, State},
    types::{
        RawJson,
        webhook::{Event, Received},
    },
    webhooks::{
        ChannelUpdated, ContactRequested, DealRequested, MalformedEvent, MessageReceived,
        ProbeReceived, StatusChanged, TemplateStatusChanged, UnknownEvent,
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
        ($($event:ident => $variant:ident,)+) => {
            $(if let Some(event) = envelope.get::<$event>() {
                return Some(Event::$variant(Received::new((**event).clone(), event.raw().clone())));
            })+
        };
    }
    try_each! {
        MessageReceived => Message,
        StatusChanged => Status,
        ChannelUpdated => ChannelUpdate,
        TemplateStatusChanged => TemplateStatus,
        ContactRequested => CreateContact,
        DealRequested => CreateDeal,
    }
    if let Some(event) = envelope.get::<UnknownEvent>() {
        return Some(Event::Unknown((**event).clone()));
    }
    if let Some(event) = envelope.get::<MalformedEvent>() {
        return Some(Event::Malformed(Box::new((**event).clone())));
    }
    let probe = envelope
        .is::<ProbeReceived>()
        .then(|| envelope.raw())
        .flatten()?;
    RawJson::parse_text(probe.as_str()).ok().map(Event::Test)
}

#[cfg(test)]
mod tests {
    use wazzup_sdk::{types::webhook, webhooks::envelope};

    use super::*;

    #[test]
    fn every_kind_of_event_comes_out_as_it_was_parsed() {
        let body = r#"{
            "test": true,
            "messages": [{"messageId": "m-1"}, 42],
            "statuses": [{"messageId": "m-1", "status": "sent"}],
            "createContact": {"name": "A"},
            "createDeal": {"contacts": ["c-1"]},
            "channelsUpdates": [{"channelId": "c-1", "state": "active"}],
            "templateStatus": {"templateGuid": "t-1", "status": "approved"},
            "domain": "example.org"
        }"#;
        let events = webhook::parse(body).unwrap().events;
        assert_eq!(events.len(), 9);
        for event in events {
            assert_eq!(parsed(&envelope(event.clone())), Some(event));
        }
    }
}

//! What is sent, as the documents have it: written so, and read back so.

use serde_json::{Value, json};
use wazzup_whatsapp_types::message::{
    Audio, Birthday, ContactAddress, ContactCard, ContactEmail, ContactName, ContactOrg,
    ContactPhone, ContactUrl, Contacts, Content, Document, Image, Location, MediaRef,
    OutgoingMessage, Pin, Reaction, ReadReceipt, SendAnswer, SendStatus, Sticker, Text, Video,
};
use wazzup_whatsapp_types::{GroupId, MediaId, MessageId, Recipient};

pub(crate) fn to() -> Recipient {
    Recipient::parse("+15550104477").unwrap()
}

pub(crate) fn media() -> MediaRef {
    MediaId::new("990011").unwrap().into()
}

pub(crate) fn link() -> MediaRef {
    MediaRef::link("https://cdn.example.com/1.jpg").unwrap()
}

/// Writes the content as `kind`, and reads it back.
#[track_caller]
pub(crate) fn is_sent_as(content: impl Into<Content>, kind: &str, expected: Value) {
    let message = OutgoingMessage::new(to(), content);
    let body = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+15550104477",
        "type": kind,
        kind: expected,
    });
    assert_eq!(serde_json::to_value(&message).unwrap(), body);
    assert_eq!(message.content().name(), kind);
    let read: OutgoingMessage = serde_json::from_value(body).unwrap();
    assert_eq!(read, message);
}

#[test]
fn the_envelope_holds_everything() {
    let message = OutgoingMessage::new(to(), Text::new("Your parcel left the depot").unwrap())
        .reply_to("wamid.QUJDREVG".parse().unwrap())
        .tracker("order-8812")
        .unwrap()
        .identity_key_hash("kQ2v9c7Zt1A=".parse().unwrap());
    let body = r#"{"messaging_product":"whatsapp","recipient_type":"individual","to":"+15550104477","type":"text","text":{"body":"Your parcel left the depot"},"context":{"message_id":"wamid.QUJDREVG"},"biz_opaque_callback_data":"order-8812","recipient_identity_key_hash":"kQ2v9c7Zt1A="}"#;
    // In the order of the documents, too.
    assert_eq!(serde_json::to_string(&message).unwrap(), body);
    assert_eq!(
        serde_json::from_str::<OutgoingMessage>(body).unwrap(),
        message
    );
}

#[test]
fn text() {
    is_sent_as(Text::new("Hi").unwrap(), "text", json!({"body": "Hi"}));
    is_sent_as(
        Text::new("See https://example.com")
            .unwrap()
            .preview_url(true),
        "text",
        json!({"body": "See https://example.com", "preview_url": true}),
    );
}

#[test]
fn a_body_without_a_type_is_text() {
    let body = json!({"to": "15550104477", "text": {"body": "Hi"}});
    let message: OutgoingMessage = serde_json::from_value(body).unwrap();
    assert_eq!(message.content().name(), "text");
}

#[test]
fn images_videos_and_stickers() {
    is_sent_as(Image::new(media()), "image", json!({"id": "990011"}));
    is_sent_as(
        Image::new(link()).caption("A cat").unwrap(),
        "image",
        json!({"link": "https://cdn.example.com/1.jpg", "caption": "A cat"}),
    );
    is_sent_as(
        Video::new(media()).caption("A cat").unwrap(),
        "video",
        json!({"id": "990011", "caption": "A cat"}),
    );
    is_sent_as(Sticker::new(media()), "sticker", json!({"id": "990011"}));
}

#[test]
fn audio_and_voice() {
    is_sent_as(Audio::new(media()), "audio", json!({"id": "990011"}));
    is_sent_as(
        Audio::voice(media()),
        "audio",
        json!({"id": "990011", "voice": true}),
    );
}

#[test]
fn documents() {
    let document = Document::new(media()).caption("The bill").unwrap();
    is_sent_as(
        document.filename("bill.pdf").unwrap(),
        "document",
        json!({"id": "990011", "caption": "The bill", "filename": "bill.pdf"}),
    );
}

#[test]
fn locations() {
    is_sent_as(
        Location::new(52.37, 4.89)
            .unwrap()
            .name("Canal house")
            .address("Keizersgracht 1"),
        "location",
        json!({
            "latitude": 52.37, "longitude": 4.89, "name": "Canal house", "address": "Keizersgracht 1"
        }),
    );
    // Both forms of numbers are read.
    let body = json!({"latitude": "52.37", "longitude": "4.89"});
    let read: Location = serde_json::from_value(body).unwrap();
    assert_eq!(read, Location::new(52.37, 4.89).unwrap());
}

#[test]
fn contacts() {
    let name = ContactName::new("Ines Falk")
        .first_name("Ines")
        .last_name("Falk");
    let phone = ContactPhone::new("+15550188123")
        .kind("CELL")
        .wa_id("15550188123".parse().unwrap());
    let address = ContactAddress::new()
        .street("1 Quay")
        .city("Lund")
        .zip("22100")
        .country("Sweden")
        .country_code("SE")
        .kind("HOME");
    let card = ContactCard::new(name)
        .birthday(Birthday::new("1991-04-30").unwrap())
        .phone(phone)
        .email(ContactEmail::new("ines@example.test").kind("WORK"))
        .url(ContactUrl::new("https://example.test").kind("HOME"))
        .address(address)
        .org(ContactOrg::new("Falk AB").department("Ops").title("Lead"));
    is_sent_as(
        Contacts::new([card]).unwrap(),
        "contacts",
        json!([{
            "name": {"formatted_name": "Ines Falk", "first_name": "Ines", "last_name": "Falk"},
            "birthday": "1991-04-30",
            "phones": [{"phone": "+15550188123", "type": "CELL", "wa_id": "15550188123"}],
            "emails": [{"email": "ines@example.test", "type": "WORK"}],
            "urls": [{"url": "https://example.test", "type": "HOME"}],
            "addresses": [{
                "street": "1 Quay", "city": "Lund", "zip": "22100", "country": "Sweden",
                "country_code": "SE", "type": "HOME"
            }],
            "org": {"company": "Falk AB", "department": "Ops", "title": "Lead"}
        }]),
    );
}

#[test]
fn a_card_that_came_can_be_looked_at_as_it_is_and_sent_on_if_it_is_whole() {
    let card: ContactCard = serde_json::from_value(json!({
        "name": {"formatted_name": 7}, "phones": null, "emails": {"email": "a@example.test"}
    }))
    .unwrap();
    assert_eq!(card.name.formatted_name.as_deref(), Some("7"));
    assert_eq!(card.emails.len(), 1);
    let error = Contacts::new([card]).unwrap_err();
    assert_eq!(error.field(), "contacts[0].name.first_name");
}

#[test]
fn reactions() {
    let id = || MessageId::new("wamid.QQ==").unwrap();
    is_sent_as(
        Reaction::new(id(), "👍").unwrap(),
        "reaction",
        json!({"message_id": "wamid.QQ==", "emoji": "👍"}),
    );
    is_sent_as(
        Reaction::remove(id()),
        "reaction",
        json!({"message_id": "wamid.QQ==", "emoji": ""}),
    );
    assert_eq!(Reaction::remove(id()).emoji(), None);
}

#[test]
fn pins_are_for_groups() {
    let group = GroupId::new("Y2FwaV9ncm91cDox").unwrap();
    let id = || MessageId::new("wamid.QQ==").unwrap();
    let message = OutgoingMessage::pin(group.clone(), Pin::new(id(), 7).unwrap());
    let body = json!({
        "messaging_product": "whatsapp", "recipient_type": "group", "to": "Y2FwaV9ncm91cDox",
        "type": "pin", "pin": {"type": "pin", "message_id": "wamid.QQ==", "expiration_days": 7}
    });
    assert_eq!(serde_json::to_value(&message).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<OutgoingMessage>(body.clone()).unwrap(),
        message
    );
    let unpin = OutgoingMessage::pin(group, Pin::remove(id()));
    assert_eq!(
        serde_json::to_value(&unpin).unwrap()["pin"],
        json!({"type": "unpin", "message_id": "wamid.QQ=="})
    );
    let mut to_a_user = body;
    to_a_user["recipient_type"] = json!("individual");
    to_a_user["to"] = json!("15550104477");
    assert!(serde_json::from_value::<OutgoingMessage>(to_a_user).is_err());
}

#[test]
fn a_reaction_and_a_pin_are_no_replies() {
    let id = || MessageId::new("wamid.QQ==").unwrap();
    let reaction = OutgoingMessage::new(to(), Reaction::new(id(), "👍").unwrap()).reply_to(id());
    let group = GroupId::new("g").unwrap();
    let pin = OutgoingMessage::pin(group, Pin::remove(id())).reply_to(id());
    for message in [reaction, pin] {
        let body = serde_json::to_value(&message).unwrap();
        assert_eq!(body.get("context"), None);
    }
}

#[test]
fn read_receipts() {
    let receipt = ReadReceipt::new("wamid.TU5P".parse().unwrap());
    let body =
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.TU5P"});
    assert_eq!(serde_json::to_value(&receipt).unwrap(), body);
    assert_eq!(
        serde_json::from_value::<ReadReceipt>(body.clone()).unwrap(),
        receipt
    );
    let mut typing = body;
    typing["typing_indicator"] = json!({"type": "text"});
    assert_eq!(
        serde_json::to_value(receipt.clone().typing()).unwrap(),
        typing
    );
    assert_eq!(
        serde_json::from_value::<ReadReceipt>(typing.clone()).unwrap(),
        receipt.typing()
    );
    typing["status"] = json!("delivered");
    assert!(serde_json::from_value::<ReadReceipt>(typing).is_err());
}

#[test]
fn answers_to_sends() {
    let answer: SendAnswer = serde_json::from_value(json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": "+15550104477", "wa_id": "15550104477"}],
        "messages": [{"id": "wamid.R0hJSktM", "message_status": "held_for_quality_assessment"}]
    }))
    .unwrap();
    assert_eq!(answer.message_id().unwrap(), "wamid.R0hJSktM");
    let status = answer.message().unwrap().message_status.as_ref();
    assert_eq!(status, Some(&SendStatus::HeldForQualityAssessment));
    assert_eq!(
        answer.contact().unwrap().wa_id.as_ref().unwrap(),
        "15550104477"
    );
    assert_eq!(
        serde_json::from_value::<SendAnswer>(serde_json::to_value(&answer).unwrap()).unwrap(),
        answer
    );

    // An answer is read whatever is missing or new.
    for odd in [
        "{}",
        r#"{"contacts": null, "messages": null, "success": true}"#,
    ] {
        let answer: SendAnswer = serde_json::from_str(odd).unwrap();
        assert_eq!(answer.message_id(), None);
    }
    let group: SendAnswer = serde_json::from_value(json!({
        "contacts": [{"input": "g-1"}],
        "messages": [{"id": "wamid.QQ==", "group_id": "g-1", "message_status": "queued"}]
    }))
    .unwrap();
    let message = group.message().unwrap();
    assert_eq!(message.group_id.as_ref().unwrap(), "g-1");
    assert_eq!(message.message_status.as_ref().unwrap().as_str(), "queued");
}

#[test]
fn content_of_an_unknown_kind_is_refused() {
    let body = json!({"to": "1", "type": "hologram", "hologram": {}});
    let error = serde_json::from_value::<OutgoingMessage>(body).unwrap_err();
    assert!(error.to_string().contains("hologram"), "{error}");
    let body = json!({"to": "1", "type": "image", "text": {"body": "Hi"}});
    let error = serde_json::from_value::<OutgoingMessage>(body).unwrap_err();
    assert!(error.to_string().contains("image"), "{error}");
}

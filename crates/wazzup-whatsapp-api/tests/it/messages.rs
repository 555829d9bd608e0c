//! What each kind of message puts into the body.

use serde_json::{Value, json};
use wazzup_whatsapp_api::{
    ErrorKind, MediaSource, SendError, SendMessage,
    types::{
        Bsuid, GroupId, IdentityKeyHash, MediaId, MessageId, OutgoingMessage, PhoneNumberId,
        Recipient,
        message::{ContactCard, ContactName, Location, SendStatus, Text},
    },
};

use crate::fake::{Fake, PHONE, USER, accepted, ok, user};

fn message_id() -> MessageId {
    MessageId::new("wamid.QUJDREVG").unwrap()
}

fn media() -> MediaSource {
    MediaSource::from(MediaId::new("990011").unwrap())
}

/// What a message to the user has besides the envelope that all have.
async fn content<K>(fake: &Fake, send: SendMessage<K>) -> Value {
    send.check().unwrap();
    let sent = send.await.unwrap();
    assert_eq!(sent.recipient, user());
    let (line, mut body) = fake.only();
    assert_eq!(line, format!("POST /{PHONE}/messages"));
    let body_of = body.as_object_mut().unwrap();
    for (key, value) in [
        ("messaging_product", "whatsapp"),
        ("recipient_type", "individual"),
        ("to", USER),
    ] {
        assert_eq!(body_of.remove(key).unwrap(), value);
    }
    body
}

#[tokio::test]
async fn text_is_sent_with_and_without_a_preview() {
    let fake = Fake::default();
    let send = fake
        .client()
        .messages()
        .send_message(user(), "See https://example.test");
    assert_eq!(
        content(&fake, send).await,
        json!({"type": "text", "text": {"body": "See https://example.test"}})
    );

    let fake = Fake::default();
    let send = fake
        .client()
        .messages()
        .send_message(user(), "See")
        .preview_url(true);
    assert_eq!(
        content(&fake, send).await,
        json!({"type": "text", "text": {"body": "See", "preview_url": true}})
    );
}

#[tokio::test]
async fn media_are_sent_by_id_and_by_link() {
    let link = || MediaSource::link("https://cdn.example.test/1.jpg");
    let fake = || {
        let fake = Fake::default();
        let client = fake.client();
        (fake, client)
    };

    let (it, client) = fake();
    let send = client.messages().send_image(user(), link()).caption("Look");
    assert_eq!(
        content(&it, send).await,
        json!({"type": "image", "image": {"link": "https://cdn.example.test/1.jpg", "caption": "Look"}})
    );
    let (it, client) = fake();
    let send = client
        .messages()
        .send_video(user(), media())
        .caption("Look");
    assert_eq!(
        content(&it, send).await,
        json!({"type": "video", "video": {"id": "990011", "caption": "Look"}})
    );
    let (it, client) = fake();
    let send = client.messages().send_audio(user(), media());
    assert_eq!(
        content(&it, send).await,
        json!({"type": "audio", "audio": {"id": "990011"}})
    );
    let (it, client) = fake();
    let send = client.messages().send_audio(user(), media()).voice();
    assert_eq!(
        content(&it, send).await,
        json!({"type": "audio", "audio": {"id": "990011", "voice": true}})
    );
    let (it, client) = fake();
    let send = client
        .messages()
        .send_document(user(), media())
        .filename("a.pdf")
        .caption("Read");
    assert_eq!(
        content(&it, send).await,
        json!({"type": "document", "document": {"id": "990011", "caption": "Read", "filename": "a.pdf"}})
    );
    let (it, client) = fake();
    let send = client.messages().send_sticker(user(), media());
    assert_eq!(
        content(&it, send).await,
        json!({"type": "sticker", "sticker": {"id": "990011"}})
    );
}

#[tokio::test]
async fn places_cards_and_reactions_are_sent() {
    let fake = Fake::default();
    let place = Location::new(52.37, 4.89).unwrap().name("Canal house");
    let send = fake.client().messages().send_location(user(), place);
    assert_eq!(
        content(&fake, send).await,
        json!({"type": "location", "location": {"latitude": 52.37, "longitude": 4.89, "name": "Canal house"}})
    );

    let fake = Fake::default();
    let card = ContactCard::new(ContactName::new("Ines Falk").first_name("Ines"));
    let send = fake.client().messages().send_contact(user(), [card]);
    let body = content(&fake, send).await;
    assert_eq!(body["type"], "contacts");
    assert_eq!(body["contacts"][0]["name"]["formatted_name"], "Ines Falk");

    let fake = Fake::default();
    let send = fake
        .client()
        .messages()
        .send_reaction(user(), "👍", message_id());
    assert_eq!(
        content(&fake, send).await,
        json!({"type": "reaction", "reaction": {"message_id": "wamid.QUJDREVG", "emoji": "👍"}})
    );

    let fake = Fake::default();
    let send = fake
        .client()
        .messages()
        .remove_reaction(user(), message_id());
    assert_eq!(
        content(&fake, send).await,
        json!({"type": "reaction", "reaction": {"message_id": "wamid.QUJDREVG", "emoji": ""}})
    );
}

#[tokio::test]
async fn what_every_message_can_have_is_put_around_it() {
    let hash = || IdentityKeyHash::new("kQ2v9c7Zt1A=").unwrap();
    let expected = json!({
        "type": "text",
        "text": {"body": "Hello!"},
        "context": {"message_id": "wamid.QUJDREVG"},
        "biz_opaque_callback_data": "order-8812",
        "recipient_identity_key_hash": "kQ2v9c7Zt1A=",
    });

    let fake = Fake::default();
    let send = fake
        .client()
        .messages()
        .send_message(user(), "Hello!")
        .reply_to(message_id())
        .tracker("order-8812")
        .identity_key_hash(hash());
    assert_eq!(content(&fake, send).await, expected);

    // And on a whole message, beside what it has already.
    let fake = Fake::default();
    let message = OutgoingMessage::new(user(), Text::new("Hello!").unwrap())
        .tracker("order-8812")
        .unwrap();
    let send = fake
        .client()
        .messages()
        .send(message)
        .reply_to(message_id())
        .identity_key_hash(hash());
    assert_eq!(send.get_tracker(), Some("order-8812"));
    assert_eq!(content(&fake, send).await, expected);
}

#[tokio::test]
async fn recipients_of_all_kinds_are_addressed_as_the_service_wants() {
    let phone = Recipient::parse("+1 (555) 010-4477").unwrap();
    let bsuid = Recipient::from(Bsuid::new("NL.90210").unwrap());
    let parent = Recipient::parse("NL.ENT.77").unwrap();
    let group = Recipient::from(GroupId::new("Y2FwaXRhbA").unwrap());
    for (to, field, kind) in [
        (phone, "to", "individual"),
        (bsuid, "recipient", "individual"),
        (parent, "recipient", "individual"),
        (group, "to", "group"),
    ] {
        let fake = Fake::default();
        fake.client()
            .messages()
            .send_message(&to, "x")
            .await
            .unwrap();
        let (_, body) = fake.only();
        assert_eq!(body[field], to.as_str());
        assert_eq!(body["recipient_type"], kind);
    }
}

#[tokio::test]
async fn what_is_accepted_is_known_by_its_id_and_by_the_user() {
    let answer = ok(json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": "+15550104477", "wa_id": USER, "user_id": "NL.90210"}],
        "messages": [{"id": "wamid.R0", "message_status": "held_for_quality_assessment"}],
    }));
    let fake = Fake::answering([answer, accepted("wamid.R1")]);
    let client = fake.client();
    let to = Recipient::parse("+1 555 010 4477").unwrap();

    let sent = client
        .messages()
        .send_message(&to, "Hello!")
        .tracker("t")
        .await
        .unwrap();

    assert_eq!(sent.id, "wamid.R0");
    assert_eq!(sent.recipient, to);
    assert_eq!(sent.wa_id.as_ref().unwrap().as_str(), USER);
    assert_eq!(sent.user_id.as_ref().unwrap().as_str(), "NL.90210");
    assert_eq!(sent.status, Some(SendStatus::HeldForQualityAssessment));
    assert_eq!((sent.from.as_str(), sent.tracker()), (PHONE, Some("t")));
    assert_eq!(sent.message().content().name(), "text");

    let other = client
        .messages()
        .send_message(&to, "Hello!")
        .from(PhoneNumberId::new("9").unwrap());
    assert_eq!(other.await.unwrap().from, "9");
}

#[tokio::test]
async fn receipts_and_typing_are_calls_of_their_own() {
    let fake = Fake::answering(vec![ok(json!({"success": true})); 2]);
    let client = fake.client();

    client
        .messages()
        .mark_message_as_read(message_id())
        .await
        .unwrap();
    client
        .messages()
        .indicate_typing(message_id())
        .from(PhoneNumberId::new("9").unwrap())
        .await
        .unwrap();

    let [read, typing] = &fake.seen()[..] else {
        panic!()
    };
    assert_eq!(read.line, format!("POST /{PHONE}/messages"));
    assert_eq!(
        read.body(),
        json!({"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.QUJDREVG"})
    );
    assert_eq!(typing.line, "POST /9/messages");
    assert_eq!(typing.body()["typing_indicator"], json!({"type": "text"}));
}

#[tokio::test]
async fn a_limit_that_is_broken_is_told_before_anything_is_sent() {
    let fake = Fake::default();
    let client = fake.client();
    let messages = client.messages();
    let long = |chars| "x".repeat(chars);

    let broken: Vec<(SendMessage, &str)> = vec![
        (messages.send_message(user(), "").any(), "text.body"),
        (messages.send_message(user(), long(4097)).any(), "text.body"),
        (
            messages.send_message(user(), "x").tracker(long(513)).any(),
            "biz_opaque_callback_data",
        ),
        (
            messages
                .send_image(user(), media())
                .caption(long(1025))
                .any(),
            "image.caption",
        ),
        (
            messages.send_video(user(), media()).caption("").any(),
            "video.caption",
        ),
        (
            messages.send_document(user(), media()).filename("").any(),
            "document.filename",
        ),
        (
            messages
                .send_image(user(), MediaSource::link("ftp://x"))
                .any(),
            "link",
        ),
        (
            messages.send_reaction(user(), "", message_id()),
            "reaction.emoji",
        ),
        (messages.send_contact(user(), []), "contacts"),
    ];
    for (send, field) in broken {
        let invalid = send.check().unwrap_err();
        assert!(invalid.field().contains(field), "{invalid}");
        let error = send.await.unwrap_err();
        let SendError::Rejected(error) = error else {
            panic!("{field}")
        };
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), invalid.to_string());
    }
    assert!(fake.lines().is_empty());
}

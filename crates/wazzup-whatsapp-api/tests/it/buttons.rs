//! What can be tapped below a text or media, and messages that are nothing else.

use serde_json::{Value, json};
use wazzup_whatsapp_api::{
    Buttons, Client, FlowButton, MediaFile, MediaSource, Outcome, SendMessage, VoiceCallButton,
    types::{
        CatalogId, FlowId, MediaId, ProductId,
        interactive::{
            Card, CardMedia, Carousel, Catalog, Product, ProductSection, Products, ReplyButton,
            Row, Section,
        },
    },
};

use crate::fake::{Fake, ok, user};

/// The `interactive` of the only message that is sent.
async fn interactive<K>(send: impl FnOnce(&Client) -> SendMessage<K>) -> Value {
    let fake = Fake::default();
    let send = send(&fake.client());
    send.check().unwrap();
    send.await.unwrap();
    let (_, body) = fake.only();
    assert_eq!(body["type"], "interactive");
    body["interactive"].clone()
}

fn answers() -> [ReplyButton; 2] {
    [("slot~keep", "Keep it"), ("slot~free", "Free it")]
        .map(|(id, title)| ReplyButton::new(id, title).unwrap())
}

fn sections() -> [Section; 1] {
    let row = Row::new("s1", "09:00")
        .unwrap()
        .description("Dock 4")
        .unwrap();
    [Section::new("Morning", [row]).unwrap()]
}

fn media() -> MediaSource {
    MediaSource::from(MediaId::new("990011").unwrap())
}

fn catalog_id() -> CatalogId {
    CatalogId::new("7001").unwrap()
}

fn product_id() -> ProductId {
    ProductId::new("SKU-9").unwrap()
}

#[tokio::test]
async fn reply_buttons_stand_between_header_and_footer() {
    let sent = interactive(|client| {
        let send = client.messages().send_message(user(), "Keep the slot?");
        send.buttons(answers())
            .header("Delivery")
            .footer("Reply any time today")
    });

    assert_eq!(
        sent.await,
        json!({
            "type": "button",
            "header": {"type": "text", "text": "Delivery"},
            "body": {"text": "Keep the slot?"},
            "footer": {"text": "Reply any time today"},
            "action": {"buttons": [
                {"type": "reply", "reply": {"id": "slot~keep", "title": "Keep it"}},
                {"type": "reply", "reply": {"id": "slot~free", "title": "Free it"}},
            ]},
        })
    );
}

#[tokio::test]
async fn lists_and_addresses_are_opened_by_a_button() {
    let list = interactive(|client| {
        let send = client
            .messages()
            .send_message(user(), "When?")
            .header("Delivery");
        send.buttons(Buttons::list("See slots", sections()))
            .footer("Today")
    });
    assert_eq!(
        list.await,
        json!({
            "type": "list",
            "header": {"type": "text", "text": "Delivery"},
            "body": {"text": "When?"},
            "footer": {"text": "Today"},
            "action": {"button": "See slots", "sections": [
                {"title": "Morning", "rows": [{"id": "s1", "title": "09:00", "description": "Dock 4"}]},
            ]},
        })
    );

    let address = interactive(|client| {
        let send = client.messages().send_message(user(), "It is on its way");
        send.buttons(Buttons::url("Track", "https://t.example.test/8812"))
    });
    assert_eq!(
        address.await,
        json!({
            "type": "cta_url",
            "body": {"text": "It is on its way"},
            "action": {"name": "cta_url", "parameters":
                {"display_text": "Track", "url": "https://t.example.test/8812"}},
        })
    );
}

#[tokio::test]
async fn flows_are_opened_with_all_that_can_be_said_of_them() {
    let flow = || FlowButton::new(FlowId::new("610990000000005").unwrap(), "Book");
    let sent = interactive(|client| {
        let button = flow()
            .token("tok-55".parse().unwrap())
            .draft()
            .navigate("START".parse().unwrap())
            .data(&json!({"name": "Mara"}));
        client
            .messages()
            .send_message(user(), "Book a table?")
            .buttons(button)
    });
    assert_eq!(
        sent.await["action"],
        json!({"name": "flow", "parameters": {
            "mode": "draft", "flow_message_version": "3", "flow_token": "tok-55",
            "flow_id": "610990000000005", "flow_cta": "Book", "flow_action": "navigate",
            "flow_action_payload": {"screen": "START", "data": {"name": "Mara"}},
        }})
    );

    let sent = interactive(|client| {
        client
            .messages()
            .send_image(user(), media())
            .caption("Book?")
            .buttons(flow().data_exchange())
    });
    assert_eq!(
        sent.await["action"]["parameters"]["flow_action"],
        "data_exchange"
    );
}

#[tokio::test]
async fn calls_and_contacts_are_asked_for() {
    let call = interactive(|client| {
        let button = VoiceCallButton::new()
            .display_text("Call us")
            .ttl_minutes(120)
            .payload("ad-7");
        client
            .messages()
            .send_message(user(), "Questions?")
            .buttons(button)
    });
    assert_eq!(
        call.await,
        json!({"type": "voice_call", "body": {"text": "Questions?"}, "action": {"name": "voice_call",
            "parameters": {"display_text": "Call us", "ttl_minutes": 120, "payload": "ad-7"}}})
    );
    for (buttons, kind) in [
        (
            Buttons::call_permission_request(),
            "call_permission_request",
        ),
        (Buttons::contact_info_request(), "request_contact_info"),
    ] {
        let sent = interactive(|client| {
            client
                .messages()
                .send_message(user(), "May we?")
                .buttons(buttons)
        });
        assert_eq!(
            sent.await,
            json!({"type": kind, "body": {"text": "May we?"}, "action": {"name": kind}})
        );
    }
}

#[tokio::test]
async fn media_with_buttons_become_the_header_and_their_caption_the_text() {
    let header = |sent: Value| {
        assert_eq!(sent["body"], json!({"text": "Look"}));
        assert_eq!(sent["footer"], json!({"text": "Today"}));
        sent["header"].clone()
    };
    let image = interactive(|client| {
        let send = client
            .messages()
            .send_image(user(), media())
            .caption("Look");
        send.buttons(answers()).footer("Today")
    });
    assert_eq!(
        header(image.await),
        json!({"type": "image", "image": {"id": "990011"}})
    );
    let video = interactive(|client| {
        let send = client
            .messages()
            .send_video(user(), MediaSource::link("https://a.test/v"));
        send.footer("Today").buttons(answers()).caption("Look")
    });
    assert_eq!(
        header(video.await),
        json!({"type": "video", "video": {"link": "https://a.test/v"}})
    );
    let document = interactive(|client| {
        let send = client
            .messages()
            .send_document(user(), media())
            .filename("a.pdf")
            .caption("Look");
        send.buttons(answers()).footer("Today")
    });
    assert_eq!(
        header(document.await),
        json!({"type": "document", "document": {"id": "990011", "filename": "a.pdf"}})
    );
}

#[tokio::test]
async fn a_file_under_which_there_are_buttons_is_uploaded_first() {
    let fake = Fake::answering([ok(json!({"id": "990011"}))]);
    let file = MediaFile::bytes("a.png", "image/png", "x");

    let send = fake
        .client()
        .messages()
        .send_image(user(), file)
        .caption("Look")
        .buttons(answers());
    send.await.unwrap();

    assert!(fake.lines()[0].ends_with("/media"));
    let body = fake.seen()[1].body();
    assert_eq!(
        body["interactive"]["header"],
        json!({"type": "image", "image": {"id": "990011"}})
    );
}

#[tokio::test]
async fn products_the_catalog_and_places_are_kinds_of_their_own() {
    let sent = interactive(|client| client.messages().request_location(user(), "Where are you?"));
    assert_eq!(
        sent.await,
        json!({"type": "location_request_message", "body": {"text": "Where are you?"},
            "action": {"name": "send_location"}})
    );

    let catalog = Catalog::new("All our tea")
        .unwrap()
        .thumbnail(product_id())
        .footer("Fresh")
        .unwrap();
    let sent = interactive(|client| client.messages().send_catalog(user(), catalog));
    assert_eq!(
        sent.await,
        json!({"type": "catalog_message", "body": {"text": "All our tea"}, "footer": {"text": "Fresh"},
            "action": {"name": "catalog_message", "parameters": {"thumbnail_product_retailer_id": "SKU-9"}}})
    );

    let product = Product::new(catalog_id(), product_id())
        .body("Try it")
        .unwrap();
    let sent = interactive(|client| client.messages().send_product(user(), product));
    assert_eq!(
        sent.await,
        json!({"type": "product", "body": {"text": "Try it"},
            "action": {"catalog_id": "7001", "product_retailer_id": "SKU-9"}})
    );

    let sections = [ProductSection::new("Tea", [product_id()]).unwrap()];
    let products = Products::new("Tea", "Our best", catalog_id(), sections).unwrap();
    let sent = interactive(|client| client.messages().send_products(user(), products));
    assert_eq!(
        sent.await,
        json!({"type": "product_list", "header": {"type": "text", "text": "Tea"},
            "body": {"text": "Our best"}, "action": {"catalog_id": "7001", "sections": [
                {"title": "Tea", "product_items": [{"product_retailer_id": "SKU-9"}]}]}})
    );
}

#[tokio::test]
async fn any_interactive_message_can_be_sent_whole() {
    let card = |number: u32| {
        let image = CardMedia::image(MediaId::new(number.to_string()).unwrap());
        Card::url(image, "View", format!("https://example.test/{number}")).unwrap()
    };
    let carousel = Carousel::new("Lofts", [card(1), card(2)]).unwrap();

    let sent = interactive(|client| client.messages().send_interactive(user(), carousel)).await;

    assert_eq!(sent["type"], "carousel");
    assert_eq!(sent["action"]["cards"][1]["card_index"], 1);
}

#[tokio::test]
async fn what_does_not_go_together_is_told_before_anything_is_sent() {
    let fake = Fake::default();
    let client = fake.client();
    let messages = client.messages();
    let text = || messages.send_message(user(), "x");
    let image = || messages.send_image(user(), media());
    let same = || {
        [
            ReplyButton::new("a", "A").unwrap(),
            ReplyButton::new("a", "B").unwrap(),
        ]
    };
    let list = || Buttons::list("See", sections());

    let wrong: Vec<(SendMessage, &str)> = vec![
        (text().header("x").any(), "header"),
        (text().footer("x").any(), "footer"),
        (image().footer("x").any(), "footer"),
        (image().buttons(answers()).any(), "caption"),
        (image().caption("x").buttons(list()).any(), "header"),
        (text().buttons(Vec::new()).any(), "buttons"),
        (text().buttons(same()).any(), "buttons"),
        (
            text().buttons(answers()).header("x".repeat(61)).any(),
            "header",
        ),
        (
            text().buttons(answers()).footer("x".repeat(61)).any(),
            "footer",
        ),
        (text().buttons(Buttons::list("See", [])).any(), "sections"),
        (
            text().buttons(Buttons::url("Track", "ftp://x")).any(),
            "url",
        ),
        (
            text()
                .buttons(Buttons::url("x".repeat(21), "https://a.test"))
                .any(),
            "display_text",
        ),
        (
            text().buttons(VoiceCallButton::new().ttl_minutes(0)).any(),
            "ttl_minutes",
        ),
        (
            text()
                .buttons(Buttons::contact_info_request())
                .footer("x")
                .any(),
            "footer",
        ),
        (
            text()
                .buttons(Buttons::call_permission_request())
                .header("x")
                .any(),
            "header",
        ),
        (
            text()
                .buttons(FlowButton::new(FlowId::new("1").unwrap(), "Book").data(&[1]))
                .any(),
            "data",
        ),
        (
            messages
                .send_message(user(), "x".repeat(1025))
                .buttons(answers())
                .any(),
            "body",
        ),
        (
            messages
                .send_message(user(), "x".repeat(4097))
                .buttons(list())
                .any(),
            "body",
        ),
        (messages.request_location(user(), ""), "body"),
    ];
    for (send, field) in wrong {
        let invalid = send.check().unwrap_err();
        assert!(invalid.field().contains(field), "{field}: {invalid}");
        assert_eq!(Outcome::of(&send.await), Outcome::Rejected);
    }
    assert!(fake.lines().is_empty());
}

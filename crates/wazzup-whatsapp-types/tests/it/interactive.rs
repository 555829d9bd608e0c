//! Interactive messages, as the documents have them.

use serde_json::{Value, json};
use wazzup_whatsapp_types::interactive::{
    AddressField, AddressRequest, Amount, CallPermissionRequest, Card, CardMedia, Carousel,
    Catalog, ContactInfoRequest, FlowMessage, FlowRef, GoodsType, Header, Interactive, List,
    LocationRequest, Order, OrderDetails, OrderItem, OrderProgress, OrderState, OrderStatus,
    Payment, PostalAddress, Product, ProductSection, Products, ReplyButton, ReplyButtons, Row,
    Section, UrlButton, VoiceCall,
};
use wazzup_whatsapp_types::message::{Document, Image};
use wazzup_whatsapp_types::{CatalogId, FlowId, ProductId};

use crate::bodies::{is_sent_as, link, media};

/// Writes it as an interactive message, and reads it back.
#[track_caller]
fn is(message: impl Into<Interactive>, expected: Value) {
    let message = message.into();
    assert_eq!(json!(message.name()), expected["type"]);
    is_sent_as(message, "interactive", expected);
}

fn button(id: &str, title: &str) -> ReplyButton {
    ReplyButton::new(id, title).unwrap()
}

fn catalog() -> CatalogId {
    CatalogId::new("7001").unwrap()
}

fn product() -> ProductId {
    ProductId::new("SKU-9").unwrap()
}

#[test]
fn reply_buttons() {
    is(
        ReplyButtons::new("Keep the slot?", [button("slot~keep", "Keep it")])
            .unwrap()
            .header(Header::text("Delivery").unwrap())
            .footer("Reply any time today")
            .unwrap(),
        json!({
            "type": "button",
            "header": {"type": "text", "text": "Delivery"},
            "body": {"text": "Keep the slot?"},
            "footer": {"text": "Reply any time today"},
            "action": {
                "buttons": [{"type": "reply", "reply": {"id": "slot~keep", "title": "Keep it"}}]
            }
        }),
    );
}

#[test]
fn headers_of_every_kind() {
    let with = |header: Header| {
        let message = ReplyButtons::new("?", [button("1", "1")]).unwrap();
        serde_json::to_value(message.header(header)).unwrap()["header"].clone()
    };
    assert_eq!(
        with(Header::image(media())),
        json!({"type": "image", "image": {"id": "990011"}})
    );
    assert_eq!(
        with(Header::video(link())),
        json!({"type": "video", "video": {"link": "https://cdn.example.com/1.jpg"}})
    );
    assert_eq!(
        with(Header::document(media())),
        json!({"type": "document", "document": {"id": "990011"}})
    );
    assert_eq!(
        with(Header::named_document(media(), "bill.pdf").unwrap()),
        json!({"type": "document", "document": {"id": "990011", "filename": "bill.pdf"}})
    );
    // Media with a caption go above a message without it.
    assert_eq!(
        with(Image::new(media()).caption("A cat").unwrap().into()),
        json!({"type": "image", "image": {"id": "990011"}})
    );
    let document = Document::new(media()).filename("bill.pdf").unwrap();
    assert_eq!(
        with(document.caption("Yours").unwrap().into()),
        json!({"type": "document", "document": {"id": "990011", "filename": "bill.pdf"}})
    );
}

#[test]
fn lists() {
    let rows = [Row::new("s1", "09:00")
        .unwrap()
        .description("Dock 4")
        .unwrap()];
    is(
        List::new(
            "When?",
            "See slots",
            [Section::new("Morning", rows).unwrap()],
        )
        .unwrap()
        .header("Delivery")
        .unwrap(),
        json!({
            "type": "list",
            "header": {"type": "text", "text": "Delivery"},
            "body": {"text": "When?"},
            "action": {
                "button": "See slots",
                "sections": [{
                    "title": "Morning",
                    "rows": [{"id": "s1", "title": "09:00", "description": "Dock 4"}]
                }]
            }
        }),
    );
    let rows = [Row::new("s1", "09:00").unwrap()];
    is(
        List::new("When?", "Slots", [Section::untitled(rows).unwrap()]).unwrap(),
        json!({
            "type": "list",
            "body": {"text": "When?"},
            "action": {"button": "Slots", "sections": [{"rows": [{"id": "s1", "title": "09:00"}]}]}
        }),
    );
}

#[test]
fn products() {
    is(
        Product::new(catalog(), product()),
        json!({
            "type": "product", "action": {"catalog_id": "7001", "product_retailer_id": "SKU-9"}
        }),
    );
    is(
        Product::new(catalog(), product())
            .body("Still there")
            .unwrap()
            .footer("Until Friday")
            .unwrap(),
        json!({
            "type": "product",
            "body": {"text": "Still there"},
            "footer": {"text": "Until Friday"},
            "action": {"catalog_id": "7001", "product_retailer_id": "SKU-9"}
        }),
    );
    let section = ProductSection::new("Tea", [product()]).unwrap();
    is(
        Products::new("Ours", "Look", catalog(), [section]).unwrap(),
        json!({
            "type": "product_list",
            "header": {"type": "text", "text": "Ours"},
            "body": {"text": "Look"},
            "action": {
                "catalog_id": "7001",
                "sections": [{"title": "Tea", "product_items": [{"product_retailer_id": "SKU-9"}]}]
            }
        }),
    );
    is(
        Catalog::new("Look").unwrap().thumbnail(product()),
        json!({
            "type": "catalog_message",
            "body": {"text": "Look"},
            "action": {
                "name": "catalog_message",
                "parameters": {"thumbnail_product_retailer_id": "SKU-9"}
            }
        }),
    );
    is(
        Catalog::new("Look").unwrap(),
        json!({
            "type": "catalog_message",
            "body": {"text": "Look"},
            "action": {"name": "catalog_message"}
        }),
    );
}

#[test]
fn a_url_button() {
    is(
        UrlButton::new("Where it is", "Track", "https://t.example.test/8812")
            .unwrap()
            .header(Header::image(media())),
        json!({
            "type": "cta_url",
            "header": {"type": "image", "image": {"id": "990011"}},
            "body": {"text": "Where it is"},
            "action": {
                "name": "cta_url",
                "parameters": {"display_text": "Track", "url": "https://t.example.test/8812"}
            }
        }),
    );
}

#[test]
fn a_flow() {
    let flow = FlowId::new("610990000000005").unwrap();
    is(
        FlowMessage::new("A table?", flow, "Book")
            .unwrap()
            .token("tok-55".parse().unwrap())
            .navigate("START".parse().unwrap())
            .data(&json!({"name": "Mara"}))
            .unwrap(),
        json!({
            "type": "flow",
            "body": {"text": "A table?"},
            "action": {
                "name": "flow",
                "parameters": {
                    "mode": "published",
                    "flow_message_version": "3",
                    "flow_token": "tok-55",
                    "flow_id": "610990000000005",
                    "flow_cta": "Book",
                    "flow_action": "navigate",
                    "flow_action_payload": {"screen": "START", "data": {"name": "Mara"}}
                }
            }
        }),
    );
    let by_name = FlowRef::Name("booking".to_owned());
    let draft = FlowMessage::new("A table?", by_name, "Book").unwrap();
    is(
        draft.draft().data_exchange(),
        json!({
            "type": "flow",
            "body": {"text": "A table?"},
            "action": {
                "name": "flow",
                "parameters": {
                    "mode": "draft",
                    "flow_message_version": "3",
                    "flow_name": "booking",
                    "flow_cta": "Book",
                    "flow_action": "data_exchange"
                }
            }
        }),
    );
}

#[test]
fn requests() {
    is(
        LocationRequest::new("Where are you?").unwrap(),
        json!({
            "type": "location_request_message",
            "body": {"text": "Where are you?"},
            "action": {"name": "send_location"}
        }),
    );
    is(
        ContactInfoRequest::new("Who are you?").unwrap(),
        json!({
            "type": "request_contact_info",
            "body": {"text": "Who are you?"},
            "action": {"name": "request_contact_info"}
        }),
    );
    is(
        CallPermissionRequest::new(),
        json!({
            "type": "call_permission_request", "action": {"name": "call_permission_request"}
        }),
    );
    is(
        CallPermissionRequest::new().body("May we call?").unwrap(),
        json!({
            "type": "call_permission_request",
            "body": {"text": "May we call?"},
            "action": {"name": "call_permission_request"}
        }),
    );
    is(
        VoiceCall::new("Questions?").unwrap(),
        json!({
            "type": "voice_call",
            "body": {"text": "Questions?"},
            "action": {"name": "voice_call"}
        }),
    );
    is(
        VoiceCall::new("Questions?")
            .unwrap()
            .display_text("Call us")
            .unwrap()
            .ttl_minutes(120)
            .unwrap()
            .payload("ad-7")
            .unwrap(),
        json!({
            "type": "voice_call",
            "body": {"text": "Questions?"},
            "action": {
                "name": "voice_call",
                "parameters": {"display_text": "Call us", "ttl_minutes": 120, "payload": "ad-7"}
            }
        }),
    );
}

#[test]
fn carousels() {
    let card = |n: u8| {
        let picture = CardMedia::image(link());
        let card = Card::url(picture, "View", format!("https://example.test/{n}")).unwrap();
        card.body("Loft, 2 rooms").unwrap()
    };
    let expected = |n: u8| {
        json!({
            "card_index": n,
            "type": "cta_url",
            "header": {"type": "image", "image": {"link": "https://cdn.example.com/1.jpg"}},
            "body": {"text": "Loft, 2 rooms"},
            "action": {
                "name": "cta_url",
                "parameters": {"display_text": "View", "url": format!("https://example.test/{n}")}
            }
        })
    };
    is(
        Carousel::new("Two flats", [card(0), card(1)]).unwrap(),
        json!({
            "type": "carousel",
            "body": {"text": "Two flats"},
            "action": {"cards": [expected(0), expected(1)]}
        }),
    );

    let card = || Card::quick_replies(CardMedia::video(media()), [button("v", "View")]).unwrap();
    let expected = |n: u8| {
        json!({
            "card_index": n,
            "type": "button",
            "header": {"type": "video", "video": {"id": "990011"}},
            "action": {
                "buttons": [{"type": "quick_reply", "quick_reply": {"id": "v", "title": "View"}}]
            }
        })
    };
    is(
        Carousel::new("Two flats", [card(), card()]).unwrap(),
        json!({
            "type": "carousel",
            "body": {"text": "Two flats"},
            "action": {"cards": [expected(0), expected(1)]}
        }),
    );

    let card = || Card::product(catalog(), product());
    let expected = |n: u8| {
        json!({
            "card_index": n,
            "type": "product",
            "action": {"catalog_id": "7001", "product_retailer_id": "SKU-9"}
        })
    };
    is(
        Carousel::new("Two teas", [card(), card()]).unwrap(),
        json!({
            "type": "carousel",
            "body": {"text": "Two teas"},
            "action": {"cards": [expected(0), expected(1)]}
        }),
    );
}

#[test]
fn an_address() {
    let address = |city: &str| {
        PostalAddress::new()
            .with(AddressField::City, city)
            .unwrap()
            .with(AddressField::InPinCode, "400063")
            .unwrap()
    };
    is(
        AddressRequest::new("Where to?", "IN")
            .unwrap()
            .values(address("Mumbai"))
            .saved_address("home", address("Pune"))
            .unwrap()
            .validation_error(AddressField::InPinCode, "We do not deliver there")
            .unwrap(),
        json!({
            "type": "address_message",
            "body": {"text": "Where to?"},
            "action": {
                "name": "address_message",
                "parameters": {
                    "country": "IN",
                    "values": {"city": "Mumbai", "in_pin_code": "400063"},
                    "saved_addresses": [
                        {"id": "home", "value": {"city": "Pune", "in_pin_code": "400063"}}
                    ],
                    "validation_errors": {"in_pin_code": "We do not deliver there"}
                }
            }
        }),
    );
    is(
        AddressRequest::new("Where to?", "IN").unwrap(),
        json!({
            "type": "address_message",
            "body": {"text": "Where to?"},
            "action": {"name": "address_message", "parameters": {"country": "IN"}}
        }),
    );
}

#[test]
fn order_details() {
    let amount = Amount::hundredths;
    let bread = OrderItem::new("bread", amount(1500), 1)
        .unwrap()
        .retailer_id(ProductId::new("1234567").unwrap())
        .sale_amount(amount(1000))
        .unwrap();
    let order = Order::new([bread], amount(1000), amount(100))
        .unwrap()
        .tax_description("VAT")
        .shipping(amount(100), Some("by bike".to_owned()))
        .unwrap()
        .discount(amount(100), None)
        .unwrap()
        .discount_program("friends");
    let payment = Payment::new("upi", "my-payment-config-name", "INR", amount(1100));
    is(
        OrderDetails::new(
            "Your order",
            "order-8812",
            GoodsType::Digital,
            order,
            payment,
        )
        .unwrap()
        .image(link())
        .footer("Thank you")
        .unwrap(),
        json!({
            "type": "order_details",
            "header": {"type": "image", "image": {"link": "https://cdn.example.com/1.jpg"}},
            "body": {"text": "Your order"},
            "footer": {"text": "Thank you"},
            "action": {
                "name": "review_and_pay",
                "parameters": {
                    "reference_id": "order-8812",
                    "type": "digital-goods",
                    "payment_type": "upi",
                    "payment_configuration": "my-payment-config-name",
                    "currency": "INR",
                    "total_amount": {"value": 1100, "offset": 100},
                    "order": {
                        "status": "pending",
                        "items": [{
                            "retailer_id": "1234567", "name": "bread", "quantity": 1,
                            "amount": {"value": 1500, "offset": 100},
                            "sale_amount": {"value": 1000, "offset": 100}
                        }],
                        "subtotal": {"value": 1000, "offset": 100},
                        "tax": {"value": 100, "offset": 100, "description": "VAT"},
                        "shipping": {"value": 100, "offset": 100, "description": "by bike"},
                        "discount": {
                            "value": 100, "offset": 100, "discount_program_name": "friends"
                        }
                    }
                }
            }
        }),
    );
}

#[test]
fn order_status() {
    let progress = OrderProgress::new("order-8812", OrderState::Processing).unwrap();
    is(
        OrderStatus::new("We are at it", progress.description("One hour more")).unwrap(),
        json!({
            "type": "order_status",
            "body": {"text": "We are at it"},
            "action": {
                "name": "review_order",
                "parameters": {
                    "reference_id": "order-8812",
                    "order": {"status": "processing", "description": "One hour more"}
                }
            }
        }),
    );
}

/// What a constructor refuses cannot be read either.
#[test]
fn what_is_read_is_checked_as_what_is_made() {
    let good = json!({
        "type": "button",
        "body": {"text": "?"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "1", "title": "1"}}]}
    });
    let read = |value: &Value| serde_json::from_value::<Interactive>(value.clone());
    assert!(read(&good).is_ok());
    let changed = |path: &str, to: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap() = to;
        read(&body).unwrap_err().to_string()
    };
    let error = changed("/action/buttons/0/reply/title", json!("x".repeat(21)));
    assert!(error.contains("`title` has 21 characters"), "{error}");
    let error = changed("/action/buttons", json!([]));
    assert!(error.contains("`action.buttons` has 0 items"), "{error}");
    let error = changed("/body/text", json!("x".repeat(1025)));
    assert!(error.contains("`body.text` has 1025 characters"), "{error}");

    // A header of a kind that this kind of message does not take.
    let list = json!({
        "type": "list",
        "header": {"type": "image", "image": {"id": "1"}},
        "body": {"text": "?"},
        "action": {"button": "b", "sections": [{"rows": [{"id": "1", "title": "1"}]}]}
    });
    let error = read(&list).unwrap_err().to_string();
    assert!(error.contains("header.type"), "{error}");
    let unknown = json!({"type": "hologram", "body": {"text": "?"}, "action": {}});
    assert!(read(&unknown).is_err());
    let misnamed = json!({
        "type": "location_request_message", "body": {"text": "?"}, "action": {"name": "send_cash"}
    });
    assert!(read(&misnamed).is_err());
}

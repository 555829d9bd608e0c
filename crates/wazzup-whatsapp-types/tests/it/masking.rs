//! `Debug` tells no text, phone, user, name, address or token of what is sent and answered.

use std::fmt::Debug;

use serde_json::json;
use wazzup_whatsapp_types::callback::{
    AppAccessToken, CallbackOverride, PhoneCallback, SubscribedApp,
};
use wazzup_whatsapp_types::error::GraphError;
use wazzup_whatsapp_types::interactive::{
    AddressField, AddressRequest, Amount, Card, CardMedia, Carousel, Catalog, FlowMessage,
    GoodsType, Header, List, Order, OrderDetails, OrderItem, OrderProgress, OrderState,
    OrderStatus, Payment, PostalAddress, ProductSection, Products, ReplyButton, ReplyButtons, Row,
    Section, UrlButton, VoiceCall,
};
use wazzup_whatsapp_types::media::{MediaInfo, UploadHandle, UploadSession};
use wazzup_whatsapp_types::message::{
    ContactAddress, ContactCard, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl,
    Contacts, Content, Document, Image, Location, MediaRef, OutgoingMessage, Reaction, SendAnswer,
    Text,
};
use wazzup_whatsapp_types::template::{
    DateTime, HeaderParameter, Language, Parameter, Template, TemplateButton, TemplateCard,
};
use wazzup_whatsapp_types::users::{BlockAnswer, BlockUsers};
use wazzup_whatsapp_types::{
    Bsuid, CatalogId, FlowId, IdentityKeyHash, MediaId, ParentBsuid, PhoneNumber, ProductId,
    Recipient, Secret, Username, WaId,
};

/// Stands for all that is personal.
const SECRET: &str = "SECRET";

#[track_caller]
fn masked(value: &impl Debug) {
    let shown = format!("{value:?} {value:#?}");
    for secret in ["SECRET", "secret", "5550104477", "90210", "52.3"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// Alone and in a message.
#[track_caller]
fn sent(content: impl Into<Content>) {
    let content = content.into();
    masked(&content);
    let to = Recipient::parse("+15550104477").unwrap();
    let message = OutgoingMessage::new(to, content)
        .tracker(SECRET)
        .unwrap()
        .identity_key_hash(SECRET.parse().unwrap());
    masked(&message);
}

fn link() -> MediaRef {
    MediaRef::link("https://secret.example.com/?SECRET").unwrap()
}

fn button() -> ReplyButton {
    ReplyButton::new(SECRET, SECRET).unwrap()
}

#[test]
fn who_somebody_is() {
    masked(&WaId::new("15550104477").unwrap());
    masked(&PhoneNumber::new("+1 555 0104477").unwrap());
    masked(&Bsuid::new("NL.90210").unwrap());
    masked(&ParentBsuid::new("NL.ENT.90210").unwrap());
    masked(&Username::new(SECRET).unwrap());
    masked(&IdentityKeyHash::new(SECRET).unwrap());
    for to in ["15550104477", "+15550104477", "NL.90210", "NL.ENT.90210"] {
        masked(&Recipient::parse(to).unwrap());
    }
}

#[test]
fn simple_messages() {
    sent(Text::new(SECRET).unwrap());
    sent(Image::new(link()).caption(SECRET).unwrap());
    sent(Document::new(link()).filename(SECRET).unwrap());
    sent(
        Location::new(52.37, 4.89)
            .unwrap()
            .name(SECRET)
            .address(SECRET),
    );
    sent(Reaction::new("wamid.QQ==".parse().unwrap(), SECRET).unwrap());
    let name = ContactName::new(SECRET).first_name(SECRET);
    let phone = ContactPhone::new("+15550104477").wa_id("15550104477".parse().unwrap());
    let card = ContactCard::new(name)
        .phone(phone)
        .email(ContactEmail::new(SECRET))
        .url(ContactUrl::new(SECRET))
        .address(ContactAddress::new().street(SECRET).city(SECRET))
        .org(ContactOrg::new(SECRET))
        .birthday("1991-04-30".parse().unwrap());
    masked(&card);
    assert!(!format!("{card:?}").contains("1991"));
    sent(Contacts::new([card]).unwrap());
}

#[test]
fn interactive_messages() {
    sent(
        ReplyButtons::new(SECRET, [button()])
            .unwrap()
            .header(Header::text(SECRET).unwrap())
            .footer(SECRET)
            .unwrap(),
    );
    sent(
        ReplyButtons::new(SECRET, [button()])
            .unwrap()
            .header(Header::named_document(link(), SECRET).unwrap()),
    );
    let row = Row::new(SECRET, SECRET)
        .unwrap()
        .description(SECRET)
        .unwrap();
    let section = Section::new(SECRET, [row]).unwrap();
    sent(List::new(SECRET, SECRET, [section]).unwrap());
    let section = ProductSection::new(SECRET, [ProductId::new("p").unwrap()]).unwrap();
    let catalog = CatalogId::new("7001").unwrap();
    sent(Products::new(SECRET, SECRET, catalog, [section]).unwrap());
    sent(Catalog::new(SECRET).unwrap());
    sent(UrlButton::new(SECRET, SECRET, "https://example.com/?SECRET").unwrap());
    let flow = FlowId::new("61").unwrap();
    sent(
        FlowMessage::new(SECRET, flow, SECRET)
            .unwrap()
            .token(SECRET.parse().unwrap())
            .data(&json!({ "SECRET": SECRET }))
            .unwrap(),
    );
    let call = VoiceCall::new(SECRET)
        .unwrap()
        .display_text(SECRET)
        .unwrap();
    sent(call.payload(SECRET).unwrap());
    let card = || {
        let card = Card::url(
            CardMedia::image(link()),
            SECRET,
            "https://example.com/?SECRET",
        );
        card.unwrap().body(SECRET).unwrap()
    };
    sent(Carousel::new(SECRET, [card(), card()]).unwrap());
    let card = || Card::quick_replies(CardMedia::image(link()), [button()]).unwrap();
    sent(Carousel::new(SECRET, [card(), card()]).unwrap());
    let address = PostalAddress::new()
        .with(AddressField::City, SECRET)
        .unwrap();
    sent(
        AddressRequest::new(SECRET, "IN")
            .unwrap()
            .values(address.clone())
            .saved_address(SECRET, address)
            .unwrap()
            .validation_error(AddressField::City, SECRET)
            .unwrap(),
    );
    let bread = OrderItem::new(SECRET, Amount::hundredths(1), 1).unwrap();
    let order = Order::new([bread], Amount::hundredths(1), Amount::hundredths(0))
        .unwrap()
        .tax_description(SECRET)
        .shipping(Amount::hundredths(1), Some(SECRET.to_owned()))
        .unwrap();
    let payment = Payment::new("upi", "conf", "INR", Amount::hundredths(1));
    sent(OrderDetails::new(SECRET, "order-1", GoodsType::Digital, order, payment).unwrap());
    let progress = OrderProgress::new("order-1", OrderState::Shipped).unwrap();
    sent(OrderStatus::new(SECRET, progress.description(SECRET)).unwrap());
}

#[test]
fn templates() {
    let template = || Template::new("parcel", Language::English).unwrap();
    sent(
        template()
            .header(HeaderParameter::named("code", SECRET).unwrap())
            .unwrap()
            .body([
                Parameter::named("who", SECRET).unwrap(),
                Parameter::currency(SECRET, "USD", 1)
                    .unwrap()
                    .name("a")
                    .unwrap(),
                Parameter::date_time(DateTime::new(SECRET))
                    .unwrap()
                    .name("b")
                    .unwrap(),
            ])
            .unwrap()
            .button(0, TemplateButton::url(SECRET).unwrap())
            .unwrap(),
    );
    sent(Template::authentication("otp", Language::English, SECRET).unwrap());
    let card = || {
        let card = TemplateCard::new(HeaderParameter::image(link())).unwrap();
        card.body([Parameter::text(SECRET).unwrap()]).unwrap()
    };
    sent(template().carousel([card(), card()]).unwrap());
    let place = Location::new(52.37, 4.89).unwrap().name(SECRET);
    masked(&HeaderParameter::location(place));
    masked(&HeaderParameter::document(link(), Some(SECRET.to_owned())).unwrap());
    masked(&Parameter::text(SECRET).unwrap());
    masked(&TemplateButton::quick_reply(SECRET).unwrap());
    masked(&DateTime::new(SECRET));
}

#[test]
fn answers() {
    let answer: SendAnswer = serde_json::from_value(json!({
        "contacts": [{"input": "+15550104477", "wa_id": "15550104477", "user_id": "NL.90210"}],
        "messages": [{"id": "wamid.QQ=="}]
    }))
    .unwrap();
    masked(&answer);
    let user = json!({"input": "+15550104477", "wa_id": "15550104477", "user_id": "NL.90210"});
    let mut failed = user.clone();
    failed["errors"] =
        json!([{"code": 131_047, "message": SECRET, "error_data": {"details": SECRET}}]);
    let answer: BlockAnswer = serde_json::from_value(json!({
        "block_users": {"added_users": [user], "failed_users": [failed]},
        "error": {"code": 139_100, "message": SECRET}
    }))
    .unwrap();
    masked(&answer);
    masked(&BlockUsers::new([Recipient::parse("15550104477").unwrap()]).unwrap());
    let info: MediaInfo =
        serde_json::from_value(json!({"url": "https://example.com/?SECRET", "id": "1"})).unwrap();
    masked(&info);
    masked(&UploadSession::new("upload:SECRET?sig=SECRET").unwrap());
    masked(&UploadHandle::new("4::SECRET").unwrap());
}

#[test]
fn callbacks_and_tokens() {
    let url = "https://example.com/?SECRET";
    let callback = CallbackOverride::new(url, Secret::new(SECRET).unwrap()).unwrap();
    masked(&callback);
    masked(&PhoneCallback::new(callback));
    let token: AppAccessToken = serde_json::from_value(json!({"access_token": SECRET})).unwrap();
    masked(&token);
    let app: SubscribedApp = serde_json::from_value(json!({"override_callback_uri": url})).unwrap();
    masked(&app);
}

#[test]
fn errors() {
    let body = json!({"error": {
        "code": 131_026, "message": "to 15550104477", "error_data": {"details": SECRET},
        "error_user_title": SECRET, "error_user_msg": SECRET
    }});
    for error in [
        GraphError::parse(400, body.to_string().as_bytes()),
        GraphError::parse(502, b"<html>SECRET"),
        GraphError::parse(400, br#"{"SECRET": "SECRET"}"#),
    ] {
        masked(&error);
        assert!(!error.to_string().contains("SECRET"), "{error}");
        assert!(!error.to_string().contains("1555"), "{error}");
    }
}

#[test]
fn what_is_not_personal_is_shown() {
    let id = MediaId::new("990011").unwrap();
    let message = OutgoingMessage::new(
        Recipient::parse("+15550104477").unwrap(),
        Image::new(id).caption(SECRET).unwrap(),
    );
    let shown = format!("{message:?}");
    assert!(shown.contains("990011"), "{shown}");
    assert!(shown.contains("Phone(PhoneNumber(<hidden>))"), "{shown}");
    assert!(shown.contains("caption: Some(<hidden>)"), "{shown}");
    let template = Template::new("parcel", Language::English).unwrap();
    let shown = format!(
        "{:?}",
        template.body([Parameter::text("x").unwrap()]).unwrap()
    );
    assert!(
        shown.contains("parcel") && shown.contains("\"body\""),
        "{shown}"
    );
}

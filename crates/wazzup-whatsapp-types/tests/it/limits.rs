//! Documented limits: what is at the border is taken, what is beyond is refused with field, limit and
//! what was found.

use wazzup_whatsapp_types::callback::CallbackOverride;
use wazzup_whatsapp_types::interactive::{
    AddressField, AddressRequest, Amount, CallPermissionRequest, Card, CardMedia, Carousel,
    Catalog, ContactInfoRequest, FlowMessage, FlowRef, GoodsType, Header, List, LocationRequest,
    Order, OrderDetails, OrderItem, OrderProgress, OrderState, OrderStatus, Payment, PostalAddress,
    Product, ProductSection, Products, ReplyButton, ReplyButtons, Row, Section, UrlButton,
    VoiceCall,
};
use wazzup_whatsapp_types::media::{self, MediaKind, UploadSession};
use wazzup_whatsapp_types::message::{
    Audio, Birthday, ContactCard, ContactName, Contacts, Document, Image, Location, MediaRef,
    OutgoingMessage, Pin, Reaction, Text, Video,
};
use wazzup_whatsapp_types::template::{
    DateTime, HeaderParameter, Language, Parameter, Template, TemplateButton, TemplateCard,
};
use wazzup_whatsapp_types::users::{BLOCK_LIST_MAX, BlockUsers};
use wazzup_whatsapp_types::{
    Actual, CatalogId, Invalid, Limit, MessageId, ProductId, Recipient, Secret,
};

use crate::bodies::{media, to};

/// Two bytes a letter, so that bytes and characters cannot be mixed up.
fn letters(count: usize) -> String {
    "я".repeat(count)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(
    result: Result<T, Invalid>,
    field: &str,
    limit: Limit,
    actual: Actual,
) {
    let error = result.unwrap_err();
    assert_eq!(
        (error.field(), error.limit(), error.actual()),
        (field, limit, actual)
    );
}

/// A text of `max` characters is taken, one more is not, and none is not.
#[track_caller]
fn chars<T: std::fmt::Debug>(field: &str, max: usize, make: impl Fn(String) -> Result<T, Invalid>) {
    make(letters(max)).unwrap();
    refused(
        make(letters(max + 1)),
        field,
        Limit::MaxChars(max),
        Actual::Chars(max + 1),
    );
    refused(
        make(String::new()),
        field,
        Limit::MinChars(1),
        Actual::Chars(0),
    );
}

/// From `min` to `max` of them are taken.
#[track_caller]
fn items<T: std::fmt::Debug>(
    field: &str,
    min: usize,
    max: usize,
    make: impl Fn(usize) -> Result<T, Invalid>,
) {
    make(min).unwrap();
    make(max).unwrap();
    refused(
        make(max + 1),
        field,
        Limit::MaxItems(max),
        Actual::Items(max + 1),
    );
    refused(
        make(min - 1),
        field,
        Limit::MinItems(min),
        Actual::Items(min - 1),
    );
}

/// From `min` to `max` is taken.
#[track_caller]
fn range<T: std::fmt::Debug>(
    field: &str,
    min: u32,
    max: u32,
    make: impl Fn(u32) -> Result<T, Invalid>,
) {
    make(min).unwrap();
    make(max).unwrap();
    for wrong in [min - 1, max + 1] {
        refused(
            make(wrong),
            field,
            Limit::Range(min.into(), max.into()),
            Actual::Value(wrong.into()),
        );
    }
}

#[track_caller]
fn twice<T: std::fmt::Debug>(result: Result<T, Invalid>, field: &str) {
    refused(result, field, Limit::Unique, Actual::Repeated);
}

fn button(n: usize) -> ReplyButton {
    ReplyButton::new(format!("id-{n}"), format!("title {n}")).unwrap()
}

fn buttons(count: usize) -> Result<ReplyButtons, Invalid> {
    ReplyButtons::new("?", (0..count).map(button))
}

fn row(n: usize) -> Row {
    Row::new(format!("id-{n}"), "title").unwrap()
}

fn list(sections: impl IntoIterator<Item = Section>) -> Result<List, Invalid> {
    List::new("?", "See", sections)
}

fn catalog() -> CatalogId {
    CatalogId::new("7001").unwrap()
}

fn product(n: usize) -> ProductId {
    ProductId::new(format!("SKU-{n}")).unwrap()
}

fn products(sections: impl IntoIterator<Item = ProductSection>) -> Result<Products, Invalid> {
    Products::new("Ours", "Look", catalog(), sections)
}

fn message() -> OutgoingMessage {
    OutgoingMessage::new(to(), Text::new("Hi").unwrap())
}

fn id() -> MessageId {
    MessageId::new("wamid.QQ==").unwrap()
}

#[test]
fn texts_and_trackers() {
    chars("text.body", 4096, Text::new);
    chars("biz_opaque_callback_data", 512, |tracker| {
        message().tracker(tracker)
    });
    assert!(Reaction::new(id(), "").is_err());
}

#[test]
fn captions_and_names_of_media() {
    chars("image.caption", 1024, |it| Image::new(media()).caption(it));
    chars("video.caption", 1024, |it| Video::new(media()).caption(it));
    chars("document.caption", 1024, |it| {
        Document::new(media()).caption(it)
    });
    assert!(Document::new(media()).filename("").is_err());
    for wrong in [
        "",
        "example.com",
        "ftp://example.com",
        "data:image/png;base64,AA",
    ] {
        let error = MediaRef::link(wrong).unwrap_err();
        assert_eq!(error.field(), "link", "{wrong}");
    }
    assert!(MediaRef::link("HTTPS://example.com/a.jpg").is_ok());
    // No caption for sound, as the types have it: only whether it is a voice message.
    assert!(Audio::voice(media()).is_voice());
}

#[test]
fn places_on_earth() {
    assert!(Location::new(-90.0, 180.0).is_ok());
    for (latitude, longitude, field) in [
        (90.1, 0.0, "location.latitude"),
        (f64::NAN, 0.0, "location.latitude"),
        (0.0, -180.1, "location.longitude"),
        (0.0, f64::INFINITY, "location.longitude"),
    ] {
        assert_eq!(
            Location::new(latitude, longitude).unwrap_err().field(),
            field
        );
    }
}

#[test]
fn cards_of_contacts() {
    let card = || ContactCard::new(ContactName::new("Ines Falk").first_name("Ines"));
    items("contacts", 1, 257, |count| {
        Contacts::new(std::iter::repeat_with(card).take(count))
    });
    let unnamed = ContactCard::new(ContactName::new("").first_name("Ines"));
    refused(
        Contacts::new([card(), unnamed]),
        "contacts[1].name.formatted_name",
        Limit::MinChars(1),
        Actual::Chars(0),
    );
    let whole_name_only = ContactCard::new(ContactName::new("Ines Falk"));
    refused(
        Contacts::new([whole_name_only]),
        "contacts[0].name.first_name",
        Limit::MinItems(1),
        Actual::Missing,
    );
    assert!(Birthday::new("1991-04-30").is_ok());
    for wrong in [
        "",
        "30.04.1991",
        "1991-13-30",
        "1991-04-00",
        "1991-4-30",
        "199é-04-3",
    ] {
        assert!(Birthday::new(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn pins() {
    range("pin.expiration_days", 1, 30, |days| {
        Pin::new(id(), u8::try_from(days).unwrap())
    });
}

#[test]
fn headers_bodies_and_footers() {
    chars("header.text", 60, Header::text);
    chars("body.text", 1024, |body| {
        ReplyButtons::new(body, [button(1)])
    });
    chars("body.text", 4096, |body| {
        List::new(body, "See", [Section::untitled([row(1)])?])
    });
    chars("body.text", 1024, |body| {
        UrlButton::new(body, "See", "https://example.com")
    });
    chars("body.text", 1024, |body| {
        Product::new(catalog(), product(1)).body(body)
    });
    chars("body.text", 1024, |body| {
        let section = ProductSection::untitled([product(1)])?;
        Products::new("Ours", body, catalog(), [section])
    });
    chars("header.text", 60, |title| {
        let section = ProductSection::untitled([product(1)])?;
        Products::new(title, "Look", catalog(), [section])
    });
    chars("body.text", 1024, Catalog::new);
    chars("body.text", 1024, |body| {
        FlowMessage::new(body, FlowRef::Name("f".into()), "Go")
    });
    chars("body.text", 1024, LocationRequest::new);
    chars("body.text", 1024, ContactInfoRequest::new);
    chars("body.text", 1024, |body| {
        CallPermissionRequest::new().body(body)
    });
    chars("body.text", 1024, VoiceCall::new);
    chars("body.text", 1024, |body| {
        Carousel::new(body, [card(), card()])
    });
    chars("body.text", 1024, |body| AddressRequest::new(body, "IN"));
    chars("body.text", 1024, |body| {
        OrderStatus::new(body, OrderProgress::new("o", OrderState::Shipped)?)
    });
    chars("footer.text", 60, |footer| buttons(1)?.footer(footer));
    chars("footer.text", 60, |footer| {
        list([Section::untitled([row(1)])?])?.footer(footer)
    });
    chars("footer.text", 60, |footer| {
        Product::new(catalog(), product(1)).footer(footer)
    });
    chars("header.text", 60, |header| {
        list([Section::untitled([row(1)])?])?.header(header)
    });
}

#[test]
fn reply_buttons() {
    chars("id", 256, |id| ReplyButton::new(id, "title"));
    chars("title", 20, |title| ReplyButton::new("id", title));
    items("action.buttons", 1, 3, buttons);
    let same = |id: &str, title: &str| ReplyButton::new(id, title).unwrap();
    twice(
        ReplyButtons::new("?", [same("1", "a"), same("1", "b")]),
        "action.buttons[1].id",
    );
    twice(
        ReplyButtons::new("?", [same("1", "a"), same("2", "b"), same("3", "b")]),
        "action.buttons[2].title",
    );
}

#[test]
fn lists() {
    chars("id", 200, |id| Row::new(id, "title"));
    chars("title", 24, |title| Row::new("id", title));
    chars("description", 72, |it| row(1).description(it));
    chars("title", 24, |title| Section::new(title, [row(1)]));
    chars("action.button", 20, |button| {
        List::new("?", button, [Section::untitled([row(1)])?])
    });
    items("rows", 1, 10, |count| {
        Section::untitled((0..count).map(row))
    });
    items("action.sections", 1, 10, |count| {
        list((0..count).map(|n| Section::new("s", [row(n)]).unwrap()))
    });
    // Ten rows in all sections together.
    let two = |first: usize, second: usize| {
        list([
            Section::new("a", (0..first).map(row))?,
            Section::new("b", (first..first + second).map(row))?,
        ])
    };
    assert!(two(5, 5).is_ok());
    refused(
        two(5, 6),
        "action.sections.rows",
        Limit::MaxItems(10),
        Actual::Items(11),
    );
    let untitled = Section::untitled([row(2)]).unwrap();
    refused(
        list([Section::new("a", [row(1)]).unwrap(), untitled]),
        "action.sections[1].title",
        Limit::MinChars(1),
        Actual::Missing,
    );
    let section = |title: &str| Section::new(title, [row(1)]).unwrap();
    twice(
        list([section("a"), section("b")]),
        "action.sections.rows[1].id",
    );
}

#[test]
fn products_of_a_catalog() {
    chars("title", 24, |title| {
        ProductSection::new(title, [product(1)])
    });
    items("product_items", 1, 30, |count| {
        ProductSection::untitled((0..count).map(product))
    });
    items("action.sections", 1, 10, |count| {
        products((0..count).map(|n| ProductSection::new("s", [product(n)]).unwrap()))
    });
    let of = |title: &str, count: usize| ProductSection::new(title, (0..count).map(product));
    assert!(products([of("a", 15).unwrap(), of("b", 15).unwrap()]).is_ok());
    refused(
        products([of("a", 15).unwrap(), of("b", 16).unwrap()]),
        "action.sections.product_items",
        Limit::MaxItems(30),
        Actual::Items(31),
    );
    let untitled = ProductSection::untitled([product(1)]).unwrap();
    refused(
        products([untitled.clone(), untitled]),
        "action.sections[0].title",
        Limit::MinChars(1),
        Actual::Missing,
    );
}

#[test]
fn url_buttons_and_flows() {
    chars("action.parameters.display_text", 20, |it| {
        UrlButton::new("?", it, "https://example.com")
    });
    assert!(UrlButton::new("?", "See", "example.com").is_err());
    let flow = || FlowMessage::new("?", FlowRef::Name("f".into()), "Go").unwrap();
    chars("action.parameters.flow_cta", 30, |cta| {
        FlowMessage::new("?", FlowRef::Name("f".into()), cta)
    });
    assert!(FlowMessage::new("?", FlowRef::Name(String::new()), "Go").is_err());
    let data = "action.parameters.flow_action_payload.data";
    let none = flow().data(&serde_json::json!({}));
    refused(none, data, Limit::MinItems(1), Actual::Items(0));
    assert_eq!(flow().data(&[1]).unwrap_err().field(), data);
    let exchanged = flow().data_exchange().data(&serde_json::json!({"a": 1}));
    let field = "action.parameters.flow_action_payload";
    assert_eq!(exchanged.unwrap_err().field(), field);
}

#[test]
fn call_buttons() {
    let call = || VoiceCall::new("?").unwrap();
    chars("action.parameters.display_text", 20, |it| {
        call().display_text(it)
    });
    chars("action.parameters.payload", 512, |it| call().payload(it));
    range("action.parameters.ttl_minutes", 1, 43_200, |it| {
        call().ttl_minutes(it)
    });
}

fn card() -> Card {
    Card::url(CardMedia::image(media()), "View", "https://example.com").unwrap()
}

#[test]
fn carousels() {
    items("action.cards", 2, 10, |count| {
        Carousel::new("?", std::iter::repeat_with(card).take(count))
    });
    chars("body.text", 160, |body| card().body(body));
    assert!(card().body("a\nb\nc").is_ok());
    assert_eq!(card().body("a\nb\nc\nd").unwrap_err().field(), "body.text");
    chars("action.parameters.display_text", 20, |it| {
        Card::url(CardMedia::image(media()), it, "https://example.com")
    });
    let replies =
        |buttons: Vec<ReplyButton>| Card::quick_replies(CardMedia::image(media()), buttons);
    assert!(replies(vec![]).is_err());
    twice(replies(vec![button(1), button(1)]), "action.buttons[1].id");
    let film = Card::url(CardMedia::video(media()), "View", "https://example.com").unwrap();
    let tea = Card::product(catalog(), product(1));
    assert!(tea.clone().body("?").is_err());
    for other in [film, tea, replies(vec![button(1)]).unwrap()] {
        let error = Carousel::new("?", [card(), other]).unwrap_err();
        assert_eq!(error.field(), "action.cards[1].type");
    }
}

#[test]
fn addresses() {
    assert!(AddressRequest::new("?", "India").is_err());
    let part = |field, value: &str| PostalAddress::new().with(field, value);
    assert!(part(AddressField::InPinCode, "400063").is_ok());
    refused(
        part(AddressField::InPinCode, "4000635"),
        "values.in_pin_code",
        Limit::MaxChars(6),
        Actual::Chars(7),
    );
    assert!(part(AddressField::City, "").is_err());
    let address = || AddressRequest::new("?", "IN").unwrap();
    let saved = address().saved_address("a", PostalAddress::new()).unwrap();
    twice(
        saved.saved_address("a", PostalAddress::new()),
        "action.parameters.saved_addresses[1].id",
    );
    assert!(address().validation_error(AddressField::City, "").is_err());
}

#[test]
fn orders() {
    let amount = Amount::hundredths;
    assert!(OrderItem::new("", amount(1), 1).is_err());
    assert!(OrderItem::new("bread", amount(1), 0).is_err());
    let negative = OrderItem::new("bread", amount(-1), 1).unwrap_err();
    assert_eq!(
        (negative.field(), negative.actual()),
        ("amount.value", Actual::Value(-1))
    );
    let item = || OrderItem::new("bread", amount(1), 1).unwrap();
    assert!(Order::new([], amount(1), amount(0)).is_err());
    let order = || Order::new([item()], amount(1), amount(0)).unwrap();
    let error = order().shipping(amount(-1), None).unwrap_err();
    assert_eq!(error.field(), "order.shipping.value");
    let details = |reference: &str, currency: &str| {
        let payment = Payment::new("upi", "conf", currency, amount(1));
        OrderDetails::new("?", reference, GoodsType::Physical, order(), payment)
    };
    assert!(details("o", "INR").is_ok());
    assert!(details("", "INR").is_err());
    assert!(details("o", "rupee").is_err());
    assert!(OrderProgress::new("", OrderState::Shipped).is_err());
}

#[test]
fn templates() {
    let template = || Template::new("t", Language::English).unwrap();
    assert!(Template::new("a".repeat(512), Language::English).is_ok());
    refused(
        Template::new("a".repeat(513), Language::English),
        "template.name",
        Limit::MaxChars(512),
        Actual::Chars(513),
    );
    for wrong in ["", "Parcel", "parcel-update", "parcel update", "päckchen"] {
        assert!(Template::new(wrong, Language::English).is_err(), "{wrong}");
    }
    assert!(Template::new("t", "".into()).is_err());
    chars("text", 60, HeaderParameter::text);
    assert!(Parameter::text("").is_err());
    for wrong in ["", "Name", "first name"] {
        assert!(Parameter::named(wrong, "x").is_err(), "{wrong}");
        assert!(HeaderParameter::named(wrong, "x").is_err(), "{wrong}");
    }
    assert!(Parameter::currency("$1", "usd", 1000).is_err());
    assert!(Parameter::date_time(DateTime::new("")).is_err());
    assert!(template().body([]).is_err());
    let named = |name: &str| Parameter::named(name, "x").unwrap();
    let plain = || Parameter::text("x").unwrap();
    assert_eq!(
        template().body([named("a"), plain()]).unwrap_err().field(),
        "template.components[0].parameters[1].parameter_name"
    );
    twice(
        template().body([named("a"), named("a")]),
        "template.components[0].parameters[1].parameter_name",
    );
}

#[test]
fn buttons_of_templates() {
    let template = || Template::new("t", Language::English).unwrap();
    let reply = || TemplateButton::quick_reply("x").unwrap();
    chars("payload", 256, TemplateButton::quick_reply);
    chars("coupon_code", 15, TemplateButton::coupon);
    chars("text", 15, TemplateButton::one_time_password);
    assert!(TemplateButton::url("").is_err());
    range("ttl_minutes", 1, 43_200, |minutes| {
        TemplateButton::voice_call(Some(minutes), None)
    });
    chars("payload", 512, |payload| {
        TemplateButton::voice_call(None, Some(payload))
    });
    assert!(TemplateButton::voice_call(None, None).is_err());
    let section = || ProductSection::new("a", (0..16).map(product)).unwrap();
    assert!(TemplateButton::products(product(1), [section()]).is_ok());
    assert!(TemplateButton::products(product(1), [section(), section()]).is_err());
    assert!(TemplateButton::products(product(1), []).is_err());
    assert!(template().button(9, reply()).is_ok());
    refused(
        template().button(10, reply()),
        "template.components[0].index",
        Limit::Range(0, 9),
        Actual::Value(10),
    );
    let one = template().button(0, reply()).unwrap();
    twice(one.button(0, reply()), "index");
}

#[test]
fn cards_of_templates() {
    let card = || TemplateCard::new(HeaderParameter::image(media())).unwrap();
    let template = || Template::new("t", Language::English).unwrap();
    items("template.components[0].cards", 2, 10, |count| {
        template().carousel(std::iter::repeat_with(card).take(count))
    });
    assert!(TemplateCard::new(HeaderParameter::text("x").unwrap()).is_err());
    let with_button = card().button(0, TemplateButton::url("x").unwrap()).unwrap();
    let film = TemplateCard::new(HeaderParameter::video(media())).unwrap();
    for other in [with_button, film] {
        let error = template().carousel([card(), other]).unwrap_err();
        assert_eq!(error.field(), "template.components[0].cards[1].components");
    }
}

/// The table of kinds, types and sizes.
#[test]
fn media_of_every_kind() {
    const MB: u64 = 1024 * 1024;
    let table = [
        (MediaKind::Image, 5 * MB, 2),
        (MediaKind::Video, 16 * MB, 2),
        (MediaKind::Audio, 16 * MB, 5),
        (MediaKind::Document, 100 * MB, 8),
        (MediaKind::Sticker, 500 * 1024, 1),
    ];
    assert_eq!(table.len(), MediaKind::ALL.len());
    for (kind, max, types) in table {
        assert_eq!(kind.max_bytes(), max, "{kind:?}");
        assert_eq!(kind.mime_types().len(), types, "{kind:?}");
        for mime_type in kind.mime_types() {
            assert_eq!(MediaKind::of_mime_type(mime_type), Some(kind));
        }
        assert!(kind.check_size(max).is_ok());
        let max = i64::try_from(max).unwrap();
        refused(
            kind.check_size(max.unsigned_abs() + 1),
            "file",
            Limit::Range(1, max),
            Actual::Value(max + 1),
        );
        assert!(kind.check_size(0).is_err());
    }
    assert_eq!(
        MediaKind::of_mime_type("Audio/OGG; codecs=opus"),
        Some(MediaKind::Audio)
    );
    assert_eq!(MediaKind::of_mime_type("application/zip"), None);
    range("ttl_minutes", 60, 43_200, media::check_ttl_minutes);
    assert!(UploadSession::new("upload:TVRZ?sig=AbC").is_ok());
    assert!(UploadSession::new("4::aW1h").is_err());
}

#[test]
fn callbacks_and_blocked_users() {
    let callback = |url: String| CallbackOverride::new(url, Secret::new("token").unwrap());
    let url = |chars: usize| format!("https://{}", "a".repeat(chars - 8));
    assert!(callback(url(200)).is_ok());
    refused(
        callback(url(201)),
        "override_callback_uri",
        Limit::MaxChars(200),
        Actual::Chars(201),
    );
    assert!(callback("bot.example.com".to_owned()).is_err());
    assert!(BlockUsers::new(Vec::<Recipient>::new()).is_err());
    let group = [to(), Recipient::parse("a-group").unwrap()];
    assert_eq!(
        BlockUsers::new(group).unwrap_err().field(),
        "block_users[1].user"
    );
}

/// What only the service can check: whether a sticker moves, whether sound is a voice message, how many
/// users are blocked already. And what it takes if nothing is said.
#[test]
fn limits_that_are_only_told() {
    assert_eq!(MediaKind::STICKER_MAX_BYTES, 100 * 1024);
    assert_eq!(MediaKind::VOICE_PLAYABLE_MAX_BYTES, 512 * 1024);
    assert_eq!(BLOCK_LIST_MAX, 64_000);
    assert_eq!(VoiceCall::TTL_DEFAULT_MINUTES, 7 * 24 * 60);
}

#[test]
fn an_error_never_shows_what_was_given() {
    let error = ReplyButton::new("id", "0123456789 SECRET 0123").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`title` has 22 characters, at most 20 are allowed"
    );
    let error = VoiceCall::new("?").unwrap().ttl_minutes(0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`action.parameters.ttl_minutes` is 0, from 1 to 43200 is allowed"
    );
    let same = || ReplyButton::new("SECRET", "a").unwrap();
    let error = ReplyButtons::new("?", [same(), same()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`action.buttons[1].id` is there twice, each must be given once"
    );
}

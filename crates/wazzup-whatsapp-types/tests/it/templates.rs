//! Templates, as the documents have them.

use serde_json::{Value, json};
use wazzup_whatsapp_types::interactive::{OrderProgress, OrderState, ProductSection};
use wazzup_whatsapp_types::message::Location;
use wazzup_whatsapp_types::template::{
    DateTime, HeaderParameter, Language, Parameter, Template, TemplateButton, TemplateCard,
};
use wazzup_whatsapp_types::{CatalogId, Limit, ProductId, Timestamp};

use crate::bodies::{is_sent_as, link, media};

fn template() -> Template {
    Template::new("parcel_update", Language::EnglishGb).unwrap()
}

fn text(text: &str) -> Parameter {
    Parameter::text(text).unwrap()
}

/// Compares the components.
#[track_caller]
fn has(template: Template, components: Value) {
    is_sent_as(
        template,
        "template",
        json!({
            "name": "parcel_update", "language": {"code": "en_GB"}, "components": components
        }),
    );
}

#[track_caller]
fn has_button(button: TemplateButton, sub_type: &str, parameters: Value) {
    has(
        template().button(1, button).unwrap(),
        json!([
            {"type": "button", "sub_type": sub_type, "index": 1, "parameters": parameters}
        ]),
    );
}

#[test]
fn a_template_without_variables() {
    is_sent_as(
        template(),
        "template",
        json!({"name": "parcel_update", "language": {"code": "en_GB"}}),
    );
    is_sent_as(
        template().deterministic(),
        "template",
        json!({
            "name": "parcel_update", "language": {"policy": "deterministic", "code": "en_GB"}
        }),
    );
}

#[test]
fn the_documented_example() {
    // Given in another order than written.
    let template = template()
        .button(0, TemplateButton::url("8812?src=wa").unwrap())
        .unwrap()
        .body([text("Mara"), text("8812")])
        .unwrap()
        .header(HeaderParameter::image(media()))
        .unwrap();
    has(
        template,
        json!([
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "990011"}}]},
            {"type": "body", "parameters": [
                {"type": "text", "text": "Mara"}, {"type": "text", "text": "8812"}
            ]},
            {"type": "button", "sub_type": "url", "index": 0, "parameters": [
                {"type": "text", "text": "8812?src=wa"}
            ]}
        ]),
    );
}

#[test]
fn headers_of_every_kind() {
    let place = Location::new(52.37, 4.89).unwrap().name("Canal house");
    let (catalog, product) = (
        CatalogId::new("7001").unwrap(),
        ProductId::new("SKU-9").unwrap(),
    );
    let table = [
        (
            HeaderParameter::text("8812").unwrap(),
            json!({"type": "text", "text": "8812"}),
        ),
        (
            HeaderParameter::named("code", "8812").unwrap(),
            json!({"type": "text", "text": "8812", "parameter_name": "code"}),
        ),
        (
            HeaderParameter::video(link()),
            json!({"type": "video", "video": {"link": "https://cdn.example.com/1.jpg"}}),
        ),
        (
            HeaderParameter::gif(media()),
            json!({"type": "gif", "gif": {"id": "990011"}}),
        ),
        (
            HeaderParameter::document(media(), Some("bill.pdf".to_owned())).unwrap(),
            json!({"type": "document", "document": {"id": "990011", "filename": "bill.pdf"}}),
        ),
        (
            HeaderParameter::location(place.address("Keizersgracht 1")),
            json!({"type": "location", "location": {
                "latitude": 52.37, "longitude": 4.89, "name": "Canal house",
                "address": "Keizersgracht 1"
            }}),
        ),
        (
            HeaderParameter::product(catalog, product),
            json!({"type": "product", "product": {
                "catalog_id": "7001", "product_retailer_id": "SKU-9"
            }}),
        ),
    ];
    for (header, expected) in table {
        has(
            template().header(header).unwrap(),
            json!([{"type": "header", "parameters": [expected]}]),
        );
    }
}

#[test]
fn parameters_of_every_kind() {
    let mut moment = DateTime::new("February 25, 1977");
    moment.year = Some(1977);
    moment.calendar = Some("GREGORIAN".to_owned());
    has(
        template()
            .body([
                text("Mara"),
                Parameter::currency("$100.99", "USD", 100_990).unwrap(),
                Parameter::date_time(moment).unwrap(),
            ])
            .unwrap(),
        json!([{"type": "body", "parameters": [
            {"type": "text", "text": "Mara"},
            {"type": "currency", "currency": {
                "fallback_value": "$100.99", "code": "USD", "amount_1000": 100_990
            }},
            {"type": "date_time", "date_time": {
                "fallback_value": "February 25, 1977", "year": 1977, "calendar": "GREGORIAN"
            }}
        ]}]),
    );
    let named = Parameter::currency("$1", "USD", 1000).unwrap();
    has(
        template()
            .body([
                Parameter::named("first_name", "Mara").unwrap(),
                named.name("price").unwrap(),
            ])
            .unwrap(),
        json!([{"type": "body", "parameters": [
            {"type": "text", "text": "Mara", "parameter_name": "first_name"},
            {"type": "currency", "parameter_name": "price", "currency": {
                "fallback_value": "$1", "code": "USD", "amount_1000": 1000
            }}
        ]}]),
    );
}

#[test]
fn buttons_of_every_kind() {
    let product = || ProductId::new("SKU-9").unwrap();
    has_button(
        TemplateButton::quick_reply("stop").unwrap(),
        "quick_reply",
        json!([{"type": "payload", "payload": "stop"}]),
    );
    has_button(
        TemplateButton::url("8812").unwrap(),
        "url",
        json!([{"type": "text", "text": "8812"}]),
    );
    has_button(
        TemplateButton::coupon("SAVE25").unwrap(),
        "copy_code",
        json!([{"type": "coupon_code", "coupon_code": "SAVE25"}]),
    );
    let data = json!({"name": "Mara"}).as_object().cloned();
    has_button(
        TemplateButton::flow(Some("tok-55".parse().unwrap()), data),
        "flow",
        json!([{"type": "action", "action": {
            "flow_token": "tok-55", "flow_action_data": {"name": "Mara"}
        }}]),
    );
    has_button(
        TemplateButton::flow(None, None),
        "flow",
        json!([{"type": "action", "action": {}}]),
    );
    has_button(
        TemplateButton::catalog(Some(product())),
        "catalog",
        json!([{"type": "action", "action": {"thumbnail_product_retailer_id": "SKU-9"}}]),
    );
    let section = ProductSection::new("Tea", [product()]).unwrap();
    has_button(
        TemplateButton::products(product(), [section]).unwrap(),
        "mpm",
        json!([{"type": "action", "action": {
            "thumbnail_product_retailer_id": "SKU-9",
            "sections": [{"title": "Tea", "product_items": [{"product_retailer_id": "SKU-9"}]}]
        }}]),
    );
    has_button(
        TemplateButton::voice_call(Some(120), Some("ad-7".to_owned())).unwrap(),
        "voice_call",
        json!([
            {"type": "ttl_minutes", "ttl_minutes": 120}, {"type": "payload", "payload": "ad-7"}
        ]),
    );
}

#[test]
fn a_button_is_read_in_any_letter_case_and_with_its_index_as_text() {
    let read: Template = serde_json::from_value(json!({
        "name": "parcel_update",
        "language": {"code": "en_GB"},
        "components": [{
            "type": "button", "sub_type": "QUICK_REPLY", "index": "1",
            "parameters": [{"type": "payload", "payload": "stop"}]
        }]
    }))
    .unwrap();
    let made = template().button(1, TemplateButton::quick_reply("stop").unwrap());
    assert_eq!(read, made.unwrap());
}

#[test]
fn components_are_read_in_capitals_and_written_in_lower_case() {
    let card = |n: u8| {
        let card = TemplateCard::new(HeaderParameter::image(media())).unwrap();
        card.button(0, TemplateButton::url(n.to_string()).unwrap())
            .unwrap()
    };
    let made = template()
        .header(HeaderParameter::image(media()))
        .unwrap()
        .body([text("Mara")])
        .unwrap()
        .limited_time_offer(Timestamp::from_unix_millis(1_772_359_200_250))
        .unwrap()
        .carousel([card(0), card(1)])
        .unwrap()
        .button(0, TemplateButton::url("8812").unwrap())
        .unwrap()
        .tap_target("https://example.test", "Look")
        .unwrap()
        .order_status(OrderProgress::new("order-8812", OrderState::Shipped).unwrap());
    let written = serde_json::to_value(&made).unwrap();
    let mut capitals = written.clone();
    let components = capitals["components"].as_array_mut().unwrap();
    assert_eq!(components.len(), 7);
    for component in components {
        let kind = component["type"].as_str().unwrap().to_uppercase();
        component["type"] = json!(kind);
    }
    assert_ne!(capitals, written);
    let read: Template = serde_json::from_value(capitals).unwrap();
    assert_eq!(read, made);
    assert_eq!(serde_json::to_value(read).unwrap(), written);
}

#[test]
fn an_authentication_template_has_its_code_in_both_places() {
    let template = Template::authentication("parcel_update", Language::EnglishGb, "123456");
    has(
        template.unwrap(),
        json!([
            {"type": "body", "parameters": [{"type": "text", "text": "123456"}]},
            {"type": "button", "sub_type": "url", "index": 0, "parameters": [
                {"type": "text", "text": "123456"}
            ]}
        ]),
    );
    let long = Template::authentication("otp", Language::EnglishGb, "1".repeat(16));
    assert_eq!(long.unwrap_err().limit(), Limit::MaxChars(15));
}

#[test]
fn a_limited_time_offer_ends_in_milliseconds() {
    let expected = json!([{"type": "limited_time_offer", "parameters": [
        {"type": "limited_time_offer", "limited_time_offer": {
            "expiration_time_ms": 1_772_359_200_250_i64
        }}
    ]}]);
    for at in [
        Timestamp::from("2026-03-01T10:00:00.250Z"),
        Timestamp::from_unix_millis(1_772_359_200_250),
        Timestamp::number_from_unix_millis(1_772_359_200_250),
    ] {
        has(template().limited_time_offer(at).unwrap(), expected.clone());
    }
    assert!(template().limited_time_offer("soon").is_err());
    // Seconds where milliseconds are wanted are found when a body is read.
    let mut body = serde_json::to_value(template()).unwrap();
    body["components"] = expected;
    body["components"][0]["parameters"][0]["limited_time_offer"]["expiration_time_ms"] =
        json!(1_772_359_200);
    let error = serde_json::from_value::<Template>(body).unwrap_err();
    assert!(error.to_string().contains("be milliseconds"), "{error}");
}

#[test]
fn carousels() {
    let card = |n: u8| {
        TemplateCard::new(HeaderParameter::image(media()))
            .unwrap()
            .body([text("Loft")])
            .unwrap()
            .button(0, TemplateButton::url(n.to_string()).unwrap())
            .unwrap()
    };
    let expected = |n: u8| {
        json!({"card_index": n, "components": [
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "990011"}}]},
            {"type": "body", "parameters": [{"type": "text", "text": "Loft"}]},
            {"type": "button", "sub_type": "url", "index": 0, "parameters": [
                {"type": "text", "text": n.to_string()}
            ]}
        ]})
    };
    has(
        template().carousel([card(0), card(1)]).unwrap(),
        json!([{"type": "carousel", "cards": [expected(0), expected(1)]}]),
    );
}

#[test]
fn a_tap_target_wants_an_image() {
    let with_image = template().header(HeaderParameter::image(media())).unwrap();
    has(
        with_image
            .tap_target("https://example.test", "Look")
            .unwrap(),
        json!([
            {"type": "header", "parameters": [{"type": "image", "image": {"id": "990011"}}]},
            {"type": "tap_target_configuration", "parameters": [
                {"type": "tap_target_configuration", "tap_target_configuration": [
                    {"url": "https://example.test", "title": "Look"}
                ]}
            ]}
        ]),
    );
    assert!(
        template()
            .tap_target("https://example.test", "Look")
            .is_err()
    );
}

#[test]
fn an_order_status() {
    let progress = OrderProgress::new("order-8812", OrderState::Shipped).unwrap();
    has(
        template().order_status(progress),
        json!([{"type": "order_status", "parameters": [
            {"type": "order_status", "order_status": {
                "reference_id": "order-8812", "order": {"status": "shipped"}
            }}
        ]}]),
    );
}

#[test]
fn every_language_of_the_list_is_named() {
    let codes = "af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA ar_SA az bn bg ca zh_CN zh_HK zh_TW hr cs da \
        nl en en_GB en_US en_AU en_CA en_IN et fil fi fr fr_CA fr_BE ka de el gu ha he hi hu id ga it \
        ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb fa pl pt_BR pt_PT pa ro ru sr sk sl es es_AR \
        es_ES es_MX es_CL es_CO es_PE es_VE sw sv ta te th tr uk ur uz vi zu";
    let codes: Vec<&str> = codes.split_whitespace().collect();
    for code in &codes {
        let language = Language::from(*code);
        assert!(language.is_listed(), "{code}");
        assert_eq!(language.as_str(), *code);
    }
    assert_eq!(Language::LISTED.len(), codes.len());
    // Case matters, and what is not named is sent as it is.
    assert!(!Language::from("EN_gb").is_listed());
    assert_eq!(Language::from("eo").as_str(), "eo");
}

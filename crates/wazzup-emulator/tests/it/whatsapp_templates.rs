//! Templates, against those that the account has.

use serde_json::{Value, json};

use crate::whatsapp_support::{Graph, USER, code};

const LINK: &str = "https://cdn.example.test/file.png";

fn template(name: &str, components: Value) -> Value {
    json!({ "type": "template", "template": {
        "name": name, "language": { "code": "en_US" }, "components": components,
    } })
}

fn texts(kind: &str, values: &[&str]) -> Value {
    let parameters: Value = values
        .iter()
        .map(|text| json!({ "type": "text", "text": text }))
        .collect();
    json!({ "type": kind, "parameters": parameters })
}

fn button(kind: &str, index: Value, parameter: Value) -> Value {
    json!({ "type": "button", "sub_type": kind, "index": index, "parameters": [parameter] })
}

async fn outcome(graph: &Graph, name: &str, components: Value) -> i64 {
    let answer = graph.send(template(name, components)).await;
    code(&answer).1
}

/// Without the limits that so many sends would meet.
async fn graph() -> Graph {
    let graph = Graph::new().await;
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.limits.pair_interval_ms = None);
    graph
}

#[tokio::test]
async fn a_template_goes_to_whoever_and_is_answered_with_its_status() {
    let graph = graph().await;
    let answer = graph.send(template("hello_world", json!([]))).await.json();
    assert_eq!(answer["messages"][0]["message_status"], "accepted");
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert_eq!(graph.failure(id).await, None);
    let bare = json!({ "type": "template", "template": {
        "name": "hello_world", "language": { "code": "en_US", "policy": "deterministic" },
    } });
    assert_eq!(graph.refusal(bare).await, (200, 0));
}

#[tokio::test]
async fn name_language_and_status_decide_first() {
    let graph = graph().await;
    for (name, wanted) in [
        ("no_such_template", (404, 132_001)),
        ("pending_notice", (404, 132_001)),
        ("paused_offer", (400, 132_015)),
        ("disabled_offer", (400, 132_016)),
    ] {
        assert_eq!(
            graph.refusal(template(name, json!([]))).await,
            wanted,
            "{name}"
        );
    }
    let mut other = template("hello_world", json!([]));
    other["template"]["language"]["code"] = "fr".into();
    assert_eq!(graph.refusal(other).await, (404, 132_001));
}

#[tokio::test]
async fn parameters_are_counted() {
    let graph = graph().await;
    let header = texts("header", &["8812"]);
    let body = texts("body", &["A", "Friday"]);
    let url = button(
        "url",
        json!(0),
        json!({ "type": "text", "text": "8812?src=wa" }),
    );
    let all = json!([header, body, url]);
    assert_eq!(outcome(&graph, "order_update", all).await, 0);
    for (components, wanted) in [
        (json!([]), 132_000),
        (json!([header, url]), 132_000),
        (json!([header, texts("body", &["A"]), url]), 132_000),
        (
            json!([header, texts("body", &["A", "B", "C"]), url]),
            132_000,
        ),
        (json!([header, body]), 132_000),
        (json!([header, body, url, url]), 131_009),
        (json!([header, body, body, url]), 131_009),
        (
            json!([
                header,
                body,
                url,
                button(
                    "quick_reply",
                    json!(1),
                    json!({ "type": "payload", "payload": "stop" })
                )
            ]),
            0,
        ),
        (
            json!([
                header,
                body,
                url,
                button(
                    "quick_reply",
                    json!(5),
                    json!({ "type": "payload", "payload": "stop" })
                )
            ]),
            132_000,
        ),
        (
            json!([
                header,
                body,
                button(
                    "quick_reply",
                    json!(0),
                    json!({ "type": "payload", "payload": "x" })
                )
            ]),
            132_012,
        ),
        (json!([header, body, url, { "type": "odd" }]), 131_009),
        (
            json!([header, texts("body", &["A", &"B".repeat(1_100)]), url]),
            132_005,
        ),
        (
            json!([texts("header", &[&"8".repeat(60)]), body, url]),
            132_005,
        ),
        (json!([header, texts("body", &["A", ""]), url]), 131_009),
    ] {
        assert_eq!(
            outcome(&graph, "order_update", components.clone()).await,
            wanted,
            "{components}"
        );
    }
    assert_eq!(
        outcome(&graph, "hello_world", json!([texts("body", &["A"])])).await,
        132_000
    );
    let none = json!([{ "type": "body", "parameters": [] }]);
    assert_eq!(outcome(&graph, "hello_world", none).await, 0);
}

#[tokio::test]
async fn letters_of_any_size_and_indexes_of_either_kind_are_taken() {
    let graph = graph().await;
    let url = button("URL", json!("0"), json!({ "type": "text", "text": "1" }));
    let components = json!([texts("HEADER", &["1"]), texts("BODY", &["A", "B"]), url]);
    assert_eq!(outcome(&graph, "order_update", components).await, 0);
}

#[tokio::test]
async fn values_of_currencies_and_dates_are_texts_too() {
    let graph = graph().await;
    let money = json!({ "type": "currency", "currency": { "fallback_value": "5 USD", "code": "USD", "amount_1000": 5_000 } });
    let date = json!({ "type": "date_time", "date_time": { "fallback_value": "Friday" } });
    let body = json!({ "type": "body", "parameters": [money, date] });
    let url = button("url", json!(0), json!({ "type": "text", "text": "1" }));
    let components = json!([texts("header", &["1"]), body, url]);
    assert_eq!(outcome(&graph, "order_update", components).await, 0);
    let picture = json!({ "type": "body", "parameters": [{ "type": "image", "image": { "link": LINK } }, date] });
    let components = json!([texts("header", &["1"]), picture, url]);
    assert_eq!(outcome(&graph, "order_update", components).await, 132_012);
}

#[tokio::test]
async fn named_parameters_need_their_names() {
    let graph = graph().await;
    let named = |pairs: &[(&str, &str)]| -> Value {
        pairs
            .iter()
            .map(|(name, text)| json!({ "type": "text", "parameter_name": name, "text": text }))
            .collect()
    };
    let header = json!({ "type": "header", "parameters": named(&[("topic", "visit")]) });
    let with = |body: Value| json!([header, { "type": "body", "parameters": body }]);
    let good = with(named(&[("day", "Friday"), ("first_name", "A")]));
    assert_eq!(outcome(&graph, "visit_reminder", good).await, 0);
    let odd = with(named(&[("day", "Friday"), ("name", "A")]));
    assert_eq!(outcome(&graph, "visit_reminder", odd).await, 132_012);
    let twice = with(named(&[("day", "Friday"), ("day", "A")]));
    assert_eq!(outcome(&graph, "visit_reminder", twice).await, 132_012);
    let nameless = with(json!([{ "type": "text", "text": "A" }, { "type": "text", "text": "B" }]));
    assert_eq!(outcome(&graph, "visit_reminder", nameless).await, 132_012);
    let few = with(named(&[("day", "Friday")]));
    assert_eq!(outcome(&graph, "visit_reminder", few).await, 132_000);
}

#[tokio::test]
async fn headers_are_of_the_templates_format() {
    let graph = graph().await;
    let code = button(
        "copy_code",
        json!(1),
        json!({ "type": "coupon_code", "coupon_code": "SAVE20" }),
    );
    let body = texts("body", &["tea"]);
    let header = |parameter: Value| json!({ "type": "header", "parameters": [parameter] });
    let picture = header(json!({ "type": "image", "image": { "link": LINK } }));
    assert_eq!(
        outcome(&graph, "picture_offer", json!([picture, body, code])).await,
        0
    );
    let video = header(json!({ "type": "video", "video": { "link": LINK } }));
    assert_eq!(
        outcome(&graph, "picture_offer", json!([video, body, code])).await,
        132_012
    );
    assert_eq!(
        outcome(&graph, "picture_offer", json!([body, code])).await,
        132_000
    );
    let unknown = header(json!({ "type": "image", "image": { "id": "1" } }));
    assert_eq!(
        outcome(&graph, "picture_offer", json!([unknown, body, code])).await,
        100
    );
    let long = button(
        "copy_code",
        json!(1),
        json!({ "type": "coupon_code", "coupon_code": "A".repeat(16) }),
    );
    assert_eq!(
        outcome(&graph, "picture_offer", json!([picture, body, long])).await,
        131_009
    );
    let place = header(
        json!({ "type": "location", "location": { "latitude": 1, "longitude": 2, "name": "N", "address": "A" } }),
    );
    assert_eq!(outcome(&graph, "where_we_are", json!([place])).await, 0);
    let targets = json!({ "type": "tap_target_configuration", "parameters": [
        { "type": "tap_target_configuration", "tap_target_configuration": [{ "url": LINK, "title": "T" }] },
    ] });
    assert_eq!(
        outcome(
            &graph,
            "picture_offer",
            json!([picture, body, code, targets])
        )
        .await,
        0
    );
    assert_eq!(
        outcome(&graph, "hello_world", json!([targets])).await,
        132_012
    );
}

#[tokio::test]
async fn offers_end_in_the_future_and_in_milliseconds() {
    let graph = graph().await;
    let now = graph.bed.emulator.now();
    let with = |ends: i64| {
        json!([
            { "type": "limited_time_offer", "parameters": [
                { "type": "limited_time_offer", "limited_time_offer": { "expiration_time_ms": ends } },
            ] },
            texts("body", &["tea"]),
            button("copy_code", json!(0), json!({ "type": "coupon_code", "coupon_code": "SAVE" })),
            button("url", json!(1), json!({ "type": "text", "text": "tea" })),
        ])
    };
    assert_eq!(
        outcome(&graph, "limited_offer", with(now + 60_000)).await,
        0
    );
    assert_eq!(
        outcome(&graph, "limited_offer", with((now + 60_000) / 1_000)).await,
        131_009
    );
    let components = with(now + 60_000);
    let without: Value = components.as_array().unwrap()[1..].to_vec().into();
    assert_eq!(outcome(&graph, "limited_offer", without).await, 132_000);
}

#[tokio::test]
async fn every_card_of_a_carousel_is_filled() {
    let graph = graph().await;
    let card = |index: usize| {
        json!({ "card_index": index, "components": [
            { "type": "header", "parameters": [{ "type": "image", "image": { "link": LINK } }] },
            texts("body", &["100"]),
            button("quick_reply", json!(0), json!({ "type": "payload", "payload": format!("want-{index}") })),
        ] })
    };
    let with =
        |cards: Value| json!([texts("body", &["you"]), { "type": "carousel", "cards": cards }]);
    assert_eq!(
        outcome(&graph, "tea_carousel", with(json!([card(0), card(1)]))).await,
        0
    );
    assert_eq!(
        outcome(&graph, "tea_carousel", with(json!([card(0)]))).await,
        132_000
    );
    assert_eq!(
        outcome(&graph, "tea_carousel", with(json!([card(0), card(0)]))).await,
        131_009
    );
    let mut empty = card(1);
    empty["components"] = json!([]);
    assert_eq!(
        outcome(&graph, "tea_carousel", with(json!([card(0), empty]))).await,
        132_000
    );
    assert_eq!(
        outcome(&graph, "tea_carousel", json!([texts("body", &["you"])])).await,
        132_000
    );
}

#[tokio::test]
async fn buttons_that_do_something_have_an_action() {
    let graph = graph().await;
    let action = |kind: &str, action: Value| {
        button(
            kind,
            json!(0),
            json!({ "type": "action", "action": action }),
        )
    };
    let flow = action(
        "flow",
        json!({ "flow_token": "t", "flow_action_data": { "a": 1 } }),
    );
    assert_eq!(outcome(&graph, "book_visit", json!([flow])).await, 0);
    assert_eq!(outcome(&graph, "book_visit", json!([])).await, 0);
    let catalog = action("catalog", json!({ "thumbnail_product_retailer_id": "SKU" }));
    assert_eq!(outcome(&graph, "our_catalog", json!([catalog])).await, 0);
    let products = json!({ "thumbnail_product_retailer_id": "SKU", "sections": [
        { "title": "Tea", "product_items": [{ "product_retailer_id": "SKU" }] },
    ] });
    let body = texts("body", &["A"]);
    assert_eq!(
        outcome(&graph, "our_teas", json!([body, action("mpm", products)])).await,
        0
    );
    assert_eq!(outcome(&graph, "our_teas", json!([body])).await, 132_000);
}

#[tokio::test]
async fn a_login_code_stands_in_body_and_button() {
    let graph = graph().await;
    let body = texts("body", &["123456"]);
    let code = button("url", json!(0), json!({ "type": "text", "text": "123456" }));
    let both = json!([body, code]);
    assert_eq!(outcome(&graph, "login_code", both.clone()).await, 0);
    assert_eq!(outcome(&graph, "login_code", json!([body])).await, 132_000);
    let long = button(
        "url",
        json!(0),
        json!({ "type": "text", "text": "1".repeat(16) }),
    );
    assert_eq!(
        outcome(&graph, "login_code", json!([body, long])).await,
        131_009
    );
    let mut by_id = template("login_code", both);
    by_id["messaging_product"] = "whatsapp".into();
    by_id["recipient"] = "NL.90210".into();
    let answer = graph.call("POST messages", by_id).await;
    assert_eq!(crate::whatsapp_support::code(&answer), (400, 131_062));
}

#[tokio::test]
async fn marketing_has_a_call_of_its_own() {
    let graph = graph().await;
    let body = |name: &str, components: Value| {
        let mut body = template(name, components);
        body["messaging_product"] = "whatsapp".into();
        body["to"] = USER.into();
        body["message_activity_sharing"] = true.into();
        body
    };
    let catalog = body("our_catalog", json!([]));
    let answer = graph.call("POST marketing_messages", catalog).await;
    assert_eq!(code(&answer), (200, 0));
    let hello = body("hello_world", json!([]));
    let answer = graph.call("POST marketing_messages", hello).await;
    assert_eq!(code(&answer), (400, 131_009));
    let text = json!({ "messaging_product": "whatsapp", "to": USER, "text": { "body": "Hi" } });
    let answer = graph.call("POST marketing_messages", text).await;
    assert_eq!(code(&answer), (400, 100));
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.dialect.marketing_api_only = true);
    assert_eq!(outcome(&graph, "our_catalog", json!([])).await, 131_063);
}

#[tokio::test]
async fn a_review_changes_what_can_be_sent() {
    let graph = graph().await;
    let templates = graph.config.templates.iter();
    let pending = templates
        .clone()
        .find(|template| template["name"] == "pending_notice")
        .unwrap();
    let update = json!({ "field": "message_template_status_update", "value": {
        "event": "APPROVED", "message_template_id": pending["id"].as_str().unwrap().parse::<u64>().unwrap(),
        "message_template_name": "pending_notice", "message_template_language": "en_US", "reason": null,
    } });
    assert_eq!(outcome(&graph, "pending_notice", json!([])).await, 132_001);
    graph.control("POST whatsapp/update", update).await;
    assert_eq!(outcome(&graph, "pending_notice", json!([])).await, 0);
}

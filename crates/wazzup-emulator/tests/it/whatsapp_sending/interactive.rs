//! Every kind of interactive message.

use serde_json::{Value, json};

use super::{ACCEPTED, LINK, MISSING, UNEXPECTED, WRONG, each, long};
use crate::whatsapp_support::Graph;

fn of(kind: &str, action: Value) -> Value {
    json!({ "type": "interactive", "interactive": {
        "type": kind, "body": { "text": "Body" }, "action": action,
    } })
}

fn button(id: &str, title: &str) -> Value {
    json!({ "type": "reply", "reply": { "id": id, "title": title } })
}

#[tokio::test]
async fn buttons() {
    let graph = Graph::in_conversation().await;
    let action = json!({ "buttons": [button("a", "A"), button("b", "B")] });
    each(
        &graph,
        of("button", action),
        vec![
            ("/interactive/type", json!("buttons"), WRONG),
            ("/interactive/body", Value::Null, MISSING),
            ("/interactive/body/text", long(1_024), ACCEPTED),
            ("/interactive/body/text", long(1_025), WRONG),
            ("/interactive/footer", json!({ "text": "F" }), ACCEPTED),
            (
                "/interactive/footer",
                json!({ "text": "F".repeat(61) }),
                WRONG,
            ),
            (
                "/interactive/header",
                json!({ "type": "text", "text": "H" }),
                ACCEPTED,
            ),
            (
                "/interactive/header",
                json!({ "type": "text", "text": "H".repeat(61) }),
                WRONG,
            ),
            (
                "/interactive/header",
                json!({ "type": "image", "image": { "link": LINK } }),
                ACCEPTED,
            ),
            (
                "/interactive/header",
                json!({ "type": "image", "image": { "link": LINK, "caption": "no" } }),
                UNEXPECTED,
            ),
            (
                "/interactive/header",
                json!({ "type": "document", "document": { "link": LINK, "filename": "a" } }),
                ACCEPTED,
            ),
            (
                "/interactive/header",
                json!({ "type": "sticker", "sticker": { "link": LINK } }),
                WRONG,
            ),
            ("/interactive/action/buttons", json!([]), WRONG),
            (
                "/interactive/action/buttons",
                json!([1, 2, 3, 4].map(|n| button(&n.to_string(), &n.to_string()))),
                WRONG,
            ),
            (
                "/interactive/action/buttons/0/reply/id",
                long(256),
                ACCEPTED,
            ),
            ("/interactive/action/buttons/0/reply/id", long(257), WRONG),
            ("/interactive/action/buttons/0/reply/id", json!("b"), WRONG),
            (
                "/interactive/action/buttons/0/reply/title",
                long(20),
                ACCEPTED,
            ),
            ("/interactive/action/buttons/0/reply/title", long(21), WRONG),
            (
                "/interactive/action/buttons/0/reply/title",
                json!("B"),
                WRONG,
            ),
            ("/interactive/action/buttons/0/type", json!("url"), WRONG),
        ],
    )
    .await;
}

#[tokio::test]
async fn lists() {
    let graph = Graph::in_conversation().await;
    let rows = |from: usize, to: usize| -> Value {
        (from..to)
            .map(|n| json!({ "id": n.to_string(), "title": "T", "description": "D" }))
            .collect()
    };
    let action = json!({ "button": "See", "sections": [{ "title": "One", "rows": rows(0, 5) }] });
    each(&graph, of("list", action), vec![
        ("/interactive/body/text", long(4_096), ACCEPTED),
        ("/interactive/body/text", long(4_097), WRONG),
        ("/interactive/header", json!({ "type": "image", "image": { "link": LINK } }), WRONG),
        ("/interactive/action/button", long(21), WRONG),
        ("/interactive/action/sections/0/title", Value::Null, ACCEPTED),
        ("/interactive/action/sections/0/title", long(25), WRONG),
        ("/interactive/action/sections/0/rows", rows(0, 11), WRONG),
        ("/interactive/action/sections/0/rows/0/id", long(201), WRONG),
        ("/interactive/action/sections/0/rows/0/id", json!("1"), WRONG),
        ("/interactive/action/sections/0/rows/0/title", long(25), WRONG),
        ("/interactive/action/sections/0/rows/0/description", long(72), ACCEPTED),
        ("/interactive/action/sections/0/rows/0/description", long(73), WRONG),
        ("/interactive/action/sections", json!([{ "title": "A", "rows": rows(0, 5) }, { "title": "B", "rows": rows(5, 10) }]), ACCEPTED),
        ("/interactive/action/sections", json!([{ "title": "A", "rows": rows(0, 5) }, { "title": "B", "rows": rows(5, 11) }]), WRONG),
        ("/interactive/action/sections", json!([{ "title": "A", "rows": rows(0, 1) }, { "rows": rows(1, 2) }]), MISSING),
    ]).await;
}

#[tokio::test]
async fn links_and_requests() {
    let graph = Graph::in_conversation().await;
    let action =
        json!({ "name": "cta_url", "parameters": { "display_text": "Open", "url": LINK } });
    each(
        &graph,
        of("cta_url", action),
        vec![
            (
                "/interactive/action/parameters/display_text",
                long(21),
                WRONG,
            ),
            (
                "/interactive/action/parameters/url",
                json!("example"),
                WRONG,
            ),
            ("/interactive/action/name", json!("url"), WRONG),
        ],
    )
    .await;
    each(
        &graph,
        of(
            "location_request_message",
            json!({ "name": "send_location" }),
        ),
        vec![
            ("/interactive/footer", json!({ "text": "F" }), UNEXPECTED),
            (
                "/interactive/header",
                json!({ "type": "text", "text": "H" }),
                UNEXPECTED,
            ),
            ("/interactive/action/name", json!("location"), WRONG),
        ],
    )
    .await;
    each(
        &graph,
        of(
            "request_contact_info",
            json!({ "name": "request_contact_info" }),
        ),
        vec![("/interactive/action/parameters", json!({}), UNEXPECTED)],
    )
    .await;
    let country = json!({ "name": "address_message", "parameters": { "country": "IN" } });
    each(
        &graph,
        of("address_message", country),
        vec![
            (
                "/interactive/action/parameters/country",
                json!("India"),
                WRONG,
            ),
            (
                "/interactive/action/parameters/values",
                json!({ "city": "X" }),
                ACCEPTED,
            ),
            (
                "/interactive/action/parameters/values",
                json!({ "planet": "X" }),
                UNEXPECTED,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn products() {
    let graph = Graph::in_conversation().await;
    let one = json!({ "catalog_id": "7001", "product_retailer_id": "SKU-9" });
    each(
        &graph,
        of("product", one),
        vec![
            ("/interactive/body", Value::Null, ACCEPTED),
            (
                "/interactive/header",
                json!({ "type": "text", "text": "H" }),
                UNEXPECTED,
            ),
            (
                "/interactive/action/product_retailer_id",
                Value::Null,
                MISSING,
            ),
        ],
    )
    .await;
    let items = |count: usize| json!(vec![json!({ "product_retailer_id": "SKU-9" }); count]);
    let mut several = of(
        "product_list",
        json!({
            "catalog_id": "7001", "sections": [{ "title": "Tea", "product_items": items(2) }],
        }),
    );
    several["interactive"]["header"] = json!({ "type": "text", "text": "Shop" });
    each(
        &graph,
        several,
        vec![
            ("/interactive/header", Value::Null, MISSING),
            ("/interactive/action/sections", json!([]), WRONG),
            (
                "/interactive/action/sections/0/product_items",
                items(31),
                WRONG,
            ),
            (
                "/interactive/action/sections",
                json!(vec![json!({ "title": "A", "product_items": items(16) }); 2]),
                WRONG,
            ),
        ],
    )
    .await;
    each(
        &graph,
        of("catalog_message", json!({ "name": "catalog_message" })),
        vec![
            (
                "/interactive/action/parameters",
                json!({ "thumbnail_product_retailer_id": "SKU-9" }),
                ACCEPTED,
            ),
            (
                "/interactive/action/parameters",
                json!({ "sku": "SKU-9" }),
                UNEXPECTED,
            ),
        ],
    )
    .await;
}

#[tokio::test]
async fn flows_and_goods_that_messages_name_are_taken_as_existing() {
    let graph = Graph::in_conversation().await;
    let flow = json!({ "name": "flow", "parameters": {
        "flow_message_version": "3", "flow_id": "404", "flow_cta": "Book",
    } });
    let product = json!({ "catalog_id": "404", "product_retailer_id": "404" });
    let mut products = of(
        "product_list",
        json!({ "catalog_id": "404", "sections": [
            { "product_items": [{ "product_retailer_id": "404" }] },
        ] }),
    );
    products["interactive"]["header"] = json!({ "type": "text", "text": "Tea" });
    for content in [
        of("flow", flow.clone()),
        of("product", product),
        products,
        of("catalog_message", json!({ "name": "catalog_message" })),
    ] {
        let id = graph.sent(content).await;
        assert_eq!(graph.failure(&id).await, None);
    }
    // What is wrong with one is said by the test that needs it.
    let id = graph.sent(of("flow", flow)).await;
    graph.bed.emulator.whatsapp().fail(&id, 132_068).unwrap();
    assert_eq!(graph.failure(&id).await, Some(132_068));
}

#[tokio::test]
async fn flows() {
    let graph = Graph::in_conversation().await;
    let parameters = json!({
        "mode": "published", "flow_message_version": "3", "flow_token": "tok", "flow_id": "61",
        "flow_cta": "Book", "flow_action": "navigate",
        "flow_action_payload": { "screen": "START", "data": { "a": 1 } },
    });
    let at = |key: &str| format!("/interactive/action/parameters/{key}");
    each(
        &graph,
        of("flow", json!({ "name": "flow", "parameters": parameters })),
        vec![
            (&at("flow_id"), Value::Null, MISSING),
            (&at("flow_name"), json!("n"), WRONG),
            (&at("flow_cta"), long(30), ACCEPTED),
            (&at("flow_cta"), long(31), WRONG),
            (&at("mode"), json!("test"), WRONG),
            (&at("flow_message_version"), json!("2"), WRONG),
            (&at("flow_message_version"), Value::Null, MISSING),
            (&at("flow_action"), json!("data_exchange"), WRONG),
            (&at("flow_action_payload/data"), json!({}), WRONG),
            (&at("flow_token"), Value::Null, ACCEPTED),
        ],
    )
    .await;
}

#[tokio::test]
async fn calls() {
    let graph = Graph::in_conversation().await;
    let parameters = json!({ "display_text": "Call", "ttl_minutes": 60, "payload": "p" });
    let at = |key: &str| format!("/interactive/action/parameters/{key}");
    each(
        &graph,
        of(
            "voice_call",
            json!({ "name": "voice_call", "parameters": parameters }),
        ),
        vec![
            (&at("display_text"), long(21), WRONG),
            (&at("ttl_minutes"), json!(60.0), ACCEPTED),
            (&at("ttl_minutes"), json!(43_201), WRONG),
            (&at("payload"), long(513), WRONG),
            ("/interactive/action/parameters", Value::Null, ACCEPTED),
        ],
    )
    .await;
    let ask = of(
        "call_permission_request",
        json!({ "name": "call_permission_request" }),
    );
    assert_eq!(graph.refusal(ask.clone()).await, ACCEPTED);
    assert_eq!(graph.refusal(ask.clone()).await, (400, 138_009));
    let day = std::time::Duration::from_secs(24 * 3_600);
    graph.pass(day).await;
    assert_eq!(graph.refusal(ask.clone()).await, ACCEPTED);
    graph.pass(day).await;
    assert_eq!(graph.refusal(ask.clone()).await, (400, 138_009));
    graph.pass(5 * day).await;
    assert_eq!(graph.refusal(ask).await, ACCEPTED);
}

#[tokio::test]
async fn carousels() {
    let graph = Graph::in_conversation().await;
    let card = |index: usize| {
        json!({
            "card_index": index, "type": "cta_url",
            "header": { "type": "image", "image": { "link": LINK } },
            "body": { "text": "A card" },
            "action": { "name": "cta_url", "parameters": { "display_text": "View", "url": LINK } },
        })
    };
    let quick = |index: usize| {
        json!({
            "card_index": index,
            "header": { "type": "image", "image": { "link": LINK } },
            "action": { "buttons": [
                { "type": "quick_reply", "quick_reply": { "id": "a", "title": "A" } },
            ] },
        })
    };
    let product = |index: usize| {
        json!({ "card_index": index, "type": "product",
                "action": { "product_retailer_id": "SKU", "catalog_id": "7" } })
    };
    let cards = "/interactive/action/cards";
    each(
        &graph,
        of("carousel", json!({ "cards": [card(0), card(1)] })),
        vec![
            (cards, json!([card(0)]), WRONG),
            (cards, (0..11).map(card).collect(), WRONG),
            (cards, json!([card(1), card(0)]), WRONG),
            (cards, json!([quick(0), quick(1)]), ACCEPTED),
            (cards, json!([product(0), product(1)]), ACCEPTED),
            (cards, json!([card(0), quick(1)]), WRONG),
            (&format!("{cards}/0/body/text"), long(161), WRONG),
            (&format!("{cards}/0/body/text"), json!("a\nb\nc\nd"), WRONG),
            (&format!("{cards}/0/body"), Value::Null, ACCEPTED),
            (
                &format!("{cards}/0/header"),
                json!({ "type": "text", "text": "no" }),
                WRONG,
            ),
            (
                &format!("{cards}/0/header"),
                json!({ "type": "video", "video": { "link": LINK } }),
                WRONG,
            ),
            ("/interactive/footer", json!({ "text": "F" }), UNEXPECTED),
        ],
    )
    .await;
}

#[tokio::test]
async fn orders() {
    let graph = Graph::in_conversation().await;
    let parameters = json!({
        "reference_id": "r-1", "type": "digital-goods", "payment_type": "upi", "currency": "INR",
        "total_amount": { "value": 500, "offset": 100 },
        "order": { "status": "pending", "items": [{ "name": "Tea" }] },
    });
    each(
        &graph,
        of(
            "order_details",
            json!({ "name": "review_and_pay", "parameters": parameters }),
        ),
        vec![
            (
                "/interactive/action/parameters/reference_id",
                Value::Null,
                MISSING,
            ),
            (
                "/interactive/action/parameters/order/items",
                json!([]),
                WRONG,
            ),
        ],
    )
    .await;
    let parameters = json!({ "reference_id": "r-1", "order": { "status": "shipped" } });
    each(
        &graph,
        of(
            "order_status",
            json!({ "name": "review_order", "parameters": parameters }),
        ),
        vec![("/interactive/action/parameters/order", Value::Null, MISSING)],
    )
    .await;
}

//! Whom a number has blocked.

use serde_json::json;

use crate::whatsapp_support::{Graph, code};

const WROTE: &str = "15550104477";

async fn changed(graph: &Graph, method: &str, user: &str) -> (u16, serde_json::Value) {
    let route = format!(
        "{method} /v25.0/{}/block_users",
        graph.config.phone_number_id
    );
    let body = json!({ "messaging_product": "whatsapp", "block_users": [{ "user": user }] });
    let answer = graph.call(&route, Some(body)).await;
    (answer.status.as_u16(), answer.json())
}

async fn blocked(graph: &Graph) -> Vec<serde_json::Value> {
    let route = format!("GET /v25.0/{}/block_users", graph.config.phone_number_id);
    let list = graph.call(&route, None).await.json();
    list["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn who_wrote_can_be_blocked_and_unblocked() {
    let graph = Graph::new().await;
    graph.hear("Hi");

    let (status, report) = changed(&graph, "POST", "+1 (555) 010-4477").await;
    assert_eq!(status, 200, "{report}");
    let added = &report["block_users"]["added_users"][0];
    assert_eq!(
        (&added["input"], &added["wa_id"]),
        (&json!("+1 (555) 010-4477"), &json!(WROTE))
    );
    assert_eq!(blocked(&graph).await[0]["wa_id"], WROTE);

    let (status, report) = changed(&graph, "DELETE", WROTE).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(report["block_users"]["removed_users"][0]["wa_id"], WROTE);
    assert!(blocked(&graph).await.is_empty());
}

#[tokio::test]
async fn of_several_the_answer_says_who_and_why_not() {
    let graph = Graph::new().await;
    graph.hear("Hi");
    let route = format!("POST /v25.0/{}/block_users", graph.config.phone_number_id);
    let users = json!([{ "user": WROTE }, { "user": "15550199999" }]);
    let body = json!({ "messaging_product": "whatsapp", "block_users": users });

    let answer = graph.call(&route, Some(body)).await;

    assert_eq!(code(&answer), (400, 139_100));
    let report = &answer.json()["block_users"];
    assert_eq!(report["added_users"][0]["input"], WROTE);
    assert_eq!(report["failed_users"][0]["errors"][0]["code"], 131_047);
    assert_eq!(blocked(&graph).await.len(), 1);
}

#[tokio::test]
async fn a_list_of_nobody_is_refused() {
    let graph = Graph::new().await;
    let route = format!("POST /v25.0/{}/block_users", graph.config.phone_number_id);
    for body in [
        json!({ "messaging_product": "whatsapp", "block_users": [] }),
        json!({ "messaging_product": "whatsapp", "block_users": [{}] }),
        json!({ "block_users": [{ "user": WROTE }] }),
    ] {
        let answer = graph.call(&route, Some(body)).await;
        assert_eq!(code(&answer), (400, 100));
    }
}

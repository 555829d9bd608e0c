//! Who may come in, what there is, and how much of it.

use std::time::Duration;

use serde_json::{Value, json};
use wazzup_emulator::{Emulator, Fault};

use crate::whatsapp_support::{Graph, USER, code};

fn hello() -> Value {
    json!({ "messaging_product": "whatsapp", "to": USER, "type": "text", "text": { "body": "Hi" } })
}

#[tokio::test]
async fn every_call_needs_a_token_that_is_good_here() {
    let graph = Graph::new().await;
    for (token, wanted) in [
        ("nobody", (401, 190)),
        ("", (401, 190)),
        (graph.config.expired_token.as_str(), (401, 190)),
        (graph.config.stranger_token.as_str(), (403, 10)),
    ] {
        let answer = graph.call_as(token, "POST messages", hello()).await;
        assert_eq!(code(&answer), wanted, "{token}");
        let error = &answer.json()["error"];
        assert_eq!(error["type"], "OAuthException");
        assert!(error["fbtrace_id"].as_str().unwrap().len() > 10);
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with(&format!("(#{}) ", wanted.1)),
            "{message}"
        );
    }
    let expired = graph
        .call_as(&graph.config.expired_token, "POST messages", hello())
        .await;
    assert_eq!(expired.json()["error"]["error_subcode"], 463);
    // A key of Wazzup is no token, and a token no key.
    let key = graph.bed.key.clone();
    assert_eq!(
        code(&graph.call_as(&key, "POST messages", hello()).await),
        (401, 190)
    );
    let token = &graph.config.access_token;
    assert_eq!(
        graph.bed.call_as(token, "GET /v3/users", None).await.status,
        401
    );
}

#[tokio::test]
async fn a_token_may_stand_in_the_query() {
    let graph = Graph::new().await;
    let route = format!(
        "GET /v25.0/{}?access_token={}",
        graph.config.phone_number_id, graph.config.access_token
    );
    assert_eq!(graph.call_as("nobody", &route, None).await.status, 200);
    let journal = graph.bed.emulator.journal();
    let record = journal.requests.last().unwrap();
    assert_eq!(record.uri.query(), Some("access_token=***"));
    assert_eq!(record.credential, Some("user"));
}

#[tokio::test]
async fn ids_paths_and_methods_that_are_not_there() {
    let graph = Graph::new().await;
    let id = graph.config.phone_number_id.clone();
    let waba = graph.config.waba_id.clone();
    for (route, wanted, subcode) in [
        ("POST /v25.0/999/messages".to_owned(), (400, 100), json!(33)),
        (
            format!("POST /v25.0/{waba}/messages"),
            (400, 100),
            json!(33),
        ),
        ("GET /v25.0/999".to_owned(), (400, 100), json!(33)),
        (format!("GET /v25.0/{id}/messages"), (400, 100), json!(33)),
        (format!("DELETE /v25.0/{id}"), (400, 100), json!(33)),
        (
            format!("POST /v25.0/{id}/nothing"),
            (400, 2_500),
            Value::Null,
        ),
        ("GET /v25.0".to_owned(), (400, 2_500), Value::Null),
    ] {
        let answer = graph.call(&route, hello()).await;
        assert_eq!(code(&answer), wanted, "{route}");
        assert_eq!(answer.json()["error"]["error_subcode"], subcode, "{route}");
    }
}

#[tokio::test]
async fn any_version_will_do_and_none_too() {
    let graph = Graph::in_conversation().await;
    let id = &graph.config.phone_number_id;
    for prefix in ["/v25.0", "/v17.0", ""] {
        let route = format!("POST {prefix}/{id}/messages");
        assert_eq!(
            code(&graph.call(&route, hello()).await),
            (200, 0),
            "{route}"
        );
        let route = format!("GET {prefix}/{id}/");
        assert_eq!(graph.call(&route, None).await.status, 200, "{route}");
    }
}

#[tokio::test]
async fn a_number_and_its_account_show_the_fields_asked_for() {
    let graph = Graph::new().await;
    let (id, waba) = (&graph.config.phone_number_id, &graph.config.waba_id);
    let usual = graph.call(&format!("GET /v25.0/{id}"), None).await.json();
    assert_eq!(usual["display_phone_number"], "+1 555-010-9000");
    assert_eq!(usual["id"], id.as_str());
    let one = graph
        .call(&format!("GET /v25.0/{id}?fields=status"), None)
        .await
        .json();
    assert_eq!(one, json!({ "id": id, "status": "CONNECTED" }));
    let odd = graph
        .call(&format!("GET /v25.0/{id}?fields=status,odd"), None)
        .await;
    assert_eq!(code(&odd), (400, 100));
    let fields = "id,name,currency,owner_business_info,health_status.phone_number(1,2)";
    let account = graph
        .call(&format!("GET /v25.0/{waba}?fields={fields}"), None)
        .await
        .json();
    assert_eq!(
        account["owner_business_info"]["id"],
        graph.config.business_id.as_str()
    );
    assert_eq!(account["currency"], "USD");
    let first = graph
        .call(&format!("GET /v25.0/{waba}/phone_numbers?limit=1"), None)
        .await
        .json();
    assert_eq!(first["data"][0]["id"], id.as_str());
    assert!(first["paging"].get("previous").is_none());
    let next = first["paging"]["next"].as_str().unwrap();
    let next = next.strip_prefix(graph.bed.emulator.url()).unwrap();
    let second = graph.call(&format!("GET {next}"), None).await.json();
    assert_eq!(second["data"].as_array().unwrap().len(), 1);
    assert_eq!(
        second["data"][0]["id"],
        graph.config.phone_numbers[1].id.as_str()
    );
    assert!(second["paging"].get("next").is_none());
    let back = second["paging"]["previous"].as_str().unwrap();
    let back = back.strip_prefix(graph.bed.emulator.url()).unwrap();
    assert_eq!(
        graph.call(&format!("GET {back}"), None).await.json()["data"],
        first["data"]
    );
    let odd = graph
        .call(&format!("GET /v25.0/{waba}/phone_numbers?after=odd"), None)
        .await;
    assert_eq!(code(&odd), (400, 100));
}

#[tokio::test]
async fn eighty_messages_a_second_and_not_one_more() {
    let graph = Graph::new().await;
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.limits.pair_interval_ms = None);
    // One that came in counts as well.
    graph.hear("Hello");
    for number in 0..79 {
        assert_eq!(graph.refusal(hello()).await, (200, 0), "{number}");
    }
    assert_eq!(graph.refusal(hello()).await, (400, 130_429));
    graph.bed.emulator.advance(Duration::from_millis(999));
    assert_eq!(graph.refusal(hello()).await, (400, 130_429));
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.limits.throttled_status = 429);
    assert_eq!(graph.refusal(hello()).await, (429, 130_429));
    graph.bed.emulator.advance(Duration::from_millis(1));
    assert_eq!(graph.refusal(hello()).await, (200, 0));
    let other = format!("POST /v25.0/{}/messages", graph.config.phone_numbers[1].id);
    assert_eq!(code(&graph.call(&other, hello()).await), (200, 0));
}

#[tokio::test]
async fn one_user_gets_a_burst_and_then_one_message_in_six_seconds() {
    let graph = Graph::in_conversation().await;
    for number in 0..45 {
        assert_eq!(graph.refusal(hello()).await, (200, 0), "{number}");
    }
    assert_eq!(graph.refusal(hello()).await, (400, 131_056));
    // What is refused counts for nothing, and a fault in a message is told before the limit.
    assert_eq!(
        graph.refusal(json!({ "type": "text", "text": {} })).await,
        (400, 131_008)
    );
    let another = json!({ "to": "15550104478" });
    let mut to_another = hello();
    to_another["to"] = another["to"].clone();
    assert_eq!(graph.refusal(to_another).await, (200, 0));
    graph.pass(Duration::from_millis(5_999)).await;
    assert_eq!(graph.refusal(hello()).await, (400, 131_056));
    graph.pass(Duration::from_millis(1)).await;
    assert_eq!(graph.refusal(hello()).await, (200, 0));
    assert_eq!(graph.refusal(hello()).await, (400, 131_056));
    graph.pass(Duration::from_secs(12)).await;
    assert_eq!(graph.refusal(hello()).await, (200, 0));
    assert_eq!(graph.refusal(hello()).await, (200, 0));
    assert_eq!(graph.refusal(hello()).await, (400, 131_056));
}

#[tokio::test]
async fn calls_about_the_account_are_counted_and_say_so() {
    let graph = Graph::new().await;
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.limits.management_per_hour = Some(2));
    let route = format!("GET /v25.0/{}", graph.config.waba_id);
    assert_eq!(graph.call(&route, None).await.status, 200);
    let answer = graph.call(&route, None).await;
    let usage = answer.headers["x-business-use-case-usage"]
        .to_str()
        .unwrap();
    let usage: Value = serde_json::from_str(usage).unwrap();
    let usage = &usage[&graph.config.waba_id][0];
    assert_eq!(usage["call_count"], 100);
    assert_eq!(usage["estimated_time_to_regain_access"], 60);
    assert!(answer.headers.contains_key("x-app-usage"));
    assert_eq!(code(&graph.call(&route, None).await), (400, 80_007));
    let sent = graph
        .send(json!({ "type": "text", "text": { "body": "Hi" } }))
        .await;
    assert_eq!(sent.status, 200);
    assert!(!sent.headers.contains_key("x-app-usage"));
    graph.bed.emulator.advance(Duration::from_secs(3_600));
    assert_eq!(graph.call(&route, None).await.status, 200);
}

#[tokio::test]
async fn faults_and_the_journal_know_these_routes_too() {
    let graph = Graph::in_conversation().await;
    let error = json!({ "error": { "message": "(#2) Busy", "type": "OAuthException", "code": 2 } });
    let busy = Fault::on("POST /*/{phone}/messages")
        .status(503)
        .body(error.to_string());
    let id = graph.bed.emulator.inject(busy);
    assert_eq!(graph.refusal(hello()).await, (503, 2));
    assert_eq!(graph.refusal(hello()).await, (200, 0));
    let journal = graph.bed.emulator.journal();
    let [busy, good] = journal.requests.as_slice() else {
        panic!("{journal:?}")
    };
    assert_eq!((busy.fault, good.fault), (Some(id), None));
    assert!(good.uri.path().starts_with("/v25.0/"));
    assert!(!good.headers.contains_key("authorization"));
    assert_eq!(good.json(), Some(hello()));
}

#[tokio::test]
async fn one_seed_gives_one_graph_and_a_reset_brings_it_back() {
    let (first, second) = (Graph::new().await, Graph::new().await);
    let shown = |graph: &Graph| {
        let mut config = serde_json::to_value(graph.bed.emulator.whatsapp().config()).unwrap();
        config["url"] = Value::Null;
        config
    };
    assert_eq!(shown(&first), shown(&second));
    assert_eq!(first.hear("Hi"), second.hear("Hi"));
    assert_eq!(first.say("Hi").await, second.say("Hi").await);
    let before = shown(&first);
    first
        .bed
        .emulator
        .whatsapp()
        .set_callback(Some("http://127.0.0.1:1/"));
    first.control("POST reset", json!({})).await;
    assert_eq!(shown(&first), before);
    assert!(first.bed.emulator.whatsapp().messages().is_empty());
    let third = Graph::with(Emulator::builder().seed(2)).await;
    assert_ne!(third.config.access_token, first.config.access_token);
}

#[tokio::test]
async fn tokens_come_and_go() {
    let graph = Graph::in_conversation().await;
    let old = graph.config.access_token.clone();
    let made = graph.control("POST whatsapp/token", json!({})).await.json();
    let made = made["accessToken"].as_str().unwrap().to_owned();
    assert_eq!(
        code(&graph.call_as(&made, "POST messages", hello()).await),
        (200, 0)
    );
    assert_eq!(
        code(&graph.call_as(&old, "POST messages", hello()).await),
        (200, 0)
    );
    graph
        .control("POST whatsapp/token", json!({ "expire": old }))
        .await;
    assert_eq!(
        code(&graph.call_as(&old, "POST messages", hello()).await),
        (401, 190)
    );
    assert_eq!(
        code(&graph.call_as(&made, "POST messages", hello()).await),
        (200, 0)
    );
}

//! What goes out: signed, in order, again, together.

use std::collections::BTreeSet;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use wazzup_emulator::knobs::BatchForm;

use crate::whatsapp_support::{Delivery, Graph, Hook, USER};

const SECOND: Duration = Duration::from_secs(1);

pub(crate) async fn listening() -> (Graph, Hook) {
    let graph = Graph::new().await;
    let hook = Hook::new("t").await;
    graph.listen(&hook);
    (graph, hook)
}

#[tokio::test]
async fn a_message_comes_in_its_envelope_signed_over_its_bytes() {
    let (graph, hook) = listening().await;
    let id = graph.hear("Héllo/👋");
    graph.bed.emulator.idle().await;
    let [delivery] = hook.came().try_into().ok().unwrap();
    let Delivery { bytes, headers } = &delivery;
    assert_eq!(headers["content-type"], "application/json");
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(
        text.is_ascii() && text.contains(r"H\u00e9llo\/\ud83d\udc4b"),
        "{text}"
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(graph.config.app_secret.as_bytes()).unwrap();
    mac.update(bytes);
    let signature = headers["x-hub-signature-256"].to_str().unwrap();
    let signature = hex::decode(signature.strip_prefix("sha256=").unwrap()).unwrap();
    mac.verify_slice(&signature).unwrap();

    let now = (graph.bed.emulator.now() / 1_000).to_string();
    let user_id = graph
        .bed
        .emulator
        .whatsapp()
        .message(&id)
        .unwrap()
        .user_id
        .unwrap();
    assert_eq!(
        delivery.json(),
        json!({ "object": "whatsapp_business_account", "entry": [{
            "id": graph.config.waba_id,
            "changes": [{ "field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": {
                    "display_phone_number": "15550109000",
                    "phone_number_id": graph.config.phone_number_id,
                },
                "contacts": [{ "profile": { "name": "Customer" }, "wa_id": USER, "user_id": user_id }],
                "messages": [{
                    "from": USER, "from_user_id": user_id, "id": id, "timestamp": now,
                    "type": "text", "text": { "body": "Héllo/👋" },
                }],
            } }],
        }] })
    );
    let attempt = &graph.bed.emulator.journal().webhooks[0];
    assert!(attempt.signed && !attempt.bearer && attempt.succeeded());
    assert_eq!(attempt.kinds, ["messages"]);
    assert_eq!(attempt.body, *bytes);
}

#[tokio::test]
async fn what_is_not_answered_200_is_delivered_again_for_seven_days() {
    let (graph, hook) = listening().await;
    for status in [500, 404, 201] {
        hook.answer(status);
    }
    graph.hear("Hello");
    graph.pass(Duration::from_secs(120)).await;
    let came = hook.came();
    assert_eq!(came.len(), 4);
    assert!(came.iter().all(|delivery| delivery.bytes == came[0].bytes));
    let attempts = graph.bed.emulator.journal().webhooks;
    let first = attempts[0].at;
    let moments: Vec<_> = attempts.iter().map(|attempt| attempt.at - first).collect();
    assert_eq!(moments, [0, 0, 10_000, 70_000]);
    let numbers: Vec<_> = attempts.iter().map(|attempt| attempt.attempt).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);

    graph
        .bed
        .emulator
        .whatsapp()
        .set_callback(Some("http://127.0.0.1:1/"));
    graph.hear("Nobody is there");
    let week = Duration::from_secs(7 * 24 * 3_600);
    graph.pass(week + Duration::from_secs(3_600)).await;
    let attempts = graph.bed.emulator.journal().webhooks;
    let lost: Vec<_> = attempts
        .iter()
        .filter(|attempt| attempt.status.is_none())
        .collect();
    let lasted = lost.last().unwrap().at - lost[0].at;
    let week = i64::try_from(week.as_millis()).unwrap();
    assert!(lasted <= week && lasted > week - 12 * 3_600_000, "{lasted}");
    graph.pass(Duration::from_secs(24 * 3_600)).await;
    assert_eq!(graph.bed.emulator.journal().webhooks.len(), attempts.len());
}

#[tokio::test]
async fn updates_are_put_together_in_every_form() {
    for (form, entries, changes) in [
        (BatchForm::Entries, 6, 6),
        (BatchForm::Changes, 2, 6),
        (BatchForm::Messages, 2, 2),
    ] {
        let (graph, hook) = listening().await;
        graph.bed.emulator.knobs(|knobs| {
            knobs.whatsapp.delivery.combine_ms = Some(100);
            knobs.whatsapp.delivery.batch_form = form;
        });
        for number in 0..5 {
            graph.hear(&number.to_string());
        }
        let alert = json!({ "field": "account_alerts", "value": { "entity_type": "BUSINESS" } });
        graph.bed.emulator.whatsapp().update(alert).unwrap();
        graph.pass(SECOND).await;
        let [delivery] = hook.came().try_into().ok().unwrap();
        assert_eq!(
            delivery.json()["entry"].as_array().unwrap().len(),
            entries,
            "{form:?}"
        );
        assert_eq!(delivery.changes().len(), changes, "{form:?}");
        let texts: Vec<_> = hook
            .items("messages")
            .iter()
            .map(|message| message["text"]["body"].clone())
            .collect();
        assert_eq!(texts, ["0", "1", "2", "3", "4"]);
        let attempt = &graph.bed.emulator.journal().webhooks[0];
        assert_eq!(attempt.kinds, ["messages", "account_alerts"]);
    }
}

#[tokio::test]
async fn a_batch_is_no_longer_than_it_may_be_and_can_be_turned_round() {
    let (graph, hook) = listening().await;
    graph.bed.emulator.knobs(|knobs| {
        knobs.whatsapp.delivery.combine_ms = Some(100);
        knobs.whatsapp.delivery.batch_max = 2;
        knobs.whatsapp.delivery.reverse = true;
    });
    for number in 0..5 {
        graph.hear(&number.to_string());
    }
    graph.pass(SECOND).await;
    let sizes: Vec<_> = hook
        .came()
        .iter()
        .map(|delivery| delivery.changes().len())
        .collect();
    assert_eq!(sizes, [2, 2, 1]);
    let texts: Vec<_> = hook
        .items("messages")
        .iter()
        .map(|message| message["text"]["body"].clone())
        .collect();
    assert_eq!(texts, ["1", "0", "3", "2", "4"]);
}

#[tokio::test]
async fn deliveries_come_twice_and_overtake_each_other_on_request() {
    let (graph, hook) = listening().await;
    graph.bed.emulator.knobs(|knobs| {
        knobs.whatsapp.delivery.duplicates = 1;
        knobs.whatsapp.delivery.scatter_ms = Some(1_000);
    });
    let sent: Vec<String> = (0..8)
        .map(|number| graph.hear(&number.to_string()))
        .collect();
    graph.pass(2 * SECOND).await;
    let came: Vec<String> = hook
        .items("messages")
        .iter()
        .map(|message| message["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(came.len(), 16);
    let mut order = came.clone();
    order.dedup();
    assert_ne!(order, sent);
    assert_eq!(order.iter().collect::<BTreeSet<_>>(), sent.iter().collect());
}

#[tokio::test]
async fn any_update_goes_out_as_it_is_given() {
    let (graph, hook) = listening().await;
    let whatsapp = graph.bed.emulator.whatsapp();
    let call = json!({ "calls": [{ "id": "wacid.1", "event": "connect" }] });
    whatsapp
        .update(json!({ "field": "calls", "value": call }))
        .unwrap();
    let partner = json!({ "event": "PARTNER_ADDED", "waba_info": { "waba_id": "1" } });
    whatsapp
        .update(json!({ "field": "account_update", "value": partner }))
        .unwrap();
    let entry = json!({ "id": "7", "time": 1, "changes": [{ "field": "messages", "value": { "odd": [1] } }] });
    whatsapp.update(entry.clone()).unwrap();
    let changes: Vec<Value> = (0..1_000)
        .map(|number| json!({ "field": "messages", "value": { "messages": [{ "id": number.to_string() }] } }))
        .collect();
    let whole = json!({ "object": "whatsapp_business_account", "entry": [{ "id": "7", "changes": changes }] });
    whatsapp.update(whole.clone()).unwrap();
    whatsapp
        .update(json!({ "field": "never_heard_of", "value": {} }))
        .unwrap();
    assert!(whatsapp.update(json!({ "field": "messages" })).is_err());
    assert!(whatsapp.update(json!({ "value": {} })).is_err());
    graph.bed.emulator.idle().await;
    let came: Vec<Value> = hook.came().iter().map(Delivery::json).collect();
    assert_eq!(came.len(), 4);
    let call = came
        .iter()
        .find(|body| body["entry"][0]["changes"][0]["field"] == "calls")
        .unwrap();
    let value = &call["entry"][0]["changes"][0]["value"];
    assert_eq!(
        value["metadata"]["phone_number_id"],
        graph.config.phone_number_id.as_str()
    );
    let partner = came
        .iter()
        .find(|body| body["entry"][0]["id"] == graph.config.business_id.as_str());
    assert!(partner.unwrap()["entry"][0]["time"].is_i64());
    assert!(came.contains(&json!({ "object": "whatsapp_business_account", "entry": [entry] })));
    assert!(came.contains(&whole));
}

//! Keys, scopes, windows.

use std::time::Duration;

use serde_json::json;
use wazzup_emulator::Emulator;
use wazzup_emulator::knobs::EmptyOrJson;

use crate::support::Bed;

#[tokio::test]
async fn without_a_key_the_answer_is_401_and_empty() {
    let bed = Bed::new().await;
    for route in ["GET /v3/users", "GET /settings", "GET /v3/no_such_route"] {
        let answer = bed.call_as("wrong", route, None).await;
        assert_eq!(answer.status, 401, "{route}");
        assert!(answer.body.is_empty());
    }
    bed.emulator
        .knobs(|knobs| knobs.dialect.unauthorized_body = EmptyOrJson::Json);
    let answer = bed.call_as("wrong", "GET /v3/users", None).await;
    assert_eq!(answer.code(), (401, "UNAUTHORIZED".to_owned()));
}

#[tokio::test]
async fn a_sidecar_key_opens_its_few_routes_and_no_other() {
    let bed = Bed::new().await;
    for route in [
        "GET /v3/channels",
        "GET /v3/webhooks",
        "GET /v3/templates/whatsapp",
    ] {
        assert_eq!(
            bed.call_as(&bed.sidecar, route, None).await.status,
            200,
            "{route}"
        );
    }
    let edit = bed
        .call_as(&bed.sidecar, "PATCH /v3/message/x", json!({"text": "a"}))
        .await;
    assert_eq!(edit.code(), (400, "MESSAGES_NOT_FOUND".to_owned()));
    for route in [
        "GET /v3/users",
        "GET /v3/contacts",
        "POST /v3/iframe",
        "GET /settings",
    ] {
        let answer = bed.call_as(&bed.sidecar, route, None).await;
        assert_eq!(answer.json(), json!({"error": "FORBIDDEN"}), "{route}");
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn a_partner_key_is_for_accounts_and_a_client_key_is_not() {
    let bed = Bed::new().await;
    assert_eq!(
        bed.call_as(&bed.partner, "GET /accounts/waba-summary", None)
            .await
            .status,
        200
    );
    assert_eq!(
        bed.call_as(&bed.partner, "GET /settings", None)
            .await
            .status,
        403
    );
    assert_eq!(
        bed.call_as(&bed.partner, "GET /v3/users", None)
            .await
            .status,
        403
    );
    assert_eq!(
        bed.call("GET /accounts/waba-summary", None).await.status,
        403
    );
    assert_eq!(bed.call("GET /accounts/balance", None).await.status, 200);
}

#[tokio::test]
async fn the_window_is_fixed_and_lets_exactly_500_through() {
    let builder = Emulator::builder().manual_clock().knobs(|knobs| {
        knobs.rate_limit.phase_ms = Some(1_000);
        knobs.rate_limit.retry_after = true;
    });
    let bed =
        Bed::with(builder.start_at(std::time::UNIX_EPOCH + Duration::from_millis(10_500))).await;
    // 10.5 s with a shift of 1 s is half a second before the end of a window.
    for _ in 0..500 {
        assert_eq!(bed.call("GET /v3/pipelines", None).await.status, 200);
    }
    let refused = bed.call("GET /v3/pipelines", None).await;
    assert_eq!(refused.status, 429);
    assert!(refused.body.is_empty());
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(
        bed.call_as(&bed.sidecar, "GET /v3/channels", None)
            .await
            .status,
        200
    );
    assert_eq!(bed.call("GET /settings", None).await.status, 200);

    bed.emulator.advance(Duration::from_millis(499));
    assert_eq!(bed.call("GET /v3/pipelines", None).await.status, 429);
    bed.emulator.advance(Duration::from_millis(1));
    assert_eq!(bed.call("GET /v3/pipelines", None).await.status, 200);
}

#[tokio::test]
async fn every_route_of_the_reference_is_there() {
    let bed = Bed::new().await;
    let routes = [
        "GET /v3/users",
        "GET /v3/users/a",
        "POST /v3/users",
        "DELETE /v3/users/a",
        "PATCH /v3/users/bulk_delete",
        "GET /v3/contacts?offset=0",
        "GET /v3/contacts/a",
        "POST /v3/contacts",
        "DELETE /v3/contacts/a",
        "PATCH /v3/contacts/bulk_delete",
        "GET /v3/deals?offset=0",
        "GET /v3/deals/a",
        "POST /v3/deals",
        "DELETE /v3/deals/a",
        "PATCH /v3/deals/bulk_delete",
        "GET /v3/pipelines",
        "POST /v3/pipelines",
        "GET /v3/channels",
        "POST /v3/message",
        "PATCH /v3/message/a",
        "DELETE /v3/message/a",
        "GET /v3/templates/whatsapp?limit=250&offset=0",
        "GET /v3/webhooks",
        "PATCH /v3/webhooks",
        "POST /v3/iframe",
        "GET /v3/unanswered/a",
        "GET /counters/ws_host/api_v3/a",
        "POST /v3/marketplace",
        "PATCH /v3/marketplace",
        "POST /v3/connect",
        "POST /v3/wauth",
        "POST /v3/migration",
        "POST /accounts",
        "DELETE /accounts/1",
        "GET /accounts/waba-summary",
        "GET /accounts/transactions?date=2026-01-01",
        "POST /accounts/balance",
        "GET /accounts/balance",
        "GET /settings",
        "PATCH /settings",
        "POST /iframe/generate-channels-link",
        "POST /iframe/generate-templates-link",
        "POST /iframe/generate-waba-profile-link",
        "POST /iframe/generate-chats-link",
        "POST /iframe/generate-unanswered-link",
        "POST /channels/whatsapp",
        "POST /channels/whatsapp/a/reinit",
        "DELETE /channels/whatsapp/a",
        "GET /channels/list",
        "GET /channels/whatsapp/a",
        "GET /channels/waba/pricing/KZ",
        "GET /channels/waba/a/transactions/2026-01-01",
        "GET /channels/waba/templates",
        "POST /users",
        "DELETE /users/a",
        "GET /users",
        "POST /webhooks/test",
    ];
    assert_eq!(routes.len(), 32 + 25);
    for route in routes {
        let key = if route.contains("/accounts") || route.contains("/v3/migration") {
            &bed.partner
        } else {
            &bed.key
        };
        let answer = bed.call_as(key, route, None).await;
        assert_ne!(answer.status, 405, "{route}");
        let missing = answer.status == 404
            && answer.body == br#"{"error":"NOT_FOUND"}"#.as_slice()
            && !route.ends_with("/a")
            && !route.contains("/a/")
            && !route.ends_with("/1");
        assert!(!missing, "{route}");
    }
    assert_eq!(bed.call("GET /v3/templates", None).await.status, 404);
}

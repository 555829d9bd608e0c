//! The tech API.

use std::time::Duration;

use serde_json::json;
use wazzup_emulator::knobs::SettingsPatch;

use crate::receiver::Receiver;
use crate::support::Bed;

#[tokio::test]
async fn an_account_is_made_with_its_own_key_and_world() {
    let bed = Bed::new().await;
    let good =
        json!({ "crmKey": "k".repeat(16), "name": "Client", "lang": "en", "currency": "EUR" });
    let made = bed
        .call_as(&bed.partner, "POST /accounts", good.clone())
        .await
        .json();
    let key = made["apiKey"].as_str().unwrap().to_owned();
    let id = made["accountId"].as_u64().unwrap();
    assert_eq!(
        bed.call_as(&key, "GET /v3/channels", None).await.json(),
        json!([])
    );
    bed.call("POST /v3/users", json!([{ "id": "1", "name": "Ann" }]))
        .await;
    assert_eq!(
        bed.call_as(&key, "GET /v3/users", None).await.json(),
        json!([])
    );

    let fund = json!({ "accountId": id, "value": 50 });
    assert_eq!(
        bed.call_as(&bed.partner, "POST /accounts/balance", fund)
            .await
            .status,
        200
    );
    let balance = bed
        .call_as(&key, "GET /accounts/balance", None)
        .await
        .json();
    assert_eq!(balance, json!({ "currency": "EUR", "balance": 50 }));
    let summary = bed
        .call_as(&bed.partner, "GET /accounts/waba-summary", None)
        .await
        .json();
    assert_eq!(summary.as_array().unwrap().len(), 2);

    assert_eq!(
        bed.call_as(&bed.partner, &format!("DELETE /accounts/{id}"), None)
            .await
            .status,
        200
    );
    assert_eq!(bed.call_as(&key, "GET /v3/users", None).await.status, 401);

    for (field, value) in [
        ("crmKey", json!("short")),
        ("lang", json!("de")),
        ("currency", json!("RUB")),
        ("name", json!("")),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let answer = bed.call_as(&bed.partner, "POST /accounts", bad).await;
        assert_eq!(answer.json()["data"], json!({ "fields": [field] }));
    }
}

#[tokio::test]
async fn settings_replace_the_roles_and_keep_other_keys() {
    let bed = Bed::new().await;
    let role = json!({ "channelId": bed.channel("whatsapp"), "userId": "1", "role": "seller", "allowGetNewClients": true });
    let answer = bed
        .call(
            "PATCH /settings",
            json!({ "userRoles": [role], "theme": "dark" }),
        )
        .await
        .json();
    assert_eq!(
        (&answer["userRoles"], &answer["theme"], &answer["language"]),
        (&json!([role]), &json!("dark"), &json!("ru"))
    );
    for bad in [
        json!({ "userRoles": [{ "role": "boss" }] }),
        json!({ "userRoles": {} }),
        json!({ "pushInputOutputMessageEventsForManagers": 1 }),
        json!([]),
    ] {
        assert_eq!(bed.call("PATCH /settings", bad).await.status, 400);
    }
    bed.emulator
        .knobs(|knobs| knobs.dialect.settings_patch = SettingsPatch::Replace);
    let answer = bed
        .call("PATCH /settings", json!({ "userRoles": [] }))
        .await
        .json();
    assert_eq!(answer, json!({ "userRoles": [] }));
}

#[tokio::test]
async fn a_new_channel_starts_and_can_be_restarted_and_removed() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    assert!(bed.call("POST /channels/waba", None).await.json()["url"].is_string());
    let list = bed.call("GET /channels/list", None).await.json();
    assert_eq!(list["count"], 11);
    let channel = list["channels"][10].clone();
    assert_eq!(
        (&channel["state"], &channel["transport"], &channel["tier"]),
        (&json!("init"), &json!("wapi"), &json!("TIER_0"))
    );
    let id = channel["guid"].as_str().unwrap();
    bed.emulator.advance(Duration::from_secs(2));
    bed.emulator.idle().await;
    let states: Vec<_> = receiver
        .items("channelsUpdates")
        .iter()
        .map(|item| item["state"].clone())
        .collect();
    assert_eq!(states, ["init", "active"]);
    assert_eq!(
        bed.call(&format!("GET /channels/wapi/{id}"), None)
            .await
            .json()["state"],
        "active"
    );
    assert_eq!(
        bed.call(&format!("GET /channels/whatsapp/{id}"), None)
            .await
            .status,
        404
    );
    assert_eq!(
        bed.call(&format!("POST /channels/waba/{id}/reinit"), None)
            .await
            .status,
        200
    );
    assert_eq!(
        bed.call(&format!("GET /channels/waba/{id}"), None)
            .await
            .json()["state"],
        "init"
    );

    let keep = bed
        .call(
            &format!("DELETE /channels/wapi/{id}"),
            json!({ "deleteChats": false }),
        )
        .await;
    assert_eq!(keep.status, 200);
    let list = bed.call("GET /channels/list", None).await.json();
    assert_eq!(
        (
            &list["channels"][10]["deleted"],
            &list["channels"][10]["state"]
        ),
        (&json!(true), &json!("disabled"))
    );
    assert_eq!(
        bed.call(&format!("DELETE /channels/wapi/{id}"), None)
            .await
            .status,
        404
    );
    let whatsapp = bed.channel("whatsapp");
    assert_eq!(
        bed.call(&format!("DELETE /channels/whatsapp/{whatsapp}"), None)
            .await
            .status,
        200
    );
    assert_eq!(
        bed.call("GET /v3/channels", None)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        9
    );
    assert_eq!(bed.call("POST /channels/icq", None).await.status, 404);
}

#[tokio::test]
async fn templates_go_with_the_waba_channels_that_are_there() {
    let bed = Bed::new().await;
    let channels = async || {
        let templates = bed.call("GET /v3/templates/whatsapp", None).await.json();
        templates[0]["channels"].clone()
    };
    let first = bed.channel("wapi");
    assert_eq!(channels().await, json!([first]));
    bed.call(&format!("DELETE /channels/waba/{first}"), None)
        .await;
    assert_eq!(channels().await, json!([]));
    bed.call("POST /channels/waba", None).await;
    assert_eq!(channels().await, json!([bed.channel("wapi")]));
}

#[tokio::test]
async fn fixed_paths_win_over_the_path_of_a_channel() {
    let bed = Bed::new().await;
    let pricing = bed.call("GET /channels/waba/pricing/KZ", None).await.json();
    assert!(pricing["pricing"]["marketing"]["RUB"].is_number());
    assert!(
        bed.call("GET /channels/waba/templates", None)
            .await
            .json()
            .is_array()
    );
    assert!(bed.call("GET /channels/list", None).await.json()["channels"].is_array());
}

#[tokio::test]
async fn templates_that_went_out_are_charged() {
    let bed = Bed::new().await;
    let templates = bed.call("GET /v3/templates/whatsapp", None).await.json();
    let waba = bed.channel("wapi");
    let body = json!({ "channelId": waba, "chatType": "whatsapp", "chatId": "79990000000", "templateId": templates[0]["templateGuid"] });
    assert_eq!(bed.call("POST /v3/message", body).await.status, 201);
    bed.emulator.advance(Duration::from_secs(1));
    bed.emulator.idle().await;
    let date = bed.emulator.config().now[..10].to_owned();
    let day = bed
        .call(
            &format!("GET /channels/waba/{waba}/transactions/{date}"),
            None,
        )
        .await
        .json();
    assert_eq!(
        (&day["count"], &day["transactions"][0]["currency"]),
        (&json!(1), &json!("RUB"))
    );
    let all = bed
        .call_as(
            &bed.partner,
            &format!("GET /accounts/transactions?date={date}"),
            None,
        )
        .await
        .json();
    assert_eq!(all["count"], 1);
}

#[tokio::test]
async fn what_is_no_day_has_no_transactions() {
    let bed = Bed::new().await;
    let waba = bed.channel("wapi");
    let refused = json!({
        "error": "VALIDATION_ERROR",
        "description": "One or more fields are missing or wrong.",
        "data": { "fields": ["date"] },
    });
    for bad in [
        "zz",
        "2026",
        "2026-01",
        "2026-02-30",
        "20260131",
        "2026-01-31T00:00:00Z",
        "2026-1-31",
        "+026-01-31",
    ] {
        let of_channel = format!("GET /channels/waba/{waba}/transactions/{bad}");
        let of_all = format!("GET /accounts/transactions?date={bad}");
        for answer in [
            bed.call(&of_channel, None).await,
            bed.call_as(&bed.partner, &of_all, None).await,
        ] {
            assert_eq!(answer.status, 400, "{bad}");
            assert_eq!(answer.json(), refused, "{bad}");
        }
    }
    let empty = bed.call_as(&bed.partner, "GET /accounts/transactions?date=", None);
    assert_eq!(empty.await.status, 400);
    let without = bed.call_as(&bed.partner, "GET /accounts/transactions", None);
    assert_eq!(without.await.json()["count"], 0);
    let good = format!("GET /channels/waba/{waba}/transactions/2024-02-29");
    assert_eq!(bed.call(&good, None).await.json()["count"], 0);
}

#[tokio::test]
async fn prices_show_no_noise_of_fractions() {
    let bed = Bed::new().await;
    let answer = bed.call("GET /channels/waba/pricing/KZ", None).await;
    let pricing = &answer.json()["pricing"];
    for (category, prices) in [
        ("marketing", ["0.08", "0.072", "7.2", "36.0"]),
        ("utility", ["0.04", "0.036", "3.6", "18.0"]),
        ("authentication", ["0.03", "0.027", "2.7", "13.5"]),
        ("service", ["0.0"; 4]),
    ] {
        let written =
            ["USD", "EUR", "RUB", "KZT"].map(|currency| pricing[category][currency].to_string());
        assert_eq!(written, prices, "{category}");
    }
}

#[tokio::test]
async fn users_of_the_tech_api_have_roles() {
    let bed = Bed::new().await;
    let body = json!({ "id": "1", "name": "Ann", "role": "seller" });
    assert_eq!(bed.call("POST /users", body.clone()).await.status, 200);
    let list = bed.call("GET /users", None).await.json();
    assert_eq!(
        list,
        json!([{ "id": "1", "name": "Ann", "role": "seller", "allowGetNewClients": false }])
    );
    assert_eq!(
        bed.call("GET /v3/users", None).await.json(),
        json!([{ "id": "1", "name": "Ann" }])
    );
    assert_eq!(
        bed.call(
            "POST /users",
            json!({ "id": "1", "name": "Ann", "role": "boss" })
        )
        .await
        .status,
        400
    );
    assert_eq!(bed.call("DELETE /users/1", None).await.status, 200);
    assert_eq!(bed.call("DELETE /users/1", None).await.status, 404);
}

#[tokio::test]
async fn links_want_what_they_are_for() {
    let bed = Bed::new().await;
    let table = [
        ("channels", json!({ "transport": "whatsapp" }), json!({})),
        (
            "templates",
            json!({ "type": "wabaTemplate" }),
            json!({ "type": "other" }),
        ),
        (
            "waba-profile",
            json!({ "channelId": bed.channel("wapi") }),
            json!({}),
        ),
        ("chats", json!({ "userId": "1" }), json!({ "dealId": 1 })),
        ("unanswered", json!({}), json!({ "userId": 1 })),
    ];
    for (page, good, bad) in table {
        let route = format!("POST /iframe/generate-{page}-link");
        assert!(
            bed.call(&route, good).await.json()["link"].is_string(),
            "{page}"
        );
        assert_eq!(
            bed.call(&route, bad).await.code().1,
            "VALIDATION_ERROR",
            "{page}"
        );
    }
}

#[tokio::test]
async fn an_address_can_be_tested_without_saving_it() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    let body = json!({ "webhooksUri": receiver.url });
    assert_eq!(
        bed.call("POST /webhooks/test", body.clone()).await.status,
        200
    );
    receiver.answer(500, "");
    assert_eq!(
        bed.call("POST /webhooks/test", body).await.code().1,
        "testPostNotPassed"
    );
    assert!(bed.call("GET /v3/webhooks", None).await.json()["webhooksUri"].is_null());
}

#[tokio::test]
async fn the_window_and_the_marketplace_work() {
    let bed = Bed::new().await;
    let iframe = json!({ "user": { "id": "1", "name": "Ann" }, "scope": "global" });
    let refused = bed.call("POST /v3/iframe", iframe.clone()).await.json();
    assert_eq!(refused, json!({ "error": { "code": "NO_SUCH_ACCOUNT" } }));
    bed.call("POST /v3/users", json!([{ "id": "1", "name": "Ann" }]))
        .await;
    assert!(bed.call("POST /v3/iframe", iframe).await.json()["url"].is_string());
    let card = json!({ "user": { "id": "1" }, "scope": "card" });
    assert_eq!(bed.call("POST /v3/iframe", card).await.status, 400);

    let wauth = serde_json::to_value(bed.emulator.config()).unwrap()["wauth"].clone();
    let connect = json!({ "state": wauth["state"], "secret": wauth["secret"], "crmKey": "new-crm-key", "name": "CRM" });
    let key = bed
        .call_as("", "POST /v3/connect", connect.clone())
        .await
        .json()["data"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(bed.call_as(&key, "GET /v3/users", None).await.status, 200);
    assert_eq!(
        bed.emulator.config().crm_key.as_deref(),
        Some("new-crm-key")
    );
    assert_eq!(
        bed.call_as("", "POST /v3/connect", connect).await.status,
        403
    );
    let host = bed
        .call_as("", &format!("GET /counters/ws_host/api_v3/{key}"), None)
        .await
        .json();
    assert!(host["host"].is_string());
}

#[tokio::test]
async fn channels_of_a_fresh_account_can_wake_up_late() {
    let bed = Bed::new().await;
    bed.emulator
        .knobs(|knobs| knobs.dialect.lazy_channels = true);
    assert_eq!(bed.call("GET /v3/channels", None).await.json(), json!([]));
    assert_eq!(bed.call("GET /settings", None).await.status, 200);
    assert_eq!(
        bed.call("GET /v3/channels", None)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        10
    );
}

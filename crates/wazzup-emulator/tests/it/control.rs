//! The control API and the methods that mirror it.

use std::time::Duration;

use serde_json::json;
use wazzup_emulator::{Emulator, Fault, Incoming};

use crate::receiver::Receiver;
use crate::support::Bed;

#[tokio::test]
async fn it_starts_within_100_milliseconds() {
    let began = tokio::time::Instant::now();
    let _emulator = Emulator::builder().start().await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(100));
}

#[tokio::test]
async fn one_seed_gives_one_world() {
    let (first, second) = (Bed::new().await, Bed::new().await);
    let config = |bed: &Bed| {
        let mut config = serde_json::to_value(bed.emulator.config()).unwrap();
        config["url"] = json!(null);
        config["whatsapp"]["url"] = json!(null);
        config["now"] = json!(null);
        config
    };
    assert_eq!(config(&first), config(&second));
    let send = |bed: &Bed| {
        bed.emulator
            .incoming(Incoming::text("79990000000", "Hi"))
            .unwrap()
    };
    assert_eq!(send(&first), send(&second));
    let third = Bed::with(Emulator::builder().seed(2)).await;
    assert_ne!(config(&first)["apiKey"], config(&third)["apiKey"]);
}

#[tokio::test]
async fn the_configuration_names_keys_and_one_channel_per_transport() {
    let bed = Bed::new().await;
    let config = bed.call("GET /_emulator/config", None).await.json();
    for key in ["apiKey", "sidecarKey", "partnerKey", "crmKey"] {
        assert!(config[key].as_str().unwrap().len() >= 16, "{key}");
    }
    let mut transports: Vec<_> = config["channels"]
        .as_array()
        .unwrap()
        .iter()
        .map(|channel| channel["transport"].as_str().unwrap())
        .collect();
    transports.sort_unstable();
    transports.dedup();
    assert_eq!(transports.len(), 10);
}

#[tokio::test]
async fn a_reset_brings_the_first_state_back() {
    let bed = Bed::new().await;
    bed.call("POST /v3/users", json!([{ "id": "1", "name": "Ann" }]))
        .await;
    let first = bed
        .emulator
        .incoming(Incoming::text("79990000000", "Hi"))
        .unwrap();
    bed.emulator.inject(Fault::on("*").status(500));
    bed.emulator.knobs(|knobs| knobs.delivery.duplicates = 5);
    assert_eq!(bed.call("POST /_emulator/reset", None).await.status, 200);
    assert!(bed.emulator.messages().is_empty() && bed.emulator.faults().is_empty());
    assert!(bed.emulator.journal().requests.is_empty());
    assert_eq!(bed.call("GET /v3/users", None).await.json(), json!([]));
    assert_eq!(bed.emulator.knobs(|_| ()).delivery.duplicates, 0);
    assert_eq!(
        bed.emulator
            .incoming(Incoming::text("79990000000", "Hi"))
            .unwrap(),
        first
    );
}

#[tokio::test]
async fn what_is_under_way_at_a_reset_changes_nothing_after_it() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    let fresh = bed.call("GET /v3/webhooks", None).await.json();
    let busy = async || {
        while bed.call("GET /_emulator/clock", None).await.json()["idle"] == true {
            tokio::task::yield_now().await;
        }
    };

    receiver.hang(true);
    tokio::join!(bed.subscribe(&receiver), async {
        busy().await;
        bed.emulator.reset();
        receiver.hang(false);
    });
    assert_eq!(bed.call("GET /v3/webhooks", None).await.json(), fresh);

    bed.subscribe(&receiver).await;
    receiver.answer(200, r#"{ "id": "c-1" }"#);
    receiver.hang(true);
    let (asked, ()) = tokio::join!(bed.emulator.question(serde_json::Map::new()), async {
        receiver.so_many_came(1).await;
        bed.emulator.reset();
        receiver.hang(false);
    });
    assert_eq!(
        asked.problems,
        ["createContact: the emulator was reset meanwhile"]
    );
    let contacts = bed.call("GET /v3/contacts?offset=0", None).await.json();
    assert_eq!(contacts["count"], 0);

    let users = json!([{ "id": "1", "name": "Ann" }]);
    bed.emulator
        .inject(Fault::on("POST /v3/users").delay(Duration::from_secs(5)));
    let late = bed.service_call("POST /v3/users", users);
    let (late, ()) = tokio::join!(late, async {
        bed.emulator
            .wait_until(|emulator| emulator.faults().is_empty().then_some(()))
            .await;
        bed.emulator.reset();
        bed.emulator.advance(Duration::from_secs(5));
    });
    assert!(late.is_err(), "it is cut off");
    assert_eq!(bed.call("GET /v3/users", None).await.json(), json!([]));
}

#[tokio::test]
async fn deliveries_that_wait_for_their_turn_at_a_reset_are_never_made() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator.knobs(|knobs| knobs.delivery.concurrency = 1);
    receiver.hang(true);
    for chat in ["79990000001", "79990000002"] {
        bed.emulator.incoming(Incoming::text(chat, "Hi")).unwrap();
    }
    receiver.so_many_came(1).await;
    bed.emulator.reset();
    receiver.hang(false);
    bed.emulator.idle().await;
    assert_eq!(receiver.came().len(), 1);
}

#[tokio::test]
async fn the_journal_shows_requests_and_keeps_no_more_than_it_may() {
    let bed = Bed::with(Emulator::builder().journal_limit(3)).await;
    for _ in 0..5 {
        bed.call("GET /v3/users?offset=0", None).await;
    }
    bed.call("POST /v3/users", json!([{ "id": "1", "name": "Ann" }]))
        .await;
    let journal = bed.call("GET /_emulator/journal", None).await.json();
    assert_eq!(journal["requests"].as_array().unwrap().len(), 3);
    assert_eq!(journal["requestsDropped"], 3);
    let last = &journal["requests"][2];
    assert_eq!(
        (
            &last["method"],
            &last["path"],
            &last["status"],
            &last["key"]
        ),
        (
            &json!("POST"),
            &json!("/v3/users"),
            &json!(200),
            &json!("api")
        )
    );
    assert_eq!(last["body"], json!([{ "id": "1", "name": "Ann" }]));
    assert!(!journal.to_string().contains(&bed.key));
    let seq = last["seq"].as_u64().unwrap();
    let later = bed
        .call(&format!("GET /_emulator/journal?since={seq}"), None)
        .await
        .json();
    assert_eq!(later["requests"], json!([]));
}

#[tokio::test]
async fn a_customer_writes_over_http() {
    let bed = Bed::new().await;
    let body = json!({
        "channelId": bed.channel("avito"), "chatType": "avito", "chatId": "u2i-1",
        "text": "Is it free?", "contact": { "name": "Ann", "avatarUri": "https://example.com/a.png" },
        "avitoProfileId": "5",
    });
    let answer = bed
        .call("POST /_emulator/wazzup/incoming", body)
        .await
        .json();
    let messages = bed
        .call("GET /_emulator/wazzup/messages?chatId=u2i-1", None)
        .await
        .json();
    assert_eq!(messages[0]["messageId"], answer["messageId"]);
    assert_eq!(
        (&messages[0]["status"], &messages[0]["direction"]),
        (&json!("inbound"), &json!("inbound"))
    );
    for bad in [
        json!({}),
        json!({ "chatId": "1" }),
        json!({ "chatId": "1", "text": "a", "channelId": "nope" }),
        json!({ "chatId": "1", "text": "a", "chatType": "icq" }),
        json!([]),
    ] {
        assert_eq!(
            bed.call("POST /_emulator/wazzup/incoming", bad)
                .await
                .code()
                .1,
            "BAD_CONTROL_REQUEST"
        );
    }
}

#[tokio::test]
async fn the_clock_moves_over_http_and_what_is_due_is_done() {
    let bed = Bed::new().await;
    let body = json!({ "channelId": bed.channel("whatsapp"), "chatType": "whatsapp", "chatId": "79990000000", "text": "Hi" });
    bed.call("POST /v3/message", body).await;
    let before = bed.emulator.now();
    let clock = bed
        .call("POST /_emulator/clock/advance", json!({ "seconds": 1.5 }))
        .await
        .json();
    assert_eq!(clock["nowMs"], before + 1_500);
    assert_eq!(clock["idle"], true);
    assert_eq!(bed.emulator.messages()[0].status, "read");
    for bad in [
        json!({}),
        json!({ "seconds": -1 }),
        json!({ "seconds": "1" }),
        json!({ "seconds": 1e10 }),
        json!({ "seconds": 1e300 }),
    ] {
        assert_eq!(
            bed.call("POST /_emulator/clock/advance", bad).await.status,
            400
        );
    }
}

#[tokio::test]
async fn a_move_of_a_running_clock_does_not_wait_for_steps_beyond_it() {
    let bed = Bed::with(Emulator::builder()).await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    bed.emulator
        .knobs(|knobs| knobs.lifecycle.read_ms = Some(3_600_000));
    bed.say("Hi").await;
    let moved = bed
        .call("POST /_emulator/clock/advance", json!({ "seconds": 60 }))
        .await
        .json();
    assert_eq!(moved["idle"], true);
    assert_eq!(receiver.items("statuses").len(), 2, "sent and delivered");
}

#[tokio::test]
async fn faults_are_injected_over_http() {
    let bed = Bed::new().await;
    let fault = json!({ "route": "GET /v3/users", "times": 1, "status": 500, "body": { "error": "OOPS" }, "headers": { "X-Test": "1" } });
    let id = bed.call("POST /_emulator/faults", fault).await.json()["id"].clone();
    assert_eq!(
        bed.call("GET /_emulator/faults", None).await.json()[0]["id"],
        id
    );
    let answer = bed.call("GET /v3/users", None).await;
    assert_eq!(
        (answer.code(), &answer.headers["x-test"]),
        (
            (500, "OOPS".to_owned()),
            &http::HeaderValue::from_static("1")
        )
    );
    let many = json!([{ "route": "*", "drop": "before" }, { "route": "*", "cutAfter": 3 }]);
    assert_eq!(
        bed.call("POST /_emulator/faults", many)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(bed.call("DELETE /_emulator/faults", None).await.status, 200);
    assert!(bed.emulator.faults().is_empty());
    for bad in [
        json!({ "status": 99 }),
        json!({ "drop": "never" }),
        json!({ "rout": "*" }),
        json!("x"),
    ] {
        assert_eq!(bed.call("POST /_emulator/faults", bad).await.status, 400);
    }
}

#[tokio::test]
async fn knobs_are_patched_over_http() {
    let bed = Bed::new().await;
    let patch = json!({ "dialect": { "errorKey": "code" }, "rateLimit": { "requests": null } });
    let knobs = bed.call("PATCH /_emulator/knobs", patch).await.json();
    assert_eq!(
        (
            &knobs["dialect"]["errorKey"],
            &knobs["rateLimit"]["requests"]
        ),
        (&json!("code"), &json!(null))
    );
    let refused = bed.call("POST /v3/users", json!([])).await.json();
    assert_eq!(refused["code"], "INVALID_USERS_DATA");
    assert_eq!(
        bed.call("PATCH /_emulator/knobs", json!({ "speed": 1 }))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn nothing_secret_or_personal_shows_in_debug() {
    let bed = Bed::new().await;
    let chat = "79995550001";
    bed.emulator
        .incoming(Incoming::text(chat, "my secret text").name("Ann Example"))
        .unwrap();
    let shown = format!(
        "{:?} {:?} {:?} {:?}",
        bed.emulator,
        bed.emulator.config(),
        bed.emulator.messages(),
        bed.emulator.journal()
    );
    for secret in [bed.key.as_str(), chat, "secret", "Ann"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}

#[test]
fn handles_and_waits_go_anywhere() {
    fn anywhere<T: Send + Sync + 'static>() {}
    fn send<T: Send>(_: &T) {}
    anywhere::<Emulator>();
    anywhere::<wazzup_emulator::Builder>();
    anywhere::<Fault>();
    anywhere::<Incoming>();
    let start = Emulator::builder().start();
    send(&start);
    send(&async {
        let emulator = start.await.unwrap();
        emulator.idle().await;
        emulator.wait_for_deliveries(1).await;
        emulator.question(serde_json::Map::new()).await;
    });
}

#[tokio::test]
async fn faults_that_could_never_happen_are_refused() {
    let bed = Bed::new().await;
    for bad in [
        json!({ "route": "GET v3/users", "status": 500 }),
        json!({ "route": "GET v3 users", "status": 500 }),
        json!({ "route": "", "status": 500 }),
        json!({ "route": "GET /v3/users", "status": 500, "times": 0 }),
        json!({ "route": "GET /v3/users", "status": 100 }),
    ] {
        let answer = bed.call("POST /_emulator/faults", bad.clone()).await;
        assert_eq!(answer.code().1, "BAD_CONTROL_REQUEST", "{bad}");
    }
    let waiting = bed.call("GET /_emulator/faults", None).await.json();
    assert_eq!(waiting, json!([]));
}

#[tokio::test]
async fn what_could_have_no_effect_or_no_use_is_refused() {
    let bed = Bed::new().await;
    for (path, bad) in [
        ("wazzup/crm-key", json!({ "crmKey": "a\nb" })),
        ("wazzup/incoming", json!({ "chatId": "", "text": "Hi" })),
        ("faults", json!({})),
        ("faults", json!({ "route": "GET /v3/users", "times": 2 })),
        ("faults", json!({ "execute": true, "headers": {} })),
        ("faults", json!([{ "status": 500 }, {}])),
    ] {
        let answer = bed
            .call(&format!("POST /_emulator/{path}"), bad.clone())
            .await;
        let code = "BAD_CONTROL_REQUEST".to_owned();
        assert_eq!(answer.code(), (400, code), "{path} {bad}");
    }
    assert!(bed.emulator.faults().is_empty());
    assert!(bed.emulator.messages().is_empty());
}

#[tokio::test]
async fn a_control_request_without_json_is_told_as_one_that_makes_no_sense() {
    let bed = Bed::new().await;
    for path in [
        "clock/advance",
        "faults",
        "wazzup/incoming",
        "wazzup/question",
    ] {
        let answer = bed.call(&format!("POST /_emulator/{path}"), None).await;
        assert_eq!(
            answer.code(),
            (400, "BAD_CONTROL_REQUEST".to_owned()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_a_bad_control_request() {
    let bed = Bed::new().await;
    for path in [
        "journal?since=x",
        "wazzup/messages?offset=-1",
        "wazzup/messages?limit=all",
        "whatsapp/messages?offset=1.5",
        "whatsapp/messages?limit=",
    ] {
        let answer = bed.call(&format!("GET /_emulator/{path}"), None).await;
        let code = "BAD_CONTROL_REQUEST".to_owned();
        assert_eq!(answer.code(), (400, code), "{path}");
    }
}

#[tokio::test]
async fn the_id_given_to_a_customers_message_is_its_id_everywhere() {
    let bed = Bed::new().await;
    let receiver = Receiver::new().await;
    bed.subscribe(&receiver).await;
    let body =
        |id: serde_json::Value| json!({ "chatId": "79990000000", "text": "Hi", "messageId": id });
    let path = "POST /_emulator/wazzup/incoming";
    let answer = bed.call(path, body(json!("m-1"))).await.json();
    assert_eq!(answer["messageId"], "m-1");
    bed.emulator.idle().await;
    assert_eq!(receiver.items("messages")[0]["messageId"], "m-1");
    assert_eq!(bed.emulator.message("m-1").unwrap().message_id, "m-1");

    for bad in [json!("m-1"), json!(""), json!(true), json!({})] {
        let answer = bed.call(path, body(bad.clone())).await;
        assert_eq!(
            answer.code(),
            (400, "BAD_CONTROL_REQUEST".to_owned()),
            "{bad}"
        );
    }
    assert_eq!(bed.emulator.messages().len(), 1);

    // A number is an id as well, and null is none.
    let answer = bed.call(path, body(json!(7))).await.json();
    assert_eq!(answer["messageId"], "7");
    let made = bed.call(path, body(json!(null))).await.json();
    let made = made["messageId"].as_str().unwrap().to_owned();
    assert_eq!(made.len(), 36);

    // The next id by the seed is passed over when a message was given it.
    let other = Bed::new().await;
    let hello = || Incoming::text("79990000000", "Hi");
    let given = hello().field("messageId", made.as_str());
    assert_eq!(other.emulator.incoming(given).unwrap(), made);
    let next = other.emulator.incoming(hello()).unwrap();
    assert_ne!(next, made);
    assert_eq!(other.emulator.messages().len(), 2);
}

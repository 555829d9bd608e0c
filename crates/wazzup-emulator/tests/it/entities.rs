//! Users, contacts, deals, pipelines.

use serde_json::{Value, json};
use wazzup_emulator::knobs::{DealFields, PipelinesUpload, UsersList};

use crate::support::Bed;

fn contact(id: &str) -> Value {
    json!({
        "id": id, "responsibleUserId": "u", "name": "Ann",
        "contactData": [{ "chatType": "whatsapp", "chatId": "79990000000" }],
    })
}

fn deal(id: &str) -> Value {
    json!({
        "id": id, "responsibleUserId": "u", "name": "Deal", "uri": "https://example.com/1",
        "contacts": ["c1"], "closed": false,
    })
}

#[tokio::test]
async fn users_come_by_name_and_without_their_phones() {
    let bed = Bed::new().await;
    let body = json!([
        { "id": "2", "name": "Zoe", "phone": "79990000001" },
        { "id": "1", "name": "Ann", "phone": "+7 999" },
    ]);
    let answer = bed.call("POST /v3/users", body).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
    let list = bed.call("GET /v3/users", None).await.json();
    assert_eq!(
        list,
        json!([{ "id": "1", "name": "Ann" }, { "id": "2", "name": "Zoe" }])
    );
    let one = bed.call("GET /v3/users/2", None).await.json();
    assert_eq!(
        one,
        json!({ "id": "2", "name": "Zoe", "phone": "79990000001" })
    );
    // A badly formed phone is dropped, not refused.
    assert_eq!(
        bed.call("GET /v3/users/1", None).await.json(),
        json!({ "id": "1", "name": "Ann" })
    );
    assert_eq!(bed.call("GET /v3/users/3", None).await.status, 404);

    bed.emulator
        .knobs(|knobs| knobs.dialect.users_list = UsersList::Paged);
    let list = bed.call("GET /v3/users?offset=1", None).await.json();
    assert_eq!(
        list,
        json!({ "count": "2", "data": [{ "id": "2", "name": "Zoe" }] })
    );
}

#[tokio::test]
async fn a_bad_user_refuses_the_whole_request_and_says_where() {
    let bed = Bed::new().await;
    let body = json!([
        { "id": "1", "name": "Ann" },
        { "id": 2, "name": "" },
        { "id": "3", "name": "n".repeat(151) },
    ]);
    let answer = bed.call("POST /v3/users", body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json(),
        json!({
            "error": "INVALID_USERS_DATA",
            "description": "One or more of provided users identifiers are not valid.",
            "data": [{ "index": 1, "fields": ["id", "name"] }, { "index": 2, "fields": ["name"] }],
        })
    );
    assert_eq!(bed.call("GET /v3/users", None).await.json(), json!([]));
}

#[tokio::test]
async fn too_many_entities_are_refused_before_they_are_looked_at() {
    let bed = Bed::new().await;
    for route in [
        "POST /v3/users",
        "POST /v3/contacts",
        "POST /v3/deals",
        "PATCH /v3/users/bulk_delete",
    ] {
        let answer = bed.call(route, json!(vec![json!({ "id": 1 }); 101])).await;
        assert_eq!(
            answer.json(),
            json!({
                "error": "TOO_MANY_ENTITIES",
                "description": "Too many entities per request.",
                "data": { "count": 101, "limit": 100 },
            }),
            "{route}"
        );
    }
}

#[tokio::test]
async fn twins_in_one_request_make_it_fall_over_and_store_nothing() {
    let bed = Bed::new().await;
    let answer = bed
        .call("POST /v3/contacts", json!([contact("a"), contact("a")]))
        .await;
    assert_eq!(answer.status, 500);
    assert_eq!(
        bed.call("GET /v3/contacts?offset=0", None).await.json()["count"],
        0
    );
}

#[tokio::test]
async fn a_phone_belongs_to_one_user() {
    let bed = Bed::new().await;
    let user = |id: &str| json!([{ "id": id, "name": "Ann", "phone": "79990000001" }]);
    assert_eq!(bed.call("POST /v3/users", user("1")).await.status, 200);
    assert_eq!(bed.call("POST /v3/users", user("1")).await.status, 200);
    let answer = bed.call("POST /v3/users", user("2")).await;
    let body = answer.json();
    assert_eq!(body["error"], "DUPLICATE_PHONE_NUMBER");
    assert_eq!(body["data"], json!({ "phone": "79990000001" }));
    assert_eq!(body["status"], 400);
    assert_eq!(body["requestId"].as_str().unwrap().len(), 32);
    assert_eq!(
        body["description"],
        "User with phone number 79990000001 already exists in the CRM."
    );
}

#[tokio::test]
async fn an_id_that_is_deleted_twice_in_one_request_was_there() {
    let bed = Bed::new().await;
    let users = json!([{ "id": "a", "name": "Ann" }]);
    bed.call("POST /v3/users", users).await;
    let twice = json!(["a", "a", "b"]);
    let unknown = bed.call("PATCH /v3/users/bulk_delete", twice).await;
    assert_eq!(unknown.json(), json!(["b"]));
}

#[tokio::test]
async fn an_account_holds_a_limited_number_of_users() {
    let bed = Bed::new().await;
    bed.emulator.knobs(|knobs| knobs.rate_limit.users = 2);
    let users = |ids: &[&str]| {
        json!(
            ids.iter()
                .map(|id| json!({ "id": id, "name": "Ann" }))
                .collect::<Vec<_>>()
        )
    };
    let answer = bed.call("POST /v3/users", users(&["1", "2", "3"])).await;
    assert_eq!(answer.json()["error"], "USER_LIMIT_EXCEEDED");
    assert_eq!(answer.json()["data"], json!({ "limit": 2 }));
    assert_eq!(
        bed.call("POST /v3/users", users(&["1", "2"])).await.status,
        200
    );
    assert_eq!(
        bed.call("POST /v3/users", users(&["1", "2"])).await.status,
        200
    );
    let one = |id: &str| json!({ "id": id, "name": "Bob", "role": "seller" });
    let answer = bed.call("POST /users", one("3")).await;
    assert_eq!(answer.code(), (400, "USER_LIMIT_EXCEEDED".to_owned()));
    assert_eq!(bed.call("POST /users", one("2")).await.status, 200);
}

#[tokio::test]
async fn contacts_are_paged_by_id_and_counted_in_all() {
    let bed = Bed::new().await;
    for hundred in 0..3 {
        let contacts: Vec<Value> = (0..if hundred == 2 { 50 } else { 100 })
            .map(|number| contact(&format!("{:03}", hundred * 100 + number)))
            .collect();
        assert_eq!(
            bed.call("POST /v3/contacts", json!(contacts)).await.status,
            200
        );
    }
    let page = bed.call("GET /v3/contacts?offset=200", None).await.json();
    assert_eq!(page["count"], 250);
    let ids: Vec<&str> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    assert_eq!((ids.len(), ids[0], ids[49]), (50, "200", "249"));
    assert_eq!(
        bed.call("GET /v3/contacts?offset=-1", None).await.status,
        400
    );

    assert_eq!(bed.call("DELETE /v3/contacts/000", None).await.status, 200);
    let again = bed.call("DELETE /v3/contacts/000", None).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (404, 0));
    let unknown = bed
        .call("PATCH /v3/contacts/bulk_delete", json!(["zz", "001", "aa"]))
        .await;
    assert_eq!(unknown.json(), json!(["zz", "aa"]));
}

#[tokio::test]
async fn ids_with_odd_characters_are_found_by_their_encoded_path() {
    let bed = Bed::new().await;
    assert_eq!(
        bed.call("POST /v3/contacts", json!([contact("a b/c?d%é")]))
            .await
            .status,
        200
    );
    let answer = bed
        .call("GET /v3/contacts/a%20b%2Fc%3Fd%25%C3%A9", None)
        .await;
    assert_eq!(answer.json()["id"], "a b/c?d%é");
}

#[tokio::test]
async fn contacts_are_judged_field_by_field() {
    let bed = Bed::new().await;
    let chat = |chat: Value| {
        let mut contact = contact("1");
        contact["contactData"] = json!([chat]);
        contact
    };
    let good = [
        chat(json!({ "chatType": "telegram", "username": "ann" })),
        chat(json!({ "chatType": "telegram", "phone": "79990000000" })),
        chat(json!({ "chatType": "max", "phone": "79990000000" })),
        chat(json!({ "chatType": "instagram", "chatId": "ann.shop" })),
        chat(json!({ "chatType": "whatsgroup", "chatId": "79990000000-1" })),
    ];
    for contact in good {
        assert_eq!(
            bed.call("POST /v3/contacts", json!([contact])).await.status,
            200,
            "{contact}"
        );
    }
    let bad = [
        chat(json!({ "chatType": "telegram" })),
        chat(json!({ "chatType": "whatsapp", "chatId": "+7999" })),
        chat(json!({ "chatType": "whatsapp", "chatId": 7999 })),
        chat(json!({ "chatType": "instagram", "chatId": "@ann" })),
        chat(json!({ "chatType": "max", "username": "ann" })),
        chat(json!({ "chatType": "vk", "phone": "79990000000" })),
        chat(json!({ "chatType": "icq", "chatId": "1" })),
    ];
    for contact in bad {
        let answer = bed.call("POST /v3/contacts", json!([contact])).await;
        assert_eq!(
            answer.json()["data"],
            json!([{ "index": 0, "fields": ["contactData"] }])
        );
        assert_eq!(answer.json()["error"], "INVALID_CONTACTS_DATA");
    }
    let mut empty = contact("1");
    empty["contactData"] = json!([]);
    empty["uri"] = json!("u".repeat(201));
    empty["responsibleUserId"] = json!(null);
    let answer = bed.call("POST /v3/contacts", json!([empty])).await;
    assert_eq!(
        answer.json()["data"][0]["fields"],
        json!(["responsibleUserId", "contactData", "uri"])
    );
    for body in [json!([]), json!({}), json!("x")] {
        assert_eq!(
            bed.call("POST /v3/contacts", body).await.code().1,
            "INVALID_CONTACTS_DATA"
        );
    }
}

#[tokio::test]
async fn deals_are_kept_whole_and_listed_without_their_state() {
    let bed = Bed::new().await;
    let mut numbered = deal("x");
    numbered["id"] = json!(7);
    assert_eq!(
        bed.call("POST /v3/deals", json!([deal("1"), numbered]))
            .await
            .status,
        200
    );
    let list = bed.call("GET /v3/deals?offset=1", None).await.json();
    assert_eq!(list["count"], 1);
    assert_eq!(list["data"][0]["id"], "7");
    assert!(list["data"][0].get("closed").is_none());
    assert_eq!(
        bed.call("GET /v3/deals/7", None).await.json()["closed"],
        false
    );

    let mut bare = deal("2");
    bare.as_object_mut().unwrap().remove("uri");
    bare.as_object_mut().unwrap().remove("closed");
    assert_eq!(bed.call("POST /v3/deals", json!([bare])).await.status, 200);
    bed.emulator
        .knobs(|knobs| knobs.dialect.deal_fields = DealFields::Strict);
    let answer = bed.call("POST /v3/deals", json!([bare])).await;
    assert_eq!(
        answer.json()["data"],
        json!([{ "index": 0, "fields": ["uri", "closed"] }])
    );
    let mut crowded = deal("3");
    crowded["contacts"] = json!(vec!["c"; 11]);
    let answer = bed.call("POST /v3/deals", json!([crowded])).await;
    assert_eq!(answer.json()["data"][0]["fields"], json!(["contacts"]));
}

#[tokio::test]
async fn pipelines_keep_the_type_of_their_ids_and_refuse_empty_stages() {
    let bed = Bed::new().await;
    let body = json!([{ "id": 1, "name": "Sales", "stages": [{ "id": "s", "name": "New" }] }, { "id": "b", "name": "Other" }]);
    assert_eq!(
        bed.call("POST /v3/pipelines", body.clone()).await.status,
        200
    );
    assert_eq!(bed.call("GET /v3/pipelines", None).await.json(), body);
    let answer = bed
        .call(
            "POST /v3/pipelines",
            json!([{ "id": 1, "name": "Sales", "stages": [] }]),
        )
        .await;
    assert_eq!(answer.code(), (400, "INVALID_PIPELINES_DATA".to_owned()));
    let one = json!([{ "id": "c", "name": "Third" }]);
    assert_eq!(
        bed.call("POST /v3/pipelines", one.clone()).await.status,
        200
    );
    assert_eq!(
        bed.call("GET /v3/pipelines", None)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        3
    );
    bed.emulator
        .knobs(|knobs| knobs.dialect.pipelines_upload = PipelinesUpload::Replace);
    assert_eq!(
        bed.call("POST /v3/pipelines", one.clone()).await.status,
        200
    );
    assert_eq!(bed.call("GET /v3/pipelines", None).await.json(), one);
}

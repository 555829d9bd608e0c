//! Calls on many entities.

use std::{collections::BTreeSet, future::IntoFuture as _};

use proptest::prelude::*;
use serde_json::{Value, json};
use wazzup_api::{
    BulkOutcome,
    types::{ContactId, NewUser, UserId, page::BULK_MAX},
};

use crate::{
    entities::contact,
    fake::{Answer, Fake, ok, status, text},
};

fn users(ids: impl IntoIterator<Item = usize>) -> Vec<NewUser> {
    let user = |id: usize| NewUser::new(UserId::new(id.to_string()).unwrap(), format!("user {id}"));
    ids.into_iter().map(|id| user(id).unwrap()).collect()
}

fn ids_of(body: &Value) -> Vec<String> {
    let id = |item: &Value| item["id"].as_str().or(item.as_str()).unwrap().to_owned();
    body.as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn many_are_split_into_requests_of_100() {
    let fake = Fake::default();

    let report = fake
        .client()
        .users()
        .create_many(users(0..250))
        .concurrency(1)
        .await;

    assert!(report.all_done());
    assert_eq!(
        (report.requests(), report.duplicates(), report.items().len()),
        (3, 0, 250)
    );
    let sizes: Vec<usize> = fake
        .seen()
        .iter()
        .map(|seen| ids_of(&seen.body()).len())
        .collect();
    assert_eq!(sizes, [BULK_MAX, BULK_MAX, 50]);
    assert_eq!(fake.lines(), ["POST /v3/users"; 3]);
}

#[tokio::test]
async fn of_one_id_the_last_entity_is_sent() {
    let fake = Fake::default();
    let mut many = users([1, 2]);
    many.push(NewUser::new(UserId::new("1").unwrap(), "renamed").unwrap());

    let report = fake.client().users().update_many(many).await;

    assert_eq!(report.duplicates(), 1);
    assert_eq!(
        report
            .items()
            .iter()
            .map(|item| item.index)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    let body = json!([{"id": "2", "name": "user 2"}, {"id": "1", "name": "renamed"}]);
    assert_eq!(fake.only().1, body);
}

#[tokio::test]
async fn nothing_to_do_is_no_request() {
    let fake = Fake::default();

    let report = fake.client().contacts().delete_many([]).await;

    assert!(report.all_done() && report.items().is_empty());
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn a_refused_request_names_its_culprits_and_hides_no_other_request() {
    let refusal = json!({"error": "INVALID_USERS_DATA", "data": [
        {"index": 3, "fields": ["name"]}, {"index": 99, "fields": ["id", "phone"]},
    ]});
    let fake = Fake::answering([Answer::empty(200), status(400, refusal), Answer::empty(200)]);
    // The first of all is a duplicate, so places in requests are one less than places given.
    let many = users(std::iter::once(299).chain(0..300));

    let report = fake.client().users().create_many(many).concurrency(1).await;

    assert_eq!(report.done().count(), 200);
    let mut rejected = Vec::new();
    for item in report.failed() {
        match &item.outcome {
            BulkOutcome::Rejected { fields, error } => {
                assert_eq!(error.code(), Some("INVALID_USERS_DATA"));
                rejected.push((item.index, item.id.as_str().to_owned(), fields.join(",")));
            }
            BulkOutcome::Untouched { .. } => assert!((101..201).contains(&item.index)),
            other => panic!("{other:?}"),
        }
    }
    let expected = [
        (104, "103".to_owned(), "name".to_owned()),
        (200, "199".to_owned(), "id,phone".to_owned()),
    ];
    assert_eq!(rejected, expected);
    let error = report.into_result().unwrap_err();
    assert_eq!(error.to_string(), "100 of 300 entities failed");
    assert_eq!(error.report().requests(), 3);
}

#[tokio::test]
async fn the_rest_of_a_refused_request_can_be_sent_again() {
    let refusal =
        json!({"error": "INVALID_CONTACTS_DATA", "data": [{"index": 1, "fields": ["name"]}]});
    let fake = Fake::answering([status(400, refusal)]);
    let many = ["c-1", "c-2", "c-3"].map(contact);

    let report = fake
        .client()
        .contacts()
        .create_many(many)
        .resend_rest()
        .await;

    assert_eq!(
        report.done().map(ContactId::as_str).collect::<Vec<_>>(),
        ["c-1", "c-3"]
    );
    assert!(matches!(
        report.items()[1].outcome,
        BulkOutcome::Rejected { .. }
    ));
    assert_eq!(ids_of(&fake.seen()[1].body()), ["c-1", "c-3"]);
}

#[tokio::test]
async fn a_refusal_that_names_nobody_is_not_sent_again() {
    let refusal = json!({"error": "USER_LIMIT_EXCEEDED", "data": {"limit": 1000}});
    let fake = Fake::answering([status(400, refusal)]);

    let report = fake
        .client()
        .users()
        .create_many(users(0..2))
        .resend_rest()
        .await;

    assert!(matches!(
        report.items()[0].outcome,
        BulkOutcome::Untouched { .. }
    ));
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn a_rest_that_is_refused_without_a_name_is_sent_no_more() {
    let named = json!({"error": "INVALID_USERS_DATA", "data": [{"index": 0, "fields": ["id"]}]});
    let unnamed = json!({"error": "USER_LIMIT_EXCEEDED", "data": {"limit": 1000}});
    let fake = Fake::answering([status(400, named), status(400, unnamed)]);

    let report = fake
        .client()
        .users()
        .create_many(users(0..3))
        .resend_rest()
        .await;

    assert_eq!(fake.lines().len(), 2);
    let outcomes: Vec<_> = report.items().iter().map(|item| &item.outcome).collect();
    assert!(matches!(
        outcomes[..],
        [
            BulkOutcome::Rejected { .. },
            BulkOutcome::Untouched { .. },
            BulkOutcome::Untouched { .. }
        ]
    ));
}

#[tokio::test(start_paused = true)]
async fn what_a_deletion_did_not_find_is_told_unless_an_earlier_try_may_have_deleted_it() {
    for (before, not_found) in [
        (Answer::Later(1), 1),
        (Answer::Refused, 1),
        (Answer::Broken, 0),
    ] {
        let fake = Fake::answering([before, ok(json!(["u-1"]))]);

        let ids = ["u-1", "u-2"].map(|id| UserId::new(id).unwrap());
        let report = fake.full_client().users().delete_many(ids).await;

        assert_eq!(report.not_found().count(), not_found);
        assert_eq!(report.done().count(), 2 - not_found);
    }
}

#[tokio::test]
async fn an_entry_of_a_refusal_without_a_place_blames_nobody() {
    let refusal = json!({"error": "INVALID_USERS_DATA", "data": [
        {"fields": ["name"]}, {"index": "x"}, {"index": 400, "fields": ["id"]}, 7,
    ]});
    let fake = Fake::answering([status(400, refusal)]);

    let report = fake.client().users().create_many(users(0..2)).await;

    assert!(
        report
            .items()
            .iter()
            .all(|item| matches!(item.outcome, BulkOutcome::Untouched { .. }))
    );
}

#[tokio::test]
async fn a_lost_answer_leaves_its_entities_unknown() {
    let fake = Fake::answering([Answer::Broken, Answer::empty(500), Answer::empty(200)]);

    let report = fake
        .client()
        .users()
        .create_many(users(0..300))
        .concurrency(1)
        .await;

    let unknown = |item: &&_| {
        matches!(
            item,
            wazzup_api::BulkItem {
                outcome: BulkOutcome::Unknown { .. },
                ..
            }
        )
    };
    assert_eq!(report.items().iter().filter(unknown).count(), 200);
    assert_eq!(report.done().count(), 100);
}

#[tokio::test]
async fn a_bulk_deletion_tells_which_ids_were_unknown() {
    let fake = Fake::answering([ok(json!(["2", 3]))]);
    let ids = ["1", "2", "3"].map(|id| UserId::new(id).unwrap());

    let report = fake.client().users().delete_many(ids).await;

    assert_eq!(report.done().map(UserId::as_str).collect::<Vec<_>>(), ["1"]);
    assert_eq!(
        report.not_found().map(UserId::as_str).collect::<Vec<_>>(),
        ["2", "3"]
    );
    assert!(report.clone().into_result().is_ok());
    let (line, body) = fake.only();
    assert_eq!(
        (line.as_str(), ids_of(&body).len()),
        ("PATCH /v3/users/bulk_delete", 3)
    );
}

#[tokio::test]
async fn a_bulk_deletion_answered_by_nothing_has_deleted_everything() {
    for body in ["", "null", "{ ok }", "{}"] {
        let fake = Fake::answering([text(200, body)]);

        let report = fake
            .client()
            .deals()
            .delete_many(["d-1".parse().unwrap()])
            .await;

        assert!(report.all_done(), "{body}");
        assert_eq!(fake.lines(), ["PATCH /v3/deals/bulk_delete"]);
    }
}

#[tokio::test]
async fn contacts_and_deals_are_deleted_in_bulk_by_their_own_routes() {
    let fake = Fake::default();

    let report = fake
        .client()
        .contacts()
        .delete_many(["c-1".parse().unwrap()])
        .await;

    assert!(report.all_done());
    assert_eq!(
        fake.only(),
        ("PATCH /v3/contacts/bulk_delete".to_owned(), json!(["c-1"]))
    );
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_under_way_than_allowed() {
    let fake = Fake::slow();

    let report = fake
        .client()
        .users()
        .create_many(users(0..1000))
        .concurrency(3)
        .await;

    assert!(report.all_done());
    assert_eq!(fake.most_at_once(), 3);
}

#[tokio::test]
async fn progress_can_be_watched_request_by_request() {
    let fake = Fake::default();

    let mut chunks = fake.client().users().create_many(users(0..201)).by_chunk();
    assert_eq!(
        (chunks.entities(), chunks.requests(), chunks.duplicates()),
        (201, 3, 0)
    );
    let mut seen = 0;
    while let Some(chunk) = chunks.next().await {
        seen += chunk.len();
    }

    assert_eq!(seen, 201);
}

proptest! {
    #[test]
    fn every_entity_is_accounted_for_and_blame_falls_on_the_right_ones(
        ids in prop::collection::vec(0_usize..200, 1..250),
        blamed in prop::collection::btree_set(0_usize..120, 0..10),
        resend in any::<bool>(),
    ) {
        let data: Vec<Value> =
            blamed.iter().map(|index| json!({"index": index, "fields": ["name"]})).collect();
        let refusal = json!({"error": "INVALID_USERS_DATA", "data": data});
        // The first request is refused, every other one taken.
        let fake = Fake::answering([status(400, refusal)]);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();

        let bulk = fake.client().users().create_many(users(ids.clone())).concurrency(1);
        let bulk = if resend { bulk.resend_rest() } else { bulk };
        let report = runtime.block_on(bulk.into_future());

        let distinct: BTreeSet<usize> = ids.iter().copied().collect();
        prop_assert_eq!(report.items().len(), distinct.len());
        prop_assert_eq!(report.items().len() + report.duplicates(), ids.len());
        let first = report.items().len().min(BULK_MAX);
        for (place, item) in report.items().iter().enumerate() {
            let id = ids[item.index].to_string();
            prop_assert_eq!(item.id.as_str(), id);
            let rejected = place < first && blamed.contains(&place);
            let resent = resend && blamed.iter().any(|place| *place < first);
            match &item.outcome {
                BulkOutcome::Rejected { .. } => prop_assert!(rejected),
                BulkOutcome::Untouched { .. } => prop_assert!(place < first && !rejected && !resent),
                BulkOutcome::Done => prop_assert!(!rejected && (place >= first || resent)),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }
}

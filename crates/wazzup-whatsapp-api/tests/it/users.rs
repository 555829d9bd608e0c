//! Blocking users.

use serde_json::json;
use wazzup_whatsapp_api::{
    ErrorKind,
    resources::BlockReport,
    types::{
        Bsuid, PhoneNumberId, Recipient, WaId,
        error::ErrorCode,
        users::{BlockedUser, FailedUser},
    },
};

use crate::fake::{Answer, Fake, PHONE, USER, ok, refused, status, user};

fn done(report: &BlockReport) -> Vec<BlockedUser> {
    report
        .block_users
        .as_ref()
        .unwrap()
        .done()
        .cloned()
        .collect()
}

fn failed(report: &BlockReport) -> Vec<FailedUser> {
    report.block_users.as_ref().unwrap().failed_users.clone()
}

fn blocked() -> Answer {
    ok(json!({"messaging_product": "whatsapp",
        "block_users": {"added_users": [{"input": "+15550104477", "wa_id": USER}]}}))
}

#[tokio::test]
async fn users_are_named_by_number_or_by_id() {
    let fake = Fake::answering([blocked()]);
    let client = fake.client();
    let other = Recipient::from(Bsuid::new("NL.90210").unwrap());

    let report = client.users().block([user(), other]).await.unwrap();

    let (line, body) = fake.only();
    assert_eq!(line, format!("POST /{PHONE}/block_users"));
    assert_eq!(
        body,
        json!({"messaging_product": "whatsapp",
            "block_users": [{"user": USER}, {"user_id": "NL.90210"}]})
    );
    assert_eq!(done(&report)[0].wa_id.as_ref().unwrap().as_str(), USER);
    assert!(failed(&report).is_empty() && report.error.is_none());
}

#[tokio::test]
async fn a_mixed_result_is_a_result_though_its_status_is_an_error_s() {
    let mixed = json!({
        "messaging_product": "whatsapp",
        "block_users": {
            "added_users": [{"input": "+15550104477", "wa_id": USER}],
            "failed_users": [{"input": "+15550100000", "errors": [
                {"message": "(#131047) too late", "code": "131047", "error_data": {"details": "24 hours"}},
            ]}],
        },
        "error": {"message": "(#139100) some failed", "type": "OAuthException", "code": 139100,
            "error_data": {"details": "some"}, "fbtrace_id": "x"},
    });
    let fake = Fake::answering([status(400, mixed)]);

    let report = fake.full_client().users().block([user()]).await.unwrap();

    assert_eq!((done(&report).len(), failed(&report).len()), (1, 1));
    assert_eq!(
        failed(&report)[0].errors[0].code,
        Some(ErrorCode::from(131_047))
    );
    assert_eq!(
        report.error.as_ref().unwrap().code,
        Some(ErrorCode::from(139_100))
    );
    let shown = format!("{report:?}");
    assert!(
        !shown.contains("1555") && !shown.contains("too late"),
        "{shown}"
    );
}

#[tokio::test]
async fn an_error_without_a_report_is_an_error() {
    let fake = Fake::answering([refused(400, 139_101)]);

    let error = fake.client().users().block([user()]).await.unwrap_err();

    assert_eq!(error.code(), Some("139101"));
}

#[tokio::test]
async fn unblocking_has_a_body_and_either_name_for_who_is_unblocked() {
    for name in ["removed_users", "added_users"] {
        let fake = Fake::answering([ok(json!({"block_users": {name: [{"wa_id": USER}]}}))]);

        let report = fake.client().users().unblock([user()]).await.unwrap();

        let (line, body) = fake.only();
        assert_eq!(line, format!("DELETE /{PHONE}/block_users"));
        assert_eq!(body["block_users"], json!([{"user": USER}]));
        assert_eq!(done(&report).len(), 1);
    }
}

#[tokio::test]
async fn groups_and_nobody_cannot_be_blocked() {
    let fake = Fake::default();
    let group = Recipient::parse("Y2FwaXRhbA").unwrap();

    for users in [vec![group], vec![]] {
        let error = fake.client().users().block(users).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    assert!(fake.lines().is_empty());
}

#[tokio::test]
async fn those_who_are_blocked_come_in_pages() {
    let page = |ids: [&str; 2], more: Option<&str>| {
        let data: Vec<_> = ids
            .iter()
            .map(|id| json!({"messaging_product": "whatsapp", "wa_id": id}))
            .collect();
        ok(json!({"data": data, "paging": {
            "cursors": {"before": "b", "after": ids[1]},
            "next": more.map(|_| "https://graph.facebook.com/next?access_token=hush"),
        }}))
    };
    let script = || [page(["1", "2"], Some("more")), page(["3", "4"], None)];
    let other = PhoneNumberId::new("999").unwrap();

    let fake = Fake::answering(script());
    let list = fake.client().users().blocked().limit(2).on(other);
    let all = list.all().await.unwrap();
    let ids: Vec<_> = all
        .iter()
        .filter_map(|user| user.wa_id.as_ref())
        .map(WaId::as_str)
        .collect();
    assert_eq!(ids, ["1", "2", "3", "4"]);
    assert_eq!(
        fake.lines(),
        [
            "GET /999/block_users?limit=2",
            "GET /999/block_users?limit=2&after=2"
        ]
    );

    let fake = Fake::answering(script());
    let mut pages = fake.client().users().blocked().by_page();
    assert_eq!(pages.next().await.unwrap().unwrap().data.len(), 2);
    assert_eq!(pages.position().as_deref(), Some("2"));
    assert!(!pages.next().await.unwrap().unwrap().has_next());
    assert!(pages.next().await.is_none());

    let fake = Fake::answering(script());
    let mut items = fake.client().users().blocked().by_item();
    let mut count = 0;
    while let Some(user) = items.next().await {
        user.unwrap();
        count += 1;
    }
    assert_eq!(count, 4);
}

#[tokio::test]
async fn a_cursor_that_does_not_move_ends_a_list() {
    let page = ok(json!({"data": [{}], "paging": {"cursors": {"after": "a"}, "next": "x"}}));
    let fake = Fake::answering(vec![page; 5]);

    let all = fake.client().users().blocked().all().await.unwrap();

    assert_eq!((all.len(), fake.lines().len()), (2, 2));
}

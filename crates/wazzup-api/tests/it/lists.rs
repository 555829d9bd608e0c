//! Lists in pages.

use futures_core::Stream;
use serde_json::{Value, json};
use wazzup_api::{ErrorKind, Items, types::Contact};

use crate::fake::{Answer, Fake, ok, status};

fn contacts(ids: std::ops::Range<usize>, count: usize) -> Answer {
    let data: Vec<Value> = ids
        .map(|id| json!({"id": format!("{id:04}"), "name": "Someone"}))
        .collect();
    ok(json!({"count": count, "data": data}))
}

#[tokio::test]
async fn a_list_awaited_is_one_page() {
    let fake = Fake::answering([contacts(0..3, 3), contacts(0..3, 3)]);
    let client = fake.client();

    let page = client.contacts().list().await.unwrap();
    client.contacts().list().offset(200).await.unwrap();

    assert_eq!((page.count, page.data.len()), (Some(3), 3));
    assert_eq!(
        fake.lines(),
        ["GET /v3/contacts?offset=0", "GET /v3/contacts?offset=200"]
    );
}

#[tokio::test]
async fn pages_are_read_until_one_is_short_whatever_the_count_says() {
    // The count of deals is the number of deals on the page.
    let fake = Fake::answering([
        contacts(0..100, 100),
        contacts(100..200, 1),
        contacts(200..205, 5),
    ]);

    let mut pages = fake.client().deals().list().by_page();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().data.len());
    }

    assert_eq!(sizes, [100, 100, 5]);
    assert_eq!(pages.offset(), 205);
    let expected = [
        "GET /v3/deals?offset=0",
        "GET /v3/deals?offset=100",
        "GET /v3/deals?offset=200",
    ];
    assert_eq!(fake.lines(), expected);
}

#[tokio::test]
async fn null_on_a_page_ends_no_list_and_moves_no_page() {
    let mut data = vec![json!({"id": "c", "name": "Someone"}); 99];
    data.insert(50, Value::Null);
    let fake = Fake::answering([ok(json!({"count": 101, "data": data})), contacts(0..1, 101)]);

    let all = fake.client().contacts().list().all().await.unwrap();

    assert_eq!(all.len(), 100);
    assert_eq!(fake.lines()[1], "GET /v3/contacts?offset=100");
}

#[tokio::test]
async fn a_total_of_zero_does_not_end_a_list_early_nor_does_a_full_last_page_lose_anything() {
    let fake = Fake::answering([contacts(0..100, 0), contacts(100..100, 0)]);

    let all = fake.client().contacts().list().all().await.unwrap();

    assert_eq!(all.len(), 100);
    assert_eq!(fake.lines().len(), 2);
}

#[tokio::test]
async fn items_come_one_by_one_in_order_and_pages_only_when_needed() {
    let fake = Fake::answering([contacts(0..100, 150), contacts(100..150, 150)]);

    let mut items = fake.client().contacts().list().by_item();
    for expected in 0..100 {
        let contact = items.next().await.unwrap().unwrap();
        assert_eq!(contact.id.as_str(), format!("{expected:04}"));
    }
    assert_eq!(fake.lines().len(), 1);

    let mut rest = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        rest += 1;
    }
    assert_eq!(rest, 50);
    assert_eq!(fake.lines().len(), 2);
}

#[tokio::test]
async fn a_list_ends_after_an_error_and_can_be_taken_up_where_it_was() {
    let fake = Fake::answering([
        contacts(0..100, 0),
        status(403, json!({"error": "FORBIDDEN"})),
    ]);
    let client = fake.client();

    let mut pages = client.contacts().list().by_page();
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(pages.next().await.is_none());

    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert_eq!(pages.offset(), 100);
}

#[tokio::test]
async fn a_list_from_the_end_of_all_numbers_does_not_start_over() {
    let fake = Fake::answering([contacts(0..100, 100), contacts(0..100, 100)]);

    let mut pages = fake
        .client()
        .contacts()
        .list()
        .offset(u64::MAX - 1)
        .by_page();
    pages.next().await.unwrap().unwrap();

    assert_eq!(pages.offset(), u64::MAX);
    assert!(pages.next().await.is_none());
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn an_empty_list_is_one_request() {
    let fake = Fake::answering([ok(json!({"count": 0, "data": []}))]);

    assert!(fake.client().deals().list().all().await.unwrap().is_empty());
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn a_page_without_data_is_empty_and_not_its_keys() {
    let fake = Fake::answering([ok(json!({"count": 2}))]);

    assert!(
        fake.client()
            .contacts()
            .list()
            .all()
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn an_answer_of_another_shape_is_no_empty_list() {
    for other in [json!({}), json!({"error": "X"}), json!({"items": [1]})] {
        let fake = Fake::answering([ok(other)]);
        let error = fake.client().contacts().list().all().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn templates_have_a_page_size_and_come_as_a_bare_array() {
    let some = |count: usize| {
        ok(Value::from_iter(
            (0..count).map(|id| json!({"templateGuid": format!("t-{id}")})),
        ))
    };
    // Asked for 250, a service that gives at most 200 must not end the list.
    let fake = Fake::answering([some(3), some(200), some(40), some(7)]);
    let client = fake.client();

    let page = client.templates().list().await.unwrap();
    assert_eq!(page.data[2].template_guid, "t-2");
    assert_eq!(
        client
            .templates()
            .list()
            .limit(250)
            .all()
            .await
            .unwrap()
            .len(),
        240
    );
    assert_eq!(
        client
            .templates()
            .list()
            .limit(10)
            .all()
            .await
            .unwrap()
            .len(),
        7
    );

    let expected = [
        "GET /v3/templates/whatsapp?offset=0",
        "GET /v3/templates/whatsapp?offset=0&limit=250",
        "GET /v3/templates/whatsapp?offset=200&limit=250",
        "GET /v3/templates/whatsapp?offset=0&limit=10",
    ];
    assert_eq!(fake.lines(), expected);
}

#[tokio::test]
async fn a_page_can_be_had_raw_and_with_its_answer() {
    let fake = Fake::answering([contacts(0..1, 1), contacts(0..1, 1)]);
    let client = fake.client();

    let raw = client.contacts().list().raw().await.unwrap();
    let (page, reply) = client.contacts().list().with_raw().await.unwrap();

    assert_eq!(raw.body(), reply.body());
    assert_eq!(page.data.len(), 1);
}

#[test]
fn lists_are_streams_that_need_no_pinning() {
    fn is_stream<S: Stream + Unpin + Send + 'static>(_: S) {}

    let fake = Fake::default();
    is_stream::<Items<Contact>>(fake.client().contacts().list().by_item());
    is_stream(fake.client().deals().list().by_page());
}

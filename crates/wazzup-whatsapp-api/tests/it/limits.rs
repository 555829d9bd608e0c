//! What is held back, and what is not.

use std::time::Duration;

use tokio::time::Instant;
use wazzup_whatsapp_api::{
    Client, MESSAGES_BUCKET,
    transport::{Limit, Limits},
    types::{MessageId, PhoneNumberId, Recipient, WaId, WabaId},
};

use crate::fake::{Answer, Fake, accepted, ok, refused, user};

fn other_user(number: usize) -> Recipient {
    Recipient::from(WaId::new((15_550_100_000 + number).to_string()).unwrap())
}

async fn send(client: &Client, to: Recipient) {
    client.messages().send_message(to, "Hello!").await.unwrap();
}

/// Seconds from the start to each request, rounded.
fn seconds(fake: &Fake, start: Instant) -> Vec<u64> {
    let since = |at: Instant| (at - start).as_secs_f64().round() as u64;
    fake.seen().iter().map(|seen| since(seen.at)).collect()
}

#[tokio::test(start_paused = true)]
async fn one_number_sends_eighty_messages_a_second_and_another_one_has_its_own() {
    let fake = Fake::default();
    let client = fake.full_client();
    let other = client.with_phone_number_id(PhoneNumberId::new("9").unwrap());
    let start = Instant::now();

    let sends = (0..161).flat_map(|number| {
        let to = move || other_user(number);
        [
            client.messages().send_message(to(), "Hello!"),
            other.messages().send_message(to(), "Hello!"),
        ]
    });
    let sends: Vec<_> = sends.map(|send| tokio::spawn(send.into_future())).collect();
    for send in sends {
        send.await.unwrap().unwrap();
    }

    let took = start.elapsed();
    assert!((1.9..2.2).contains(&took.as_secs_f64()), "{took:?}");
    assert_eq!(fake.lines().len(), 322);
}

#[tokio::test(start_paused = true)]
async fn the_throughput_can_be_set_and_switched_off() {
    for (throughput, most, least) in [(Some(1000), 1.1, 0.9), (None, 0.1, 0.0)] {
        let fake = Fake::default();
        let client = fake
            .full_builder()
            .phone_number_id(PhoneNumberId::new("9").unwrap())
            .throughput(throughput)
            .build()
            .unwrap();
        let start = Instant::now();
        for number in 0..1001 {
            send(&client, other_user(number)).await;
        }
        let took = start.elapsed().as_secs_f64();
        assert!((least..most).contains(&took), "{throughput:?} {took}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_may_have_a_throughput_of_its_own() {
    let fake = Fake::default();
    let number = |id| PhoneNumberId::new(id).unwrap();
    let client = fake
        .full_builder()
        .throughput_of(number("8"), 1000)
        .throughput_of(number("9"), 20)
        .build()
        .unwrap();
    for (id, seconds) in [("7", 1.25), ("8", 0.1), ("9", 5.0)] {
        let client = client.with_phone_number_id(number(id));
        let start = Instant::now();
        for other in 0..100 {
            send(&client, other_user(other)).await;
        }
        let took = start.elapsed().as_secs_f64();
        assert!(
            (seconds * 0.9..seconds * 1.1).contains(&took),
            "{id} {took}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn one_user_gets_a_burst_and_then_a_message_each_six_seconds() {
    let fake = Fake::default();
    let client = fake.full_client();
    let start = Instant::now();

    for _ in 0..47 {
        send(&client, user()).await;
    }
    // In whatever way the number is written.
    send(&client, Recipient::parse("+1 (555) 010-4477").unwrap()).await;
    let times = seconds(&fake, start);
    assert_eq!(times[44], 1);
    assert_eq!(times[45..], [6, 12, 18]);

    // Others do not wait, nor does the same user with another number of the business.
    let before = Instant::now();
    send(&client, other_user(1)).await;
    let other = client.with_phone_number_id(PhoneNumberId::new("9").unwrap());
    send(&other, user()).await;
    assert!(before.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn the_pair_limit_can_be_switched_off() {
    let fake = Fake::default();
    let client = crate::fake::with_ids(fake.full_builder())
        .pair_limit(false)
        .build()
        .unwrap();
    let start = Instant::now();

    for _ in 0..80 {
        send(&client, user()).await;
    }

    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn limits_of_ones_own_take_the_place_of_ours() {
    let fake = Fake::default();
    let slow =
        Limits::none().with_separate(MESSAGES_BUCKET, Limit::new(1, Duration::from_secs(10)));
    let client = crate::fake::with_ids(fake.full_builder())
        .limits(slow)
        .build()
        .unwrap();
    let start = Instant::now();

    for number in 0..3 {
        send(&client, other_user(number)).await;
    }

    assert_eq!(seconds(&fake, start), [0, 10, 20]);
}

#[tokio::test(start_paused = true)]
async fn read_receipts_do_not_count_as_messages() {
    let fake = Fake::answering(vec![ok(serde_json::json!({"success": true})); 200]);
    let client = fake.full_client();
    let start = Instant::now();

    for _ in 0..100 {
        let id = || MessageId::new("wamid.1").unwrap();
        client.messages().mark_message_as_read(id()).await.unwrap();
        client.messages().indicate_typing(id()).await.unwrap();
    }

    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// Sends to one user, is refused with this code, and tells who of the others waits: messages to the same
/// user, to another user, from another number, a call about an account.
async fn held_back(refusal: Answer) -> [bool; 4] {
    let fake = Fake::answering([refusal]);
    let client = fake.full_client();
    let other = client.with_phone_number_id(PhoneNumberId::new("9").unwrap());
    let first = tokio::spawn(
        client
            .messages()
            .send_message(user(), "Hello!")
            .without_retry()
            .into_future(),
    );
    let _ = first.await.unwrap();
    let start = Instant::now();
    let waits = |took: Duration| took > Duration::from_secs(1);

    let same_user = client.messages().send_message(user(), "x");
    let another_user = client.messages().send_message(other_user(1), "x");
    let another_number = other.messages().send_message(other_user(2), "x");
    let account = client.callbacks().delete_waba_callback_url();
    let took = |call: tokio::task::JoinHandle<()>| async move {
        call.await.unwrap();
        start.elapsed()
    };
    let calls = [
        tokio::spawn(async move { same_user.await.map(drop).unwrap() }),
        tokio::spawn(async move { another_user.await.map(drop).unwrap() }),
        tokio::spawn(async move { another_number.await.map(drop).unwrap() }),
        tokio::spawn(async move { account.await.unwrap() }),
    ];
    let mut waited = [false; 4];
    let all = futures_util::future::join_all(calls.map(took)).await;
    for (waited, took) in waited.iter_mut().zip(all) {
        *waited = waits(took);
    }
    waited
}

#[tokio::test(start_paused = true)]
async fn a_refusal_holds_back_what_it_concerns_and_nothing_else() {
    for (code, held) in [
        (131_056, [true, false, false, false]),
        (130_429, [true, true, false, false]),
        (4, [true, true, true, true]),
        (131_047, [false; 4]),
        (131_048, [false; 4]),
    ] {
        assert_eq!(held_back(refused(400, code)).await, held, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_account_holds_back_calls_about_it() {
    let usage = r#"{"210550000000001":[{"type":"whatsapp","estimated_time_to_regain_access":1}]}"#;
    let refusal = || refused(400, 80_007).header("x-business-use-case-usage", usage);
    let fake = Fake::answering([refusal()]);
    let client = fake.full_client();
    let start = Instant::now();

    let apps = client.callbacks().get_subscribed_apps();
    let error = apps.without_retry().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    send(&client, user()).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    client.callbacks().delete_waba_callback_url().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn an_account_waits_for_itself_only() {
    let fake = Fake::answering([refused(400, 80_007)]);
    let client = fake.full_client();
    let start = Instant::now();

    let other = WabaId::new("8").unwrap();
    let refused = client
        .callbacks()
        .delete_waba_callback_url()
        .without_retry();
    refused.await.unwrap_err();
    client
        .callbacks()
        .delete_waba_callback_url()
        .on(other)
        .await
        .unwrap();

    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn after_a_refusal_for_one_user_the_message_leaves_when_the_service_allows_one_more() {
    let fake = Fake::answering([refused(400, 131_056), accepted("wamid.2")]);
    let client = fake.full_client();
    let start = Instant::now();

    send(&client, user()).await;

    assert_eq!(seconds(&fake, start), [0, 6]);
}

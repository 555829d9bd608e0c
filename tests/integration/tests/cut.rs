//! A connection cut at every byte of a send's request and of its answer: no message is delivered
//! twice, and every outcome that is reported is true.
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use integration_tests::{Told, cut_everywhere, judge, policy};
use wazzup_emulator::Emulator;
use wazzup_sdk::{
    api::{Client, Outcome, SendError, UnknownSend},
    transport::Slot,
    types::{ChannelId, ChatId, ChatType, OutgoingMessage, Recipient},
};

/// How many sends each test does at least; the two together are the 10 000 promised.
const SENDS: usize = 5_000;

async fn emulator() -> Emulator {
    Emulator::builder()
        .journal_limit(100)
        .knobs(|knobs| {
            // Cuts are the subject here, not the rate: the limiter has a test of its own.
            knobs.rate_limit.requests = None;
            knobs.lifecycle.sent_ms = None;
        })
        .start()
        .await
        .unwrap()
}

fn client(emulator: &Emulator, base: String) -> Client {
    Client::builder(emulator.config().api_key)
        .public_base(&base)
        .tech_base(base)
        .configure(|transport| transport.without(Slot::RateLimit).retry(policy()))
        .build()
        .unwrap()
}

async fn send(client: Client, message: OutgoingMessage, with_id: bool) -> Result<(), SendError> {
    let send = client.messages().send(message);
    let send = if with_id {
        send.with_generated_crm_message_id()
    } else {
        send
    };
    send.await.map(drop)
}

async fn told(emulator: &Emulator, with_id: bool) -> Vec<Told<UnknownSend>> {
    let channel = ChannelId::new(emulator.config().channel("whatsapp").unwrap()).unwrap();
    cut_everywhere(emulator.local_addr().unwrap(), SENDS, |base| {
        let (client, channel) = (client(emulator, base), channel.clone());
        move |text| {
            let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
            let message = OutgoingMessage::text(channel.clone(), ChatType::WhatsApp, to, text);
            send(client.clone(), message.unwrap(), with_id)
        }
    })
    .await
}

fn arrived(emulator: &Emulator) -> impl Iterator<Item = String> {
    let messages = emulator.messages().into_iter();
    messages.filter_map(|message| message.text)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_id_a_lost_answer_is_unknown_and_nothing_arrives_twice() {
    let emulator = emulator().await;
    let told = told(&emulator, false).await;
    let outcomes = judge(&told, arrived(&emulator));
    println!("{} sends: {outcomes:?}", told.len());
    // Some answers were lost after the message was taken, and some connections before it was sent.
    assert!(
        outcomes[&Outcome::Unknown] > 0 && outcomes[&Outcome::Accepted] > 0,
        "{outcomes:?}"
    );
    let arrived: Vec<String> = arrived(&emulator).collect();
    let mut lost = told
        .iter()
        .filter(|one| Outcome::of(&one.result) == Outcome::Unknown);
    assert!(
        lost.any(|one| arrived.contains(&one.text)),
        "no lost answer"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_an_id_every_message_arrives_exactly_once() {
    let emulator = emulator().await;
    let told = told(&emulator, true).await;
    let outcomes = judge(&told, arrived(&emulator));
    println!("{} sends: {outcomes:?}", told.len());
    assert_eq!(
        outcomes.get(&Outcome::Accepted),
        Some(&told.len()),
        "{outcomes:?}"
    );
}

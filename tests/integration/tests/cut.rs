//! A connection cut at every byte of a send's request and of its answer: no message is delivered
//! twice, and every outcome that is reported is true.
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{collections::HashMap, sync::Arc, time::Duration};

use integration_tests::{Cut, CuttingProxy, Direction};
use wazzup_emulator::Emulator;
use wazzup_sdk::{
    api::{Client, Outcome},
    transport::{
        Slot,
        retry::{Backoff, StandardPolicy},
    },
    types::{ChannelId, ChatId, ChatType, OutgoingMessage, Recipient},
};

/// How many sends each test does at least; the two together are the 10 000 promised.
const SENDS: usize = 5_000;

/// How many clients send at the same time, each over a proxy of its own.
const WORKERS: usize = 8;

/// What became of one send, as the client says.
#[derive(Debug)]
struct Told {
    text: String,
    #[expect(dead_code, reason = "shown when a judgement fails")]
    cut: Cut,
    outcome: Outcome,
}

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

fn client(emulator: &Emulator, proxy: &CuttingProxy) -> Client {
    let base = format!("http://{}", proxy.address());
    // Every single call is cut here, where the budget is for networks that mostly work.
    let policy = StandardPolicy::new().budget(None).backoff(Backoff::new(
        Duration::from_millis(1),
        Duration::from_millis(10),
    ));
    Client::builder(emulator.config().api_key)
        .public_base(&base)
        .tech_base(base)
        .configure(|transport| transport.without(Slot::RateLimit).retry(policy))
        .build()
        .unwrap()
}

fn message(emulator: &Emulator, text: &str) -> OutgoingMessage {
    let config = emulator.config();
    let channel = ChannelId::new(config.channel("whatsapp").unwrap()).unwrap();
    let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    OutgoingMessage::text(channel, ChatType::WhatsApp, to, text).unwrap()
}

/// The sizes of a send on the wire, so that every byte of them gets its cut.
async fn sizes(emulator: &Emulator, with_id: bool) -> (usize, usize) {
    let proxy = CuttingProxy::start(emulator.local_addr().unwrap()).await;
    let client = client(emulator, &proxy);
    send(&client, message(emulator, "size-000000"), with_id)
        .await
        .unwrap();
    (
        proxy.passed(Direction::Request),
        proxy.passed(Direction::Response),
    )
}

async fn send(
    client: &Client,
    message: OutgoingMessage,
    with_id: bool,
) -> Result<(), wazzup_sdk::api::SendError> {
    let send = client.messages().send(message);
    let send = if with_id {
        send.with_generated_crm_message_id()
    } else {
        send
    };
    send.await.map(drop)
}

/// Cuts once at each byte, again and again until enough was sent.
async fn cut_everywhere(emulator: &Arc<Emulator>, with_id: bool) -> Vec<Told> {
    let (request, response) = sizes(emulator, with_id).await;
    assert!(request > 200 && response > 50, "{request} {response}");
    let requests = (0..=request).map(|after| Cut {
        direction: Direction::Request,
        after,
    });
    let responses = (0..=response).map(|after| Cut {
        direction: Direction::Response,
        after,
    });
    let cuts: Vec<Cut> = requests.chain(responses).collect();
    let rounds = SENDS.div_ceil(cuts.len());
    let cuts = Arc::new(cuts.repeat(rounds));

    let workers = (0..WORKERS).map(|worker| {
        let (emulator, cuts) = (Arc::clone(emulator), Arc::clone(&cuts));
        tokio::spawn(async move {
            let proxy = CuttingProxy::start(emulator.local_addr().unwrap()).await;
            let client = client(&emulator, &proxy);
            let mut told = Vec::new();
            for number in (worker..cuts.len()).step_by(WORKERS) {
                let text = format!("text-{number:06}");
                proxy.arm(cuts[number]);
                let result = send(&client, message(&emulator, &text), with_id).await;
                proxy.disarm();
                told.push(Told {
                    text,
                    cut: cuts[number],
                    outcome: Outcome::of(&result),
                });
            }
            assert!(
                proxy.cuts() > told.len() / 2,
                "the cuts did not happen: {}",
                proxy.cuts()
            );
            told
        })
    });
    let mut told = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        told.extend(worker.await.unwrap());
    }
    assert!(told.len() >= SENDS);
    told
}

/// How often each text arrived.
fn arrived(emulator: &Emulator) -> HashMap<String, usize> {
    let mut arrived = HashMap::new();
    for message in emulator.messages() {
        *arrived.entry(message.text.unwrap_or_default()).or_default() += 1;
    }
    arrived
}

/// No message arrives twice, and what is said of each is true.
fn judge(told: &[Told], arrived: &HashMap<String, usize>) -> HashMap<Outcome, usize> {
    let mut outcomes = HashMap::new();
    for one in told {
        let times = arrived.get(&one.text).copied().unwrap_or_default();
        let truthful = match one.outcome {
            Outcome::Accepted => times == 1,
            Outcome::Rejected => times == 0,
            Outcome::Unknown => times <= 1,
        };
        assert!(truthful, "{one:?} arrived {times} times");
        *outcomes.entry(one.outcome).or_default() += 1;
    }
    outcomes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_id_a_lost_answer_is_unknown_and_nothing_arrives_twice() {
    let emulator = Arc::new(emulator().await);
    let told = cut_everywhere(&emulator, false).await;
    let outcomes = judge(&told, &arrived(&emulator));
    println!("{} sends: {outcomes:?}", told.len());
    // Some answers were lost after the message was taken, and some connections before it was sent.
    assert!(
        outcomes[&Outcome::Unknown] > 0 && outcomes[&Outcome::Accepted] > 0,
        "{outcomes:?}"
    );
    let lost = told.iter().filter(|one| one.outcome == Outcome::Unknown);
    assert!(
        lost.clone()
            .any(|one| arrived(&emulator).contains_key(&one.text)),
        "no lost answer"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_an_id_every_message_arrives_exactly_once() {
    let emulator = Arc::new(emulator().await);
    let told = cut_everywhere(&emulator, true).await;
    let outcomes = judge(&told, &arrived(&emulator));
    println!("{} sends: {outcomes:?}", told.len());
    assert_eq!(
        outcomes.get(&Outcome::Accepted),
        Some(&told.len()),
        "{outcomes:?}"
    );
}

//! A connection cut at every byte of a send's request and of its answer, on WhatsApp: nothing there
//! recognises a repetition, so no message is sent twice, every outcome that is reported is true, and
//! the status of a message whose answer was lost tells that it was sent.
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use integration_tests::{Told, cut_everywhere, judge, policy};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};
use wazzup_emulator::{
    Emulator,
    whatsapp::{Incoming, StoredMessage},
};
use wazzup_sdk::whatsapp::{
    WhatsApp, WhatsAppBuilder,
    api::{Client, Outcome, SendError, UnknownSend},
    types::{Recipient, WaId},
    webhooks::MessageStatus,
};

/// How many sends there are at least.
const SENDS: usize = 5_000;

const USER: &str = "15550104477";

/// How long the next status may take.
const SOON: Duration = Duration::from_secs(20);

async fn emulator() -> Emulator {
    let emulator = Emulator::builder()
        .journal_limit(100)
        .knobs(|knobs| {
            let whatsapp = &mut knobs.whatsapp;
            // Cuts are the subject here, not the rate.
            whatsapp.limits.messages_per_second = None;
            whatsapp.limits.pair_interval_ms = None;
            // One status of each message, many in a delivery.
            whatsapp.lifecycle.delivered_ms = None;
            whatsapp.lifecycle.read_ms = None;
            whatsapp.delivery.combine_ms = Some(100);
        })
        .start()
        .await
        .unwrap();
    // Who has written may be written to.
    let hello = Incoming::text(USER, "hello");
    emulator.whatsapp().incoming(hello).unwrap();
    emulator
}

fn builder(emulator: &Emulator, base: impl Into<String>) -> WhatsAppBuilder {
    let config = emulator.whatsapp().config();
    WhatsApp::builder(config.access_token)
        .phone_number_id(config.phone_number_id.parse().unwrap())
        .app_secret(config.app_secret)
        .verify_token(config.verify_token)
        .base_url(base)
}

fn client(emulator: &Emulator, base: String) -> Client {
    let builder = builder(emulator, base)
        .throughput(None)
        .api(|api| api.pair_limit(false))
        .configure(|transport| transport.retry(policy()));
    builder.build().unwrap().api().clone()
}

async fn send(client: Client, text: String) -> Result<(), SendError> {
    let to: Recipient = WaId::new(USER).unwrap().into();
    let send = client.messages().send_message(to, text);
    send.with_generated_tracker().await.map(drop)
}

fn text(message: &StoredMessage) -> Option<&str> {
    message.body["text"]["body"].as_str()
}

fn arrived(emulator: &Emulator) -> impl Iterator<Item = String> {
    let messages = emulator.whatsapp().messages().into_iter();
    messages.filter_map(|message| text(&message).map(str::to_owned))
}

/// The lost answers of messages that arrived all come as statuses, each of the right message. Gives
/// how many there were, and how many of messages that did not arrive.
async fn resolve(
    emulator: &Emulator,
    told: Vec<Told<UnknownSend>>,
    statuses: &mut UnboundedReceiver<MessageStatus>,
) -> (usize, usize) {
    let arrived: HashSet<String> = arrived(emulator).collect();
    let mut unknown = HashMap::new();
    for one in told {
        if let Err(SendError::Unknown(send)) = one.result {
            let tracker = send.message().get_tracker().unwrap().to_owned();
            assert!(unknown.insert(tracker, (one.text, send)).is_none());
        }
    }
    let all = unknown.len();
    let executed = unknown.values().filter(|(text, _)| arrived.contains(text));
    let executed = executed.count();
    let mut resolved = 0;
    while resolved < executed {
        let status = timeout(SOON, statuses.recv()).await.unwrap().unwrap();
        let tracker = status.biz_opaque_callback_data.as_deref().unwrap();
        let Some((sent, unknown)) = unknown.remove(tracker) else {
            continue; // its answer came
        };
        let id = unknown.resolve(&status).unwrap().id;
        let message = emulator.whatsapp().message(id.as_str()).unwrap();
        assert_eq!(text(&message), Some(sent.as_str()));
        resolved += usize::from(arrived.contains(&sent));
    }
    (executed, all - executed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_twice_and_a_status_resolves_a_lost_answer() {
    let emulator = emulator().await;
    let receiver = builder(&emulator, emulator.url()).build().unwrap();
    let (note, mut statuses) = unbounded_channel();
    receiver.webhooks().on(move |status: MessageStatus| {
        let noted = note.send(status);
        async move { noted.unwrap() }
    });
    let callback = receiver.webhooks().start_listener("127.0.0.1:0");
    let callback = callback.await.unwrap();
    emulator.whatsapp().set_callback(Some(&callback));

    let server = emulator.local_addr().unwrap();
    let told = cut_everywhere(server, SENDS, |base| {
        let client = client(&emulator, base);
        move |text| send(client.clone(), text)
    })
    .await;

    let outcomes = judge(&told, arrived(&emulator));
    assert!(outcomes[&Outcome::Accepted] > 0, "{outcomes:?}");
    let sends = told.len();
    let (executed, lost) = resolve(&emulator, told, &mut statuses).await;
    println!("{sends} sends: {outcomes:?}, of the unknown {executed} sent and {lost} not");
    assert!(executed > 0 && lost > 0, "{executed} {lost}");
    receiver.close().await;
}

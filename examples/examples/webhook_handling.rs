//! Handlers by event type, filters, state, and a wait for the customer's next message.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use examples::{Outcome, Stage};
use tokio::sync::oneshot;
use wazzup_sdk::{
    api::Client,
    dispatch::{Context, Envelope, Event as _, Filter as _, Handler, State},
    types::{MessageStatus, Subscriptions},
    webhooks::{
        MessageReceived, StatusChanged,
        filters::messages::{command, edited, has_text, inbound},
    },
};

type Counter = Arc<AtomicUsize>;

/// Runs for everything that customers write, beside the other handlers.
async fn count(_: MessageReceived, State(counter): State<Counter>) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// Asks something back and waits for the answer inside ordinary code. What is waited for goes to
/// the wait, not to the handlers.
async fn sign_up(message: MessageReceived, State(api): State<Client>, context: Context) -> Outcome {
    let Some(chat) = message.conversation() else {
        return Ok(());
    };
    // Before the question, so that an answer faster than this code is not missed.
    let answer = context.listen::<MessageReceived>(chat).filter(inbound());
    let answer = answer.timeout(Duration::from_secs(300)).start();
    api.messages()
        .send(message.reply("What is your name?")?)
        .await?;
    let answer = answer.await?;
    let name = answer.text.as_deref().unwrap_or("nobody");
    println!("signed up {name}");
    api.messages()
        .send(answer.reply(format!("Welcome, {name}!"))?)
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::emulated().await?;
    let client = stage.client()?;
    let webhooks = client.webhooks();

    let counter = Counter::default();
    webhooks.set_state(counter.clone());
    webhooks.on(count.filter(inbound()).named("count"));
    // It waits for a person, so the delivery is answered before it has ended.
    webhooks.on(sign_up.filter(inbound().and(command("signup"))).detached());
    webhooks.on(
        (async |message: MessageReceived| println!("edited: {}", message.message_id))
            .filter(edited().and(has_text())),
    );
    webhooks.on_any(async |event: Envelope| println!("event: {}", event.name()));

    let (done, welcomed) = oneshot::channel();
    let done = Arc::new(std::sync::Mutex::new(Some(done)));
    // Handlers come and go at run time.
    let watcher = webhooks.on(move |status: StatusChanged| {
        let done = Arc::clone(&done);
        async move {
            // The second message of the bot was read.
            if status.status == Some(MessageStatus::Read)
                && let Some(done) = done.lock().ok().and_then(|mut done| done.take())
            {
                let _ = done.send(());
            }
        }
    });

    let url = webhooks.start_listener("127.0.0.1:0").await?;
    webhooks.ensure(url, Subscriptions::all()).await?;

    stage.customer_writes("/signup")?;
    if let Some(emulator) = stage.emulator() {
        emulator
            .wait_until(|emulator| emulator.messages().get(1).map(drop))
            .await;
    }
    stage.customer_writes("Robin")?;
    welcomed.await?;
    webhooks.remove(watcher);
    println!("{} messages came in", counter.load(Ordering::Relaxed));
    client.close().await;
    Ok(())
}

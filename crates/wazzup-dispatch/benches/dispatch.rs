//! What it costs to get an event to its handler, from the parsed event to the report.
//!
//! Handlers are ready at once and polled without a runtime, so this is the router's own cost.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a benchmark, not an interface"
)]

use std::{sync::Arc, time::Duration};

use divan::{AllocProfiler, Bencher, black_box};
use futures_util::FutureExt;
use wazzup_dispatch::{
    Context, Conversation, Envelope, Event, Handler, Question, Report, Router, State,
};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

#[derive(Clone)]
struct Written {
    chat: u32,
    text: Arc<str>,
}

impl Event for Written {
    const NAME: &'static str = "written";

    fn conversation(&self) -> Option<Conversation> {
        let chat = [b'0' + (self.chat % 10) as u8];
        Some(Conversation::new(
            "bench",
            ["c-1", "whatsapp", std::str::from_utf8(&chat).unwrap()],
        ))
    }
}

#[derive(Clone)]
struct Asked;

impl Event for Asked {
    const NAME: &'static str = "asked";
}

impl Question for Asked {
    type Answer = u32;
}

fn written(chat: u32) -> Envelope {
    Envelope::new(Written {
        chat,
        text: "hello".into(),
    })
}

fn dispatch(router: &Router, events: Vec<Envelope>) -> Report {
    router.dispatch(events).now_or_never().unwrap()
}

async fn read(message: Written) {
    black_box(message.text.len());
}

fn one_event(bencher: Bencher<'_, '_>, router: Router) {
    bencher
        .with_inputs(|| vec![written(1)])
        .bench_values(|events| dispatch(&router, events));
}

#[divan::bench]
fn envelope(bencher: Bencher<'_, '_>) {
    let event = Written {
        chat: 1,
        text: "hello".into(),
    };
    bencher.bench(|| Envelope::new(event.clone()));
}

#[divan::bench]
fn one_handler(bencher: Bencher<'_, '_>) {
    one_event(bencher, Router::new().on(read));
}

#[divan::bench]
fn one_handler_that_may_wait(bencher: Bencher<'_, '_>) {
    let handler = async |message: Written, context: Context| {
        black_box((message.text.len(), context.handler().id()));
    };
    one_event(bencher, Router::new().on(handler));
}

#[divan::bench]
fn one_handler_and_recent_events_kept(bencher: Bencher<'_, '_>) {
    let router = Router::new().on(read);
    let _ = router.mark();
    one_event(bencher, router);
}

#[divan::bench]
fn one_handler_with_state_and_filter(bencher: Bencher<'_, '_>) {
    let handler = async |message: Written, State(limit): State<usize>| {
        black_box(message.text.len() < limit);
    };
    let router = Router::new().with_state(100_usize);
    one_event(
        bencher,
        router.on(handler.when(|message| !message.text.is_empty())),
    );
}

#[divan::bench]
fn one_handler_beside_1000_waits(bencher: Bencher<'_, '_>) {
    let router = Router::new().on(read);
    let waits: Vec<_> = (0..1000_u32)
        .map(|chat| Conversation::new("bench", [chat.to_string()]))
        .map(|chat| {
            router
                .listen::<Written>(chat)
                .timeout(Duration::from_secs(60))
                .start()
        })
        .collect();
    one_event(bencher, router);
    drop(waits);
}

#[divan::bench]
fn no_handler(bencher: Bencher<'_, '_>) {
    one_event(bencher, Router::new());
}

#[divan::bench]
fn ten_handlers_of_one_order(bencher: Bencher<'_, '_>) {
    one_event(
        bencher,
        (0..10).fold(Router::new(), |router, _| router.on(read)),
    );
}

#[divan::bench]
fn ten_handlers_of_ten_orders(bencher: Bencher<'_, '_>) {
    one_event(
        bencher,
        (0..10).fold(Router::new(), |router, order| router.on(read.order(order))),
    );
}

#[divan::bench]
fn batch_of_100_in_10_conversations(bencher: Bencher<'_, '_>) {
    let router = Router::new().on(read);
    bencher
        .with_inputs(|| (0..100).map(written).collect::<Vec<_>>())
        .bench_values(|events| dispatch(&router, events));
}

#[divan::bench]
fn listen_and_drop(bencher: Bencher<'_, '_>) {
    let router = Router::new();
    let chat = Conversation::new("bench", ["1"]);
    bencher.bench(|| {
        router
            .listen::<Written>(&chat)
            .timeout(Duration::from_secs(60))
            .start()
    });
}

#[divan::bench(threads = [1, 2])]
fn one_handler_shared_by_threads(bencher: Bencher<'_, '_>) {
    let router = Router::new().on(read);
    bencher
        .with_inputs(|| vec![written(1)])
        .bench_values(|events| dispatch(&router, events));
}

#[divan::bench]
fn question(bencher: Bencher<'_, '_>) {
    let router = Router::new().answer(async |_: Asked| 7_u32);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let _entered = runtime.enter();
    bencher.bench(|| {
        router
            .ask::<Asked>(Asked, Duration::from_secs(25))
            .now_or_never()
            .unwrap()
            .unwrap()
    });
}

fn main() {
    divan::main();
}

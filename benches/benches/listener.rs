//! The webhook endpoint over loopback beside its floor.
//!
//! Floor: bare hyper that reads the body and answers 200. Ours: `wazzup-listener` with all limits
//! on, the bearer checked, the body parsed to typed events, one handler run; and the same with a
//! handler that may wait for what comes next, for which the router keeps recent events. Same body,
//! same client, in one run and in turns, so that whatever else the machine does hits all.
//!
//! The server is a current-thread runtime in a thread of its own; the client, in another thread,
//! keeps a number of connections busy with one request in flight on each. The client goes round its
//! sockets without ever sleeping: waking a sleeper would be charged to the server that answers, and
//! the more so the slower it is. All servers answer the same: 200 with `{"status":"ok"}`. Two figures
//! per server: requests per second by the wall clock, and per second of processor time that the server's thread
//! used. The second is the one to compare: it is "on one core" whatever the client and the
//! neighbours do.
//!
//! `cargo bench -p benches --bench listener`; seconds per round and rounds by the environment:
//! `BENCH_SECONDS` (0.5), `BENCH_ROUNDS` (9).
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should stop"
)]

use std::{
    convert::Infallible,
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use benches::{runtime, spread::Spread};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::Incoming,
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, sync::oneshot, time::Instant};
use wazzup_listener::Listener;
use wazzup_webhooks::{
    MessageReceived, Webhooks,
    dispatch::{Context, Router},
};

const CONNECTIONS: usize = 64;
const ANSWER: &str = r#"{"status":"ok"}"#;
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const BODY: &str = r#"{"messages":[{"messageId":"6a2087ea-7a4f-4d9b-a1b8-4d1e2c3f4a5b","channelId":"2c8d2f3e-1f7b-4d52-9e64-0d8f3c1b2a90","chatType":"whatsapp","chatId":"79990000000","dateTime":"2026-11-22T10:15:30.123Z","type":"text","isEcho":false,"contact":{"name":"Example","avatarUri":"https://example.com/avatar/79990000000.jpg"},"text":"Good morning! Is the order ready to be picked up today, and until when are you open?","status":"inbound"}]}"#;

fn main() {
    // `cargo test --benches` only wants to see that it runs.
    let testing = !std::env::args().any(|argument| argument == "--bench");
    let (seconds, rounds) = if testing { (0.02, 1) } else { (0.5, 9) };
    let seconds = Duration::from_secs_f64(setting("BENCH_SECONDS", seconds));
    let rounds = setting("BENCH_ROUNDS", f64::from(rounds)) as usize;

    let servers = [
        Server::start("floor", bare),
        Server::start("ours", |ready, stop| endpoint(counting(), ready, stop)),
        Server::start("waits", |ready, stop| endpoint(waiting(), ready, stop)),
    ];
    let mut loads = servers
        .each_ref()
        .map(|server| Load::connect(server.address));
    for load in &mut loads {
        load.run(seconds); // warm up
    }
    let mut results = [const { Vec::new() }; 3];
    for _ in 0..rounds {
        for ((load, server), rounds) in loads.iter_mut().zip(&servers).zip(&mut results) {
            rounds.push(measure(load, server, seconds));
        }
    }
    drop(loads);
    print(&results);
}

/// Bare hyper reading the body.
async fn bare(ready: mpsc::Sender<SocketAddr>, stop: oneshot::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    ready.send(listener.local_addr().unwrap()).unwrap();
    let serve = async {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            tokio::spawn(async move {
                let service = service_fn(|request: Request<Incoming>| async {
                    let body = request.into_body().collect().await.unwrap().to_bytes();
                    assert_eq!(body.len(), BODY.len());
                    let mut answer =
                        Response::new(Full::new(Bytes::from_static(ANSWER.as_bytes())));
                    let json = HeaderValue::from_static("application/json");
                    answer.headers_mut().insert(CONTENT_TYPE, json);
                    Ok::<_, Infallible>(answer)
                });
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    };
    tokio::select! {
        () = serve => {}
        _ = stop => {}
    }
}

type Handled = Arc<AtomicU64>;

/// One handler, which takes the message.
fn counting() -> (Router, Handled) {
    let handled = Handled::default();
    let counter = Arc::clone(&handled);
    let router = Router::new().on(move |message: MessageReceived| {
        let counter = Arc::clone(&counter);
        async move {
            assert!(message.text.is_some());
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    (router, handled)
}

/// The same, and it may wait for what comes after the message.
fn waiting() -> (Router, Handled) {
    let handled = Handled::default();
    let counter = Arc::clone(&handled);
    let router = Router::new().on(move |message: MessageReceived, context: Context| {
        let counter = Arc::clone(&counter);
        async move {
            assert!(message.text.is_some() && context.conversation().is_some());
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    (router, handled)
}

/// All of ours.
async fn endpoint(
    (router, handled): (Router, Handled),
    ready: mpsc::Sender<SocketAddr>,
    stop: oneshot::Receiver<()>,
) {
    let service = Webhooks::builder(router).bearer(SECRET).build().unwrap();
    let running = Listener::builder()
        .path("/webhooks")
        .serve(service)
        .await
        .unwrap();
    ready.send(running.local_addr()).unwrap();
    let _ = stop.await;
    assert!(handled.load(Ordering::Relaxed) > 0);
}

struct Server {
    address: SocketAddr,
    /// The file that tells how long the server's thread has run.
    cpu: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Server {
    /// `name` is that of the thread, for profilers.
    fn start<F, S>(name: &str, serve: F) -> Self
    where
        F: FnOnce(mpsc::Sender<SocketAddr>, oneshot::Receiver<()>) -> S + Send + 'static,
        S: Future<Output = ()>,
    {
        let (ready, address) = mpsc::channel();
        let (tell_cpu, cpu) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            let me = std::fs::read_link("/proc/thread-self").unwrap_or_default();
            tell_cpu
                .send(format!("/proc/{}/schedstat", me.display()))
                .unwrap();
            runtime().block_on(serve(ready, stopped));
        });
        let thread = thread.unwrap();
        let cpu = cpu.recv().unwrap();
        Self {
            address: address.recv().unwrap(),
            cpu,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Processor time of the server's thread; `None` where Linux's `/proc` is not.
    fn cpu_seconds(&self) -> Option<f64> {
        let text = std::fs::read_to_string(&self.cpu).ok()?;
        let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
        Some(nanoseconds / 1e9)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

#[derive(Clone, Copy)]
struct Round {
    /// Requests per second by the wall clock.
    wall: f64,
    /// Requests per second of the server's processor time.
    core: Option<f64>,
}

fn measure(load: &mut Load, server: &Server, seconds: Duration) -> Round {
    let (cpu, start) = (server.cpu_seconds(), Instant::now());
    let requests = load.run(seconds) as f64;
    let wall = requests / start.elapsed().as_secs_f64();
    let core = cpu
        .zip(server.cpu_seconds())
        .map(|(before, after)| requests / (after - before));
    Round { wall, core }
}

/// The connections of a client, one request in flight on each.
struct Load {
    streams: Vec<TcpStream>,
    request: String,
}

impl Load {
    fn connect(address: SocketAddr) -> Self {
        let connect = |_| {
            let stream = TcpStream::connect(address).unwrap();
            stream.set_nodelay(true).unwrap();
            stream.set_nonblocking(true).unwrap();
            stream
        };
        let request = format!(
            "POST /webhooks HTTP/1.1\r\nhost: {address}\r\n\
             content-type: application/json; charset-utf-8\r\nauthorization: Bearer {SECRET}\r\n\
             accept: */*\r\nuser-agent: bench\r\ncontent-length: {}\r\n\r\n{BODY}",
            BODY.len()
        );
        Self {
            streams: (0..CONNECTIONS).map(connect).collect(),
            request,
        }
    }

    /// Keeps all connections busy for that long; how many requests were answered.
    fn run(&mut self, seconds: Duration) -> u64 {
        let end = Instant::now() + seconds;
        let mut answered = 0;
        for stream in &mut self.streams {
            ask(stream, &self.request);
        }
        while Instant::now() < end {
            for stream in &mut self.streams {
                if hear(stream) {
                    answered += 1;
                    ask(stream, &self.request);
                }
            }
        }
        for stream in &mut self.streams {
            while !hear(stream) {}
            answered += 1;
        }
        answered
    }
}

/// The socket's buffer has room for a request: it is empty, since the last one is answered.
fn ask(stream: &mut TcpStream, request: &str) {
    stream.write_all(request.as_bytes()).unwrap();
}

/// Whether the answer is there.
fn hear(stream: &mut TcpStream) -> bool {
    let mut buffer = [0; 4096];
    // An answer here is one segment.
    match stream.read(&mut buffer) {
        Ok(length) => {
            let answer = &buffer[..length];
            let complete =
                answer.starts_with(b"HTTP/1.1 200 OK\r\n") && answer.ends_with(ANSWER.as_bytes());
            assert!(complete, "not the expected answer");
            true
        }
        Err(error) if error.kind() == ErrorKind::WouldBlock => false,
        Err(error) => panic!("the server hung up: {error}"),
    }
}

/// The first one is the floor of the others.
fn print(results: &[Vec<Round>; 3]) {
    println!(
        "listener: {} bytes of body, {CONNECTIONS} connections",
        BODY.len()
    );
    println!(
        "{:30} {:>11} {:>16} {:>7} {:>9}",
        "", "req/s wall", "req/s of 1 core", "ratio", "more/req"
    );
    let names = [
        "bare hyper, body read",
        "endpoint, one handler",
        "endpoint, it may wait",
    ];
    let [floor, ..] = results;
    for (name, rounds) in names.into_iter().zip(results) {
        let wall = median(rounds.iter().map(|round| round.wall));
        let core = median(rounds.iter().filter_map(|round| round.core));
        // Of neighbouring rounds, so that a slow minute of the machine hits both sides.
        let pairs = || floor.iter().zip(rounds);
        let ratio =
            median(pairs().filter_map(|(floor, round)| Some(round.core? / floor.core?))) * 100.0;
        let more = median(
            pairs()
                .filter_map(|(floor, round)| Some((1.0 / round.core? - 1.0 / floor.core?) * 1e6)),
        );
        println!("{name:30} {wall:>11.0} {core:>16.0} {ratio:>6.1}% {more:>6.2} µs");
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    Spread::of(values).median
}

fn setting(name: &str, default: f64) -> f64 {
    std::env::var(name)
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(default)
}

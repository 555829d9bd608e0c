//! Sends over connections that are cut at every byte, and whether what is said of each is true.

use std::{collections::HashMap, future::Future, net::SocketAddr, sync::Arc, time::Duration};

use wazzup_sdk::{
    api::Outcome,
    transport::{
        retry::{Backoff, StandardPolicy},
        typed,
    },
};

use crate::{Cut, CuttingProxy, Direction};

/// How many clients send at the same time, each over a proxy of its own.
const WORKERS: usize = 8;

/// What became of one send, as the client says.
#[derive(Debug)]
#[non_exhaustive]
pub struct Told<U> {
    /// What was sent. No other send has it.
    pub text: String,
    /// Where the connection was cut.
    pub cut: Cut,
    /// What the client says.
    pub result: Result<(), typed::SendError<U>>,
}

/// Repeats soon, and whatever went before: every single call is cut here, where the budget is for
/// networks that mostly work.
pub fn policy() -> StandardPolicy {
    StandardPolicy::new().budget(None).backoff(Backoff::new(
        Duration::from_millis(1),
        Duration::from_millis(10),
    ))
}

/// Cuts once at each byte of a send and of its answer, again and again until `sends` were sent.
///
/// `client` makes a client for a base URL: a function that sends one text.
pub async fn cut_everywhere<C, S, F, U>(server: SocketAddr, sends: usize, client: C) -> Vec<Told<U>>
where
    C: Fn(String) -> S,
    S: Fn(String) -> F + Send + 'static,
    F: Future<Output = Result<(), typed::SendError<U>>> + Send,
    U: std::fmt::Debug + Send + 'static,
{
    let cuts = cuts(server, &client).await;
    let rounds = sends.div_ceil(cuts.len());
    let cuts = Arc::new(cuts.repeat(rounds));

    let mut workers = Vec::new();
    for worker in 0..WORKERS {
        let cuts = Arc::clone(&cuts);
        let proxy = CuttingProxy::start(server).await;
        let send = client(base(&proxy));
        workers.push(tokio::spawn(async move {
            let mut told = Vec::new();
            for number in (worker..cuts.len()).step_by(WORKERS) {
                let (text, cut) = (format!("text-{number:06}"), cuts[number]);
                proxy.arm(cut);
                let result = send(text.clone()).await;
                proxy.disarm();
                told.push(Told { text, cut, result });
            }
            assert!(
                proxy.cuts() > told.len() / 2,
                "the cuts did not happen: {}",
                proxy.cuts()
            );
            told
        }));
    }
    let mut told = Vec::new();
    for worker in workers {
        told.extend(worker.await.unwrap());
    }
    assert!(told.len() >= sends);
    told
}

/// A cut at every byte: how many there are, a send that is not cut tells.
async fn cuts<C, S, F, U>(server: SocketAddr, client: &C) -> Vec<Cut>
where
    C: Fn(String) -> S,
    S: Fn(String) -> F,
    F: Future<Output = Result<(), typed::SendError<U>>>,
    U: std::fmt::Debug,
{
    let proxy = CuttingProxy::start(server).await;
    let send = client(base(&proxy));
    send("size-000000".to_owned()).await.unwrap();
    let each = |direction, least| {
        let size = proxy.passed(direction);
        assert!(size > least, "{direction:?}: {size}");
        (0..=size).map(move |after| Cut { direction, after })
    };
    each(Direction::Request, 200)
        .chain(each(Direction::Response, 50))
        .collect()
}

fn base(proxy: &CuttingProxy) -> String {
    format!("http://{}", proxy.address())
}

/// No text arrived twice, and what is said of each is true. Gives how often each outcome was.
pub fn judge<U: std::fmt::Debug>(
    told: &[Told<U>],
    arrived: impl IntoIterator<Item = String>,
) -> HashMap<Outcome, usize> {
    let mut times: HashMap<String, usize> = HashMap::new();
    for text in arrived {
        *times.entry(text).or_default() += 1;
    }
    let mut outcomes = HashMap::new();
    for one in told {
        let times = times.get(&one.text).copied().unwrap_or_default();
        let outcome = Outcome::of(&one.result);
        let truthful = match outcome {
            Outcome::Accepted => times == 1,
            Outcome::Rejected => times == 0,
            Outcome::Unknown => times <= 1,
        };
        assert!(truthful, "{one:?} arrived {times} times");
        *outcomes.entry(outcome).or_default() += 1;
    }
    outcomes
}

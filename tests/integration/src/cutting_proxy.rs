//! A proxy on loopback that cuts the connection after a given number of bytes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Which way the bytes that are counted go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are two ways only")]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
}

/// Where the next exchange is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a plain pair")]
pub struct Cut {
    /// Which way the bytes are counted.
    pub direction: Direction,
    /// How many bytes still get through.
    pub after: usize,
}

/// A proxy in front of one server.
///
/// A [`Cut`] that was [armed](Self::arm) applies once, to the bytes that pass from then on,
/// whether the connection is new or kept alive. Then both sides are closed, and what comes later
/// passes untouched.
#[derive(Debug)]
pub struct CuttingProxy {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    armed: Mutex<Option<Cut>>,
    connections: AtomicUsize,
    cuts: AtomicUsize,
    requests: AtomicUsize,
    responses: AtomicUsize,
}

impl State {
    fn passed(&self, direction: Direction) -> &AtomicUsize {
        match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        }
    }

    /// How many of `available` bytes may pass, and whether the connection ends there.
    fn admit(&self, direction: Direction, available: usize) -> (usize, bool) {
        let mut armed = self.armed.lock().unwrap();
        let Some(cut) = armed.as_mut().filter(|cut| cut.direction == direction) else {
            return (available, false);
        };
        if available < cut.after {
            cut.after -= available;
            return (available, false);
        }
        let passing = cut.after;
        *armed = None;
        self.cuts.fetch_add(1, Ordering::Relaxed);
        (passing, true)
    }
}

impl CuttingProxy {
    /// Starts a proxy in front of `server`.
    pub async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(relay(client, server, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            state,
            task,
        }
    }

    /// Where the proxy listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts the next exchange there.
    pub fn arm(&self, cut: Cut) {
        *self.state.armed.lock().unwrap() = Some(cut);
    }

    /// Takes the cut back, if the exchange was over before it was reached.
    pub fn disarm(&self) {
        *self.state.armed.lock().unwrap() = None;
    }

    /// How many bytes passed that way so far.
    pub fn passed(&self, direction: Direction) -> usize {
        self.state.passed(direction).load(Ordering::Relaxed)
    }

    /// How many connections were accepted so far.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }

    /// How many connections were cut so far.
    pub fn cuts(&self) -> usize {
        self.state.cuts.load(Ordering::Relaxed)
    }
}

impl Drop for CuttingProxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn relay(client: TcpStream, server: SocketAddr, state: Arc<State>) {
    let Ok(upstream) = TcpStream::connect(server).await else {
        return;
    };
    let _ = (client.set_nodelay(true), upstream.set_nodelay(true));
    let (client_read, client_write) = client.into_split();
    let (upstream_read, upstream_write) = upstream.into_split();
    let (stop, stopped) = watch::channel(false);
    let stop = Arc::new(stop);
    let up = pump(
        client_read,
        upstream_write,
        Direction::Request,
        &state,
        &stop,
        stopped.clone(),
    );
    let down = pump(
        upstream_read,
        client_write,
        Direction::Response,
        &state,
        &stop,
        stopped,
    );
    tokio::join!(up, down);
}

/// Passes bytes on until a side ends, the other way was cut, or this way is.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    direction: Direction,
    state: &State,
    stop: &watch::Sender<bool>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = tokio::select! {
            biased;
            _ = stopped.wait_for(|stopped| *stopped) => return,
            read = from.read(&mut buffer) => read,
        };
        let Ok(read @ 1..) = read else {
            let _ = to.shutdown().await;
            return;
        };
        let (passing, cut) = state.admit(direction, read);
        state
            .passed(direction)
            .fetch_add(passing, Ordering::Relaxed);
        if to.write_all(&buffer[..passing]).await.is_err() || cut {
            // Both ways end: neither side learns more of the exchange.
            stop.send_replace(true);
            return;
        }
    }
}

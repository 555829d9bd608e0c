//! A server that does by hand what it is told.

use std::{
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

pub(crate) struct Server {
    pub(crate) url: String,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Runs `script` for each connection, with its number.
    pub(crate) async fn start<F>(
        script: impl Fn(usize, Connection) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), script)
    }

    pub(crate) fn on<F>(
        listener: TcpListener,
        script: impl Fn(usize, Connection) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (count, log) = (Arc::clone(&connections), Arc::clone(&requests));
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::SeqCst);
                let requests = Arc::clone(&log);
                let buffer = Vec::new();
                tokio::spawn(script(
                    number,
                    Connection {
                        stream,
                        requests,
                        buffer,
                    },
                ));
            }
        });
        Self {
            url,
            connections,
            requests,
            accepting,
        }
    }

    /// Answers every request with the answer that `answer` has for its number.
    pub(crate) async fn answering(
        answer: impl Fn(usize) -> String + Send + Sync + 'static,
    ) -> Self {
        let answer = Arc::new(answer);
        let number = Arc::new(AtomicUsize::new(0));
        Self::start(move |_, mut connection| {
            let (answer, number) = (Arc::clone(&answer), Arc::clone(&number));
            async move {
                while connection.read().await.is_some() {
                    let number = number.fetch_add(1, Ordering::SeqCst);
                    connection.write(&answer(number)).await;
                }
            }
        })
        .await
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// All requests that were read whole, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    requests: Arc<Mutex<Vec<String>>>,
    buffer: Vec<u8>,
}

impl Connection {
    /// Reads one request whole. `None` if the other side is gone.
    pub(crate) async fn read(&mut self) -> Option<String> {
        loop {
            if let Some(length) = whole(&self.buffer) {
                let request: Vec<u8> = self.buffer.drain(..length).collect();
                let request = String::from_utf8_lossy(&request).into_owned();
                self.requests.lock().unwrap().push(request.clone());
                return Some(request);
            }
            match self.stream.read_buf(&mut self.buffer).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    pub(crate) async fn write(&mut self, text: &str) {
        self.write_bytes(text.as_bytes()).await;
    }

    pub(crate) async fn write_bytes(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// Keeps the connection open until the other side closes it.
    pub(crate) async fn keep(mut self) {
        while self.read().await.is_some() {}
    }
}

/// The length of the first request, if it is there whole.
fn whole(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    if text.contains("transfer-encoding: chunked") {
        let end = buffer[head..]
            .windows(5)
            .position(|end| end == b"0\r\n\r\n")?;
        return Some(head + end + 5);
    }
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(0, |length| length.trim().parse().unwrap());
    (buffer.len() >= head + length).then_some(head + length)
}

/// An answer with this status, these header lines and this body.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

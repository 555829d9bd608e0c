//! How many requests the emulator takes: `load [CONNECTIONS] [SECONDS]`.
//!
//! Client and emulator share the process and its cores, so the emulator alone does better.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::Instant;
use wazzup_emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let connections: u64 = arguments.next().map_or(Ok(16), |text| text.parse())?;
    let seconds = arguments.next().map_or(Ok(5), |text| text.parse())?;

    let began = Instant::now();
    let builder = Emulator::builder().knobs(|knobs| knobs.rate_limit.requests = None);
    let emulator = builder.start().await?;
    println!("started in {:?}", began.elapsed());
    let config = emulator.config();
    let message = serde_json::json!({
        "channelId": config.channel("whatsapp"), "chatType": "whatsapp",
        "chatId": "79990000000", "text": "Hello!",
    });

    let routes = [
        ("GET /v3/pipelines", Bytes::new()),
        ("POST /v3/message", Bytes::from(message.to_string())),
    ];
    for (route, body) in routes {
        let until = Instant::now() + Duration::from_secs(seconds);
        let done = Arc::new(AtomicU64::new(0));
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let socket = TcpStream::connect(emulator.local_addr().ok_or("no address")?).await?;
            socket.set_nodelay(true)?;
            let io = TokioIo::new(socket);
            let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await?;
            tokio::spawn(connection);
            let (done, body, key) = (Arc::clone(&done), body.clone(), config.api_key.clone());
            tasks.push(tokio::spawn(async move {
                let (method, path) = route.split_once(' ').unwrap_or_default();
                while Instant::now() < until {
                    let request = Request::builder()
                        .method(method)
                        .uri(path)
                        .header("host", "emulator")
                        .header("authorization", format!("Bearer {key}"))
                        .body(Full::new(body.clone()))?;
                    let answer = sender.send_request(request).await?;
                    assert!(answer.status().is_success(), "{}", answer.status());
                    answer.into_body().collect().await?;
                    done.fetch_add(1, Ordering::Relaxed);
                }
                Ok::<(), Box<dyn Error + Send + Sync>>(())
            }));
        }
        for task in tasks {
            task.await?.map_err(|error| error.to_string())?;
        }
        println!(
            "{route}: {} requests/s",
            done.load(Ordering::Relaxed) / seconds
        );
    }
    Ok(())
}

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use tokio::{
    net::TcpStream,
    sync::{Notify, mpsc},
};
use tower::service_fn;
use wazzup_listener::{Listener, RequestBody, Running};

use crate::support::{Client, echo, within};

struct Slow {
    running: Running,
    started: mpsc::UnboundedReceiver<()>,
    release: Arc<Notify>,
    /// How many handlers exist, however they end.
    alive: Arc<AtomicUsize>,
}

struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A service whose handlers wait to be released.
async fn slow() -> Slow {
    let (tell, started) = mpsc::unbounded_channel();
    let release = Arc::new(Notify::new());
    let alive = Arc::new(AtomicUsize::new(0));
    let service = {
        let (release, alive) = (Arc::clone(&release), Arc::clone(&alive));
        service_fn(move |_: Request<RequestBody>| {
            let (tell, release) = (tell.clone(), Arc::clone(&release));
            alive.fetch_add(1, Ordering::SeqCst);
            let alive = Alive(Arc::clone(&alive));
            async move {
                let _alive = alive;
                tell.send(()).unwrap();
                release.notified().await;
                Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(b"done"))))
            }
        })
    };
    let running = Listener::builder().serve(service).await.unwrap();
    Slow {
        running,
        started,
        release,
        alive,
    }
}

#[tokio::test]
async fn shutdown_waits_for_a_running_handler_and_its_answer_arrives() {
    let Slow {
        running,
        mut started,
        release,
        ..
    } = slow().await;
    let address = running.local_addr();
    let mut client = Client::connect(address).await;
    client.post("").await;
    within(started.recv()).await;

    let shutdown = tokio::spawn(running.shutdown(Duration::from_secs(10)));
    // Refused as soon as the socket is closed.
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    assert!(!shutdown.is_finished());
    release.notify_one();
    let answer = client.answer().await;
    assert_eq!(answer.body, "done");
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(within(shutdown).await.unwrap().abandoned(), 0);
}

#[tokio::test]
async fn shutdown_drops_what_runs_past_its_deadline_and_counts_it() {
    let Slow {
        running,
        mut started,
        alive,
        ..
    } = slow().await;
    let mut gone = Client::connect(running.local_addr()).await;
    let mut there = Client::connect(running.local_addr()).await;
    gone.post("").await;
    there.post("").await;
    within(started.recv()).await;
    within(started.recv()).await;
    drop(gone);

    let report = within(running.shutdown(Duration::from_millis(100))).await;
    assert_eq!(report.abandoned(), 2);
    assert!(!report.is_clean());
    assert_eq!(alive.load(Ordering::SeqCst), 0);
    assert_eq!(there.rest().await, "");
}

#[tokio::test]
async fn shutdown_does_not_wait_for_idle_connections() {
    let running = Listener::builder().serve(service_fn(echo)).await.unwrap();
    // Accepted before the other one, which has an answer.
    let mut silent = Client::connect(running.local_addr()).await;
    let mut idle = Client::connect(running.local_addr()).await;
    idle.post("x").await;
    idle.answer().await;
    let start = tokio::time::Instant::now();
    assert!(running.shutdown(Duration::from_secs(30)).await.is_clean());
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(
        (idle.rest().await, silent.rest().await),
        (String::new(), String::new())
    );
}

#[tokio::test]
async fn dropping_the_listener_drops_everything() {
    let Slow {
        running,
        mut started,
        alive,
        ..
    } = slow().await;
    let address = running.local_addr();
    let mut client = Client::connect(address).await;
    let mut gone = Client::connect(address).await;
    client.post("").await;
    gone.post("").await;
    within(started.recv()).await;
    within(started.recv()).await;
    drop(gone);

    drop(running);
    assert_eq!(client.rest().await, "");
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    within(async {
        while alive.load(Ordering::SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let metrics = tokio::runtime::Handle::current().metrics();
    within(async {
        while metrics.num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[test]
fn a_runtime_that_ends_first_takes_the_listener_with_it() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let slow = runtime.block_on(async {
        let mut slow = slow().await;
        let mut client = Client::connect(slow.running.local_addr()).await;
        client.post("").await;
        within(slow.started.recv()).await;
        slow
    });
    drop(runtime);
    assert_eq!(slow.alive.load(Ordering::SeqCst), 0);
    drop(slow.running);
}

#[tokio::test]
async fn health_says_503_while_the_last_handlers_run() {
    let Slow {
        running,
        mut started,
        release,
        ..
    } = slow().await;
    let mut busy = Client::connect(running.local_addr()).await;
    busy.post("").await;
    within(started.recv()).await;
    // Half a request is no idle connection: it may finish.
    let mut asking = Client::connect(running.local_addr()).await;
    asking.post("").await;
    within(started.recv()).await;
    asking.send("GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let address = running.local_addr();
    let shutdown = tokio::spawn(running.shutdown(Duration::from_secs(10)));
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    release.notify_one();
    release.notify_one();
    release.notify_waiters();
    assert_eq!(busy.answer().await.status(), 200);
    assert_eq!(asking.answer().await.status(), 200);
    assert!(within(shutdown).await.unwrap().is_clean());
}

#[tokio::test]
async fn ended_can_be_awaited_again_and_before_a_shutdown() {
    let mut running = Listener::builder().serve(service_fn(echo)).await.unwrap();
    // What a `select!` with a signal does.
    tokio::select! {
        () = running.ended() => unreachable!("nobody has stopped it"),
        () = tokio::task::yield_now() => {}
    }
    assert!(
        within(running.shutdown(Duration::from_secs(10)))
            .await
            .is_clean()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_holds_against_a_handler_that_blocks_its_thread() {
    let (tell, mut started) = mpsc::unbounded_channel();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = Arc::new(std::sync::Mutex::new(released));
    let service = service_fn(move |request: Request<RequestBody>| {
        let (tell, released) = (tell.clone(), Arc::clone(&released));
        async move {
            tell.send(()).unwrap();
            // Until the test is over.
            let _ = released.lock().unwrap().recv();
            echo(request).await
        }
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("").await;
    within(started.recv()).await;
    let report = within(running.shutdown(Duration::from_millis(50))).await;
    assert_eq!((report.abandoned(), report.is_clean()), (1, false));
    drop(release);
}

#[tokio::test]
async fn shutdown_gives_the_rest_of_a_head_a_second_and_no_more() {
    let Slow {
        running,
        mut started,
        release,
        ..
    } = slow().await;
    let address = running.local_addr();
    let mut late = Client::connect(address).await;
    let mut never = Client::connect(address).await;
    late.send("POST / HTTP/1.1\r\nhos").await;
    never.send("POST / HTTP/1.1\r\nhos").await;
    // Accepted after them, so their bytes are there.
    let mut last = Client::connect(address).await;
    last.post("").await;
    within(started.recv()).await;
    let shutdown = tokio::spawn(running.shutdown(Duration::from_secs(30)));
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    let start = tokio::time::Instant::now();
    late.send("t: x\r\n\r\n").await;
    within(started.recv()).await;
    assert_eq!(never.rest().await, "");
    // The header timeout is ten seconds.
    assert!(start.elapsed() < Duration::from_secs(5));
    // What was complete in time is not hurried.
    assert!(!shutdown.is_finished());
    release.notify_one();
    release.notify_one();
    release.notify_waiters();
    assert_eq!(late.answer().await.body, "done");
    assert_eq!(last.answer().await.body, "done");
    assert!(within(shutdown).await.unwrap().is_clean());
}

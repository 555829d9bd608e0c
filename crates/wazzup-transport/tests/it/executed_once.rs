//! Requests that must not be executed twice, over connections that break at any moment.

use std::collections::HashMap;

use wazzup_transport::{Request, Transport};

use crate::{
    SEND,
    server::{Connection, Server, answer},
    transport,
};

/// Every call sends its own number; afterwards the server's notes of what it executed and ours must
/// agree.
pub(crate) async fn check(
    transport: &Transport,
    calls: u32,
    executed: impl FnOnce() -> Vec<String>,
) {
    let mut outcomes = HashMap::new();
    for number in 0..calls {
        let request = Request::new(&SEND).json(&format!("number {number}."));
        outcomes.insert(number, transport.execute::<()>(request).await);
    }
    let requests = executed();
    for (number, outcome) in outcomes {
        let body = format!("number {number}.");
        let executed = requests
            .iter()
            .filter(|request| request.contains(&body))
            .count();
        assert!(executed <= 1, "{number} was executed {executed} times");
        match outcome {
            Ok(()) => assert_eq!(executed, 1, "{number} was not executed"),
            Err(error) if !error.may_have_executed() => {
                assert_eq!(executed, 0, "{number} was executed after all: {error:?}");
            }
            Err(_) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_closes_idle_connections() {
    let server = Server::start(|_, mut connection: Connection| async move {
        // Keep-alive is promised and not kept.
        connection.read().await;
        connection.write(&answer(200, "", "{}")).await;
    })
    .await;
    check(&transport(&server.url), 500, || server.requests()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_up_on_every_third_connection() {
    let server = Server::start(|number, mut connection: Connection| async move {
        if number % 3 == 0 {
            return;
        }
        for _ in 0..3 {
            if connection.read().await.is_none() {
                return;
            }
            connection.write(&answer(200, "", "{}")).await;
        }
    })
    .await;
    check(&transport(&server.url), 500, || server.requests()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_executes_and_then_hangs_up() {
    let server = Server::start(|number, mut connection: Connection| async move {
        while connection.read().await.is_some() {
            if number % 2 == 0 {
                return;
            }
            connection.write(&answer(200, "", "{}")).await;
        }
    })
    .await;
    check(&transport(&server.url), 200, || server.requests()).await;
}

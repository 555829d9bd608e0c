//! Calls over HTTP/2, and what the frames that end them early say of the request.

mod server;

use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;
use wazzup_transport::{Error, ErrorKind, Reply, Request, Transport};

use self::server::{Code, Connection, Server, trusting};
use crate::{SEND, builder, executed_once::check};

/// Higher than the number of any stream: a server that is about to close names it first.
const ANY_STREAM: u32 = u32::MAX >> 1;

fn transport(server: &Server) -> Transport {
    let builder = builder(&server.url).tls_config(trusting());
    builder.http2(true).build().unwrap()
}

async fn send(transport: &Transport) -> Result<Reply, Error> {
    transport.execute_raw(Request::new(&SEND).json("x")).await
}

/// It was sent once, and nobody knows what became of it.
fn assert_in_doubt(error: &Error) {
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Closed, 1),
        "{error:?}"
    );
    assert!(error.may_have_executed());
    assert!(!error.is_retryable(false) && error.is_retryable(true));
}

#[tokio::test]
async fn it_is_spoken_where_it_is_switched_on() {
    let server = Server::start(|_, connection: Connection| connection.answer_all()).await;
    let reply = send(&transport(&server)).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    assert_eq!(reply.json::<String>().unwrap(), "x");
    assert_eq!(server.protocols(), ["h2"]);
}

#[tokio::test]
async fn it_is_not_offered_unless_switched_on() {
    let server = Server::start(|_, connection: Connection| connection.answer_all()).await;
    let without = builder(&server.url).tls_config(trusting());
    send(&without.build().unwrap()).await.unwrap_err();
    let protocols = server.protocols();
    assert!(!protocols.is_empty() && protocols.iter().all(String::is_empty));
}

#[tokio::test]
async fn calls_at_once_share_one_connection() {
    const AT_ONCE: usize = 64;
    let server = Server::start(|_, mut connection: Connection| async move {
        let first = connection.read().await.unwrap();
        connection.answer(&first).await;
        // Nobody is answered before all are there.
        let mut requests = Vec::new();
        while requests.len() < AT_ONCE {
            requests.push(connection.read().await.unwrap());
        }
        for request in requests.iter().rev() {
            connection.answer(request).await;
        }
        connection.answer_all().await;
    })
    .await;
    let transport = transport(&server);
    send(&transport).await.unwrap();

    let mut calls = JoinSet::new();
    for number in 0..AT_ONCE {
        let transport = transport.clone();
        calls.spawn(async move {
            let request = Request::new(&SEND).json(&number);
            assert_eq!(transport.execute::<usize>(request).await.unwrap(), number);
        });
    }
    assert_eq!(calls.join_all().await.len(), AT_ONCE);
    assert_eq!(server.protocols(), ["h2"]);
}

#[tokio::test]
async fn a_stream_that_was_refused_was_not_executed_and_is_sent_again() {
    let server = Server::start(|_, mut connection: Connection| async move {
        let refused = connection.read().await.unwrap();
        connection.reset(&refused, Code::RefusedStream).await;
        connection.answer_all().await;
    })
    .await;
    let reply = send(&transport(&server)).await.unwrap();
    assert_eq!(reply.attempts(), 2);
    assert!(!reply.earlier_may_have_executed());
    assert_eq!(server.protocols().len(), 1, "the connection goes on");
}

#[tokio::test]
async fn a_stream_that_is_always_refused_leaves_no_doubt() {
    let server = Server::start(|_, mut connection: Connection| async move {
        while let Some(request) = connection.read().await {
            connection.reset(&request, Code::RefusedStream).await;
        }
    })
    .await;
    let error = send(&transport(&server)).await.unwrap_err();
    assert_eq!(error.attempts(), 4, "{error:?}");
    assert!(!error.may_have_executed() && error.is_retryable(false));
}

#[tokio::test]
async fn a_stream_reset_for_any_other_reason_is_in_doubt() {
    for code in [
        Code::NoError,
        Code::InternalError,
        Code::Cancel,
        Code::EnhanceYourCalm,
    ] {
        let server = Server::start(move |_, mut connection: Connection| async move {
            while let Some(request) = connection.read().await {
                connection.reset(&request, code).await;
            }
        })
        .await;
        assert_in_doubt(&send(&transport(&server)).await.unwrap_err());
    }
}

#[tokio::test]
async fn what_a_connection_still_answers_after_it_said_goodbye_is_taken() {
    let server = Server::start(|_, mut connection: Connection| async move {
        let request = connection.read().await.unwrap();
        connection.go_away(ANY_STREAM, Code::NoError).await;
        connection.go_away(request.stream, Code::NoError).await;
        connection.answer(&request).await;
        assert!(connection.read().await.is_none(), "nothing more is sent");
    })
    .await;
    let transport = transport(&server);
    for connections in 1..=3 {
        assert_eq!(send(&transport).await.unwrap().attempts(), 1);
        assert_eq!(server.protocols().len(), connections);
    }
}

#[tokio::test]
async fn a_goodbye_before_the_answer_leaves_a_doubt() {
    // Even one that names no stream at all.
    let ends = [1, 0].map(|last| [(last, Code::NoError), (last, Code::EnhanceYourCalm)]);
    for (last, code) in ends.concat() {
        let server = Server::start(move |_, mut connection: Connection| async move {
            let request = connection.read().await.unwrap();
            assert_eq!(request.stream, 1);
            connection.go_away(last, code).await;
        })
        .await;
        assert_in_doubt(&send(&transport(&server)).await.unwrap_err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_executed_twice_however_streams_and_connections_end() {
    let executed = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&executed);
    let server = Server::start(move |_, mut connection: Connection| {
        let notes = Arc::clone(&notes);
        async move {
            for turn in 0.. {
                let Some(request) = connection.read().await else {
                    return;
                };
                if turn % 3 == 1 {
                    connection.reset(&request, Code::RefusedStream).await;
                    continue;
                }
                let body = String::from_utf8_lossy(&request.body).into_owned();
                notes.lock().unwrap().push(body);
                match turn {
                    3 => connection.reset(&request, Code::Cancel).await,
                    5 => connection.go_away(request.stream, Code::NoError).await,
                    6.. => return,
                    _ => {}
                }
                if turn != 3 {
                    connection.answer(&request).await;
                }
            }
        }
    })
    .await;
    check(&transport(&server), 300, || {
        executed.lock().unwrap().clone()
    })
    .await;
    assert!(server.protocols().len() > 10);
}

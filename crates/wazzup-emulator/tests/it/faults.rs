//! Answers and connections gone wrong.

use std::time::Duration;

use http::Request;
use http_body_util::{BodyExt as _, Full};
use serde_json::json;
use tower::ServiceExt as _;
use wazzup_emulator::{ConnectionCut, Fault};

use crate::support::Bed;
use crate::wire::{exchange, request, whole};

impl Bed {
    fn message(&self, text: &str) -> String {
        json!({
            "channelId": self.channel("whatsapp"), "chatType": "whatsapp",
            "chatId": "79990000000", "text": text,
        })
        .to_string()
    }
}

#[tokio::test]
async fn the_next_requests_of_a_route_are_answered_as_told_and_not_executed() {
    let bed = Bed::new().await;
    bed.emulator.inject(
        Fault::on("POST /v3/users")
            .times(2)
            .status(503)
            .body("busy")
            .header("Retry-After", "1"),
    );
    let users = json!([{ "id": "1", "name": "Ann" }]);
    for _ in 0..2 {
        let answer = bed.call("POST /v3/users", users.clone()).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body[..]),
            (503, &b"busy"[..])
        );
        assert_eq!(answer.headers["retry-after"], "1");
        assert_eq!(bed.call("GET /v3/users", None).await.json(), json!([]));
    }
    assert_eq!(bed.call("POST /v3/users", users).await.status, 200);
    assert!(bed.emulator.faults().is_empty());
    let hit = bed
        .emulator
        .journal()
        .requests
        .iter()
        .filter(|entry| entry.fault == Some(1))
        .count();
    assert_eq!(hit, 2);
}

#[tokio::test]
async fn a_request_can_be_executed_and_answered_with_an_error() {
    let bed = Bed::new().await;
    bed.emulator
        .inject(Fault::on("POST /v3/users").status(502).after_execution());
    let users = json!([{ "id": "1", "name": "Ann" }]);
    assert_eq!(bed.call("POST /v3/users", users).await.status, 502);
    assert_eq!(
        bed.call("GET /v3/users", None)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn connections_are_dropped_before_or_after_execution() {
    let bed = Bed::new().await;
    for (fault, kept) in [
        (Fault::on("*").drop_before(), 0),
        (Fault::on("*").drop_after(), 1),
    ] {
        bed.emulator.inject(fault);
        let answer = exchange(
            &bed,
            &request(&bed, "POST /v3/message", &bed.message("a")),
            |_| false,
        )
        .await;
        assert!(answer.is_empty());
        assert_eq!(bed.emulator.messages().len(), kept);
        let entry = bed.emulator.journal().requests.pop().unwrap();
        assert_eq!(entry.status, None);
    }
    bed.emulator
        .inject(Fault::on("POST /v3/message").drop_after());
    let post = Request::post("/v3/message")
        .header("authorization", format!("Bearer {}", bed.key))
        .body(Full::new(bytes::Bytes::from(bed.message("a"))))
        .unwrap();
    let _: ConnectionCut = bed.emulator.service().oneshot(post).await.unwrap_err();
    assert_eq!(bed.emulator.messages().len(), 2);
}

#[tokio::test]
async fn an_answer_can_be_cut_at_each_of_its_bytes() {
    let bed = Bed::new().await;
    let full = exchange(
        &bed,
        &request(&bed, "POST /v3/message", &bed.message("a")),
        whole,
    )
    .await;
    for cut in 0..full.len() {
        bed.emulator
            .inject(Fault::on("POST /v3/message").cut_after(cut));
        let answer = exchange(
            &bed,
            &request(&bed, "POST /v3/message", &bed.message("a")),
            |_| false,
        )
        .await;
        assert_eq!(answer.len(), cut);
    }
    assert_eq!(bed.emulator.messages().len(), full.len() + 1);
    // Beyond its end nothing is cut, and the connection lives on.
    bed.emulator
        .inject(Fault::on("POST /v3/message").cut_after(full.len()));
    let twice = [
        request(&bed, "POST /v3/message", &bed.message("a")),
        request(&bed, "GET /v3/users", ""),
    ]
    .concat();
    let answer = exchange(&bed, &twice, |answer| answer.ends_with(b"[]")).await;
    assert!(answer.len() > full.len());
}

#[tokio::test]
async fn a_request_can_be_cut_at_each_of_its_bytes_and_is_then_not_executed() {
    let bed = Bed::new().await;
    let full = request(&bed, "POST /v3/message", &bed.message("a"));
    for cut in 0..full.len() {
        bed.emulator
            .inject(Fault::on("POST /v3/message").cut_request_after(cut));
        let answer = exchange(&bed, &full, |_| false).await;
        assert!(
            answer.is_empty(),
            "{cut}: {}",
            String::from_utf8_lossy(&answer)
        );
        // Written down once, however much of it came.
        let records = cut + 1;
        let journal = bed
            .emulator
            .wait_until(|emulator| {
                Some(emulator.journal().requests).filter(|requests| requests.len() == records)
            })
            .await;
        let last = journal.last().unwrap();
        let told = (last.method.as_str(), last.uri.path(), last.status);
        assert_eq!(told, ("POST", "/v3/message", None), "{cut}");
        assert_eq!(last.fault, Some(records as u64));
    }
    assert!(bed.emulator.messages().is_empty());
    assert!(bed.emulator.faults().is_empty());
}

#[tokio::test]
async fn in_process_the_body_is_cut() {
    let bed = Bed::new().await;
    bed.emulator
        .inject(Fault::on("GET /v3/channels").cut_after(10));
    let get = Request::get("/v3/channels")
        .header("authorization", format!("Bearer {}", bed.key))
        .body(Full::new(bytes::Bytes::new()))
        .unwrap();
    let mut body = bed
        .emulator
        .service()
        .oneshot(get)
        .await
        .unwrap()
        .into_body();
    let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(first.len(), 10);
    let _: ConnectionCut = body.frame().await.unwrap().unwrap_err();
}

#[tokio::test]
async fn a_delayed_request_is_executed_although_the_client_hung_up() {
    let bed = Bed::new().await;
    bed.emulator
        .inject(Fault::on("POST /v3/message").delay(Duration::from_secs(5)));
    let address = bed.emulator.local_addr().unwrap();
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let bytes = request(&bed, "POST /v3/message", &bed.message("a"));
    tokio::io::AsyncWriteExt::write_all(&mut socket, &bytes)
        .await
        .unwrap();
    bed.emulator
        .wait_until(|emulator| emulator.faults().is_empty().then_some(()))
        .await;
    assert!(bed.emulator.messages().is_empty());
    drop(socket);
    bed.emulator.advance(Duration::from_secs(5));
    bed.emulator
        .wait_until(|emulator| (emulator.messages().len() == 1).then_some(()))
        .await;
}

#[tokio::test]
async fn faults_of_other_routes_wait_and_the_control_api_meets_none() {
    let bed = Bed::new().await;
    bed.emulator
        .inject(Fault::on("DELETE /v3/users/*").status(500));
    assert_eq!(bed.call("GET /v3/users", None).await.status, 200);
    bed.emulator.inject(Fault::on("*").status(500));
    assert_eq!(bed.call("GET /_emulator/config", None).await.status, 200);
    let cut = bed.emulator.inject(Fault::on("*").cut_request_after(5));
    let answer = exchange(&bed, &request(&bed, "GET /_emulator/faults", ""), whole).await;
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
    let path = format!("DELETE /_emulator/faults/{cut}");
    assert_eq!(bed.call(&path, None).await.json()["ok"], true);
    assert_eq!(bed.call("DELETE /v3/users/1", None).await.status, 500);
    assert_eq!(bed.call("DELETE /v3/users/1", None).await.status, 500);
    assert_eq!(bed.call("DELETE /v3/users/1", None).await.status, 200);
}

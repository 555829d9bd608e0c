//! What an endpoint can rely on, whatever service it is for.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Method, Request, Response, StatusCode};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full};
use tokio::sync::Semaphore;
use tower::ServiceExt;
use wazzup_endpoint::{Admission, Endpoint, EndpointService, Head, Reply, Taken, Unread, Work};

const LIMIT: u64 = 8;

/// Answers a `POST` with its body, once it may go on.
struct Echo {
    answer_first: bool,
    go_on: Arc<Semaphore>,
    work: Work,
}

impl Endpoint for Echo {
    type Kept = &'static str;
    type Job = Bytes;

    fn admit(&self, head: &Head<'_>) -> Result<Admission<&'static str>, Reply> {
        match *head.method() {
            Method::GET => Err(Reply::text(StatusCode::OK, "challenge")),
            Method::POST => Ok(Admission::new("kept", LIMIT)),
            _ => Err(Reply::method_not_allowed("GET, POST")),
        }
    }

    fn take(&self, kept: &'static str, body: Bytes) -> Taken<Bytes> {
        assert_eq!(kept, "kept");
        match &*body {
            b"" => Taken::Answered(Reply::not_json()),
            _ if self.answer_first => Taken::AnsweredFirst(Reply::fine(), body),
            _ => Taken::Job(body),
        }
    }

    async fn run(&self, body: Bytes) -> Reply {
        let Ok(permit) = self.go_on.acquire().await else {
            return Reply::failed();
        };
        permit.forget();
        Reply::json(StatusCode::OK, body)
    }

    fn unread(&self, kept: &'static str, why: Unread) -> Reply {
        assert_eq!(kept, "kept");
        match why {
            Unread::TooLarge => Reply::too_large(),
            _ => Reply::body_broken(),
        }
    }

    fn work(&self) -> &Work {
        &self.work
    }
}

fn echo(answer_first: bool, go_on: usize) -> EndpointService<Echo> {
    EndpointService::new(Echo {
        answer_first,
        go_on: Arc::new(Semaphore::new(go_on)),
        work: Work::new(),
    })
}

/// A body of pieces that says nothing about its length, and may break off.
struct Pieces(Vec<Result<&'static str, std::fmt::Error>>);

impl Body for Pieces {
    type Data = Bytes;
    type Error = std::fmt::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::fmt::Error>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.0.remove(0);
        Poll::Ready(Some(piece.map(|text| Frame::data(text.into()))))
    }
}

fn full(text: &'static str) -> Full<Bytes> {
    Full::new(text.into())
}

/// A body that does not come.
struct Never;

impl Body for Never {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

fn post<B>(body: B) -> Request<B> {
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    request
}

async fn read(answer: Result<Response<Full<Bytes>>, Infallible>) -> (u16, Bytes) {
    let answer = answer.unwrap();
    let status = answer.status().as_u16();
    (
        status,
        answer.into_body().collect().await.unwrap().to_bytes(),
    )
}

#[tokio::test]
async fn a_head_may_be_all_it_takes() {
    let service = echo(false, 0);
    let get = Request::get("/").body(Full::<Bytes>::default()).unwrap();
    let answer = service.clone().oneshot(get).await.unwrap();
    assert_eq!(
        answer.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    assert_eq!(read(Ok(answer)).await, (200, "challenge".into()));

    let put = Request::put("/").body(Full::<Bytes>::default()).unwrap();
    let answer = service.oneshot(put).await.unwrap();
    assert_eq!(answer.headers()["allow"], "GET, POST");
    assert_eq!(answer.status(), 405);
}

#[tokio::test]
async fn a_body_is_read_as_far_as_its_limit() {
    let service = echo(false, 3);
    let whole = service.clone().oneshot(post(full("12345678")));
    assert_eq!(read(whole.await).await, (200, "12345678".into()));
    let pieces = Pieces(vec![Ok("1234"), Ok(""), Ok("5678")]);
    let pieces = service.clone().oneshot(post(pieces));
    assert_eq!(read(pieces.await).await, (200, "12345678".into()));

    let said = service.clone().oneshot(post(full("123456789")));
    assert_eq!(read(said.await).await.0, 413);
    let unsaid = Pieces(vec![Ok("12345678"), Ok("9"), Err(std::fmt::Error)]);
    assert_eq!(
        read(service.clone().oneshot(post(unsaid)).await).await.0,
        413
    );
    let broken = Pieces(vec![Ok("1234"), Err(std::fmt::Error)]);
    assert_eq!(
        read(service.clone().oneshot(post(broken)).await).await.0,
        400
    );
    let empty = service.oneshot(post(Full::<Bytes>::default()));
    assert_eq!(read(empty.await).await.0, 400);
}

#[tokio::test]
async fn a_job_whose_caller_goes_runs_to_its_end_and_is_counted_until_then() {
    let service = echo(false, 0);
    let endpoint = Arc::clone(service.endpoint());
    let mut answer = Box::pin(service.oneshot(post(full("1"))));
    assert!(answer.as_mut().now_or_never().is_none());
    drop(answer);

    let mut drained = Box::pin(endpoint.work().drained());
    assert!(drained.as_mut().now_or_never().is_none());
    assert_eq!(endpoint.work().in_progress(), 1);
    endpoint.go_on.add_permits(1);
    drained.await;
    assert_eq!(endpoint.work().in_progress(), 0);
    // It did run: what let it go on is used up.
    assert_eq!(endpoint.go_on.available_permits(), 0);
}

#[tokio::test]
async fn an_answer_may_come_first() {
    let service = echo(true, 0);
    let endpoint = Arc::clone(service.endpoint());
    let answer = service.oneshot(post(full("1"))).await;
    assert_eq!(read(answer).await, (200, r#"{"status":"ok"}"#.into()));
    assert_eq!(endpoint.work().in_progress(), 1);

    endpoint.go_on.add_permits(1);
    endpoint.work().drained().await;
    assert_eq!(endpoint.go_on.available_permits(), 0);
}

#[tokio::test]
async fn a_request_dropped_before_its_body_is_complete_does_nothing() {
    let service = echo(false, 1);
    let endpoint = Arc::clone(service.endpoint());
    assert!(service.oneshot(post(Never)).now_or_never().is_none());
    endpoint.work().drained().await;
    assert_eq!(endpoint.go_on.available_permits(), 1);
}

//! Resumable uploads.

use bytes::Bytes;
use http_body_util::Full;
use serde_json::json;
use wazzup_whatsapp_api::{
    ErrorKind, MediaFile,
    types::{
        AppId,
        media::{UploadHandle, UploadSession},
    },
};

use crate::fake::{APP, Answer, Fake, TOKEN, ok, refused};

const SESSION: &str = "upload:TVRZ+/=?sig=Ab%C";

fn started() -> Answer {
    ok(json!({"id": SESSION}))
}

fn finished() -> Answer {
    ok(json!({"h": "4::aW1h:ARb"}))
}

fn offset(offset: impl serde::Serialize) -> Answer {
    ok(json!({"id": SESSION, "file_offset": offset}))
}

fn file() -> MediaFile {
    MediaFile::bytes("ex ample.jpg", "image/jpeg", "hello")
}

#[tokio::test]
async fn a_file_is_uploaded_by_way_of_a_session() {
    let fake = Fake::answering([started(), finished()]);

    let handle = fake.full_client().uploads().upload(file()).await.unwrap();

    assert_eq!(handle.as_str(), "4::aW1h:ARb");
    let [start, send] = &fake.seen()[..] else {
        panic!("{:?}", fake.lines())
    };
    assert_eq!(
        start.line,
        format!(
            "POST /{APP}/uploads?file_name=ex%20ample.jpg&file_length=5&file_type=image%2Fjpeg"
        )
    );
    assert_eq!(send.line, format!("POST /{SESSION}"));
    assert_eq!(
        (send.header("file_offset"), &send.bytes[..]),
        (Some("0"), &b"hello"[..])
    );
    assert_eq!(send.bearer(), Some(&*format!("Bearer {TOKEN}")));
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_where_it_was_when_the_connection_breaks() {
    let fake = Fake::answering([
        started(),
        Answer::Broken,
        offset(2),
        Answer::empty(503),
        offset("5"),
        finished(),
    ]);

    fake.full_client().uploads().upload(file()).await.unwrap();

    let seen = fake.seen();
    let sent: Vec<_> = [1, 3, 5]
        .map(|at| (seen[at].header("file_offset").unwrap(), &seen[at].bytes[..]))
        .to_vec();
    assert_eq!(sent, [("0", &b"hello"[..]), ("2", b"llo"), ("5", b"")]);
    assert!(
        [2, 4]
            .iter()
            .all(|at| seen[*at].line == format!("GET /{SESSION}"))
    );
}

#[tokio::test(start_paused = true)]
async fn it_does_not_go_on_for_ever_nor_with_what_cannot_be_read_again() {
    let script =
        || std::iter::once(started()).chain((0..10).flat_map(|_| [Answer::Broken, offset(0)]));

    let fake = Fake::answering(script());
    let error = fake
        .full_client()
        .uploads()
        .upload(file())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    assert_eq!(
        fake.lines()
            .iter()
            .filter(|line| line.starts_with("POST /upload"))
            .count(),
        4
    );

    let stream = MediaFile::stream(
        "a.jpg",
        "image/jpeg",
        Full::new(Bytes::from_static(b"hello")),
    );
    let fake = Fake::answering(script());
    fake.full_client()
        .uploads()
        .upload(stream)
        .await
        .unwrap_err();
    assert_eq!(fake.lines().len(), 2);

    let fake = Fake::answering([started(), refused(400, 100)]);
    let error = fake
        .full_client()
        .uploads()
        .upload(file())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
}

#[tokio::test]
async fn each_step_can_be_taken_alone() {
    let fake = Fake::answering([started(), offset(3), finished()]);
    let client = fake.client();

    let start = client.uploads().start("a.pdf", 5, "application/pdf");
    let session = start.on(AppId::new("5").unwrap()).await.unwrap();
    let stored = UploadSession::new(session.as_str()).unwrap();
    let offset = client.uploads().offset(&stored).await.unwrap();
    client
        .uploads()
        .send(&stored, file(), offset)
        .await
        .unwrap();

    assert!(fake.lines()[0].starts_with("POST /5/uploads?"));
    assert_eq!(fake.seen()[2].bytes, b"lo");
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_is_sent() {
    let fake = Fake::default();
    let bare = fake.full_builder().build().unwrap();
    let client = fake.client();
    let unknown_length = {
        let frames =
            futures_util::stream::empty::<Result<http_body::Frame<Bytes>, std::io::Error>>();
        MediaFile::stream("a", "image/png", http_body_util::StreamBody::new(frames))
    };

    for (result, named) in [
        (bare.uploads().upload(file()).await, "app id"),
        (
            client.uploads().upload(MediaFile::path("a.unknown")).await,
            "type of the file",
        ),
        (
            client.uploads().upload(unknown_length).await,
            "length of the stream",
        ),
        (
            client
                .uploads()
                .upload(MediaFile::path("there/is/no.pdf"))
                .await,
            "No such file",
        ),
        (
            client
                .uploads()
                .send(
                    &UploadSession::new("upload:not a session").unwrap(),
                    file(),
                    0,
                )
                .await,
            "session",
        ),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{named}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(named), "{source}");
    }
    assert!(fake.lines().is_empty());
}

#[test]
fn sessions_and_handles_are_not_shown() {
    let shown = format!(
        "{:?} {:?}",
        UploadSession::new(SESSION).unwrap(),
        UploadHandle::new("4::x").unwrap()
    );
    assert!(!shown.contains("sig") && !shown.contains("4::"), "{shown}");
}

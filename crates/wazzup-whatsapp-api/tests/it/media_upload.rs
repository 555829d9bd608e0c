//! Uploading files.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body::Frame;
use http_body_util::StreamBody;
use serde_json::json;
use wazzup_whatsapp_api::{ErrorKind, MediaFile, Progress, types::PhoneNumberId};

use crate::{
    fake::{Answer, Fake, PHONE, TOKEN, ok},
    media::{forget, id, path},
};

fn uploaded() -> Answer {
    ok(json!({"id": "990011"}))
}

fn stream() -> StreamBody<impl futures_util::Stream<Item = Result<Frame<Bytes>, std::io::Error>>> {
    let frames = ["he", "llo"].map(|chunk| Ok(Frame::data(Bytes::from_static(chunk.as_bytes()))));
    StreamBody::new(futures_util::stream::iter(frames))
}

/// The parts of a form: name, file name, type, content.
fn parts(bytes: &[u8], content_type: &str) -> Vec<[String; 4]> {
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let body = text.strip_suffix(&format!("--{boundary}--\r\n")).unwrap();
    body.split(&format!("--{boundary}\r\n"))
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (head, content) = part.split_once("\r\n\r\n").unwrap();
            let between = |from: &str, to: &str| {
                let rest = head.split_once(from).map_or("", |(_, rest)| rest);
                rest.split(to).next().unwrap().to_owned()
            };
            [
                between(" name=\"", "\""),
                between(" filename=\"", "\""),
                between("Content-Type: ", "\r\n"),
                content.strip_suffix("\r\n").unwrap().to_owned(),
            ]
        })
        .collect()
}

#[tokio::test]
async fn a_file_is_uploaded_as_a_form_whatever_it_is_made_of() {
    let path = path().with_extension("PDF");
    std::fs::write(&path, "hello").unwrap();
    let files = [
        MediaFile::bytes("a.pdf", "application/pdf", "hello"),
        MediaFile::path(&path).name("a.pdf"),
        MediaFile::stream("a.pdf", "application/pdf", stream()).length(5),
        MediaFile::reader("a.pdf", "application/pdf", &b"hello"[..], 5),
    ];
    for file in files {
        let fake = Fake::answering([uploaded()]);
        let shown = format!("{file:?}");

        let media = fake.full_client().media().upload(file).await.unwrap();

        assert_eq!(media, id());
        let seen = &fake.seen()[0];
        assert_eq!(seen.line, format!("POST /{PHONE}/media"));
        assert_eq!(seen.bearer(), Some(&*format!("Bearer {TOKEN}")));
        let parts = parts(&seen.bytes, seen.header("content-type").unwrap());
        let expected = [
            ["messaging_product", "", "", "whatsapp"],
            ["type", "", "", "application/pdf"],
            ["file", "a.pdf", "application/pdf", "hello"],
        ];
        assert_eq!(parts, expected, "{shown}");
    }
    forget(&path);
}

#[tokio::test]
async fn another_number_and_a_time_to_live_can_be_asked_for() {
    let fake = Fake::answering([uploaded()]);
    let file = MediaFile::stream("a.txt", "text/plain", stream());

    let upload = fake.client().media().upload(file);
    upload
        .from(PhoneNumberId::new("9").unwrap())
        .ttl_minutes(60)
        .await
        .unwrap();

    let seen = &fake.seen()[0];
    assert_eq!(seen.line, "POST /9/media");
    let parts = parts(&seen.bytes, seen.header("content-type").unwrap());
    assert_eq!(parts[2], ["ttl_minutes", "", "", "60"].map(str::to_owned));
}

#[tokio::test]
async fn what_cannot_be_uploaded_is_found_out_before_anything_is_sent() {
    let fake = Fake::default();
    let client = fake.client();
    let large = vec![0; 5 * 1024 * 1024 + 1];
    let clone_of_a_stream = {
        let file = MediaFile::stream("a.txt", "text/plain", stream());
        file.clone()
    };

    let wrong = [
        (MediaFile::path("there/is/no.pdf"), "No such file"),
        (MediaFile::path("a.unknown"), "type of the file is missing"),
        (MediaFile::bytes("a", "image/png", large), "to 5242880"),
        (MediaFile::bytes("a", "text/plain\r\nx: y", "a"), "header"),
        (clone_of_a_stream, "clone"),
    ];
    for (file, says) in wrong {
        let error = client.media().upload(file).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{says}");
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(says), "{source}");
    }
    for ttl in [59, 43_201] {
        let upload = client
            .media()
            .upload(MediaFile::bytes("a", "text/plain", "a"));
        let error = upload.ttl_minutes(ttl).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    assert!(fake.lines().is_empty());
}

#[tokio::test(start_paused = true)]
async fn bytes_are_sent_again_and_a_stream_is_not() {
    let bytes = || MediaFile::bytes("a.txt", "text/plain", "hello");
    let streamed = || MediaFile::stream("a.txt", "text/plain", stream());

    let fake = Fake::answering([Answer::Refused, Answer::Broken, uploaded()]);
    fake.full_client().media().upload(bytes()).await.unwrap();
    assert_eq!((fake.refused(), fake.lines().len()), (1, 2));
    let fake = Fake::answering([Answer::Broken, uploaded()]);
    let error = fake
        .full_client()
        .media()
        .upload(streamed())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
}

#[tokio::test]
async fn progress_of_an_upload_is_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let watch = {
        let told = Arc::clone(&told);
        move |progress: Progress| told.lock().unwrap().push((progress.done, progress.total))
    };
    let fake = Fake::answering([uploaded()]);
    let file = MediaFile::stream("a.txt", "text/plain", stream()).length(5);

    fake.client()
        .media()
        .upload(file)
        .on_progress(watch)
        .await
        .unwrap();

    assert_eq!(*told.lock().unwrap(), [(2, Some(5)), (5, Some(5))]);
}

//! Messages whose file is uploaded first.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::Full;
use serde_json::json;
use wazzup_whatsapp_api::{MediaFile, MediaSource, Outcome, SendError, types::PhoneNumberId};

use crate::fake::{Answer, Fake, PHONE, accepted, ok, user};

fn uploaded() -> Answer {
    ok(json!({"id": "990011"}))
}

#[tokio::test]
async fn a_file_is_uploaded_and_then_sent_by_its_id() {
    let path = std::env::temp_dir().join(wazzup_whatsapp_api::transport::typed::random_hex());
    std::fs::write(&path, "hello").unwrap();
    let files = [
        MediaFile::bytes("a.pdf", "application/pdf", "hello"),
        MediaFile::path(&path)
            .name("a.pdf")
            .mime_type("application/pdf"),
        MediaFile::stream(
            "a.pdf",
            "application/pdf",
            Full::new(Bytes::from_static(b"hello")),
        ),
        MediaFile::reader("a.pdf", "application/pdf", &b"hello"[..], 5),
    ];
    for file in files {
        let fake = Fake::answering([uploaded(), accepted("wamid.1")]);
        let send = fake
            .full_client()
            .messages()
            .send_document(user(), file)
            .caption("Read");
        send.check().unwrap();

        let sent = send.await.unwrap();

        assert_eq!(
            fake.lines(),
            [
                format!("POST /{PHONE}/media"),
                format!("POST /{PHONE}/messages")
            ]
        );
        let form = String::from_utf8(fake.seen()[0].bytes.clone()).unwrap();
        assert!(
            form.contains("filename=\"a.pdf\"") && form.contains("\r\n\r\nhello\r\n"),
            "{form}"
        );
        let body = fake.seen()[1].body();
        assert_eq!(
            body["document"],
            json!({"id": "990011", "caption": "Read", "filename": "a.pdf"})
        );
        assert_eq!(sent.media_id.as_ref().unwrap(), &"990011");
        assert_eq!(sent.id, "wamid.1");
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn both_go_to_the_number_that_the_message_leaves_from() {
    let fake = Fake::answering([uploaded(), accepted("wamid.1")]);
    let file = MediaFile::bytes("a.png", "image/png", "x");

    let send = fake.client().messages().send_image(user(), file);
    send.from(PhoneNumberId::new("9").unwrap()).await.unwrap();

    assert_eq!(fake.lines(), ["POST /9/media", "POST /9/messages"]);
}

#[tokio::test]
async fn how_far_the_upload_is_can_be_watched() {
    let told = Arc::new(Mutex::new(0));
    let watch = {
        let told = Arc::clone(&told);
        move |progress: wazzup_whatsapp_api::Progress| *told.lock().unwrap() = progress.done
    };
    let fake = Fake::answering([uploaded(), accepted("wamid.1")]);
    let file = MediaFile::bytes("a.ogg", "audio/ogg", "hello");

    let send = fake
        .client()
        .messages()
        .send_audio(user(), file)
        .voice()
        .on_progress(watch);
    send.await.unwrap();

    assert_eq!(*told.lock().unwrap(), 5);
    assert_eq!(
        fake.seen()[1].body()["audio"],
        json!({"id": "990011", "voice": true})
    );
}

#[tokio::test]
async fn a_limit_of_the_message_is_checked_before_its_file_is_uploaded() {
    let fake = Fake::default();
    let file = MediaFile::bytes("a.png", "image/png", "x");

    let send = fake
        .client()
        .messages()
        .send_image(user(), file)
        .caption("x".repeat(1025));

    assert_eq!(Outcome::of(&send.await), Outcome::Rejected);
    assert!(fake.lines().is_empty());
}

#[tokio::test]
async fn a_message_lost_after_its_upload_is_unknown_and_its_file_known() {
    let fake = Fake::answering([uploaded(), Answer::Broken]);
    let file = MediaFile::bytes("a.png", "image/png", "x");

    let Err(SendError::Unknown(unknown)) =
        fake.full_client().messages().send_image(user(), file).await
    else {
        panic!()
    };

    assert_eq!(unknown.media_id().unwrap(), &"990011");
    assert_eq!(fake.lines().len(), 2);
}

#[test]
fn a_source_does_not_show_where_it_is() {
    let sources = [
        MediaSource::link("https://cdn.example.test/secret"),
        MediaSource::from(std::path::PathBuf::from("/home/secret")),
    ];
    assert!(!format!("{sources:?}").contains("secret"));
}

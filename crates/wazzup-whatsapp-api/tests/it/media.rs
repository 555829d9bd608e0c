//! Downloading and deleting files.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

use serde_json::json;
use wazzup_whatsapp_api::{
    ErrorKind, MediaFile, MediaMismatch, Progress, RemoteMedia,
    types::{MediaId, PhoneNumberId},
};

use crate::fake::{Answer, Fake, PHONE, TOKEN, ok, refused, status};

// Of "hello".
const HEX: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const BASE64: &str = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";
const URL: &str = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=990011&ext=1";

pub(crate) fn id() -> MediaId {
    MediaId::new("990011").unwrap()
}

fn info(url: &str, sha256: &str) -> Answer {
    ok(
        json!({"messaging_product": "whatsapp", "url": url, "mime_type": "image/jpeg",
        "sha256": sha256, "file_size": "5", "id": "990011"}),
    )
}

/// A path nobody else has, in a folder of its own.
pub(crate) fn path() -> PathBuf {
    let name = wazzup_whatsapp_api::transport::typed::random_hex();
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).unwrap();
    folder.join("file")
}

fn files_beside(path: &std::path::Path) -> usize {
    std::fs::read_dir(path.parent().unwrap()).unwrap().count()
}

pub(crate) fn forget(path: &std::path::Path) {
    std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
}

#[tokio::test]
async fn the_address_of_a_file_is_told_with_all_that_is_known_of_it() {
    let fake = Fake::answering([info(URL, HEX)]);

    let info = fake.client().media().url(&id()).await.unwrap();

    assert_eq!(fake.lines(), ["GET /990011"]);
    assert_eq!(info.url.as_deref(), Some(URL));
    assert_eq!(info.file_size, Some(5));
    assert_eq!(info.mime_type.as_deref(), Some("image/jpeg"));
}

#[tokio::test]
async fn a_file_is_read_in_every_way() {
    let script = || [info(URL, BASE64), Answer::bytes("hello")];

    let fake = Fake::answering(script());
    let bytes = fake.full_client().media().bytes(id()).await.unwrap();
    assert_eq!(bytes, "hello");
    assert_eq!(
        fake.lines(),
        ["GET /990011".to_owned(), format!("GET {URL}")]
    );
    let token = format!("Bearer {TOKEN}");
    assert!(fake.seen().iter().all(|seen| seen.bearer() == Some(&token)));

    let fake = Fake::answering(script());
    let mut stream = fake.client().media().stream(id()).await.unwrap();
    assert_eq!(
        (stream.mime_type(), stream.size()),
        (Some("image/jpeg"), Some(5))
    );
    assert_eq!(stream.next().await.unwrap().unwrap(), "hello");
    assert!(stream.next().await.is_none());
    assert_eq!(stream.received(), 5);

    let fake = Fake::answering(script());
    let writing = fake.client().media().download_to(id(), Vec::new());
    let (downloaded, written) = writing.await.unwrap();
    assert_eq!((downloaded.size, written), (5, b"hello".to_vec()));

    let path = path();
    std::fs::write(&path, "before").unwrap();
    let fake = Fake::answering(script());
    let downloaded = fake.client().media().download(id(), &path).await.unwrap();
    assert_eq!(downloaded.mime_type.as_deref(), Some("image/jpeg"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "hello");
    assert_eq!(files_beside(&path), 1);
    forget(&path);
}

#[tokio::test]
async fn what_is_known_of_a_file_is_not_asked_for() {
    let fake = Fake::answering([Answer::bytes("hello").header("content-type", "image/png")]);
    let media = RemoteMedia::url(URL).size(5).sha256(HEX);

    let mut stream = fake.client().media().stream(media).await.unwrap();

    assert_eq!(stream.mime_type(), Some("image/png"));
    assert_eq!(stream.next().await.unwrap().unwrap(), "hello");
    assert!(stream.next().await.is_none());
    assert_eq!(fake.lines(), [format!("GET {URL}")]);
}

#[tokio::test]
async fn what_came_with_a_message_is_got_by_its_address_while_that_works() {
    const NEW: &str = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=990011&ext=2";
    let media: wazzup_whatsapp_api::types::webhook::Media = serde_json::from_value(
        json!({"id": "990011", "mime_type": "image/png", "sha256": BASE64, "url": URL}),
    )
    .unwrap();
    let fake = Fake::answering([
        Answer::bytes("hello"),
        Answer::empty(404),
        info(NEW, HEX),
        Answer::bytes("hello"),
    ]);
    let client = fake.client();

    for _ in 0..2 {
        assert_eq!(client.media().bytes(&media).await.unwrap(), "hello");
    }

    let lines = [URL, URL, "/990011", NEW].map(|line| format!("GET {line}"));
    assert_eq!(fake.lines(), lines);
}

#[tokio::test]
async fn another_file_than_was_promised_is_an_error_and_leaves_nothing() {
    for (content, mismatch) in [
        (
            "hell",
            MediaMismatch::Size {
                expected: 5,
                actual: 4,
            },
        ),
        (
            "hello!",
            MediaMismatch::Size {
                expected: 5,
                actual: 6,
            },
        ),
        ("hullo", MediaMismatch::Sha256),
    ] {
        let path = path();
        let fake = Fake::answering([info(URL, HEX), Answer::bytes(content)]);

        let error = fake
            .client()
            .media()
            .download(id(), &path)
            .await
            .unwrap_err();

        assert_eq!(error.kind(), ErrorKind::Decode);
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.downcast_ref(), Some(&mismatch));
        assert_eq!(files_beside(&path), 0);
        forget(&path);
    }
    let fake = Fake::answering([info(URL, HEX), Answer::bytes("hullo")]);
    let unchecked = fake.client().media().bytes(id()).without_check();
    assert_eq!(unchecked.await.unwrap(), "hullo");
}

#[tokio::test]
async fn what_breaks_off_is_an_error_and_leaves_nothing() {
    let path = path();
    let fake = Fake::answering([
        info(URL, HEX),
        Answer::Cut(http::StatusCode::OK, b"hel".to_vec()),
    ]);

    let error = fake
        .client()
        .media()
        .download(id(), &path)
        .await
        .unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Closed);
    assert_eq!(files_beside(&path), 0);
    forget(&path);
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error_of_its_own() {
    let fake = Fake::answering([info(URL, HEX), Answer::bytes("hello")]);

    let path = std::path::Path::new("/there/is/no/such/folder/x");
    let error = fake
        .client()
        .media()
        .download(id(), path)
        .await
        .unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Other);
}

#[tokio::test(start_paused = true)]
async fn an_address_that_has_expired_is_asked_for_anew_once() {
    const NEW: &str = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=990011&ext=2";
    let gone = || Answer::empty(404);
    let known = || RemoteMedia::url(URL).id(id());

    let fake = Fake::answering([gone(), info(NEW, HEX), Answer::bytes("hello")]);
    let bytes = fake.full_client().media().bytes(known()).await.unwrap();
    assert_eq!(bytes, "hello");
    let lines = [
        format!("GET {URL}"),
        "GET /990011".to_owned(),
        format!("GET {NEW}"),
    ];
    assert_eq!(fake.lines(), lines);

    let fake = Fake::answering([gone(), info(NEW, HEX), gone(), info(URL, HEX)]);
    let error = fake.full_client().media().bytes(known()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(fake.lines().len(), 3);

    let fake = Fake::answering([gone()]);
    let error = fake
        .full_client()
        .media()
        .bytes(RemoteMedia::url(URL))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn the_token_goes_to_meta_and_to_the_api_and_to_nobody_else() {
    let own = "https://media.gateway.test/x";
    for (url, gets_it) in [
        (URL, true),
        ("https://scontent.xx.fbcdn.net/v/1", true),
        ("https://mmg.whatsapp.net/v/1", true),
        ("https://graph.facebook.com/x", true),
        (own, true),
        ("https://fbcdn.net.evil.test/x", false),
        ("https://evil.test/lookaside.fbsbx.com", false),
        ("https://xlookaside.fbsbx.com/", false),
        ("http://lookaside.fbsbx.com/x", false),
    ] {
        let fake = Fake::answering([Answer::bytes("hello")]);
        let client = fake
            .full_builder()
            .media_host("media.gateway.test")
            .build()
            .unwrap();

        client.media().bytes(RemoteMedia::url(url)).await.unwrap();

        assert_eq!(fake.seen()[0].bearer().is_some(), gets_it, "{url}");
    }
    let fake = Fake::answering([Answer::bytes("hello"), Answer::bytes("hello")]);
    let client = fake
        .full_builder()
        .base("http://127.0.0.1:8080")
        .build()
        .unwrap();
    for url in [
        "http://127.0.0.1:8080/media/1",
        "http://127.0.0.1:8081/media/1",
    ] {
        client.media().bytes(RemoteMedia::url(url)).await.unwrap();
    }
    let bearers: Vec<_> = fake
        .seen()
        .iter()
        .map(|seen| seen.bearer().is_some())
        .collect();
    assert_eq!(bearers, [true, false]);
}

#[tokio::test]
async fn a_redirect_is_followed_without_the_token_if_it_leaves_meta() {
    let fake = Fake::answering([
        Answer::empty(302).header("location", "https://cdn.elsewhere.test/x"),
        Answer::bytes("hello"),
    ]);

    let bytes = fake
        .full_client()
        .media()
        .bytes(RemoteMedia::url(URL))
        .await
        .unwrap();

    assert_eq!(bytes, "hello");
    let bearers: Vec<_> = fake
        .seen()
        .iter()
        .map(|seen| seen.bearer().is_some())
        .collect();
    assert_eq!(bearers, [true, false]);
}

#[tokio::test]
async fn a_file_too_large_for_memory_is_refused_early_and_late() {
    let fake = Fake::answering([info(URL, HEX), Answer::bytes("hello")]);
    let error = fake
        .client()
        .media()
        .bytes(id())
        .limit(4)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);

    let fake = Fake::answering([Answer::Cut(http::StatusCode::OK, b"hello".to_vec())]);
    let error = fake
        .client()
        .media()
        .bytes(RemoteMedia::url(URL))
        .limit(4)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn a_file_without_id_and_address_is_no_file() {
    let fake = Fake::default();

    let error = fake
        .client()
        .media()
        .bytes(RemoteMedia::default())
        .await
        .unwrap_err();

    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(fake.lines().is_empty());
}

#[tokio::test]
async fn progress_of_a_download_is_told() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let watch = {
        let told = Arc::clone(&told);
        move |progress: Progress| told.lock().unwrap().push(progress)
    };
    let fake = Fake::answering([info(URL, HEX), Answer::bytes("hello")]);

    fake.client()
        .media()
        .bytes(id())
        .on_progress(watch)
        .await
        .unwrap();

    let told = told.lock().unwrap();
    let last = told.last().unwrap();
    assert_eq!((last.done, last.total), (5, Some(5)));
}

#[tokio::test(start_paused = true)]
async fn a_file_is_deleted_once_and_a_lost_answer_does_no_harm() {
    let fake = Fake::answering([ok(json!({"success": true}))]);
    let owner = PhoneNumberId::new(PHONE).unwrap();
    fake.client()
        .media()
        .delete(&id(), Some(&owner))
        .await
        .unwrap();
    assert_eq!(
        fake.lines(),
        [format!("DELETE /990011?phone_number_id={PHONE}")]
    );

    let gone = || {
        status(
            400,
            json!({"error": {"message": "(#100) no such object", "code": 100,
            "error_subcode": 33, "type": "GraphMethodException"}}),
        )
    };
    let fake = Fake::answering([Answer::Broken, gone(), gone()]);
    let client = fake.full_client();
    client.media().delete(&id(), None).await.unwrap();
    client.media().delete(&id(), None).await.unwrap_err();
    assert_eq!(fake.lines(), ["DELETE /990011"; 3]);
}

#[tokio::test]
async fn neither_addresses_nor_names_of_files_are_shown() {
    let fake = Fake::answering([
        info(URL, HEX),
        refused(404, 100),
        info(URL, HEX),
        Answer::empty(404),
    ]);
    let media = RemoteMedia::url(URL).id(id());
    let file = MediaFile::path("/home/mara/passport.pdf");

    let client = fake.client();
    let mut shown = format!("{media:?} {file:?}");
    shown.push_str(&format!("{:?}", client.media().upload(file)));
    shown.push_str(&format!(
        "{:?}",
        client.media().download(media.clone(), "/home/mara/x")
    ));
    let info = client.media().url(&id()).await.unwrap();
    shown.push_str(&format!("{info:?}"));
    let error = client.media().bytes(media).await.unwrap_err();
    shown.push_str(&format!("{error} {error:?}"));

    for hidden in ["lookaside", "mara", "passport", "mid="] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
}

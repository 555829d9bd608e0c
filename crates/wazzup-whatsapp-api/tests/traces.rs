#![allow(clippy::unwrap_used, reason = "a test that can't go on should panic")]
//! That logs tell what was called, and nothing of what was said to whom.
//!
//! A binary of its own, with one test: whether a place in the code is worth a span is remembered for the
//! whole process, and other tests would have it forgotten.

#[expect(dead_code, reason = "of use to the other tests")]
#[path = "it/fake.rs"]
mod fake;

use std::{
    io,
    sync::{Arc, Mutex},
};

use serde_json::json;
use tracing_subscriber::fmt::{MakeWriter, format::FmtSpan};
use wazzup_whatsapp_api::MediaFile;

use crate::fake::{APP, Answer, Fake, PHONE, TOKEN, USER, accepted, ok, refused, user};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn spans_name_calls_and_hold_no_secret_no_address_and_no_person() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);

    let fake = Fake::answering([
        ok(json!({"access_token": "777|apptoken"})),
        ok(json!({"success": true})),
        ok(json!({"id": "990011"})),
        refused(400, 131_056),
        accepted("wamid.1"),
        Answer::Broken,
    ]);
    let client = fake.full_client();
    let callback = "https://bot.example.test/?hush";
    client
        .callbacks()
        .set_app_callback_url(callback)
        .await
        .unwrap();
    let file = MediaFile::bytes("passport.png", "image/png", "x");
    client
        .messages()
        .send_image(user(), file)
        .caption("Hello")
        .await
        .unwrap();
    client
        .messages()
        .send_message(user(), "Hello")
        .await
        .unwrap_err();
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for named in [
        "callbacks.app_access_token",
        "callbacks.set_app",
        "media.upload",
        "messages.send",
        "bucket=\"pair\"",
    ] {
        assert!(log.contains(named), "{named} not in {log}");
    }
    let hidden = [
        TOKEN,
        "s3cr3t",
        "v3r1fy",
        "apptoken",
        "hush",
        "bot.example",
        "passport",
        "Hello",
        USER,
        PHONE,
        APP,
        "graph.facebook",
    ];
    for hidden in hidden {
        assert!(!log.contains(hidden), "{hidden} in {log}");
    }
}

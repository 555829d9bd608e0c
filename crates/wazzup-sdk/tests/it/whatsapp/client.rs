//! The client: what it refuses, what it shows, what it shares, and how it ends.

use std::{
    convert::Infallible,
    error::Error,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use http::{Request, Response};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use wazzup_sdk::{
    transport::{Body, ErrorKind, Transport},
    whatsapp::{WhatsApp, WhatsAppBuilder, api::MediaFile, types::Recipient},
};

use super::stage::{Stage, USER, of, says};
use crate::support;

/// Counts the calls that get out.
fn counted(builder: WhatsAppBuilder) -> (WhatsApp, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let transport = Transport::new(tower::service_fn(move |_: Request<Body>| {
        count.fetch_add(1, Ordering::Relaxed);
        async { Ok::<_, Infallible>(Response::new(Body::from(r#"{"success":true}"#))) }
    }));
    (builder.with_transport(transport).build().unwrap(), calls)
}

fn user() -> Recipient {
    Recipient::parse(USER).unwrap()
}

#[tokio::test]
async fn an_id_that_is_missing_is_named_and_nothing_is_sent() {
    let builder = WhatsApp::builder("token").app_secret("app secret");
    let (wa, calls) = counted(builder.verify_token("word"));
    let picture = MediaFile::bytes("a.png", "image/png", vec![1; 64]);
    let url = "https://bot.example/webhooks";
    let text = wa.messages().send_message(user(), "Hello").await;
    let image = wa.messages().send_image(user(), picture.clone()).await;
    let message = "wamid.1".parse().unwrap();

    for (missing, error) in [
        ("phone number id", text.unwrap_err().into_error()),
        ("phone number id", image.unwrap_err().into_error()),
        (
            "phone number id",
            wa.media().upload(picture).await.unwrap_err(),
        ),
        (
            "phone number id",
            wa.messages()
                .mark_message_as_read(message)
                .await
                .unwrap_err(),
        ),
        (
            "phone number id",
            wa.users().block([user()]).await.unwrap_err(),
        ),
        (
            "WhatsApp Business Account",
            wa.callbacks().get_subscribed_apps().await.unwrap_err(),
        ),
        (
            "WhatsApp Business Account",
            wa.callbacks()
                .override_waba_callback_url(url, None)
                .await
                .unwrap_err(),
        ),
        (
            "app id",
            wa.callbacks().set_app_callback_url(url).await.unwrap_err(),
        ),
        (
            "app id",
            wa.callbacks().get_app_access_token().await.unwrap_err(),
        ),
    ] {
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        let why = error.source().unwrap().to_string();
        assert!(why.contains(missing), "{why}");
    }
    // Not even the app's own token is asked for.
    let (wordless, asked) = counted(
        WhatsApp::builder("token")
            .app_id("1".parse().unwrap())
            .app_secret("app secret"),
    );
    let refused = wordless.callbacks().set_app_callback_url(url).await;
    let why = refused.unwrap_err().source().unwrap().to_string();
    assert!(why.contains("verify token"), "{why}");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    assert_eq!(calls.load(Ordering::Relaxed), 0);

    // Whatever the client has not may stand on the call.
    let here = wa.users().block([user()]).on("1".parse().unwrap());
    here.await.unwrap();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let builder = WhatsApp::builder_without_token();
    let (wa, calls) = counted(builder.phone_number_id("1".parse().unwrap()));
    let refused = wa.messages().send_message(user(), "Hello").await;
    let error = refused.unwrap_err().into_error();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let why = error.source().unwrap().to_string();
    assert!(why.contains("access token"), "{why}");
    assert_eq!(calls.load(Ordering::Relaxed), 0);
}

#[test]
fn what_cannot_be_used_is_refused_when_built() {
    for builder in [
        WhatsApp::builder(""),
        WhatsApp::builder("token\n"),
        WhatsApp::builder("token").app_secret(""),
        WhatsApp::builder("token").verify_token(""),
        WhatsApp::builder("token").base_url("no url"),
    ] {
        let shown = format!("{builder:?}");
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{shown}");
    }
}

#[test]
fn debug_shows_no_secret() {
    const SECRETS: [&str; 3] = ["EAAG0123456789", "0a1b2c3d4e5f", "handshake-word"];
    let builder = WhatsApp::builder(SECRETS[0])
        .app_secret(SECRETS[1])
        .verify_token(SECRETS[2])
        .phone_number_id("310660000000002".parse().unwrap());
    let shown = format!("{builder:?} {builder:#?}");
    let wa = builder.build().unwrap();
    let webhooks = wa.webhooks();
    let start = webhooks
        .start_listener("127.0.0.1:0")
        .register_app("https://bot.example/webhooks?secret=0a1b2c3d4e5f");
    let set = wa.callbacks().set_app_callback_url("https://bot.example");
    let all = [
        shown,
        format!("{wa:?} {wa:#?}"),
        format!("{:?}", wa.api()),
        format!("{webhooks:?}"),
        format!(
            "{:?} {:?}",
            webhooks.app_secrets(),
            webhooks.verify_tokens()
        ),
        format!("{:?}", webhooks.endpoint()),
        format!("{start:?}"),
        format!("{set:?}"),
    ];
    assert!(
        all[1].contains("310660000000002"),
        "ids are shown: {}",
        all[1]
    );
    for shown in all {
        for secret in SECRETS {
            // Not even the beginning, of which there is not much.
            assert!(!shown.contains(&secret[..8]), "{shown}");
        }
    }
}

#[tokio::test]
async fn closing_stops_the_listener_and_leaves_the_calls() {
    let stage = Stage::silent().await;
    let url = stage.listen().await;
    let clone = stage.wa.clone();
    assert_eq!(clone.webhooks().url().as_deref(), Some(url.as_str()));

    assert_eq!(stage.wa.close().await, 0);

    assert_eq!(clone.webhooks().url(), None);
    support::closed(&url).await;
    assert_eq!(clone.close().await, 0, "nothing is left to be closed");
    stage.emulator.whatsapp().incoming(says("Hello")).unwrap();
    clone
        .messages()
        .send_message(user(), "Hello")
        .await
        .unwrap();
}

#[tokio::test]
async fn dropping_the_last_clone_ends_the_listener() {
    let stage = Stage::silent().await;
    let url = stage.listen().await;
    let clone = stage.wa.clone();
    drop(stage.wa);
    assert_eq!(clone.webhooks().url().as_deref(), Some(url.as_str()));
    drop(clone);
    support::closed(&url).await;
}

/// Something that passes connections on to the emulator and counts them.
async fn counting(to: String) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let mut to = TcpStream::connect(&to).await.unwrap();
            tokio::spawn(async move { copy_bidirectional(&mut from, &mut to).await });
        }
    });
    (url, connections)
}

#[tokio::test]
async fn numbers_of_one_process_share_their_connections() {
    let stage = Stage::silent().await;
    let host = stage.emulator.local_addr().unwrap().to_string();
    let (url, connections) = counting(host).await;
    let wa = of(&stage.emulator).base_url(&url).build().unwrap();
    let numbers = stage.emulator.whatsapp().config().phone_numbers;
    let second = wa
        .api()
        .with_phone_number_id(numbers[1].id.parse().unwrap());

    let sent = [
        wa.messages().send_message(user(), "Hello").await.unwrap(),
        second
            .messages()
            .send_message(user(), "Hello")
            .await
            .unwrap(),
        wa.clone()
            .messages()
            .send_message(user(), "Hello")
            .await
            .unwrap(),
    ];

    let from = sent
        .each_ref()
        .map(|sent| stage.stored(&sent.id).phone_number_id);
    assert_eq!(
        from,
        [&numbers[0].id, &numbers[1].id, &numbers[0].id].map(Clone::clone)
    );
    assert_eq!(connections.load(Ordering::Relaxed), 1);
    // One that is built for itself has its own.
    let alone = of(&stage.emulator).base_url(&url).build().unwrap();
    alone
        .messages()
        .send_message(user(), "Hello")
        .await
        .unwrap();
    assert_eq!(connections.load(Ordering::Relaxed), 2);
}

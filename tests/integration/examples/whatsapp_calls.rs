//! Makes every call of the WhatsApp client through a proxy that validates by Meta's OpenAPI description,
//! and prints a line of JSON for each: what the description says against the request, and against the
//! answer. `tests/peers/openapi` starts it all.
//!
//! Environment: `PROXY_URL`, `CONFIG`, the `whatsapp` part of the emulator's config, and `INCOMING`, the
//! id of a message of the user.
#![expect(
    clippy::unwrap_used,
    reason = "a program of a test: what fails is told"
)]

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use http::Response;
use serde_json::{Value, json};
use tower::{layer::layer_fn, util::MapResponse};
use wazzup_sdk::{
    transport::{Next, Point},
    whatsapp::{
        WhatsApp,
        api::{Client, MediaFile, MediaSource},
        types::{
            MessageId, OutgoingMessage, PhoneNumberId, Recipient, WaId,
            interactive::{
                CallPermissionRequest, Catalog, List, LocationRequest, Product, ProductSection,
                Products, ReplyButton, ReplyButtons, Row, Section, UrlButton, VoiceCall,
            },
            message::{
                ContactCard, ContactName, ContactPhone, Content, Document, Image, Link, Location,
                MediaRef, Text,
            },
            template::{Language, Template},
        },
    },
};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Made = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type Call = (&'static str, Box<dyn Fn(Client) -> Made>);

/// What the proxy said of the calls that went through it.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Value>>>);

impl Seen {
    fn look<B>(&self, answer: Response<B>) -> Response<B> {
        let header = answer.headers().get("sl-violations");
        let violations: Option<Vec<Value>> = header
            .and_then(|text| text.to_str().ok())
            .and_then(|text| serde_json::from_str(text).ok());
        self.0
            .lock()
            .unwrap()
            .extend(violations.unwrap_or_default());
        answer
    }

    fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn client(config: &Value, url: &str, seen: &Seen) -> WhatsApp {
    let text = |key: &str| config[key].as_str().unwrap().to_owned();
    let seen = seen.clone();
    WhatsApp::builder(text("accessToken"))
        .phone_number_id(PhoneNumberId::new(text("phoneNumberId")).unwrap())
        .waba_id(text("wabaId").parse().unwrap())
        .app_id(text("appId").parse().unwrap())
        .app_secret(text("appSecret"))
        .verify_token(text("verifyToken"))
        .base_url(url)
        .configure(move |transport| {
            transport.no_retry().layer(
                Point::Wire,
                layer_fn(move |next: Next| {
                    let seen = seen.clone();
                    MapResponse::new(next, move |answer| seen.look(answer))
                }),
            )
        })
        .build()
        .unwrap()
}

fn call<F>(name: &'static str, make: impl Fn(Client) -> F + 'static) -> Call
where
    F: Future<Output = Result<(), BoxError>> + Send + 'static,
{
    (name, Box::new(move |client| Box::pin(make(client))))
}

fn send<C: Into<Content>>(name: &'static str, content: impl Fn() -> C + 'static) -> Call {
    call(name, move |client| {
        let message = OutgoingMessage::new(user(), content());
        async move {
            client.messages().send(message).await?;
            Ok(())
        }
    })
}

fn user() -> Recipient {
    WaId::new("15550104477").unwrap().into()
}

fn link() -> MediaRef {
    Link::new("https://cdn.example.test/file").unwrap().into()
}

fn messages(incoming: &MessageId) -> Vec<Call> {
    let (read, typing, reacted, unreacted) = (
        incoming.clone(),
        incoming.clone(),
        incoming.clone(),
        incoming.clone(),
    );
    let link_source = || MediaSource::link("https://cdn.example.test/file");
    vec![
        send("text", || Text::new("Hello").unwrap()),
        call("reply", {
            let quoted = incoming.clone();
            move |client| {
                let send = client.messages().send_message(user(), "Hi");
                let send = send.reply_to(quoted.clone()).tracker("order-1");
                async move { Ok(send.await.map(drop)?) }
            }
        }),
        send("image", || Image::new(link())),
        send("image with caption", || {
            Image::new(link()).caption("Look").unwrap()
        }),
        call("video", move |client| {
            let send = client.messages().send_video(user(), link_source());
            async move { Ok(send.await.map(drop)?) }
        }),
        call("audio", move |client| {
            let send = client.messages().send_audio(user(), link_source());
            async move { Ok(send.await.map(drop)?) }
        }),
        call("sticker", move |client| {
            let send = client.messages().send_sticker(user(), link_source());
            async move { Ok(send.await.map(drop)?) }
        }),
        send("document", || Document::new(link())),
        send("document with name", || {
            Document::new(link()).filename("a.pdf").unwrap()
        }),
        send("location", || {
            let location = Location::new(52.37, 4.89).unwrap();
            location.name("House").address("Street 1")
        }),
        call("contacts", |client| {
            let name = ContactName::new("A B").first_name("A");
            let card = ContactCard::new(name).phone(ContactPhone::new("+15550188123"));
            let send = client.messages().send_contact(user(), [card]);
            async move { Ok(send.await.map(drop)?) }
        }),
        call("reaction", move |client| {
            let send = client
                .messages()
                .send_reaction(user(), "👍", reacted.clone());
            async move { Ok(send.await.map(drop)?) }
        }),
        call("reaction taken back", move |client| {
            let send = client.messages().remove_reaction(user(), unreacted.clone());
            async move { Ok(send.await.map(drop)?) }
        }),
        send("template", || {
            Template::new("hello_world", Language::EnglishUs).unwrap()
        }),
        send("buttons", || {
            let buttons = [
                ReplyButton::new("yes", "Yes").unwrap(),
                ReplyButton::new("no", "No").unwrap(),
            ];
            ReplyButtons::new("Keep the slot?", buttons).unwrap()
        }),
        send("list", || {
            let rows = [Row::new("s1", "09:00").unwrap()];
            let sections = [Section::new("Morning", rows).unwrap()];
            List::new("Which slot?", "See slots", sections).unwrap()
        }),
        send("cta_url", || {
            UrlButton::new("Follow it", "Track", "https://example.test/1").unwrap()
        }),
        send("location request", || {
            LocationRequest::new("Where are you?").unwrap()
        }),
        send("catalog", || Catalog::new("All of it").unwrap()),
        send("product", || {
            Product::new("7001".parse().unwrap(), "SKU-9".parse().unwrap())
        }),
        send("product list", || {
            let section = ProductSection::new("Tea", ["SKU-9".parse().unwrap()]).unwrap();
            Products::new("Shop", "Some of it", "7001".parse().unwrap(), [section]).unwrap()
        }),
        send("voice call", || VoiceCall::new("Call us").unwrap()),
        send("call permission", CallPermissionRequest::new),
        call("mark as read", move |client| {
            let call = client.messages().mark_message_as_read(read.clone());
            async move { Ok(call.await?) }
        }),
        call("typing", move |client| {
            let call = client.messages().indicate_typing(typing.clone());
            async move { Ok(call.await?) }
        }),
    ]
}

fn others(callback: &str) -> Vec<Call> {
    let (waba, phone) = (callback.to_owned(), callback.to_owned());
    vec![
        call("media: upload, url, delete", |client| async move {
            let file = MediaFile::bytes("a.png", "image/png", vec![7_u8; 1000]);
            let id = client.media().upload(file).await?;
            client.media().url(&id).await?;
            client.media().delete(&id, None).await?;
            Ok(())
        }),
        call("users: block", |client| {
            let call = client.users().block([user()]);
            async move { Ok(call.await.map(drop)?) }
        }),
        call("users: blocked", |client| {
            let call = client.users().blocked();
            async move { Ok(call.await.map(drop)?) }
        }),
        call("users: unblock", |client| {
            let call = client.users().unblock([user()]);
            async move { Ok(call.await.map(drop)?) }
        }),
        call("callbacks: of the account", move |client| {
            let call = client.callbacks().override_waba_callback_url(&waba, None);
            async move { Ok(call.await?) }
        }),
        call("callbacks: subscribed apps", |client| {
            let call = client.callbacks().get_subscribed_apps();
            async move { Ok(call.await.map(drop)?) }
        }),
        call("callbacks: of the account taken back", |client| {
            let call = client.callbacks().delete_waba_callback_url();
            async move { Ok(call.await?) }
        }),
        call("callbacks: of the number", move |client| {
            let call = client.callbacks().override_phone_callback_url(&phone, None);
            async move { Ok(call.await?) }
        }),
        call("callbacks: of the number taken back", |client| {
            let call = client.callbacks().delete_phone_callback_url();
            async move { Ok(call.await?) }
        }),
    ]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let config: Value = serde_json::from_str(&variable("CONFIG")).unwrap();
    let seen = Seen::default();
    let wa = client(&config, &variable("PROXY_URL"), &seen);
    let listening = wa.webhooks().start_listener("127.0.0.1:0").await.unwrap();
    let incoming = MessageId::new(variable("INCOMING")).unwrap();

    for (name, make) in messages(&incoming).into_iter().chain(others(&listening)) {
        let failed = make(wa.api().clone()).await.err();
        let violations = seen.take();
        let of = |side: &str| -> Vec<&str> {
            violations
                .iter()
                .filter(|violation| violation["location"][0] == side)
                .map(|violation| violation["message"].as_str().unwrap_or_default())
                .collect()
        };
        let line = json!({
            "call": name,
            "request": of("request"),
            "answer": of("response"),
            "failed": failed.map(|error| format!("{error}: {:?}", error.source())),
        });
        println!("{line}");
    }
    wa.close().await;
}

//! The same calls, listener and waits, without async.

use wazzup_emulator::whatsapp::Incoming;
use wazzup_sdk::{
    blocking::{Wait as _, WaitEach as _},
    dispatch::Topic,
    whatsapp::{
        Watch as _,
        api::{MediaFile, RemoteMedia},
        types::Recipient,
        webhooks::Message,
    },
};

use super::stage::{PATIENCE, Stage, USER, by_hand, says};

fn user() -> Recipient {
    Recipient::parse(USER).unwrap()
}

#[test]
fn every_request_can_be_waited_for() {
    let stage = Stage::silent().wait();
    let wa = &stage.wa;
    stage.emulator.whatsapp().incoming(says("Hello")).unwrap();

    let sent = wa.messages().send_message(user(), "Hello!").wait().unwrap();
    assert_eq!(stage.stored(&sent.id).id, sent.id.as_str());

    let file = MediaFile::bytes("a.png", "image/png", "a picture");
    let id = wa.media().upload(file).wait().unwrap();
    let downloaded = wa.media().bytes(RemoteMedia::from(&id)).wait().unwrap();
    assert_eq!(&downloaded[..], b"a picture");

    wa.users().block([user()]).wait().unwrap();
    let blocked: Vec<_> = wa.users().blocked().by_item().wait_each().collect();
    assert_eq!(blocked.len(), 1);
    assert!(blocked[0].is_ok());
}

#[test]
fn updates_can_be_waited_for() {
    let stage = Stage::with(by_hand, |builder| builder).wait();
    let start = stage.wa.webhooks().start_listener("127.0.0.1:0");
    start.register_here().wait().unwrap();

    let next = stage.wa.webhooks().listen::<Message>(Topic::anywhere());
    let next = next.timeout(PATIENCE).start();
    stage.emulator.whatsapp().incoming(says("Hello")).unwrap();
    assert_eq!(next.wait().unwrap().text_or_caption(), Some("Hello"));

    let sent = stage.wa.messages().send_message(user(), "And?");
    let sent = sent
        .watched_by(stage.wa.webhooks().router())
        .wait()
        .unwrap();
    stage
        .emulator
        .whatsapp()
        .incoming(Incoming::text(USER, "Well").reply_to(sent.id.as_str()))
        .unwrap();
    let reply = sent.wait_for_reply().timeout(PATIENCE).wait().unwrap();
    assert_eq!(reply.text_or_caption(), Some("Well"));
    assert_eq!(stage.wa.close().wait(), 0);
}

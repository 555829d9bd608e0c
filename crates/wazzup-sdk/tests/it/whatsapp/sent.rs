//! Waits for what a sent message leads to: in time, early, too late, and about something else.

use std::time::Duration;

use http::Response;
use serde_json::json;
use tokio::sync::watch;
use tower::util::AndThenLayer;
use wazzup_emulator::{Direction, whatsapp::Incoming};
use wazzup_sdk::{
    dispatch::{EventArg, Listen, WaitError},
    transport::{BoxError, Point},
    whatsapp::{
        Sent, Shortcuts, Watch,
        types::{
            OutgoingMessage, Recipient,
            error::ErrorCode,
            interactive::{List, ReplyButton, ReplyButtons, Row, Section},
            message::{Content, Text},
        },
        webhooks::{CallbackButton, CallbackSelection, Message, MessageStatus},
    },
};

use super::stage::{OTHER, PATIENCE, Stage, USER, by_hand};

/// A stage on which statuses come by hand, and both users may be written to.
async fn stage() -> Stage {
    let stage = Stage::listening(by_hand).await;
    write_to_us(&stage).await;
    stage
}

async fn write_to_us(stage: &Stage) {
    for user in [USER, OTHER] {
        let _: Message = stage.hears(Incoming::text(user, "Hello")).await;
    }
}

async fn send(stage: &Stage, to: &str, content: impl Into<Content>) -> Sent {
    let to = Recipient::parse(to).unwrap();
    let message = OutgoingMessage::new(to, content);
    let sent = stage.wa.messages().send(message);
    sent.watched_by(stage.wa.webhooks().router()).await.unwrap()
}

fn text(text: &str) -> Content {
    Text::new(text).unwrap().into()
}

fn buttons() -> Content {
    let button = ReplyButton::new("yes", "Yes").unwrap();
    ReplyButtons::new("Keep the slot?", [button])
        .unwrap()
        .into()
}

fn list() -> Content {
    let row = Row::new("20", "20:00").unwrap();
    let section = Section::new("Tonight", [row]).unwrap();
    List::new("When?", "Hours", [section]).unwrap().into()
}

/// Not a moment: only what came already is found.
const AT_ONCE: Duration = Duration::ZERO;

/// Has something happen, and ends when it has come in.
async fn come_in(stage: &Stage, happens: impl FnOnce()) {
    happens();
    stage.emulator.idle().await;
}

/// A wait for what happens to one of two messages finds it whether it is started before or after,
/// and takes nothing else for it. The other message goes to `other`.
async fn finds_its_own<E: EventArg>(
    other: &str,
    content: fn() -> Content,
    wait: impl Fn(&Sent) -> Listen<E>,
    happens: impl Fn(&Stage, &str, &Sent),
    is_about: impl Fn(&E, &Sent) -> bool,
) {
    let stage = stage().await;
    let ours = send(&stage, USER, content()).await;
    let theirs = send(&stage, other, content()).await;

    // Started before. What comes of the other message is left alone.
    let waiting = wait(&ours).timeout(PATIENCE).start();
    let still = waiting.canceller();
    come_in(&stage, || happens(&stage, other, &theirs)).await;
    assert!(still.is_waiting());
    come_in(&stage, || happens(&stage, USER, &ours)).await;
    assert!(!still.is_waiting());
    assert!(is_about(&waiting.await.unwrap(), &ours));

    // Started after, with nothing there but what came of the other message.
    let ours = send(&stage, USER, content()).await;
    let theirs = send(&stage, other, content()).await;
    come_in(&stage, || happens(&stage, other, &theirs)).await;
    let ended = wait(&ours).timeout(AT_ONCE).await;
    assert!(matches!(ended, Err(WaitError::TimedOut)));

    // Started after all that.
    come_in(&stage, || happens(&stage, USER, &ours)).await;
    let found = wait(&ours).timeout(AT_ONCE).await.unwrap();
    assert!(is_about(&found, &ours));
    assert_eq!(stage.wa.webhooks().router().waits(), 0);
}

fn answers(stage: &Stage, message: Incoming) {
    stage.emulator.whatsapp().incoming(message).unwrap();
}

#[tokio::test]
async fn a_reply_is_found() {
    finds_its_own(
        OTHER,
        || text("How are you?"),
        Sent::wait_for_reply,
        |stage, user, _| answers(stage, Incoming::text(user, "Fine")),
        |reply: &Message, _| reply.from.as_ref().unwrap() == USER,
    )
    .await;
}

#[tokio::test]
async fn a_quoted_reply_is_found() {
    finds_its_own(
        USER,
        || text("How are you?"),
        Sent::wait_for_quoted_reply,
        |stage, user, to| {
            answers(stage, Incoming::text(user, "Fine").reply_to(to.id.as_str()));
        },
        |reply: &Message, to| reply.reply_to() == Some(&to.id),
    )
    .await;
}

#[tokio::test]
async fn a_click_is_found() {
    finds_its_own(
        USER,
        buttons,
        Sent::wait_for_click,
        |stage, user, on| answers(stage, Incoming::tap(user, on.id.as_str(), "yes")),
        |button: &CallbackButton, on| button.reply_to() == Some(&on.id) && button.data == "yes",
    )
    .await;
}

#[tokio::test]
async fn a_selection_is_found() {
    finds_its_own(
        USER,
        list,
        Sent::wait_for_selection,
        |stage, user, on| answers(stage, Incoming::tap(user, on.id.as_str(), "20")),
        |choice: &CallbackSelection, on| choice.reply_to() == Some(&on.id) && choice.data == "20",
    )
    .await;
}

/// The same for a status.
async fn a_status_is_found(status: &'static str, wait: impl Fn(&Sent) -> Listen<MessageStatus>) {
    finds_its_own(
        USER,
        || text("Hello"),
        wait,
        |stage, _, sent| {
            let whatsapp = stage.emulator.whatsapp();
            match status {
                "failed" => whatsapp.fail(sent.id.as_str(), 131_026),
                _ => whatsapp.status(sent.id.as_str(), status),
            }
            .unwrap();
        },
        |found, sent| found.id == sent.id && found.status.as_ref().unwrap().as_str() == status,
    )
    .await;
}

#[tokio::test]
async fn the_status_sent_is_found() {
    a_status_is_found("sent", Sent::wait_until_sent).await;
}

#[tokio::test]
async fn the_status_delivered_is_found() {
    a_status_is_found("delivered", Sent::wait_until_delivered).await;
}

#[tokio::test]
async fn the_status_read_is_found() {
    a_status_is_found("read", Sent::wait_until_read).await;
}

#[tokio::test]
async fn the_status_failed_is_found() {
    a_status_is_found("failed", Sent::wait_until_failed).await;
}

#[tokio::test]
async fn a_later_status_says_the_earlier_ones_and_an_earlier_one_does_not() {
    let stage = stage().await;
    let sent = send(&stage, USER, text("Hello")).await;
    let status = |status: &str| {
        let whatsapp = stage.emulator.whatsapp();
        whatsapp.status(sent.id.as_str(), status).unwrap();
    };
    let read = sent.wait_until_read().timeout(PATIENCE).start();
    let still = read.canceller();
    come_in(&stage, || status("sent")).await;
    come_in(&stage, || status("delivered")).await;
    assert!(still.is_waiting());
    come_in(&stage, || status("read")).await;
    assert_eq!(
        read.await.unwrap().status.as_ref().unwrap().as_str(),
        "read"
    );

    // Only the last one was told of this message.
    let sent = send(&stage, USER, text("Hello")).await;
    let whatsapp = stage.emulator.whatsapp();
    come_in(&stage, || {
        whatsapp.status(sent.id.as_str(), "read").unwrap();
    })
    .await;
    for wait in [sent.wait_until_sent(), sent.wait_until_delivered()] {
        let status = wait.timeout(AT_ONCE).await.unwrap();
        assert_eq!(status.status.as_ref().unwrap().as_str(), "read");
    }
}

/// The code of the failure that a wait ended with.
fn code(ended: Result<MessageStatus, WaitError>) -> ErrorCode {
    match ended.unwrap_err() {
        WaitError::CanceledBy(envelope) => {
            let status = envelope.get::<MessageStatus>().unwrap();
            status.error().unwrap().code.unwrap()
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_failure_tells_its_code_and_ends_the_waits_for_better_news() {
    let stage = stage().await;
    let sent = send(&stage, USER, text("Hello")).await;
    let waits = [
        sent.wait_until_sent(),
        sent.wait_until_delivered(),
        sent.wait_until_read(),
    ];
    let waiting = waits.map(|wait| wait.timeout(PATIENCE).start());
    let failed = sent.wait_until_failed().timeout(PATIENCE).start();

    let whatsapp = stage.emulator.whatsapp();
    whatsapp.fail(sent.id.as_str(), 131_026).unwrap();

    let failed = failed.await.unwrap();
    let error = failed.error().unwrap();
    assert_eq!(error.code, Some(ErrorCode::MESSAGE_UNDELIVERABLE));
    for waiting in waiting {
        assert_eq!(code(waiting.await), ErrorCode::MESSAGE_UNDELIVERABLE);
    }
    // The same of those that begin when it is known.
    let late = sent.wait_until_read().timeout(AT_ONCE).await;
    assert_eq!(code(late), ErrorCode::MESSAGE_UNDELIVERABLE);
}

#[tokio::test]
async fn who_waits_for_a_failure_is_told_that_it_was_delivered() {
    let stage = stage().await;
    let sent = send(&stage, USER, text("Hello")).await;
    let failed = sent.wait_until_failed().timeout(PATIENCE).start();
    let whatsapp = stage.emulator.whatsapp();
    whatsapp.status(sent.id.as_str(), "delivered").unwrap();
    let WaitError::CanceledBy(by) = failed.await.unwrap_err() else {
        panic!("it cannot fail any more");
    };
    let status = by.get::<MessageStatus>().unwrap();
    assert_eq!((&status.id, status.errors.len()), (&sent.id, 0));
}

#[tokio::test]
async fn a_wait_ends_in_time() {
    let stage = stage().await;
    let sent = send(&stage, USER, buttons()).await;
    let limit = Duration::from_millis(20);
    let reply = sent.wait_for_reply().timeout(limit).await.unwrap_err();
    let click = sent.wait_for_click().timeout(limit).await.unwrap_err();
    let read = sent.wait_until_read().timeout(limit).await.unwrap_err();
    for error in [reply, click, read] {
        assert!(matches!(error, WaitError::TimedOut));
        assert_eq!(error.to_string(), "no matching event came in time");
    }
    assert_eq!(stage.wa.webhooks().router().waits(), 0);
}

#[tokio::test]
async fn what_comes_before_the_answer_to_the_send_is_found() {
    // Statuses and replies may overtake the answer: this one is held back until they are there.
    let (gate, open) = watch::channel(true);
    let hold = AndThenLayer::new(move |answer: Response<_>| {
        let mut open = open.clone();
        async move {
            let _ = open.wait_for(|open| *open).await;
            Ok::<_, BoxError>(answer)
        }
    });
    let stage = Stage::with(by_hand, |builder| {
        builder.configure(|transport| transport.layer(Point::Attempt, hold))
    })
    .await;
    stage.listen().await;
    write_to_us(&stage).await;
    gate.send_replace(false);

    let router = stage.wa.webhooks().router();
    let to = Recipient::parse(USER).unwrap();
    let send = stage.wa.messages().send_message(to, "How are you?");
    let send = tokio::spawn(send.watched_by(router));
    let whatsapp = stage.emulator.whatsapp();
    let message = whatsapp.wait_for_message(|message| message.direction == Direction::Outbound);
    let message = message.await;
    whatsapp.status(&message.id, "read").unwrap();
    answers(&stage, Incoming::text(USER, "Fine"));
    stage.emulator.idle().await;
    assert!(!send.is_finished());
    gate.send_replace(true);

    let sent = send.await.unwrap().unwrap();
    assert_eq!(sent.id, message.id.as_str());
    let read = sent.wait_until_read().timeout(AT_ONCE).await.unwrap();
    assert_eq!(read.id, sent.id);
    let reply = sent.wait_for_reply().timeout(AT_ONCE).await.unwrap();
    assert_eq!(reply.text_or_caption(), Some("Fine"));
}

#[tokio::test]
async fn a_reply_of_before_the_message_is_none_to_it() {
    let stage = stage().await;
    answers(&stage, Incoming::text(USER, "Too early"));
    stage.emulator.idle().await;
    let sent = send(&stage, USER, text("How are you?")).await;
    let ended = sent.wait_for_reply().timeout(AT_ONCE).await;
    assert!(matches!(ended, Err(WaitError::TimedOut)));
}

#[tokio::test]
async fn a_user_who_hides_the_number_is_waited_for() {
    let stage = stage().await;
    let hides = json!({ "username": "somebody", "hidesNumber": true });
    let whatsapp = stage.emulator.whatsapp();
    whatsapp.user(USER, hides.as_object().unwrap()).unwrap();

    let message: Message = stage.hears(Incoming::text(USER, "Hello")).await;
    let question = message.reply(stage.api(), "How are you?").unwrap();
    let router = stage.wa.webhooks().router();
    let sent = question.watched_by(router).await.unwrap();
    assert!(matches!(sent.reference().user(), Recipient::Bsuid(_)));

    answers(&stage, Incoming::text(USER, "Fine"));
    let reply = sent.wait_for_reply().timeout(PATIENCE).await.unwrap();
    assert_eq!(
        (reply.text_or_caption(), &reply.from),
        (Some("Fine"), &None)
    );
}

#[tokio::test]
async fn a_reply_is_waited_for_at_the_number_that_was_answered_from() {
    let stage = stage().await;
    let numbers = stage.emulator.whatsapp().config().phone_numbers;
    let second = numbers[1].id.as_str();
    let _: Message = stage.hears(Incoming::text(USER, "Hello").to(second)).await;
    let to = Recipient::parse(USER).unwrap();
    let send = stage.wa.messages().send_message(to, "How are you?");
    let send = send.from(second.parse().unwrap());
    let sent = send.watched_by(stage.wa.webhooks().router()).await.unwrap();

    answers(&stage, Incoming::text(USER, "To the first"));
    stage.emulator.idle().await;
    let ended = sent.wait_for_reply().timeout(AT_ONCE).await;
    assert!(matches!(ended, Err(WaitError::TimedOut)));
    answers(&stage, Incoming::text(USER, "To the second").to(second));
    let reply = sent.wait_for_reply().timeout(PATIENCE).await.unwrap();
    assert_eq!(reply.text_or_caption(), Some("To the second"));
}

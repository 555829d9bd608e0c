//! Answers to updates: where they go, from which number, and what they are about.

use serde_json::{Value, json};
use wazzup_emulator::whatsapp::{Incoming, StoredMessage};
use wazzup_sdk::whatsapp::{
    Shortcuts,
    api::{MediaFile, RemoteMedia, SendMessage},
    types::{
        MessageId,
        interactive::{List, ReplyButton, ReplyButtons, Row, Section},
        message::Location,
    },
    webhooks::{
        Answerable, CallbackButton, CallbackSelection, Message, MessageStatus,
        UserMarketingPreferences, message_subject,
    },
};

use super::stage::{PATIENCE, Stage, USER, says};

/// What the emulator has of an answer once it was sent.
async fn sent<K: Send + 'static>(stage: &Stage, answer: SendMessage<K>) -> StoredMessage {
    let sent = answer.await.unwrap();
    stage.stored(&sent.id)
}

fn buttons() -> ReplyButtons {
    let buttons = [
        ReplyButton::new("yes", "Yes").unwrap(),
        ReplyButton::new("no", "No").unwrap(),
    ];
    ReplyButtons::new("Keep the slot?", buttons).unwrap()
}

fn list() -> List {
    let rows = [
        Row::new("18", "18:00").unwrap(),
        Row::new("20", "20:00").unwrap(),
    ];
    List::new("When?", "Hours", [Section::new("Tonight", rows).unwrap()]).unwrap()
}

/// Every shortcut that needs no file, on an update whose own id is `id` and whose sender is
/// addressed by `named`.
async fn all_shortcuts(stage: &Stage, update: &(impl Answerable + Sync), id: &str, named: &Value) {
    let api = stage.api();
    let goes_to_the_sender = |answer: &StoredMessage| {
        assert_eq!(answer.wa_id.as_deref(), Some(USER));
        for (key, id) in named.as_object().unwrap() {
            assert_eq!(answer.body.get(key), Some(id), "{}", answer.body);
        }
    };
    assert_eq!(update.quoted().unwrap(), id);
    let about = MessageId::new(id).unwrap();
    assert_eq!(stage.stored(&about).status, "received");

    let plain = sent(stage, update.reply(api, "Hello").unwrap()).await;
    goes_to_the_sender(&plain);
    assert_eq!(plain.body["text"]["body"], "Hello");
    assert_eq!(plain.body.get("context"), None, "a quote is asked for");

    let quoting = update.reply(api, "Hello").unwrap().reply_to(about.clone());
    let quoting = sent(stage, quoting).await;
    goes_to_the_sender(&quoting);
    assert_eq!(quoting.body["context"], json!({ "message_id": id }));

    let place = Location::new(52.37, 4.89).unwrap();
    let place = update.reply_with(api, place).unwrap();
    let place = sent(stage, place.reply_to(about.clone())).await;
    goes_to_the_sender(&place);
    assert_eq!(place.body["location"]["latitude"], 52.37);
    assert_eq!(place.body["context"], json!({ "message_id": id }));

    let reaction = sent(stage, update.react(api, "👍").unwrap()).await;
    goes_to_the_sender(&reaction);
    let expected = json!({ "message_id": id, "emoji": "👍" });
    assert_eq!(reaction.body["reaction"], expected);
    let removed = sent(stage, update.unreact(api).unwrap()).await;
    goes_to_the_sender(&removed);
    let expected = json!({ "message_id": id, "emoji": "" });
    assert_eq!(removed.body["reaction"], expected);

    update.mark_as_read(api).unwrap().await.unwrap();
    let read = stage.stored(&about);
    assert_eq!((read.status, read.typing_at), ("read", None));
    update.indicate_typing(api).unwrap().await.unwrap();
    assert!(stage.stored(&about).typing_at.is_some());

    let whatsapp = stage.emulator.whatsapp();
    let report = update.block_sender(api).unwrap().await.unwrap();
    let blocked: Vec<_> = report
        .block_users
        .iter()
        .flat_map(|users| users.done())
        .collect();
    assert_eq!(blocked.len(), 1);
    assert_eq!(blocked[0].wa_id.as_ref().unwrap(), USER);
    let unseen = whatsapp.incoming(says("Hello?")).unwrap();
    assert!(whatsapp.message(&unseen).is_none());
    let report = update.unblock_sender(api).unwrap().await.unwrap();
    assert_eq!(report.block_users.unwrap().done().count(), 1);
    let seen = whatsapp.incoming(says("Hello?")).unwrap();
    assert!(whatsapp.message(&seen).is_some());
}

/// How the user is addressed: by the business-scoped id, as long as there is one.
fn by_user_id(stage: &Stage) -> Value {
    let user = stage
        .emulator
        .whatsapp()
        .user(USER, &serde_json::Map::new());
    json!({ "recipient": user.unwrap()["userId"] })
}

#[tokio::test]
async fn a_message_is_answered() {
    let stage = Stage::listening(|_| {}).await;
    let message: Message = stage.hears(says("Hello")).await;
    all_shortcuts(&stage, &message, message.id.as_str(), &by_user_id(&stage)).await;
}

#[tokio::test]
async fn a_user_without_a_business_scoped_id_is_answered_by_number() {
    let stage = Stage::listening(|knobs| knobs.whatsapp.dialect.user_ids = false).await;
    let message: Message = stage.hears(says("Hello")).await;
    let named = json!({ "to": USER });
    all_shortcuts(&stage, &message, message.id.as_str(), &named).await;
}

#[tokio::test]
async fn a_user_who_hides_the_number_is_answered_by_the_business_scoped_id() {
    let stage = Stage::listening(|_| {}).await;
    let hides = json!({ "username": "somebody", "hidesNumber": true });
    let whatsapp = stage.emulator.whatsapp();
    whatsapp.user(USER, hides.as_object().unwrap()).unwrap();
    let message: Message = stage.hears(says("Hello")).await;
    assert_eq!(message.from, None);
    all_shortcuts(&stage, &message, message.id.as_str(), &by_user_id(&stage)).await;
}

#[tokio::test]
async fn a_press_on_a_button_is_answered() {
    let stage = Stage::listening(|_| {}).await;
    let message: Message = stage.hears(says("Hello")).await;
    let question = message.reply_with(stage.api(), buttons()).unwrap();
    let question = question.await.unwrap();

    let tap = Incoming::tap(USER, question.id.as_str(), "no");
    let button: CallbackButton = stage.hears(tap).await;

    assert_eq!(button.data, "no");
    assert_eq!(button.reply_to(), Some(&question.id));
    all_shortcuts(&stage, &button, button.id.as_str(), &by_user_id(&stage)).await;
}

#[tokio::test]
async fn a_choice_from_a_list_is_answered() {
    let stage = Stage::listening(|_| {}).await;
    let message: Message = stage.hears(says("Hello")).await;
    let question = message.reply_with(stage.api(), list()).unwrap();
    let question = question.await.unwrap();

    let tap = Incoming::tap(USER, question.id.as_str(), "20");
    let choice: CallbackSelection = stage.hears(tap).await;

    assert_eq!(choice.data, "20");
    assert_eq!(choice.reply_to(), Some(&question.id));
    all_shortcuts(&stage, &choice, choice.id.as_str(), &by_user_id(&stage)).await;
}

#[tokio::test]
async fn files_are_uploaded_and_quote_the_message() {
    let stage = Stage::listening(|_| {}).await;
    let message: Message = stage.hears(says("Send me something")).await;
    let api = stage.api();
    let bytes = |kind: &str| format!("the bytes of a {kind}").into_bytes();
    let file = |kind: &str, name: &str, mime: &str| MediaFile::bytes(name, mime, bytes(kind));
    let about = message.quoted().unwrap();

    let image = message.reply_image(api, file("image", "a.png", "image/png"));
    let image = image.unwrap().caption("A picture").reply_to(about.clone());
    let video = message.reply_video(api, file("video", "a.mp4", "video/mp4"));
    let video = video.unwrap().reply_to(about.clone());
    let audio = message.reply_audio(api, file("audio", "a.mp3", "audio/mpeg"));
    let audio = audio.unwrap().reply_to(about.clone());
    let document = message.reply_document(api, file("document", "a.pdf", "application/pdf"));
    let document = document.unwrap().reply_to(about.clone());
    let sticker = message.reply_sticker(api, file("sticker", "a.webp", "image/webp"));
    let sticker = sticker.unwrap().reply_to(about.clone());

    for (kind, answer) in [
        ("image", image.await),
        ("video", video.await),
        ("audio", audio.await),
        ("document", document.await),
        ("sticker", sticker.await),
    ] {
        let answer = answer.unwrap();
        let stored = stage.stored(&answer.id);
        assert_eq!(
            (stored.kind.as_str(), stored.wa_id.as_deref()),
            (kind, Some(USER))
        );
        assert_eq!(
            stored.body["context"],
            json!({ "message_id": about.as_str() })
        );
        let media = answer.media_id.unwrap();
        assert_eq!(stored.body[kind]["id"], media.as_str());
        assert_eq!(api.media().bytes(&media).await.unwrap(), bytes(kind));
        if kind == "image" {
            assert_eq!(stored.body[kind]["caption"], "A picture");
        }
    }
}

#[tokio::test]
async fn what_a_user_sends_is_downloaded_as_it_was() {
    let stage = Stage::listening(|_| {}).await;
    for (kind, mime) in [
        ("image", "image/png"),
        ("video", "video/mp4"),
        ("audio", "audio/ogg"),
        ("document", "application/pdf"),
        ("sticker", "image/webp"),
    ] {
        // Neither text, nor of a length that is a whole number of anything.
        let bytes: Vec<u8> = (0..=255).cycle().take(100_003).collect();
        let id = stage
            .emulator
            .whatsapp()
            .media(mime, bytes.clone())
            .unwrap();
        let message = json!({ "type": kind, kind: { "id": id } });
        let message: Message = stage.hears(Incoming::new(USER, message)).await;

        let media = message.media().unwrap();
        let downloaded = stage.api().media().bytes(RemoteMedia::from(media)).await;

        assert!(downloaded.unwrap() == bytes, "{kind}");
    }
}

#[tokio::test]
async fn an_answer_leaves_from_the_number_that_was_written_to() {
    let stage = Stage::listening(|_| {}).await;
    let numbers = stage.emulator.whatsapp().config().phone_numbers;
    let second = numbers[1].id.as_str();
    assert_ne!(stage.api().phone_number_id().unwrap(), second);
    let message: Message = stage.hears(says("Hello").to(second)).await;
    let api = stage.api();

    let picture = MediaFile::bytes("a.png", "image/png", vec![1; 64]);
    let answers = [
        message.reply(api, "Hello").unwrap().await.unwrap(),
        message.reply_image(api, picture).unwrap().await.unwrap(),
        message.react(api, "👍").unwrap().await.unwrap(),
    ];

    for answer in answers {
        assert_eq!(answer.from, second);
        assert_eq!(stage.stored(&answer.id).phone_number_id, second);
    }
    // Refused from any other number.
    message.mark_as_read(api).unwrap().await.unwrap();
    assert_eq!(stage.stored(&message.id).status, "read");
    message.block_sender(api).unwrap().await.unwrap();
    let whatsapp = stage.emulator.whatsapp();
    let unseen = whatsapp.incoming(says("x").to(second)).unwrap();
    assert!(whatsapp.message(&unseen).is_none());
    let seen = whatsapp.incoming(says("x")).unwrap();
    assert!(whatsapp.message(&seen).is_some());
}

#[tokio::test]
async fn what_is_said_in_a_group_is_answered_there() {
    let stage = Stage::listening(|_| {}).await;
    let group = stage.emulator.whatsapp().config().group_id;
    let in_group = says("Hello all").field("group_id", group.as_str());
    let message: Message = stage.hears(in_group).await;

    let answer = sent(&stage, message.reply(stage.api(), "Hello").unwrap()).await;

    assert_eq!(answer.group_id.as_deref(), Some(group.as_str()));
    assert_eq!(answer.body["recipient_type"], "group");
    // The group cannot be blocked, whoever wrote can.
    let report = message.block_sender(stage.api()).unwrap().await.unwrap();
    let users = report.block_users.unwrap();
    assert_eq!(users.done().next().unwrap().wa_id.as_ref().unwrap(), USER);
}

#[tokio::test]
async fn a_reaction_is_answered_about_its_message_and_read_itself() {
    let stage = Stage::listening(|_| {}).await;
    let message: Message = stage.hears(says("Hello")).await;
    let ours = message.reply(stage.api(), "Hello").unwrap();
    let ours = ours.await.unwrap();
    let reaction = json!({ "type": "reaction", "reaction": {
        "message_id": ours.id.as_str(), "emoji": "🎉",
    } });
    let reaction: Message = stage.hears(Incoming::new(USER, reaction)).await;

    // A reaction cannot be quoted, nor reacted to.
    assert_eq!(reaction.quoted().unwrap(), ours.id);
    let back = sent(&stage, reaction.react(stage.api(), "👍").unwrap()).await;
    assert_eq!(back.body["reaction"]["message_id"], ours.id.as_str());

    // Nor is what we sent read by us.
    reaction.mark_as_read(stage.api()).unwrap().await.unwrap();
    assert_eq!(stage.stored(&reaction.id).status, "read");
    reaction
        .indicate_typing(stage.api())
        .unwrap()
        .await
        .unwrap();
    assert!(stage.stored(&reaction.id).typing_at.is_some());
}

#[tokio::test]
async fn an_update_without_a_message_is_answered_but_not_quoted() {
    let stage = Stage::listening(|_| {}).await;
    let _: Message = stage.hears(says("Hello")).await;
    let preference = json!({
        "wa_id": USER, "category": "marketing_messages", "value": "stop",
        "detail": "User requested to stop marketing messages", "timestamp": "1767225600",
    });
    let update = json!({ "field": "user_preferences", "value": {
        "contacts": [{ "wa_id": USER, "profile": {} }], "user_preferences": [preference],
    } });
    let update: UserMarketingPreferences = stage
        .comes(|| stage.emulator.whatsapp().update(update).unwrap())
        .await;
    let api = stage.api();

    let answer = sent(&stage, update.reply(api, "As you like").unwrap()).await;
    assert_eq!(answer.body["to"], USER);
    assert!(update.quoted().is_err());
    assert!(update.react(api, "👍").is_err());
    assert!(update.unreact(api).is_err());
    assert!(update.mark_as_read(api).is_err());
    assert!(update.indicate_typing(api).is_err());
}

#[tokio::test]
async fn a_status_is_not_marked_as_read() {
    let stage = Stage::listening(|_| {}).await;
    let message: Message = stage.hears(says("Hello")).await;
    let router = stage.wa.webhooks().router();
    let before = router.mark();
    let ours = message.reply(stage.api(), "Hello").unwrap();
    let ours = ours.await.unwrap();
    let status = router.listen(message_subject(&ours.id));
    let status: MessageStatus = status.since(before).timeout(PATIENCE).await.unwrap();

    // It is about a message of ours, which is quoted like any other.
    assert_eq!(status.quoted().unwrap(), ours.id);
    let api = stage.api();
    assert!(status.mark_as_read(api).is_err());
    assert!(status.indicate_typing(api).is_err());
}

//! `Debug` tells no text, phone, chat id, name, key or address.

use std::fmt::Debug;

use serde::de::DeserializeOwned;
use wazzup_types::connect::{ConnectRequest, Connected, MarketplaceListing, MigrationRequest};
use wazzup_types::counter::CounterConnecting;
use wazzup_types::error::ApiErrorBody;
use wazzup_types::iframe::{IframeChat, IframeLink, IframeUser, PageEntity};
use wazzup_types::message::{Button, Buttons, ButtonsObject, EditMessageBody, SendMessageBody};
use wazzup_types::tech::{
    ChannelDetails, ChannelsLinkRequest, ChannelsListItem, CreatedAccount, CreatedChannel, Link,
    NewAccount, NewChannel, NewTechUser, Pairing, TechUser, WabaTransaction, WebhookTest,
};
use wazzup_types::webhook::{self, Message};
use wazzup_types::{
    Channel, ChatId, ChatType, Contact, Deal, MessageEdit, NewContact, NewDeal, NewUser,
    OutgoingMessage, RawJson, Recipient, Secret, SentMessage, Subscriptions, User, WebhookSettings,
    WebhookSettingsUpdate,
};

/// Stands for all that is personal.
const SECRET: &str = "790SECRET";

#[track_caller]
fn masked(value: &impl Debug) {
    let shown = format!("{value:?} {value:#?}");
    assert!(
        !shown.contains("SECRET") && !shown.contains("7999"),
        "{shown}"
    );
}

/// Reads `T` from an object with the secret under each of the keys.
#[track_caller]
fn masked_model<T: DeserializeOwned + Debug>(base: &str, keys: &[&str]) {
    let mut object: serde_json::Map<_, _> = serde_json::from_str(base).unwrap();
    for key in keys {
        object.insert((*key).to_owned(), SECRET.into());
    }
    let value: T = serde_json::from_value(object.into()).unwrap();
    masked(&value);
}

#[test]
fn entities_are_masked() {
    masked_model::<User>(r#"{"id": "u"}"#, &["name", "phone", "other"]);
    masked_model::<NewUser>(r#"{"id": "u", "phone": "79990000000"}"#, &["name", "other"]);
    let chats = r#""contactData": [{"chatType": "telegram", "chatId": "790SECRET", "username": "790SECRET", "phone": "790SECRET", "x": "790SECRET"}]"#;
    let contact = format!(r#"{{"id": "c", "responsibleUserId": "u", {chats}}}"#);
    masked_model::<Contact>(&contact, &["name", "uri", "other"]);
    masked_model::<NewContact>(&contact, &["name", "uri", "other"]);
    let deal = r#"{"id": "d", "responsibleUserId": "u", "contacts": ["c"]}"#;
    masked_model::<Deal>(deal, &["name", "uri", "other"]);
    masked_model::<NewDeal>(deal, &["name", "link", "other"]);
    masked_model::<Channel>(r#"{"channelId": "c"}"#, &["plainId", "name"]);
    masked_model::<SentMessage>("{}", &["chatId"]);
    masked_model::<WebhookSettings>("{}", &["webhooksUri"]);
    masked_model::<IframeUser>(r#"{"id": "u"}"#, &["name"]);
    masked_model::<IframeChat>(
        r#"{"chatType": "vk"}"#,
        &["chatId", "name", "username", "phone"],
    );
    masked_model::<IframeLink>("{}", &["url"]);
    masked_model::<PageEntity>("{}", &["name", "link", "responsibleUserName"]);
}

#[test]
fn the_partner_api_is_masked() {
    masked_model::<ChannelsListItem>("{}", &["name", "phone"]);
    masked_model::<ChannelDetails>("{}", &["initUrl", "commentsFilter", "proxy", "autoMessage"]);
    masked_model::<CreatedAccount>(r#"{"accountId": 1}"#, &["apiKey"]);
    masked_model::<CreatedChannel>("{}", &["url", "other"]);
    masked_model::<NewChannel>("{}", &["credentials", "settings", "metadata", "token"]);
    masked_model::<Pairing>("{}", &["pairingPhone", "pairingCode"]);
    masked_model::<Link>("{}", &["link"]);
    masked_model::<ChannelsLinkRequest>(r#"{"transport": "vk"}"#, &["redirectUri", "x"]);
    masked_model::<TechUser>(r#"{"id": "u"}"#, &["name", "x"]);
    masked_model::<WabaTransaction>("{}", &["recipient_phone"]);
    let crm_key = Secret::new(SECRET.repeat(2)).unwrap();
    masked(&NewAccount::new(crm_key, "Shop").unwrap());
    masked(&NewTechUser::new("u".parse().unwrap(), SECRET, "seller".into()).unwrap());
    masked(&WebhookTest::new(SECRET).unwrap());
}

#[test]
fn connections_are_masked() {
    masked_model::<ConnectRequest>("{}", &["state", "secret", "crmKey"]);
    masked_model::<Connected>("{}", &["data"]);
    masked_model::<MarketplaceListing>(r#"{"crmCode": "c"}"#, &["authRedirectUri", "secret"]);
    masked_model::<MigrationRequest>("{}", &["clientApiKey", "webhooksUri"]);
    let key = Secret::new(SECRET).unwrap();
    masked(&key);
    masked(&CounterConnecting::new(key, "u".parse().unwrap()));
    masked(&WebhookSettingsUpdate::new(SECRET, Subscriptions::all()).unwrap());
}

#[test]
fn what_is_sent_is_masked() {
    let channel = || "c".parse().unwrap();
    let to = || Recipient::chat_id(ChatId::new(SECRET).unwrap());
    masked(&to());
    masked(&Recipient::phone("79990000000").unwrap());
    masked(&Recipient::username(SECRET).unwrap());
    let buttons = Buttons::max([vec![Button::max_callback(SECRET, SECRET).unwrap()]]).unwrap();
    masked(&buttons);
    masked(&Button::telegram_url(SECRET, SECRET).unwrap());
    let text = OutgoingMessage::text(channel(), ChatType::Vk, to(), SECRET).unwrap();
    masked(&text.buttons(buttons));
    masked(&OutgoingMessage::file(channel(), ChatType::Vk, to(), SECRET).unwrap());
    let phone = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    masked(&OutgoingMessage::template(channel(), phone, "t".parse().unwrap(), [SECRET]).unwrap());
    masked(&MessageEdit::text(SECRET).unwrap());
    masked(&MessageEdit::file(SECRET).unwrap());
    masked_model::<SendMessageBody>(
        "{}",
        &[
            "chatId",
            "username",
            "phone",
            "text",
            "contentUri",
            "templateValues",
        ],
    );
    masked_model::<EditMessageBody>("{}", &["text", "contentUri"]);
    masked_model::<ButtonsObject>("{}", &["buttons"]);
}

#[test]
fn events_are_masked_whether_they_could_be_read_or_not() {
    let body = r#"{
        "messages": [
            {"messageId": "m", "chatId": "790SECRET", "text": "790SECRET", "contentUri": "790SECRET",
             "authorName": "790SECRET", "avitoProfileId": "790SECRET", "dateTime": "790SECRET",
             "contact": {"name": "790SECRET", "avatarUri": "790SECRET", "username": "790SECRET", "phone": "790SECRET"},
             "error": {"error": "BAD_CONTACT", "description": "790SECRET", "data": "790SECRET"},
             "instPost": {"src": "790SECRET", "author": "790SECRET", "authorName": "790SECRET",
                          "description": "790SECRET", "imageSrc": "790SECRET", "previewSrc": "790SECRET"},
             "interactive": ["790SECRET"], "advert": {"x": "790SECRET"},
             "quotedMessage": {"text": "790SECRET", "authorName": "790SECRET"},
             "oldInfo": {"oldText": "790SECRET", "oldAuthorName": "790SECRET"}},
            "790SECRET",
            {"text": "790SECRET"},
            {"messageId": {"790SECRET": "790SECRET"}}
        ],
        "createContact": {"name": "790SECRET", "contactData": [{"chatId": "790SECRET"}]},
        "channelsUpdates": [{"channelId": "c", "qr": "790SECRET", "qridle": "790SECRET"}, {"channelId": []}],
        "790SECRET": "790SECRET"
    }"#;
    let webhook = webhook::parse(body).unwrap();
    assert_eq!(webhook.events.len(), 8);
    masked(&webhook);
    for event in &webhook.events {
        if let Some(error) = event.error() {
            assert!(!error.to_string().contains("SECRET"), "{error}");
        }
    }
}

#[test]
fn errors_are_masked() {
    let body = br#"{"error": "DUPLICATE_PHONE_NUMBER", "description": "User with phone number 790SECRET already exists in the CRM.", "data": {"phone": "790SECRET"}}"#;
    masked(&ApiErrorBody::parse(400, body));
    masked(&ApiErrorBody::parse(502, b"<html>790SECRET"));
    masked(&RawJson::parse_text(r#""790SECRET""#).unwrap());
    let not_json = webhook::parse("{\"790SECRET\": 790SECRET}").unwrap_err();
    masked(&not_json);
    assert!(!not_json.to_string().contains("SECRET"));
}

#[test]
fn what_is_not_personal_is_shown() {
    let mut message = Message::new("m-1".parse().unwrap());
    message.text = Some("Hi".into());
    let shown = format!("{message:?}");
    assert!(shown.contains(r#"message_id: MessageId("m-1")"#), "{shown}");
    assert!(
        shown.contains("text: Some(<hidden>), content_uri: None"),
        "{shown}"
    );
}

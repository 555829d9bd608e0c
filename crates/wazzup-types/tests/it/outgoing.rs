//! What is sent, as it stands on the wire.

use serde_json::{Value, json};
use wazzup_types::iframe::{ActiveChat, IframeChat, IframeOptions, IframeRequest, IframeUser};
use wazzup_types::message::{Button, Buttons, Intent, SendMessageBody};
use wazzup_types::{
    ChannelId, ChatId, ChatType, Invalid, MessageEdit, OutgoingMessage, Recipient, TemplateId,
};

fn channel() -> ChannelId {
    ChannelId::new("c-1").unwrap()
}

fn to(chat_id: &str) -> Recipient {
    Recipient::chat_id(ChatId::new(chat_id).unwrap())
}

fn text(chat_type: ChatType, to: Recipient) -> Result<OutgoingMessage, Invalid> {
    OutgoingMessage::text(channel(), chat_type, to, " Hi ")
}

fn json_of(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn a_text_is_sent_untrimmed_with_every_option() {
    let message = text(ChatType::WhatsApp, to("79990000000"))
        .unwrap()
        .crm_message_id("order-1".parse().unwrap())
        .crm_user_id("u-1".parse().unwrap())
        .ref_message_id("m-0".parse().unwrap())
        .clear_unanswered(false);
    assert_eq!(
        json_of(&message),
        json!({
            "channelId": "c-1", "chatType": "whatsapp", "chatId": "79990000000", "text": " Hi ",
            "crmMessageId": "order-1", "crmUserId": "u-1", "refMessageId": "m-0",
            "clearUnanswered": false,
        })
    );
}

#[test]
fn a_file_keeps_its_address_as_given() {
    let uri = "https://files.example.com";
    let message = OutgoingMessage::file(channel(), ChatType::Vk, to("5"), uri).unwrap();
    assert_eq!(json_of(&message)["contentUri"], uri);
    assert_eq!(json_of(&message).get("text"), None);
}

#[test]
fn a_template_has_two_forms() {
    let id = TemplateId::new("t-1").unwrap();
    let by_id = OutgoingMessage::template(channel(), to("79990000000"), id.clone(), ["a", "b"]);
    let by_id = json_of(&by_id.unwrap());
    assert_eq!(
        (&by_id["templateId"], &by_id["chatType"]),
        (&json!("t-1"), &json!("whatsapp"))
    );
    assert_eq!(by_id["templateValues"], json!(["a", "b"]));
    let text = OutgoingMessage::template_as_text(channel(), to("79990000000"), &id, ["a", "b"]);
    assert_eq!(
        json_of(&text.unwrap())["text"],
        "@template: t-1 { [[a]]; [[b]] }"
    );
    let odd = OutgoingMessage::template_as_text(channel(), to("79990000000"), &id, ["a;b"]);
    assert_eq!(odd.unwrap_err().field(), "templateValues");
}

#[test]
fn a_recipient_must_fit_the_messenger() {
    let username = || Recipient::username("anna").unwrap();
    let phone = || Recipient::phone("79990000000").unwrap();
    assert_eq!(
        json_of(&text(ChatType::Telegram, username()).unwrap())["username"],
        "anna"
    );
    assert_eq!(
        json_of(&text(ChatType::Max, phone()).unwrap())["phone"],
        "79990000000"
    );
    assert!(text(ChatType::Telegram, phone()).is_ok());
    assert_eq!(
        text(ChatType::Max, username()).unwrap_err().field(),
        "username"
    );
    assert_eq!(
        text(ChatType::WhatsApp, phone()).unwrap_err().field(),
        "phone"
    );
    assert_eq!(
        text(ChatType::Viber, to("+7999")).unwrap_err().field(),
        "chatId"
    );
    assert_eq!(
        text(ChatType::Instagram, to("@anna")).unwrap_err().field(),
        "chatId"
    );
    assert!(text(ChatType::WhatsAppGroup, to("120-5@g.us")).is_ok());
    assert!(text(ChatType::from("pigeon"), username()).is_ok());
    assert!(Recipient::username("@anna").is_err());
    assert!(Recipient::phone("+7").is_err());
}

#[test]
fn nothing_is_not_sent() {
    assert!(OutgoingMessage::text(channel(), ChatType::Vk, to("5"), "").is_err());
    assert!(OutgoingMessage::file(channel(), ChatType::Vk, to("5"), "").is_err());
    assert!(MessageEdit::text("").is_err());
}

#[test]
fn an_edit_has_text_or_a_file() {
    let edit = MessageEdit::text("new")
        .unwrap()
        .crm_user_id("u".parse().unwrap());
    assert_eq!(json_of(&edit), json!({"text": "new", "crmUserId": "u"}));
    let edit = MessageEdit::file("https://a.b").unwrap();
    assert_eq!(json_of(&edit), json!({"contentUri": "https://a.b"}));
}

#[test]
fn each_messenger_has_its_buttons() {
    let waba = Buttons::waba([
        Button::waba("Yes", Some("y".into())).unwrap(),
        Button::waba("No", None).unwrap(),
    ]);
    assert_eq!(
        json_of(&waba.unwrap()),
        json!({"buttons": [{"text": "Yes", "type": "text", "payload": "y"}, {"text": "No", "type": "text"}]})
    );
    assert_eq!(
        json_of(&Buttons::template_payloads(["a", "b"]).unwrap()),
        json!({"buttons": [{"payload": "a"}, {"payload": "b"}]})
    );
    let inline = Buttons::telegram_inline([vec![
        Button::telegram_url("Go", "https://a.b").unwrap(),
        Button::telegram_callback("Do", "d").unwrap(),
    ]]);
    assert_eq!(
        json_of(&inline.unwrap()),
        json!({
            "replyMarkup": "inline",
            "buttons": [[{"text": "Go", "url": "https://a.b"}, {"text": "Do", "callbackData": "d"}]],
        })
    );
    let keyboard = Buttons::telegram_keyboard([vec![Button::telegram_text("A").unwrap()]], true);
    assert_eq!(
        json_of(&keyboard.unwrap()),
        json!({"replyMarkup": "reply", "oneTimeKeyboard": true, "buttons": [[{"text": "A"}]]})
    );
    assert_eq!(
        json_of(&Buttons::telegram_remove_keyboard()),
        json!({"replyMarkup": "reply", "removeKeyboard": true})
    );
    let max = Buttons::max([vec![
        Button::max_callback("A", "a")
            .unwrap()
            .intent(Intent::Positive),
        Button::max_link("B", "https://a.b").unwrap(),
        Button::max_message("C").unwrap(),
    ]]);
    assert_eq!(
        json_of(&max.unwrap()),
        json!({
            "chatType": "max",
            "buttons": [[
                {"text": "A", "type": "callback", "payload": "a", "intent": "positive"},
                {"text": "B", "type": "link", "url": "https://a.b"},
                {"text": "C", "type": "message"},
            ]],
        })
    );
}

#[test]
fn what_is_sent_is_read_by_a_server() {
    let message = text(ChatType::Telegram, Recipient::username("anna").unwrap()).unwrap();
    let button = Button::telegram_callback("A", "a").unwrap();
    let message = message.buttons(Buttons::telegram_inline([vec![button]]).unwrap());
    let written = serde_json::to_string(&message).unwrap();
    let body: SendMessageBody = serde_json::from_str(&written).unwrap();
    assert_eq!(body, SendMessageBody::from(&message));
    assert_eq!(body.username.as_deref(), Some("anna"));
    assert_eq!(json_of(&body), json_of(&message));
}

#[test]
fn buttons_can_go_alone() {
    let message = OutgoingMessage::buttons_only(
        channel(),
        ChatType::Telegram,
        to("5"),
        Buttons::telegram_remove_keyboard(),
    );
    assert_eq!(
        json_of(&message.unwrap()),
        json!({
            "channelId": "c-1", "chatType": "telegram", "chatId": "5",
            "buttonsObject": {"replyMarkup": "reply", "removeKeyboard": true},
        })
    );
}

#[test]
fn a_window_of_chats_leaves_out_what_is_empty() {
    let user = IframeUser::new("u".parse().unwrap());
    assert_eq!(
        json_of(&IframeRequest::global(user.clone())),
        json!({"user": {"id": "u"}, "scope": "global"})
    );
    let chat = || ChatId::new("79990000000").unwrap();
    let mut options = IframeOptions::default();
    options.use_deals_events = Some(true);
    let card = IframeRequest::card(
        user.name("Ann"),
        [IframeChat::new(ChatType::WhatsApp, chat()).name("Anna")],
    );
    let card = card
        .unwrap()
        .active_chat(ActiveChat::new(ChatType::WhatsApp, chat()).channel_id(channel()))
        .options(options);
    assert_eq!(
        json_of(&card),
        json!({
            "user": {"id": "u", "name": "Ann"}, "scope": "card",
            "filter": [{"chatType": "whatsapp", "chatId": "79990000000", "name": "Anna"}],
            "activeChat": {"channelId": "c-1", "chatType": "whatsapp", "chatId": "79990000000"},
            "options": {"useDealsEvents": true},
        })
    );
}

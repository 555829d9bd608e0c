//! Every documented limit: the last value that passes, and the first that does not.

use wazzup_types::connect::MarketplaceUpdate;
use wazzup_types::iframe::{IframeRequest, IframeUser};
use wazzup_types::message::{Button, Buttons, Intent};
use wazzup_types::tech::NewAccount;
use wazzup_types::{
    Actual, ChannelId, ChatId, ChatType, ContactChat, ContactId, DealId, Invalid, Limit, MessageId,
    NewContact, NewDeal, NewPipeline, NewStage, NewUser, PipelineId, Secret, StageId,
    Subscriptions, UserId, WebhookSettingsUpdate,
};

fn letters(count: usize) -> String {
    // Two bytes each: limits are in characters.
    "я".repeat(count)
}

#[track_caller]
fn too_long<T: std::fmt::Debug>(result: Result<T, Invalid>, field: &str, max: usize) {
    let error = result.unwrap_err();
    assert_eq!(
        (error.field(), error.limit(), error.actual()),
        (field, Limit::MaxChars(max), Actual::Chars(max + 1))
    );
}

fn chat() -> ContactChat {
    ContactChat::new(ChatType::WhatsApp, ChatId::new("79990000000").unwrap())
}

fn contact(name: String, chats: Vec<ContactChat>) -> Result<NewContact, Invalid> {
    NewContact::new("c".parse().unwrap(), "u".parse().unwrap(), name, chats)
}

fn deal(name: String, contacts: usize) -> Result<NewDeal, Invalid> {
    let contacts = (0..contacts).map(|n| ContactId::new(format!("c-{n}")).unwrap());
    NewDeal::new("d".parse().unwrap(), "u".parse().unwrap(), name, contacts)
}

#[test]
fn an_id_is_made_of_any_text() {
    let owned = String::from("m-1");
    let ids = [
        MessageId::new("m-1"),
        MessageId::new(owned.as_str()),
        MessageId::new(owned.clone().into_boxed_str()),
        MessageId::new(owned),
    ];
    assert!(ids.iter().all(|id| id.as_ref().unwrap() == "m-1"));
}

#[test]
fn an_id_is_neither_empty_nor_longer_than_the_limit() {
    assert_eq!(ChannelId::new("").unwrap_err().limit(), Limit::MinChars(1));
    assert!(ContactId::new(letters(100)).is_ok());
    too_long(ContactId::new(letters(101)), "contactId", 100);
    too_long(DealId::new(letters(101)), "dealId", 100);
    too_long(PipelineId::new(letters(101)), "pipelineId", 100);
    too_long(StageId::new(letters(101)), "stageId", 100);
    too_long(UserId::new(letters(101)), "userId", 100);
}

#[test]
fn a_user_has_limits() {
    let user =
        |id: usize, name: usize| NewUser::new(UserId::new(letters(id)).unwrap(), letters(name));
    assert!(user(64, 150).is_ok());
    too_long(user(65, 1), "id", 64);
    too_long(user(1, 151), "name", 150);
    assert_eq!(user(1, 0).unwrap_err().limit(), Limit::MinChars(1));
    let odd = user(1, 1).unwrap().phone("+7 999").unwrap_err();
    assert_eq!((odd.field(), odd.actual()), ("phone", Actual::Other));
}

#[test]
fn a_contact_has_limits() {
    assert!(contact(letters(200), vec![chat()]).is_ok());
    too_long(contact(letters(201), vec![chat()]), "name", 200);
    let none = contact(letters(1), vec![]).unwrap_err();
    assert_eq!(
        (none.limit(), none.actual()),
        (Limit::MinItems(1), Actual::Items(0))
    );
    assert!(
        contact(letters(1), vec![chat()])
            .unwrap()
            .uri(letters(200))
            .is_ok()
    );
    too_long(
        contact(letters(1), vec![chat()]).unwrap().uri(letters(201)),
        "uri",
        200,
    );
}

#[test]
fn a_chat_of_a_contact_is_found_by_its_place() {
    let nowhere: ContactChat = serde_json::from_str(r#"{"chatType": "telegram"}"#).unwrap();
    let error = contact("n".into(), vec![chat(), nowhere]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`contactData[1].chatId` is missing, at least 1 must be given"
    );
    let unnamed: ContactChat = serde_json::from_str(r#"{"chatId": "1"}"#).unwrap();
    let error = contact("n".into(), vec![unnamed]).unwrap_err();
    assert_eq!(error.field(), "contactData[0].chatType");
    assert!(ContactChat::telegram_username("@anna").is_err());
    assert!(ContactChat::telegram_username("anna").is_ok());
    assert!(ContactChat::phone(ChatType::Max, "79990000000").is_ok());
    assert!(ContactChat::phone(ChatType::WhatsApp, "79990000000").is_err());
}

#[test]
fn a_deal_has_limits() {
    assert!(deal(letters(200), 10).is_ok());
    too_long(deal(letters(201), 1), "name", 200);
    let many = deal(letters(1), 11).unwrap_err();
    assert_eq!(
        many.to_string(),
        "`contacts` has 11 items, at most 10 are allowed"
    );
    assert_eq!(deal(letters(1), 0).unwrap_err().limit(), Limit::MinItems(1));
    too_long(deal(letters(1), 1).unwrap().uri(letters(201)), "uri", 200);
}

#[test]
fn a_pipeline_has_limits() {
    assert!(NewPipeline::new("p".parse().unwrap(), letters(100)).is_ok());
    too_long(
        NewPipeline::new("p".parse().unwrap(), letters(101)),
        "name",
        100,
    );
    too_long(
        NewStage::new("s".parse().unwrap(), letters(101)),
        "name",
        100,
    );
}

#[test]
fn the_webhook_address_has_a_limit() {
    let update = |len| WebhookSettingsUpdate::new(letters(len), Subscriptions::all());
    assert!(update(200).is_ok());
    too_long(update(201), "webhooksUri", 200);
    assert!(update(0).is_err());
}

#[test]
fn buttons_have_limits() {
    assert!(Button::waba(letters(20), None).is_ok());
    too_long(Button::waba(letters(21), None), "text", 20);
    assert!(Button::telegram_text(letters(64)).is_ok());
    too_long(Button::telegram_text(letters(65)), "text", 64);
    assert!(Button::telegram_callback("t", letters(32)).is_ok());
    let error = Button::telegram_callback("t", letters(33)).unwrap_err();
    assert_eq!(
        (error.limit(), error.actual()),
        (Limit::MaxBytes(64), Actual::Bytes(66))
    );
    assert!(Button::telegram_callback("t", "").is_err());

    let buttons = |count| Buttons::waba((0..count).map(|_| Button::waba("t", None).unwrap()));
    assert!(buttons(10).is_ok());
    assert_eq!(buttons(11).unwrap_err().limit(), Limit::MaxItems(10));
    assert!(buttons(0).is_err());
    assert!(Buttons::telegram_inline([]).is_err());
}

#[test]
fn buttons_stand_among_their_kind_only() {
    let waba = || Button::waba("t", None).unwrap();
    let text = || Button::telegram_text("t").unwrap();
    let url = || Button::telegram_url("t", "https://a.b").unwrap();
    let max = || Button::max_message("t").unwrap();
    let rows = |good: Button, odd: Button| [vec![good.clone()], vec![good, odd]];
    let refused = |result: Result<Buttons, Invalid>, field: &str| {
        let error = result.unwrap_err();
        assert_eq!((error.field(), error.actual()), (field, Actual::Other));
        assert!(matches!(error.limit(), Limit::Form(_)), "{error}");
    };
    for odd in [text(), url(), max(), waba().intent(Intent::Positive)] {
        refused(Buttons::waba([waba(), odd]), "buttons[1]");
    }
    for odd in [waba(), text(), max(), url().intent(Intent::Positive)] {
        refused(Buttons::telegram_inline(rows(url(), odd)), "buttons[1][1]");
    }
    for odd in [waba(), url(), max(), text().intent(Intent::Positive)] {
        let keyboard = Buttons::telegram_keyboard(rows(text(), odd), false);
        refused(keyboard, "buttons[1][1]");
    }
    for odd in [waba(), url(), text()] {
        refused(Buttons::max(rows(max(), odd)), "buttons[1][1]");
    }
    assert!(Buttons::max(rows(max(), max().intent(Intent::Negative))).is_ok());
}

#[test]
fn neither_a_row_nor_a_payload_of_buttons_is_empty() {
    let error = Buttons::max([vec![Button::max_message("t").unwrap()], vec![]]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`buttons[1]` has 0 items, at least 1 must be given"
    );
    let error = Button::waba("t", Some(String::new())).unwrap_err();
    assert_eq!(
        (error.field(), error.limit()),
        ("payload", Limit::MinChars(1))
    );
    let error = Buttons::template_payloads(["a", ""]).unwrap_err();
    assert_eq!(
        (error.field(), error.limit(), error.actual()),
        ("buttons[1].payload", Limit::MinChars(1), Actual::Chars(0))
    );
}

#[test]
fn a_card_window_wants_a_chat() {
    let user = IframeUser::new("u".parse().unwrap());
    assert_eq!(IframeRequest::card(user, []).unwrap_err().field(), "filter");
}

#[test]
fn a_partner_account_wants_a_long_key_and_turns_the_rouble_right() {
    let short = NewAccount::new(Secret::new("x".repeat(15)).unwrap(), "Shop").unwrap_err();
    assert_eq!(
        (short.limit(), short.actual()),
        (Limit::MinChars(16), Actual::Chars(15))
    );
    let account = NewAccount::new(Secret::new("x".repeat(16)).unwrap(), "Shop").unwrap();
    let account = serde_json::to_value(account.currency("RUB".into())).unwrap();
    assert_eq!(
        (&account["currency"], &account["lang"]),
        (&"RUR".into(), &"ru".into())
    );
}

#[test]
fn a_partner_account_that_is_read_is_held_to_the_same() {
    let read = |key: &str, name: &str, currency: &str| {
        let lang = "ru";
        let json =
            serde_json::json!({"crmKey": key, "name": name, "lang": lang, "currency": currency});
        serde_json::from_value::<NewAccount>(json)
    };
    let key = "x".repeat(16);
    let short = read(&key[1..], "Shop", "RUR").unwrap_err().to_string();
    assert_eq!(
        short,
        "`crmKey` has 15 characters, at least 16 must be given"
    );
    let unnamed = read(&key, "", "RUR").unwrap_err().to_string();
    assert_eq!(unnamed, "`name` has 0 characters, at least 1 must be given");
    let account = serde_json::to_value(read(&key, "Shop", "RUB").unwrap()).unwrap();
    assert_eq!(account["currency"], "RUR");
}

#[test]
fn the_name_of_a_listed_crm_has_a_limit() {
    assert!(MarketplaceUpdate::new().crm_name(letters(50)).is_ok());
    too_long(
        MarketplaceUpdate::new().crm_name(letters(51)),
        "crmName",
        50,
    );
}

#[test]
fn an_error_never_shows_what_was_given() {
    let error = NewUser::new("u".parse().unwrap(), "n")
        .unwrap()
        .phone("+79990000000")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`phone` has another form, it must be digits only, country code first"
    );
    assert!(!format!("{error:?}").contains("7999"));
}

use serde_json::{Value, json};
use wazzup_whatsapp_webhooks::{
    AccountUpdate, Answerable, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate,
    CallbackButton, CallbackSelection, ChatOpened, DeletedMessage, EditedMessage, FlowCompletion,
    GroupMessageStatus, IdentityChange, MalformedEvent, Message, MessageStatus,
    OutgoingDeletedMessage, OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange, Raw,
    RawUpdate, TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate,
    TemplateStatusUpdate, UserMarketingPreferences,
    dispatch::{Disposition, Envelope, Event, Router},
    envelope, parse,
    testing::Delivery,
    types::{BusinessId, PhoneNumberId, WabaId},
};

use crate::support::{Log, SECRET, USER, endpoint, log_with, only, send};

/// One of each kind, in one delivery.
fn one_of_each() -> Delivery {
    let call = |event: &str| json!({ "id": "wacid.1", "event": event });
    let echo = |message: Value| {
        let mut message = message;
        message["id"] = "wamid.e".into();
        message["to"] = USER.into();
        json!({ "message_echoes": [message] })
    };
    let template = json!({ "message_template_id": 17 });
    let edit = json!({ "original_message_id": "wamid.0", "message": { "type": "text" } });
    Delivery::new()
        .text(USER, "hello")
        .button(USER, "wamid.0", "slot-7")
        .selection(USER, "wamid.0", "slot-7")
        .flow_completion(USER, "wamid.0", &json!({ "flow_token": "t" }))
        .call_permission(USER, "wamid.0", "accept")
        .message(USER, json!({ "type": "request_welcome" }))
        .message(USER, json!({ "type": "edit", "edit": edit }))
        .message(
            USER,
            json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.0" } }),
        )
        .message(
            USER,
            json!({ "type": "system", "system": { "type": "user_changed_number", "wa_id": "1" } }),
        )
        .message(
            USER,
            json!({ "type": "system", "system": { "type": "customer_identity_changed" } }),
        )
        .status("wamid.0", "read")
        .status_of(json!({ "id": "wamid.0", "status": "read", "recipient_type": "group" }))
        .call(USER, call("connect"))
        .call(USER, call("terminate"))
        .of_number(
            "calls",
            json!({ "statuses": [{ "id": "wacid.1", "type": "call", "status": "RINGING" }] }),
        )
        .of_number(
            "user_preferences",
            json!({ "user_preferences": [
            { "wa_id": USER, "category": "marketing_messages", "value": "stop" },
        ] }),
        )
        .of_number(
            "smb_message_echoes",
            echo(json!({ "type": "text", "text": { "body": "x" } })),
        )
        .of_number(
            "smb_message_echoes",
            echo(json!({ "type": "edit", "edit": edit })),
        )
        .of_number(
            "smb_message_echoes",
            echo(json!({
                "type": "revoke", "revoke": { "original_message_id": "wamid.0" },
            })),
        )
        .change("message_template_status_update", template.clone())
        .change("template_category_update", template.clone())
        .change("message_template_quality_update", template.clone())
        .change("message_template_components_update", template)
        .change("account_update", json!({ "event": "ACCOUNT_DELETED" }))
        .change("security", json!({ "event": "PIN_CHANGED" }))
        .message(USER, 17.into())
}

macro_rules! handlers {
    ($log:expr, $($event:ident),+ $(,)?) => {
        Router::new()$(.on(log_with!($log, |_event: $event| {
            concat!(stringify!($event), "").to_owned() + " " + <$event as Event>::NAME
        })))+
    };
}

#[tokio::test]
async fn every_kind_reaches_the_handler_of_its_type_and_the_raw_update_comes_last() {
    let log = Log::default();
    let router = handlers!(
        log,
        RawUpdate,
        AccountUpdate,
        CallConnect,
        CallPermissionUpdate,
        CallStatus,
        CallTerminate,
        CallbackButton,
        CallbackSelection,
        ChatOpened,
        DeletedMessage,
        EditedMessage,
        FlowCompletion,
        GroupMessageStatus,
        IdentityChange,
        MalformedEvent,
        Message,
        MessageStatus,
        OutgoingDeletedMessage,
        OutgoingEditedMessage,
        OutgoingMessage,
        PhoneNumberChange,
        Raw,
        TemplateCategoryUpdate,
        TemplateComponentsUpdate,
        TemplateQualityUpdate,
        TemplateStatusUpdate,
        UserMarketingPreferences,
    );
    let service = endpoint(router).build().unwrap();
    let report = service.dispatch(one_of_each().body()).await.unwrap();
    assert!(report.all_succeeded());
    assert_eq!((report.status().as_u16(), report.malformed), (200, 1));
    assert_eq!(report.events.events().len(), 27);
    assert_eq!(log.lines().last().unwrap(), "RawUpdate raw_update");
    assert_eq!(
        log.sorted(),
        [
            "AccountUpdate account_update",
            "CallConnect call_connect",
            "CallPermissionUpdate call_permission_update",
            "CallStatus call_status",
            "CallTerminate call_terminate",
            "CallbackButton callback_button",
            "CallbackSelection callback_selection",
            "ChatOpened chat_opened",
            "DeletedMessage deleted_message",
            "EditedMessage edited_message",
            "FlowCompletion flow_completion",
            "GroupMessageStatus group_message_statuses",
            "IdentityChange identity_change",
            "MalformedEvent malformed",
            "Message message",
            "MessageStatus message_status",
            "OutgoingDeletedMessage outgoing_deleted_message",
            "OutgoingEditedMessage outgoing_edited_message",
            "OutgoingMessage outgoing_message",
            "PhoneNumberChange phone_number_change",
            "Raw raw",
            "RawUpdate raw_update",
            "TemplateCategoryUpdate template_category_update",
            "TemplateComponentsUpdate template_components_update",
            "TemplateQualityUpdate template_quality_update",
            "TemplateStatusUpdate template_status_update",
            "UserMarketingPreferences user_marketing_preferences",
        ]
    );
}

#[test]
fn an_event_has_the_name_that_the_parser_gives_it_and_its_own_json() {
    for event in parse(one_of_each().body()).unwrap().events {
        let (name, raw) = (event.name(), event.raw().as_str().to_owned());
        let typed = event.is_typed();
        let envelope = envelope(event);
        if typed {
            assert_eq!(envelope.name(), name);
        }
        assert_eq!(envelope.raw().unwrap().as_str(), raw);
    }
}

#[test]
fn debug_shows_nothing_of_a_person() {
    for event in parse(one_of_each().body()).unwrap().events {
        let envelope = envelope(event);
        let shown = format!(
            "{:?} {:?} {:?}",
            envelope.get::<Message>(),
            envelope.get::<CallbackButton>(),
            envelope.get::<MalformedEvent>()
        );
        for hidden in [USER, "hello", "A user", "slot-7"] {
            assert!(!shown.contains(hidden), "{hidden} in {shown}");
        }
    }
}

#[tokio::test]
async fn handlers_reach_what_stood_around_their_event() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |message: Message| format!(
        "{:?} {:?} {:?} {}",
        message.sender().name,
        message.phone_number_id().map(PhoneNumberId::as_str),
        message.change().entry_id.as_ref().map(|id| id.as_str()),
        message.raw().as_str().len() > 20,
    )));
    let service = endpoint(router).build().unwrap();
    let delivery = Delivery::new()
        .waba("77")
        .phone_number("88")
        .text(USER, "x");
    assert!(
        service
            .dispatch(delivery.body())
            .await
            .unwrap()
            .all_succeeded()
    );
    assert_eq!(
        log.lines(),
        [r#"Some("A user") Some("88") Some("77") true"#]
    );
}

#[tokio::test]
async fn an_event_nobody_wants_goes_to_the_hook_for_those_and_is_200() {
    let log = Log::default();
    let router =
        Router::new().on_unhandled(log_with!(log, |event: Envelope| event.name().to_owned()));
    let service = endpoint(router).build().unwrap();
    let report = service
        .dispatch(Delivery::new().status("wamid.0", "read").body())
        .await
        .unwrap();
    assert_eq!(
        report.events.events()[0].disposition(),
        Disposition::Unhandled
    );
    assert_eq!(report.status(), 200);
    // No raw update: nobody asked for one.
    assert_eq!(log.lines(), ["message_status"]);
}

#[tokio::test]
async fn a_raw_update_comes_once_per_delivery_whatever_is_in_it() {
    let log = Log::default();
    let router = Router::new()
        .on(log_with!(log, |update: RawUpdate| format!(
            "{:?}",
            update.fields()
        )))
        .on_any(log_with!(log, |event: Envelope| event.name().to_owned()));
    let service = endpoint(router).build().unwrap();
    let body = Delivery::new().text(USER, "a").text(USER, "b").body();
    for body in [body.as_str(), "{}", "17", "\u{feff}{\"entry\":[]}"] {
        let request = crate::support::signed(body.to_owned());
        assert_eq!(send(&service, request).await.0, 200, "{body}");
    }
    let lines = log.lines();
    assert_eq!(lines.iter().filter(|line| *line == "raw_update").count(), 4);
    assert_eq!(lines[..2], ["message", "message"]);
    assert!(lines.contains(&r#"["messages", "messages"]"#.to_owned()));
}

#[tokio::test]
async fn a_failing_raw_handler_makes_a_500_too() {
    let router = Router::new().on(async |_: RawUpdate| Err::<(), _>(std::io::Error::other("no")));
    let service = endpoint(router).build().unwrap();
    let request = Delivery::new().text(USER, "x").signed(SECRET).request("/");
    assert_eq!(send(&service, request).await.0, 500);
}

#[tokio::test]
async fn updates_of_other_accounts_reach_the_raw_handler_only() {
    let log = Log::default();
    let router = Router::new()
        .on(log_with!(log, |message: Message| message.id.to_string()))
        .on(log_with!(log, |_update: TemplateStatusUpdate| "template"))
        .on(log_with!(log, |update: AccountUpdate| format!(
            "account {:?}",
            update.change().entry_id.as_ref().map(|id| id.as_str())
        )))
        .on(log_with!(log, |update: RawUpdate| format!(
            "raw {}",
            update.fields().len()
        )));
    let service = endpoint(router)
        .only_phone_number(PhoneNumberId::new("88").unwrap())
        .only_waba(WabaId::new("77").unwrap())
        .only_business(BusinessId::new("99").unwrap())
        .build()
        .unwrap();
    let delivery = Delivery::new()
        .waba("77")
        .phone_number("88")
        .text(USER, "ours")
        .phone_number("89")
        .text(USER, "of another number")
        .waba("78")
        .phone_number("88")
        .text(USER, "of another account")
        .template_status(17, "t", "APPROVED")
        .change("account_update", json!({}))
        .waba("99")
        .change("account_update", json!({}));
    let report = service.dispatch(delivery.body()).await.unwrap();
    assert_eq!((report.foreign, report.events.events().len()), (4, 3));
    assert_eq!(report.status(), 200);
    assert_eq!(log.sorted(), [r#"account Some("99")"#, "raw 6", "wamid.1"]);
}

/// A thousand updates of all kinds, of many users, with odd ones among them.
fn thousand() -> Delivery {
    (0..100).fold(Delivery::new(), |delivery, round| {
        let user = format!("1555010{:04}", round % 37);
        let id = format!("wamid.s{round}");
        delivery
            .text(&user, "hello")
            .reply(&user, &id, "an answer")
            .button(&user, &id, "data")
            .selection(&user, &id, "data")
            .status(&id, "sent")
            .status(&id, "delivered")
            .status(&id, "read")
            .template_status(round, "t", "APPROVED")
            .change("history", json!({ "round": round }))
            .message(&user, json!(["odd", round]))
    })
}

#[tokio::test]
async fn a_thousand_mixed_updates_are_a_thousand_events_in_the_order_of_each_conversation() {
    let log = Log::default();
    let router = Router::new()
        .on(log_with!(log, |status: MessageStatus| format!(
            "{} {}",
            status.id,
            status.status.as_ref().unwrap()
        )))
        .on_any(log_with!(log, |event: Envelope| event.name().to_owned()));
    let service = endpoint(router).build().unwrap();
    let request = thousand().signed(SECRET).request("/");
    assert_eq!(send(&service, request).await.0, 200);
    let lines = log.lines();
    let named = |name: &str| lines.iter().filter(|line| *line == name).count();
    for (name, expected) in [
        ("message", 200),
        ("callback_button", 100),
        ("callback_selection", 100),
        ("message_status", 300),
        ("template_status_update", 100),
        ("raw", 100),
        ("malformed", 100),
    ] {
        assert_eq!(named(name), expected, "{name}");
    }
    for round in 0..100 {
        let prefix = format!("wamid.s{round} ");
        let of_this = lines.iter().filter_map(|line| line.strip_prefix(&prefix));
        assert_eq!(of_this.collect::<Vec<_>>(), ["sent", "delivered", "read"]);
    }
    let report = service.dispatch(thousand().body()).await.unwrap();
    // What has no model and what cannot be read has no id to be known by.
    assert_eq!((report.repeated, report.events.events().len()), (800, 200));
}

#[test]
fn an_event_says_what_it_takes_to_answer_it() {
    let origin = |event: &dyn Answerable| {
        let origin = event.origin()?;
        let message = origin.message().map(|id| id.as_str().to_owned());
        assert_eq!(origin.number(), Delivery::PHONE_NUMBER);
        assert_eq!(origin.user().as_str(), USER);
        Some((origin.chat().as_str().to_owned(), message))
    };
    let found =
        |chat: &str, message: Option<&str>| Some((chat.to_owned(), message.map(str::to_owned)));
    let text: Message = only(Delivery::new().text(USER, "x"));
    assert_eq!(origin(&text), found(USER, Some("wamid.1")));
    let in_group = json!({ "id": "wamid.g", "group_id": "g-1" });
    let in_group: Message = only(Delivery::new().message(USER, in_group));
    assert_eq!(origin(&in_group), found("g-1", Some("wamid.g")));
    let reaction = json!({ "type": "reaction", "reaction": { "message_id": "wamid.0" } });
    let reaction: Message = only(Delivery::new().message(USER, reaction));
    assert_eq!(origin(&reaction), found(USER, Some("wamid.0")));
    let status = json!({ "id": "wamid.0", "status": "read", "recipient_id": USER });
    let status: MessageStatus = only(Delivery::new().status_of(status));
    assert_eq!(origin(&status), found(USER, Some("wamid.0")));
    let call = json!({ "id": "wacid.1", "event": "connect" });
    let call: CallConnect = only(Delivery::new().call(USER, call));
    assert_eq!(origin(&call), found(USER, None));

    // What is marked as read is what the user sent, not what it is about.
    let received = |event: &dyn Answerable| event.origin().unwrap().received().cloned();
    assert_eq!(received(&text).unwrap(), "wamid.1");
    assert_eq!(received(&reaction).as_ref(), Some(&reaction.id));
    assert_eq!(received(&status), None);
    assert_eq!(received(&call), None);

    // Without a number it came to, or a user it came from, there is none.
    let value = json!({ "messages": [{ "id": "wamid.1", "from": USER }] });
    let nowhere: Message = only(Delivery::new().change("messages", value));
    assert_eq!(origin(&nowhere), None);
    let value = json!({ "messages": [{ "id": "wamid.1" }] });
    let nobody: Message = only(Delivery::new().of_number("messages", value));
    assert_eq!(origin(&nobody), None);
}

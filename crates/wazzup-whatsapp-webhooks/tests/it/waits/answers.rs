use serde_json::{Value, json};
use wazzup_whatsapp_webhooks::{
    GroupMessageStatus, Message, SentRef,
    dispatch::{Context, Disposition, Envelope, Filter, Handler, Router, WaitError},
    filters::{any, messages, statuses, text},
    message_subject,
    testing::Delivery,
    types::{
        Bsuid, GroupId, ParentBsuid, PhoneNumberId, Recipient,
        message::{SendAnswer, SentContact, SentMessage},
    },
    user_topic,
};

use super::{LIMIT, deliver, id, message, number, sent, sent_to, written};
use crate::support::{Log, USER, endpoint, log_with};

#[tokio::test(start_paused = true)]
async fn a_reply_is_taken_from_the_handlers_and_nothing_else_is() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |message: Message| {
        message.text_or_caption().unwrap_or_default().to_owned()
    }));
    let service = endpoint(router.clone()).build().unwrap();
    let sent = sent_to(USER, router.mark());
    let wait = sent
        .wait_for_reply(&router)
        .filter(text::matches("yes"))
        .timeout(LIMIT)
        .start();
    deliver(&service, written("4915100000", "yes")).await;
    deliver(&service, written(USER, "hm")).await;
    assert_eq!(
        deliver(&service, written(USER, "yes")).await,
        [Disposition::Taken]
    );
    deliver(&service, written(USER, "yes")).await;
    assert_eq!(wait.await.unwrap().text_or_caption(), Some("yes"));
    assert_eq!(log.lines(), ["yes", "hm", "yes"]);
    assert_eq!(router.waits(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_user_is_found_by_each_id() {
    let contact = |ids: Value| {
        let value = json!({
            "contacts": [ids], "messages": [{ "from": "15550104477", "id": "wamid.x" }],
        });
        Delivery::new().of_number("messages", value)
    };
    let all = json!({ "wa_id": USER, "user_id": "NL.90210", "parent_user_id": "NL.ENT.7" });
    for user in [
        Recipient::parse(USER).unwrap(),
        Recipient::parse("+1 (555) 010-4477").unwrap(),
        Recipient::Bsuid(Bsuid::new("NL.90210").unwrap()),
        Recipient::ParentBsuid(ParentBsuid::new("NL.ENT.7").unwrap()),
    ] {
        let (service, router, _) = sent();
        let listen = router.listen::<Message>(user_topic(&number(), &user));
        let wait = listen.timeout(LIMIT).start();
        assert_eq!(
            deliver(&service, contact(all.clone())).await,
            [Disposition::Taken],
            "{user:?}"
        );
        assert!(wait.await.is_ok());
        // Neither to another number, nor by the events of another user.
        let wait = router.listen::<Message>(user_topic(&PhoneNumberId::new("1").unwrap(), &user));
        let wait = wait.timeout(LIMIT).start();
        deliver(&service, written(USER, "x")).await;
        deliver(&service, written("NL.90210", "x")).await;
        assert!(matches!(wait.await, Err(WaitError::TimedOut)));
    }
    // Of a user without a phone number, and of one in an older payload.
    for (from, user) in [
        (
            "NL.90210",
            Recipient::Bsuid(Bsuid::new("NL.90210").unwrap()),
        ),
        (USER, Recipient::parse(USER).unwrap()),
    ] {
        let (service, router, _) = sent();
        let listen = router.listen::<Message>(user_topic(&number(), &user));
        let wait = listen.timeout(LIMIT).start();
        deliver(&service, written(from, "x")).await;
        assert!(wait.await.is_ok());
    }
}

#[tokio::test(start_paused = true)]
async fn in_groups_only_the_group_counts() {
    let (service, router, private) = sent();
    let group = Recipient::Group(GroupId::new("g-1").unwrap());
    let in_group = SentRef::new(number(), group, id("wamid.1"), router.mark());
    let for_group = in_group.wait_for_reply(&router).timeout(LIMIT).start();
    let for_user = private.wait_for_reply(&router).timeout(LIMIT).start();
    let text = |group: &str| {
        message(
            USER,
            json!({ "group_id": group, "type": "text", "text": { "body": group } }),
        )
    };
    deliver(&service, text("g-2")).await;
    deliver(&service, text("g-1")).await;
    assert_eq!(for_group.await.unwrap().text_or_caption(), Some("g-1"));
    deliver(&service, written(USER, "private")).await;
    assert_eq!(for_user.await.unwrap().text_or_caption(), Some("private"));

    let read = router.listen::<GroupMessageStatus>(message_subject(&id("wamid.1")));
    let read = read.filter(statuses::read()).timeout(LIMIT).start();
    let status = json!({ "id": "wamid.1", "status": "read", "recipient_type": "group" });
    deliver(&service, Delivery::new().status_of(status)).await;
    assert!(read.await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn answers_to_a_message_are_those_that_name_it() {
    let (service, router, sent) = sent();
    let button = sent.wait_for_click(&router).timeout(LIMIT).start();
    let row = sent.wait_for_selection(&router).timeout(LIMIT).start();
    let form = sent.wait_for_completion(&router).timeout(LIMIT).start();
    let permission = sent
        .wait_for_call_permission(&router)
        .timeout(LIMIT)
        .start();
    let quoted = sent.wait_for_quoted_reply(&router).timeout(LIMIT).start();
    let form_of = |token: &str| json!({ "flow_token": token });
    let all = |message: &str, tag: &str| {
        Delivery::new()
            .button(USER, message, tag)
            .selection(USER, message, tag)
            .flow_completion(USER, message, &form_of(tag))
            .call_permission(USER, message, "accept")
            .reply(USER, message, tag)
    };
    // Ids of their own, so that the second delivery is no repetition of the first.
    deliver(&service, all("wamid.other", "no")).await;
    let service = endpoint(router.clone()).build().unwrap();
    assert_eq!(
        deliver(&service, all("wamid.0", "yes")).await,
        [Disposition::Taken; 5]
    );
    assert_eq!(button.await.unwrap().data, "yes");
    assert_eq!(row.await.unwrap().data, "yes");
    assert_eq!(
        form.await.unwrap().response,
        form_of("yes").as_object().cloned()
    );
    assert!(permission.await.unwrap().response.is_some());
    assert_eq!(quoted.await.unwrap().text_or_caption(), Some("yes"));
}

#[tokio::test(start_paused = true)]
async fn a_quick_reply_may_not_say_which_message_it_is_of() {
    let (service, router, sent) = sent();
    let wait = sent.wait_for_quick_reply(&router).timeout(LIMIT).start();
    deliver(
        &service,
        Delivery::new().quick_reply(USER, Some("wamid.other"), "no"),
    )
    .await;
    let service = endpoint(router.clone()).build().unwrap();
    deliver(&service, Delivery::new().quick_reply(USER, None, "yes")).await;
    assert_eq!(wait.await.unwrap().data, "yes");
    let wait = sent
        .wait_for_quick_reply(&router)
        .since(router.mark())
        .timeout(LIMIT)
        .start();
    let service = endpoint(router.clone()).build().unwrap();
    deliver(
        &service,
        Delivery::new().quick_reply(USER, Some("wamid.0"), "named"),
    )
    .await;
    assert_eq!(wait.await.unwrap().data, "named");
}

#[tokio::test(start_paused = true)]
async fn places_contacts_and_calls_can_be_waited_for() {
    let (service, router, sent) = sent();
    let current = sent.wait_for_location(&router, true).timeout(LIMIT).start();
    let any_place = sent
        .wait_for_location(&router, false)
        .timeout(LIMIT)
        .start();
    let contact = sent.wait_for_contact_info(&router).timeout(LIMIT).start();
    let call = sent.wait_for_call(&router).timeout(LIMIT).start();
    let place = |fields: Value| message(USER, json!({ "type": "location", "location": fields }));
    let card = |origin: &str| {
        message(
            USER,
            json!({ "type": "contacts", "origin": origin, "contacts": [{}] }),
        )
    };
    deliver(
        &service,
        place(json!({ "latitude": 1, "longitude": 1, "name": "There" })),
    )
    .await;
    deliver(&service, place(json!({ "latitude": 2, "longitude": 2 }))).await;
    deliver(&service, card("other")).await;
    deliver(&service, card("contact_request")).await;
    let connect = |id: &str, direction: &str| {
        let call = json!({ "id": id, "event": "connect", "direction": direction, "to": USER });
        Delivery::new().call(USER, call)
    };
    deliver(&service, connect("wacid.1", "BUSINESS_INITIATED")).await;
    deliver(&service, connect("wacid.2", "USER_INITIATED")).await;
    assert!(
        current
            .await
            .unwrap()
            .location
            .as_ref()
            .unwrap()
            .is_current()
    );
    assert!(
        !any_place
            .await
            .unwrap()
            .location
            .as_ref()
            .unwrap()
            .is_current()
    );
    assert!(contact.await.is_ok());
    assert_eq!(call.await.unwrap().id, "wacid.2");
}

#[tokio::test(start_paused = true)]
async fn a_wait_ends_when_the_user_does_something_else_if_that_is_said() {
    let (service, router, sent) = sent();
    let wait = sent
        .wait_for_reply(&router)
        .filter(messages::image())
        .cancel_on(any::user_action().and(any::of(messages::image::<Message>()).not()))
        .timeout(LIMIT)
        .start();
    assert_eq!(
        deliver(&service, written(USER, "no picture")).await,
        [Disposition::Taken]
    );
    assert!(matches!(wait.await, Err(WaitError::CanceledBy(by)) if by.is::<Message>()));
}

#[tokio::test(start_paused = true)]
async fn a_second_wait_for_a_user_comes_after_the_first_or_replaces_it() {
    let (service, router, sent) = sent();
    let first = sent.wait_for_reply(&router).timeout(LIMIT).start();
    let second = sent.wait_for_reply(&router).timeout(LIMIT).start();
    deliver(&service, written(USER, "1")).await;
    deliver(&service, written(USER, "2")).await;
    assert_eq!(first.await.unwrap().text_or_caption(), Some("1"));
    assert_eq!(second.await.unwrap().text_or_caption(), Some("2"));

    let sent = sent_to(USER, router.mark());
    let old = sent.wait_for_reply(&router).timeout(LIMIT).start();
    let new = sent
        .wait_for_reply(&router)
        .replace_older()
        .timeout(LIMIT)
        .start();
    assert!(matches!(old.await, Err(WaitError::Replaced)));
    assert_eq!(router.stop_listening(user_topic(&number(), sent.user())), 1);
    assert!(matches!(new.await, Err(WaitError::Canceled)));
}

#[tokio::test(start_paused = true)]
async fn listening_to_a_user_sees_everything_the_user_does() {
    let (service, router, sent) = sent();
    let listen = || router.listen::<Envelope>(user_topic(&number(), sent.user()));
    let deliveries = [
        written(USER, "x"),
        Delivery::new().button(USER, "wamid.0", "b"),
        Delivery::new().selection(USER, "wamid.0", "b"),
        Delivery::new().flow_completion(USER, "wamid.0", &json!({})),
        Delivery::new().call(USER, json!({ "id": "wacid.1", "event": "connect" })),
        message(
            USER,
            json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.0" } }),
        ),
    ];
    for delivery in deliveries {
        let service = endpoint(router.clone()).build().unwrap();
        let wait = listen().timeout(LIMIT).start();
        deliver(&service, delivery).await;
        assert!(wait.await.is_ok());
    }
    let wait = listen().timeout(LIMIT).start();
    deliver(&service, Delivery::new().status("wamid.0", "read")).await;
    deliver(&service, written("4915100000", "x")).await;
    assert!(matches!(wait.await, Err(WaitError::TimedOut)));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_waits_finds_the_answer_in_its_own_delivery() {
    let log = Log::default();
    let ask = {
        let log = log.clone();
        move |message: Message, context: Context| {
            let log = log.clone();
            async move {
                let (number, user) = (number(), Recipient::parse(USER).unwrap());
                let sent = SentRef::new(number, user, message.id.clone(), context.mark());
                let answer = sent.wait_for_quoted_reply(context.router()).timeout(LIMIT);
                log.push(answer.await.unwrap().text_or_caption().unwrap());
            }
        }
    };
    let first = text::matches::<Message>("question");
    let service = endpoint(Router::new().on(ask.filter(first).detached()))
        .build()
        .unwrap();
    let delivery = Delivery::new()
        .text(USER, "question")
        .reply(USER, "wamid.1", "answer");
    let dispositions = deliver(&service, delivery).await;
    assert_eq!(dispositions, [Disposition::Handled, Disposition::Taken]);
    service.router().detached_done().await;
    assert_eq!(log.lines(), ["answer"]);
}

#[test]
fn an_answer_names_the_user_better_than_the_sender_does() {
    let before = Router::new().mark();
    let to = Recipient::parse("+1 (555) 010-4477").unwrap();
    let answer = |contact: SentContact| SendAnswer::new(contact, SentMessage::new(id("wamid.0")));
    let user = |contact| {
        let sent = SentRef::of_answer(number(), &to, &answer(contact), before).unwrap();
        assert_eq!(sent.message(), &id("wamid.0"));
        sent.user().clone()
    };
    let mut contact = SentContact::new("+15550104477");
    assert_eq!(user(contact.clone()), to);
    contact.wa_id = Some(USER.parse().unwrap());
    assert_eq!(user(contact.clone()), Recipient::parse(USER).unwrap());
    contact.user_id = Some(Bsuid::new("NL.90210").unwrap());
    assert_eq!(user(contact.clone()), Recipient::parse("NL.90210").unwrap());

    let group = Recipient::Group(GroupId::new("g-1").unwrap());
    let sent = SentRef::of_answer(number(), &group, &answer(contact), before).unwrap();
    assert_eq!(sent.user(), &group);
    assert!(SentRef::of_answer(number(), &to, &SendAnswer::default(), before).is_none());
}

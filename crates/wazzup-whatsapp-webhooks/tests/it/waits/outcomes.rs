use std::pin::pin;

use serde_json::json;
use wazzup_whatsapp_webhooks::{
    Message, MessageStatus, SentRef,
    dispatch::{Disposition, Router, WaitError},
    template_subject,
    testing::Delivery,
    types::TemplateId,
    wait_until_template_approved,
};

use super::{LIMIT, deliver, id, number, sent, sent_to, written};
use crate::support::{Log, USER, endpoint, log_with};

#[tokio::test(start_paused = true)]
async fn what_came_before_the_wait_began_is_found_whatever_it_is() {
    let (service, router, sent) = sent();
    deliver(&service, written(USER, "fast")).await;
    deliver(&service, Delivery::new().button(USER, "wamid.0", "b")).await;
    deliver(
        &service,
        Delivery::new()
            .status("wamid.0", "sent")
            .status("wamid.0", "read"),
    )
    .await;

    let reply = sent.wait_for_reply(&router).timeout(LIMIT).await.unwrap();
    assert_eq!(reply.text_or_caption(), Some("fast"));
    let button = sent.wait_for_click(&router).timeout(LIMIT).await.unwrap();
    assert_eq!(button.data, "b");
    let read = sent.wait_until_read(&router).timeout(LIMIT).await.unwrap();
    assert_eq!(read.status.as_ref().unwrap().as_str(), "read");
    // What was there before the message was sent is not.
    let later = sent_to(USER, router.mark());
    let missed = later.wait_for_reply(&router).timeout(LIMIT).await;
    assert!(matches!(missed, Err(WaitError::TimedOut)));
}

#[tokio::test(start_paused = true)]
async fn a_status_ends_every_wait_that_it_is_enough_for_and_stays_with_the_handlers() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |status: MessageStatus| {
        status.status.as_ref().unwrap().to_string()
    }));
    let service = endpoint(router.clone()).build().unwrap();
    let sent = sent_to(USER, router.mark());
    let on_its_way = sent.wait_until_sent(&router).timeout(LIMIT).start();
    let delivered = sent.wait_until_delivered(&router).timeout(LIMIT).start();
    let read = sent.wait_until_read(&router).timeout(LIMIT).start();
    let played = sent.wait_until_played(&router).timeout(LIMIT).start();
    let failed = sent.wait_until_failed(&router).timeout(LIMIT).start();
    let delivery = Delivery::new()
        .status("wamid.other", "failed")
        .status("wamid.other", "played")
        .status("wamid.0", "sent")
        .status("wamid.0", "read");
    deliver(&service, delivery).await;
    let word = |status: MessageStatus| status.status.as_ref().unwrap().to_string();
    assert_eq!(word(on_its_way.await.unwrap()), "sent");
    assert_eq!(word(delivered.await.unwrap()), "read");
    assert_eq!(word(read.await.unwrap()), "read");
    assert!(matches!(failed.await, Err(WaitError::CanceledBy(by)) if by.is::<MessageStatus>()));
    deliver(&service, Delivery::new().status("wamid.0", "played")).await;
    assert_eq!(word(played.await.unwrap()), "played");
    assert_eq!(log.lines().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_failure_of_this_message_cancels_and_ends_what_waits_for_it() {
    let (service, router, sent) = sent();
    let waits = [
        sent.wait_until_sent(&router).timeout(LIMIT).start(),
        sent.wait_until_delivered(&router).timeout(LIMIT).start(),
        sent.wait_until_read(&router).timeout(LIMIT).start(),
        sent.wait_until_played(&router).timeout(LIMIT).start(),
    ];
    let failed = sent.wait_until_failed(&router).timeout(LIMIT).start();
    let errors = json!([{ "code": 131026 }]);
    let status = json!({ "id": "wamid.0", "status": "failed", "errors": errors });
    deliver(&service, Delivery::new().status_of(status)).await;
    for wait in waits {
        assert!(matches!(wait.await, Err(WaitError::CanceledBy(_))));
    }
    assert_eq!(
        failed.await.unwrap().error().unwrap().code,
        Some(131026.into())
    );
}

#[tokio::test(start_paused = true)]
async fn reading_is_waited_for_until_the_user_acts() {
    let (service, router, sent) = sent();
    {
        let mut wait = pin!(sent.wait_until_read_or_action(&router, LIMIT));
        let pending = std::future::poll_fn(|cx| std::task::Poll::Ready(wait.as_mut().poll(cx)));
        assert!(pending.await.is_pending());
        deliver(&service, Delivery::new().status("wamid.0", "delivered")).await;
        let answer = deliver(&service, written(USER, "an answer")).await;
        assert_eq!(
            answer,
            [Disposition::Unhandled],
            "it is left to the handlers"
        );
        assert!(matches!(wait.await, Err(WaitError::CanceledBy(by)) if by.is::<Message>()));
    }
    // Looking back, reading comes first: who answered has read it.
    deliver(&service, Delivery::new().status("wamid.0", "read")).await;
    assert!(sent.wait_until_read_or_action(&router, LIMIT).await.is_ok());

    let other = SentRef::new(number(), sent.user().clone(), id("wamid.2"), router.mark());
    let nothing = other.wait_until_read_or_action(&router, LIMIT).await;
    assert!(matches!(nothing, Err(WaitError::TimedOut)));
    deliver(&service, Delivery::new().status("wamid.2", "failed")).await;
    let failed = other.wait_until_read_or_action(&router, LIMIT).await;
    assert!(matches!(failed, Err(WaitError::CanceledBy(by)) if by.is::<MessageStatus>()));
    assert_eq!(router.waits(), 0);
}

#[tokio::test(start_paused = true)]
async fn templates_can_be_waited_for() {
    let (service, router, _) = sent();
    let template = TemplateId::new("17").unwrap();
    let before = router.mark();
    let approved = wait_until_template_approved(&router, &template, before);
    let approved = approved.timeout(LIMIT).start();
    deliver(
        &service,
        Delivery::new().template_status(18, "t", "REJECTED"),
    )
    .await;
    deliver(
        &service,
        Delivery::new().template_status(17, "t", "APPROVED"),
    )
    .await;
    assert!(approved.await.is_ok());
    let rejected = wait_until_template_approved(&router, &template, router.mark());
    let rejected = rejected.timeout(LIMIT).start();
    deliver(
        &service,
        Delivery::new().template_status(17, "t", "REJECTED"),
    )
    .await;
    assert!(matches!(rejected.await, Err(WaitError::CanceledBy(_))));
    assert_eq!(router.stop_listening(template_subject(&template)), 0);
}

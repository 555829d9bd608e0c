use std::{io, time::Duration};

use serde_json::{Value, json};
use wazzup_webhooks::{
    BuildError, ContactRequested, DealRequested, Policy, QuestionOutcome,
    dispatch::{Envelope, Router},
    testing::Delivery,
    types::{ContactId, DealId, Invalid, NewContact, NewDeal, UserId},
};

use crate::support::{Log, SECRET, authentic, endpoint, send};

async fn create_contact(question: ContactRequested) -> Result<NewContact, Invalid> {
    let responsible = question
        .responsible_user_id
        .clone()
        .unwrap_or(UserId::new("u-0")?);
    let name = question.name.clone().unwrap_or_default();
    NewContact::new(
        ContactId::new("contact-1")?,
        responsible,
        name,
        question.contact_data.clone(),
    )
}

async fn create_deal(question: DealRequested) -> Result<NewDeal, Invalid> {
    let contacts = question.contacts.clone();
    NewDeal::new(
        DealId::new("deal-1")?,
        UserId::new("u-1")?,
        "A deal",
        contacts,
    )
}

#[tokio::test]
async fn the_entity_a_handler_returns_is_the_body_of_the_answer() {
    let service = endpoint(Router::new().answer(create_contact).answer(create_deal))
        .build()
        .unwrap();
    let question = Delivery::create_contact("whatsapp", "79990000000", "Example").bearer(SECRET);
    let (status, body) = send(&service, question.request("/")).await;
    assert_eq!(status, 200);
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap(),
        json!({
            "id": "contact-1", "responsibleUserId": "user-1", "name": "Example",
            "contactData": [{ "chatType": "whatsapp", "chatId": "79990000000" }],
        })
    );

    let question = Delivery::create_deal(["contact-1"]).bearer(SECRET);
    let (status, body) = send(&service, question.request("/")).await;
    assert_eq!(status, 200);
    let deal: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (&deal["id"], &deal["contacts"]),
        (&json!("deal-1"), &json!(["contact-1"]))
    );
}

#[tokio::test]
async fn a_report_printed_for_debugging_tells_nothing_of_the_entity() {
    let service = endpoint(Router::new().answer(create_contact))
        .build()
        .unwrap();
    let question = Delivery::create_contact("whatsapp", "79990000000", "Example");
    let report = service.dispatch(question.body()).await.unwrap();
    assert!(report.questions[0].outcome.is_answered());
    let shown = format!("{report:?}");
    assert!(
        shown.contains("Answered(") && !shown.contains("7999") && !shown.contains("Example"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_question_nobody_answers_is_501_and_never_an_empty_200() {
    let service = endpoint(Router::new())
        .policy(Policy::AnswerFirst)
        .build()
        .unwrap();
    let question = Delivery::create_contact("whatsapp", "79990000000", "Example").bearer(SECRET);
    let (status, body) = send(&service, question.request("/")).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (501, r#"{"error":"nobody answers this"}"#)
    );
}

#[tokio::test]
async fn a_failing_or_panicking_handler_is_500_without_detail() {
    async fn fail(_: ContactRequested) -> Result<NewContact, io::Error> {
        Err(io::Error::other("secret detail"))
    }
    async fn panic(_: DealRequested) -> NewDeal {
        panic!("secret detail")
    }
    let service = endpoint(Router::new().answer(fail).answer(panic))
        .build()
        .unwrap();
    for question in [
        Delivery::create_contact("whatsapp", "79990000000", "Example"),
        Delivery::create_deal(["contact-1"]),
    ] {
        let (status, body) = send(&service, question.bearer(SECRET).request("/")).await;
        assert_eq!(
            (status.as_u16(), body.as_str()),
            (500, r#"{"error":"handler failed"}"#)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_longer_than_the_deadline_is_504() {
    async fn slow(_: ContactRequested) -> NewContact {
        std::future::pending().await
    }
    let service = endpoint(Router::new().answer(slow)).build().unwrap();
    let start = tokio::time::Instant::now();
    let question = Delivery::create_contact("whatsapp", "79990000000", "Example").bearer(SECRET);
    let (status, body) = send(&service, question.request("/")).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (504, r#"{"error":"no answer in time"}"#)
    );
    assert_eq!(start.elapsed().as_secs(), 25);
}

#[test]
fn a_deadline_wazzup_would_not_wait_for_is_refused() {
    let build = |seconds| {
        endpoint(Router::new())
            .question_deadline(Duration::from_secs(seconds))
            .build()
            .map(drop)
    };
    assert_eq!(build(29), Ok(()));
    assert_eq!(
        build(30),
        Err(BuildError::DeadlineTooLong(Duration::from_secs(30)))
    );
}

#[tokio::test]
async fn a_question_that_cannot_be_read_is_500_and_reported_as_malformed() {
    let service = endpoint(Router::new().answer(create_contact))
        .build()
        .unwrap();
    let delivery = Delivery::new().with("createContact", 17);
    let report = service.dispatch(delivery.body()).await.unwrap();
    assert_eq!((report.status().as_u16(), report.malformed), (500, 1));
    assert!(matches!(
        report.questions[0].outcome,
        QuestionOutcome::Malformed
    ));
}

#[tokio::test]
async fn wildcards_see_a_question_and_cannot_spoil_its_answer() {
    let log = Log::default();
    let seen = log.clone();
    let router = Router::new()
        .answer(create_contact)
        .on_any(move |event: Envelope| {
            let log = seen.clone();
            async move {
                log.push(event.name());
                Err::<(), _>(io::Error::other("broken log"))
            }
        });
    let service = endpoint(router).build().unwrap();
    let question = Delivery::create_contact("whatsapp", "79990000000", "Example").bearer(SECRET);
    let (status, body) = send(&service, question.request("/")).await;
    assert_eq!(status, 200);
    assert!(body.contains("contact-1"));
    assert_eq!(log.lines(), ["create_contact"]);
}

#[tokio::test]
async fn an_answered_question_is_not_taken_for_unhandled_and_an_unanswered_one_is() {
    let log = Log::default();
    let seen = log.clone();
    let router = Router::new()
        .answer(create_contact)
        .on_unhandled(move |event: Envelope| {
            let log = seen.clone();
            async move { log.push(event.name()) }
        });
    let service = endpoint(router).build().unwrap();
    for delivery in [
        Delivery::create_contact("whatsapp", "79990000000", "Example"),
        Delivery::create_deal(["contact-1"]),
    ] {
        assert_eq!(
            service
                .dispatch(delivery.body())
                .await
                .unwrap()
                .questions
                .len(),
            1
        );
    }
    assert_eq!(log.lines(), ["create_deal"]);
}

#[tokio::test]
async fn a_question_among_events_is_answered_and_the_events_are_handled() {
    let service = endpoint(Router::new().answer(create_contact))
        .build()
        .unwrap();
    let delivery = Delivery::create_contact("whatsapp", "79990000000", "Example").incoming(
        "c-1",
        "whatsapp",
        "79990000000",
        "hello",
    );
    let report = service.dispatch(delivery.body()).await.unwrap();
    assert_eq!(report.status(), 200);
    assert_eq!(report.events.events().len(), 2);
    assert!(String::from_utf8_lossy(&report.body()).contains("contact-1"));
}

#[tokio::test]
async fn several_questions_in_one_delivery_are_answered_by_a_list() {
    let service = endpoint(Router::new().answer(create_contact))
        .build()
        .unwrap();
    let one = json!({ "name": "One", "contactData": [{ "chatType": "viber", "chatId": "1" }] });
    let two = json!({ "name": "Two", "contactData": [{ "chatType": "viber", "chatId": "2" }] });
    let delivery = Delivery::new().with("createContact", json!([one, two]));
    let report = service.dispatch(delivery.body()).await.unwrap();
    let entities: Value = serde_json::from_slice(&report.body()).unwrap();
    assert_eq!(
        (&entities[0]["name"], &entities[1]["name"]),
        (&json!("One"), &json!("Two"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_handler_of_everything_does_not_delay_the_answer_and_runs_on() {
    let log = Log::default();
    let (slow, reports) = (log.clone(), log.clone());
    let router = Router::new()
        .answer(create_contact)
        .on_any(move |_: Envelope| {
            let log = slow.clone();
            async move {
                tokio::time::sleep(Duration::from_secs(40)).await;
                log.push("handled");
            }
        });
    for deduplicated in [false, true] {
        let mut builder = endpoint(router.clone());
        if deduplicated {
            builder = builder.deduplicate(10);
        }
        let reports = reports.clone();
        let service = builder
            .on_delivery(move |report| reports.push(format!("{:?}", report.questions.len())))
            .build()
            .unwrap();
        let start = tokio::time::Instant::now();
        let question =
            Delivery::create_contact("whatsapp", "79990000000", "Example").bearer(SECRET);
        let (status, body) = send(&service, question.request("/")).await;
        assert_eq!(status, 200);
        assert!(body.contains("contact-1"), "{body}");
        assert_eq!(start.elapsed(), Duration::ZERO);
        assert_eq!(service.in_progress(), 1);
        service.drained().await;
        assert_eq!(start.elapsed().as_secs(), 40);
    }
    assert_eq!(log.lines(), ["1", "1", "handled", "handled"]);
}

#[tokio::test(start_paused = true)]
async fn several_questions_share_one_deadline() {
    const SLOW: Duration = Duration::from_secs(20);
    let router = Router::new()
        .answer(async |question: ContactRequested| {
            tokio::time::sleep(SLOW).await;
            create_contact(question).await
        })
        .answer(async |question: DealRequested| {
            tokio::time::sleep(SLOW).await;
            create_deal(question).await
        });
    let service = endpoint(router).build().unwrap();
    let both = json!({
        "createContact": {"name": "Example", "contactData": [{"chatType": "whatsapp", "chatId": "79990000000"}]},
        "createDeal": {"contacts": ["contact-1"]},
    });
    let start = tokio::time::Instant::now();
    let (status, _) = send(&service, authentic(both.to_string())).await;
    assert_eq!(status, 200);
    assert_eq!(start.elapsed(), SLOW);
}

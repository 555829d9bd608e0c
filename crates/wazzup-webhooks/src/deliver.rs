//! From parsed events to the handlers and back to an answer.

use std::{sync::Arc, time::Duration};

use futures_util::future::{BoxFuture, Either, join, join_all, select};
use serde::Serialize;
use wazzup_dispatch::{Envelope, EventReport, Question, Repeats, Report, Router};
use wazzup_endpoint::{Policy, Work, tell_hook};
use wazzup_types::webhook::{Event, Webhook};

use crate::{
    ContactRequested, DealRequested, DeliveryReport, QuestionOutcome, QuestionReport, envelope,
    report::Answer,
};

/// Called with every report.
pub(crate) type Hook = Arc<dyn Fn(&DeliveryReport) + Send + Sync>;

/// What happens to a delivery once it is known to be Wazzup's.
#[derive(Clone)]
pub(crate) struct Lanes {
    pub(crate) router: Router,
    pub(crate) policy: Policy,
    pub(crate) question_deadline: Duration,
    pub(crate) repeats: Option<Repeats>,
    pub(crate) hook: Option<Hook>,
}

/// A question of the wire, by what its answer is.
enum Asked {
    Contact(Envelope),
    Deal(Envelope),
    /// One that could not be read, so that nobody can answer it.
    Malformed(&'static str),
}

impl Lanes {
    /// Handles a delivery for a sender that only wants an answer.
    ///
    /// Questions are answered as soon as they can be: the sender waits for 30 s at most, and what the
    /// other handlers do does not change the answer. They run on as part of the `work`.
    pub(crate) async fn answer(&self, mut webhook: Webhook, work: &Work) -> Answer {
        if self.repeats.is_none()
            && let [event] = &*webhook.events
            && matches!(Kind::of(event), Kind::Event)
            && let Some(event) = webhook.events.pop()
        {
            let event = envelope(event);
            let Some(hook) = &self.hook else {
                return self.answer_to_events(self.router.dispatch_unreported(event).await);
            };
            let event = Box::pin(self.router.dispatch_one(event)).await;
            let answer = self.answer_to_events(event.succeeded());
            tell(hook, event, answer.clone());
            return answer;
        }
        // Boxed, so that the common delivery does not carry the room for it along.
        Box::pin(self.answer_to_all(webhook, work)).await
    }

    async fn answer_to_all(&self, webhook: Webhook, work: &Work) -> Answer {
        let Parts {
            events,
            asked,
            malformed,
        } = self.parts(webhook);
        let asked = std::pin::pin!(self.ask(asked));
        let (events, questions) = match select(events, asked).await {
            Either::Left((events, asked)) => (events, asked.await),
            Either::Right((questions, events)) => match Answer::to_questions(&questions) {
                None => (events.await, questions),
                Some(answer) => {
                    let lanes = self.clone();
                    work.run_on(async move {
                        let _told = lanes.report(events.await, malformed, questions);
                    });
                    return answer;
                }
            },
        };
        self.report(events, malformed, questions).answer
    }

    pub(crate) async fn deliver(&self, webhook: Webhook) -> DeliveryReport {
        let Parts {
            events,
            asked,
            malformed,
        } = self.parts(webhook);
        let (events, questions) = join(events, self.ask(asked)).await;
        self.report(events, malformed, questions)
    }

    /// Sorts the events into what handlers do with them and what is to be answered.
    fn parts(&self, webhook: Webhook) -> Parts {
        let mut asked = Vec::new();
        let mut malformed = 0;
        let mut sort = |event| {
            let kind = Kind::of(&event);
            let envelope = envelope(event);
            match kind {
                Kind::Event => {}
                Kind::Contact => asked.push(Asked::Contact(envelope.clone())),
                Kind::Deal => asked.push(Asked::Deal(envelope.clone())),
                Kind::Malformed(question) => {
                    malformed += 1;
                    asked.extend(question.map(Asked::Malformed));
                }
            }
            envelope
        };
        let router = self.router.clone();
        let events: BoxFuture<'static, (Report, usize)> = match &self.repeats {
            None => {
                let envelopes: Vec<_> = webhook.events.into_iter().map(sort).collect();
                Box::pin(async move { (router.dispatch(envelopes).await, 0) })
            }
            Some(repeats) => {
                let mut sieve = repeats.sieve(webhook.events.len());
                for event in webhook.events {
                    sieve.push(event.dedup_key().as_deref(), || sort(event));
                }
                Box::pin(async move { sieve.dispatch(&router).await })
            }
        };
        Parts {
            events,
            asked,
            malformed,
        }
    }

    fn report(
        &self,
        (events, repeated): (Report, usize),
        malformed: usize,
        questions: Vec<QuestionReport>,
    ) -> DeliveryReport {
        let answer = Answer::to_questions(&questions)
            .unwrap_or_else(|| self.answer_to_events(events.all_succeeded()));
        let report = DeliveryReport {
            events,
            repeated,
            malformed,
            questions,
            answer,
        };
        if let Some(hook) = &self.hook {
            tell_hook(&**hook, &report);
        }
        report
    }

    fn answer_to_events(&self, all_succeeded: bool) -> Answer {
        if self.policy == Policy::AfterSuccess && !all_succeeded {
            Answer::Failed
        } else {
            Answer::Fine
        }
    }

    /// All at once, so that all have their answers within one deadline.
    async fn ask(&self, questions: Vec<Asked>) -> Vec<QuestionReport> {
        join_all(questions.into_iter().map(async |question| match question {
            Asked::Contact(envelope) => self.ask_one::<ContactRequested>(envelope).await,
            Asked::Deal(envelope) => self.ask_one::<DealRequested>(envelope).await,
            Asked::Malformed(name) => QuestionReport {
                name,
                outcome: QuestionOutcome::Malformed,
            },
        }))
        .await
    }

    async fn ask_one<Q>(&self, envelope: Envelope) -> QuestionReport
    where
        Q: Question,
        Q::Answer: Serialize,
    {
        let outcome = match self.router.ask::<Q>(envelope, self.question_deadline).await {
            Ok(entity) => match serde_json::to_vec(&entity) {
                Ok(json) => QuestionOutcome::Answered(json.into()),
                Err(_) => QuestionOutcome::Unwritable,
            },
            Err(error) => QuestionOutcome::Unanswered(error),
        };
        QuestionReport {
            name: <Q as wazzup_dispatch::Event>::NAME,
            outcome,
        }
    }
}

/// Reports a delivery of one event. Not inlined: most endpoints have no hook.
#[inline(never)]
fn tell(hook: &Hook, event: EventReport, answer: Answer) {
    let report = DeliveryReport {
        events: event.into(),
        repeated: 0,
        malformed: 0,
        questions: Vec::new(),
        answer,
    };
    tell_hook(&**hook, &report);
}

/// What becomes of a delivery.
struct Parts {
    /// The handlers' work, and how many events were repeats.
    events: BoxFuture<'static, (Report, usize)>,
    asked: Vec<Asked>,
    malformed: usize,
}

enum Kind {
    Event,
    Contact,
    Deal,
    /// Holds the question's name if it was one.
    Malformed(Option<&'static str>),
}

impl Kind {
    fn of(event: &Event) -> Self {
        match event {
            Event::CreateContact(_) => Self::Contact,
            Event::CreateDeal(_) => Self::Deal,
            Event::Malformed(_) => {
                let name = event.name();
                let question = matches!(name, "create_contact" | "create_deal");
                Self::Malformed(question.then_some(name))
            }
            _ => Self::Event,
        }
    }
}

/// Whether the answer says something: then it cannot be given before the handlers have run.
pub(crate) fn has_question(webhook: &Webhook) -> bool {
    webhook.events.iter().any(|event| {
        matches!(
            Kind::of(event),
            Kind::Contact | Kind::Deal | Kind::Malformed(Some(_))
        )
    })
}

//! From parsed events to the handlers and back to an answer.

use std::{sync::Arc, time::Duration};

use futures_util::future::join;
use serde::Serialize;
use wazzup_dispatch::{Envelope, Question, Report, Router};
use wazzup_endpoint::{Policy, Seen};
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
    pub(crate) seen: Option<Seen>,
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
    pub(crate) async fn deliver(&self, mut webhook: Webhook) -> DeliveryReport {
        if self.seen.is_none()
            && let [event] = &*webhook.events
            && matches!(Kind::of(event), Kind::Event)
        {
            let event = webhook.events.pop().map(envelope);
            let events = self.router.dispatch(event).await;
            return self.report(events, Vec::new(), 0, 0);
        }
        // Boxed, so that the common delivery does not carry the room for it along.
        Box::pin(self.deliver_sorted(self.sort(webhook))).await
    }

    async fn deliver_sorted(&self, sorted: Sorted) -> DeliveryReport {
        let Sorted {
            envelopes,
            keys,
            questions,
            repeated,
            malformed,
        } = sorted;
        let events = self.router.dispatch(envelopes);
        let (events, questions) = join(events, self.ask(questions)).await;
        if let Some(seen) = &self.seen {
            let handled = keys.into_iter().zip(events.events());
            for (key, _) in handled.filter(|(_, event)| event.succeeded()) {
                key.into_iter().for_each(|key| seen.remember(key));
            }
        }
        self.report(events, questions, repeated, malformed)
    }

    fn report(
        &self,
        events: Report,
        questions: Vec<QuestionReport>,
        repeated: usize,
        malformed: usize,
    ) -> DeliveryReport {
        let answer = Answer::to_questions(&questions).unwrap_or_else(|| {
            if self.policy == Policy::AfterSuccess && !events.all_succeeded() {
                Answer::Failed
            } else {
                Answer::Fine
            }
        });
        let report = DeliveryReport {
            events,
            repeated,
            malformed,
            questions,
            answer,
        };
        if let Some(hook) = &self.hook {
            hook(&report);
        }
        report
    }

    fn sort(&self, webhook: Webhook) -> Sorted {
        let mut sorted = Sorted {
            envelopes: Vec::with_capacity(webhook.events.len()),
            keys: Vec::new(),
            questions: Vec::new(),
            repeated: 0,
            malformed: 0,
        };
        for event in webhook.events {
            if let Some(seen) = &self.seen {
                let key = event.dedup_key();
                if key.as_deref().is_some_and(|key| seen.contains(key)) {
                    sorted.repeated += 1;
                    continue;
                }
                sorted.keys.push(key);
            }
            let kind = Kind::of(&event);
            let envelope = envelope(event);
            match kind {
                Kind::Event => {}
                Kind::Contact => sorted.questions.push(Asked::Contact(envelope.clone())),
                Kind::Deal => sorted.questions.push(Asked::Deal(envelope.clone())),
                Kind::Malformed(question) => {
                    sorted.malformed += 1;
                    sorted.questions.extend(question.map(Asked::Malformed));
                }
            }
            sorted.envelopes.push(envelope);
        }
        sorted
    }

    async fn ask(&self, questions: Vec<Asked>) -> Vec<QuestionReport> {
        let mut reports = Vec::with_capacity(questions.len());
        for question in questions {
            reports.push(match question {
                Asked::Contact(envelope) => self.ask_one::<ContactRequested>(envelope).await,
                Asked::Deal(envelope) => self.ask_one::<DealRequested>(envelope).await,
                Asked::Malformed(name) => QuestionReport {
                    name,
                    outcome: QuestionOutcome::Malformed,
                },
            });
        }
        reports
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

struct Sorted {
    envelopes: Vec<Envelope>,
    /// One per envelope if repetitions are looked for, else none at all.
    keys: Vec<Option<String>>,
    questions: Vec<Asked>,
    repeated: usize,
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

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use wazzup_dispatch::{AskError, Report};

/// What became of a delivery. From [`WebhookService::dispatch`](crate::WebhookService::dispatch), and
/// given to the hook [`on_delivery`](crate::WebhooksBuilder::on_delivery).
#[derive(Debug)]
#[must_use = "a report tells which handlers failed; nothing else does"]
#[non_exhaustive]
pub struct DeliveryReport {
    /// What became of the events, in the order they came, questions included: those of their
    /// handlers that only watch.
    pub events: Report,
    /// How many events were left out because they had been handled before. Always 0 without
    /// [`deduplicate`](crate::WebhooksBuilder::deduplicate).
    pub repeated: usize,
    /// How many events could not be read. They are among the events, as `malformed`.
    pub malformed: usize,
    /// What became of the questions: one at most in what Wazzup is known to send.
    pub questions: Vec<QuestionReport>,
    pub(crate) answer: Answer,
}

impl DeliveryReport {
    /// The status that answers the delivery.
    pub fn status(&self) -> StatusCode {
        self.answer.status()
    }

    /// The JSON that answers the delivery: the entity that was asked for, or a word on what
    /// happened.
    pub fn body(&self) -> Bytes {
        self.answer.body()
    }

    /// Whether no handler failed and every question has its answer.
    pub fn all_succeeded(&self) -> bool {
        self.events.all_succeeded() && self.questions.iter().all(|one| one.outcome.is_answered())
    }
}

/// What became of one question.
#[derive(Debug)]
#[non_exhaustive]
pub struct QuestionReport {
    /// `create_contact` or `create_deal`.
    pub name: &'static str,
    /// How it ended.
    pub outcome: QuestionOutcome,
}

/// How a question ended.
///
/// `Debug` tells of an entity only how long its JSON is.
#[non_exhaustive]
pub enum QuestionOutcome {
    /// With an entity, here as JSON.
    Answered(Bytes),
    /// With none.
    Unanswered(AskError),
    /// The question itself could not be read.
    Malformed,
    /// The handler's entity could not be written as JSON.
    Unwritable,
}

impl QuestionOutcome {
    /// Whether there is an entity.
    pub fn is_answered(&self) -> bool {
        matches!(self, Self::Answered(_))
    }

    fn answer(&self) -> Answer {
        match self {
            Self::Answered(entity) => Answer::Entity(entity.clone()),
            Self::Unanswered(AskError::NoHandler(_)) => Answer::NobodyAnswers,
            Self::Unanswered(AskError::TimedOut(_)) => Answer::TooLate,
            Self::Unanswered(_) | Self::Malformed | Self::Unwritable => Answer::Failed,
        }
    }
}

// An entity is a customer's name and phone.
impl fmt::Debug for QuestionOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(entity) => write!(f, "Answered({} bytes)", entity.len()),
            Self::Unanswered(error) => f.debug_tuple("Unanswered").field(error).finish(),
            Self::Malformed => f.write_str("Malformed"),
            Self::Unwritable => f.write_str("Unwritable"),
        }
    }
}

/// What goes back to Wazzup.
#[derive(Clone)]
pub(crate) enum Answer {
    Fine,
    Entity(Bytes),
    Entities(Bytes),
    Failed,
    NobodyAnswers,
    TooLate,
}

impl Answer {
    /// The answer to questions; `None` if there were none.
    pub(crate) fn to_questions(questions: &[QuestionReport]) -> Option<Self> {
        match questions {
            [] => None,
            [question] => Some(question.outcome.answer()),
            // Never seen: a question comes alone. An array is the only thing that says it all.
            _ => {
                let mut entities = Vec::new();
                for question in questions {
                    match question.outcome.answer() {
                        Self::Entity(entity) => entities.push(entity),
                        other => return Some(other),
                    }
                }
                let array = entities.join(&b","[..]);
                Some(Self::Entities([&b"["[..], &array, b"]"].concat().into()))
            }
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Fine | Self::Entity(_) | Self::Entities(_) => StatusCode::OK,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NobodyAnswers => StatusCode::NOT_IMPLEMENTED,
            Self::TooLate => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    pub(crate) fn body(&self) -> Bytes {
        match self {
            Self::Fine => Bytes::from_static(br#"{"status":"ok"}"#),
            Self::Entity(entity) | Self::Entities(entity) => entity.clone(),
            Self::Failed => Bytes::from_static(br#"{"error":"handler failed"}"#),
            Self::NobodyAnswers => Bytes::from_static(br#"{"error":"nobody answers this"}"#),
            Self::TooLate => Bytes::from_static(br#"{"error":"no answer in time"}"#),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} bytes", self.status(), self.body().len())
    }
}

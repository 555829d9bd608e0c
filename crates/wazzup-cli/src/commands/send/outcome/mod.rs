//! What is told of a send.

pub(super) mod wazzup;
pub(super) mod whatsapp;

use std::io::Write;

use serde::Serialize;
use wazzup_sdk::{
    transport::{Error, typed::Outcome},
    types::RawJson,
};

use crate::{
    exit::Exit,
    failure::{Failure, told},
    output::Output,
};

/// What names a message, as its service has it.
pub(super) trait Names: Serialize {
    /// What the name is called that is given to it here.
    const OWN: &'static str;

    /// The name that was given to it here.
    fn own(&self) -> Option<&str>;

    /// What is told to people, by its name.
    fn shown(&self) -> Vec<(&'static str, Option<&str>)>;

    /// What is said to people behind the outcome.
    fn addition(&self) -> Option<&'static str> {
        None
    }

    /// What to do about a lost answer.
    fn after_unknown(&self) -> String;
}

/// The outcome as it is written. The order of the fields is the order of the keys.
#[derive(Debug, Serialize)]
pub(super) struct Told<N> {
    outcome: &'static str,
    #[serde(flatten)]
    names: N,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Reason>,
    /// What whoever gave this name to another message must know.
    #[serde(skip)]
    remark: Option<&'static str>,
    #[serde(skip)]
    exit: Exit,
}

/// Why a message was not accepted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Reason {
    kind: String,
    status: Option<u16>,
    code: Option<String>,
    /// The service's own words. On stdout only, since they may repeat what was sent.
    description: Option<String>,
    /// What the service says more, such as the fields it objects to. On stdout only, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<RawJson>,
    advice: String,
    attempts: u32,
    #[serde(skip)]
    told: String,
}

impl<N: Names> Told<N> {
    fn accepted_as(names: N) -> Self {
        Self {
            outcome: "accepted",
            names,
            error: None,
            remark: None,
            exit: Exit::Done,
        }
    }

    fn not_accepted(names: N, outcome: Outcome, mut reason: Reason) -> Self {
        let (outcome, exit) = match outcome {
            Outcome::Rejected => ("rejected", Exit::Rejected),
            Outcome::Accepted | Outcome::Unknown => ("unknown", Exit::Unknown),
        };
        if exit == Exit::Unknown {
            reason.advice = names.after_unknown();
        }
        Self {
            outcome,
            names,
            error: Some(reason),
            remark: None,
            exit,
        }
    }

    /// The process was asked to stop while the request was under way.
    pub(super) fn interrupted(names: N) -> Self {
        let reason = Reason {
            kind: "interrupted".to_owned(),
            status: None,
            code: None,
            description: None,
            data: None,
            advice: String::new(),
            attempts: 1,
            told: "interrupted before the answer came".to_owned(),
        };
        Self::not_accepted(names, Outcome::Unknown, reason)
    }

    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    pub(super) fn remark(&self) -> Option<&'static str> {
        self.remark
    }

    /// The line for stderr, if it was not accepted.
    pub(super) fn failure(&self) -> Option<Failure> {
        let reason = self.error.as_ref()?;
        let what = match self.exit {
            Exit::Rejected => "not sent",
            _ => "may have been sent or not",
        };
        let failure = Failure::new(self.exit, format!("{what}: {}", reason.told));
        Some(failure.advice(reason.advice.as_str()))
    }

    pub(super) fn write<W: Write>(&self, output: &mut Output<W>) -> Result<(), Failure> {
        if output.is_json() {
            output.json(self)?;
        } else {
            output.line(&self.text())?;
        }
        output.flush()
    }

    /// For stderr when the result cannot be written: the outcome must not be lost with it.
    pub(super) fn in_short(&self) -> String {
        match self.names.own() {
            Some(name) => format!("the outcome was: {}, {} {name}", self.outcome, N::OWN),
            None => format!("the outcome was: {}", self.outcome),
        }
    }

    fn text(&self) -> String {
        let mut text = self.outcome.to_owned();
        if let Some(addition) = self.names.addition() {
            text.push_str(&format!(" ({addition})"));
        }
        for (name, value) in self.names.shown() {
            if let Some(value) = value {
                text.push_str(&format!(" {name}={value}"));
            }
        }
        if let Some(reason) = &self.error {
            let data = reason.data.as_ref().map(RawJson::as_str);
            for (name, value) in [("code", reason.code.as_deref()), ("data", data)] {
                if let Some(value) = value {
                    text.push_str(&format!(" {name}={value}"));
                }
            }
        }
        text
    }
}

impl Reason {
    /// What an error says whatever the service.
    fn of(error: &Error) -> Self {
        Self {
            kind: error.kind().to_string(),
            status: error.status().map(|status| status.as_u16()),
            code: error.code().map(str::to_owned),
            description: error.message().map(str::to_owned),
            data: None,
            advice: String::new(),
            attempts: error.attempts(),
            told: told(error),
        }
    }
}

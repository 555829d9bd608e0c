//! What is told of a send.

use std::io::Write;

use serde::Serialize;
use wazzup_sdk::{
    api::{Accepted, Error, ErrorExt, Outcome, SendError},
    types::{RawJson, error::ErrorCode},
};

use crate::{
    exit::Exit,
    failure::{Failure, advice_on, told},
    output::Output,
};

/// The outcome as it is written. The order of the fields is the order of the keys.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told {
    outcome: &'static str,
    message_id: Option<String>,
    chat_id: Option<String>,
    crm_message_id: Option<String>,
    /// Only of what was accepted: whether the service had it from an earlier try.
    #[serde(skip_serializing_if = "Option::is_none")]
    already_sent: Option<bool>,
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

impl Told {
    pub(super) fn accepted(accepted: &Accepted) -> Self {
        Self {
            outcome: "accepted",
            message_id: accepted
                .message_id
                .as_ref()
                .map(|id| id.as_str().to_owned()),
            chat_id: accepted.chat_id.as_ref().map(|id| id.as_str().to_owned()),
            crm_message_id: accepted
                .crm_message_id
                .as_ref()
                .map(|id| id.as_str().to_owned()),
            already_sent: Some(accepted.already_sent),
            error: None,
            remark: None,
            exit: Exit::Done,
        }
    }

    pub(super) fn failed(crm_message_id: Option<&str>, error: &SendError) -> Self {
        if error.error().error_code() == Some(ErrorCode::REPEATED_CRM_MESSAGE_ID) {
            return Self::had_before(crm_message_id);
        }
        let (outcome, exit) = match error.outcome() {
            Outcome::Rejected => ("rejected", Exit::Rejected),
            Outcome::Accepted | Outcome::Unknown => ("unknown", Exit::Unknown),
        };
        let mut reason = Reason::of(error.error());
        if exit == Exit::Unknown {
            reason.advice = safe_repeat(crm_message_id);
        }
        Self::without_answer(outcome, crm_message_id, reason, exit)
    }

    /// The service refused a second message of this name: it has the first one. That is what the
    /// command is run again for after an unknown outcome, and to call it "not sent" would make
    /// whoever believes it send the message twice.
    fn had_before(crm_message_id: Option<&str>) -> Self {
        Self {
            outcome: "accepted",
            message_id: None,
            chat_id: None,
            crm_message_id: crm_message_id.map(str::to_owned),
            already_sent: Some(true),
            error: None,
            remark: Some(
                "the service has a message of this crmMessageId from an earlier try and did not \
                 send another one",
            ),
            exit: Exit::Done,
        }
    }

    /// The process was asked to stop while the request was under way.
    pub(super) fn interrupted(crm_message_id: Option<&str>) -> Self {
        let reason = Reason {
            kind: "interrupted".to_owned(),
            status: None,
            code: None,
            description: None,
            data: None,
            advice: safe_repeat(crm_message_id),
            attempts: 1,
            told: "interrupted before the answer came".to_owned(),
        };
        Self::without_answer("unknown", crm_message_id, reason, Exit::Unknown)
    }

    fn without_answer(
        outcome: &'static str,
        crm_message_id: Option<&str>,
        reason: Reason,
        exit: Exit,
    ) -> Self {
        Self {
            outcome,
            message_id: None,
            chat_id: None,
            crm_message_id: crm_message_id.map(str::to_owned),
            already_sent: None,
            error: Some(reason),
            remark: None,
            exit,
        }
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
        match &self.crm_message_id {
            Some(id) => format!("the outcome was: {}, crmMessageId {id}", self.outcome),
            None => format!("the outcome was: {}", self.outcome),
        }
    }

    fn text(&self) -> String {
        let mut text = self.outcome.to_owned();
        if self.already_sent == Some(true) {
            text.push_str(" (by an earlier try)");
        }
        for (name, value) in [
            ("message", &self.message_id),
            ("chat", &self.chat_id),
            ("crm-message-id", &self.crm_message_id),
        ] {
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
    fn of(error: &Error) -> Self {
        Self {
            kind: error.kind().to_string(),
            status: error.status().map(|status| status.as_u16()),
            code: error.code().map(str::to_owned),
            description: error.message().map(str::to_owned),
            data: error.answer().and_then(|answer| answer.data),
            advice: advice_on(error),
            attempts: error.attempts(),
            told: told(error),
        }
    }
}

/// What to do about a lost answer.
fn safe_repeat(crm_message_id: Option<&str>) -> String {
    match crm_message_id {
        Some(id) => format!(
            "Within a minute the same command with --crm-message-id {id} sends it once in all; \
             later, look into the chat first."
        ),
        None => "Look into the chat before sending it again.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use wazzup_sdk::api::ErrorKind;

    use super::*;

    #[test]
    fn an_interrupted_send_is_unknown_and_tells_how_to_go_on() {
        let told = Told::interrupted(Some("k-1"));
        assert_eq!(told.exit(), Exit::Unknown);
        assert!(
            told.failure()
                .unwrap()
                .to_string()
                .contains("--crm-message-id k-1")
        );
        assert_eq!(told.text(), "unknown crm-message-id=k-1");
    }

    #[test]
    fn a_name_that_the_service_knows_is_no_refusal_however_its_code_is_spelt() {
        for code in ["REPEATED_CRM_MESSAGE_ID", "repeatedCrmMessageId"] {
            let error = Error::new(ErrorKind::Rejected, "messages.send").with_code(code);
            let told = Told::failed(Some("k-1"), &SendError::Rejected(error));
            assert_eq!(told.exit(), Exit::Done);
            assert!(told.failure().is_none() && told.remark().is_some());
            assert_eq!(
                told.text(),
                "accepted (by an earlier try) crm-message-id=k-1"
            );
        }
    }

    #[test]
    fn a_refusal_tells_the_code_and_what_to_do() {
        let error = Error::new(ErrorKind::Rejected, "messages.send").with_code("CHANNEL_BLOCKED");
        let told = Told::failed(Some("k-1"), &SendError::Rejected(error));
        assert_eq!(told.exit(), Exit::Rejected);
        let failure = told.failure().unwrap().to_string();
        assert!(
            failure.contains("CHANNEL_BLOCKED") && failure.ends_with('.'),
            "{failure}"
        );
        let json = serde_json::to_string(&told).unwrap();
        assert!(
            json.starts_with(
                r#"{"outcome":"rejected","messageId":null,"chatId":null,"crmMessageId":"k-1","error":{"kind":"rejected","#
            ),
            "{json}"
        );
    }
}

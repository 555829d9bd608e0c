//! What is told of a send by the Wazzup public API.

use serde::Serialize;
use wazzup_sdk::{
    api::{Accepted, ErrorExt, SendError},
    types::error::ErrorCode,
};

use super::{Names, Reason, Told};
use crate::failure::advice_on;

/// The ids of a message. The order of the fields is the order of the keys.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Ids {
    message_id: Option<String>,
    chat_id: Option<String>,
    crm_message_id: Option<String>,
    /// Only of what was accepted: whether the service had it from an earlier try.
    #[serde(skip_serializing_if = "Option::is_none")]
    already_sent: Option<bool>,
}

impl Ids {
    /// Those of a message that is only known by what it was named here.
    pub(in super::super) fn of(crm_message_id: Option<&str>) -> Self {
        Self {
            crm_message_id: crm_message_id.map(str::to_owned),
            ..Self::default()
        }
    }
}

impl Names for Ids {
    const OWN: &'static str = "crmMessageId";

    fn own(&self) -> Option<&str> {
        self.crm_message_id.as_deref()
    }

    fn shown(&self) -> Vec<(&'static str, Option<&str>)> {
        vec![
            ("message", self.message_id.as_deref()),
            ("chat", self.chat_id.as_deref()),
            ("crm-message-id", self.crm_message_id.as_deref()),
        ]
    }

    fn addition(&self) -> Option<&'static str> {
        (self.already_sent == Some(true)).then_some("by an earlier try")
    }

    fn after_unknown(&self) -> String {
        match &self.crm_message_id {
            Some(id) => format!(
                "Within a minute the same command with --crm-message-id {id} sends it once in all; \
                 later, look into the chat first."
            ),
            None => "Look into the chat before sending it again.".to_owned(),
        }
    }
}

const OTHER_CHAT_TYPE: &str = "Give the chat type of the channel with --chat-type; see its \
    transport in `wazzup channels list`.";

impl Told<Ids> {
    pub(in super::super) fn accepted(accepted: &Accepted) -> Self {
        Self::accepted_as(Ids {
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
        })
    }

    pub(in super::super) fn failed(crm_message_id: Option<&str>, error: &SendError) -> Self {
        let code = error.error().error_code();
        if code == Some(ErrorCode::REPEATED_CRM_MESSAGE_ID) {
            return Self::had_before(crm_message_id);
        }
        let outcome = error.outcome();
        let error = error.error();
        let reason = Reason {
            data: error.answer().and_then(|answer| answer.data),
            advice: if code == Some(ErrorCode::WRONG_TRANSPORT) {
                OTHER_CHAT_TYPE.to_owned()
            } else {
                advice_on(error)
            },
            ..Reason::of(error)
        };
        Self::not_accepted(Ids::of(crm_message_id), outcome, reason)
    }

    /// The service refused a second message of this name: it has the first one. That is what the
    /// command is run again for after an unknown outcome, and to call it "not sent" would make
    /// whoever believes it send the message twice.
    fn had_before(crm_message_id: Option<&str>) -> Self {
        let mut told = Self::accepted_as(Ids {
            already_sent: Some(true),
            ..Ids::of(crm_message_id)
        });
        told.remark = Some(
            "the service has a message of this crmMessageId from an earlier try and did not send \
             another one",
        );
        told
    }
}

#[cfg(test)]
mod tests {
    use wazzup_sdk::api::{Error, ErrorKind};

    use super::*;
    use crate::exit::Exit;

    #[test]
    fn an_interrupted_send_is_unknown_and_tells_how_to_go_on() {
        let told = Told::interrupted(Ids::of(Some("k-1")));
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
            let told = Told::<Ids>::failed(Some("k-1"), &SendError::Rejected(error));
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
        let told = Told::<Ids>::failed(Some("k-1"), &SendError::Rejected(error));
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

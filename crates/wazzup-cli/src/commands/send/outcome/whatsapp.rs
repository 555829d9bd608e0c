//! What is told of a send by the WhatsApp Business Cloud API.

use serde::Serialize;
use wazzup_sdk::{
    types::RawJson,
    whatsapp::api::{ErrorExt, SendError, SentMessage},
};

use super::{Names, Reason, Told};
use crate::failure::advice_on_graph;

/// The ids of a message. The order of the fields is the order of the keys.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in super::super) struct Ids {
    message_id: Option<String>,
    wa_id: Option<String>,
    user_id: Option<String>,
    group_id: Option<String>,
    tracker: Option<String>,
    /// Only of templates: what the service does with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    message_status: Option<String>,
    /// Only of files that were uploaded: by this they can be sent again.
    #[serde(skip_serializing_if = "Option::is_none")]
    media_id: Option<String>,
}

impl Ids {
    /// Those of a message that is only known by what it was named here.
    pub(in super::super) fn of(tracker: Option<&str>) -> Self {
        Self {
            tracker: tracker.map(str::to_owned),
            ..Self::default()
        }
    }
}

impl Names for Ids {
    const OWN: &'static str = "tracker";

    fn own(&self) -> Option<&str> {
        self.tracker.as_deref()
    }

    fn shown(&self) -> Vec<(&'static str, Option<&str>)> {
        vec![
            ("message", self.message_id.as_deref()),
            ("wa-id", self.wa_id.as_deref()),
            ("user", self.user_id.as_deref()),
            ("group", self.group_id.as_deref()),
            ("tracker", self.tracker.as_deref()),
            ("status", self.message_status.as_deref()),
            ("media", self.media_id.as_deref()),
        ]
    }

    fn after_unknown(&self) -> String {
        match &self.tracker {
            Some(tracker) => format!(
                "Wait some minutes for a status with the tracker {tracker}, which \
                 `wazzup listen --provider whatsapp -o json` shows; if none comes, it was most \
                 likely not sent."
            ),
            None => "Look into the chat before sending it again.".to_owned(),
        }
    }
}

impl Told<Ids> {
    pub(in super::super) fn accepted(sent: &SentMessage) -> Self {
        Self::accepted_as(Ids {
            message_id: Some(sent.id.as_str().to_owned()),
            wa_id: sent.wa_id.as_ref().map(|id| id.as_str().to_owned()),
            user_id: sent.user_id.as_ref().map(|id| id.as_str().to_owned()),
            group_id: sent.group_id.as_ref().map(|id| id.as_str().to_owned()),
            tracker: sent.tracker().map(str::to_owned),
            message_status: sent
                .status
                .as_ref()
                .map(|status| status.as_str().to_owned()),
            media_id: sent.media_id.as_ref().map(|id| id.as_str().to_owned()),
        })
    }

    pub(in super::super) fn failed(tracker: Option<&str>, error: &SendError) -> Self {
        let mut ids = Ids::of(tracker);
        if let SendError::Unknown(unknown) = error {
            ids.media_id = unknown.media_id().map(|id| id.as_str().to_owned());
        }
        let outcome = error.outcome();
        let error = error.error();
        let mut reason = Reason {
            advice: advice_on_graph(error),
            ..Reason::of(error)
        };
        if let Some(code) = error.error_code() {
            reason.code = Some(code.get().to_string());
        }
        if let Some(answer) = error.graph_error() {
            reason.data = answer
                .data
                .and_then(|data| RawJson::parse_text(&data.to_string()).ok());
        }
        Self::not_accepted(ids, outcome, reason)
    }
}

#[cfg(test)]
mod tests {
    use wazzup_sdk::whatsapp::api::{Error, ErrorKind};

    use super::*;
    use crate::exit::Exit;

    #[test]
    fn an_interrupted_send_is_unknown_and_tells_what_to_wait_for() {
        let told = Told::interrupted(Ids::of(Some("t-1")));
        assert_eq!(told.exit(), Exit::Unknown);
        let failure = told.failure().unwrap().to_string();
        assert!(failure.contains("the tracker t-1"), "{failure}");
        assert_eq!(told.text(), "unknown tracker=t-1");
    }

    #[test]
    fn a_refusal_tells_the_code_and_what_to_do() {
        let error = Error::new(ErrorKind::Rejected, "messages.send").with_code("131047");
        let told = Told::<Ids>::failed(Some("t-1"), &SendError::Rejected(error));
        assert_eq!(told.exit(), Exit::Rejected);
        let failure = told.failure().unwrap().to_string();
        assert!(
            failure.contains("131047") && failure.ends_with('.'),
            "{failure}"
        );
        let json = serde_json::to_string(&told).unwrap();
        let keys = r#"{"outcome":"rejected","messageId":null,"waId":null,"userId":null,"groupId":null,"tracker":"t-1","error":{"kind":"rejected","#;
        assert!(json.starts_with(keys), "{json}");
    }
}

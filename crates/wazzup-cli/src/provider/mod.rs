//! The services whose webhooks and messages the command knows.

mod wazzup;
mod whatsapp;

use std::io::Write;

use serde::Serialize;
use wazzup_sdk::types::RawJson;

use crate::{failure::Failure, output::Output};

/// A service. What is specific to one stands in a file of its own beside this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Provider {
    /// The Wazzup public API.
    #[default]
    Wazzup,
    /// The WhatsApp Business Cloud API.
    #[value(name = "whatsapp")]
    #[serde(rename = "whatsapp")]
    WhatsApp,
}

impl Provider {
    /// As it is given on the command line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Wazzup => "wazzup",
            Self::WhatsApp => "whatsapp",
        }
    }

    /// What must be given for this service.
    pub(crate) fn required<'a>(
        self,
        option: &str,
        value: Option<&'a str>,
    ) -> Result<&'a str, Failure> {
        value.ok_or_else(|| {
            Failure::usage(format!("{option} is needed for --provider {}", self.word()))
        })
    }

    /// Reads the body of a webhook. Its lines are made one by one, since there may be many.
    pub(crate) fn events(
        self,
        body: &[u8],
    ) -> Result<Box<dyn Iterator<Item = EventLine>>, NotJson> {
        Ok(match self {
            Self::Wazzup => Box::new(wazzup::events(body)?),
            Self::WhatsApp => Box::new(whatsapp::events(body)?),
        })
    }
}

/// Options that only one service has.
pub(crate) trait Options {
    /// The service.
    const OF: Provider;

    /// One of them that was given on the command line.
    fn given(&self) -> Option<&'static str>;

    /// Refuses them for any other service: to ignore what somebody asked for would be worse.
    fn fit(&self, provider: Provider) -> Result<(), Failure> {
        match self.given() {
            Some(option) if provider != Self::OF => Err(Failure::usage(format!(
                "{option} is not for --provider {}",
                provider.word()
            ))
            .advice(format!(
                "leave it out, or give --provider {}",
                Self::OF.word()
            ))),
            _ => Ok(()),
        }
    }
}

/// A body that is no JSON: where that shows.
#[derive(Debug)]
pub(crate) struct NotJson(pub(crate) String);

/// What is told of an event. The order of the fields is the order of the keys.
#[derive(Debug, Serialize)]
pub(crate) struct EventLine {
    provider: Provider,
    /// Its kind.
    event: &'static str,
    /// What names it: the id of the message, channel or template.
    id: Option<String>,
    /// Whether it was read as that kind.
    typed: bool,
    /// Paths of fields, or of values of enums, that the models do not know.
    unknown: Vec<String>,
    /// Why it was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The event as it came; only where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<RawJson>,
}

/// Makes a line of an event; those of all services offer the same.
macro_rules! line_of {
    ($provider:ident, $event:ty) => {
        impl From<&$event> for $crate::provider::EventLine {
            fn from(event: &$event) -> Self {
                Self {
                    provider: $crate::provider::Provider::$provider,
                    event: event.name(),
                    id: event.id().map(Into::into),
                    typed: event.is_typed(),
                    unknown: event.unknown(),
                    error: event.error().map(ToString::to_string),
                    raw: None,
                }
            }
        }
    };
}
use line_of;

impl EventLine {
    /// Writes it as a line, JSON or text.
    pub(crate) fn write<W: Write>(&self, output: &mut Output<W>) -> Result<(), Failure> {
        if output.is_json() {
            return output.json(self);
        }
        output.line(&self.text())
    }

    /// The service that this looks like, if that is not the one it was read as: what the body of one is
    /// made of is unknown to the other.
    pub(crate) fn seems_of_other(&self) -> Option<Provider> {
        let (other, parts) = match self.provider {
            Provider::Wazzup => (Provider::WhatsApp, ["object", "entry"]),
            Provider::WhatsApp => (Provider::Wazzup, ["messages", "statuses"]),
        };
        let is_part = |path: &String| parts.contains(&path.as_str());
        (!self.typed && self.unknown.iter().any(is_part)).then_some(other)
    }

    fn text(&self) -> String {
        let mut text = format!("{} {}", self.event, self.id.as_deref().unwrap_or("-"));
        if !self.unknown.is_empty() {
            text.push_str(&format!(" unknown: {}", self.unknown.join(", ")));
        }
        if let Some(error) = &self.error {
            text.push_str(&format!(" error: {error}"));
        }
        text
    }

    /// Adds the event as it came.
    pub(crate) fn with_raw(mut self, raw: RawJson) -> Self {
        self.raw = Some(raw);
        self
    }
}

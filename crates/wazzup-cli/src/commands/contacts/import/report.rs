//! What became of each row.

use std::io::Write;

use serde::Serialize;
use wazzup_sdk::api::{BulkOutcome, Error};

use crate::{
    exit::Exit,
    failure::{Failure, advice_on, told},
    output::{Output, note},
};

/// What became of a row.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// The service has it.
    Stored,
    /// It could be sent.
    Valid,
    /// A later row of the same id replaced it.
    Duplicate,
    /// It could not be sent.
    Invalid(String),
    /// The service objects to it.
    Rejected { fields: Vec<String>, why: Why },
    /// The request it was in failed, and not because of it as far as is known, or was never made.
    Untouched(Why),
    /// The answer was lost.
    Unknown(Why),
}

/// Why a request failed.
#[derive(Clone, Debug)]
pub(super) struct Why {
    told: String,
    advice: String,
    /// Whether the service said no, as against not having been reached.
    refused: bool,
}

impl Why {
    fn stopped(told: &str) -> Self {
        let advice = "Run it again: rows that are there already are stored once more, to no harm.";
        Self {
            told: told.to_owned(),
            advice: advice.to_owned(),
            refused: false,
        }
    }
}

impl From<&Error> for Why {
    fn from(error: &Error) -> Self {
        Self {
            told: told(error),
            advice: advice_on(error),
            refused: error.status().is_some(),
        }
    }
}

impl Fate {
    pub(super) fn of(outcome: BulkOutcome) -> Self {
        match outcome {
            BulkOutcome::Rejected { fields, error } => Self::Rejected {
                fields,
                why: Why::from(&*error),
            },
            BulkOutcome::Untouched { error } => Self::Untouched(Why::from(&*error)),
            BulkOutcome::Unknown { error } => Self::Unknown(Why::from(&*error)),
            _ => Self::Stored,
        }
    }

    /// The command was asked to stop while the request was under way.
    pub(super) fn interrupted() -> Self {
        Self::Unknown(Why::stopped("interrupted"))
    }

    /// The command was asked to stop before the request was made.
    pub(super) fn unsent() -> Self {
        Self::Untouched(Why::stopped("interrupted before it was sent"))
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Valid => "valid",
            Self::Duplicate => "duplicate",
            Self::Invalid(_) => "invalid",
            Self::Rejected { .. } => "rejected",
            Self::Untouched(_) => "untouched",
            Self::Unknown(_) => "unknown",
        }
    }

    fn why(&self) -> Option<&Why> {
        match self {
            Self::Rejected { why, .. } | Self::Untouched(why) | Self::Unknown(why) => Some(why),
            _ => None,
        }
    }

    fn error(&self) -> Option<&str> {
        match self {
            Self::Invalid(problem) => Some(problem),
            _ => self.why().map(|why| why.told.as_str()),
        }
    }

    fn fields(&self) -> &[String] {
        match self {
            Self::Rejected { fields, .. } => fields,
            _ => &[],
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Stored | Self::Valid | Self::Duplicate => Exit::Done,
            Self::Invalid(_) | Self::Rejected { .. } => Exit::Rejected,
            Self::Untouched(why) if why.refused => Exit::Rejected,
            Self::Untouched(_) => Exit::Failed,
            Self::Unknown(_) => Exit::Unknown,
        }
    }

    /// The words of the summary, in its order.
    const WORDS: [&str; 7] = [
        "stored",
        "valid",
        "duplicate",
        "invalid",
        "rejected",
        "untouched",
        "unknown",
    ];
}

/// One row of the report. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct Line<'a> {
    line: u64,
    id: Option<&'a str>,
    result: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    fields: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Every row in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Report {
    rows: Vec<(u64, Option<String>, Option<Fate>)>,
}

impl Report {
    /// Adds a row and gives its place.
    pub(super) fn add(&mut self, line: u64, id: Option<String>) -> usize {
        self.rows.push((line, id, None));
        self.rows.len() - 1
    }

    pub(super) fn settle(&mut self, place: usize, fate: Fate) {
        self.rows[place].2 = Some(fate);
    }

    /// Gives every row that has none yet this fate.
    pub(super) fn settle_rest(&mut self, fate: &Fate) {
        for (.., fate_of_row) in &mut self.rows {
            fate_of_row.get_or_insert_with(|| fate.clone());
        }
    }

    /// Writes the rows, and how many there are of each kind: on stdout for people, on stderr if
    /// stdout has JSON. Why requests failed is told on stderr, once each.
    pub(super) fn write<W: Write>(
        &self,
        output: &mut Output<W>,
        every_row: bool,
    ) -> Result<(), Failure> {
        for (line, id, fate) in self.rows() {
            let row = Line {
                line,
                id,
                result: fate.word(),
                fields: fate.fields(),
                error: fate.error(),
            };
            if output.is_json() {
                output.json(&row)?;
            } else if every_row || !matches!(fate, Fate::Stored | Fate::Valid) {
                output.line(&row.text())?;
            }
        }
        if output.is_json() {
            output.flush()?;
            note(self.summary());
        } else {
            output.line(&self.summary())?;
            output.flush()?;
        }
        for advice in self.advice() {
            note(format_args!("wazzup: {advice}"));
        }
        Ok(())
    }

    /// The worst that happened, a refusal first.
    pub(super) fn exit(&self) -> Exit {
        let exits: Vec<Exit> = self.rows().map(|(.., fate)| fate.exit()).collect();
        let worst = [Exit::Rejected, Exit::Unknown, Exit::Failed];
        worst
            .into_iter()
            .find(|exit| exits.contains(exit))
            .unwrap_or(Exit::Done)
    }

    fn rows(&self) -> impl Iterator<Item = (u64, Option<&str>, &Fate)> {
        self.rows
            .iter()
            .filter_map(|(line, id, fate)| Some((*line, id.as_deref(), fate.as_ref()?)))
    }

    fn summary(&self) -> String {
        let counts = Fate::WORDS.iter().filter_map(|word| {
            let count = self
                .rows()
                .filter(|(.., fate)| fate.word() == *word)
                .count();
            (count > 0).then(|| format!("{count} {word}"))
        });
        let counts: Vec<String> = counts.collect();
        let rows = self.rows.len();
        let of_rows = if rows == 1 { "row" } else { "rows" };
        match counts.is_empty() {
            true => "no rows".to_owned(),
            false => format!("{rows} {of_rows}: {}", counts.join(", ")),
        }
    }

    /// What went wrong with requests and what to do, each once.
    fn advice(&self) -> Vec<Failure> {
        let mut told: Vec<&str> = Vec::new();
        let mut failures = Vec::new();
        for why in self.rows().filter_map(|(.., fate)| fate.why()) {
            if told.contains(&why.told.as_str()) {
                continue;
            }
            told.push(&why.told);
            failures.push(Failure::other(why.told.as_str()).advice(why.advice.as_str()));
        }
        failures
    }
}

impl Line<'_> {
    fn text(&self) -> String {
        let mut text = format!("line {}: {}", self.line, self.result);
        if let Some(id) = self.id {
            text.push_str(&format!(" {id}"));
        }
        if let Some(error) = self.error {
            text.push_str(&format!(": {error}"));
        }
        if !self.fields.is_empty() {
            text.push_str(&format!(" [{}]", self.fields.join(", ")));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;

    fn why(refused: bool) -> Why {
        Why {
            told: "failed".to_owned(),
            advice: String::new(),
            refused,
        }
    }

    fn report(fates: &[Fate]) -> Report {
        let mut report = Report::default();
        for (index, fate) in fates.iter().enumerate() {
            let place = report.add(index as u64 + 2, Some(format!("c-{index}")));
            report.settle(place, fate.clone());
        }
        report
    }

    #[test]
    fn a_refused_row_decides_the_exit_code() {
        let rejected = Fate::Rejected {
            fields: vec![],
            why: why(true),
        };
        assert_eq!(
            report(&[Fate::Unknown(why(false)), rejected]).exit(),
            Exit::Rejected
        );
        assert_eq!(report(&[Fate::Invalid("x".into())]).exit(), Exit::Rejected);
        assert_eq!(report(&[Fate::Untouched(why(true))]).exit(), Exit::Rejected);
        assert_eq!(report(&[Fate::Untouched(why(false))]).exit(), Exit::Failed);
        assert_eq!(
            report(&[Fate::Untouched(why(false)), Fate::Unknown(why(false))]).exit(),
            Exit::Unknown
        );
        assert_eq!(report(&[Fate::Stored, Fate::Duplicate]).exit(), Exit::Done);
        assert_eq!(report(&[]).exit(), Exit::Done);
    }

    #[test]
    fn the_summary_counts_every_row() {
        let report = report(&[Fate::Stored, Fate::Stored, Fate::Duplicate]);
        assert_eq!(report.summary(), "3 rows: 2 stored, 1 duplicate");
    }

    #[test]
    fn the_words_are_those_of_the_fates() {
        let fates = [
            Fate::Stored,
            Fate::Valid,
            Fate::Duplicate,
            Fate::Invalid(String::new()),
            Fate::Rejected {
                fields: vec![],
                why: why(true),
            },
            Fate::Untouched(why(true)),
            Fate::Unknown(why(true)),
        ];
        assert_eq!(fates.map(|fate| fate.word()), Fate::WORDS);
    }

    #[test]
    fn text_tells_of_stored_rows_on_request_only() {
        let report = report(&[Fate::Stored, Fate::Invalid("`name` is missing".into())]);
        for (every_row, lines) in [(false, 2), (true, 3)] {
            let mut text = Vec::new();
            report
                .write(&mut Output::new(&mut text, Format::Text), every_row)
                .unwrap();
            assert_eq!(String::from_utf8(text).unwrap().lines().count(), lines);
        }
    }
}

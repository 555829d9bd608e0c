//! How much of its allowance the service says is used: two headers of an answer.
//!
//! See [Rate limits](https://developers.facebook.com/docs/graph-api/overview/rate-limiting).

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

use crate::lenient::{amount, text};
use crate::message::none;

/// The header that holds an [`AppUsage`].
pub const APP_USAGE_HEADER: &str = "x-app-usage";

/// The header that holds a [`BusinessUsage`].
pub const BUSINESS_USAGE_HEADER: &str = "x-business-use-case-usage";

/// How much of its allowance the app has used, in percent: at 100 its calls are refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct AppUsage {
    /// Of the number of calls.
    #[serde(deserialize_with = "percent")]
    pub call_count: f64,
    /// Of the processor time.
    #[serde(deserialize_with = "percent")]
    pub total_cputime: f64,
    /// Of the time in all.
    #[serde(deserialize_with = "percent")]
    pub total_time: f64,
}

fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(amount(deserializer)?.unwrap_or_default())
}

impl AppUsage {
    /// Reads the value of the header. Nothing if it is something else.
    #[must_use]
    pub fn parse(header: &[u8]) -> Option<Self> {
        serde_json::from_slice(header).ok()
    }

    /// The highest of the three, which is the one that counts.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.call_count.max(self.total_cputime).max(self.total_time)
    }
}

/// How much of their allowance accounts and portfolios have used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BusinessUsage {
    entries: BTreeMap<String, Vec<UseCaseUsage>>,
}

impl BusinessUsage {
    /// Reads the value of the header. Nothing if it is something else.
    #[must_use]
    pub fn parse(header: &[u8]) -> Option<Self> {
        serde_json::from_slice(header).ok()
    }

    /// How much the account or portfolio of that id has used.
    #[must_use]
    pub fn of(&self, id: &str) -> &[UseCaseUsage] {
        self.entries.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every one, with the id of its account or portfolio.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &UseCaseUsage)> {
        let entries = self.entries.iter();
        entries.flat_map(|(id, usages)| usages.iter().map(move |usage| (id.as_str(), usage)))
    }
}

/// How much of one allowance is used, in percent: at 100 calls are refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UseCaseUsage {
    /// What kind of calls it is about: `whatsapp`.
    #[serde(
        rename = "type",
        deserialize_with = "text",
        skip_serializing_if = "none"
    )]
    pub kind: Option<String>,
    /// Of the number of calls.
    #[serde(deserialize_with = "percent")]
    pub call_count: f64,
    /// Of the processor time.
    #[serde(deserialize_with = "percent")]
    pub total_cputime: f64,
    /// Of the time in all.
    #[serde(deserialize_with = "percent")]
    pub total_time: f64,
    /// In how many minutes calls will be taken again; 0 if they are now.
    #[serde(deserialize_with = "percent")]
    pub estimated_time_to_regain_access: f64,
}

impl UseCaseUsage {
    /// The highest of the three, which is the one that counts.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.call_count.max(self.total_cputime).max(self.total_time)
    }

    /// How long calls will be refused, from now; zero if they are not.
    #[must_use]
    pub fn regain_access_in(&self) -> Duration {
        let seconds = self.estimated_time_to_regain_access * 60.0;
        // Longer than a year is no estimate.
        Duration::try_from_secs_f64(seconds.clamp(0.0, 31_536_000.0)).unwrap_or_default()
    }
}

//! What the WhatsApp Business API costs.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::Currency;
use crate::Timestamp;
use crate::id::ChannelId;
use crate::lenient::{amount, integer, list, none, or_default, text};
use crate::template::TemplateCategory;

/// The answer of `GET /channels/waba/pricing/{country}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WabaPricing {
    /// As of when.
    #[serde(default, skip_serializing_if = "none")]
    pub timestamp: Option<Timestamp>,
    /// The prices.
    #[serde(default, deserialize_with = "or_default")]
    pub pricing: WabaPrices,
}

/// The prices of a conversation by what it is for, each in several currencies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WabaPrices {
    /// Advertising.
    #[serde(
        default,
        deserialize_with = "prices",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub marketing: BTreeMap<Currency, f64>,
    /// News of an order and the like.
    #[serde(
        default,
        deserialize_with = "prices",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub utility: BTreeMap<Currency, f64>,
    /// One-time codes.
    #[serde(
        default,
        deserialize_with = "prices",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub authentication: BTreeMap<Currency, f64>,
    /// Answers to a customer.
    #[serde(
        default,
        deserialize_with = "prices",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub service: BTreeMap<Currency, f64>,
}

/// Prices, also as text. One that is null is left out.
fn prices<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Currency, f64>, D::Error> {
    #[derive(Deserialize)]
    struct Price(#[serde(deserialize_with = "amount")] Option<f64>);

    let prices: Option<BTreeMap<Currency, Price>> = Option::deserialize(deserializer)?;
    let prices = prices.unwrap_or_default().into_iter();
    Ok(prices
        .filter_map(|(currency, Price(price))| Some((currency, price?)))
        .collect())
}

/// The answer of `GET /channels/waba/{channelId}/transactions/{date}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WabaTransactions {
    /// The transactions.
    #[serde(default, deserialize_with = "list")]
    pub transactions: Vec<WabaTransaction>,
    /// How many there are.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub count: Option<i64>,
}

/// One of [`WabaTransactions`]. (Snake case on the wire.)
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WabaTransaction {
    /// Meta's id of the account.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub waba_id: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// What the conversation was for.
    #[serde(default, skip_serializing_if = "none")]
    pub template_type: Option<TemplateCategory>,
    /// How much it cost.
    #[serde(default, deserialize_with = "amount", skip_serializing_if = "none")]
    pub amount: Option<f64>,
    /// In which currency.
    #[serde(default, skip_serializing_if = "none")]
    pub currency: Option<Currency>,
    /// The phone it was with.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub recipient_phone: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "none")]
    pub session_date: Option<Timestamp>,
    /// The country whose prices apply, in two letters.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub billing_country: Option<String>,
}

masked_debug! {
    WabaTransaction {
        waba_id, channel_id, template_type, amount, currency, session_date, billing_country;
        hidden: recipient_phone
    }
}

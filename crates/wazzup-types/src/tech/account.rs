//! Accounts and their money.

use serde::{Deserialize, Deserializer, Serialize};

use crate::id::AccountId;
use crate::invalid::{self, Invalid};
use crate::lenient::{integer, none, plain_text, text};
use crate::{RawJson, Secret};

open_enum! {
    /// The language of an account.
    pub enum AccountLang {
        /// Russian.
        Ru = "ru",
        /// English.
        En = "en",
        /// Spanish.
        Es = "es",
        /// Portuguese.
        Pt = "pt",
    }
}

open_enum! { fold;
    /// A currency. Mind the two codes of the rouble: accounts and balances have
    /// [`Rur`](Self::Rur), prices and transactions [`Rub`](Self::Rub).
    pub enum Currency {
        /// The rouble, in accounts and balances.
        Rur = "RUR",
        /// The rouble, in prices and transactions.
        Rub = "RUB",
        /// The euro.
        Eur = "EUR",
        /// The US dollar.
        Usd = "USD",
        /// The tenge.
        Kzt = "KZT",
    }
}

impl Currency {
    /// The code that accounts and balances have: `RUR` for either rouble.
    #[must_use]
    pub fn for_account(self) -> Self {
        match self {
            Self::Rub => Self::Rur,
            other => other,
        }
    }
}

/// An account to be created by `POST /accounts`. Wants the partner's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "NewAccountWire")]
pub struct NewAccount {
    crm_key: Secret,
    name: String,
    lang: AccountLang,
    currency: Currency,
}

impl NewAccount {
    /// Shortest `crmKey`, in characters.
    pub const CRM_KEY_MIN_CHARS: usize = 16;

    /// A Russian account in roubles. `crm_key` is what the service will put into the
    /// `Authorization` header of the account's webhooks.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the key is shorter than [`CRM_KEY_MIN_CHARS`](Self::CRM_KEY_MIN_CHARS), or
    /// the name is empty.
    pub fn new(crm_key: Secret, name: impl Into<String>) -> Result<Self, Invalid> {
        let name = name.into();
        invalid::min_chars("crmKey", crm_key.expose(), Self::CRM_KEY_MIN_CHARS)?;
        invalid::not_empty("name", &name)?;
        Ok(Self {
            crm_key,
            name,
            lang: AccountLang::Ru,
            currency: Currency::Rur,
        })
    }

    /// Sets the language.
    #[must_use]
    pub fn lang(mut self, lang: AccountLang) -> Self {
        self.lang = lang;
        self
    }

    /// Sets the currency. [`Rub`](Currency::Rub) is sent as [`Rur`](Currency::Rur), the only
    /// code of the rouble that is taken here.
    #[must_use]
    pub fn currency(mut self, currency: Currency) -> Self {
        self.currency = currency.for_account();
        self
    }

    /// What the service will put into the `Authorization` header of the account's webhooks.
    #[must_use]
    pub fn crm_key(&self) -> &Secret {
        &self.crm_key
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewAccountWire {
    crm_key: Secret,
    #[serde(default, deserialize_with = "plain_text")]
    name: String,
    lang: AccountLang,
    currency: Currency,
}

impl TryFrom<NewAccountWire> for NewAccount {
    type Error = Invalid;

    fn try_from(wire: NewAccountWire) -> Result<Self, Invalid> {
        let account = Self::new(wire.crm_key, wire.name)?;
        Ok(account.lang(wire.lang).currency(wire.currency))
    }
}

/// The answer of `POST /accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedAccount {
    /// The account.
    pub account_id: AccountId,
    /// Its key.
    pub api_key: Secret,
}

impl CreatedAccount {
    /// An answer. For servers that play the service.
    #[must_use]
    pub fn new(account_id: AccountId, api_key: Secret) -> Self {
        Self {
            account_id,
            api_key,
        }
    }
}

/// An item of `GET /accounts/waba-summary`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WabaSummary {
    /// The account.
    pub account_id: AccountId,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// What is left. `None`, too, if it is no whole number.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "none")]
    pub balance: Option<i64>,
    /// What was spent. `None`, too, if it is no whole number.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "none")]
    pub spent: Option<i64>,
    /// In which currency.
    #[serde(default, skip_serializing_if = "none")]
    pub currency: Option<Currency>,
}

impl WabaSummary {
    /// A summary of which only the account is known. For servers that play the service.
    #[must_use]
    pub fn new(account_id: AccountId) -> Self {
        Self {
            account_id,
            name: None,
            balance: None,
            spent: None,
            currency: None,
        }
    }
}

/// The answer of `GET /accounts/transactions`, whose shape nobody has written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct AccountsTransactions(pub RawJson);

/// The body of `POST /accounts/balance`: adds to the limit of an account, in its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TopUp {
    /// The account.
    pub account_id: AccountId,
    /// How much.
    pub value: i64,
}

impl TopUp {
    /// Adds `value` to the account's limit.
    #[must_use]
    pub fn new(account_id: AccountId, value: i64) -> Self {
        Self { account_id, value }
    }
}

/// The answer of `GET /accounts/balance`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BalanceWire")]
#[non_exhaustive]
pub struct Balance {
    /// In which currency.
    #[serde(skip_serializing_if = "none")]
    pub currency: Option<Currency>,
    /// How much. Read from `balance`, or from `amount`, which one source has. `None`, too, if
    /// neither is a whole number, as is documented: nobody knows what a fraction would mean.
    #[serde(skip_serializing_if = "none")]
    pub balance: Option<i64>,
}

impl Balance {
    /// A balance. For servers that play the service.
    #[must_use]
    pub fn new(currency: Currency, balance: i64) -> Self {
        Self {
            currency: Some(currency),
            balance: Some(balance),
        }
    }
}

#[derive(Deserialize)]
struct BalanceWire {
    #[serde(default)]
    currency: Option<Currency>,
    #[serde(default, deserialize_with = "whole")]
    balance: Option<i64>,
    #[serde(default, deserialize_with = "whole")]
    amount: Option<i64>,
}

/// A whole number, or nothing where something else stands: what is around it is worth reading.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Whole(#[serde(deserialize_with = "integer")] Option<i64>);

    let json = RawJson::deserialize(deserializer)?;
    Ok(json.parse().ok().and_then(|Whole(number)| number))
}

impl From<BalanceWire> for Balance {
    fn from(wire: BalanceWire) -> Self {
        Self {
            currency: wire.currency,
            balance: wire.balance.or(wire.amount),
        }
    }
}

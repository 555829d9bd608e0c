use std::future::IntoFuture;

use wazzup_transport::{CallOptions, Reply, Request, typed};
use wazzup_types::{
    AccountId, Invalid, Secret,
    tech::{AccountLang, CreatedAccount, Currency, NewAccount},
};

use super::CREATE;
use crate::{
    Client, Error, ErrorKind, Result,
    call::{StepsFuture, call_options, read, steps},
};

/// An account about to be made. From [`Accounts::create`](super::Accounts::create).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct CreateAccount {
    client: Client,
    name: String,
    lang: AccountLang,
    currency: Currency,
    crm_key: Option<Secret>,
    options: CallOptions,
}

impl CreateAccount {
    pub(super) fn new(client: &Client, name: String) -> Self {
        Self {
            client: client.clone(),
            name,
            lang: AccountLang::Ru,
            currency: Currency::Rur,
            crm_key: None,
            options: CallOptions::default(),
        }
    }

    /// The language. Russian unless set.
    pub fn lang(mut self, lang: AccountLang) -> Self {
        self.lang = lang;
        self
    }

    /// The currency. [`Rur`](Currency::Rur), the rouble of accounts, unless set.
    pub fn currency(mut self, currency: Currency) -> Self {
        self.currency = currency;
        self
    }

    /// What the service will put into the `Authorization` header of the account's webhooks, at
    /// least 16 characters. Made up unless set.
    pub fn crm_key(mut self, key: Secret) -> Self {
        self.crm_key = Some(key);
        self
    }

    /// Gives both the keys and the answer they were read from.
    pub fn with_raw(self) -> StepsFuture<Result<(NewAccountKeys, Reply)>> {
        steps(self.run())
    }

    fn account(&self) -> Result<NewAccount, Invalid> {
        let crm_key = match &self.crm_key {
            Some(key) => key.clone(),
            None => Secret::new(format!("crm_{}", typed::random_hex()))?,
        };
        let account = NewAccount::new(crm_key, &self.name)?;
        Ok(account
            .lang(self.lang.clone())
            .currency(self.currency.clone()))
    }

    async fn run(self) -> Result<(NewAccountKeys, Reply)> {
        let account = self.account().map_err(|invalid| {
            Error::new(ErrorKind::Configuration, CREATE.operation()).with_source(invalid)
        })?;
        let request = Request::new(&CREATE).json(&account);
        let create = self.client.on_tech::<CreatedAccount>(request, read::json);
        let (created, answer) = create.with_options(self.options).with_raw().await?;
        let CreatedAccount {
            account_id,
            api_key,
            ..
        } = created;
        let keys = NewAccountKeys {
            account_id,
            api_key,
            crm_key: account.crm_key().clone(),
        };
        Ok((keys, answer))
    }
}

call_options!(CreateAccount);

impl IntoFuture for CreateAccount {
    type Output = Result<NewAccountKeys>;
    type IntoFuture = StepsFuture<Result<NewAccountKeys>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(async move { Ok(self.run().await?.0) })
    }
}

/// An account that was made, and its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewAccountKeys {
    /// The account.
    pub account_id: AccountId,
    /// The key for calls to the account.
    pub api_key: Secret,
    /// What the service puts into the `Authorization` header of the account's webhooks.
    pub crm_key: Secret,
}

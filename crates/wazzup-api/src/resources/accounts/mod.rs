mod create;
mod roles;
mod settings;

use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    AccountId, Page, UserId,
    tech::{AccountsTransactions, Balance, Settings, SettingsUpdate, TopUp, WabaSummary},
};

pub use self::{
    create::{CreateAccount, NewAccountKeys},
    roles::UserRoles,
    settings::ChangeSettings,
};
use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    CREATE = Endpoint::post("accounts.create", "/accounts");
    DELETE = Endpoint::delete("accounts.delete", "/accounts/{account_id}");
    WABA_SUMMARY = Endpoint::get("accounts.waba_summary", "/accounts/waba-summary");
    TRANSACTIONS = Endpoint::get("accounts.transactions", "/accounts/transactions");
    /// Adds, so twice is twice as much.
    INCREASE_BALANCE = Endpoint::post("accounts.increase_balance", "/accounts/balance");
    BALANCE = Endpoint::get("accounts.balance", "/accounts/balance");
    GET_SETTINGS = Endpoint::get("accounts.settings", "/settings");
    /// Replaces what it names.
    UPDATE_SETTINGS = Endpoint::patch("accounts.update_settings", "/settings").idempotent();
}

resource! {
    /// Accounts, their balance and settings: routes of the tech API. From
    /// [`Client::accounts`](crate::Client::accounts).
    ///
    /// To create, delete, fund and sum up accounts takes a partner's key, all else that of the
    /// account.
    Accounts
}

impl Accounts<'_> {
    /// Makes an account: `POST /accounts`. Partner's key.
    ///
    /// Unless set otherwise it is Russian, in roubles, and the `crmKey` of its webhooks is made up;
    /// the value holds it.
    ///
    /// Not repeated after a lost answer: it would make another.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the name is empty or the `crmKey`
    /// shorter than 16 characters. Of any other,
    /// [`may_have_executed`](crate::Error::may_have_executed) tells whether the account may exist.
    pub fn create(self, name: impl Into<String>) -> CreateAccount {
        CreateAccount::new(self.client, name.into())
    }

    /// Deletes an account: `DELETE /accounts/{accountId}`. Partner's key.
    pub fn delete(self, id: AccountId) -> Call<()> {
        let request = Request::new(&DELETE).path("account_id", &id.to_string());
        self.client.on_tech(request, read::deleted)
    }

    /// What the accounts have spent on the WhatsApp Business API:
    /// `GET /accounts/waba-summary`. Partner's key.
    pub fn waba_summary(self) -> Call<Page<WabaSummary>> {
        self.client.on_tech(Request::new(&WABA_SUMMARY), read::json)
    }

    /// All transactions of a day: `GET /accounts/transactions?date=`. Partner's key.
    ///
    /// The shape of the answer is not known, so it comes as it is. `None` if it was empty.
    pub fn transactions(self, date: &str) -> Call<Option<AccountsTransactions>> {
        let request = Request::new(&TRANSACTIONS).query("date", date);
        self.client.on_tech(request, read::json)
    }

    /// Adds to what an account may spend, in its currency: `POST /accounts/balance`. Partner's
    /// key.
    ///
    /// Not repeated after a lost answer: it would add twice.
    ///
    /// # Errors
    ///
    /// Any, of which [`may_have_executed`](crate::Error::may_have_executed) tells whether it may
    /// have been added.
    pub fn increase_balance(self, top_up: &TopUp) -> Call<()> {
        self.client
            .on_tech(Request::new(&INCREASE_BALANCE).json(top_up), read::nothing)
    }

    /// What is left to spend: `GET /accounts/balance`.
    pub fn balance(self) -> Call<Balance> {
        self.client.on_tech(Request::new(&BALANCE), read::json)
    }

    /// The settings, the roles of the users among them: `GET /settings`.
    pub fn settings(self) -> Call<Settings> {
        self.client.on_tech(Request::new(&GET_SETTINGS), read::json)
    }

    /// Changes what the update names and keeps everything else: `GET /settings`, then
    /// `PATCH /settings`.
    ///
    /// Roles that are named replace the whole list; to change single ones, use
    /// [`Channels::assign_user`](super::Channels::assign_user) and its kin, or
    /// [`change_settings`](Self::change_settings).
    pub fn update_settings(self, update: SettingsUpdate) -> ChangeSettings {
        self.change_settings(move |settings| settings::apply(&update, settings))
    }

    /// Changes the settings in any way: `GET /settings`, then `PATCH /settings`.
    pub fn change_settings(
        self,
        change: impl Fn(&mut Settings) + Send + Sync + 'static,
    ) -> ChangeSettings {
        ChangeSettings::new(self.client, change)
    }

    /// In which channels a user works, and as what: `GET /settings`, filtered.
    pub fn user_roles(self, user: &UserId) -> UserRoles {
        UserRoles::new(self.settings(), user.clone())
    }
}

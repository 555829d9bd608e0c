use wazzup_transport::Endpoint;

use super::{endpoints, resource};

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

//! Conditions on [`UserMarketingPreferences`].

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::webhook::MarketingPreference;

use crate::UserMarketingPreferences;

/// What the user wants.
pub fn wants(preference: MarketingPreference) -> impl Filter<UserMarketingPreferences> + Clone {
    move |update: &UserMarketingPreferences| update.value.as_ref() == Some(&preference)
}

/// The user wants no more marketing messages.
pub fn stop() -> impl Filter<UserMarketingPreferences> + Copy {
    |update: &UserMarketingPreferences| update.value == Some(MarketingPreference::Stop)
}

/// The user wants marketing messages again.
pub fn resume() -> impl Filter<UserMarketingPreferences> + Copy {
    |update: &UserMarketingPreferences| update.value == Some(MarketingPreference::Resume)
}

//! Conditions on [`AccountUpdate`].

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::webhook::AccountEvent;

use crate::AccountUpdate;

/// This happened to the account.
pub fn event(event: AccountEvent) -> impl Filter<AccountUpdate> + Clone {
    move |update: &AccountUpdate| update.event.as_ref() == Some(&event)
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $event:ident,)+) => {
        $(
            $(#[$doc])*
            pub fn $name() -> impl Filter<AccountUpdate> + Copy {
                |update: &AccountUpdate| update.event == Some(AccountEvent::$event)
            }
        )+
    };
}

events! {
    /// It is gone.
    #[doc(alias = "account_deleted")]
    deleted = AccountDeleted,
    /// It left the Cloud API.
    #[doc(alias = "account_offboarded")]
    offboarded = AccountOffboarded,
    /// It is back.
    #[doc(alias = "account_reconnected")]
    reconnected = AccountReconnected,
    /// It broke a rule.
    #[doc(alias = "account_violation")]
    violation = AccountViolation,
    /// It may not do everything any more.
    #[doc(alias = "account_restriction")]
    restriction = AccountRestriction,
    /// It was banned, or is not banned any more.
    #[doc(alias = "account_disabled")]
    disabled = DisabledUpdate,
    /// An advertising account was linked.
    ad_account_linked = AdAccountLinked,
    /// The terms of the marketing messages API were signed.
    mm_lite_terms_signed = MmLiteTermsSigned,
    /// It was shared with a partner.
    partner_added = PartnerAdded,
    /// It is not shared with the partner any more.
    partner_removed = PartnerRemoved,
    /// The app of a partner may use it.
    partner_app_installed = PartnerAppInstalled,
    /// The app of a partner may not use it any more.
    partner_app_uninstalled = PartnerAppUninstalled,
    /// The certification of a partner's client went on.
    partner_client_certification_status_update = PartnerClientCertificationStatusUpdate,
    /// The business is in another country.
    business_primary_location_country_update = BusinessPrimaryLocationCountryUpdate,
    /// One-time codes to other countries get a price of their own.
    auth_intl_price_eligibility_update = AuthIntlPriceEligibilityUpdate,
    /// The volume of messages led to another price.
    volume_based_pricing_tier_update = VolumeBasedPricingTierUpdate,
}

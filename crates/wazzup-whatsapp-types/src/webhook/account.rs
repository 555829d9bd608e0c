//! What becomes of accounts.

use wazzup_wire::Timestamp;

use crate::{AppId, BusinessId, PhoneNumber, WabaId};

words! {
    fold;
    /// What happened to an account.
    pub enum AccountEvent {
        /// It is gone.
        AccountDeleted = "ACCOUNT_DELETED",
        /// It left the Cloud API.
        AccountOffboarded = "ACCOUNT_OFFBOARDED",
        /// It is back.
        AccountReconnected = "ACCOUNT_RECONNECTED",
        /// It broke a rule.
        AccountViolation = "ACCOUNT_VIOLATION",
        /// It may not do everything any more.
        AccountRestriction = "ACCOUNT_RESTRICTION",
        /// It was banned or is not banned any more.
        DisabledUpdate = "DISABLED_UPDATE",
        /// An advertising account was linked.
        AdAccountLinked = "AD_ACCOUNT_LINKED",
        /// The terms of the marketing messages API were signed.
        MmLiteTermsSigned = "MM_LITE_TERMS_SIGNED",
        /// It was shared with a partner.
        PartnerAdded = "PARTNER_ADDED",
        /// It is not shared with the partner any more.
        PartnerRemoved = "PARTNER_REMOVED",
        /// The app of a partner may use it.
        PartnerAppInstalled = "PARTNER_APP_INSTALLED",
        /// The app of a partner may not use it any more.
        PartnerAppUninstalled = "PARTNER_APP_UNINSTALLED",
        /// The certification of a partner's client went on.
        PartnerClientCertificationStatusUpdate = "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE",
        /// The business is in another country.
        BusinessPrimaryLocationCountryUpdate = "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE",
        /// One-time codes to other countries get a price of their own.
        AuthIntlPriceEligibilityUpdate = "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE",
        /// The volume of messages led to another price.
        VolumeBasedPricingTierUpdate = "VOLUME_BASED_PRICING_TIER_UPDATE",
    }
}

model! {
    /// Something about an account changed. What there is beside the event depends on it.
    ///
    /// See [Meta on this webhook](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update).
    pub struct AccountUpdate {
        /// What happened.
        pub event: Option<AccountEvent>,
        /// The phone number it concerns.
        pub phone_number: Option<PhoneNumber>,
        /// The country, in two letters, with
        /// [`BusinessPrimaryLocationCountryUpdate`](AccountEvent::BusinessPrimaryLocationCountryUpdate).
        pub country: Option<String>,
        /// The account, with the events of partners and of linked accounts.
        pub waba_info: Option<Box<WabaInfo>>,
        /// The rule, with [`AccountViolation`](AccountEvent::AccountViolation).
        pub violation_info: Option<Box<ViolationInfo>>,
        /// The ban, with [`DisabledUpdate`](AccountEvent::DisabledUpdate).
        pub ban_info: Option<Box<BanInfo>>,
        /// What may not be done any more, with
        /// [`AccountRestriction`](AccountEvent::AccountRestriction).
        pub restriction_info: Vec<RestrictionInfo>,
        /// Why, with [`PartnerRemoved`](AccountEvent::PartnerRemoved).
        pub disconnection_info: Option<Box<DisconnectionInfo>>,
        /// From when on, with
        /// [`AuthIntlPriceEligibilityUpdate`](AccountEvent::AuthIntlPriceEligibilityUpdate).
        pub auth_international_rate_eligibility: Option<Box<RateEligibility>>,
        /// The price, with
        /// [`VolumeBasedPricingTierUpdate`](AccountEvent::VolumeBasedPricingTierUpdate).
        pub volume_tier_info: Option<Box<VolumeTierInfo>>,
        /// How far it got, with [`PartnerClientCertificationStatusUpdate`][of].
        ///
        /// [of]: AccountEvent::PartnerClientCertificationStatusUpdate
        pub partner_client_certification_info: Option<Box<CertificationInfo>>,
    }
}

model! {
    /// An account that an event concerns.
    pub struct WabaInfo {
        /// The account.
        pub waba_id: Option<WabaId>,
        /// The portfolio that owns it.
        pub owner_business_id: Option<BusinessId>,
        /// The app of the partner.
        pub partner_app_id: Option<AppId>,
        /// The solution of the partners.
        pub solution_id: Option<String>,
        /// The portfolios of the partners of the solution.
        pub solution_partner_business_ids: Vec<BusinessId>,
        /// The advertising account.
        pub ad_account_linked: Option<String>,
    }
}

model! {
    /// The rule that was broken.
    pub struct ViolationInfo {
        /// Which one.
        pub violation_type: Option<String>,
    }
}

words! {
    fold;
    /// What a ban is.
    pub enum BanState {
        /// In force.
        Disable = "DISABLE",
        /// Over.
        Reinstate = "REINSTATE",
        /// To come.
        ScheduleForDisable = "SCHEDULE_FOR_DISABLE",
    }
}

model! {
    /// A ban.
    pub struct BanInfo {
        /// What it is.
        pub waba_ban_state: Option<BanState>,
        /// Since when or from when on, such as `March 1, 2026`.
        pub waba_ban_date: Option<String>,
    }
}

words! {
    fold;
    /// What an account may not do any more.
    pub enum RestrictionType {
        /// Get phone numbers.
        AddPhoneNumber = "RESTRICTED_ADD_PHONE_NUMBER_ACTION",
        /// Begin conversations.
        BizInitiatedMessaging = "RESTRICTED_BIZ_INITIATED_MESSAGING",
        /// Answer.
        CustomerInitiatedMessaging = "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
        /// Call.
        BusinessInitiatedCalling = "RESTRICTED_BUSINESS_INITIATED_CALLING",
        /// Be called.
        UserInitiatedCalling = "RESTRICTED_USER_INITIATED_CALLING",
        /// Be called, and users see no button for it.
        UserInitiatedCallingButtonHidden = "RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN",
        /// Call or be called.
        Calling = "RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING",
        /// Send utility templates.
        UtilityTemplates = "RESTRICTED_UTILITY_TEMPLATES",
        /// Send utility templates directly.
        DirectSendUtilityTemplates = "RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES",
    }
}

model! {
    /// Something that an account may not do any more.
    pub struct RestrictionInfo {
        /// What.
        pub restriction_type: Option<RestrictionType>,
        /// Until when, in seconds.
        pub expiration: Option<Timestamp>,
        /// What to do.
        pub remediation: Option<String>,
    }
}

words! {
    fold;
    /// Why an account is not shared any more.
    pub enum DisconnectionReason {
        /// The account was disconnected.
        AccountDisconnected = "ACCOUNT_DISCONNECTED",
        /// The business went back to the common app.
        BusinessDowngrade = "BUSINESS_DOWNGRADE",
        /// It has another number.
        ChangeNumber = "CHANGE_NUMBER",
        /// The linked device was not used.
        CompanionInactivity = "COMPANION_INACTIVITY",
        /// The phone was not used.
        PrimaryInactivity = "PRIMARY_INACTIVITY",
        /// The number was registered anew.
        UserReRegistered = "USER_RE_REGISTERED",
    }
}

words! {
    fold;
    /// Who ended it.
    pub enum DisconnectedBy {
        /// WhatsApp.
        System = "SYSTEM",
        /// The business.
        User = "USER",
    }
}

model! {
    /// Why an account is not shared any more.
    pub struct DisconnectionInfo {
        /// Why.
        pub reason: Option<DisconnectionReason>,
        /// Who ended it.
        pub initiated_by: Option<DisconnectedBy>,
    }
}

model! {
    /// From when on one-time codes to other countries get a price of their own.
    pub struct RateEligibility {
        /// From when on, in seconds.
        pub start_time: Option<Timestamp>,
        /// The countries where it is another time.
        pub exception_countries: Vec<ExceptionCountry>,
    }
}

model! {
    /// A country where it is another time.
    pub struct ExceptionCountry {
        /// The country, in two letters.
        pub country_code: Option<String>,
        /// From when on, in seconds.
        pub start_time: Option<Timestamp>,
    }
}

model! {
    /// The price that the volume of messages led to.
    pub struct VolumeTierInfo {
        /// Since when, in seconds.
        pub tier_update_time: Option<Timestamp>,
        /// The category of messages it is for.
        pub pricing_category: Option<String>,
        /// From how many messages to how many, as `from:to`.
        pub tier: Option<String>,
        /// The month it is for, as `YYYY-MM`.
        pub effective_month: Option<String>,
        /// The region it is for.
        pub region: Option<String>,
    }
}

model! {
    /// How far the certification of a partner's client got.
    pub struct CertificationInfo {
        /// The client.
        pub client_business_id: Option<BusinessId>,
        /// How far it got.
        pub status: Option<String>,
        /// Why it was rejected.
        pub rejection_reasons: Vec<String>,
    }
}

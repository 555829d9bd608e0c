//! What a change tells of.

words! {
    /// What a change tells of: `changes[].field`, which an app subscribes to.
    ///
    /// See [Meta's overview of webhooks](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview).
    pub enum Field {
        /// Messages of users, and what became of messages to them.
        Messages = "messages",
        /// Calls, and what became of them.
        Calls = "calls",
        /// Whether users want marketing messages.
        UserPreferences = "user_preferences",
        /// Messages that people sent from the WhatsApp Business app.
        SmbMessageEchoes = "smb_message_echoes",
        /// A template was approved, rejected, paused.
        MessageTemplateStatusUpdate = "message_template_status_update",
        /// A template got another category.
        TemplateCategoryUpdate = "template_category_update",
        /// A template got another quality score.
        MessageTemplateQualityUpdate = "message_template_quality_update",
        /// A template was edited.
        MessageTemplateComponentsUpdate = "message_template_components_update",
        /// Something about the account changed.
        AccountUpdate = "account_update",
        /// Alerts of the account.
        AccountAlerts = "account_alerts",
        /// The account was reviewed.
        AccountReviewUpdate = "account_review_update",
        /// Settings of a phone number changed.
        AccountSettingsUpdate = "account_settings_update",
        /// Events that were recognised in conversations.
        AutomaticEvents = "automatic_events",
        /// What the business may do changed.
        BusinessCapabilityUpdate = "business_capability_update",
        /// The business got another user name.
        BusinessUsernameUpdate = "business_username_update",
        /// A flow changed its state or does badly.
        Flows = "flows",
        /// A group was made or deleted.
        GroupLifecycleUpdate = "group_lifecycle_update",
        /// Users joined or left a group.
        GroupParticipantsUpdate = "group_participants_update",
        /// The same, as Meta's OpenAPI description spells it.
        GroupParticipantUpdate = "group_participant_update",
        /// Settings of a group changed.
        GroupSettingsUpdate = "group_settings_update",
        /// A group was suspended or is back.
        GroupStatusUpdate = "group_status_update",
        /// Older messages of the WhatsApp Business app.
        History = "history",
        /// Solutions of partners changed.
        PartnerSolutions = "partner_solutions",
        /// Configurations of payments changed.
        PaymentConfigurationUpdate = "payment_configuration_update",
        /// The name of a phone number was reviewed.
        PhoneNumberNameUpdate = "phone_number_name_update",
        /// A phone number got another throughput or limit.
        PhoneNumberQualityUpdate = "phone_number_quality_update",
        /// The pin of a phone number changed.
        Security = "security",
        /// Contacts of the WhatsApp Business app.
        SmbAppStateSync = "smb_app_state_sync",
    }
}

words! {
    /// What kind of object a delivery is about: its `object`.
    pub enum ObjectKind {
        /// A WhatsApp Business Account, as all that is typed here.
        WhatsAppBusinessAccount = "whatsapp_business_account",
    }
}

/// How the value of a change is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Lists of elements, each an event.
    Lists,
    /// The value is the event.
    Whole(Whole),
    /// It has no model.
    Raw,
}

/// The kinds of events that are the whole value of a change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    TemplateStatus,
    TemplateCategory,
    TemplateQuality,
    TemplateComponents,
    Account,
}

impl Whole {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::TemplateStatus => "template_status_update",
            Self::TemplateCategory => "template_category_update",
            Self::TemplateQuality => "template_quality_update",
            Self::TemplateComponents => "template_components_update",
            Self::Account => "account_update",
        }
    }
}

impl Field {
    pub(super) fn shape(&self) -> Shape {
        match self {
            Self::Messages | Self::Calls | Self::UserPreferences | Self::SmbMessageEchoes => {
                Shape::Lists
            }
            Self::MessageTemplateStatusUpdate => Shape::Whole(Whole::TemplateStatus),
            Self::TemplateCategoryUpdate => Shape::Whole(Whole::TemplateCategory),
            Self::MessageTemplateQualityUpdate => Shape::Whole(Whole::TemplateQuality),
            Self::MessageTemplateComponentsUpdate => Shape::Whole(Whole::TemplateComponents),
            Self::AccountUpdate => Shape::Whole(Whole::Account),
            _ => Shape::Raw,
        }
    }
}

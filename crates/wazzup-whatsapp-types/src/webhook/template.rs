//! What becomes of templates.

use std::borrow::Cow;

use wazzup_wire::Timestamp;

use crate::TemplateId;

words! {
    fold;
    /// What a template is, or what happened to it.
    pub enum TemplateStatus {
        /// It may be sent.
        Approved = "APPROVED",
        /// It is being reviewed.
        Pending = "PENDING",
        /// It may not be sent.
        Rejected = "REJECTED",
        /// It may not be sent for a while, as users did not like it.
        Paused = "PAUSED",
        /// It may not be sent any more, as users did not like it.
        Disabled = "DISABLED",
        /// Its rejection is being looked at again.
        InAppeal = "IN_APPEAL",
        /// It may be sent again.
        Reinstated = "REINSTATED",
        /// It is gone.
        Deleted = "DELETED",
        /// It is going.
        PendingDeletion = "PENDING_DELETION",
        /// It is about to be disabled, as users do not like it.
        Flagged = "FLAGGED",
        /// There are too many of them.
        LimitExceeded = "LIMIT_EXCEEDED",
        /// It is put away.
        Archived = "ARCHIVED",
        /// It is back.
        Unarchived = "UNARCHIVED",
        /// It may not be changed.
        Locked = "LOCKED",
    }
}

words! {
    fold;
    /// What a template is for.
    pub enum TemplateCategory {
        /// One-time codes.
        Authentication = "AUTHENTICATION",
        /// Advertisements.
        Marketing = "MARKETING",
        /// What the user did or ordered.
        Utility = "UTILITY",
    }
}

words! {
    fold;
    /// Why a template was rejected.
    pub enum TemplateRejection {
        /// It was not.
        None = "NONE",
        /// Its content is not allowed.
        AbusiveContent = "ABUSIVE_CONTENT",
        /// Its form is wrong.
        InvalidFormat = "INVALID_FORMAT",
        /// It advertises.
        Promotional = "PROMOTIONAL",
        /// Its content is not what its category says.
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
        /// It cheats.
        Scam = "SCAM",
        /// Its category is wrong.
        IncorrectCategory = "INCORRECT_CATEGORY",
        /// Its category is not to be had, in older payloads.
        CategoryNotAvailable = "CATEGORY_NOT_AVAILABLE",
    }
}

words! {
    fold;
    /// What users think of a template.
    pub enum TemplateQuality {
        /// Good.
        Green = "GREEN",
        /// Not so good.
        Yellow = "YELLOW",
        /// Bad.
        Red = "RED",
        /// Nothing yet.
        Unknown = "UNKNOWN",
    }
}

/// The language as templates are sent and managed with: `en_US`, also where the wire has `en-US`.
fn language(wire: Option<&str>) -> Option<Cow<'_, str>> {
    wire.map(|wire| {
        if wire.contains('-') {
            Cow::Owned(wire.replace('-', "_"))
        } else {
            Cow::Borrowed(wire)
        }
    })
}

/// A model of a template's event: which template, and then what happened.
macro_rules! of_template {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $($rest:tt)* }
    ) => {
        model! {
            $(#[$meta])*
            pub struct $name {
                id {
                    /// The template.
                    pub message_template_id: TemplateId,
                }
                /// Its name.
                pub message_template_name: Option<String>,
                /// Its language, as it came: see [`language`](Self::language).
                pub message_template_language: Option<String>,
                $($rest)*
            }
        }

        impl $name {
            /// Its language as it is written elsewhere: `en_US`, also where the wire has `en-US`.
            #[must_use]
            pub fn language(&self) -> Option<Cow<'_, str>> {
                language(self.message_template_language.as_deref())
            }
        }
    };
}

of_template! {
    /// A template was approved, rejected, paused and so on.
    ///
    /// See [Meta on this webhook](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update).
    pub struct TemplateStatusUpdate {
        /// What happened to it.
        pub event: Option<TemplateStatus>,
        /// Why it was rejected.
        pub reason: Option<TemplateRejection>,
        /// What it is for.
        pub message_template_category: Option<TemplateCategory>,
        /// When it will be disabled.
        pub disable_info: Option<DisableInfo>,
        /// Why it was paused or locked.
        pub other_info: Option<Box<OtherInfo>>,
        /// More on why it was rejected.
        pub rejection_info: Option<Box<RejectionInfo>>,
    }
}

model! {
    /// When a template will be disabled.
    pub struct DisableInfo {
        /// The day, or the second since 1970, as it came: see [`at`](Self::at).
        pub disable_date: Option<String>,
    }
}

inline! { DisableInfo }

impl DisableInfo {
    /// When, if it can be read as a time.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        let at = Timestamp::from(self.disable_date.as_deref()?);
        at.unix_millis().is_some().then_some(at)
    }
}

model! {
    /// Why a template was paused or locked.
    pub struct OtherInfo {
        /// In a word.
        pub title: Option<String>,
        /// In a sentence.
        pub description: Option<String>,
    }
}

model! {
    /// Why a template was rejected, and what to do.
    pub struct RejectionInfo {
        /// Why.
        pub reason: Option<String>,
        /// What to do.
        pub recommendation: Option<String>,
    }
}

of_template! {
    /// A template got another category, or will.
    ///
    /// See [Meta on this webhook](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update).
    pub struct TemplateCategoryUpdate {
        /// The category it had.
        pub previous_category: Option<TemplateCategory>,
        /// The category it has.
        pub new_category: Option<TemplateCategory>,
        /// The category it will have.
        pub correct_category: Option<TemplateCategory>,
        /// When it will have it.
        pub category_update_timestamp: Option<Timestamp>,
    }
}

impl TemplateCategoryUpdate {
    /// Whether this announces a change that is still to come.
    #[must_use]
    pub fn is_announcement(&self) -> bool {
        self.correct_category.is_some()
    }
}

of_template! {
    /// A template got another quality score.
    ///
    /// See [Meta on this webhook](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update).
    pub struct TemplateQualityUpdate {
        /// The score it had.
        pub previous_quality_score: Option<TemplateQuality>,
        /// The score it has.
        pub new_quality_score: Option<TemplateQuality>,
    }
}

of_template! {
    /// A template was edited.
    ///
    /// See [Meta on this webhook](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update).
    pub struct TemplateComponentsUpdate {
        /// Its text.
        pub message_template_element: Option<String>,
        /// The text of its header.
        pub message_template_title: Option<String>,
        /// Its footer.
        pub message_template_footer: Option<String>,
        /// Its buttons.
        pub message_template_buttons: Vec<ButtonOfTemplate>,
    }
}

words! {
    fold;
    /// What a button of a template does.
    pub enum TemplateButtonType {
        /// Answers.
        QuickReply = "QUICK_REPLY",
        /// Opens a page.
        Url = "URL",
        /// Calls a phone number.
        PhoneNumber = "PHONE_NUMBER",
        /// Copies a code.
        CopyCode = "COPY_CODE",
        /// Opens a flow.
        Flow = "FLOW",
        /// Gives a one-time code.
        Otp = "OTP",
        /// Opens the catalogue.
        Catalog = "CATALOG",
        /// Shows products.
        MultiProduct = "MPM",
        /// Shows a product.
        SingleProduct = "SPM",
        /// Calls the business.
        VoiceCall = "VOICE_CALL",
        /// Lets the business call.
        CallPermissionRequest = "CALL_PERMISSION_REQUEST",
        /// Shares the user's contact.
        RequestContactInfo = "REQUEST_CONTACT_INFO",
        /// Opens an app.
        App = "APP",
    }
}

model! {
    /// A button of a template that was edited.
    pub struct ButtonOfTemplate {
        /// What it does.
        pub message_template_button_type: Option<TemplateButtonType>,
        /// What it says.
        pub message_template_button_text: Option<String>,
        /// The page.
        pub message_template_button_url: Option<String> [hidden],
        /// The phone number.
        pub message_template_button_phone_number: Option<String> [hidden],
    }
}

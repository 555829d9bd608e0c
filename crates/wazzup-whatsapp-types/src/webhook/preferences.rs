//! What users want to be sent.

use wazzup_wire::Timestamp;

use super::{OfUser, Sender};
use crate::{Bsuid, ParentBsuid, WaId};

words! {
    /// What a preference is about.
    pub enum PreferenceCategory {
        /// Marketing messages.
        MarketingMessages = "marketing_messages",
    }
}

words! {
    fold;
    /// What a user wants.
    pub enum MarketingPreference {
        /// No more of them: templates of that category fail with 131050 from here on.
        Stop = "stop",
        /// Them again.
        Resume = "resume",
        /// To be told, by a sign-up.
        Signup = "signup",
    }
}

model! {
    /// Whether a user wants marketing messages.
    ///
    /// See [Meta on user preferences](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/user_preferences).
    pub struct UserMarketingPreferences {
        /// The user.
        pub wa_id: Option<WaId>,
        /// The user, by the business-scoped id.
        pub user_id: Option<Bsuid>,
        /// The user, by the id for linked portfolios.
        pub parent_user_id: Option<ParentBsuid>,
        /// What it is about: marketing messages.
        pub category: Option<PreferenceCategory>,
        /// What the user wants.
        pub value: Option<MarketingPreference>,
        /// The same in a sentence.
        pub detail: Option<String> [hidden],
        /// When it was said, in seconds.
        pub timestamp: Option<Timestamp>,
        /// The sign-up.
        pub signup_id: Option<String>,
    }
}

impl OfUser for UserMarketingPreferences {
    fn user(&self) -> Sender<'_> {
        Sender {
            wa_id: self.wa_id.as_ref(),
            bsuid: self.user_id.as_ref(),
            parent_bsuid: self.parent_user_id.as_ref(),
            ..Sender::default()
        }
    }
}

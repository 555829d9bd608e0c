//! What became of messages to users.

use wazzup_wire::Timestamp;

use super::{OfUser, Sender, WebhookError};
use crate::{Bsuid, GroupId, MessageId, ParentBsuid, WaId};

words! {
    fold;
    /// How far a message got.
    pub enum MessageStatusType {
        /// On its way.
        Sent = "sent",
        /// On the user's device.
        Delivered = "delivered",
        /// Seen. It implies [`Delivered`](Self::Delivered), which may be skipped.
        Read = "read",
        /// Not delivered, see the errors.
        Failed = "failed",
        /// The voice message was listened to.
        Played = "played",
    }
}

words! {
    fold;
    /// Whom a message was for.
    pub enum RecipientType {
        /// One user.
        Individual = "individual",
        /// A group.
        Group = "group",
    }
}

words! {
    fold;
    /// What a message is charged by.
    pub enum PricingModel {
        /// Per message.
        PerMessage = "PMP",
        /// Per conversation, as in older versions.
        PerConversation = "CBP",
    }
}

words! {
    fold;
    /// What a message is charged as.
    pub enum PricingType {
        /// By its category.
        Regular = "regular",
        /// Not, as the user wrote not long ago.
        FreeCustomerService = "free_customer_service",
        /// Not, as the user came by an ad or a page.
        FreeEntryPoint = "free_entry_point",
    }
}

words! {
    fold;
    /// The category that a message is charged by, or a conversation was opened by.
    pub enum PricingCategory {
        /// A one-time code.
        Authentication = "authentication",
        /// A one-time code to another country.
        AuthenticationInternational = "authentication_international",
        /// The same in another spelling.
        AuthenticationInternationalHyphened = "authentication-international",
        /// An advertisement.
        Marketing = "marketing",
        /// An advertisement sent by the marketing messages API.
        MarketingLite = "marketing_lite",
        /// About something that the user did.
        Utility = "utility",
        /// An answer to the user.
        Service = "service",
        /// The user came by an ad or a page.
        ReferralConversion = "referral_conversion",
        /// An advertisement in a group.
        GroupMarketing = "group_marketing",
        /// About something done, in a group.
        GroupUtility = "group_utility",
        /// An answer in a group.
        GroupService = "group_service",
        /// Of a general-purpose assistant.
        GeneralPurposeAi = "general_purpose_ai",
    }
}

model! {
    /// What became of a message to a user or, if [`is_group`](Self::is_group), of one to a group for
    /// one of its members.
    ///
    /// Statuses may come out of order, more than once, and before the answer to the send was read.
    ///
    /// See [Meta on statuses](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status).
    pub struct MessageStatus {
        id {
            /// The message.
            pub id: MessageId,
        }
        /// How far it got.
        pub status: Option<MessageStatusType>,
        /// When it did.
        pub timestamp: Option<Timestamp>,
        /// The user it was for, or the group.
        pub recipient_id: Option<WaId>,
        /// The user it was for, by the business-scoped id.
        pub recipient_user_id: Option<Bsuid>,
        /// The user it was for, by the id for linked portfolios. It has two names;
        /// [`parent_recipient`](Self::parent_recipient) reads both.
        pub parent_recipient_user_id: Option<ParentBsuid>,
        /// The same by its other name, which statuses of calls have. A field of its own, so that a
        /// status with both names is read, too.
        pub recipient_parent_user_id: Option<ParentBsuid>,
        /// Whether it was for a user or a group. Nothing for a user, mostly.
        pub recipient_type: Option<RecipientType>,
        /// The member of the group.
        pub recipient_participant_id: Option<WaId>,
        /// The member of the group, by the business-scoped id.
        pub recipient_participant_user_id: Option<Bsuid>,
        /// The member of the group, by the id for linked portfolios.
        pub recipient_participant_parent_user_id: Option<ParentBsuid>,
        /// The group, as Meta's OpenAPI description has it.
        pub group_id: Option<GroupId>,
        /// Changes whenever the user's identity might have, if identity checks are on.
        pub recipient_identity_key_hash: Option<String> [hidden],
        /// What the sender of the message had put beside it.
        #[doc(alias = "tracker")]
        pub biz_opaque_callback_data: Option<String> [hidden],
        /// The conversation it counts to. Hardly there since v24.
        pub conversation: Option<Box<Conversation>>,
        /// What it is charged as.
        pub pricing: Option<Box<Pricing>>,
        /// Why it failed.
        pub errors: Vec<WebhookError>,
    }
}

impl MessageStatus {
    /// Whether the message was for a group: then this is about one member of it.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.recipient_type == Some(RecipientType::Group)
    }

    /// The user it was for, by the id for linked portfolios, by whichever name it came.
    #[must_use]
    pub fn parent_recipient(&self) -> Option<&ParentBsuid> {
        let first = self.parent_recipient_user_id.as_ref();
        first.or(self.recipient_parent_user_id.as_ref())
    }

    /// Why it failed.
    #[must_use]
    pub fn error(&self) -> Option<&WebhookError> {
        self.errors.first()
    }
}

impl OfUser for MessageStatus {
    fn user(&self) -> Sender<'_> {
        let participant = Sender {
            wa_id: self.recipient_participant_id.as_ref(),
            bsuid: self.recipient_participant_user_id.as_ref(),
            parent_bsuid: self.recipient_participant_parent_user_id.as_ref(),
            ..Sender::default()
        };
        if self.is_group() || participant.primary().is_some() {
            return participant;
        }
        Sender {
            wa_id: self.recipient_id.as_ref(),
            bsuid: self.recipient_user_id.as_ref(),
            parent_bsuid: self.parent_recipient(),
            ..Sender::default()
        }
    }
}

model! {
    /// The conversation that a message counts to.
    pub struct Conversation {
        /// Its id.
        pub id: Option<String>,
        /// When it ends. With the status `sent` only.
        pub expiration_timestamp: Option<Timestamp>,
        /// What it was opened by.
        pub origin: Option<ConversationOrigin>,
    }
}

model! {
    /// What a conversation was opened by.
    pub struct ConversationOrigin {
        /// Its category: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub category: Option<PricingCategory>,
    }
}

inline! { ConversationOrigin }

model! {
    /// What a message is charged as.
    pub struct Pricing {
        /// Whether it is charged at all.
        pub billable: Option<bool>,
        /// What it is charged by.
        pub pricing_model: Option<PricingModel>,
        /// What it is charged as: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub pricing_type: Option<PricingType>,
        /// Its category.
        pub category: Option<PricingCategory>,
    }
}

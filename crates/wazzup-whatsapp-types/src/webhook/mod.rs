//! Bodies of webhook deliveries and the events in them.
//!
//! [`parse`] never refuses a body for one bad part of it: every element of every change of every entry
//! is read on its own, what cannot be read is reported beside its siblings, and what is not known is
//! kept.
//!
//! ```
//! use wazzup_whatsapp_types::webhook::{self, Event};
//!
//! let body = r#"{"object": "whatsapp_business_account", "entry": [{"id": "210550000000001", "changes": [
//!     {"value": {
//!         "metadata": {"phone_number_id": "310660000000002"},
//!         "contacts": [{"profile": {"name": "Mara"}, "wa_id": "15550104477", "user_id": "NL.90210"}],
//!         "messages": [
//!             {"from": "15550104477", "id": "wamid.QQ==", "type": "text", "text": {"body": "Hi"}},
//!             42
//!         ]
//!     }, "field": "messages"}
//! ]}]}"#;
//! let webhook = webhook::parse(body)?;
//! assert_eq!(webhook.events.len(), 2);
//! let Event::Message(message) = &webhook.events[0] else { panic!() };
//! assert_eq!(message.text_or_caption(), Some("Hi"));
//! assert_eq!(message.sender().name, Some("Mara"));
//! assert_eq!(message.phone_number_id().unwrap(), "310660000000002");
//! let Event::Malformed(odd) = &webhook.events[1] else { panic!() };
//! assert_eq!((odd.name, odd.index, odd.raw.as_str()), ("message", Some(1), "42"));
//! # Ok::<(), wazzup_whatsapp_types::webhook::NotJson>(())
//! ```
//!
//! Which events there are, and by what they are told apart:
//!
//! | Field | Event |
//! |---|---|
//! | `messages` | [`Message`], or by the type of the message [`CallbackButton`], [`CallbackSelection`], [`CallPermissionUpdate`], [`FlowCompletion`], [`PhoneNumberChange`], [`IdentityChange`], [`ChatOpened`], [`EditedMessage`], [`DeletedMessage`]; [`MessageStatus`], also for groups |
//! | `calls` | [`CallConnect`], [`CallTerminate`], [`CallStatus`] |
//! | `user_preferences` | [`UserMarketingPreferences`] |
//! | `smb_message_echoes` | [`OutgoingMessage`], [`OutgoingEditedMessage`], [`OutgoingDeletedMessage`] |
//! | `message_template_status_update` | [`TemplateStatusUpdate`] |
//! | `template_category_update` | [`TemplateCategoryUpdate`] |
//! | `message_template_quality_update` | [`TemplateQualityUpdate`] |
//! | `message_template_components_update` | [`TemplateComponentsUpdate`] |
//! | `account_update` | [`AccountUpdate`] |
//! | any other | [`Raw`] |

#[macro_use]
mod model;

mod account;
mod call;
mod change;
mod dedup;
mod error;
mod event;
mod field;
mod message;
mod odd;
mod parse;
mod preferences;
mod sender;
mod status;
mod template;
mod unknown;
mod update;

pub use self::account::{
    AccountEvent, AccountUpdate, BanInfo, BanState, CertificationInfo, DisconnectedBy,
    DisconnectionInfo, DisconnectionReason, ExceptionCountry, RateEligibility, RestrictionInfo,
    RestrictionType, ViolationInfo, VolumeTierInfo, WabaInfo,
};
pub use self::call::{
    CallConnect, CallDirection, CallOutcome, CallSession, CallStatus, CallStatusType,
    CallTerminate, SdpType, StatusSubject,
};
pub use self::change::{Change, Contact, EntryId, Metadata, Profile};
pub use self::error::{ErrorData, WebhookError};
pub use self::event::Event;
pub use self::field::{Field, ObjectKind};
pub use self::message::{
    CallPermissionReply, CallPermissionResponse, CallPermissionSource, CallPermissionUpdate,
    CallbackButton, CallbackSelection, CardAddress, CardEmail, CardName, CardOrg, CardPhone,
    CardUrl, ChatOpened, ContactCard, ContactsOrigin, Content, DeletedMessage, Edit, EditedMessage,
    FlowCompletion, FormName, FormReply, IdentityChange, Interactive, InteractiveType, Location,
    Media, Message, MessageContext, MessageType, Order, OrderItem, OutgoingDeletedMessage,
    OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange, Reaction, Referral, ReferralMedia,
    ReferralSource, ReferredProduct, Reply, Revoke, System, SystemType, TemplateButton, Text,
    Unsupported, UserIdentity, WelcomeMessage,
};
pub use self::odd::{List, Malformed, Part, Raw};
pub use self::parse::{Webhook, parse};
pub use self::preferences::{MarketingPreference, PreferenceCategory, UserMarketingPreferences};
pub use self::sender::{Identity, OfUser, Sender};
pub use self::status::{
    Conversation, ConversationOrigin, MessageStatus, MessageStatusType, Pricing, PricingCategory,
    PricingModel, PricingType, RecipientType,
};
pub use self::template::{
    ButtonOfTemplate, DisableInfo, OtherInfo, RejectionInfo, TemplateButtonType, TemplateCategory,
    TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQuality, TemplateQualityUpdate,
    TemplateRejection, TemplateStatus, TemplateStatusUpdate,
};
pub use self::update::Update;
pub use wazzup_wire::{NotJson, ReadError, Received};

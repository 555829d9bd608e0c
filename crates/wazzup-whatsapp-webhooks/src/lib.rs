#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod challenge;
mod data;
mod deliver;
mod event;
pub mod filters;
#[cfg(feature = "flows")]
#[cfg_attr(docsrs, doc(cfg(feature = "flows")))]
pub mod flow;
mod origin;
mod own;
mod report;
mod service;
pub mod signature;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
mod update;
mod waits;

pub use self::{
    challenge::{
        CHALLENGE_PARAM, Challenge, Forbidden, MODE_PARAM, VERIFY_TOKEN_PARAM, VerifyTokens,
        webhook_challenge, webhook_challenge_params,
    },
    data::{CarriesData, Clicked, Tracked},
    event::{
        AccountUpdate, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate,
        CallbackButton, CallbackSelection, ChatOpened, DeletedMessage, EditedMessage,
        FlowCompletion, GroupMessageStatus, IdentityChange, MalformedEvent, Message, MessageStatus,
        OutgoingDeletedMessage, OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange, Raw,
        RawUpdate, TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate,
        TemplateStatusUpdate, Typed, UserMarketingPreferences, call_subject, conversation,
        envelope, group_conversation, message_subject, template_subject, user_topic,
    },
    origin::{Answerable, Origin},
    report::DeliveryReport,
    service::{BuildError, ResponseFuture, WebhookService, WebhooksBuilder, WhatsAppWebhooks},
    update::{Refused, webhook_update, webhook_update_values},
    waits::{SentRef, wait_until_template_approved},
};
#[doc(no_inline)]
pub use wazzup_dispatch as dispatch;
pub use wazzup_endpoint::{InvalidSecret, Policy};
#[doc(no_inline)]
pub use wazzup_whatsapp_types as types;
#[doc(no_inline)]
pub use wazzup_whatsapp_types::webhook::{NotJson, Webhook, parse};

//! The WhatsApp Business Cloud API of Meta: its client, its webhooks, its flows.

#[doc(inline)]
pub use wazzup_whatsapp_api as api;
#[doc(inline)]
pub use wazzup_whatsapp_types as types;
#[doc(inline)]
pub use wazzup_whatsapp_webhooks as webhooks;

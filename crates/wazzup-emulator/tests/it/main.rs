//! The emulator from outside: in process, over sockets, with a receiver of webhooks.
#![allow(clippy::unwrap_used, reason = "a broken test may panic")]

mod codes;
mod control;
mod entities;
mod faults;
mod gate;
mod messages;
mod questions;
mod receiver;
mod repeats;
mod support;
mod tech;
mod webhooks;
mod whatsapp_blocked;
mod whatsapp_callbacks;
mod whatsapp_doors;
#[cfg(feature = "flows")]
mod whatsapp_flow;
mod whatsapp_keys;
mod whatsapp_life;
mod whatsapp_media;
mod whatsapp_odd;
mod whatsapp_sending;
mod whatsapp_support;
mod whatsapp_templates;
mod whatsapp_uploads;
mod whatsapp_webhooks;
mod wire;

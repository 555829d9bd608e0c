//! The WhatsApp half, against an emulator over loopback.

mod blocking;
mod client;
mod registering;
mod sent;
mod shortcuts;
mod stage;

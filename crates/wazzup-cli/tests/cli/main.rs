//! The real binary against the real emulator, which it runs itself. Everything is bounded in time,
//! and every child is ended by whoever started it.
#![cfg(unix)] // Children are told to stop by signals.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod basics;
mod emulator;
mod import;
mod listen;
mod listen_whatsapp;
mod lists;
mod parse;
mod send;
mod send_whatsapp;
mod support;

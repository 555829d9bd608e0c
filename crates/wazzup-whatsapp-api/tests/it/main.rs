#![allow(clippy::unwrap_used, reason = "a test that can't go on should panic")]
//! The client against an in-process service: what it sends, and what it makes of the answers.

mod buttons;
mod callbacks;
mod client;
mod endpoints;
mod errors;
mod fake;
mod limits;
mod media;
mod media_upload;
mod messages;
mod outcomes;
mod sources;
mod templates;
mod unknown_send;
mod uploads;
mod users;

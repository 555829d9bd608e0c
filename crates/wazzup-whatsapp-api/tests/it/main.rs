#![allow(clippy::unwrap_used, reason = "a test that can't go on should panic")]
//! The client against an in-process service: what it sends, and what it makes of the answers.

mod callbacks;
mod endpoints;
mod fake;
mod media;
mod uploads;
mod users;

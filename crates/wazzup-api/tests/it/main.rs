#![allow(clippy::unwrap_used, reason = "a test that can't go on should panic")]
//! The client against an in-process service: what it sends, and what it makes of the answers.

mod accounts;
mod bulk;
mod channels;
mod client;
mod endpoints;
mod entities;
mod errors;
mod fake;
mod lists;
mod outcomes;
mod sending;
mod small;
mod stack;
mod tech;
mod unknown_send;
mod webhooks;

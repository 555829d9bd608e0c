//! The router as its users see it: scenarios over a made-up provider, on paused time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod args;
mod detached;
mod filters;
mod handlers;
mod logs;
mod merge;
mod order;
mod provider;
mod questions;
mod races;
mod recent;
mod repeats;
mod runtime;
mod waits;

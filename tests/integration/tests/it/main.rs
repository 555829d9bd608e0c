//! Client, listener and emulator together, over loopback.
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod calling;
mod receiving;
mod sending;
mod tls;

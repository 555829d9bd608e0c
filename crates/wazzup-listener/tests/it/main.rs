//! The listener on the loopback interface, spoken to by raw sockets.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exemption for tests does not reach helpers"
)]

mod body;
mod connections;
mod hang_up;
mod heads;
mod health;
mod observer;
mod shutdown;
mod support;
#[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
mod tls;

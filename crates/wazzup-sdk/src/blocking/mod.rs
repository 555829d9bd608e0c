//! The same calls without async.
//!
//! Every request of this SDK is a value that can be awaited; with [`Wait`] in scope the same
//! value can be waited for instead, and every stream of pages or items becomes an iterator with
//! [`WaitEach`]. So there is no second client to learn:
//!
//! ```no_run
//! use wazzup_sdk::WazzupClient;
//! use wazzup_sdk::blocking::{Wait, WaitEach};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = WazzupClient::new("api-key")?;
//! for channel in client.channels().list().wait()? {
//!     println!("{:?}", channel.transport);
//! }
//! for contact in client.contacts().list().by_item().wait_each() {
//!     println!("{}", contact?.id);
//! }
//! # Ok(()) }
//! ```
//!
//! A listener is started and stopped in the same way: `client.webhooks().start_listener(..).wait()`,
//! `client.close().wait()`. Its handlers are async functions nevertheless; one that blocks for long
//! holds up all blocking calls.
//!
//! Sockets, timers and the listener belong to one background thread of this process, which starts
//! with the first call and is shared by all clients. A client that is used from both worlds works
//! too, but keeps its connections where they were opened: prefer one world per client.

mod background;
mod each;
mod wait;

pub use each::{Each, WaitEach};
pub use wait::Wait;

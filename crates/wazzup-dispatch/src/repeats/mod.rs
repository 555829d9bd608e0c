//! Deliveries that come again: what was handled is not handled twice.

mod memory;
mod sieve;

pub use self::{memory::Repeats, sieve::Sieve};

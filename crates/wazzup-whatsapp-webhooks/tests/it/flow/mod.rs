//! Flows: their encryption, their files, their endpoint.

mod crypto;
mod support;

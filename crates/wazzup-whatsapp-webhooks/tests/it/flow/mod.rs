//! Flows: their encryption, their files, their endpoint.

mod crypto;
mod endpoint;
mod lookup;
mod service;
mod support;

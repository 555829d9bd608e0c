#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod bulk;
mod call;
mod client;
mod error;
mod judge;
mod list;
pub mod resources;
mod send;

pub use wazzup_transport as transport;
pub use wazzup_transport::{Error, ErrorKind, Reply};
pub use wazzup_types as types;

pub use self::{
    bulk::{
        BULK_CONCURRENCY, Bulk, BulkChunks, BulkEntity, BulkError, BulkItem, BulkOutcome,
        BulkReport,
    },
    call::{Call, CallFuture, RawCall, StepsFuture, WithRaw, WithRawFuture},
    client::{COUNTERS_BASE, Client, ClientBuilder, PUBLIC_BASE, TECH_BASE, account_limits},
    error::{ErrorExt, RejectedItem},
    list::{Items, List, Pages},
    send::{
        Accepted, CRM_MESSAGE_ID_WINDOW, Outcome, RawSend, RawSendFuture, SendError, SendFuture,
        SendMessage, UnknownSend,
    },
};

/// What a call gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

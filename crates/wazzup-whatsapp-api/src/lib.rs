#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod call;
mod client;
mod error;
mod judge;
mod media;
mod page;
pub mod resources;
mod send;
mod usage;

pub use wazzup_transport as transport;
pub use wazzup_transport::{Error, ErrorKind, Reply};
pub use wazzup_whatsapp_types as types;

pub use self::{
    call::{Call, CallFuture, NodeCall, RawCall, StepsFuture, WithRaw, WithRawFuture},
    client::{
        ApiVersion, Client, ClientBuilder, DEFAULT_BASE, DEFAULT_THROUGHPUT, InvalidApiVersion,
        MANAGEMENT_BUCKET, MESSAGES_BUCKET, Node, PAIR_BUCKET, messaging_limits, number_key,
        pair_limit, throughput_limit,
    },
    error::ErrorExt,
    media::{
        DOWNLOAD_IN_MEMORY_MAX, Download, Downloaded, IntoMemory, MediaFile, MediaMismatch,
        MediaSource, MediaStream, Progress, RemoteMedia, ToPath, ToStream, ToWriter, UploadMedia,
    },
    page::{Items, NodeList, Page, Pages},
    send::{
        Buttons, FlowButton, Outcome, RawSend, RawSendFuture, SendError, SendFuture, SendMessage,
        SentMessage, UnknownSend, VoiceCallButton, kind,
    },
    usage::UsageExt,
};

/// What a call gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

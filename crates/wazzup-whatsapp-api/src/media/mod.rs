//! Files: what they are made of, how they are sent, and how they are read and checked.

mod check;
mod download;
mod file;
mod mime;
mod progress;
mod remote;
mod sending;
mod source;
mod stream;
mod upload;

pub use self::{
    check::MediaMismatch,
    download::{
        DOWNLOAD_IN_MEMORY_MAX, Download, Downloaded, IntoMemory, ToPath, ToStream, ToWriter,
    },
    file::MediaFile,
    progress::Progress,
    remote::RemoteMedia,
    source::MediaSource,
    stream::MediaStream,
    upload::UploadMedia,
};
pub(crate) use self::{
    progress::Watcher,
    sending::{Opened, open},
};

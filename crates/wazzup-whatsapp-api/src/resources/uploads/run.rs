use std::future::IntoFuture;

use http::HeaderValue;
use wazzup_transport::{BoxError, CallOptions};
use wazzup_whatsapp_types::{
    AppId,
    media::{UploadHandle, UploadResult, UploadSession},
};

use super::{SEND, START, Uploads, file_offset, to_session};
use crate::{
    Client, Error, ErrorKind, MediaFile, Progress, Result,
    call::{Call, StepsFuture, call_options, read, steps},
    media::{Watcher, open},
};

/// How often an upload goes on after the connection broke, without a byte having arrived in between.
const RESUMED_IN_VAIN: u32 = 3;

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// A file about to be uploaded by way of a session. From [`Uploads::upload`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct ResumableUpload {
    client: Client,
    file: MediaFile,
    app: Option<AppId>,
    watcher: Watcher,
    options: CallOptions,
}

impl ResumableUpload {
    pub(super) fn new(client: &Client, file: MediaFile) -> Self {
        Self {
            client: client.clone(),
            file,
            app: None,
            watcher: Watcher::default(),
            options: CallOptions::default(),
        }
    }

    /// For this app, whatever the client has.
    pub fn on(mut self, app: AppId) -> Self {
        self.app = Some(app);
        self
    }

    /// Tells after each piece how far it is, in this attempt: of what is missing then.
    pub fn on_progress(mut self, watch: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.watcher = Watcher::new(watch);
        self
    }

    async fn run(self) -> Result<UploadHandle> {
        let mime_type = self.file.mime_type.clone().ok_or_else(|| wrong(NO_TYPE))?;
        let length = self.file.length_in_bytes().await.map_err(wrong)?;
        let length = length.ok_or_else(|| wrong(NO_LENGTH))?;
        let uploads = Uploads::new(&self.client);
        let start = uploads.start(&self.file.name, length, &mime_type);
        let start = match self.app {
            Some(app) => start.on(app),
            None => start,
        };
        let session = start.with_options(self.options.clone()).await?;

        let (mut offset, mut in_vain) = (0, 0);
        let mut file = self.file;
        loop {
            let again = file.clone();
            let send = SendRest {
                watcher: self.watcher.clone(),
                options: self.options.clone(),
                ..uploads.send(&session, file, offset)
            };
            let error = match send.await {
                Ok(handle) => return Ok(handle),
                Err(error) => error,
            };
            let broke = matches!(
                error.kind(),
                ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Closed | ErrorKind::Server
            );
            if !broke || !again.is_repeatable() || in_vain == RESUMED_IN_VAIN {
                return Err(error);
            }
            let arrived = uploads.offset(&session).with_options(self.options.clone());
            let arrived = arrived.await?.min(length);
            in_vain = if arrived > offset { 0 } else { in_vain + 1 };
            offset = arrived;
            file = again;
        }
    }
}

call_options!(ResumableUpload);

impl IntoFuture for ResumableUpload {
    type Output = Result<UploadHandle>;
    type IntoFuture = StepsFuture<Result<UploadHandle>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(self.run())
    }
}

/// What is missing of a file, about to be sent to a session. From [`Uploads::send`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct SendRest {
    client: Client,
    session: UploadSession,
    file: MediaFile,
    offset: u64,
    watcher: Watcher,
    options: CallOptions,
}

impl SendRest {
    pub(super) fn new(
        client: &Client,
        session: UploadSession,
        file: MediaFile,
        offset: u64,
    ) -> Self {
        Self {
            client: client.clone(),
            session,
            file,
            offset,
            watcher: Watcher::default(),
            options: CallOptions::default(),
        }
    }

    /// Tells after each piece how far it is.
    pub fn on_progress(mut self, watch: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.watcher = Watcher::new(watch);
        self
    }

    async fn run(self) -> Result<UploadHandle> {
        let opened = open(self.file, self.offset).await.map_err(wrong)?;
        let (name, value) = file_offset(self.offset);
        let request = to_session(&self.client, &SEND, &self.session)
            .body(OCTETS, opened.watched(&self.watcher));
        let options = self.options.header(name, value);
        let finished = |reply| read::json::<UploadResult>(reply).map(|result| result.h);
        Call::new(self.client.transport(), request, finished)
            .with_options(options)
            .await
    }
}

call_options!(SendRest);

impl IntoFuture for SendRest {
    type Output = Result<UploadHandle>;
    type IntoFuture = StepsFuture<Result<UploadHandle>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(self.run())
    }
}

fn wrong(source: impl Into<BoxError>) -> Error {
    Error::new(ErrorKind::Configuration, START.operation()).with_source(source)
}

const NO_TYPE: &str = "the type of the file is missing, and its name does not tell: set it by \
                       `MediaFile::mime_type`";
const NO_LENGTH: &str = "the length of the stream is missing: set it by `MediaFile::length`";

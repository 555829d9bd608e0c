use std::{
    fmt,
    future::IntoFuture,
    io,
    path::{Path, PathBuf},
};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use wazzup_transport::{CallOptions, Request, auth::Hosts, typed::random_hex};
use wazzup_whatsapp_types::{PhoneNumberId, media::MediaKind};

use super::{MediaStream, Progress, RemoteMedia, Watcher, check::Check};
use crate::{
    Client, Error, ErrorKind, Result,
    call::{StepsFuture, call_options, steps},
    resources::media::{DOWNLOAD, url_call},
};

/// The largest file that is read into memory unless another limit is set, in bytes: 100 MB, which is
/// the largest that there is.
pub const DOWNLOAD_IN_MEMORY_MAX: u64 = MediaKind::Document.max_bytes();

/// A file about to be downloaded: set options on it, then await it.
///
/// The time of a call and of an attempt ends with the head of the answer; from then on only
/// [silence](CallOptions::idle_timeout) is limited.
///
/// It is asked for by its address. One that is not known is asked for first, and one that has expired,
/// which the service answers with 404, is asked for anew, once. The access token goes along to the hosts of
/// Meta and to that of the API, and to no other unless the client [says so](crate::ClientBuilder::media_host).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct Download<S> {
    fetch: Fetch,
    sink: S,
    options: CallOptions,
}

/// Downloads into a file on disk. What is not complete or not right leaves nothing there.
#[derive(Clone)]
pub struct ToPath(PathBuf);

/// Downloads into anything that can be written to.
#[derive(Clone)]
pub struct ToWriter<W>(W);

/// Downloads into memory.
#[derive(Clone, Copy, Debug)]
pub struct IntoMemory {
    limit: u64,
}

/// Downloads piece by piece, for the caller to do something with.
#[derive(Clone, Copy, Debug)]
pub struct ToStream(());

/// What was downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// How many bytes it has.
    pub size: u64,
    /// What the file is, as the service says.
    pub mime_type: Option<String>,
}

impl<S> Download<S> {
    /// Succeeds only if the file belongs to this phone number.
    pub fn from(mut self, phone_number_id: PhoneNumberId) -> Self {
        self.fetch.from = Some(phone_number_id);
        self
    }

    /// Tells after each piece how far it is. Called in the middle of the download, so it should be
    /// quick.
    pub fn on_progress(mut self, watch: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.fetch.watcher = Watcher::new(watch);
        self
    }

    /// Takes the file as it comes, whatever the service says of its size and its SHA-256.
    pub fn without_check(mut self) -> Self {
        self.fetch.checked = false;
        self
    }

    fn new(client: &Client, media: RemoteMedia, sink: S) -> Self {
        Self {
            fetch: Fetch::new(client, media),
            sink,
            options: CallOptions::default(),
        }
    }
}

call_options!(<S> Download);

impl Download<ToPath> {
    pub(crate) fn to_path(client: &Client, media: RemoteMedia, path: PathBuf) -> Self {
        Self::new(client, media, ToPath(path))
    }

    async fn run(self) -> Result<Downloaded> {
        let stream = self.fetch.open(&self.options).await?;
        let path = self.sink.0;
        let part = Part::beside(&path);
        let file = tokio::fs::File::create(&part.0)
            .await
            .map_err(not_written)?;
        let (downloaded, file) = write(stream, file).await?;
        file.sync_all().await.map_err(not_written)?;
        drop(file);
        part.rename(&path).await.map_err(not_written)?;
        Ok(downloaded)
    }
}

impl<W: AsyncWrite + Unpin + Send + 'static> Download<ToWriter<W>> {
    pub(crate) fn to_writer(client: &Client, media: RemoteMedia, writer: W) -> Self {
        Self::new(client, media, ToWriter(writer))
    }

    async fn run(self) -> Result<(Downloaded, W)> {
        let stream = self.fetch.open(&self.options).await?;
        write(stream, self.sink.0).await
    }
}

impl Download<IntoMemory> {
    pub(crate) fn into_memory(client: &Client, media: RemoteMedia) -> Self {
        let limit = DOWNLOAD_IN_MEMORY_MAX;
        Self::new(client, media, IntoMemory { limit })
    }

    /// How large the file may be, in bytes. [`DOWNLOAD_IN_MEMORY_MAX`] unless set.
    pub fn limit(mut self, bytes: u64) -> Self {
        self.sink.limit = bytes;
        self
    }

    async fn run(self) -> Result<Bytes> {
        let limit = self.sink.limit;
        let mut stream = self.fetch.open(&self.options).await?;
        let too_large = || Error::new(ErrorKind::TooLarge, DOWNLOAD.operation());
        let size = stream.size().unwrap_or(0);
        if size > limit {
            return Err(too_large());
        }
        let mut all = BytesMut::new();
        let mut first = Bytes::new();
        while let Some(chunk) = stream.next().await.transpose()? {
            if stream.received() > limit {
                return Err(too_large());
            }
            if first.is_empty() {
                // Most files come in one piece, or have said how large they are.
                first = chunk;
                continue;
            }
            if all.is_empty() {
                all.reserve(
                    usize::try_from(size)
                        .unwrap_or(0)
                        .max(first.len() + chunk.len()),
                );
                all.extend_from_slice(&first);
            }
            all.extend_from_slice(&chunk);
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }
}

impl Download<ToStream> {
    pub(crate) fn to_stream(client: &Client, media: RemoteMedia) -> Self {
        Self::new(client, media, ToStream(()))
    }

    async fn run(self) -> Result<MediaStream> {
        self.fetch.open(&self.options).await
    }
}

macro_rules! into_future {
    ($sink:ty => $output:ty, $run:expr $(, of $param:ident)?) => {
        impl$(<$param: AsyncWrite + Unpin + Send + 'static>)? IntoFuture for Download<$sink> {
            type Output = Result<$output>;
            type IntoFuture = StepsFuture<Result<$output>>;

            fn into_future(self) -> Self::IntoFuture {
                let run: fn(Self) -> _ = $run;
                steps(run(self))
            }
        }
    };
}

into_future!(ToPath => Downloaded, Self::run);
into_future!(ToWriter<W> => (Downloaded, W), Self::run, of W);
into_future!(IntoMemory => Bytes, Self::run);
into_future!(ToStream => MediaStream, Self::run);

/// How a file is got, whatever becomes of it.
#[derive(Clone, Debug)]
pub(crate) struct Fetch {
    client: Client,
    media: RemoteMedia,
    from: Option<PhoneNumberId>,
    checked: bool,
    watcher: Watcher,
}

impl Fetch {
    fn new(client: &Client, media: RemoteMedia) -> Self {
        Self {
            client: client.clone(),
            media,
            from: None,
            checked: true,
            watcher: Watcher::default(),
        }
    }

    async fn open(mut self, options: &CallOptions) -> Result<MediaStream> {
        if self.media.url.is_none() {
            self.ask(options).await?;
        }
        match self.get(options).await {
            Err(error) if error.kind() == ErrorKind::NotFound && self.media.id.is_some() => {
                self.ask(options).await?;
                self.get(options).await
            }
            result => result,
        }
    }

    /// Asks for the address, and what is known of the file.
    async fn ask(&mut self, options: &CallOptions) -> Result<()> {
        let Some(id) = &self.media.id else {
            let error = Error::new(ErrorKind::Configuration, DOWNLOAD.operation());
            return Err(error.with_source("the file has neither an id nor an address"));
        };
        let call = url_call(&self.client, id, self.from.as_ref());
        let info = call.with_options(options.clone()).await?;
        self.media.learn(info);
        Ok(())
    }

    async fn get(&self, options: &CallOptions) -> Result<MediaStream> {
        let Some(url) = &self.media.url else {
            let error = Error::new(ErrorKind::Decode, DOWNLOAD.operation());
            return Err(error.with_source("the service gives no address of the file"));
        };
        let own = self.client.media_hosts().iter().map(String::as_str);
        let hosts = Hosts::listed(META_HOSTS.iter().copied().chain(own));
        let request = Request::to_url(&DOWNLOAD, url.clone())
            .credential_for(hosts)
            .options(options.clone());
        let request = self.client.checked(request);
        let reply = self.client.transport().execute_streaming(request).await?;
        let media = &self.media;
        let check = match self.checked {
            true => Check::new(media.size, media.sha256.as_deref()),
            false => Check::default(),
        };
        Ok(MediaStream::new(
            reply,
            media.mime_type.clone(),
            check,
            self.watcher.clone(),
        ))
    }
}

async fn write<W: AsyncWrite + Unpin>(
    mut stream: MediaStream,
    mut writer: W,
) -> Result<(Downloaded, W)> {
    while let Some(chunk) = stream.next().await.transpose()? {
        writer.write_all(&chunk).await.map_err(not_written)?;
    }
    writer.flush().await.map_err(not_written)?;
    let downloaded = Downloaded {
        size: stream.received(),
        mime_type: stream.mime_type().map(str::to_owned),
    };
    Ok((downloaded, writer))
}

fn not_written(error: io::Error) -> Error {
    Error::new(ErrorKind::Other, DOWNLOAD.operation())
        .with_may_have_executed(true)
        .with_source(error)
}

/// A file that is not complete yet. Gone if it never is.
struct Part(PathBuf);

impl Part {
    fn beside(path: &Path) -> Self {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", random_hex()));
        Self(path.with_file_name(name))
    }

    async fn rename(self, path: &Path) -> io::Result<()> {
        tokio::fs::rename(&self.0, path).await
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After the renaming there is none.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl fmt::Debug for ToPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ToPath(..)")
    }
}

impl<W> fmt::Debug for ToWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ToWriter(..)")
    }
}

/// Where Meta keeps media. A dot stands for all hosts below.
const META_HOSTS: [&str; 4] = [
    "graph.facebook.com",
    "lookaside.fbsbx.com",
    ".fbcdn.net",
    ".whatsapp.net",
];

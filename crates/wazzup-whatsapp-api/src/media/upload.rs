use std::future::IntoFuture;

use http::HeaderValue;
use wazzup_transport::{
    CallOptions, Request,
    multipart::{Form, Part},
};
use wazzup_whatsapp_types::{
    MediaId, PhoneNumberId,
    media::{MediaKind, UploadedMedia, check_ttl_minutes},
};

use super::{MediaFile, Opened, Progress, Watcher, open};
use crate::{
    Client, Error, ErrorKind, Node, Result,
    call::{StepsFuture, call_options, steps},
    resources::media::UPLOAD,
};

/// A file about to be uploaded: set options on it, then await it for its id. From
/// [`Media::upload`](crate::resources::Media::upload).
///
/// A file on disk and a stream are read while they are sent, a bit at a time, and sent once. Bytes are sent
/// again if an attempt fails, unless their [progress](Self::on_progress) is watched.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct UploadMedia {
    client: Client,
    file: MediaFile,
    from: Option<PhoneNumberId>,
    ttl_minutes: Option<u32>,
    watcher: Watcher,
    options: CallOptions,
}

impl UploadMedia {
    pub(crate) fn new(client: &Client, file: MediaFile) -> Self {
        Self {
            client: client.clone(),
            file,
            from: None,
            ttl_minutes: None,
            watcher: Watcher::default(),
            options: CallOptions::default(),
        }
    }

    /// For this phone number, whatever the client has. Only it may send the file.
    pub fn from(mut self, phone_number_id: PhoneNumberId) -> Self {
        self.from = Some(phone_number_id);
        self
    }

    /// How many minutes the service keeps it, between 60 and 43 200. For numbers that store nothing,
    /// where it is an hour unless set.
    pub fn ttl_minutes(mut self, minutes: u32) -> Self {
        self.ttl_minutes = Some(minutes);
        self
    }

    /// Tells after each piece how far it is. Called in the middle of the upload, so it should be quick.
    pub fn on_progress(mut self, watch: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.watcher = Watcher::new(watch);
        self
    }

    pub(crate) fn watched_by(mut self, watcher: Watcher) -> Self {
        self.watcher = watcher;
        self
    }

    pub(crate) async fn run(self) -> Result<MediaId> {
        let phone = self
            .from
            .or_else(|| PhoneNumberId::of(&self.client).cloned());
        let phone = phone.ok_or_else(|| wrong(PhoneNumberId::MISSING))?;
        let mime_type = self.file.mime_type.clone().ok_or_else(|| wrong(NO_TYPE))?;
        let content_type = HeaderValue::from_str(&mime_type).map_err(wrong)?;
        if let Some(minutes) = self.ttl_minutes {
            check_ttl_minutes(minutes).map_err(wrong)?;
        }
        let name = match self.file.name.as_str() {
            "" => "file".to_owned(),
            name => name.to_owned(),
        };
        let opened = open(self.file, 0).await.map_err(wrong)?;
        check_size(&opened, &mime_type)?;

        let file = Part::new("file", opened.watched(&self.watcher))
            .filename(name)
            .content_type(content_type);
        let mut form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", mime_type);
        if let Some(ttl) = self.ttl_minutes {
            form = form.text("ttl_minutes", ttl.to_string());
        }
        let request = Request::new(&UPLOAD)
            .path(PhoneNumberId::ARGUMENT, phone.as_str())
            .multipart(form.part(file))
            .options(self.options);
        let request = self.client.checked(request);
        let uploaded: UploadedMedia = self.client.transport().execute(request).await?;
        Ok(uploaded.id)
    }
}

call_options!(UploadMedia);

impl IntoFuture for UploadMedia {
    type Output = Result<MediaId>;
    type IntoFuture = StepsFuture<Result<MediaId>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(self.run())
    }
}

fn check_size(opened: &Opened, mime_type: &str) -> Result<()> {
    // What nothing else takes is a document.
    let kind = MediaKind::of_mime_type(mime_type).unwrap_or(MediaKind::Document);
    match opened.length {
        Some(length) => kind.check_size(length).map_err(wrong),
        None => Ok(()),
    }
}

fn wrong(source: impl Into<wazzup_transport::BoxError>) -> Error {
    Error::new(ErrorKind::Configuration, UPLOAD.operation()).with_source(source)
}

const NO_TYPE: &str = "the type of the file is missing, and its name does not tell: set it by \
                       `MediaFile::mime_type`";

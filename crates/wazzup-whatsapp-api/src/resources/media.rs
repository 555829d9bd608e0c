use std::path::PathBuf;

use tokio::io::AsyncWrite;
use wazzup_transport::{Endpoint, Request, typed::endpoints, typed::resource};
use wazzup_whatsapp_types::{MediaId, PhoneNumberId, media::MediaInfo};

use crate::{
    Client, Download, IntoMemory, MediaFile, RemoteMedia, ToPath, ToStream, ToWriter, UploadMedia,
    call::{Call, read},
};

endpoints! {
    /// One that is uploaded twice has two ids, of which nobody knows the other: it expires.
    UPLOAD = Endpoint::post("media.upload", "/{phone_number_id}/media").idempotent();
    URL = Endpoint::get("media.url", "/{media_id}");
    /// To the address of the file, as it stands.
    DOWNLOAD = Endpoint::get("media.download", "/");
    DELETE = Endpoint::delete("media.delete", "/{media_id}");
}

resource! {
    /// Files, uploaded and received. From [`Client::media`](crate::Client::media).
    ///
    /// Those that are uploaded live for 30 days, those that users send for 7.
    ///
    /// See [Media](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media).
    Media
}

impl Media<'_> {
    /// Uploads a file, to be sent by its id: `POST /{phone_number_id}/media`.
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, MediaFile};
    ///
    /// # async fn example(client: Client) -> wazzup_whatsapp_api::Result<()> {
    /// let id = client.media().upload(MediaFile::path("cat.jpg")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the file cannot be opened, is larger than
    /// files of its type may be, or its type is not known; [`Rejected`](crate::ErrorKind::Rejected) with
    /// the code 131053 if the service does not like it.
    #[doc(alias = "upload_media")]
    pub fn upload(self, file: impl Into<MediaFile>) -> UploadMedia {
        UploadMedia::new(self.client, file.into())
    }

    /// Where a file is, and what: `GET /{media_id}`. The address works for 5 minutes, with the access
    /// token only.
    #[doc(alias = "get_media_url")]
    pub fn url(self, id: &MediaId) -> Call<MediaInfo> {
        url_call(self.client, id, None)
    }

    /// Downloads a file to disk: `GET` of its address. Until it is complete and checked, it is beside the
    /// path under another name; what is there already is replaced.
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, types::MediaId};
    ///
    /// # async fn example(client: Client, id: MediaId) -> wazzup_whatsapp_api::Result<()> {
    /// let downloaded = client
    ///     .media()
    ///     .download(&id, "received.jpg")
    ///     .on_progress(|progress| println!("{} bytes", progress.done))
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) if it is gone, or the token is not good for it;
    /// [`Decode`](crate::ErrorKind::Decode) with a [`MediaMismatch`](crate::MediaMismatch) if what came is
    /// not what should have; [`Other`](crate::ErrorKind::Other) if it cannot be written.
    #[doc(alias = "download_media")]
    pub fn download(
        self,
        media: impl Into<RemoteMedia>,
        path: impl Into<PathBuf>,
    ) -> Download<ToPath> {
        Download::to_path(self.client, media.into(), path.into())
    }

    /// Downloads a file into anything that can be written to, which comes back with what was
    /// downloaded.
    ///
    /// # Errors
    ///
    /// As [`download`](Self::download). What was written by then is not to be used.
    pub fn download_to<W>(self, media: impl Into<RemoteMedia>, writer: W) -> Download<ToWriter<W>>
    where
        W: AsyncWrite + Unpin + Send + 'static,
    {
        Download::to_writer(self.client, media.into(), writer)
    }

    /// Opens a file, to be read piece by piece.
    ///
    /// # Errors
    ///
    /// As [`download`](Self::download), the mismatch as the last item.
    #[doc(alias = "stream_media")]
    pub fn stream(self, media: impl Into<RemoteMedia>) -> Download<ToStream> {
        Download::to_stream(self.client, media.into())
    }

    /// Reads a file into memory.
    ///
    /// # Errors
    ///
    /// As [`download`](Self::download); [`TooLarge`](crate::ErrorKind::TooLarge) above the
    /// [limit](Download::limit).
    #[doc(alias = "get_media_bytes")]
    pub fn bytes(self, media: impl Into<RemoteMedia>) -> Download<IntoMemory> {
        Download::into_memory(self.client, media.into())
    }

    /// Deletes a file: `DELETE /{media_id}`. One that was deleted by an earlier try whose answer was
    /// lost counts as deleted.
    ///
    /// With a phone number it is deleted only if it belongs to that.
    #[doc(alias = "delete_media")]
    pub fn delete(self, id: &MediaId, owner: Option<&PhoneNumberId>) -> Call<()> {
        let request = Request::new(&DELETE)
            .path("media_id", id.as_str())
            .query_opt("phone_number_id", owner.map(PhoneNumberId::as_str));
        self.client.call(request, read::deleted)
    }
}

/// Asks where a file is.
pub(crate) fn url_call(
    client: &Client,
    id: &MediaId,
    owner: Option<&PhoneNumberId>,
) -> Call<MediaInfo> {
    let request = Request::new(&URL)
        .path("media_id", id.as_str())
        .query_opt("phone_number_id", owner.map(PhoneNumberId::as_str));
    client.call(request, read::json)
}

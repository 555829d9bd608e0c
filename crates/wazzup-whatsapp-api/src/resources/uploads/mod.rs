mod run;

use http::{HeaderName, HeaderValue, Uri};
use wazzup_transport::{Endpoint, Request, typed::endpoints, typed::resource};
use wazzup_whatsapp_types::{
    AppId,
    media::{UploadSession, UploadState},
};

pub use self::run::{ResumableUpload, SendRest};
use crate::{
    Client, MediaFile, NodeCall,
    call::{Call, read},
};

endpoints! {
    /// A session that nobody uses is forgotten.
    START = Endpoint::post("uploads.start", "/{app_id}/uploads").idempotent();
    /// To the session, whose name is no single segment of a path. What was sent must not be sent again:
    /// how much that is, is asked for first.
    SEND = Endpoint::post("uploads.send", "/").not_idempotent();
    OFFSET = Endpoint::get("uploads.offset", "/");
}

resource! {
    /// Resumable uploads: of the examples in templates and of profile pictures, which are named by a
    /// handle and not by the id of media. From [`Client::uploads`](crate::Client::uploads).
    ///
    /// The service takes PDF, JPEG, PNG and MP4.
    ///
    /// See [Resumable Upload API](https://developers.facebook.com/docs/graph-api/guides/upload).
    Uploads
}

impl Uploads<'_> {
    /// Uploads a file, and goes on where it was if the connection breaks: a session, the bytes, and how
    /// many of them arrived, as often as needed.
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, MediaFile};
    ///
    /// # async fn example(client: Client) -> wazzup_whatsapp_api::Result<()> {
    /// let handle = client.uploads().upload(MediaFile::path("example.jpg")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the file cannot be opened, or its type or
    /// length is not known.
    pub fn upload(self, file: impl Into<MediaFile>) -> ResumableUpload {
        ResumableUpload::new(self.client, file.into())
    }

    /// Starts a session for a file of this name, length in bytes and type: `POST /{app_id}/uploads`.
    pub fn start(self, name: &str, length: u64, mime_type: &str) -> NodeCall<UploadSession, AppId> {
        let request = Request::new(&START)
            .query("file_name", name)
            .query("file_length", length)
            .query("file_type", mime_type);
        self.client.node(request, |reply| {
            read::json::<UploadState>(reply).map(|started| started.id)
        })
    }

    /// How many bytes of the file a session has: `GET /{session}`.
    pub fn offset(self, session: &UploadSession) -> Call<u64> {
        let request = to_session(self.client, &OFFSET, session);
        // Before the first byte there may be none.
        self.client.call(request, |reply| {
            read::json::<UploadState>(reply).map(|state| state.file_offset.unwrap_or(0))
        })
    }

    /// Sends the file, or what of it is missing from this byte on: `POST /{session}`.
    ///
    /// # Errors
    ///
    /// If the connection breaks, ask for the [offset](Self::offset) and send the rest.
    /// [`Configuration`](crate::ErrorKind::Configuration) if the file cannot be opened, or is a stream and
    /// is to be sent from the middle.
    pub fn send(
        self,
        session: &UploadSession,
        file: impl Into<MediaFile>,
        offset: u64,
    ) -> SendRest {
        SendRest::new(self.client, session.clone(), file.into(), offset)
    }
}

/// A request to a session, whose name goes into the address as it is.
fn to_session(client: &Client, endpoint: &'static Endpoint, session: &UploadSession) -> Request {
    let path = format!("/{}", session.as_str()).parse::<Uri>();
    let base = client.transport().base();
    let request = match (base, path) {
        (Some(base), Ok(path)) => Request::to_url(endpoint, base.join(path).to_string()),
        (None, _) => Request::new(endpoint).invalid("there is no base address"),
        (_, Err(_)) => Request::new(endpoint).invalid("the upload session is none"),
    };
    client.checked(request)
}

/// Where in the file the bytes belong.
fn file_offset(offset: u64) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static("file_offset"), offset.into())
}

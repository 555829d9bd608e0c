use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::{Buf, Bytes};
use http::{HeaderValue, Response, StatusCode, header};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use crate::connection::Connection;

/// An answer of the listener itself.
pub(crate) type Short = Response<&'static str>;

pin_project! {
    /// What goes out: the body of the service's answer, or a short one of the listener.
    pub(crate) struct ResponseBody<B> {
        #[pin]
        content: Content<B>,
        sent: Sent,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = ContentProjection]
    enum Content<B> {
        Own { text: Option<&'static str> },
        Service { #[pin] body: B },
    }
}

/// Dropped by hyper once it has taken the last byte of the answer.
struct Sent(Arc<Connection>);

impl Drop for Sent {
    fn drop(&mut self) {
        self.0.watch.answered();
    }
}

impl<B> ResponseBody<B> {
    pub(crate) fn own(text: &'static str, connection: Arc<Connection>) -> Self {
        let text = Some(text).filter(|text| !text.is_empty());
        Self {
            content: Content::Own { text },
            sent: Sent(connection),
        }
    }

    pub(crate) fn service(body: B, connection: Arc<Connection>) -> Self {
        Self {
            content: Content::Service { body },
            sent: Sent(connection),
        }
    }
}

impl<B: Body> Body for ResponseBody<B> {
    type Data = Data<B::Data>;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        match self.project().content.project() {
            ContentProjection::Own { text } => Poll::Ready(
                text.take()
                    .map(|text| Ok(Frame::data(Data::Own(Bytes::from_static(text.as_bytes()))))),
            ),
            ContentProjection::Service { body } => body
                .poll_frame(cx)
                .map(|frame| frame.map(|frame| frame.map(|frame| frame.map_data(Data::Service)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Own { text } => text.is_none(),
            Content::Service { body } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Own { text } => SizeHint::with_exact(text.map_or(0, |text| text.len() as u64)),
            Content::Service { body } => body.size_hint(),
        }
    }
}

/// A piece of a [`ResponseBody`].
#[derive(Debug)]
pub(crate) enum Data<D> {
    /// Of the listener itself.
    Own(Bytes),
    /// Of the service.
    Service(D),
}

impl<D: Buf> Buf for Data<D> {
    fn remaining(&self) -> usize {
        match self {
            Self::Own(data) => data.remaining(),
            Self::Service(data) => data.remaining(),
        }
    }

    fn chunk(&self) -> &[u8] {
        match self {
            Self::Own(data) => data.chunk(),
            Self::Service(data) => data.chunk(),
        }
    }

    fn chunks_vectored<'a>(&'a self, slices: &mut [std::io::IoSlice<'a>]) -> usize {
        match self {
            Self::Own(data) => data.chunks_vectored(slices),
            Self::Service(data) => data.chunks_vectored(slices),
        }
    }

    fn advance(&mut self, count: usize) {
        match self {
            Self::Own(data) => data.advance(count),
            Self::Service(data) => data.advance(count),
        }
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

fn short(status: StatusCode, text: &'static str) -> Short {
    let mut response = Response::new(text);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}

pub(crate) fn healthy() -> Short {
    short(StatusCode::OK, r#"{"status":"ok"}"#)
}

pub(crate) fn stopping() -> Short {
    short(StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"stopping"}"#)
}

pub(crate) fn not_found() -> Short {
    short(StatusCode::NOT_FOUND, r#"{"error":"not found"}"#)
}

pub(crate) fn method_not_allowed() -> Short {
    let mut response = short(
        StatusCode::METHOD_NOT_ALLOWED,
        r#"{"error":"method not allowed"}"#,
    );
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

pub(crate) fn too_large() -> Short {
    closing(short(
        StatusCode::PAYLOAD_TOO_LARGE,
        r#"{"error":"body too large"}"#,
    ))
}

pub(crate) fn timed_out() -> Short {
    closing(short(
        StatusCode::REQUEST_TIMEOUT,
        r#"{"error":"body not received in time"}"#,
    ))
}

pub(crate) fn failed() -> Short {
    short(
        StatusCode::INTERNAL_SERVER_ERROR,
        r#"{"error":"internal error"}"#,
    )
}

/// The rest of the request is not wanted, so the connection cannot be used again.
fn closing(mut response: Short) -> Short {
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

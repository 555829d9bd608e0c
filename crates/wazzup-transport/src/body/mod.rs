//! The body of requests and answers inside the stack.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::io::AsyncRead;

use self::{reader::Reader, sized::Sized};
use crate::{BoxError, call::Call};

mod reader;
mod sized;

/// The body of a request, and of an answer inside the stack: nothing, bytes, or a stream.
///
/// Bytes can be sent again for the price of a reference count. A stream cannot, so a request with
/// one is never repeated once the stream was touched.
///
/// Bytes are given out in pieces of at most 64 KiB, a stream in those that it comes in. A connection of
/// HTTP/1.1 copies each piece, so a stream had better have none of many megabytes.
pub struct Body {
    repr: Repr,
    // Asked before the connection takes the first of the body. Only in a request on its last metres.
    watched_by: Option<(Arc<Call>, u32)>,
}

enum Repr {
    Empty,
    Full(Bytes),
    Pieces(VecDeque<Bytes>),
    // An answer from a connection: a stream without a box of its own.
    Incoming(hyper::body::Incoming),
    Streaming(Pin<Box<dyn HttpBody<Data = Bytes, Error = BoxError> + Send>>),
}

impl Body {
    /// No body.
    #[must_use]
    pub const fn empty() -> Self {
        Self::from_repr(Repr::Empty)
    }

    /// A body that is produced while it is sent. A request with it is not repeatable.
    ///
    /// If its [`size_hint`](HttpBody::size_hint) is exact, that is the `Content-Length`; else it is
    /// sent in chunks, which not every server takes.
    #[must_use]
    pub fn streaming<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::from_repr(Repr::Streaming(Box::pin(Boxable { inner: body })))
    }

    /// A body that is produced while it is sent, of a length in bytes that is known.
    ///
    /// One that turns out shorter or longer breaks the request off before the server has a whole one.
    #[must_use]
    pub fn sized<B>(body: B, length: u64) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::streaming(Sized::new(body, length))
    }

    /// A body that is read from a file or the like while it is sent, of a length in bytes that is
    /// known. Holds 64 KiB at a time.
    #[must_use]
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: u64) -> Self {
        Self::sized(Reader::new(reader), length)
    }

    /// One body of several pieces, which is none of the streams.
    pub(crate) fn pieces(pieces: impl IntoIterator<Item = Bytes>) -> Self {
        let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
        Self::from_repr(Repr::Pieces(pieces.collect()))
    }

    /// Takes any body in; one that is a [`Body`] already stays what it is.
    pub(crate) fn wrap<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let mut body = Some(body);
        // A downcast in place of specialisation: costs two comparisons.
        if let Some(own) = (&mut body as &mut dyn std::any::Any).downcast_mut::<Option<Self>>()
            && let Some(own) = own.take()
        {
            return own;
        }
        body.map_or_else(Self::empty, Self::streaming)
    }

    /// Takes any body of an answer in, in its place.
    #[inline]
    pub(crate) fn wrap_in<B>(response: Response<B>) -> Response<Self>
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let mut response = Some(response);
        let any = &mut response as &mut dyn std::any::Any;
        if let Some(own) = any.downcast_mut::<Option<Response<Self>>>() {
            return own.take().unwrap_or_default();
        }
        let response = response.map(|response| response.map(Self::streaming));
        response.unwrap_or_default()
    }

    pub(crate) const fn incoming(body: hyper::body::Incoming) -> Self {
        Self::from_repr(Repr::Incoming(body))
    }

    const fn from_repr(repr: Repr) -> Self {
        Self {
            repr,
            watched_by: None,
        }
    }

    /// The same body once more, if it can be had.
    #[must_use]
    pub fn try_clone(&self) -> Option<Self> {
        let repr = match &self.repr {
            Repr::Empty => Repr::Empty,
            Repr::Full(bytes) => Repr::Full(bytes.clone()),
            Repr::Pieces(pieces) => Repr::Pieces(pieces.clone()),
            Repr::Incoming(_) | Repr::Streaming(_) => return None,
        };
        // Whichever of the two is sent, the call is to know of it.
        let watched_by = self.watched_by.clone();
        Some(Self { repr, watched_by })
    }

    /// The bytes, if the body is in one piece. A stream is not, nor is a
    /// [form](crate::multipart::Form).
    ///
    /// Whoever sees them may send them: in the innermost service this counts as having begun to. So
    /// there are none in a request whose attempt is over.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.repr {
            Repr::Empty => Some(&[]),
            Repr::Full(bytes) => self.may_be_taken().then_some(bytes),
            Repr::Pieces(_) | Repr::Incoming(_) | Repr::Streaming(_) => None,
        }
    }

    /// How many bytes it is, if all of them are here.
    pub(crate) fn whole_length(&self) -> Option<u64> {
        match &self.repr {
            Repr::Empty | Repr::Full(_) | Repr::Pieces(_) => self.size_hint().exact(),
            Repr::Incoming(_) | Repr::Streaming(_) => None,
        }
    }

    /// All of the bytes; none of a stream.
    pub(crate) fn into_bytes(self) -> Bytes {
        match self.repr {
            Repr::Full(bytes) => bytes,
            Repr::Pieces(pieces) => Vec::from(pieces).concat().into(),
            Repr::Empty | Repr::Incoming(_) | Repr::Streaming(_) => Bytes::new(),
        }
    }

    /// All of the bytes, in pieces as they are; none of a stream.
    pub(crate) fn into_pieces(self) -> VecDeque<Bytes> {
        match self.repr {
            Repr::Full(bytes) => VecDeque::from([bytes]),
            Repr::Pieces(pieces) => pieces,
            Repr::Empty | Repr::Incoming(_) | Repr::Streaming(_) => VecDeque::new(),
        }
    }

    fn may_be_taken(&self) -> bool {
        let watched_by = self.watched_by.as_ref();
        watched_by.is_none_or(|(call, attempt)| call.take_body(*attempt))
    }

    /// Whether the body is a stream, and so can be sent only once.
    #[must_use]
    pub const fn is_streaming(&self) -> bool {
        matches!(self.repr, Repr::Incoming(_) | Repr::Streaming(_))
    }

    /// Whether there is a first byte whose taking can be told.
    pub(crate) fn has_first_byte(&self) -> bool {
        !HttpBody::is_end_stream(self)
    }

    /// Asks the call before the first of the body is given out, and gives out nothing if that
    /// attempt of it is over.
    pub(crate) fn watch(&mut self, call: Arc<Call>, attempt: u32) {
        self.watched_by = Some((call, attempt));
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let may_be_taken = self.may_be_taken();
        self.watched_by = None;
        if !may_be_taken {
            return Poll::Ready(Some(Err("the request was given up".into())));
        }
        match &mut self.repr {
            Repr::Empty => Poll::Ready(None),
            Repr::Full(bytes) => {
                let piece = next_piece(bytes);
                if bytes.is_empty() {
                    self.repr = Repr::Empty;
                }
                Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
            }
            Repr::Pieces(pieces) => {
                let piece = pieces.front_mut().map(next_piece);
                if pieces.front().is_some_and(Bytes::is_empty) {
                    pieces.pop_front();
                }
                Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
            }
            Repr::Incoming(body) => Pin::new(body).poll_frame(cx).map_err(Into::into),
            Repr::Streaming(body) => body.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.repr {
            Repr::Empty => true,
            Repr::Full(bytes) => bytes.is_empty(),
            Repr::Pieces(pieces) => pieces.is_empty(),
            Repr::Incoming(body) => body.is_end_stream(),
            Repr::Streaming(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.repr {
            Repr::Empty => SizeHint::with_exact(0),
            Repr::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Repr::Pieces(pieces) => {
                SizeHint::with_exact(pieces.iter().map(|piece| piece.len() as u64).sum())
            }
            Repr::Incoming(body) => body.size_hint(),
            Repr::Streaming(body) => body.size_hint(),
        }
    }
}

/// Takes off what is given out at once, without a copy.
fn next_piece(bytes: &mut Bytes) -> Bytes {
    bytes.split_to(bytes.len().min(PIECE))
}

/// How much is read or given out at once, in bytes: a connection of HTTP/1.1 copies it.
const PIECE: usize = 64 * 1024;

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::from_repr(Repr::Full(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

/// Prints the length, never the content.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.repr {
            Repr::Empty => f.write_str("Body(empty)"),
            Repr::Full(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Repr::Pieces(_) => {
                let length = self.size_hint().exact().unwrap_or_default();
                write!(f, "Body({length} bytes)")
            }
            Repr::Incoming(_) | Repr::Streaming(_) => f.write_str("Body(stream)"),
        }
    }
}

pin_project_lite::pin_project! {
    // Turns the error of a body into a boxed one, so that it can be a trait object.
    struct Boxable<B> {
        #[pin]
        inner: B,
    }
}

impl<B> HttpBody for Boxable<B>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.project().inner.poll_frame(cx).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::{BodyExt as _, Full};

    use super::*;

    #[tokio::test]
    async fn bytes_come_out_once() {
        let collected = Body::from("hello").collect().await.unwrap().to_bytes();
        assert_eq!(collected, "hello");
    }

    #[tokio::test]
    async fn long_bytes_come_out_in_pieces_that_are_not() {
        const LONG: usize = 2 * PIECE + 1;
        let bytes: Bytes = (0..LONG).map(|index| index as u8).collect();
        let form = Body::pieces([bytes.clone(), Bytes::new(), Bytes::from_static(b"end")]);
        for (mut body, lengths) in [
            (Body::from(bytes.clone()), &[PIECE, PIECE, 1][..]),
            (form, &[PIECE, PIECE, 1, 3]),
        ] {
            let mut left = body.size_hint().exact().unwrap() as usize;
            let mut all = Vec::new();
            for length in lengths {
                assert!(!body.is_end_stream());
                let piece = body.frame().await.unwrap().unwrap().into_data().unwrap();
                assert_eq!(piece.len(), *length);
                left -= piece.len();
                assert_eq!(body.size_hint().exact(), Some(left as u64));
                all.extend_from_slice(&piece);
            }
            assert!(body.is_end_stream() && body.frame().await.is_none());
            assert_eq!(all[..LONG], bytes);
        }
    }

    #[test]
    fn only_a_stream_cannot_be_cloned() {
        assert!(Body::empty().try_clone().is_some());
        assert!(Body::from("x").try_clone().is_some());
        assert!(
            Body::streaming(Full::new(Bytes::from_static(b"x")))
                .try_clone()
                .is_none()
        );
    }

    #[test]
    fn wrapping_a_body_leaves_it_as_it_is() {
        assert_eq!(Body::wrap(Body::from("x")).as_bytes(), Some(&b"x"[..]));
        assert!(Body::wrap(Full::new(Bytes::from_static(b"x"))).is_streaming());
    }

    #[test]
    fn debug_tells_the_length_only() {
        assert_eq!(format!("{:?}", Body::from("79990000000")), "Body(11 bytes)");
    }
}

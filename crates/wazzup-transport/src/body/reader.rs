use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame};
use pin_project_lite::pin_project;
use tokio::io::{AsyncRead, ReadBuf};

use super::PIECE;
use crate::BoxError;

pin_project! {
    /// A body that is read from a file or the like, piece by piece.
    pub(super) struct Reader<R> {
        #[pin]
        inner: R,
        room: BytesMut,
    }
}

impl<R> Reader<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            room: BytesMut::new(),
        }
    }
}

impl<R: AsyncRead> HttpBody for Reader<R> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.project();
        if this.room.len() < PIECE / 8 {
            *this.room = BytesMut::zeroed(PIECE);
        }
        let mut buffer = ReadBuf::new(this.room);
        ready!(this.inner.poll_read(cx, &mut buffer))?;
        let length = buffer.filled().len();
        if length == 0 {
            return Poll::Ready(None);
        }
        let piece = this.room.split_to(length).freeze();
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use crate::Body;

    #[tokio::test]
    async fn a_reader_is_sent_whole() {
        let text: Vec<u8> = (0..300_000_u32).map(|number| number as u8).collect();
        let length = text.len() as u64;
        let source: &'static [u8] = text.clone().leak();
        let body = Body::reader(source, length);
        assert!(body.is_streaming() && format!("{body:?}").contains("stream"));
        assert_eq!(body.collect().await.unwrap().to_bytes(), text);
        for wrong in [length - 1, length + 1] {
            Body::reader(source, wrong).collect().await.unwrap_err();
        }
    }
}

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use pin_project_lite::pin_project;

use crate::BoxError;

pin_project! {
    /// A body whose length is known, and is what it should be.
    ///
    /// The last piece is given out only when it is certain that nothing comes after it, so a receiver
    /// never has a whole body of which something was cut off.
    pub(super) struct Sized<B> {
        #[pin]
        inner: B,
        left: u64,
        last: Option<Bytes>,
        over: bool,
    }
}

impl<B> Sized<B> {
    pub(super) fn new(inner: B, length: u64) -> Self {
        Self {
            inner,
            left: length,
            last: None,
            over: false,
        }
    }
}

impl<B> HttpBody for Sized<B>
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
        let mut this = self.project();
        if *this.over {
            return Poll::Ready(None);
        }
        loop {
            let Some(frame) = ready!(this.inner.as_mut().poll_frame(cx)) else {
                *this.over = true;
                let last = this.last.take();
                return Poll::Ready(match *this.left {
                    0 => last.map(|last| Ok(Frame::data(last))),
                    _ => Some(Err(WrongLength("shorter").into())),
                });
            };
            let data = match frame.map_err(Into::into) {
                Ok(frame) => frame.into_data(),
                Err(error) => {
                    *this.over = true;
                    return Poll::Ready(Some(Err(error)));
                }
            };
            // There are no trailers where there is a length.
            let Ok(data) = data else { continue };
            if data.is_empty() {
                continue;
            }
            let Some(left) = this.left.checked_sub(data.len() as u64) else {
                *this.over = true;
                return Poll::Ready(Some(Err(WrongLength("longer").into())));
            };
            *this.left = left;
            if left > 0 {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            *this.last = Some(data);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.over
    }

    fn size_hint(&self) -> SizeHint {
        let last = self.last.as_ref().map_or(0, Bytes::len) as u64;
        SizeHint::with_exact(self.left + last)
    }
}

/// A body is not as long as was said.
#[derive(Clone, Copy, Debug)]
struct WrongLength(&'static str);

small_error!(WrongLength(how): "the body is {how} than was said");

#[cfg(test)]
mod tests {
    use std::{collections::VecDeque, convert::Infallible};

    use http_body_util::BodyExt as _;

    use super::*;
    use crate::Body;

    struct Pieces(VecDeque<&'static str>);

    impl HttpBody for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            let piece = self.0.pop_front().map(str::as_bytes);
            Poll::Ready(piece.map(|piece| Ok(Frame::data(Bytes::from_static(piece)))))
        }
    }

    fn body(pieces: &[&'static str], length: u64) -> Body {
        Body::sized(Pieces(pieces.iter().copied().collect()), length)
    }

    #[tokio::test]
    async fn what_is_as_long_as_was_said_comes_out() {
        for pieces in [&["ab", "c"][..], &["", "abc", ""]] {
            let body = body(pieces, 3);
            assert_eq!(body.size_hint().exact(), Some(3));
            assert_eq!(body.collect().await.unwrap().to_bytes(), "abc");
        }
        assert_eq!(body(&[], 0).collect().await.unwrap().to_bytes(), "");
    }

    #[tokio::test]
    async fn what_is_not_fails_before_it_looks_whole() {
        for pieces in [&["ab"][..], &["ab", "cd"], &["abc", "d"], &[]] {
            let mut body = body(pieces, 3);
            let mut length = 0;
            let failed = loop {
                match body.frame().await {
                    Some(Ok(frame)) => length += frame.into_data().unwrap().len(),
                    Some(Err(_)) => break true,
                    None => break false,
                }
            };
            assert!(failed && length < 3, "{pieces:?}");
        }
    }
}

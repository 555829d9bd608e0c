use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::{Body, BoxError};

/// Bodies one after the other.
pub(super) struct Encoded(std::vec::IntoIter<Body>);

impl Encoded {
    pub(super) fn new(bodies: Vec<Body>) -> Self {
        Self(bodies.into_iter())
    }

    /// How long all of it is, if that is known of each.
    pub(super) fn length(&self) -> Option<u64> {
        let mut bodies = self.0.as_slice().iter();
        bodies.try_fold(0_u64, |sum, body| {
            sum.checked_add(body.size_hint().exact()?)
        })
    }
}

impl HttpBody for Encoded {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while let Some(body) = self.0.as_mut_slice().first_mut() {
            match ready!(Pin::new(body).poll_frame(cx)) {
                Some(Ok(frame)) if !frame.is_data() => {}
                Some(frame) => return Poll::Ready(Some(frame)),
                None => {
                    self.0.next();
                }
            }
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map(SizeHint::with_exact).unwrap_or_default()
    }
}

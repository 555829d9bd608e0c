//! The body of an answer, whole or cut.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// Body of an answer of the emulator: whole, unless a fault cuts it.
#[derive(Debug, Default)]
pub struct Body {
    data: Option<Bytes>,
    promised: u64,
    cut: bool,
}

impl Body {
    pub(crate) fn whole(data: Bytes) -> Self {
        Self {
            promised: data.len() as u64,
            data: (!data.is_empty()).then_some(data),
            cut: false,
        }
    }

    /// Promises all of `data`, yields `keep` bytes and fails.
    pub(crate) fn cut(mut data: Bytes, keep: usize) -> Self {
        let promised = data.len() as u64;
        let cut = keep < data.len();
        data.truncate(keep);
        Self {
            data: (!data.is_empty()).then_some(data),
            promised,
            cut,
        }
    }
}

/// A fault cut the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the emulator cut the connection, as a fault told it to")]
#[non_exhaustive]
pub struct ConnectionCut;

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = ConnectionCut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionCut>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        if std::mem::take(&mut self.cut) {
            return Poll::Ready(Some(Err(ConnectionCut)));
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none() && !self.cut
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use http_body::Body;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unread {
    /// It is larger than the limit.
    TooLarge,
    /// It did not come to its end.
    Broken,
}

/// A body, as far as it was read. The common one comes in one piece and is never copied.
pub(crate) struct Collected {
    limit: u64,
    first: Bytes,
    /// Everything, once there is a second piece.
    more: Vec<u8>,
}

impl Collected {
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            limit,
            first: Bytes::new(),
            more: Vec::new(),
        }
    }

    pub(crate) fn poll<B: Body>(
        &mut self,
        mut body: Pin<&mut B>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Bytes, Unread>> {
        while !body.is_end_stream() {
            match ready!(body.as_mut().poll_frame(cx)) {
                None => break,
                Some(Err(_)) => return Poll::Ready(Err(Unread::Broken)),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data()
                        && !self.push(data)
                    {
                        return Poll::Ready(Err(Unread::TooLarge));
                    }
                }
            }
        }
        Poll::Ready(Ok(self.take()))
    }

    /// Whether it is still within the limit.
    fn push(&mut self, mut data: impl Buf) -> bool {
        let so_far = self.first.len().max(self.more.len());
        if (so_far + data.remaining()) as u64 > self.limit {
            return false;
        }
        if so_far == 0 {
            self.first = data.copy_to_bytes(data.remaining());
            return true;
        }
        if self.more.is_empty() {
            self.more.extend_from_slice(&self.first);
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            self.more.extend_from_slice(chunk);
            let length = chunk.len();
            data.advance(length);
        }
        true
    }

    fn take(&mut self) -> Bytes {
        let first = std::mem::take(&mut self.first);
        if self.more.is_empty() {
            first
        } else {
            std::mem::take(&mut self.more).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_become_one_body_if_they_fit(pieces: Vec<Vec<u8>>, limit in 0..64_u64) {
            let whole = pieces.concat();
            let mut read = Collected::new(limit);
            let fits = pieces.into_iter().all(|piece| read.push(Bytes::from(piece)));
            prop_assert_eq!(fits, whole.len() as u64 <= limit);
            if fits {
                prop_assert_eq!(read.take(), whole);
            }
        }
    }
}

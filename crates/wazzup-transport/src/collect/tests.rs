use std::{
    collections::VecDeque,
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::Response;
use http_body::{Body as HttpBody, Frame, SizeHint};
use proptest::prelude::*;

use super::*;
use crate::Body;

struct Pieces {
    pieces: VecDeque<Bytes>,
    announced: Option<u64>,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.pieces.pop_front().map(|piece| Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        self.announced.map(SizeHint::with_exact).unwrap_or_default()
    }
}

async fn collect(pieces: &[&'static [u8]], announced: Option<u64>, limit: usize) -> Option<Bytes> {
    let body = Pieces {
        pieces: pieces
            .iter()
            .map(|piece| Bytes::from_static(piece))
            .collect(),
        announced,
    };
    match Collecting::new(Response::new(Body::streaming(body)), limit).await {
        Ok(response) => Some(response.into_body().into_bytes()),
        Err(error) => {
            assert_eq!(error.downcast::<TooLarge>().unwrap().limit(), limit);
            None
        }
    }
}

#[tokio::test]
async fn one_piece_is_passed_on_without_a_copy() {
    let piece: &'static [u8] = b"hello";
    let body = collect(&[piece], None, 5).await.unwrap();
    assert_eq!(body.as_ptr(), piece.as_ptr());
}

#[tokio::test]
async fn pieces_are_put_together_up_to_the_limit() {
    assert_eq!(
        collect(&[b"a", b"", b"bc", b"d"], None, 4).await.unwrap(),
        "abcd"
    );
    assert_eq!(collect(&[b"a", b"", b"bc", b"de"], None, 4).await, None);
    assert_eq!(collect(&[], None, 0).await.unwrap(), "");
}

#[tokio::test]
async fn what_is_announced_as_too_long_is_not_even_read() {
    assert_eq!(collect(&[b"a"], Some(u64::MAX), 1 << 20).await, None);
}

proptest! {
    #[test]
    fn any_pieces_come_out_as_they_went_in(sizes in proptest::collection::vec(0_usize..50, 0..20)) {
        static BYTES: [u8; 50] = [7; 50];
        let total: usize = sizes.iter().sum();
        let pieces: Vec<&'static [u8]> = sizes.iter().map(|size| &BYTES[..*size]).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let whole = runtime.block_on(collect(&pieces, None, total)).unwrap();
        prop_assert_eq!(whole.len(), total);
        if total > 0 {
            prop_assert_eq!(runtime.block_on(collect(&pieces, None, total - 1)), None);
        }
    }
}

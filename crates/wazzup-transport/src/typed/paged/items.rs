use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::stream::{FusedStream, Stream};

use super::{Paged, Pages};
use crate::Error;

/// Stream of what is in a list, a page read whenever one is used up.
///
/// It ends after the first error.
#[must_use = "streams do nothing unless polled"]
pub struct Items<L: Paged> {
    pages: Pages<L>,
    page: vec::IntoIter<L::Item>,
}

// Nothing here is ever pinned: neither the items nor the page being read.
impl<L: Paged> Unpin for Items<L> {}

impl<L: Paged> Items<L> {
    /// All that is in this list, from where it is.
    pub fn new(list: L) -> Self {
        Self {
            pages: Pages::new(list),
            page: Vec::new().into_iter(),
        }
    }

    /// The next item, for those who have no `StreamExt` at hand.
    pub async fn next(&mut self) -> Option<Result<L::Item, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<L: Paged> Stream for Items<L> {
    type Item = Result<L::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.page = L::items(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<L: Paged> FusedStream for Items<L> {
    fn is_terminated(&self) -> bool {
        self.page.len() == 0 && self.pages.is_terminated()
    }
}

impl<L: Paged + fmt::Debug> fmt::Debug for Items<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::stream::{FusedStream, Stream};

use super::Paged;
use crate::{Error, typed::CallFuture};

/// Stream of the pages of a list.
///
/// It ends after the first error; its [position](Self::position) then tells where to go on.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<L: Paged> {
    list: L,
    state: State<L::Page>,
}

enum State<P> {
    Idle,
    // Boxed, so that a stream needs no pinning.
    Reading(Pin<Box<CallFuture<P>>>),
    Ended,
}

// Nothing here is ever pinned: the list is a value, the page being read is in a box.
impl<L: Paged> Unpin for Pages<L> {}

impl<L: Paged> Pages<L> {
    /// All pages of this list, from where it is.
    pub fn new(list: L) -> Self {
        Self {
            list,
            state: State::Idle,
        }
    }

    /// Where the next page starts.
    #[must_use]
    pub fn position(&self) -> L::Position {
        self.list.position()
    }

    /// The next page, for those who have no `StreamExt` at hand.
    pub async fn next(&mut self) -> Option<Result<L::Page, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn settle(&mut self, page: &Result<L::Page, Error>) {
        let more = page.as_ref().is_ok_and(|page| self.list.go_on(page));
        self.state = if more { State::Idle } else { State::Ended };
    }
}

impl<L: Paged<Position = u64>> Pages<L> {
    /// Where the next page starts: how many entities were skipped or read.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.position()
    }
}

impl<L: Paged> Stream for Pages<L> {
    type Item = Result<L::Page, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Idle => {
                    self.state = State::Reading(Box::pin(self.list.page()));
                }
                State::Reading(call) => {
                    let page = ready!(call.as_mut().poll(cx));
                    self.settle(&page);
                    return Poll::Ready(Some(page));
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<L: Paged> FusedStream for Pages<L> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

impl<L: Paged + fmt::Debug> fmt::Debug for Pages<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("list", &self.list)
            .finish_non_exhaustive()
    }
}

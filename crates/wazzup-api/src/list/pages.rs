use std::{
    fmt,
    future::{Future, IntoFuture, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::stream::{FusedStream, Stream};
use serde::de::DeserializeOwned;
use wazzup_types::page::Page;

use super::List;
use crate::{Result, call::CallFuture};

/// Stream of the pages of a [`List`]. From [`List::by_page`].
///
/// It ends after the first error; [`offset`](Self::offset) then tells where to go on.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<T> {
    list: List<T>,
    state: State<T>,
}

enum State<T> {
    Idle,
    // Boxed, so that a stream needs no pinning.
    Reading(Pin<Box<CallFuture<Page<T>>>>),
    Ended,
}

impl<T: DeserializeOwned + 'static> Pages<T> {
    pub(super) fn new(list: List<T>) -> Self {
        Self {
            list,
            state: State::Idle,
        }
    }

    /// Where the next page starts: how many entities were skipped or read.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.list.offset
    }

    /// The next page, for those who have no `StreamExt` at hand.
    pub async fn next(&mut self) -> Option<Result<Page<T>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn settle(&mut self, page: &Result<Page<T>>) {
        self.state = State::Ended;
        if let Ok(page) = page {
            let len = page.data.len();
            let next = self.list.offset.checked_add(len as u64);
            self.list.offset = next.unwrap_or(u64::MAX);
            if next.is_some() && !self.list.ends_with(len) {
                self.state = State::Idle;
            }
        }
    }
}

impl<T: DeserializeOwned + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Idle => {
                    self.state = State::Reading(Box::pin(self.list.clone().into_future()));
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

impl<T: DeserializeOwned + 'static> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Ended)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("list", &self.list)
            .finish_non_exhaustive()
    }
}

//! Lists that come in pages.

use std::{fmt, future::IntoFuture, marker::PhantomData};

use serde::de::DeserializeOwned;
use wazzup_transport::{
    CallOptions, Endpoint, Request, Transport,
    typed::{self, Paged},
};
use wazzup_types::page::{PAGE_LEN, Page};

use crate::{
    Result,
    call::{Call, CallFuture, RawCall, StepsFuture, WithRaw, call_options, read, steps},
};

/// Stream of the pages of a [`List`]. From [`List::by_page`].
///
/// It ends after the first error; its [offset](typed::Pages::offset) then tells where to go on.
pub type Pages<T> = typed::Pages<List<T>>;

/// Stream of the entities of a [`List`]. From [`List::by_item`].
///
/// It ends after the first error.
pub type Items<T> = typed::Items<List<T>>;

/// A list about to be read. Awaited, it is one page; [`by_item`](Self::by_item) and
/// [`by_page`](Self::by_page) read on to the end, [`all`](Self::all) collects everything.
///
/// The end is the first page shorter than [`PAGE_LEN`]. The service's `count` has no say in it:
/// for contacts it is the total, for deals the size of the page.
///
/// Options hold for each request, that is for each page.
#[must_use = "a request does nothing unless awaited"]
pub struct List<T> {
    transport: Transport,
    endpoint: &'static Endpoint,
    offset: u64,
    limit: Option<u32>,
    options: CallOptions,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + 'static> List<T> {
    pub(crate) fn new(transport: &Transport, endpoint: &'static Endpoint) -> Self {
        Self {
            transport: transport.clone(),
            endpoint,
            offset: 0,
            limit: None,
            options: CallOptions::default(),
            item: PhantomData,
        }
    }

    /// Skips this many entities.
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    pub(crate) fn set_limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// All pages from here on, one request each, read when asked for.
    pub fn by_page(self) -> Pages<T> {
        Pages::new(self)
    }

    /// All entities from here on, a page read whenever one is used up.
    pub fn by_item(self) -> Items<T> {
        Items::new(self)
    }

    /// Reads everything from here on into memory.
    ///
    /// # Errors
    ///
    /// The first error ends it, and what was read is lost: use [`by_item`](Self::by_item) to
    /// keep it.
    pub fn all(self) -> StepsFuture<Result<Vec<T>>>
    where
        T: Send + 'static,
    {
        let mut pages = self.by_page();
        steps(async move {
            let mut all = Vec::new();
            while let Some(page) = pages.next().await {
                all.extend(page?.data);
            }
            Ok(all)
        })
    }

    /// Reads one page for the answer as it came.
    pub fn raw(self) -> RawCall {
        self.call().raw()
    }

    /// Reads one page for both the entities and the answer they were read from.
    pub fn with_raw(self) -> WithRaw<Page<T>> {
        self.call().with_raw()
    }

    fn call(&self) -> Call<Page<T>> {
        let mut request = Request::new(self.endpoint).query("offset", self.offset);
        if let Some(limit) = self.limit {
            request = request.query("limit", limit);
        }
        Call::new(&self.transport, request, read::json).with_options(self.options.clone())
    }

    /// Whether a page of this many entities is the last.
    ///
    /// A service that gives less than the limit asked for, since it has one of its own, costs one
    /// request more, but no entity.
    fn ends_with(&self, len: usize) -> bool {
        let asked = self.limit.map_or(PAGE_LEN, |limit| limit as usize);
        len == 0 || len < asked.min(PAGE_LEN)
    }
}

call_options!(<T> List);

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self {
            transport: self.transport.clone(),
            endpoint: self.endpoint,
            offset: self.offset,
            limit: self.limit,
            options: self.options.clone(),
            item: PhantomData,
        }
    }
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List")
            .field("endpoint", &self.endpoint)
            .field("offset", &self.offset)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned + 'static> Paged for List<T> {
    type Page = Page<T>;
    type Item = T;
    type Position = u64;

    fn page(&self) -> CallFuture<Page<T>> {
        self.call().into_future()
    }

    fn go_on(&mut self, page: &Page<T>) -> bool {
        let len = page.given();
        let next = self.offset.checked_add(len as u64);
        self.offset = next.unwrap_or(u64::MAX);
        next.is_some() && !self.ends_with(len)
    }

    fn position(&self) -> u64 {
        self.offset
    }

    fn items(page: Page<T>) -> Vec<T> {
        page.data
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for List<T> {
    type Output = Result<Page<T>>;
    type IntoFuture = CallFuture<Page<T>>;

    fn into_future(self) -> Self::IntoFuture {
        self.call().into_future()
    }
}

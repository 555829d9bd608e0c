//! Lists that come in pages, with a cursor for the next.

use std::{fmt, future::IntoFuture, marker::PhantomData};

use serde::de::DeserializeOwned;
use serde::{Deserialize, de::IgnoredAny};
use wazzup_transport::{
    CallOptions, Endpoint, Request,
    typed::{self, Paged},
};

use crate::{
    Client, Node, Result,
    call::{Call, CallFuture, RawCall, StepsFuture, WithRaw, call_options, read, steps},
};

/// A page of a list, and whether there are more.
#[derive(Clone, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
#[non_exhaustive]
pub struct Page<T> {
    /// What is on the page.
    #[serde(default = "Vec::new", deserialize_with = "or_empty")]
    pub data: Vec<T>,
    #[serde(default, deserialize_with = "or_empty")]
    paging: Paging,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Paging {
    #[serde(deserialize_with = "or_empty")]
    cursors: Cursors,
    // Addresses with the access token in them, so nothing is kept but that they are there.
    next: Option<IgnoredAny>,
    previous: Option<IgnoredAny>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Cursors {
    before: Option<String>,
    after: Option<String>,
}

fn or_empty<'de, D, T>(deserializer: D) -> std::result::Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl<T> Page<T> {
    /// Where the page starts, to be given to [`NodeList::before`].
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        self.paging.cursors.before.as_deref()
    }

    /// Where the page ends, to be given to [`NodeList::after`].
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        self.paging.cursors.after.as_deref()
    }

    /// Whether a page follows. A cursor alone doesn't mean that.
    #[must_use]
    pub fn has_next(&self) -> bool {
        self.paging.next.is_some()
    }

    /// Whether a page comes before.
    #[must_use]
    pub fn has_previous(&self) -> bool {
        self.paging.previous.is_some()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("data", &self.data)
            .field("has_next", &self.has_next())
            .field("has_previous", &self.has_previous())
            .finish_non_exhaustive()
    }
}

/// Stream of the pages of a [`NodeList`]. From [`NodeList::by_page`].
///
/// It ends after the first error; its [position](typed::Pages::position) then tells after which cursor
/// to go on.
pub type Pages<T, N> = typed::Pages<NodeList<T, N>>;

/// Stream of the items of a [`NodeList`]. From [`NodeList::by_item`].
///
/// It ends after the first error.
pub type Items<T, N> = typed::Items<NodeList<T, N>>;

/// A list about to be read. Awaited, it is one page; [`by_item`](Self::by_item) and
/// [`by_page`](Self::by_page) read on to the end, [`all`](Self::all) collects everything.
///
/// As a [`NodeCall`](crate::NodeCall), it is about the id that the client has, unless
/// [`on`](Self::on) names another.
#[must_use = "a request does nothing unless awaited"]
pub struct NodeList<T, N> {
    client: Client,
    endpoint: &'static Endpoint,
    node: Option<N>,
    limit: Option<u32>,
    after: Option<String>,
    before: Option<String>,
    options: CallOptions,
    item: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned + 'static, N: Node> NodeList<T, N> {
    pub(crate) fn new(client: &Client, endpoint: &'static Endpoint) -> Self {
        Self {
            client: client.clone(),
            endpoint,
            node: None,
            limit: None,
            after: None,
            before: None,
            options: CallOptions::default(),
            item: PhantomData,
        }
    }

    /// Makes the list that of this one, whatever the client has.
    pub fn on(mut self, node: N) -> Self {
        self.node = Some(node);
        self
    }

    /// How many there are on a page at most; what the service likes unless set, mostly 25.
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Starts after this [cursor](Page::after).
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self.before = None;
        self
    }

    /// Reads the page before this [cursor](Page::before).
    pub fn before(mut self, cursor: impl Into<String>) -> Self {
        self.before = Some(cursor.into());
        self.after = None;
        self
    }

    /// All pages from here on, one request each, read when asked for.
    pub fn by_page(self) -> Pages<T, N> {
        Pages::new(self)
    }

    /// All items from here on, a page read whenever one is used up.
    pub fn by_item(self) -> Items<T, N> {
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
        T: Send,
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

    /// Reads one page for both the items and the answer they were read from.
    pub fn with_raw(self) -> WithRaw<Page<T>> {
        self.call().with_raw()
    }

    fn call(&self) -> Call<Page<T>> {
        let request = Request::new(self.endpoint)
            .query_opt("limit", self.limit)
            .query_opt("after", self.after.as_deref())
            .query_opt("before", self.before.as_deref());
        let call = self.client.node::<_, N>(request, read::json);
        let call = match &self.node {
            Some(node) => call.on(node.clone()),
            None => call,
        };
        call.with_options(self.options.clone()).call()
    }
}

call_options!(<T, N> NodeList);

impl<T: DeserializeOwned + 'static, N: Node> Paged for NodeList<T, N> {
    type Page = Page<T>;
    type Item = T;
    /// The cursor after which the next page starts; `None` for the first.
    type Position = Option<String>;

    fn page(&self) -> CallFuture<Page<T>> {
        self.call().into_future()
    }

    fn go_on(&mut self, page: &Page<T>) -> bool {
        let cursor = page.after().filter(|_| page.has_next());
        // The same cursor again would go round for ever.
        let moves = cursor.is_some() && cursor != self.after.as_deref();
        if let Some(cursor) = cursor {
            self.after = Some(cursor.to_owned());
            self.before = None;
        }
        moves
    }

    fn position(&self) -> Option<String> {
        self.after.clone()
    }

    fn items(page: Page<T>) -> Vec<T> {
        page.data
    }
}

impl<T, N: Clone> Clone for NodeList<T, N> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            endpoint: self.endpoint,
            node: self.node.clone(),
            limit: self.limit,
            after: self.after.clone(),
            before: self.before.clone(),
            options: self.options.clone(),
            item: PhantomData,
        }
    }
}

impl<T, N> fmt::Debug for NodeList<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NodeList")
            .field("endpoint", &self.endpoint)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl<T: DeserializeOwned + 'static, N: Node> IntoFuture for NodeList<T, N> {
    type Output = Result<Page<T>>;
    type IntoFuture = CallFuture<Page<T>>;

    fn into_future(self) -> Self::IntoFuture {
        self.call().into_future()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(json: &str) -> Page<u32> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_page_follows_only_if_there_is_an_address_of_it() {
        let page = page(
            r#"{"data":[1],"paging":{"cursors":{"before":"b","after":"a"},
                "next":"https://graph.test/?access_token=hush&after=a"}}"#,
        );
        assert!(page.has_next() && !page.has_previous());
        assert_eq!((page.before(), page.after()), (Some("b"), Some("a")));
        assert!(!format!("{page:?}").contains("hush"));
    }

    #[test]
    fn what_is_left_out_is_empty() {
        for json in [
            r#"{}"#,
            r#"{"data":null,"paging":null}"#,
            r#"{"paging":{"cursors":null}}"#,
        ] {
            let page = page(json);
            assert!(page.data.is_empty() && !page.has_next() && page.after().is_none());
        }
    }
}

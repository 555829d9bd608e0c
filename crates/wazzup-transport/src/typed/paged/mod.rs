//! Lists that come in pages.

mod items;
mod pages;

pub use self::{items::Items, pages::Pages};
use super::CallFuture;

/// A list that comes in pages, at some place in it: by offset, by cursor, or however a service
/// counts.
///
/// [`Pages`] and [`Items`] make streams of it.
pub trait Paged {
    /// A page.
    type Page;
    /// What is on a page.
    type Item;
    /// Where in the list one is.
    type Position;

    /// Reads the page here.
    fn page(&self) -> CallFuture<Self::Page>;

    /// Goes on to behind this page, which is the one that was here. `false` if that is the end.
    fn go_on(&mut self, page: &Self::Page) -> bool;

    /// Where in the list this is.
    fn position(&self) -> Self::Position;

    /// What is on a page.
    fn items(page: Self::Page) -> Vec<Self::Item>;
}

//! Lists, in both shapes the service gives them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::lenient;

/// Most entities of a page of contacts or deals: read on until a page has fewer.
pub const PAGE_LEN: usize = 100;

/// Most entities of one upsert or bulk deletion.
pub const BULK_MAX: usize = 100;

/// A list as the service gives it: `{"count", "data"}` or a bare array.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// What the service counted: all contacts there are, but the deals of this page only. Not
    /// fit to drive paging. A bare array has none.
    #[serde(skip_serializing_if = "lenient::none")]
    pub count: Option<i64>,
    /// The entities, without those that are null.
    pub data: Vec<T>,
    #[serde(skip)]
    nulls: usize,
}

impl<T> Page<T> {
    /// A page without a count.
    #[must_use]
    pub fn new(data: Vec<T>) -> Self {
        Self {
            count: None,
            data,
            nulls: 0,
        }
    }

    /// How many entities the service gave, those that are null included: by so many the next page
    /// is further on.
    #[must_use]
    pub fn given(&self) -> usize {
        self.data.len() + self.nulls
    }

    fn of(count: Option<i64>, given: Vec<Option<T>>) -> Self {
        let all = given.len();
        let data: Vec<T> = given.into_iter().flatten().collect();
        let nulls = all - data.len();
        Self { count, data, nulls }
    }

    /// Whether no further page follows, by the rule that full pages have [`PAGE_LEN`] entities.
    #[must_use]
    pub fn is_last(&self) -> bool {
        self.given() < PAGE_LEN
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self::new(Vec::new())
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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PageVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for PageVisitor<T> {
            type Value = Page<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list, bare or as `data`")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(Page::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
                let data = Vec::deserialize(de::value::SeqAccessDeserializer::new(seq))?;
                Ok(Page::of(None, data))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                #[derive(Deserialize)]
                #[serde(bound = "T: Deserialize<'de>")]
                struct Wrapped<T> {
                    #[serde(default, deserialize_with = "lenient::integer")]
                    count: Option<i64>,
                    // `None` only if it is not there; null is an empty list.
                    #[serde(default, deserialize_with = "nullable")]
                    data: Option<Vec<Option<T>>>,
                }

                fn nullable<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
                where
                    D: Deserializer<'de>,
                    T: Deserialize<'de>,
                {
                    let data = Option::deserialize(deserializer)?;
                    Ok(Some(data.unwrap_or_default()))
                }

                let wrapped = Wrapped::deserialize(de::value::MapAccessDeserializer::new(map))?;
                // Something else, say an error, must not be taken for a list of nothing.
                if wrapped.count.is_none() && wrapped.data.is_none() {
                    return Err(de::Error::missing_field("data"));
                }
                Ok(Page::of(wrapped.count, wrapped.data.unwrap_or_default()))
            }
        }

        deserializer.deserialize_any(PageVisitor(PhantomData))
    }
}

use std::fmt;

use http::Uri;
use percent_encoding::percent_decode_str;

/// The pairs of a query, in the order they stand, `name` without `=` included.
///
/// ```
/// # use wazzup_endpoint::query;
/// let uri = "/hook?a=1&%62=x%20y".parse()?;
/// let value = query(&uri).find(|pair| pair.is_named("b")).map(|pair| pair.value());
/// assert_eq!(value.as_deref(), Some(&b"x y"[..]));
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
pub fn query(uri: &Uri) -> impl Iterator<Item = QueryPair<'_>> {
    uri.query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            QueryPair { name, value }
        })
}

/// A name and its value, from [`query`]. A `+` is a plus.
#[derive(Clone, Copy)]
pub struct QueryPair<'a> {
    name: &'a str,
    value: &'a str,
}

impl QueryPair<'_> {
    /// Whether this is its name, be it percent-encoded or not.
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || percent_decode_str(self.name).eq(name.bytes())
    }

    /// Its value, percent-decoded.
    pub fn value(&self) -> Vec<u8> {
        percent_decode_str(self.value).collect()
    }
}

// Queries hold secrets.
impl fmt::Debug for QueryPair<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QueryPair(..)")
    }
}

//! A successful answer as it came.

use std::{any::TypeId, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::{Body, Call, Error, ErrorKind};

/// A successful answer as it came: status, headers and the whole body.
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
    repeats_doubt: bool,
    operation: &'static str,
}

impl Reply {
    /// The answer to a call, which was read.
    #[inline]
    pub(crate) fn of_call(response: http::Response<Body>, call: &Call) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.into_bytes(),
            attempts: call.attempts(),
            repeats_doubt: call.repeats_doubt(),
            operation: call.operation(),
        }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, whole. Cheap to clone.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Takes the body.
    #[must_use]
    pub fn into_body(self) -> Bytes {
        self.body
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Whether an attempt before the one that is answered may have been executed too. If so, "not
    /// found" and "exists already" can be its doing.
    #[must_use]
    pub fn earlier_may_have_executed(&self) -> bool {
        self.repeats_doubt
    }

    /// The name of the call.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Reads the body as JSON. An empty body reads as `null`, so `Option<T>` takes it; `()` takes
    /// any body, JSON or not.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body is not what is asked for. The error holds the
    /// body; its source tells the place in the JSON, but nothing of what stands there.
    pub fn json<T: DeserializeOwned + 'static>(&self) -> Result<T, Error> {
        let body: &[u8] = if TypeId::of::<T>() == TypeId::of::<()>() || self.body.is_empty() {
            b"null"
        } else {
            &self.body
        };
        serde_json::from_slice(body).map_err(|error| self.decode_error(&error))
    }

    /// An error that says that this answer is not what was asked for.
    fn decode_error(&self, error: &serde_json::Error) -> Error {
        Error::new(ErrorKind::Decode, self.operation)
            .with_status(self.status)
            .with_attempts(self.attempts)
            .with_may_have_executed(true)
            .with_body(self.body.clone())
            .with_source(Place::of(error))
    }

    pub(crate) fn into_parts(self) -> (StatusCode, HeaderMap, Bytes) {
        (self.status, self.headers, self.body)
    }
}

/// Prints the length of the body and how many headers there are, no content.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("attempts", &self.attempts)
            .finish()
    }
}

/// Where JSON went wrong. `serde_json` would quote the value it did not like, which may be a
/// customer's phone number.
#[derive(Debug)]
struct Place {
    what: &'static str,
    line: usize,
    column: usize,
}

small_error!(Place { what, line, column }: "{what} at line {line} column {column}");

impl Place {
    fn of(error: &serde_json::Error) -> Self {
        use serde_json::error::Category;
        Self {
            what: match error.classify() {
                Category::Syntax => "no JSON",
                Category::Eof => "JSON breaks off",
                Category::Data => "JSON of another shape",
                Category::Io => "unreadable",
            },
            line: error.line(),
            column: error.column(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;
    use crate::{CallOptions, Endpoint};

    fn reply(body: &'static str) -> Reply {
        let call = Call::new(Endpoint::get("a.b", "/"), CallOptions::new());
        call.begin_attempt(false);
        Reply::of_call(http::Response::new(Body::from(body)), &call)
    }

    #[test]
    fn an_empty_body_is_nothing() {
        reply("").json::<()>().unwrap();
        assert_eq!(reply("").json::<Option<u32>>().unwrap(), None);
        assert_eq!(
            reply("").json::<u32>().unwrap_err().kind(),
            ErrorKind::Decode
        );
    }

    #[test]
    fn who_asks_for_nothing_does_not_mind_what_comes() {
        reply("{ ok }").json::<()>().unwrap();
        reply("[1]").json::<()>().unwrap();
    }

    #[test]
    fn a_decode_error_quotes_nothing() {
        let error = reply("\"79990000000\"").json::<u32>().unwrap_err();
        let source = error.source().unwrap().to_string();
        assert_eq!(source, "JSON of another shape at line 1 column 13");
        assert!(!format!("{error:?}").contains("7999"));
        assert_eq!(error.body(), "\"79990000000\"");
        assert!(error.may_have_executed());
    }
}

//! One call about to be made.

use std::{
    borrow::Cow,
    fmt::{self, Display, Write as _},
    sync::Arc,
};

use bytes::Bytes;
use http::{HeaderValue, Uri, header::CONTENT_TYPE, uri::PathAndQuery};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::{
    Body, BoxError, Bucket, Call, CallOptions, Endpoint, auth::Hosts, multipart::Form,
    rate_limit::LimitKey, redirect::absolute,
};

/// One call about to be made: an [`Endpoint`] with its arguments.
///
/// ```
/// use wazzup_transport::{Endpoint, Request};
///
/// const GET: Endpoint = Endpoint::get("users.get", "/v3/users/{id}");
/// let request = Request::new(&GET).path("id", "7/8").query("offset", 100);
/// ```
#[must_use = "a request does nothing until executed"]
pub struct Request {
    endpoint: &'static Endpoint,
    target: Cow<'static, str>,
    has_query: bool,
    body: Body,
    is_json: bool,
    limit_key: Option<LimitKey>,
    // If it is to a URL as it stands.
    hosts: Option<Hosts>,
    options: CallOptions,
    fault: Option<InvalidRequest>,
}

impl Request {
    /// A call without arguments.
    pub fn new(endpoint: &'static Endpoint) -> Self {
        Self {
            endpoint,
            target: Cow::Borrowed(endpoint.path()),
            has_query: false,
            body: Body::empty(),
            is_json: false,
            limit_key: None,
            hosts: None,
            options: CallOptions::new(),
            fault: None,
        }
    }

    /// A call to a URL as it stands, `http` or `https`, in the place of the endpoint's path: one that the
    /// service itself gave, on another host than its API mostly.
    ///
    /// The credential goes along only if the URL has the origin of the base, or its host is one of
    /// [those said to get it](Self::credential_for), and so do headers of the call that are secrets.
    /// Redirects of a `GET` are [followed](crate::redirect) by the same rule.
    ///
    /// What is no such URL, or has a user in it, makes the call fail with
    /// [`Configuration`](crate::ErrorKind::Configuration).
    pub fn to_url(endpoint: &'static Endpoint, url: impl Into<String>) -> Self {
        let url: String = url.into();
        let request = Self::new(endpoint);
        // What is behind it is for whoever shows the page.
        let end = url.find('#').unwrap_or(url.len());
        Self {
            has_query: url[..end].contains('?'),
            target: Cow::Owned(url[..end].to_owned()),
            hosts: Some(Hosts::none()),
            ..request
        }
    }

    /// Which hosts get the credential too, if the call is [to a URL](Self::to_url) on one of them.
    pub fn credential_for(mut self, hosts: Hosts) -> Self {
        if self.hosts.is_some() {
            self.hosts = Some(hosts);
        }
        self
    }

    /// Puts a value in the place of `{name}`, percent-encoded.
    ///
    /// An empty value and a name that the path has not make the call fail with
    /// [`Configuration`](crate::ErrorKind::Configuration): an id left out would turn `/users/{id}`
    /// into another route.
    pub fn path(mut self, name: &'static str, value: &str) -> Self {
        if value.is_empty() {
            return self.fault("an argument of the path is empty");
        }
        let mark = self.target.match_indices('{').find_map(|(start, _)| {
            let end = start + 1 + name.len();
            let rest = self.target.get(start + 1..)?;
            (rest.starts_with(name) && rest[name.len()..].starts_with('}')).then_some((start, end))
        });
        let Some((start, end)) = mark else {
            return self.fault("the path has no argument of this name");
        };
        let mut target = String::with_capacity(self.target.len() + value.len() + 16);
        target.push_str(&self.target[..start]);
        if value.bytes().all(|byte| byte == b'.') {
            // "." and ".." would be taken for steps along the path.
            target.extend(value.bytes().map(|_| "%2E"));
        } else {
            target.extend(utf8_percent_encode(value, COMPONENT));
        }
        target.push_str(&self.target[end + 1..]);
        self.target = Cow::Owned(target);
        self
    }

    /// Adds a parameter to the query, percent-encoded.
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        let separator = if self.has_query { '&' } else { '?' };
        self.has_query = true;
        let target = self.target.to_mut();
        target.push(separator);
        target.extend(utf8_percent_encode(name, COMPONENT));
        target.push('=');
        let failed = write!(Encoded(target), "{value}").is_err();
        if failed {
            self.fault("a parameter of the query cannot be displayed")
        } else {
            self
        }
    }

    /// Adds a parameter to the query, if there is a value.
    pub fn query_opt(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Sets the body, as JSON.
    ///
    /// What cannot be JSON makes the call fail with
    /// [`Configuration`](crate::ErrorKind::Configuration).
    pub fn json<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => {
                self.body = Body::from(bytes);
                self.is_json = true;
                self
            }
            Err(_) => self.fault("the body cannot be written as JSON"),
        }
    }

    /// Sets the body, as JSON that is written already.
    pub fn json_bytes(mut self, json: impl Into<Bytes>) -> Self {
        self.body = Body::from(json.into());
        self.is_json = true;
        self
    }

    /// Sets the body, as a form. One with a stream in it makes the call one that is not repeated.
    pub fn multipart(self, form: Form) -> Self {
        let content_type = form.content_type();
        self.body(content_type, form.into_body())
    }

    /// Sets the body and its type. One that streams makes the call one that is not repeated.
    pub fn body(mut self, content_type: HeaderValue, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self.is_json = false;
        self.options = self.options.header(CONTENT_TYPE, content_type);
        self
    }

    /// Counts this call against a key of the rate limit, unless its [options](Self::options) name
    /// another.
    pub fn limit_key(mut self, key: LimitKey) -> Self {
        self.limit_key = Some(key);
        self
    }

    /// Counts this call [into a further bucket](CallOptions::also_counts_into) too.
    pub fn also_counts_into(mut self, bucket: Bucket, key: LimitKey) -> Self {
        self.options = self.options.also_counts_into(bucket, key);
        self
    }

    /// Sets what the caller wants otherwise for this call.
    ///
    /// Replaces options given before, but for headers and further scopes, which are added to.
    pub fn options(mut self, options: CallOptions) -> Self {
        let before = std::mem::take(&mut self.options);
        self.options = options.after(before);
        self
    }

    /// Makes the call fail with [`Configuration`](crate::ErrorKind::Configuration) and this reason,
    /// before anything is sent. For clients that find out what is wrong while they put a request
    /// together; of several reasons the first is told.
    pub fn invalid(self, why: impl Into<Cow<'static, str>>) -> Self {
        self.fault(why)
    }

    /// The endpoint called.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    fn fault(mut self, what: impl Into<Cow<'static, str>>) -> Self {
        self.fault
            .get_or_insert_with(|| InvalidRequest(what.into()));
        self
    }

    /// Who gets the credential beside the base, if the call is to a URL as it stands.
    pub(crate) fn hosts(&self) -> Option<&Hosts> {
        self.hosts.as_ref()
    }

    /// What is sent, the options, and whether the body is JSON.
    pub(crate) fn into_parts(self) -> Result<(Unsent, CallOptions, bool), BoxError> {
        if let Some(fault) = self.fault {
            return Err(fault.into());
        }
        let uri = match self.hosts {
            None => Self::path_of(self.target)?,
            Some(_) => absolute(&self.target).ok_or(InvalidRequest::new(
                "the URL is no http or https URL that can be called",
            ))?,
        };
        let body = self.body;
        let mut options = self.options;
        if let (Some(key), None) = (self.limit_key, options.values().limit_key) {
            options = options.limit_key(key);
        }
        Ok((Unsent { uri, body }, options, self.is_json))
    }

    fn path_of(target: Cow<'static, str>) -> Result<Uri, InvalidRequest> {
        // Values are encoded, so a brace left is an argument left out.
        if target.contains('{') {
            return Err(InvalidRequest::new("an argument of the path is missing"));
        }
        let path = match target {
            Cow::Borrowed(path) => {
                PathAndQuery::from_maybe_shared(Bytes::from_static(path.as_bytes()))
            }
            Cow::Owned(path) => PathAndQuery::from_maybe_shared(Bytes::from(path)),
        };
        let path = path.map_err(|_| InvalidRequest::new("the path is not a valid one"))?;
        Ok(Uri::from(path))
    }
}

/// What is sent, before it is a request for the stack: that is larger, and is moved a lot.
pub(crate) struct Unsent {
    pub(crate) uri: Uri,
    pub(crate) body: Body,
}

impl Unsent {
    /// The request as the stack takes it, with a relative URI mostly and no headers yet.
    #[inline]
    pub(crate) fn into_http(self, call: Arc<Call>) -> http::Request<Body> {
        let mut request = http::Request::new(self.body);
        *request.method_mut() = call.endpoint().method();
        *request.uri_mut() = self.uri;
        request.extensions_mut().insert(call);
        request
    }
}

/// A body that streams can be had only once: a clone of a request with one fails with
/// [`Configuration`](crate::ErrorKind::Configuration).
impl Clone for Request {
    fn clone(&self) -> Self {
        let clone = Self {
            endpoint: self.endpoint,
            target: self.target.clone(),
            has_query: self.has_query,
            body: Body::empty(),
            is_json: self.is_json,
            limit_key: self.limit_key,
            hosts: self.hosts.clone(),
            options: self.options.clone(),
            fault: self.fault.clone(),
        };
        match self.body.try_clone() {
            Some(body) => Self { body, ..clone },
            None => clone.fault("a body that streams cannot be sent twice"),
        }
    }
}

/// Without arguments and body, which may be personal data.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.endpoint.operation())
            .field("body", &self.body)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Why a request cannot be sent.
#[derive(Clone, Debug)]
struct InvalidRequest(Cow<'static, str>);

impl InvalidRequest {
    fn new(what: &'static str) -> Self {
        Self(Cow::Borrowed(what))
    }
}

small_error!(InvalidRequest(what): "{what}");

// Encodes what is written through it.
struct Encoded<'a>(&'a mut String);

impl fmt::Write for Encoded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, COMPONENT));
        Ok(())
    }
}

/// Everything but the unreserved characters of RFC 3986.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Endpoint = Endpoint::get("users.get", "/v3/users/{id}/x/{id2}");
    const LIST: Endpoint = Endpoint::get("users.list", "/v3/users");

    fn uri(request: Request) -> Result<String, String> {
        match request.into_parts() {
            Ok((unsent, ..)) => Ok(unsent.uri.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn arguments_are_percent_encoded() {
        let request = Request::new(&ONE)
            .path("id2", "a b/c?{id}#%")
            .path("id", "ы~-._");
        assert_eq!(
            uri(request).unwrap(),
            "/v3/users/%D1%8B~-._/x/a%20b%2Fc%3F%7Bid%7D%23%25"
        );
    }

    #[test]
    fn dots_are_no_steps_along_the_path() {
        let request = Request::new(&ONE).path("id", "..").path("id2", ".");
        assert_eq!(uri(request).unwrap(), "/v3/users/%2E%2E/x/%2E");
    }

    #[test]
    fn an_argument_must_be_there_and_not_empty() {
        uri(Request::new(&ONE).path("id", "1")).unwrap_err();
        uri(Request::new(&ONE).path("id", "1").path("id2", "")).unwrap_err();
        uri(Request::new(&ONE)
            .path("id", "1")
            .path("id2", "2")
            .path("id3", "3"))
        .unwrap_err();
    }

    #[test]
    fn the_query_is_percent_encoded_too() {
        let request = Request::new(&LIST)
            .query("offset", 100)
            .query("a b", "x&y=z")
            .query_opt("no", None::<u8>);
        assert_eq!(
            uri(request).unwrap(),
            "/v3/users?offset=100&a%20b=x%26y%3Dz"
        );
    }

    #[test]
    fn options_given_after_a_body_keep_its_type() {
        let (_, options, json) = Request::new(&LIST)
            .body(HeaderValue::from_static("text/csv"), "a;b")
            .options(CallOptions::new())
            .into_parts()
            .unwrap();
        assert_eq!(
            options.values().headers.as_ref().unwrap()[CONTENT_TYPE],
            "text/csv"
        );
        assert!(!json);
    }

    #[test]
    fn a_url_is_called_as_it_stands_and_must_be_one() {
        let url = "https://cdn.test/a%20b/{id}?d=e";
        let request = Request::to_url(&ONE, format!("{url}#f")).query("g", "h&");
        assert!(!format!("{request:?}").contains("cdn"));
        assert_eq!(uri(request).unwrap(), format!("{url}&g=h%26"));
        for wrong in [
            "",
            "/a",
            "ftp://a.test/",
            "https://me:pw@a.test/",
            "https://",
            "a.test/b",
        ] {
            let error = uri(Request::to_url(&ONE, wrong)).unwrap_err();
            assert!(!error.contains("pw"), "{error}");
        }
        let hosts = Hosts::listed(["a.test"]);
        assert!(Request::new(&ONE).credential_for(hosts).hosts().is_none());
    }

    #[test]
    fn options_given_later_add_scopes_and_overrule_the_key() {
        let [a, b] = ["a", "b"].map(LimitKey::of);
        let bucket = Bucket::new("pair");
        let request = Request::new(&LIST)
            .limit_key(a)
            .also_counts_into(bucket, a)
            .options(CallOptions::new().also_counts_into(bucket, b));
        let (_, options, _) = request.clone().into_parts().unwrap();
        assert_eq!(options.values().limit_key, Some(a));
        assert_eq!(
            options
                .values()
                .scopes
                .iter()
                .map(|it| it.key)
                .collect::<Vec<_>>(),
            [a, b]
        );
        let options = CallOptions::new().limit_key(b);
        let (_, options, _) = request.options(options).into_parts().unwrap();
        let values = options.values();
        assert_eq!((values.limit_key, values.scopes.len()), (Some(b), 2));
    }

    #[test]
    fn debug_shows_no_argument() {
        let request = Request::new(&ONE)
            .path("id", "79990000000")
            .query("q", "hush");
        let shown = format!("{request:?}");
        assert!(
            !shown.contains("7999") && !shown.contains("hush"),
            "{shown}"
        );
    }
}

//! What is fixed about a call: one `const` per route.

use http::Method;

/// What is fixed about one route of an API: its name, method, path, and what may be done with it.
///
/// Made once per route, as a `const`. The operation name is the same in errors, spans and metrics.
///
/// ```
/// use wazzup_transport::{Bucket, Endpoint};
///
/// const SEND: Endpoint = Endpoint::post("messages.send", "/v3/message").bucket(Bucket::new("messages"));
/// const GET: Endpoint = Endpoint::get("users.get", "/v3/users/{id}");
/// const SAVE: Endpoint = Endpoint::post("users.save", "/v3/users").idempotent();
///
/// assert!(!SEND.is_idempotent());
/// assert!(GET.is_idempotent());
/// assert!(SAVE.is_idempotent());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    operation: &'static str,
    verb: Verb,
    path: &'static str,
    idempotent: bool,
    authenticated: bool,
    bucket: Bucket,
}

impl Endpoint {
    /// A `GET` route. Idempotent.
    #[must_use]
    pub const fn get(operation: &'static str, path: &'static str) -> Self {
        Self::new(operation, Verb::Get, path, true)
    }

    /// A `POST` route. Not idempotent, unless [said so](Self::idempotent).
    #[must_use]
    pub const fn post(operation: &'static str, path: &'static str) -> Self {
        Self::new(operation, Verb::Post, path, false)
    }

    /// A `PUT` route. Idempotent.
    #[must_use]
    pub const fn put(operation: &'static str, path: &'static str) -> Self {
        Self::new(operation, Verb::Put, path, true)
    }

    /// A `PATCH` route. Not idempotent, unless [said so](Self::idempotent).
    #[must_use]
    pub const fn patch(operation: &'static str, path: &'static str) -> Self {
        Self::new(operation, Verb::Patch, path, false)
    }

    /// A `DELETE` route. Idempotent.
    #[must_use]
    pub const fn delete(operation: &'static str, path: &'static str) -> Self {
        Self::new(operation, Verb::Delete, path, true)
    }

    const fn new(
        operation: &'static str,
        verb: Verb,
        path: &'static str,
        idempotent: bool,
    ) -> Self {
        Self {
            operation,
            verb,
            path,
            idempotent,
            authenticated: true,
            bucket: Bucket::DEFAULT,
        }
    }

    /// Says that executing this call twice does no more than executing it once.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Says that executing this call twice may do harm, whatever its method suggests.
    #[must_use]
    pub const fn not_idempotent(mut self) -> Self {
        self.idempotent = false;
        self
    }

    /// Sets the bucket of the rate limit that this call counts into.
    #[must_use]
    pub const fn bucket(mut self, bucket: Bucket) -> Self {
        self.bucket = bucket;
        self
    }

    /// Keeps the credential out of this call.
    #[must_use]
    pub const fn without_auth(mut self) -> Self {
        self.authenticated = false;
        self
    }

    /// The name of the call, as it stands in errors, spans and metrics.
    #[must_use]
    pub const fn operation(&self) -> &'static str {
        self.operation
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> Method {
        match self.verb {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Patch => Method::PATCH,
            Verb::Delete => Method::DELETE,
        }
    }

    /// The path, below the base URI, with `{name}` where an argument goes.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Whether executing the call twice does no more than executing it once.
    #[must_use]
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Whether the call carries the credential.
    #[must_use]
    pub const fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// The bucket of the rate limit that the call counts into.
    #[must_use]
    pub const fn limit_bucket(&self) -> Bucket {
        self.bucket
    }
}

/// The name of a bucket of the rate limit: calls that a server counts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bucket(&'static str);

impl Bucket {
    /// The bucket of every [`Endpoint`] that names no other.
    pub const DEFAULT: Self = Self("default");

    /// A bucket of this name. Equal names are one bucket.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl Default for Bucket {
    fn default() -> Self {
        Self::DEFAULT
    }
}

// Not `http::Method`: that one has a destructor, which would keep `&ENDPOINT` from living for
// `'static`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Endpoint = Endpoint::post("a.b", "/a");

    #[test]
    fn a_reference_to_a_const_endpoint_lives_for_ever() {
        fn takes(endpoint: &'static Endpoint) -> Method {
            endpoint.method()
        }

        assert_eq!(takes(&PLAIN), Method::POST);
    }

    #[test]
    fn methods_decide_idempotency_until_told_otherwise() {
        assert!(Endpoint::get("a", "/").is_idempotent());
        assert!(Endpoint::put("a", "/").is_idempotent());
        assert!(Endpoint::delete("a", "/").is_idempotent());
        assert!(!Endpoint::post("a", "/").is_idempotent());
        assert!(!Endpoint::patch("a", "/").is_idempotent());
        assert!(PLAIN.idempotent().is_idempotent());
        assert!(!Endpoint::get("a", "/").not_idempotent().is_idempotent());
    }
}

//! From a request to what it counts into.

use std::{fmt, sync::Arc};

use http::{Extensions, HeaderMap, Method, Request, Uri};

use super::{Acquire, LimitKey, Limiter};
use crate::{Bucket, Call};

/// What a request counts into: a bucket of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a pair, and limiters of users take it apart"
)]
pub struct Scope {
    /// The bucket.
    pub bucket: Bucket,
    /// Whose bucket.
    pub key: LimitKey,
}

impl Scope {
    /// The default bucket of the same key.
    pub(super) fn in_default(self) -> Self {
        Self {
            bucket: Bucket::DEFAULT,
            key: self.key,
        }
    }
}

/// What of a request a key can be derived from: all but the body.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct RequestHead<'a> {
    /// The method.
    pub method: &'a Method,
    /// The URI, mostly without scheme and authority yet.
    pub uri: &'a Uri,
    /// The headers, without the credential yet.
    pub headers: &'a HeaderMap,
    /// The extensions, with the [`Call`](crate::Call).
    pub extensions: &'a Extensions,
}

impl fmt::Debug for RequestHead<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestHead")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

type KeyOf = dyn Fn(RequestHead<'_>) -> LimitKey + Send + Sync;

/// How the [`Scope`] of a request is found.
///
/// The bucket is that of the [`Call`](crate::Call). A call can name
/// [further scopes](crate::CallOptions::also_counts_into). The key of its main one is the one that the call sets, else the
/// one that the hook derives, else the fixed one.
#[derive(Clone, Default)]
pub struct Scopes {
    key: LimitKey,
    hook: Option<Arc<KeyOf>>,
}

impl Scopes {
    /// One key for all.
    #[must_use]
    pub const fn fixed(key: LimitKey) -> Self {
        Self { key, hook: None }
    }

    /// A key for each request, derived from it.
    #[must_use]
    pub fn by(hook: impl Fn(RequestHead<'_>) -> LimitKey + Send + Sync + 'static) -> Self {
        Self {
            key: LimitKey::COMMON,
            hook: Some(Arc::new(hook)),
        }
    }

    /// What a request of this call counts into first.
    #[inline]
    pub(crate) fn of_call<B>(&self, call: Option<&Arc<Call>>, request: &Request<B>) -> Scope {
        let bucket = call.map_or(Bucket::DEFAULT, |call| call.bucket());
        let key = match (call.and_then(|call| call.limit_key()), &self.hook) {
            (Some(key), _) => key,
            (None, None) => self.key,
            (None, Some(hook)) => hook(RequestHead {
                method: request.method(),
                uri: request.uri(),
                headers: request.headers(),
                extensions: request.extensions(),
            }),
        };
        Scope { bucket, key }
    }
}

impl Scopes {
    /// Takes a token for a request of this call, in all that it counts into.
    #[inline]
    pub(crate) fn acquire<L: Limiter, B>(
        &self,
        limiter: &L,
        call: Option<&Arc<Call>>,
        request: &Request<B>,
    ) -> Acquire<L::Wait> {
        let scope = self.of_call(call, request);
        match call.map_or(&[][..], |call| call.further_scopes()) {
            [] => limiter.acquire(scope),
            further => limiter.acquire_all(&[&[scope], further].concat()),
        }
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scopes")
            .field("hook", &self.hook.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CallOptions, Endpoint};

    #[test]
    fn a_key_can_be_derived_from_the_request() {
        let scopes = Scopes::by(|head| LimitKey::of(head.uri.path()));
        let scope = scopes.of_call(None, &Request::builder().uri("/a").body(()).unwrap());
        assert_eq!(scope.key, LimitKey::of("/a"));
        assert_eq!(scope.bucket, Bucket::DEFAULT);
    }

    #[test]
    fn the_key_of_the_call_comes_first() {
        const ENDPOINT: Endpoint = Endpoint::get("a.b", "/").bucket(Bucket::new("messages"));
        let options = CallOptions::new().limit_key(LimitKey::of("own"));
        let call = Arc::new(Call::new(ENDPOINT, options));
        let request = Request::builder().body(()).unwrap();

        let scope = Scopes::by(|_| LimitKey::COMMON).of_call(Some(&call), &request);
        assert_eq!(scope.key, LimitKey::of("own"));
        assert_eq!(scope.bucket, Bucket::new("messages"));
    }
}

use std::task::{Context, Poll};

use http::{
    HeaderMap, HeaderName, HeaderValue, Request,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, PROXY_AUTHORIZATION, USER_AGENT},
};
use tower_service::Service;

use crate::call::{self, Call};

/// Middleware that puts in the headers that a call wants. See the [module](super).
#[derive(Clone, Debug)]
pub struct Headers<S> {
    pub(super) inner: S,
}

impl<S, B> Service<Request<B>> for Headers<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    // Nothing is left to do once the request is on its way.
    type Future = S::Future;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        // Out of the way, since one cannot look at them and change the headers.
        let extensions = std::mem::take(request.extensions_mut());
        if let Some(call) = call::of(&extensions) {
            let trusted = call.trusts(request.uri());
            put(call, trusted, request.headers_mut());
        }
        *request.extensions_mut() = extensions;
        self.inner.call(request)
    }
}

fn put(call: &Call, trusted: bool, headers: &mut HeaderMap) {
    const JSON: HeaderValue = HeaderValue::from_static("application/json");
    const ANYTHING: HeaderValue = HeaderValue::from_static("*/*");

    headers.reserve(ROOM.saturating_sub(headers.len()));
    if let Some(own) = &call.options().values().headers {
        for (name, value) in own {
            if trusted || !is_secret(name, value) {
                headers.insert(name, value.clone());
            }
        }
    }
    let accept = if call.streams() { ANYTHING } else { JSON };
    headers.entry(ACCEPT).or_insert(accept);
    if call.is_json() {
        headers.entry(CONTENT_TYPE).or_insert(JSON);
    }
    if let Some(user_agent) = call.user_agent() {
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| user_agent.clone());
    }
}

/// Whether a header of the caller is for no host but those that get the credential.
fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    value.is_sensitive() || [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name)
}

/// These, the credential that is there already, host and length, without growing.
const ROOM: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CallOptions, Endpoint};

    const SEND: Endpoint = Endpoint::post("a.b", "/");

    fn headers(options: CallOptions, before: HeaderMap) -> HeaderMap {
        let transport = crate::Transport::new(tower::service_fn(async |_| {
            Ok::<_, std::convert::Infallible>(http::Response::new(crate::Body::empty()))
        }));
        let call = transport
            .with_user_agent(HeaderValue::from_static("test"))
            .call(SEND, options)
            .with_json(true);
        let mut headers = before;
        put(&call, true, &mut headers);
        headers
    }

    #[test]
    fn a_call_has_the_usual_headers() {
        let headers = headers(CallOptions::new(), HeaderMap::new());
        assert_eq!(headers[ACCEPT], "application/json");
        assert_eq!(headers[CONTENT_TYPE], "application/json");
        assert_eq!(headers[USER_AGENT], "test");
    }

    #[test]
    fn beside_a_credential_the_usual_headers_find_room() {
        let mut before = HeaderMap::new();
        before.insert(AUTHORIZATION, HeaderValue::from_static("Bearer x"));
        let room = before.capacity();
        let headers = headers(CallOptions::new(), before);
        assert_eq!((headers.len(), headers.capacity()), (4, room));
    }

    #[test]
    fn a_header_of_the_caller_comes_first() {
        let options = CallOptions::new().header(ACCEPT, HeaderValue::from_static("text/plain"));
        let mut before = HeaderMap::new();
        before.insert(ACCEPT, HeaderValue::from_static("image/png"));
        before.insert(USER_AGENT, HeaderValue::from_static("mine"));
        let headers = headers(options, before);
        assert_eq!(headers[ACCEPT], "text/plain");
        assert_eq!(headers[USER_AGENT], "mine");
        assert_eq!(headers.len(), 3);
    }
}

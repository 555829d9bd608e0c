//! What is kept of a request so that it can be sent again.

use std::sync::Arc;

use bytes::{Buf, Bytes};
use http::{Extensions, HeaderMap, Method, Request, Uri, Version};
use http_body_util::{Empty, Full};

use crate::{Body, Call};

/// A body of a request that may be sent again.
pub trait RepeatableBody: Sized {
    /// The same body once more, if it can be had.
    fn repeat(&self) -> Option<Self>;
}

impl RepeatableBody for Body {
    fn repeat(&self) -> Option<Self> {
        self.try_clone()
    }
}

impl<D: Buf + Clone> RepeatableBody for Full<D> {
    fn repeat(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl<D: Buf> RepeatableBody for Empty<D> {
    fn repeat(&self) -> Option<Self> {
        Some(Self::new())
    }
}

impl RepeatableBody for Bytes {
    fn repeat(&self) -> Option<Self> {
        Some(self.clone())
    }
}

impl RepeatableBody for () {
    fn repeat(&self) -> Option<Self> {
        Some(())
    }
}

/// A copy of a request.
pub(crate) struct Saved<B> {
    method: Method,
    uri: Uri,
    version: Version,
    // None at all, mostly: what calls usually have is put in further in.
    headers: Option<Box<HeaderMap>>,
    extensions: Kept,
    body: B,
}

// A copy of extensions costs three allocations, and nearly always the call is all there is: it is
// put into new ones, if ever it comes to that.
enum Kept {
    Call,
    All(Extensions),
}

impl<B> Saved<B> {
    pub(super) fn method(&self) -> &Method {
        &self.method
    }
}

impl<B: RepeatableBody> Saved<B> {
    /// Copies a request, which is of this call, if its body can be had twice.
    #[inline]
    pub(crate) fn of_call(call: Option<&Arc<Call>>, request: &Request<B>) -> Option<Self> {
        let body = request.body().repeat()?;
        let extensions = match call {
            Some(_) if request.extensions().len() == 1 => Kept::Call,
            _ => Kept::All(request.extensions().clone()),
        };
        Some(Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            headers: (!request.headers().is_empty()).then(|| Box::new(request.headers().clone())),
            extensions,
            body,
        })
    }

    /// Takes the request out, which was of this call, and leaves a copy for the time after it if its
    /// body can be had again.
    pub(crate) fn renew(kept: &mut Option<Self>, call: Option<&Arc<Call>>) -> Option<Request<B>> {
        let (request, again) = kept.take()?.request(call, true);
        *kept = again;
        Some(request)
    }

    /// The request, which was of this call, and with `again` a copy for the time after it.
    fn request(self, call: Option<&Arc<Call>>, again: bool) -> (Request<B>, Option<Self>) {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri;
        *request.version_mut() = self.version;
        if let Some(headers) = self.headers {
            *request.headers_mut() = *headers;
        }
        match self.extensions {
            Kept::All(extensions) => *request.extensions_mut() = extensions,
            Kept::Call => {
                if let Some(call) = call {
                    request.extensions_mut().insert(Arc::clone(call));
                }
            }
        }
        let copy = if again {
            Self::of_call(call, &request)
        } else {
            None
        };
        (request, copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CallOptions, Endpoint, call};

    #[test]
    fn a_copy_is_the_same_request() {
        let call = Arc::new(Call::new(Endpoint::post("a.b", "/"), CallOptions::new()));
        let with_call = Request::post("/a?b=c").header("x", "y").extension(call);
        let with_more = Request::post("/a?b=c").header("x", "y").extension(5_u8);
        for request in [with_call, with_more] {
            let request = request.body(Body::from("z")).unwrap();
            let extensions = request.extensions().len();
            let call = call::of(request.extensions());
            let saved = Saved::of_call(call, &request).unwrap();
            let (copy, again) = saved.request(call, true);
            for copy in [copy, again.unwrap().request(call, false).0] {
                assert_eq!(copy.method(), request.method());
                assert_eq!(copy.uri(), request.uri());
                assert_eq!(copy.headers(), request.headers());
                assert_eq!(copy.extensions().len(), extensions);
                assert_eq!(copy.body().as_bytes(), Some(&b"z"[..]));
            }
        }
    }

    #[test]
    fn a_stream_cannot_be_copied() {
        let body = Body::streaming(Full::new(Bytes::from_static(b"x")));
        assert!(Saved::of_call(None, &Request::new(body)).is_none());
    }
}

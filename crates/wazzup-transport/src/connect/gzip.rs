//! Compressed answers.

use http::{Request, Response};
use tower::ServiceExt as _;
use tower_http::decompression::{Decompression, DecompressionBody};
use tower_service::Service;

use super::HyperClient;
use crate::{Body, BoxError};

/// Asks for gzip, if it is on, and decodes it.
///
/// Of an answer that is not compressed the body is left as it came; of another one it is boxed.
pub(crate) fn gzip(
    client: HyperClient,
    on: bool,
) -> impl Service<Request<Body>, Response = Response<Body>, Error = BoxError, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static {
    Decompression::new(client)
        .gzip(on)
        .map_response(|response: Response<DecompressionBody<Body>>| response.map(Body::wrap))
        .map_err(Into::into)
}

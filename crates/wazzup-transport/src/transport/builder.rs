use std::{fmt, sync::Arc, time::Duration};

use http::Uri;

use super::{DEFAULT_BODY_LIMIT, Inner, Transport, erased::Erased};
use crate::{Base, Error, ErrorDecoder, ErrorDetails, ErrorKind};

/// Builds a [`Transport`] over real connections.
#[must_use = "a builder does nothing until built"]
pub struct TransportBuilder {
    base: Option<Uri>,
    decoder: Arc<dyn ErrorDecoder>,
    total_timeout: Option<Duration>,
    body_limit: usize,
}

impl TransportBuilder {
    pub(super) fn new() -> Self {
        Self {
            base: None,
            decoder: Arc::new(|_, _: &[u8]| ErrorDetails::new()),
            total_timeout: Some(Duration::from_secs(120)),
            body_limit: DEFAULT_BODY_LIMIT,
        }
    }

    /// The URI that the paths of endpoints are relative to.
    pub fn base(mut self, base: Uri) -> Self {
        self.base = Some(base);
        self
    }

    /// How the bodies of error answers are read.
    pub fn error_decoder(mut self, decoder: impl ErrorDecoder) -> Self {
        self.decoder = Arc::new(decoder);
        self
    }

    /// How long a call may take in all. 120 s by default, `None` for no limit.
    pub fn total_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.total_timeout = timeout.into();
        self
    }

    /// The longest answer that is read, in bytes. 16 MiB by default.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Builds it.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if the base URI is missing or cannot be one.
    pub fn build(self) -> Result<Transport, Error> {
        let wrong = || Error::new(ErrorKind::Configuration, "transport.build");
        let base = self
            .base
            .ok_or_else(|| wrong().with_source("the base URI is missing"))?;
        let base = Base::new(base).map_err(|error| wrong().with_source(error))?;
        let client =
            hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
                .build_http();
        let service =
            tower::util::MapRequest::new(client, |mut request: http::Request<crate::Body>| {
                let call = crate::call::of(request.extensions()).cloned();
                if let Some(base) = call.as_ref().and_then(|call| call.base()) {
                    let uri = base.join(std::mem::take(request.uri_mut()));
                    *request.uri_mut() = uri;
                }
                request
            });
        Ok(Transport {
            inner: Arc::new(Inner {
                stack: Box::new(Erased::new(service, self.body_limit)),
                decoder: self.decoder,
                total_timeout: self.total_timeout,
            }),
            base: Some(base),
        })
    }
}

impl fmt::Debug for TransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportBuilder")
            .field("base", &self.base.as_ref().map(Uri::host))
            .finish_non_exhaustive()
    }
}

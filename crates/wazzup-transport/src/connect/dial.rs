//! TCP, directly or through a proxy.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use http::Uri;
use hyper_util::{client::legacy::connect::HttpConnector, rt::TokioIo};
use tokio::net::TcpStream;
use tower_service::Service;

use super::Settings;
use crate::BoxError;

/// Makes the TCP connection, or the tunnel through a proxy, that HTTP or TLS goes over.
#[derive(Clone, Debug)]
pub(crate) struct Dial {
    tcp: HttpConnector,
    #[cfg(feature = "proxy")]
    proxy: Option<super::Proxy>,
}

impl Dial {
    #[cfg_attr(
        not(feature = "proxy"),
        expect(unused_variables, reason = "only a proxy is set")
    )]
    pub(super) fn new(settings: &Settings) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEPALIVE));
        Self {
            tcp,
            #[cfg(feature = "proxy")]
            proxy: settings.proxy.clone(),
        }
    }
}

// Boxed, since this happens once per connection, and hyper-rustls boxes it anyway.
type Dialing = Pin<Box<dyn Future<Output = Result<TokioIo<TcpStream>, BoxError>> + Send>>;

impl Service<Uri> for Dial {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Dialing;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Dialing {
        #[cfg(feature = "proxy")]
        if let Some(proxy) = &self.proxy {
            return proxy.dial(self.tcp.clone(), target);
        }
        let connecting = self.tcp.call(target);
        Box::pin(async move { Ok(connecting.await?) })
    }
}

/// After how long without traffic TCP asks whether the other side is still there.
const KEEPALIVE: std::time::Duration = std::time::Duration::from_secs(60);

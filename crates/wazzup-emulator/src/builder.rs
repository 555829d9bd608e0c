//! How to start an emulator.

use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;

use crate::app::{App, Sizes};
use crate::clock::Clock;
use crate::delivery::drive;
use crate::emulator::Emulator;
use crate::http::{Edge, accept_loop};
use crate::knobs::{Dialect, Knobs};
use crate::state::Setup;

/// Longest request body by default, in bytes.
pub const BODY_MAX: usize = 2 * 1024 * 1024;

/// Longest body of an upload of media by default, in bytes: the largest file with what is around it.
pub const UPLOAD_MAX: usize = 101 * 1024 * 1024;

/// Most messages kept per account by default.
pub const MESSAGES_MAX: usize = 100_000;

/// Most entries of each kind kept in the journal by default.
pub const JOURNAL_MAX: usize = 10_000;

/// Builds an [`Emulator`].
#[derive(Clone)]
#[must_use]
pub struct Builder {
    setup: Setup,
    listen: Option<String>,
    manual: bool,
    origin: Option<i64>,
    body: usize,
    upload: usize,
    journal: usize,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("seed", &self.setup.seed)
            .finish_non_exhaustive()
    }
}

/// The emulator could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address asked for.
        address: String,
        /// What the system says.
        source: io::Error,
    },
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            setup: Setup {
                seed: 1,
                knobs: Knobs::default(),
                api_key: None,
                sidecar_key: None,
                partner_key: None,
                crm_key: None,
                messages: MESSAGES_MAX,
            },
            listen: Some("127.0.0.1:0".to_owned()),
            manual: false,
            origin: None,
            body: BODY_MAX,
            upload: UPLOAD_MAX,
            journal: JOURNAL_MAX,
        }
    }

    /// What ids and keys are derived from. The same seed gives the same ones; 1 by default.
    pub fn seed(mut self, seed: u64) -> Self {
        self.setup.seed = seed;
        self
    }

    /// Where to listen; `127.0.0.1:0` by default. There is no access control beyond the emulated
    /// one: think before you name an address that others can reach.
    pub fn listen(mut self, address: impl ToString) -> Self {
        self.listen = Some(address.to_string());
        self
    }

    /// No socket: requests come through [`Emulator::service`] alone.
    pub fn without_listener(mut self) -> Self {
        self.listen = None;
        self
    }

    /// Changes the knobs, to begin with and after every reset.
    pub fn knobs(mut self, change: impl FnOnce(&mut Knobs)) -> Self {
        change(&mut self.setup.knobs);
        self
    }

    /// Changes the dialect: [`knobs`](Self::knobs) for the most usual case.
    pub fn dialect(self, change: impl FnOnce(&mut Dialect)) -> Self {
        self.knobs(|knobs| change(&mut knobs.dialect))
    }

    /// Stops the virtual clock: it moves only by [`Emulator::advance`].
    pub fn manual_clock(mut self) -> Self {
        self.manual = true;
        self
    }

    /// Where the virtual clock begins; the present by default.
    pub fn start_at(mut self, moment: SystemTime) -> Self {
        let since = moment.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        self.origin = Some(i64::try_from(since.as_millis()).unwrap_or(i64::MAX / 4));
        self
    }

    /// The API key, in place of one by the seed.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.setup.api_key = Some(key.into());
        self
    }

    /// The sidecar key, in place of one by the seed.
    pub fn sidecar_key(mut self, key: impl Into<String>) -> Self {
        self.setup.sidecar_key = Some(key.into());
        self
    }

    /// The partner key, in place of one by the seed.
    pub fn partner_key(mut self, key: impl Into<String>) -> Self {
        self.setup.partner_key = Some(key.into());
        self
    }

    /// The bearer of webhooks, in place of one by the seed.
    pub fn crm_key(mut self, key: impl Into<String>) -> Self {
        self.setup.crm_key = Some(Some(key.into()));
        self
    }

    /// The service knows no crm key: webhooks carry no bearer.
    pub fn without_crm_key(mut self) -> Self {
        self.setup.crm_key = Some(None);
        self
    }

    /// Longest request body in bytes, [`BODY_MAX`] by default; 413 beyond.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Most entries of each kind in the journal, [`JOURNAL_MAX`] by default; the oldest go first.
    pub fn journal_limit(mut self, entries: usize) -> Self {
        self.journal = entries;
        self
    }

    /// Longest body of an upload of media, [`UPLOAD_MAX`] by default.
    pub fn upload_limit(mut self, bytes: usize) -> Self {
        self.upload = bytes;
        self
    }

    /// Most messages kept per account, [`MESSAGES_MAX`] by default; the oldest go first.
    pub fn message_limit(mut self, messages: usize) -> Self {
        self.setup.messages = messages;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// [`StartError::Listen`] when the address is wrong or taken.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let listener = match &self.listen {
            None => None,
            Some(address) => {
                let listen_error = |source| StartError::Listen {
                    address: address.clone(),
                    source,
                };
                let listener = TcpListener::bind(address).await.map_err(listen_error)?;
                let local = listener.local_addr().map_err(listen_error)?;
                Some((listener, local))
            }
        };
        let clock = Clock::new(self.manual, self.origin);
        let sizes = Sizes {
            body: self.body,
            upload: self.upload,
        };
        let app = App::new(self.setup, clock, sizes, self.journal);
        let edge = Edge::new(app.clone());
        let local = listener.as_ref().map(|(_, local)| *local);
        let url = local.map_or_else(
            || "http://emulator.invalid".to_owned(),
            |local| format!("http://{local}"),
        );
        let _ = app.url.set(url);
        app.spawn(drive(app.clone()));
        if let Some((listener, _)) = listener {
            app.spawn(accept_loop(listener, edge.clone()));
        }
        tracing::debug!(listening = local.is_some(), "emulator started");
        Ok(Emulator::new(app, edge, local))
    }
}

use std::{fmt, sync::Arc, time::Duration};

use wazzup_endpoint::{EndpointService, InvalidSecret, Work};

use super::{FlowEndpoint, Receiver, receiver::Hook};
use crate::{
    flow::{
        FlowAnswer, FlowHandlers, FlowKey, FlowKeys, RequestDecryptor, ResponseEncryptor,
        SessionEncryptor,
    },
    signature::AppSecrets,
};

/// An endpoint of flows before it is built.
///
/// | Setting | Default |
/// |---------|---------|
/// | [app secret](Self::app_secret) | none set, and [`build`](Self::build) refuses that |
/// | [key](Self::key) | none set, and [`build`](Self::build) refuses that |
/// | [deadline](Self::deadline) | 8 s |
/// | [notices of errors](Self::acknowledge_errors) | acknowledged |
/// | [body limit](Self::body_limit) | 3 MiB |
#[must_use = "a builder does nothing until built"]
pub struct FlowEndpointBuilder {
    handlers: FlowHandlers,
    keys: FlowKeys,
    decryptor: Option<Arc<dyn RequestDecryptor>>,
    encryptor: Arc<dyn ResponseEncryptor>,
    secrets: AppSecrets,
    check: bool,
    invalid: Option<InvalidSecret>,
    acknowledge_errors: bool,
    deadline: Duration,
    body_limit: u64,
    hook: Option<Hook>,
}

impl FlowEndpointBuilder {
    pub(super) fn new(handlers: FlowHandlers) -> Self {
        Self {
            handlers,
            keys: FlowKeys::new(),
            decryptor: None,
            encryptor: Arc::new(SessionEncryptor::default()),
            secrets: AppSecrets::new(),
            check: true,
            invalid: None,
            acknowledge_errors: true,
            deadline: Duration::from_secs(8),
            body_limit: 3 * 1024 * 1024,
            hook: None,
        }
    }

    /// Takes requests that were signed with this app secret. Called again, it adds another one: all
    /// of them pass.
    pub fn app_secret(mut self, secret: impl AsRef<str>) -> Self {
        let added = self.secrets.add(secret);
        self.note(added);
        self
    }

    /// Uses app secrets that are kept, and swapped, elsewhere, together with those named so far: the
    /// same as the endpoint of webhooks has, for instance.
    pub fn secrets(mut self, secrets: AppSecrets) -> Self {
        secrets.absorb(&self.secrets);
        self.secrets = secrets;
        self
    }

    /// Takes every request for WhatsApp's. Whoever knows the address and the public key can then
    /// make requests: only for tests, and behind something else that checks.
    pub fn without_signature_check(mut self) -> Self {
        self.check = false;
        self
    }

    /// Decrypts with this key. Called again, it adds another one: they are tried in this order.
    pub fn key(self, key: FlowKey) -> Self {
        self.keys.add(key);
        self
    }

    /// Uses keys that are kept, and swapped, elsewhere, in place of those named so far.
    pub fn keys(mut self, keys: FlowKeys) -> Self {
        self.keys = keys;
        self
    }

    /// Decrypts with something else than keys that are at hand, which are not needed then.
    #[doc(alias = "request_decryptor")]
    pub fn decryptor(mut self, decryptor: impl RequestDecryptor) -> Self {
        self.decryptor = Some(Arc::new(decryptor));
        self
    }

    /// Encrypts answers with something else.
    #[doc(alias = "response_encryptor")]
    pub fn encryptor(mut self, encryptor: impl ResponseEncryptor) -> Self {
        self.encryptor = Arc::new(encryptor);
        self
    }

    /// Whether a notice of an [error](wazzup_whatsapp_types::flow::FlowRequest::error) is
    /// acknowledged whatever becomes of its handler, which is called all the same. It is if this is
    /// not called; otherwise the handler's answer counts.
    pub fn acknowledge_errors(mut self, acknowledge: bool) -> Self {
        self.acknowledge_errors = acknowledge;
        self
    }

    /// How long a request may take from its decryption to its answer: 8 s if not set. A handler that
    /// takes longer is dropped, and the answer is 500.
    ///
    /// WhatsApp does not document how long it waits; 10 s are what others have seen.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Largest body, in bytes. A larger one is answered 413.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Shows every answer to this function before it is sent: for metrics, alarms and logs of your
    /// own. It should return quickly.
    pub fn on_answer(mut self, hook: impl Fn(&FlowAnswer) + Send + Sync + 'static) -> Self {
        let hook: Hook = Arc::new(hook);
        self.hook = Some(hook);
        self
    }

    /// The endpoint.
    ///
    /// # Errors
    ///
    /// [`FlowBuildError`] if nothing says how to know WhatsApp or how to decrypt, or a secret is
    /// empty.
    pub fn build(self) -> Result<FlowEndpoint, FlowBuildError> {
        if let Some(invalid) = self.invalid {
            return Err(FlowBuildError::Secret(invalid));
        }
        if self.check && self.secrets.is_empty() {
            return Err(FlowBuildError::NoSignatureCheck);
        }
        let decryptor = match self.decryptor {
            Some(decryptor) => decryptor,
            None if self.keys.is_empty() => return Err(FlowBuildError::NoKey),
            None => Arc::new(self.keys),
        };
        Ok(FlowEndpoint(EndpointService::new(Receiver {
            router: self.handlers.into(),
            decryptor,
            encryptor: self.encryptor,
            secrets: self.check.then(|| self.secrets.clone()),
            handle: self.secrets,
            acknowledge_errors: self.acknowledge_errors,
            deadline: self.deadline,
            body_limit: self.body_limit,
            hook: self.hook,
            work: Work::new(),
        })))
    }

    fn note(&mut self, added: Result<(), InvalidSecret>) {
        if let Err(invalid) = added {
            self.invalid.get_or_insert(invalid);
        }
    }
}

impl fmt::Debug for FlowEndpointBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowEndpointBuilder")
            .field("handlers", &self.handlers)
            .field("keys", &self.keys)
            .field("secrets", &self.secrets)
            .field("check", &self.check)
            .finish_non_exhaustive()
    }
}

/// Why an endpoint of flows could not be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FlowBuildError {
    /// Nothing says how to know WhatsApp.
    #[error("no app secret is set: add `app_secret`, or say `without_signature_check`")]
    NoSignatureCheck,
    /// A secret cannot be one.
    #[error("an app secret cannot be used")]
    Secret(#[source] InvalidSecret),
    /// Nothing says how to decrypt.
    #[error("no private key is set: add `key`, or a `decryptor`")]
    NoKey,
}

use std::{fmt, sync::Arc, time::Duration};

use wazzup_dispatch::{Repeats, Router};
use wazzup_endpoint::{EndpointService, InvalidSecret, Policy, Work};

use super::{Receiver, WebhookService};
use crate::{
    DeliveryReport, Secrets,
    deliver::{Hook, Lanes},
};

/// The endpoint. Only a place to start from: see [`Webhooks::builder`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Webhooks;

impl Webhooks {
    /// Wazzup's limit on the time to answer: 30 s, less one for the way.
    pub const QUESTION_DEADLINE_MAX: Duration = Duration::from_secs(29);

    /// An endpoint that gives events to this router.
    pub fn builder(router: Router) -> WebhooksBuilder {
        WebhooksBuilder {
            lanes: Lanes {
                router,
                policy: Policy::default(),
                question_deadline: Duration::from_secs(25),
                repeats: None,
                hook: None,
            },
            secrets: Secrets::default(),
            check: true,
            invalid: None,
            probe_without_secret: true,
            body_limit: 2 * 1024 * 1024,
        }
    }
}

/// An endpoint before it is built: how it knows Wazzup, and what it answers.
///
/// | Setting | Default |
/// |---------|---------|
/// | authenticity | none set, and [`build`](Self::build) refuses that |
/// | [probe without a secret](Self::require_authentic_probe) | answered |
/// | [policy](Self::policy) | [`AfterSuccess`](Policy::AfterSuccess) |
/// | [deadline of questions](Self::question_deadline) | 25 s |
/// | [body limit](Self::body_limit) | 2 MiB |
/// | [repeated deliveries](Self::deduplicate) | handled again |
#[must_use = "a builder does nothing until built"]
pub struct WebhooksBuilder {
    lanes: Lanes,
    secrets: Secrets,
    check: bool,
    invalid: Option<InvalidSecret>,
    probe_without_secret: bool,
    body_limit: u64,
}

impl WebhooksBuilder {
    /// Lets requests pass that bring `Authorization: Bearer <secret>`. This is the crm key: Wazzup
    /// sends it with every webhook, if it has one.
    ///
    /// Called again, it adds another one: all of them pass.
    pub fn bearer(mut self, secret: impl Into<String>) -> Self {
        let added = self.secrets.add_bearer(secret.into());
        self.note(added);
        self
    }

    /// Adds another live bearer, as [`bearer`](Self::bearer) does: the one before the last change,
    /// while Wazzup may still send it.
    pub fn also_bearer(self, secret: impl Into<String>) -> Self {
        self.bearer(secret)
    }

    /// Lets requests pass whose query has `name=secret`: for accounts without a crm key, whose
    /// webhook address, of 200 characters at most, is the only place for a secret.
    ///
    /// One live secret is enough, be it this or a [bearer](Self::bearer). Addresses end up in the
    /// logs of proxies: prefer the bearer where there is one.
    pub fn query_secret(mut self, name: impl Into<String>, secret: impl Into<String>) -> Self {
        let added = self.secrets.add_query(name.into(), secret.into());
        self.note(added);
        self
    }

    /// Uses secrets that are kept, and swapped, elsewhere, together with those named so far.
    pub fn secrets(mut self, secrets: Secrets) -> Self {
        let added = secrets.absorb(&self.secrets);
        self.secrets = secrets;
        self.note(added);
        self
    }

    /// Takes every request for Wazzup's. Whoever knows the address can then write events: only for
    /// tests, and behind something else that checks.
    pub fn without_authenticity_check(mut self) -> Self {
        self.check = false;
        self
    }

    /// Answers the probe `{"test":true}` only if it brings a live secret.
    ///
    /// Wazzup sends the probe when the webhook address is set (`PATCH /v3/webhooks`) and keeps the
    /// address only if it is answered 200. It may come without the `Authorization` header even where
    /// a crm key is set, so it is answered by default: a request with no secret at all, neither a
    /// good nor a wrong one, is read up to 64 bytes, and answered 200 if it is exactly the probe
    /// and 401 otherwise. No handler sees it, so nothing is to be had there but the knowledge that
    /// this is a webhook endpoint.
    pub fn require_authentic_probe(self) -> Self {
        self.allow_unauthenticated_probe(false)
    }

    /// Whether the probe is answered without a secret: see
    /// [`require_authentic_probe`](Self::require_authentic_probe).
    pub fn allow_unauthenticated_probe(mut self, allow: bool) -> Self {
        self.probe_without_secret = allow;
        self
    }

    /// When a delivery of events is answered 200. Questions are answered by their handlers whatever
    /// stands here.
    ///
    /// Whether Wazzup repeats a delivery is not documented; it waits 30 seconds for the answer.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.lanes.policy = policy;
        self
    }

    /// How long the handler of a question may take: 25 s if not set, and
    /// [29 s](Webhooks::QUESTION_DEADLINE_MAX) at most, since Wazzup hangs up after 30.
    pub fn question_deadline(mut self, deadline: Duration) -> Self {
        self.lanes.question_deadline = deadline;
        self
    }

    /// Largest body, in bytes. A larger one is answered 413.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Leaves out events that were handled before, remembering the last `events` of them, about 100
    /// bytes each.
    ///
    /// An event is remembered once all its handlers succeeded, so what failed is tried again, and
    /// only that. One that comes again while it is being handled waits for how that ends. Events are the same if
    /// [`dedup_key`](wazzup_types::webhook::Event::dedup_key) says so: messages, statuses and
    /// channel updates have such a key, others are always handled.
    ///
    /// Off unless called: the memory ends with the process and is not shared with others, so a
    /// program that has to handle an event once needs its own anyway, in its database.
    pub fn deduplicate(mut self, events: usize) -> Self {
        self.lanes.repeats = (events > 0).then(|| Repeats::new(events));
        self
    }

    /// Shows every report to this function, after the handlers and before the answer (with
    /// [`AnswerFirst`](Policy::AnswerFirst), after it): for metrics, alarms and logs of your own. It
    /// should return quickly.
    pub fn on_delivery(mut self, hook: impl Fn(&DeliveryReport) + Send + Sync + 'static) -> Self {
        let hook: Hook = Arc::new(hook);
        self.lanes.hook = Some(hook);
        self
    }

    /// The service.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if nothing says how to know Wazzup, a secret is empty, or the deadline is too
    /// long.
    pub fn build(self) -> Result<WebhookService, BuildError> {
        if let Some(invalid) = self.invalid {
            return Err(BuildError::Secret(invalid));
        }
        if self.check && self.secrets.is_empty() {
            return Err(BuildError::NoAuthenticityCheck);
        }
        if self.lanes.question_deadline > Webhooks::QUESTION_DEADLINE_MAX {
            return Err(BuildError::DeadlineTooLong(self.lanes.question_deadline));
        }
        Ok(WebhookService(EndpointService::new(Receiver {
            lanes: self.lanes,
            secrets: self.check.then(|| self.secrets.clone()),
            handle: self.secrets,
            probe_without_secret: self.probe_without_secret,
            body_limit: self.body_limit,
            work: Work::default(),
        })))
    }

    fn note(&mut self, added: Result<(), InvalidSecret>) {
        if let Err(invalid) = added {
            self.invalid.get_or_insert(invalid);
        }
    }
}

impl fmt::Debug for WebhooksBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhooksBuilder")
            .field("secrets", &self.secrets)
            .field("check", &self.check)
            .field("policy", &self.lanes.policy)
            .finish_non_exhaustive()
    }
}

/// Why an endpoint could not be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Nothing says how to know Wazzup.
    #[error(
        "no secret is set: add `bearer` or `query_secret`, or say `without_authenticity_check`"
    )]
    NoAuthenticityCheck,
    /// A secret cannot be one.
    #[error("a secret cannot be used")]
    Secret(#[source] InvalidSecret),
    /// Wazzup would not wait that long for the answer to a question.
    #[error("a deadline of {0:?} for questions is longer than 29 s")]
    DeadlineTooLong(Duration),
}

use std::{fmt, sync::Arc};

use wazzup_dispatch::{Repeats, Router};
use wazzup_endpoint::{EndpointService, InvalidSecret, Policy, Work};
use wazzup_whatsapp_types::{BusinessId, PhoneNumberId, WabaId};

use super::{Receiver, WebhookService, flows::Flows};
use crate::{
    DeliveryReport, VerifyTokens,
    deliver::{Hook, Lane},
    own::Own,
    signature::AppSecrets,
};

/// The endpoint. Only a place to start from: see [`WhatsAppWebhooks::builder`].
#[derive(Debug)]
#[non_exhaustive]
pub struct WhatsAppWebhooks;

impl WhatsAppWebhooks {
    /// The [body limit](WebhooksBuilder::body_limit) if none is set: 4 MiB, as Meta sends up to
    /// 3 MB.
    pub const BODY_LIMIT: u64 = 4 * 1024 * 1024;

    /// How many events are [remembered](WebhooksBuilder::deduplicate) if nothing else is said.
    pub const REMEMBERED: usize = 100_000;

    /// An endpoint that gives events to this router.
    pub fn builder(router: Router) -> WebhooksBuilder {
        WebhooksBuilder {
            lane: Lane {
                router,
                policy: Policy::default(),
                own: Own::default(),
                repeats: Some(Repeats::new(Self::REMEMBERED)),
                hook: None,
            },
            secrets: AppSecrets::new(),
            tokens: VerifyTokens::new(),
            check: true,
            invalid: None,
            body_limit: Self::BODY_LIMIT,
            flows: Flows::default(),
        }
    }
}

/// An endpoint before it is built: how it knows Meta, and what it answers.
///
/// | Setting | Default |
/// |---------|---------|
/// | [app secret](Self::app_secret) | none set, and [`build`](Self::build) refuses that |
/// | [verify token](Self::verify_token) | none: every handshake is answered 403 |
/// | [policy](Self::policy) | [`AfterSuccess`](Policy::AfterSuccess) |
/// | [body limit](Self::body_limit) | 4 MiB |
/// | [repeated events](Self::deduplicate) | left out, the last 100,000 are remembered |
/// | [accounts](Self::only_phone_number) | all |
#[must_use = "a builder does nothing until built"]
pub struct WebhooksBuilder {
    lane: Lane,
    secrets: AppSecrets,
    tokens: VerifyTokens,
    check: bool,
    invalid: Option<InvalidSecret>,
    body_limit: u64,
    flows: Flows,
}

impl WebhooksBuilder {
    /// Lets deliveries pass that are signed with this app secret.
    ///
    /// Called again, it adds another one: for an endpoint that several apps deliver to, or while a
    /// secret is being replaced. Put the one that is used most first.
    pub fn app_secret(mut self, secret: impl AsRef<str>) -> Self {
        let added = self.secrets.add(secret);
        self.note(added);
        self
    }

    /// Uses secrets that are kept, and swapped, elsewhere, together with those named so far.
    pub fn app_secrets(mut self, secrets: AppSecrets) -> Self {
        secrets.absorb(&self.secrets);
        self.secrets = secrets;
        self
    }

    /// Takes every delivery for Meta's. Whoever knows the address can then write events: only for
    /// tests, and behind something else that checks.
    #[doc(alias = "validate_updates")]
    pub fn without_signature_check(mut self) -> Self {
        self.check = false;
        self
    }

    /// Answers the handshake of those who bring this token, by which Meta finds out that the
    /// address is ours when it is set.
    ///
    /// Called again, it adds another one: overrides of the address for a WABA or a phone number may
    /// have tokens of their own.
    pub fn verify_token(mut self, token: impl Into<String>) -> Self {
        let added = self.tokens.add(token);
        self.note(added);
        self
    }

    /// Uses tokens that are kept, and swapped, elsewhere, together with those named so far.
    pub fn verify_tokens(mut self, tokens: VerifyTokens) -> Self {
        let added = tokens.absorb(&self.tokens);
        self.tokens = tokens;
        self.note(added);
        self
    }

    /// When a delivery is answered 200.
    ///
    /// What is answered otherwise, or not within some seconds, is sent again at once and then less
    /// and less often, for up to 7 days. Meta asks for an answer within 250 ms, so handlers that
    /// take longer should be [detached](wazzup_dispatch::Handler::detached), or the policy
    /// [`AnswerFirst`](Policy::AnswerFirst): both give up on being sent again what failed.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.lane.policy = policy;
        self
    }

    /// Largest body, in bytes. A larger one is answered 413, and will come again: keep it above
    /// the 3 MB that Meta sends.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Leaves out events that were handled before, remembering the last `events` of them, about 60
    /// bytes each; 0 handles all again. [100,000](WhatsAppWebhooks::REMEMBERED) if not called: Meta
    /// delivers at least once, and to every app that is subscribed.
    ///
    /// An event is remembered once all its handlers succeeded, so what failed is tried again, and
    /// only that. If it comes again while it is being handled, the second delivery waits for the
    /// first, and handles the event only if that failed. [Detached](wazzup_dispatch::Handler::detached)
    /// handlers count as succeeded once they are on their way.
    ///
    /// Events are the same if [`dedup_key`](wazzup_whatsapp_types::webhook::Event::dedup_key) says
    /// so, by the ids inside; a [`RawUpdate`](crate::RawUpdate) if its bytes are.
    ///
    /// The memory ends with the process and is not shared with others: where an event must not be
    /// handled twice, handlers still need to look into a database of theirs.
    #[doc(alias = "skip_duplicate_updates")]
    pub fn deduplicate(mut self, events: usize) -> Self {
        self.lane.repeats = (events > 0).then(|| Repeats::new(events));
        self
    }

    /// Leaves out events of other business phone numbers. Called again, it adds another one.
    ///
    /// Only what says that it concerns another one is left out, and not even that is kept from a
    /// handler of [`RawUpdate`](crate::RawUpdate). An app gets the updates of all numbers that it
    /// is subscribed to: this is for a program that is there for some of them.
    #[doc(alias = "filter_updates")]
    pub fn only_phone_number(mut self, number: PhoneNumberId) -> Self {
        self.lane.own.phone_numbers.push(number);
        self
    }

    /// Leaves out events of other WhatsApp Business Accounts, account updates excepted. Called
    /// again, it adds another one. See [`only_phone_number`](Self::only_phone_number).
    #[doc(alias = "filter_updates")]
    pub fn only_waba(mut self, waba: WabaId) -> Self {
        self.lane.own.wabas.push(waba);
        self
    }

    /// Leaves out account updates of other business portfolios and of other WABAs than
    /// [those named](Self::only_waba). Called again, it adds another one. See
    /// [`only_phone_number`](Self::only_phone_number).
    #[doc(alias = "filter_updates")]
    pub fn only_business(mut self, business: BusinessId) -> Self {
        self.lane.own.businesses.push(business);
        self
    }

    /// Shows every report to this function, after the handlers and before the answer (with
    /// [`AnswerFirst`](Policy::AnswerFirst), after it): for metrics, alarms and logs of your own. It
    /// should return quickly.
    pub fn on_delivery(mut self, hook: impl Fn(&DeliveryReport) + Send + Sync + 'static) -> Self {
        let hook: Hook = Arc::new(hook);
        self.lane.hook = Some(hook);
        self
    }

    /// Answers requests of flows at this path, such as `/webhooks/flow`, compared with the whole path
    /// of a request; every other path is that of the webhooks. Called again, it adds another one.
    ///
    /// The endpoint has app secrets of its own: give it the same set,
    /// [`FlowEndpointBuilder::secrets`](crate::flow::FlowEndpointBuilder::secrets), to swap them
    /// together.
    #[cfg(feature = "flows")]
    #[cfg_attr(docsrs, doc(cfg(feature = "flows")))]
    #[doc(alias = "add_flow_request_handler")]
    pub fn flow(mut self, path: impl AsRef<str>, endpoint: crate::flow::FlowEndpoint) -> Self {
        self.flows.add(path.as_ref(), endpoint);
        self
    }

    /// The service.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if there is no app secret, or a secret or token is empty.
    pub fn build(self) -> Result<WebhookService, BuildError> {
        if let Some(invalid) = self.invalid {
            return Err(BuildError::Secret(invalid));
        }
        if self.check && self.secrets.is_empty() {
            return Err(BuildError::NoSignatureCheck);
        }
        Ok(WebhookService {
            webhooks: EndpointService::new(Receiver {
                lane: self.lane,
                secrets: self.secrets,
                check: self.check,
                tokens: self.tokens,
                body_limit: self.body_limit,
                work: Work::default(),
            }),
            flows: self.flows,
        })
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
            .field("app_secrets", &self.secrets)
            .field("checks", &self.check)
            .field("verify_tokens", &self.tokens)
            .field("policy", &self.lane.policy)
            .finish_non_exhaustive()
    }
}

/// Why an endpoint could not be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Nothing says how to know Meta.
    #[error("no app secret is set: add `app_secret`, or say `without_signature_check`")]
    NoSignatureCheck,
    /// A secret cannot be one.
    #[error("an app secret or verify token cannot be used")]
    Secret(#[source] InvalidSecret),
}

use bytes::Bytes;
use http::Method;
use wazzup_endpoint::{Admission, Endpoint, Head, Policy, Reply, Taken, Work};
use wazzup_whatsapp_types::webhook::{Webhook, parse};

use crate::{
    RawUpdate, Refused, VerifyTokens,
    challenge::challenge,
    deliver::Lane,
    signature::{AppSecrets, Signature, Unsigned},
};

/// What makes an endpoint Meta's.
pub(super) struct Receiver {
    pub(super) lane: Lane,
    pub(super) secrets: AppSecrets,
    /// False only by [`WebhooksBuilder::without_signature_check`].
    ///
    /// [`WebhooksBuilder::without_signature_check`]: crate::WebhooksBuilder::without_signature_check
    pub(super) check: bool,
    pub(super) tokens: VerifyTokens,
    pub(super) body_limit: u64,
    pub(super) work: Work,
}

/// A delivery that is Meta's.
pub(super) struct Job {
    webhook: Webhook,
    raw: Option<RawUpdate>,
}

impl Endpoint for Receiver {
    /// `None` if nothing is checked.
    type Kept = Option<Signature>;
    type Job = Job;

    fn admit(&self, head: &Head<'_>) -> Result<Admission<Option<Signature>>, Reply> {
        if head.method() == Method::GET {
            return Err(match challenge(head.uri(), &self.tokens) {
                Ok(challenge) => challenge.reply(),
                Err(forbidden) => forbidden.reply(),
            });
        }
        if head.method() != Method::POST {
            return Err(Reply::method_not_allowed("GET, POST"));
        }
        let signature = if self.check {
            let signature = Signature::from_headers(head.headers());
            Some(signature.map_err(|unsigned| refused(unsigned).reply())?)
        } else {
            None
        };
        Ok(Admission::new(signature, self.body_limit))
    }

    fn take(&self, signature: Option<Signature>, body: Bytes) -> Taken<Job> {
        let fits = |signature| self.secrets.check(signature, &body).is_authentic();
        if self.check && !signature.as_ref().is_some_and(fits) {
            return Taken::Answered(Refused::Forged.reply());
        }
        let job = match parse(&body) {
            Err(not_json) => return Taken::Answered(Refused::NotJson(not_json).reply()),
            Ok(webhook) => Job {
                webhook,
                raw: self.lane.raw(&body),
            },
        };
        if self.lane.policy == Policy::AnswerFirst {
            return Taken::AnsweredFirst(Reply::fine(), job);
        }
        Taken::Job(job)
    }

    async fn run(&self, job: Job) -> Reply {
        let report = self.lane.deliver(job.webhook, job.raw).await;
        Reply::json(report.status(), report.body())
    }

    fn work(&self) -> &Work {
        &self.work
    }
}

fn refused(unsigned: Unsigned) -> Refused {
    match unsigned {
        Unsigned::Missing => Refused::Unsigned,
        _ => Refused::Forged,
    }
}

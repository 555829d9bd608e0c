use bytes::Bytes;
use http::Method;
use wazzup_endpoint::{Admission, Endpoint, Head, Policy, Reply, Taken, Unread, Work};
use wazzup_types::webhook::{Webhook, parse};

use crate::{
    Secrets,
    deliver::{Lanes, has_question},
    secrets::Verdict,
};

/// What makes an endpoint Wazzup's.
pub(super) struct Receiver {
    pub(super) lanes: Lanes,
    /// `None` only by [`WebhooksBuilder::without_authenticity_check`].
    ///
    /// [`WebhooksBuilder::without_authenticity_check`]: crate::WebhooksBuilder::without_authenticity_check
    pub(super) secrets: Option<Secrets>,
    /// Kept even if nothing is checked, so that there is something to hand out.
    pub(super) handle: Secrets,
    pub(super) probe_without_secret: bool,
    pub(super) body_limit: u64,
    pub(super) work: Work,
}

/// A probe is these bytes, give or take white space.
const PROBE_LIMIT: u64 = 64;

/// What a request may do.
#[derive(Clone, Copy, Debug)]
pub(super) enum Admitted {
    Delivery,
    /// It came without any secret: it may be the probe and nothing else.
    Probe,
}

impl Endpoint for Receiver {
    type Kept = Admitted;
    type Job = Webhook;

    fn admit(&self, head: &Head<'_>) -> Result<Admission<Admitted>, Reply> {
        if head.method() != Method::POST {
            return Err(Reply::method_not_allowed("POST"));
        }
        let verdict = match &self.secrets {
            None => Verdict::Authentic,
            Some(secrets) => secrets.check(head.headers(), head.uri()),
        };
        match verdict {
            Verdict::Authentic if head.is_clearly_not_json() => {
                Err(Reply::unsupported_media_type())
            }
            Verdict::Authentic => Ok(Admission::new(Admitted::Delivery, self.body_limit)),
            Verdict::Nothing if self.probe_without_secret => {
                Ok(Admission::new(Admitted::Probe, PROBE_LIMIT))
            }
            Verdict::Nothing | Verdict::Wrong => Err(unauthorized()),
        }
    }

    fn take(&self, admitted: Admitted, body: Bytes) -> Taken<Webhook> {
        match admitted {
            Admitted::Probe if is_probe(&body) => Taken::Answered(Reply::fine()),
            Admitted::Probe => Taken::Answered(unauthorized()),
            Admitted::Delivery => match parse(body) {
                Err(_) => Taken::Answered(Reply::not_json()),
                Ok(webhook) if self.answers_first(&webhook) => {
                    Taken::AnsweredFirst(Reply::fine(), webhook)
                }
                Ok(webhook) => Taken::Job(webhook),
            },
        }
    }

    async fn run(&self, webhook: Webhook) -> Reply {
        let answer = self.lanes.answer(webhook, &self.work).await;
        Reply::json(answer.status(), answer.body())
    }

    fn unread(&self, admitted: Admitted, why: Unread) -> Reply {
        match (admitted, why) {
            // Nobody learns the limit for a probe: without a secret, no entry.
            (Admitted::Probe, _) => unauthorized(),
            (Admitted::Delivery, Unread::TooLarge) => Reply::too_large(),
            (Admitted::Delivery, _) => Reply::body_broken(),
        }
    }

    fn work(&self) -> &Work {
        &self.work
    }
}

impl Receiver {
    fn answers_first(&self, webhook: &Webhook) -> bool {
        self.lanes.policy == Policy::AnswerFirst && !has_question(webhook)
    }
}

fn unauthorized() -> Reply {
    Reply::unauthorized("Bearer")
}

/// Whether it is exactly `{"test":true}`.
fn is_probe(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Probe {
        test: bool,
    }
    // An array of the values would do for `Deserialize`, too.
    let is_object = body.trim_ascii_start().starts_with(b"{");
    is_object && serde_json::from_slice::<Probe>(body).is_ok_and(|probe| probe.test)
}

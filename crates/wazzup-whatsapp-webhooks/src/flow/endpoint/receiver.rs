use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, StatusCode};
use serde::Serialize;
use serde_json::json;
use tokio::time::{Instant, timeout_at};
use wazzup_dispatch::{AskError, Envelope, Event, Router};
use wazzup_endpoint::{Admission, Endpoint, Head, Reply, Taken, Work};
use wazzup_whatsapp_types::flow::{self, FlowAction, FlowResponse};

use crate::{
    flow::{
        CannotEncrypt, DecryptedRequest, EncryptedRequest, FlowAnswer, FlowOutcome, FlowRefusal,
        FlowRequest, RequestDecryptor, ResponseEncryptor, Session,
    },
    signature::{AppSecrets, Signature, Unsigned, Verdict},
};

/// Called with every answer.
pub(super) type Hook = Arc<dyn Fn(&FlowAnswer) + Send + Sync>;

/// What makes an endpoint a flow's.
pub(super) struct Receiver {
    pub(super) router: Router,
    pub(super) decryptor: Arc<dyn RequestDecryptor>,
    pub(super) encryptor: Arc<dyn ResponseEncryptor>,
    /// `None` only by `FlowEndpointBuilder::without_signature_check`.
    pub(super) secrets: Option<AppSecrets>,
    /// Kept even if nothing is checked, so that there is something to hand out.
    pub(super) handle: AppSecrets,
    pub(super) acknowledge_errors: bool,
    pub(super) deadline: Duration,
    pub(super) body_limit: u64,
    pub(super) hook: Option<Hook>,
    pub(super) work: Work,
}

impl Receiver {
    /// Whether the body comes from who knows the app secret.
    pub(super) fn authentic(
        &self,
        signature: Result<Signature, Unsigned>,
        body: &[u8],
    ) -> Result<(), Verdict> {
        let Some(secrets) = &self.secrets else {
            return Ok(());
        };
        match secrets.check(&signature?, body) {
            Verdict::Authentic => Ok(()),
            verdict => Err(verdict),
        }
    }

    /// Answers a body that is known to be WhatsApp's.
    pub(super) async fn answer(&self, body: &[u8]) -> FlowAnswer {
        let deadline = Instant::now() + self.deadline;
        let encrypted = match EncryptedRequest::parse(body) {
            Ok(encrypted) => encrypted,
            Err(error) => return FlowAnswer::cannot_decrypt(error),
        };
        let decrypted = timeout_at(deadline, self.decryptor.decrypt(&encrypted)).await;
        let DecryptedRequest { plaintext, session } = match decrypted {
            Ok(Ok(decrypted)) => decrypted,
            Ok(Err(error)) => return FlowAnswer::cannot_decrypt(error),
            Err(_) => return FlowAnswer::failed(FlowOutcome::Unanswered(too_late())),
        };
        let request = match flow::FlowRequest::parse(plaintext) {
            Ok(request) => FlowRequest::new(request),
            Err(error) => return FlowAnswer::failed(FlowOutcome::NotARequest(error)),
        };
        self.answer_request(&request, &session, deadline)
            .await
            .to(request)
    }

    async fn answer_request(
        &self,
        request: &FlowRequest,
        session: &Session,
        deadline: Instant,
    ) -> FlowAnswer {
        if request.action == FlowAction::Ping {
            let pong = FlowResponse::active().for_request(request);
            return self.send(&pong, session, StatusCode::OK, FlowOutcome::Ping);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let question = Envelope::new(request.clone());
        let answer = self.router.ask::<FlowRequest>(question, left).await;
        if self.acknowledge_errors && request.error().is_some() {
            let outcome = FlowOutcome::Acknowledged(answer.err());
            return self.send(&request.acknowledge(), session, StatusCode::OK, outcome);
        }
        match answer {
            Ok(answer) => {
                let answer = answer.for_request(request);
                self.send(&answer, session, StatusCode::OK, FlowOutcome::Answered)
            }
            Err(AskError::Failed(name, error)) => match FlowRefusal::in_error(&*error) {
                Some(refusal) => self.refuse(refusal.clone(), session),
                None => {
                    let error = AskError::Failed(name, error);
                    FlowAnswer::failed(FlowOutcome::Unanswered(error))
                }
            },
            Err(error) => FlowAnswer::failed(FlowOutcome::Unanswered(error)),
        }
    }

    fn refuse(&self, refusal: FlowRefusal, session: &Session) -> FlowAnswer {
        let status = refusal.status();
        match &refusal {
            FlowRefusal::TokenNoLongerValid(message) => {
                let body = json!({ "error_msg": message });
                self.send(&body, session, status, FlowOutcome::Refused(refusal))
            }
            FlowRefusal::CannotDecrypt | FlowRefusal::NotAuthentic => {
                FlowAnswer::empty(status, FlowOutcome::Refused(refusal))
            }
        }
    }

    fn send(
        &self,
        answer: &impl Serialize,
        session: &Session,
        status: StatusCode,
        outcome: FlowOutcome,
    ) -> FlowAnswer {
        let written = serde_json::to_vec(answer).map_err(|_| CannotEncrypt::default());
        let encrypted = written.and_then(|answer| self.encryptor.encrypt(&answer, session));
        match encrypted {
            Ok(body) => FlowAnswer::encrypted(status, body, outcome),
            Err(error) => FlowAnswer::failed(FlowOutcome::CannotEncrypt(error)),
        }
    }

    /// Shows an answer to the hook.
    pub(super) fn tell(&self, answer: &FlowAnswer) {
        if let Some(hook) = &self.hook {
            hook(answer);
        }
    }

    fn not_authentic(&self, verdict: Verdict) -> Reply {
        let answer = FlowAnswer::not_authentic(verdict);
        self.tell(&answer);
        reply(answer)
    }
}

impl Endpoint for Receiver {
    /// None if nothing is checked.
    type Kept = Option<Signature>;
    type Job = Bytes;

    fn admit(&self, head: &Head<'_>) -> Result<Admission<Option<Signature>>, Reply> {
        if head.method() != Method::POST {
            return Err(Reply::method_not_allowed("POST"));
        }
        let signature = match &self.secrets {
            None => None,
            // Without one, nothing is read.
            Some(_) => match Signature::from_headers(head.headers()) {
                Ok(signature) => Some(signature),
                Err(unsigned) => return Err(self.not_authentic(unsigned.into())),
            },
        };
        Ok(Admission::new(signature, self.body_limit))
    }

    fn take(&self, signature: Option<Signature>, body: Bytes) -> Taken<Bytes> {
        let signature = signature.ok_or(Unsigned::Missing);
        match self.authentic(signature, &body) {
            Ok(()) => Taken::Job(body),
            Err(verdict) => Taken::Answered(self.not_authentic(verdict)),
        }
    }

    async fn run(&self, body: Bytes) -> Reply {
        let answer = self.answer(&body).await;
        self.tell(&answer);
        reply(answer)
    }

    fn work(&self) -> &Work {
        &self.work
    }
}

fn reply(answer: FlowAnswer) -> Reply {
    Reply::text(answer.status, answer.body)
}

fn too_late() -> AskError {
    AskError::TimedOut(<FlowRequest as Event>::NAME)
}

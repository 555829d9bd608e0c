//! A question on its way to the endpoint of a flow, and back.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value};

use super::answer::FlowReply;
use super::crypto::{PublicKey, Session};
use super::question::Question;
use crate::app::App;
use crate::delivery;
use crate::ids::Kind;
use crate::journal::Attempt;
use crate::whatsapp::webhooks::{escape, signature};

/// The endpoint could not decrypt: a phone fetches the key of the number anew and tries once more.
const CANNOT_DECRYPT: u16 = 421;

/// Asks the endpoint of a flow. The error says what makes no sense about the question.
pub(in crate::whatsapp) async fn ask(
    app: &Arc<App>,
    fields: Map<String, Value>,
) -> Result<FlowReply, String> {
    let mut question = Question::read(fields)?;
    let (number, url) = app.with(|world| {
        let graph = &mut world.whatsapp;
        let number = match &question.number {
            None => graph.main_number(),
            Some(id) => graph.number(id).ok_or("phoneNumberId is not known")?,
        };
        let number = number.id.clone();
        if let Some(url) = question.url.take() {
            graph.flow_url = Some(url);
        }
        let url = graph.flow_url.clone();
        let url = url.ok_or("url is missing: there is no endpoint from before")?;
        Ok::<_, &str>((number, url))
    })?;
    let key = question.key.take().or_else(|| registered(app, &number));
    let key = key.ok_or("the number has no public key: register one, or give public_key")?;
    let (mut attempt, mut session) = post(app, &question, &url, &key, None).await?;
    let refused = attempt.status.map(|status| status.as_u16()) == Some(CANNOT_DECRYPT);
    if refused && let Some(key) = registered(app, &number) {
        (attempt, session) = post(app, &question, &url, &key, Some(&attempt)).await?;
    }
    Ok(match attempt.status {
        Some(status) => FlowReply::of(question.kind, status, session.open(&attempt.answer)),
        None => FlowReply::missing(attempt.error.unwrap_or("no answer")),
    })
}

/// The key that is registered for a number at this moment.
fn registered(app: &App, number: &str) -> Option<PublicKey> {
    let world = app.world();
    let pem = world.whatsapp.number(number)?.public_key.as_deref()?;
    PublicKey::from_pem(pem)
}

async fn post(
    app: &Arc<App>,
    question: &Question,
    url: &str,
    key: &PublicKey,
    before: Option<&Attempt>,
) -> Result<(Attempt, Session), String> {
    let (session, secret) = app.with(|world| {
        let mut fresh = || {
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&world.ids.bytes(Kind::Flow, 16));
            bytes
        };
        let session = Session::new(fresh(), fresh());
        let own = &world.whatsapp.app.secret;
        let secret = question.secret.as_ref().unwrap_or(own);
        (session, secret.clone())
    });
    let sealed = session.seal(question.request.to_string().as_bytes(), key);
    let sealed = sealed.ok_or("the machine has no randomness")?;
    let body = Bytes::from(escape(&sealed.to_string()));
    let signature = signature(&secret, &body);
    let attempt = delivery::ask_flow(app, url.to_owned(), body, signature, before).await;
    Ok((attempt, session))
}

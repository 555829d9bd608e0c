//! The question by which a callback address proves itself.

use std::sync::Arc;

use http::Uri;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::App;
use crate::delivery;
use crate::ids::Kind;
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};

/// Longest address of an override, in characters.
pub(crate) const URI_MAX: usize = 200;

/// Whether a text can be a callback address at all.
pub(crate) fn check_address(name: &str, uri: &str) -> Outcome<()> {
    let parsed: Option<Uri> = uri.parse().ok();
    let usable = parsed.is_some_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
    });
    if usable {
        Ok(())
    } else {
        Err(Refusal::parameter(format!("{name} is not a URL.")))
    }
}

/// Asks the address to send a number back; refuses when it does not.
pub(crate) async fn verify(app: &Arc<App>, uri: &str, verify_token: &str) -> Outcome<()> {
    let challenge = app.with(|world| {
        let wanted = world.knobs.whatsapp.delivery.challenge;
        wanted.then(|| world.ids.digits(Kind::Challenge, 10))
    });
    let Some(challenge) = challenge else {
        return Ok(());
    };
    let token = utf8_percent_encode(verify_token, NON_ALPHANUMERIC);
    let mark = if uri.contains('?') { '&' } else { '?' };
    let asked =
        format!("{uri}{mark}hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={token}");
    let attempt = delivery::challenge(app, asked).await;
    let why = match attempt.status {
        Some(status) if !status.is_success() => {
            format!("The callback answered {}.", status.as_u16())
        }
        Some(_) if attempt.answer.trim_ascii() == challenge.as_bytes() => return Ok(()),
        Some(_) => "The callback did not send the challenge back.".to_owned(),
        None => format!(
            "The callback did not answer: {}.",
            attempt.error.unwrap_or("no answer")
        ),
    };
    Err(Refusal::new(codes::CALLBACK).details(why))
}

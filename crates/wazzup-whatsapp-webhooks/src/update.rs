//! A delivery as plain functions take it: for servers that have no use for a tower service.

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::Full;
use wazzup_endpoint::Reply;
use wazzup_whatsapp_types::webhook::{NotJson, Webhook, parse};

use crate::signature::{AppSecrets, Verdict};

/// Why a delivery is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// It is not signed: answer 401.
    #[error("the delivery is not signed")]
    Unsigned,
    /// It is not signed with a live secret, or is not what was signed: answer 403.
    #[error("the signature of the delivery is wrong")]
    Forged,
    /// It is no JSON: answer 400.
    #[error("the body of the delivery is no JSON")]
    NotJson(#[from] NotJson),
}

impl Refused {
    /// The status that answers it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unsigned => StatusCode::UNAUTHORIZED,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::NotJson(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// The answer, without any detail.
    pub fn into_response(self) -> Response<Full<Bytes>> {
        self.reply().into_response()
    }

    pub(crate) fn reply(&self) -> Reply {
        match self {
            Self::Unsigned => Reply::unauthorized("X-Hub-Signature-256"),
            Self::Forged => Reply::forbidden(),
            Self::NotJson(_) => Reply::not_json(),
        }
    }
}

/// Checks who sent a delivery, given its headers and its body as they came, and parses it.
///
/// Handle the events, with [`envelope`](crate::envelope) and a
/// [`Router`](wazzup_dispatch::Router) or with a `match`, and answer 200 once that succeeded:
/// Meta sends again what is answered otherwise. [`WebhookService`](crate::WebhookService) does all
/// of it.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use http::HeaderMap;
/// use wazzup_whatsapp_webhooks::{Refused, signature::AppSecrets, webhook_update};
///
/// let secrets = AppSecrets::of("the app secret")?;
/// let body = br#"{"object":"whatsapp_business_account","entry":[]}"#;
/// let refused = webhook_update(&HeaderMap::new(), body, &secrets).unwrap_err();
/// assert_eq!(refused.status(), 401);
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// [`Refused`] says what to answer.
#[doc(alias = "webhook_update_handler")]
#[doc(alias = "webhook_update_validator")]
pub fn webhook_update(
    headers: &HeaderMap,
    body: impl AsRef<[u8]>,
    secrets: &AppSecrets,
) -> Result<Webhook, Refused> {
    let verdict = secrets.verify(headers, body.as_ref());
    judged(verdict, body)
}

/// The same with all values of the header
/// [`X-Hub-Signature-256`](crate::signature::SIGNATURE_HEADER), for those who have other headers
/// than `http`'s: `Some("sha256=...")`, or `None` if there is none.
///
/// # Errors
///
/// [`Refused`] says what to answer.
pub fn webhook_update_values<V: AsRef<[u8]>>(
    signature: impl IntoIterator<Item = V>,
    body: impl AsRef<[u8]>,
    secrets: &AppSecrets,
) -> Result<Webhook, Refused> {
    let verdict = secrets.verify_values(signature, body.as_ref());
    judged(verdict, body)
}

fn judged(verdict: Verdict, body: impl AsRef<[u8]>) -> Result<Webhook, Refused> {
    match verdict {
        Verdict::Authentic => Ok(parse(body)?),
        Verdict::Missing => Err(Refused::Unsigned),
        Verdict::Wrong | Verdict::Malformed => Err(Refused::Forged),
    }
}

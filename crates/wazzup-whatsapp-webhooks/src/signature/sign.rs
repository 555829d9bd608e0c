use hmac::Mac;

use super::{header::PREFIX, secrets::keyed};

/// The value of `X-Hub-Signature-256` for a body, as Meta makes it with this app secret: for tests
/// of your handlers and of your server.
///
/// ```
/// use wazzup_whatsapp_webhooks::signature::{AppSecrets, Verdict, sign};
///
/// let header = sign(b"{}", "the app secret");
/// let secrets = AppSecrets::of("the app secret")?;
/// assert_eq!(secrets.verify_values([header], b"{}"), Verdict::Authentic);
/// # Ok::<(), wazzup_whatsapp_webhooks::signature::InvalidSecret>(())
/// ```
#[must_use]
pub fn sign(body: impl AsRef<[u8]>, secret: impl AsRef<str>) -> String {
    let mac = keyed(secret.as_ref()).chain_update(body).finalize();
    format!("{PREFIX}{}", hex::encode(mac.into_bytes()))
}

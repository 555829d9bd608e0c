//! Who sent a delivery: the header `X-Hub-Signature-256`.
//!
//! Meta signs each `POST` with the secret of the app: the header is `sha256=` and the
//! HMAC-SHA256 of the body, in hexadecimal digits. What is signed are the bytes as they came, with
//! their `\u` escapes and escaped slashes, so the check comes before any parsing, and a body that
//! was parsed and written again never passes.
//!
//! [`AppSecrets`] holds the live secrets, several while one is being replaced. What has a
//! signature nobody can vouch for fails closed:
//!
//! | Verdict | When |
//! |---------|------|
//! | [`Authentic`](Verdict::Authentic) | one header, made with a live secret |
//! | [`Missing`](Verdict::Missing) | no header |
//! | [`Malformed`](Verdict::Malformed) | it is repeated (the same value too), has another prefix, or not 64 digits |
//! | [`Wrong`](Verdict::Wrong) | well-formed, but of another body or another secret; also while there is no secret at all |
//!
//! Meta writes everything in small letters; digits and prefix are read in either case, since they
//! say the same. White space is not taken away: servers have done that.
//!
//! ```
//! use wazzup_whatsapp_webhooks::signature::{AppSecrets, Verdict};
//!
//! let secrets = AppSecrets::of("Jefe")?;
//! let header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
//! let body = b"what do ya want for nothing?";
//! assert_eq!(secrets.verify_values([header], body), Verdict::Authentic);
//! assert_eq!(secrets.verify_values([header], b"{}"), Verdict::Wrong);
//! # Ok::<(), wazzup_whatsapp_webhooks::signature::InvalidSecret>(())
//! ```
//!
//! See [Meta on validating
//! payloads](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview/).

mod header;
mod secrets;
#[cfg(feature = "testing")]
mod sign;

#[cfg(feature = "testing")]
pub use self::sign::sign;
pub use self::{
    header::{SIGNATURE_HEADER, Signature, Unsigned},
    secrets::{AppSecrets, Verdict},
};
#[doc(no_inline)]
pub use wazzup_endpoint::InvalidSecret;

//! `POST flow`: WhatsApp asks the endpoint of a flow, encrypted and signed.

use crate::control::misused;
use crate::http::{Answer, Call};

#[cfg(feature = "flows")]
pub(super) async fn post(call: Call) -> Answer {
    let fields = crate::control::fields(&call)?;
    let reply = crate::whatsapp::flows::ask(&call.app, fields).await;
    Ok(crate::http::Reply::json(&reply.map_err(misused)?))
}

#[cfg(not(feature = "flows"))]
pub(super) async fn post(_: Call) -> Answer {
    Err(misused("this emulator was built without its feature flows"))
}

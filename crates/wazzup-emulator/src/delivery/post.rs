//! One attempt to deliver.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full, Limited};

use super::courier::Courier;
use super::terms::Terms;
use crate::app::App;
use crate::journal::Attempt;
use crate::state::{Parcel, Proof, Service};

/// Longest answer of a receiver that is read, in bytes.
const ANSWER_MAX: usize = 1024 * 1024;

/// How long an attempt may take at most in real time, whatever the virtual clock says.
const REAL_MAX: std::time::Duration = std::time::Duration::from_secs(60);

/// Where WhatsApp signs what it delivers.
const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature-256");

/// What WhatsApp calls itself.
const WHATSAPP_AGENT: &str = "facebookexternalua";

/// What one attempt needs.
pub(super) struct Shipment {
    pub(super) service: Service,
    pub(super) method: Method,
    pub(super) delivery: u64,
    pub(super) attempt: u32,
    /// When it begins, which a jump of the clock may have left behind.
    pub(super) at: i64,
    pub(super) uri: String,
    pub(super) proof: Proof,
    pub(super) kinds: Vec<&'static str>,
    pub(super) body: Bytes,
    pub(super) timeout_ms: u64,
    pub(super) allow_remote: bool,
}

impl Shipment {
    pub(super) fn of(parcel: &Parcel, at: i64, terms: &Terms) -> Self {
        Self {
            service: parcel.service,
            method: Method::POST,
            delivery: parcel.delivery,
            attempt: parcel.attempt,
            at,
            uri: parcel.uri.clone(),
            proof: parcel.proof.clone(),
            kinds: parcel.kinds.clone(),
            body: parcel.body.clone(),
            timeout_ms: terms.timeout_ms,
            allow_remote: terms.allow_remote,
        }
    }
}

/// Tests an address with `{"test":true}`.
pub(crate) async fn probe(app: &Arc<App>, account: u64, uri: &str) -> Attempt {
    let _open = Courier::open(app);
    let epoch = app.epoch();
    let shipment = app.with(|world| {
        world.deliveries += 1;
        Shipment {
            service: Service::Wazzup,
            method: Method::POST,
            delivery: world.deliveries,
            attempt: 1,
            at: world.now,
            uri: uri.to_owned(),
            proof: world
                .account(account)
                .and_then(|account| account.crm_key.clone())
                .filter(|_| world.knobs.delivery.probe_bearer)
                .map_or(Proof::Nothing, Proof::Bearer),
            kinds: vec!["test"],
            body: Bytes::from_static(br#"{"test":true}"#),
            timeout_ms: world.knobs.delivery.timeout_ms,
            allow_remote: world.knobs.delivery.allow_remote,
        }
    });
    post(app, epoch, shipment).await
}

/// Asks an address the question by which a callback of WhatsApp is verified.
pub(crate) async fn challenge(app: &Arc<App>, uri: String) -> Attempt {
    let _open = Courier::open(app);
    let epoch = app.epoch();
    let shipment = app.with(|world| {
        world.deliveries += 1;
        Shipment {
            service: Service::WhatsApp,
            method: Method::GET,
            delivery: world.deliveries,
            attempt: 1,
            at: world.now,
            uri,
            proof: Proof::Nothing,
            kinds: vec!["challenge"],
            body: Bytes::new(),
            timeout_ms: world.knobs.whatsapp.delivery.timeout_ms,
            allow_remote: world.knobs.delivery.allow_remote,
        }
    });
    post(app, epoch, shipment).await
}

/// Takes an encrypted request to the endpoint of a flow. One that is made once more has the number of
/// the attempt before.
#[cfg(feature = "flows")]
pub(crate) async fn ask_flow(
    app: &Arc<App>,
    uri: String,
    body: Bytes,
    signature: String,
    before: Option<&Attempt>,
) -> Attempt {
    let _open = Courier::open(app);
    let epoch = app.epoch();
    let shipment = app.with(|world| {
        let (delivery, attempt) = match before {
            Some(before) => (before.delivery, before.attempt + 1),
            None => {
                world.deliveries += 1;
                (world.deliveries, 1)
            }
        };
        Shipment {
            service: Service::WhatsApp,
            method: Method::POST,
            delivery,
            attempt,
            at: world.now,
            uri,
            proof: Proof::Signature(signature),
            kinds: vec!["flow"],
            body,
            timeout_ms: world.knobs.whatsapp.delivery.flow_timeout_ms,
            allow_remote: world.knobs.delivery.allow_remote,
        }
    });
    post(app, epoch, shipment).await
}

/// Makes the attempt and writes it into the journal, unless there was a reset since `epoch`.
pub(super) async fn post(app: &Arc<App>, epoch: u64, shipment: Shipment) -> Attempt {
    let timeout = i64::try_from(shipment.timeout_ms).unwrap_or(i64::MAX / 4);
    let began = app.clock.flown();
    // From now on, not from when it was due: a receiver has to have the chance to answer.
    let deadline = app.clock.now().saturating_add(timeout);
    let mut late = false;
    let outcome = tokio::select! {
        outcome = exchange(app, &shipment) => outcome,
        () = app.clock.sleep_until(deadline) => {
            late = true;
            Err("no answer in time")
        }
        () = tokio::time::sleep(REAL_MAX) => Err("no answer in time"),
    };
    let (status, answer, error) = match outcome {
        Ok((status, answer)) => (Some(status), answer, None),
        Err(error) => (None, Bytes::new(), Some(error)),
    };
    // A jump of the clock makes nobody answer later, and an answer too late takes no longer.
    let took_ms = if late {
        timeout
    } else {
        app.clock.flown() - began
    };
    let attempt = Attempt {
        seq: 0,
        delivery: shipment.delivery,
        attempt: shipment.attempt,
        at: shipment.at,
        took_ms,
        method: shipment.method,
        uri: shipment.uri,
        kinds: shipment.kinds,
        bearer: matches!(shipment.proof, Proof::Bearer(_)),
        signed: matches!(shipment.proof, Proof::Signature(_)),
        body: shipment.body,
        status,
        answer,
        error,
    };
    if epoch == app.epoch() {
        tracing::debug!(
            delivery = attempt.delivery,
            attempt = attempt.attempt,
            kinds = ?attempt.kinds,
            status = attempt.status.map(|status| status.as_u16()),
            error = attempt.error,
            "webhook delivered"
        );
        app.journal.attempt(attempt.clone());
        app.bump();
    }
    attempt
}

async fn exchange(app: &App, shipment: &Shipment) -> Result<(StatusCode, Bytes), &'static str> {
    let uri: Uri = shipment.uri.parse().map_err(|_| "not a URI")?;
    if uri.scheme_str() != Some("http") {
        return Err("only http:// is delivered to");
    }
    if !shipment.allow_remote && !uri.host().is_some_and(is_this_machine) {
        return Err("not an address of this machine");
    }
    let mut request = Request::builder()
        .method(shipment.method.clone())
        .uri(uri)
        .body(Full::new(shipment.body.clone()))
        .map_err(|_| "not a URI")?;
    let headers = request.headers_mut();
    let content_type = match shipment.service {
        // With the hyphen, as the service writes it.
        Service::Wazzup => "application/json; charset-utf-8",
        Service::WhatsApp => "application/json",
    };
    if shipment.method != Method::GET {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if shipment.service == Service::WhatsApp {
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(USER_AGENT, HeaderValue::from_static(WHATSAPP_AGENT));
    }
    let (name, value) = match &shipment.proof {
        Proof::Nothing => (None, String::new()),
        Proof::Bearer(bearer) => (Some(AUTHORIZATION), format!("Bearer {bearer}")),
        Proof::Signature(signature) => (Some(SIGNATURE), signature.clone()),
    };
    if let Some(name) = name {
        let mut value =
            HeaderValue::from_str(&value).map_err(|_| "the crm key does not fit into a header")?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    let response = app.courier.client.request(request).await.map_err(|error| {
        if error.is_connect() {
            "cannot connect"
        } else {
            "the connection broke"
        }
    })?;
    let status = response.status();
    let body = Limited::new(response.into_body(), ANSWER_MAX)
        .collect()
        .await
        .map_err(|_| "the answer broke off or is too long")?;
    Ok((status, body.to_bytes()))
}

fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_addresses_are_this_machine() {
        for host in ["127.0.0.1", "127.8.8.8", "[::1]", "localhost", "LocalHost"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "example.com",
            "10.0.0.1",
            "localhost.example.com",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}

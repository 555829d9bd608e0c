//! From an update to a parcel: alone, or gathered with others for the same address.

use bytes::Bytes;
use serde_json::{Value, json};

use super::escape::escape;
use super::{batch, signature};
use crate::knobs::WhatsAppDialect;
use crate::state::{Parcel, Proof, Service, Step as Planned, World};
use crate::whatsapp::Step;
use crate::whatsapp::state::{Callback, Graph, named};

/// One change, on its way into a delivery.
#[derive(Clone)]
pub(crate) struct Update {
    /// The id of the entry: mostly the account's.
    pub(crate) entry: String,
    /// Seconds since the epoch, in entries of management fields.
    pub(crate) time: Option<i64>,
    pub(crate) field: String,
    pub(crate) value: Value,
    /// Deliveries of one lane go one after another.
    pub(crate) lane: String,
}

/// Updates that wait for others.
#[derive(Default)]
pub(crate) struct Pending {
    updates: Vec<Update>,
    /// Whether a moment is planned at which they go out.
    planned: bool,
}

/// Where an update goes, if anybody wants it: the address of the number, else of the account, else
/// of the app.
fn address<'a>(
    graph: &'a Graph,
    dialect: &WhatsAppDialect,
    field: &str,
    value: &Value,
) -> Option<&'a Callback> {
    if !graph.waba.subscribed || !graph.app.fields.iter().any(|wanted| wanted == field) {
        return None;
    }
    let number = value["metadata"]["phone_number_id"]
        .as_str()
        .and_then(|id| graph.number(id));
    let own = number.and_then(|number| number.callback.as_ref());
    let overridden = number.is_some() || dialect.overrides_for_all;
    own.or(graph.waba.callback.as_ref().filter(|_| overridden))
        .or(graph.app.callback.as_ref())
}

/// Sends an update off, or gathers it.
pub(crate) fn emit(world: &mut World, update: Update) {
    let settings = &world.knobs.whatsapp.delivery;
    let dialect = &world.knobs.whatsapp.dialect;
    let (most, gather) = (settings.batch_max.max(1), settings.combine_ms);
    let Some(callback) = address(&world.whatsapp, dialect, &update.field, &update.value) else {
        return;
    };
    let uri = callback.uri.clone();
    let Some(gather) = gather else {
        send(world, uri, vec![update]);
        return;
    };
    let pending = world.whatsapp.pending.entry(uri.clone()).or_default();
    pending.updates.push(update);
    if pending.updates.len() >= most {
        let updates = std::mem::take(&mut pending.updates);
        send(world, uri, updates);
    } else if !std::mem::replace(&mut pending.planned, true) {
        let gather = i64::try_from(gather).unwrap_or(i64::MAX);
        let at = world.now.saturating_add(gather);
        world
            .schedule
            .plan(at, Planned::WhatsApp(Step::Flush { uri }));
    }
}

/// Sends off what was gathered for an address.
pub(crate) fn flush(world: &mut World, uri: &str) {
    if let Some(pending) = world.whatsapp.pending.remove(uri)
        && !pending.updates.is_empty()
    {
        send(world, uri.to_owned(), pending.updates);
    }
}

fn send(world: &mut World, uri: String, mut updates: Vec<Update>) {
    let settings = &world.knobs.whatsapp.delivery;
    if settings.reverse {
        updates.reverse();
    }
    let form = settings.batch_form;
    let lane = match updates.as_slice() {
        [one] => one.lane.clone(),
        _ => format!("whatsapp {uri}"),
    };
    let mut kinds: Vec<&'static str> = Vec::new();
    for update in &updates {
        let kind = named(&update.field);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let entries = batch::entries(updates, form);
    let body = json!({ "object": "whatsapp_business_account", "entry": entries });
    post(world, uri, kinds, lane, &body);
}

/// Sends a whole body off as it is, to the address that its first change goes to; whether there is
/// one.
pub(crate) fn emit_body(world: &mut World, body: &Value) -> bool {
    let entries = body["entry"].as_array().map(Vec::as_slice);
    let changes = entries
        .unwrap_or_default()
        .iter()
        .filter_map(|entry| entry["changes"].as_array())
        .flatten();
    let mut kinds = Vec::new();
    let mut uri = None;
    for change in changes {
        let field = change["field"].as_str().unwrap_or_default();
        let kind = named(field);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
        if uri.is_none() {
            let dialect = &world.knobs.whatsapp.dialect;
            let found = address(&world.whatsapp, dialect, field, &change["value"]);
            uri = found.map(|callback| callback.uri.clone());
        }
    }
    let Some(uri) = uri else {
        return false;
    };
    let lane = format!("whatsapp {uri}");
    post(world, uri, kinds, lane, body);
    true
}

fn post(world: &mut World, uri: String, kinds: Vec<&'static str>, lane: String, body: &Value) {
    let body = Bytes::from(escape(&body.to_string()));
    let signature = signature(&world.whatsapp.app.secret, &body);
    world.deliveries += 1;
    let parcel = Parcel {
        service: Service::WhatsApp,
        delivery: world.deliveries,
        attempt: 1,
        at: world.now,
        since: world.now,
        lane,
        uri,
        proof: Proof::Signature(signature),
        kinds,
        body,
    };
    world.dispatch(parcel, world.knobs.whatsapp.delivery.scatter_ms);
}

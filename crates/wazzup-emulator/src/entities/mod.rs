//! Users, contacts, deals and pipelines: what is accepted and what is kept.
//!
//! The rules are written on raw JSON on purpose, apart from any client's types.

mod checks;
pub(crate) mod contacts;
pub(crate) mod deals;
pub(crate) mod pipelines;
pub(crate) mod users;

use http::StatusCode;
use serde_json::{Value, json};

pub(crate) use checks::Checks;

use crate::http::Fail;
use crate::knobs::{Knobs, TooManyCode};

/// Most entities in one request.
pub(crate) const BULK_MAX: usize = 100;

/// Deals and contacts per page.
pub(crate) const PAGE: usize = 100;

/// The body of an upsert: an array of at most [`BULK_MAX`] items.
pub(crate) fn bulk<'a>(
    body: &'a Value,
    knobs: &Knobs,
    refusal: &Refusal,
) -> Result<&'a [Value], Fail> {
    let Some(items) = body.as_array().filter(|items| !items.is_empty()) else {
        return Err(refusal.with(&[]));
    };
    if items.len() > BULK_MAX {
        let code = match knobs.dialect.too_many_code {
            TooManyCode::Current => "TOO_MANY_ENTITIES",
            TooManyCode::Misprint => "TOO_MACH_ENTITIES",
        };
        return Err(Fail::bad(code, "Too many entities per request.")
            .data(json!({ "count": items.len(), "limit": BULK_MAX })));
    }
    Ok(items)
}

/// Two entities of one id in one request make the service fall over.
pub(crate) fn no_twins<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), Fail> {
    let mut seen = std::collections::HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(Fail::bare(StatusCode::INTERNAL_SERVER_ERROR));
        }
    }
    Ok(())
}

/// How bad items of one kind are refused.
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) description: &'static str,
}

impl Refusal {
    /// With the place and the fields of each bad item.
    pub(crate) fn with(&self, bad: &[(usize, Vec<&'static str>)]) -> Fail {
        let data: Vec<Value> = bad
            .iter()
            .map(|(index, fields)| json!({ "index": index, "fields": fields }))
            .collect();
        Fail::bad(self.code, self.description).data(data.into())
    }
}

/// The body of a bulk deletion: a bare array of ids.
pub(crate) fn ids_to_delete(
    body: &Value,
    knobs: &Knobs,
    refusal: &Refusal,
) -> Result<Vec<String>, Fail> {
    let items = bulk(body, knobs, refusal)?;
    let mut bad = Vec::new();
    let mut ids = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(id) => ids.push(id.to_owned()),
            None => bad.push((index, vec!["id"])),
        }
    }
    if bad.is_empty() {
        Ok(ids)
    } else {
        Err(refusal.with(&bad))
    }
}

/// Deletes each and gives the ids that were not there. One that is named twice was there both times.
pub(crate) fn delete_each(ids: Vec<String>, mut delete: impl FnMut(&str) -> bool) -> Vec<String> {
    let mut gone = std::collections::HashSet::new();
    let mut unknown = Vec::new();
    for id in ids {
        if delete(&id) {
            gone.insert(id);
        } else if !gone.contains(&id) {
            unknown.push(id);
        }
    }
    unknown
}

/// The page of `all` that begins at `offset`.
pub(crate) fn page<'a>(all: impl Iterator<Item = &'a Value>, offset: usize) -> Vec<Value> {
    all.skip(offset).take(PAGE).cloned().collect()
}

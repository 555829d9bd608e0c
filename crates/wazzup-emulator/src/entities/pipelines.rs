//! Sales funnels.

use serde_json::{Map, Value};

use super::{Checks, Refusal, bulk, no_twins};
use crate::http::Fail;
use crate::knobs::PipelinesUpload;
use crate::state::World;

pub(crate) const REFUSAL: Refusal = Refusal {
    code: "INVALID_PIPELINES_DATA",
    description: "One or more of provided pipelines data are not valid.",
};

/// Uploads pipelines: all or none.
pub(crate) fn upload(world: &mut World, account: u64, body: &Value) -> Result<(), Fail> {
    let items = bulk(body, &world.knobs, &REFUSAL)?;
    let mut pipelines = Vec::new();
    let mut bad = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match check(item) {
            Ok(pipeline) => pipelines.push(pipeline),
            Err(fields) => bad.push((index, fields)),
        }
    }
    if !bad.is_empty() {
        return Err(REFUSAL.with(&bad));
    }
    no_twins(pipelines.iter().map(|(id, _)| id.as_str()))?;
    let replace = world.knobs.dialect.pipelines_upload == PipelinesUpload::Replace;
    let Some(account) = world.accounts.get_mut(&account) else {
        return Ok(());
    };
    if replace {
        account.pipelines.clear();
    }
    for (_, pipeline) in pipelines {
        let known = account
            .pipelines
            .iter_mut()
            .find(|known| known["id"] == pipeline["id"]);
        match known {
            Some(known) => *known = pipeline,
            None => account.pipelines.push(pipeline),
        }
    }
    Ok(())
}

fn check(item: &Value) -> Result<(String, Value), Vec<&'static str>> {
    let mut checks = Checks::of(item);
    let mut kept = Map::new();
    let id = checks.any_id("id", 100);
    // "Any" id: a number comes back as a number.
    kept.insert("id".to_owned(), item.get("id").cloned().unwrap_or_default());
    kept.insert("name".to_owned(), checks.text("name", 100).into());
    match checks.get("stages") {
        None => {}
        Some(Value::Array(stages)) if !stages.is_empty() => {
            match stages.iter().map(stage).collect::<Option<Vec<Value>>>() {
                Some(stages) => {
                    kept.insert("stages".to_owned(), stages.into());
                }
                None => checks.fail("stages"),
            }
        }
        Some(_) => checks.fail("stages"),
    }
    let bad = checks.bad();
    if bad.is_empty() {
        Ok((id, kept.into()))
    } else {
        Err(bad)
    }
}

fn stage(item: &Value) -> Option<Value> {
    let mut checks = Checks::of(item);
    let _ = checks.any_id("id", 100);
    let name = checks.text("name", 100);
    let mut kept = Map::new();
    kept.insert("id".to_owned(), item.get("id").cloned().unwrap_or_default());
    kept.insert("name".to_owned(), name.into());
    checks.bad().is_empty().then(|| kept.into())
}

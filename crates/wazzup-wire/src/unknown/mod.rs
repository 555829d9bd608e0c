//! Finding what the models do not know: fields that were ignored, and words no enum names.

mod finder;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_ignored::Path;

use crate::read::repaired;

/// Paths in `raw` of what a `T` does not know: the fields it ignores, the pieces that were left out
/// in repairs, and the words that its enums do not name. Sorted, each once.
///
/// Reads the text anew: for reports, not for the way of every event.
#[must_use]
pub fn of<T: DeserializeOwned + Serialize>(raw: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let value = read::<T>(raw, &mut paths).or_else(|| {
        let repaired = repaired::<T>(raw).ok()?;
        paths = repaired.dropped;
        read(&repaired.text, &mut paths)
    });
    if let Some(value) = value {
        finder::unlisted(&value, &mut paths);
    }
    paths.sort();
    paths.dedup();
    paths
}

/// Reads a `T` and adds the paths of what it ignores; adds nothing if it is no `T`.
fn read<T: DeserializeOwned>(text: &str, paths: &mut Vec<String>) -> Option<T> {
    let mut ignored = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_ignored::deserialize(&mut deserializer, |path| ignored.push(written(&path)));
    let value = value.ok()?;
    paths.append(&mut ignored);
    Some(value)
}

fn written(path: &Path<'_>) -> String {
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}[{index}]", written(parent)),
        Path::Map { parent, key } => {
            let mut path = written(parent);
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key);
            path
        }
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => written(parent),
    }
}

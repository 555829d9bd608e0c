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
    let mut paths = match found::<T>(raw) {
        Some(paths) => paths,
        None => match repaired::<T>(raw) {
            Ok(repaired) => {
                let left = found::<T>(&repaired.text).unwrap_or_default();
                let left = left.iter().map(|path| repaired.missing.as_it_came(path));
                repaired.dropped.into_iter().chain(left).collect()
            }
            Err(_) => Vec::new(),
        },
    };
    paths.sort();
    paths.dedup();
    paths
}

/// The paths in a text of what a `T` ignores and does not name; nothing if it is no `T`.
fn found<T: DeserializeOwned + Serialize>(text: &str) -> Option<Vec<String>> {
    let mut paths = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value: Result<T, _> =
        serde_ignored::deserialize(&mut deserializer, |path| paths.push(written(&path)));
    finder::unlisted(&value.ok()?, &mut paths);
    Some(paths)
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

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Serialize)]
    struct Model {
        items: Vec<Item>,
    }

    #[derive(Deserialize, Serialize)]
    struct Item {
        number: u8,
    }

    #[test]
    fn what_stands_behind_a_piece_left_out_is_named_by_the_place_it_came_at() {
        let text = r#"{"items":[{"number":"x"},{"number":1},{"number":[]},{"number":2,"more":3}]}"#;
        let paths = of::<Model>(text);
        assert!(
            paths.iter().any(|path| path == "items[3].more"),
            "{paths:?}"
        );
        assert!(paths.iter().any(|path| path == "items[2]"), "{paths:?}");
        assert!(
            !paths.iter().any(|path| path.starts_with("items[1]")),
            "{paths:?}"
        );
    }
}

//! Leaving the one piece of a value out that cannot be read.

use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// Reads a path such as `.contact.name` or `[1].chatType`, as `serde_path_to_error` writes it.
///
/// A key with a dot or bracket in it gives steps that lead nowhere, which is no harm: then the whole
/// field is left out.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = after.split_once(']')?;
            steps.push(Step::Index(index.parse().ok()?));
            rest = after;
        } else {
            let after = rest.strip_prefix('.')?;
            let end = after.find(['.', '[']).unwrap_or(after.len());
            steps.push(Step::Key(after[..end].to_owned()));
            rest = &after[end..];
        }
    }
    Some(steps)
}

/// Where something was taken out: the path of the list or object, and the step in it.
pub(super) struct Place {
    parent: String,
    step: Step,
}

/// The value without what is at `path` in it; nothing if nothing is there, or the path is empty.
pub(super) fn pruned(text: &str, path: &str) -> Option<(Box<RawValue>, Place)> {
    let mut steps = steps(path)?;
    let last = steps.pop()?;
    let mut value: Value = serde_json::from_str(text).ok()?;
    let mut parent = String::new();
    let mut inside = &mut value;
    for step in &steps {
        inside = match step {
            Step::Key(key) => inside.get_mut(key)?,
            Step::Index(index) => inside.get_mut(index)?,
        };
        push(&mut parent, step);
    }
    match (&last, inside) {
        (Step::Key(key), Value::Object(members)) => drop(members.remove(key)?),
        (Step::Index(index), Value::Array(items)) if *index < items.len() => {
            drop(items.remove(*index));
        }
        _ => return None,
    }
    let less = to_raw_value(&value).ok()?;
    Some((less, Place { parent, step: last }))
}

fn push(path: &mut String, step: &Step) {
    match step {
        Step::Key(key) => {
            path.push('.');
            path.push_str(key);
        }
        Step::Index(index) => path.push_str(&format!("[{index}]")),
    }
}

/// What was taken out of lists: the items behind have moved up since, and are still to be named by
/// the place they came at.
///
/// Lists are known by their paths as they came, which begin with the dot of the first key.
#[derive(Debug, Default)]
pub(crate) struct Missing(Vec<(String, usize)>);

impl Missing {
    /// The path of what was just taken out, as it came.
    pub(super) fn name(&mut self, field: &str, place: Place) -> String {
        let parent = format!(".{field}{}", place.parent);
        let parent = self.restored(&parent).unwrap_or(parent);
        let mut path = parent.clone();
        let step = self.step_as_it_came(&parent, place.step);
        push(&mut path, &step);
        if let Step::Index(index) = step {
            self.0.push((parent, index));
        }
        path[1..].to_owned()
    }

    /// The path in what came, of a path in what is left.
    pub(crate) fn as_it_came(&self, path: &str) -> String {
        let restored = self.restored(&format!(".{path}"));
        restored.map_or_else(|| path.to_owned(), |came| came[1..].to_owned())
    }

    /// The same with the dot in front. Nothing if it is no path.
    fn restored(&self, path: &str) -> Option<String> {
        let mut came = String::new();
        for step in steps(path)? {
            let step = self.step_as_it_came(&came, step);
            push(&mut came, &step);
        }
        Some(came)
    }

    fn step_as_it_came(&self, list: &str, step: Step) -> Step {
        let Step::Index(index) = step else {
            return step;
        };
        let of_list = self.0.iter().filter(|(known, _)| known == list);
        let mut gone: Vec<usize> = of_list.map(|(_, index)| *index).collect();
        gone.sort_unstable();
        let came_at = gone
            .into_iter()
            .fold(index, |at, gone| at + usize::from(gone <= at));
        Step::Index(came_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn less(text: &str, path: &str) -> Option<String> {
        pruned(text, path).map(|(less, _)| less.get().to_owned())
    }

    #[test]
    fn the_innermost_piece_is_left_out_and_nothing_else() {
        assert_eq!(less(r#"[1,2,3]"#, "[1]").as_deref(), Some("[1,3]"));
        assert_eq!(
            less(r#"{"a":[{"b":1,"c":2}]}"#, ".a[0].b").as_deref(),
            Some(r#"{"a":[{"c":2}]}"#)
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        for path in ["", "[3]", ".a", "[0].b", "[x]", "oops"] {
            assert_eq!(less("[1,2,3]", path), None, "{path}");
        }
    }

    #[test]
    fn items_are_named_by_the_place_they_came_at() {
        let mut missing = Missing::default();
        let mut name = |text, path| {
            let (_, place) = pruned(text, path).unwrap();
            missing.name("list", place)
        };
        // Of five, the second, then the one that moved to the second place, then the first.
        assert_eq!(name("[0,1,2,3,4]", "[1]"), "list[1]");
        assert_eq!(name("[0,2,3,4]", "[1]"), "list[2]");
        assert_eq!(name("[0,3,4]", "[2]"), "list[4]");
        assert_eq!(name("[0,3]", "[0]"), "list[0]");
        assert_eq!(missing.as_it_came("list[0].a"), "list[3].a");
        assert_eq!(missing.as_it_came("other[0].a"), "other[0].a");
    }

    #[test]
    fn lists_in_lists_are_named_as_they_came_too() {
        let mut missing = Missing::default();
        let mut name = |text, path| {
            let (_, place) = pruned(text, path).unwrap();
            missing.name("list", place)
        };
        assert_eq!(name("[0,[1,2]]", "[0]"), "list[0]");
        assert_eq!(name("[[1,2]]", "[0][0]"), "list[1][0]");
        assert_eq!(name("[[2]]", "[0][0]"), "list[1][1]");
    }
}

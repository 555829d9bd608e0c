//! Leaving the one piece of a value out that cannot be read.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{Members, written};

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
    let less = without(text, &steps)?;
    let step = steps.pop()?;
    let mut parent = String::new();
    for step in &steps {
        push(&mut parent, step);
    }
    Some((less, Place { parent, step }))
}

/// Only what is on the way is opened: what stands beside it stays as it is, be it too deep or too
/// great a number to be read.
fn without(text: &str, steps: &[Step]) -> Option<Box<RawValue>> {
    let (step, deeper) = steps.split_first()?;
    let less = match step {
        Step::Key(name) => {
            let Members(mut members) = serde_json::from_str(text).ok()?;
            let at = members.iter().position(|(key, _)| key == name)?;
            if deeper.is_empty() {
                members.remove(at);
            } else {
                members[at].1 = Cow::Owned(without(members[at].1.get(), deeper)?);
            }
            written(&members)
        }
        Step::Index(index) => {
            let mut items: Vec<Cow<'_, RawValue>> = serde_json::from_str::<Vec<&RawValue>>(text)
                .ok()?
                .into_iter()
                .map(Cow::Borrowed)
                .collect();
            let item = items.get_mut(*index)?;
            if deeper.is_empty() {
                items.remove(*index);
            } else {
                *item = Cow::Owned(without(item.get(), deeper)?);
            }
            serde_json::to_string(&items).ok()?
        }
    };
    RawValue::from_string(less).ok()
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
    fn what_stands_beside_it_is_kept_as_it_is() {
        let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
        for beside in ["1e999", "-0.10", r#"{"b":1, "a":2}"#, &deep] {
            let text = format!(r#"{{"a":[{{"z":{beside},"b":1}}],"y":{beside}}}"#);
            let expected = format!(r#"{{"a":[{{"z":{beside}}}],"y":{beside}}}"#);
            assert_eq!(less(&text, ".a[0].b"), Some(expected));
        }
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

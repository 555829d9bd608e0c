use std::collections::BTreeSet;

/// What the tests need to know of a guide for people who come from another package, such as
/// `docs/from-wazzup-pysdk.md`.
#[derive(Debug)]
#[non_exhaustive]
pub struct Guide {
    /// Rows of the tables whose first column is headed by the name of that package.
    pub rows: Vec<Row>,
    /// Texts of all links by reference: ``[`text`]``.
    pub links: BTreeSet<String>,
    /// Texts that a reference definition gives a target: ``[`text`]: target``.
    pub targets: BTreeSet<String>,
}

/// One row of such a table.
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    /// Line in the file, from 1.
    pub line: usize,
    /// The first cell: names of the other package.
    pub theirs: String,
    /// The second cell: our items, or a dash.
    pub ours: String,
    /// The third cell: what differs, or why there is no item.
    pub remark: String,
}

impl Guide {
    /// Reads the tables, links and link targets of a guide in markdown. Tables that map one name to
    /// another have `package` as their first header cell.
    #[must_use]
    pub fn parse(text: &str, package: &str) -> Self {
        let mut guide = Self {
            rows: Vec::new(),
            links: BTreeSet::new(),
            targets: BTreeSet::new(),
        };
        let (mut in_code, mut in_table) = (false, false);
        for (index, line) in text.lines().enumerate() {
            if line.starts_with("```") {
                in_code = !in_code;
            }
            if in_code {
                continue;
            }
            if let Some((name, _)) = line
                .strip_prefix("[`")
                .and_then(|rest| rest.split_once("`]: "))
            {
                guide.targets.insert(name.to_owned());
                continue;
            }
            let links = line
                .split("[`")
                .skip(1)
                .filter_map(|part| part.split_once("`]"));
            guide.links.extend(links.map(|(name, _)| name.to_owned()));
            let Some(cells) = cells(line) else {
                in_table = false;
                continue;
            };
            if cells[0] == package {
                in_table = true;
            } else if in_table && !cells[0].starts_with("---") {
                let cell = |at: usize| cells.get(at).cloned().unwrap_or_default();
                guide.rows.push(Row {
                    line: index + 1,
                    theirs: cell(0),
                    ours: cell(1),
                    remark: cell(2),
                });
            }
        }
        guide
    }
}

fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(
        inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect(),
    )
}

/// The names in a cell, each code span spelt out the way the list of names has it.
///
/// `name(a, b=1)` is `name`, `name(a)` and `name(b)`; `field="x", "y"` is `field="x"` and
/// `field="y"`.
#[must_use]
pub fn names_in(cell: &str) -> Vec<String> {
    let mut names = Vec::new();
    for span in cell.split('`').skip(1).step_by(2) {
        if let Some((field, values)) = span.split_once("=\"") {
            let values = format!("\"{values}");
            names.extend(values.split(", ").map(|value| format!("{field}={value}")));
        } else if let Some((name, parameters)) =
            span.strip_suffix(')').and_then(|call| call.split_once('('))
        {
            names.push(name.to_owned());
            let parameters = parameters
                .split(',')
                .map(|one| one.trim().trim_start_matches('*'));
            let parameters =
                parameters.map(|one| one.split_once('=').map_or(one, |(name, _)| name));
            names.extend(
                parameters
                    .filter(|one| !one.is_empty())
                    .map(|one| format!("{name}({one})")),
            );
        } else {
            names.push(span.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{Guide, names_in};

    #[test]
    fn a_call_names_the_method_and_each_parameter() {
        assert_eq!(
            names_in("`a.b(c, d=True, **e)`, `f()`"),
            ["a.b", "a.b(c)", "a.b(d)", "a.b(e)", "f"]
        );
    }

    #[test]
    fn a_field_with_values_names_each_value() {
        assert_eq!(
            names_in("`lang=\"ru\", \"en\"`"),
            ["lang=\"ru\"", "lang=\"en\""]
        );
    }

    #[test]
    fn only_tables_of_the_package_count() {
        let guide = Guide::parse(
            "| Other | x |\n|---|---|\n| `a` | b |\n\n\
             | theirs | ours | |\n|---|---|---|\n| `c` | [`d`] | e |\n\n[`d`]: f\n",
            "theirs",
        );
        assert_eq!(guide.rows.len(), 1);
        assert_eq!(
            (guide.rows[0].theirs.as_str(), guide.rows[0].line),
            ("`c`", 7)
        );
        assert_eq!(guide.links, guide.targets);
    }
}

//! The guides for people who come from other packages are complete, and what they name exists.
#![allow(
    clippy::unwrap_used,
    reason = "a guide that cannot be read is this test's failure"
)]

use std::collections::BTreeSet;
use std::process::Command;

use facade_tests::{Guide, Row, names_in};

/// A guide, the name of the package in its tables, and the names it has to map.
struct Subject {
    guide: Guide,
    names: BTreeSet<&'static str>,
}

fn pysdk() -> Subject {
    Subject::new(
        include_str!("../../../docs/from-wazzup-pysdk.md"),
        "wazzup-pysdk",
        include_str!("../data/wazzup-pysdk-0.1.8.txt"),
    )
}

fn pywa() -> Subject {
    Subject::new(
        include_str!("../../../docs/from-pywa.md"),
        "pywa",
        include_str!("../data/pywa-4.txt"),
    )
}

impl Subject {
    fn new(guide: &str, package: &str, names: &'static str) -> Self {
        Self {
            guide: Guide::parse(guide, package),
            names: names.lines().collect(),
        }
    }

    fn rows(&self) -> &[Row] {
        &self.guide.rows
    }
}

macro_rules! of_each_guide {
    ($($test:ident,)+) => {
        $(mod $test {
            #[test]
            fn from_wazzup_pysdk() {
                super::$test(&super::pysdk());
            }

            #[test]
            fn from_pywa() {
                super::$test(&super::pywa());
            }
        })+
    };
}

of_each_guide! {
    every_name_of_the_package_stands_in_a_table,
    no_table_names_what_the_package_does_not_have,
    every_row_names_an_item_or_says_why_there_is_none,
    every_item_of_ours_in_a_table_is_a_link,
    every_link_has_its_target_and_every_target_its_link,
}

fn every_name_of_the_package_stands_in_a_table(subject: &Subject) {
    let told: BTreeSet<String> = subject
        .rows()
        .iter()
        .flat_map(|row| names_in(&row.theirs))
        .collect();
    let missing: Vec<_> = subject
        .names
        .iter()
        .filter(|name| !told.contains(**name))
        .collect();
    assert!(
        missing.is_empty(),
        "{} are missing: {missing:#?}",
        missing.len()
    );
}

fn no_table_names_what_the_package_does_not_have(subject: &Subject) {
    for row in subject.rows() {
        let told = names_in(&row.theirs);
        assert!(
            !told.is_empty(),
            "line {}: no name in the first column",
            row.line
        );
        for name in told {
            assert!(
                subject.names.contains(name.as_str()),
                "line {}: no such name: {name}",
                row.line
            );
        }
    }
}

fn every_row_names_an_item_or_says_why_there_is_none(subject: &Subject) {
    for row in subject.rows() {
        if row.ours == "—" {
            assert!(
                row.remark.split(' ').count() > 3,
                "line {}: no reason given",
                row.line
            );
        } else {
            assert!(
                row.ours.contains("[`"),
                "line {}: no item named: {}",
                row.line,
                row.ours
            );
        }
    }
}

fn every_item_of_ours_in_a_table_is_a_link(subject: &Subject) {
    for row in subject.rows() {
        let outside: String = row
            .ours
            .split("[`")
            .map(|part| part.split_once(']').map_or(part, |(_, rest)| rest))
            .collect();
        assert!(
            !outside.contains('`'),
            "line {}: an item without a link: {}",
            row.line,
            row.ours
        );
    }
}

fn every_link_has_its_target_and_every_target_its_link(subject: &Subject) {
    let guide = &subject.guide;
    let unknown: Vec<_> = guide.links.difference(&guide.targets).collect();
    assert!(
        unknown.is_empty(),
        "no target at the end of the file: {unknown:#?}"
    );
    let idle: Vec<_> = guide.targets.difference(&guide.links).collect();
    assert!(idle.is_empty(), "targets that nothing links to: {idle:#?}");
}

#[test]
fn every_target_exists_in_our_crates() {
    let output = Command::new(env!("CARGO"))
        .args([
            "rustdoc",
            "-p",
            "facade-tests",
            "--lib",
            "--quiet",
            "--locked",
        ])
        .args(["--", "-D", "rustdoc::broken_intra_doc_links"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

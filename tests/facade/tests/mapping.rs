//! The guide for people who come from `wazzup-pysdk` is complete, and what it names exists.
#![allow(
    clippy::unwrap_used,
    reason = "a guide that cannot be read is this test's failure"
)]

use std::collections::BTreeSet;
use std::process::Command;

use facade_tests::{Guide, Row, names_in};

const GUIDE: &str = include_str!("../../../docs/from-wazzup-pysdk.md");
const NAMES: &str = include_str!("../data/wazzup-pysdk-0.1.8.txt");

fn rows() -> Vec<Row> {
    Guide::parse(GUIDE).rows
}

#[test]
fn every_name_of_the_python_package_stands_in_a_table() {
    let told: BTreeSet<String> = rows()
        .iter()
        .flat_map(|row| names_in(&row.theirs))
        .collect();
    let missing: Vec<&str> = NAMES.lines().filter(|name| !told.contains(*name)).collect();
    assert!(
        missing.is_empty(),
        "{} are missing: {missing:#?}",
        missing.len()
    );
}

#[test]
fn no_table_names_what_the_python_package_does_not_have() {
    let names: BTreeSet<&str> = NAMES.lines().collect();
    for row in rows() {
        let told = names_in(&row.theirs);
        assert!(
            !told.is_empty(),
            "line {}: no name in the first column",
            row.line
        );
        for name in told {
            assert!(
                names.contains(name.as_str()),
                "line {}: no such name: {name}",
                row.line
            );
        }
    }
}

#[test]
fn every_row_names_an_item_or_says_why_there_is_none() {
    for row in rows() {
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

#[test]
fn every_item_of_ours_in_a_table_is_a_link() {
    for row in rows() {
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

#[test]
fn every_link_has_its_target_and_every_target_its_link() {
    let guide = Guide::parse(GUIDE);
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

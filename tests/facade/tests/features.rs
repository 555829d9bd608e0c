//! Whatever the layers can be switched to, users of the facade can switch as well.
#![allow(
    clippy::unwrap_used,
    reason = "a broken manifest is this test's failure"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

const FACADE: &str = "wazzup-sdk";
const FACADE_LIB: &str = include_str!("../../../crates/wazzup-sdk/src/lib.rs");
const FACADE_README: &str = include_str!("../../../crates/wazzup-sdk/README.md");

/// Features of a package: name to what it switches on.
type Features = BTreeMap<String, Vec<String>>;

struct Package {
    features: Features,
    /// Dependencies of ours with the features that the manifest itself asks for.
    uses: Vec<(String, Vec<String>)>,
}

fn packages() -> BTreeMap<String, Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--locked"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| (text(&package["name"]), read(package)))
        .collect()
}

fn read(package: &Value) -> Package {
    let features = package["features"].as_object().unwrap();
    let features = features
        .iter()
        .map(|(name, parts)| (name.clone(), texts(parts)))
        .collect();
    let dependencies = package["dependencies"].as_array().unwrap();
    let uses = dependencies
        .iter()
        .filter(|dependency| dependency["kind"].is_null() && dependency["path"].is_string())
        .map(|dependency| {
            let mut wanted = texts(&dependency["features"]);
            if dependency["uses_default_features"] == true {
                wanted.push("default".to_owned());
            }
            (text(&dependency["name"]), wanted)
        })
        .collect();
    Package { features, uses }
}

fn owned(text: &&str) -> String {
    (*text).to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

/// Every (package, feature) that some choice of features of `start` can switch on.
fn reachable(packages: &BTreeMap<String, Package>, start: &str) -> BTreeSet<(String, String)> {
    let mut seen = BTreeSet::new();
    let all = packages[start].features.keys();
    let mut open: Vec<_> = all
        .map(|feature| (start.to_owned(), feature.clone()))
        .collect();
    let mut crates = vec![start.to_owned()];
    while let Some(name) = crates.pop() {
        for (dependency, wanted) in &packages[&name].uses {
            open.extend(
                wanted
                    .iter()
                    .map(|feature| (dependency.clone(), feature.clone())),
            );
            crates.push(dependency.clone());
        }
    }
    while let Some((name, feature)) = open.pop() {
        if !seen.insert((name.clone(), feature.clone())) {
            continue;
        }
        let Some(package) = packages.get(&name) else {
            continue;
        };
        for part in package.features.get(&feature).into_iter().flatten() {
            if let Some((dependency, feature)) = part.split_once('/') {
                open.push((
                    dependency.trim_end_matches('?').to_owned(),
                    feature.to_owned(),
                ));
            } else if !part.starts_with("dep:") {
                open.push((name.clone(), part.clone()));
            }
        }
    }
    seen
}

fn below(packages: &BTreeMap<String, Package>, start: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(name) = open.pop() {
        for (dependency, _) in &packages[name].uses {
            if found.insert(dependency.clone()) {
                open.push(dependency);
            }
        }
    }
    found
}

#[test]
fn a_feature_that_nothing_passes_on_is_not_reachable() {
    let package = |features: &[(&str, &[&str])], uses: &[(&str, &[&str])]| Package {
        features: features
            .iter()
            .map(|(name, parts)| (owned(name), parts.iter().map(owned).collect()))
            .collect(),
        uses: uses
            .iter()
            .map(|(name, wanted)| (owned(name), wanted.iter().map(owned).collect()))
            .collect(),
    };
    let packages = BTreeMap::from([
        (
            "top".to_owned(),
            package(&[("fast", &["middle?/fast"])], &[("middle", &["always"])]),
        ),
        (
            "middle".to_owned(),
            package(
                &[("fast", &["bottom/quick"]), ("always", &[]), ("lost", &[])],
                &[("bottom", &[])],
            ),
        ),
        (
            "bottom".to_owned(),
            package(&[("quick", &[]), ("gone", &[])], &[]),
        ),
    ]);

    let reachable = reachable(&packages, "top");

    let has = |name: &str, feature: &str| reachable.contains(&(owned(&name), owned(&feature)));
    assert!(has("middle", "fast") && has("middle", "always") && has("bottom", "quick"));
    assert!(!has("middle", "lost") && !has("bottom", "gone"));
}

#[test]
fn every_feature_below_the_facade_is_reachable_from_it() {
    let packages = packages();
    let reachable = reachable(&packages, FACADE);
    let below = below(&packages, FACADE);
    assert!(
        below.len() > 5,
        "the facade stands on all layers: {below:?}"
    );
    let mut lost = Vec::new();
    for name in below {
        // The facade leaves the defaults off and has its own; each part of them counts by itself.
        for feature in packages[&name]
            .features
            .keys()
            .filter(|feature| *feature != "default")
        {
            if !reachable.contains(&(name.clone(), feature.clone())) {
                lost.push(format!("{name}/{feature}"));
            }
        }
    }
    assert!(
        lost.is_empty(),
        "no feature of {FACADE} switches these on: {lost:?}"
    );
}

/// Features in the table of the crate's documentation: rows that begin with a code span.
fn documented() -> BTreeSet<String> {
    let lines = FACADE_LIB
        .lines()
        .filter_map(|line| line.strip_prefix("//! "));
    let shared = FACADE_LIB.contains("#![doc = include_str!(\"../README.md\")]");
    let readme = FACADE_README.lines().filter(|_| shared);
    lines
        .chain(readme)
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|rest| rest.split_once('`'))
        .map(|(feature, _)| feature.to_owned())
        .collect()
}

#[test]
fn the_documentation_of_the_facade_has_each_of_its_features() {
    let packages = packages();
    let features = packages[FACADE]
        .features
        .keys()
        .filter(|feature| *feature != "default");
    let features: BTreeSet<String> = features.cloned().collect();
    let documented = documented();
    let silent: Vec<_> = features.difference(&documented).collect();
    assert!(silent.is_empty(), "not in the feature table: {silent:?}");
    let gone: Vec<_> = documented.difference(&features).collect();
    assert!(
        gone.is_empty(),
        "in the feature table, but not in the manifest: {gone:?}"
    );
}

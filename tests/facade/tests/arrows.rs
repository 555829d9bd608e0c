//! Who may depend on whom, read from the manifests that cargo resolves.
#![allow(
    clippy::unwrap_used,
    reason = "a broken manifest is this test's failure"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Each library crate with those of ours that it may use. Order: bottom to top.
const ALLOWED: &[(&str, &[&str])] = &[
    ("wazzup-wire", &[]),
    ("wazzup-types", &["wazzup-wire"]),
    ("wazzup-whatsapp-types", &["wazzup-wire"]),
    ("wazzup-transport", &[]),
    ("wazzup-dispatch", &[]),
    ("wazzup-listener", &[]),
    ("wazzup-endpoint", &[]),
    ("wazzup-api", &["wazzup-types", "wazzup-transport"]),
    (
        "wazzup-whatsapp-api",
        &["wazzup-whatsapp-types", "wazzup-transport"],
    ),
    (
        "wazzup-webhooks",
        &["wazzup-types", "wazzup-dispatch", "wazzup-endpoint"],
    ),
    (
        "wazzup-whatsapp-webhooks",
        &[
            "wazzup-whatsapp-types",
            "wazzup-dispatch",
            "wazzup-endpoint",
        ],
    ),
    (
        "wazzup-emulator",
        &["wazzup-types", "wazzup-whatsapp-types"],
    ),
    (
        "wazzup-sdk",
        &[
            "wazzup-types",
            "wazzup-transport",
            "wazzup-dispatch",
            "wazzup-listener",
            "wazzup-api",
            "wazzup-webhooks",
            "wazzup-whatsapp-types",
            "wazzup-whatsapp-api",
            "wazzup-whatsapp-webhooks",
            "wazzup-emulator",
        ],
    ),
    ("wazzup-cli", &["wazzup-sdk", "wazzup-emulator"]),
];

/// Crates that the layers without I/O must never see, not even through others.
const NO_IO: &[&str] = &[
    "tokio",
    "hyper",
    "hyper-util",
    "http",
    "tower",
    "axum",
    "mio",
];

struct Package {
    published: bool,
    dependencies: Vec<(String, bool)>,
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--all-features",
            "--locked",
        ])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn members(metadata: &Value) -> BTreeMap<String, Package> {
    let ids: BTreeSet<&str> = strings(&metadata["workspace_members"]);
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .filter(|package| ids.contains(package["id"].as_str().unwrap()))
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap();
            let dependencies = dependencies
                .iter()
                .map(|dependency| {
                    let dev = dependency["kind"].as_str() == Some("dev");
                    (dependency["name"].as_str().unwrap().to_owned(), dev)
                })
                .collect();
            let published = package["publish"]
                .as_array()
                .is_none_or(|to| !to.is_empty());
            let name = package["name"].as_str().unwrap().to_owned();
            (
                name,
                Package {
                    published,
                    dependencies,
                },
            )
        })
        .collect()
}

fn strings(array: &Value) -> BTreeSet<&str> {
    array
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect()
}

#[test]
fn every_published_crate_uses_only_the_layers_below_it() {
    let metadata = metadata();
    let members = members(&metadata);
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    for (name, package) in members.iter().filter(|(_, package)| package.published) {
        let may = allowed
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} is published but stands in no layer"));
        for (dependency, dev) in &package.dependencies {
            let ours = members.contains_key(dependency);
            assert!(
                !ours || *dev || may.contains(&dependency.as_str()),
                "{name} must not depend on {dependency}"
            );
        }
    }
    for (name, _) in ALLOWED {
        assert!(
            members.contains_key(*name),
            "{name} is gone: take it out of the list"
        );
    }
}

#[test]
fn nobody_depends_on_tests_examples_or_benches() {
    let metadata = metadata();
    let members = members(&metadata);
    for (name, package) in &members {
        for (dependency, _) in &package.dependencies {
            let unpublished = members
                .get(dependency)
                .is_some_and(|member| !member.published);
            assert!(!unpublished, "{name} must not depend on {dependency}");
        }
    }
}

#[test]
fn the_types_reach_no_input_or_output() {
    let metadata = metadata();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let by_id: BTreeMap<&str, &Value> = nodes
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeMap<&str, &str> = packages
        .iter()
        .map(|package| {
            (
                package["id"].as_str().unwrap(),
                package["name"].as_str().unwrap(),
            )
        })
        .collect();
    let types = ["wazzup-wire", "wazzup-types", "wazzup-whatsapp-types"];
    let starts = names.iter().filter(|(_, name)| types.contains(name));
    let starts: BTreeSet<&str> = starts.map(|(id, _)| *id).collect();
    assert_eq!(starts.len(), types.len());

    let mut open: Vec<&str> = starts.iter().copied().collect();
    let mut seen = starts;
    while let Some(id) = open.pop() {
        for dependency in by_id[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            let normal = kinds.iter().any(|kind| kind["kind"].is_null());
            let id = dependency["pkg"].as_str().unwrap();
            if normal && seen.insert(id) {
                open.push(id);
            }
        }
    }
    for id in seen {
        assert!(!NO_IO.contains(&names[id]), "types reach {}", names[id]);
    }
}

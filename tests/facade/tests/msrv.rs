//! The stated minimum Rust version holds for every dependency, as far as they say their own.
//!
//! That our own code keeps to it is checked by clippy (`incompatible_msrv`), which compares each
//! item of the standard library with `rust-version`.
#![allow(
    clippy::unwrap_used,
    reason = "a broken manifest is this test's failure"
)]

use std::process::Command;

use serde_json::Value;

/// `1.90` or `1.90.0` as numbers that compare.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn no_dependency_wants_a_newer_rust_than_we_state() {
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
    assert!(output.status.success());
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();

    let ours = packages
        .iter()
        .find(|package| package["name"] == "wazzup-sdk")
        .unwrap();
    let stated = ours["rust_version"].as_str().unwrap();
    let saying = packages
        .iter()
        .filter(|package| package["rust_version"].is_string())
        .count();
    assert!(
        saying > 50,
        "only {saying} packages say what they want: has the key changed?"
    );
    let newer: Vec<String> = packages
        .iter()
        .filter_map(|package| Some((package, package["rust_version"].as_str()?)))
        .filter(|(_, wanted)| version(wanted) > version(stated))
        .map(|(package, wanted)| format!("{} wants {wanted}", package["name"]))
        .collect();
    assert!(newer.is_empty(), "newer than {stated}: {newer:?}");
}

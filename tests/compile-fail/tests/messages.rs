//! Mistakes that the types of our crates catch, and the messages that explain them.
//!
//! The expected messages are those of one version of the compiler, which words them anew now and
//! then. After an upgrade, `TRYBUILD=overwrite cargo test -p compile-fail-tests` writes them; read
//! the difference before it is committed.

use std::process::Command;

/// The compiler whose words are in the `.stderr` files.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn mistakes_do_not_compile_and_are_explained() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc)
        .arg("--version")
        .output()
        .expect("cargo runs beside rustc");
    let version = String::from_utf8_lossy(&version.stdout);
    if !version.starts_with(COMPILER) {
        eprintln!("not compared: the messages are those of {COMPILER}*, this is {version}");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.pass("tests/handlers/pass/*.rs");
    cases.compile_fail("tests/handlers/*.rs");
    cases.compile_fail("tests/waits/*.rs");
    cases.compile_fail("tests/types/*.rs");
    cases.compile_fail("tests/api/*.rs");
}

//! The codes that the emulator answers, against those that the types crate documents.

use std::fs;
use std::path::Path;

use wazzup_types::error::ErrorCode;

/// Text in upper case with underscores that is no code.
const OTHERS: [&str; 4] = ["BAD_CONTROL_REQUEST", "INVALID_FORMAT", "TIER_0", "TIER_1K"];

#[test]
fn every_code_in_the_sources_is_one_that_is_documented() {
    let mut found = Vec::new();
    gather(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    found.sort();
    found.dedup();
    assert!(found.len() > 45, "{found:?}");
    for code in ["uriNotValid", "testPostNotPassed", "repeatedCrmMessageId"] {
        found.push(code.to_owned());
    }
    for code in found {
        assert!(ErrorCode::from(code.as_str()).is_listed(), "{code}");
    }
}

/// Collects what looks like a code from the string literals of a folder.
fn gather(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // WhatsApp has numbers for codes.
            if !path.ends_with("whatsapp") {
                gather(&path, found);
            }
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let literals = source.split('"');
        found.extend(literals.filter(|text| is_code(text)).map(str::to_owned));
    }
}

fn is_code(text: &str) -> bool {
    let shape = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    text.contains('_')
        && text.len() > 4
        && !text.starts_with('_')
        && text.chars().all(shape)
        && !OTHERS.contains(&text)
}

#[test]
fn every_code_of_the_graph_is_one_that_is_documented() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/whatsapp/codes.rs");
    let source = fs::read_to_string(source).unwrap();
    let mut found = Vec::new();
    for line in source.lines() {
        // `const NAME: i64 = 131_008;`, or an arm: `131_042 | 131_044 => (400, …)`.
        let codes = match (line.split_once(": i64 = "), line.split_once(" => (")) {
            (Some((_, code)), _) => code.trim_end_matches(';'),
            (None, Some((codes, _))) => codes,
            (None, None) => continue,
        };
        let numbers = codes.split('|').map(|code| code.trim().replace('_', ""));
        found.extend(numbers.filter_map(|code| code.parse::<i64>().ok()));
    }
    assert!(found.len() > 60, "{found:?}");
    for code in found {
        let known = wazzup_whatsapp_types::error::ErrorCode::from(code).is_listed();
        // What the Graph itself says about apps, tokens and paths.
        assert!(
            known || [1, 15, 101, 2_200, 2_500].contains(&code),
            "{code}"
        );
    }
}

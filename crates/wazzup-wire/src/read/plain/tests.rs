use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, value::RawValue};

use super::*;
use crate::{RawJson, Timestamp, lenient};

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "compared by what `Debug` writes")]
struct Model {
    a: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    b: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    c: Vec<Pair>,
    #[serde(default)]
    d: Option<Box<Self>>,
    #[serde(default)]
    e: BTreeMap<String, f64>,
    #[serde(default)]
    f: Option<Box<RawValue>>,
    #[serde(default)]
    g: Option<Kind>,
    #[serde(default)]
    h: Option<Timestamp>,
    #[serde(flatten)]
    more: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Pair(
    #[expect(dead_code, reason = "as above")] u8,
    #[expect(dead_code, reason = "as above")] Option<bool>,
);

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "as above")]
enum Kind {
    One,
    Two(i64),
    Three { x: char },
}

fn plain<'de, T: Deserialize<'de>>(text: &'de str) -> Result<(T, usize), Odd> {
    let mut plain = Plain::new(text, 0);
    Ok((T::deserialize(&mut plain)?, plain.position()))
}

/// Whether it was plain; what was read then must be the same.
fn agrees<T: DeserializeOwned + fmt::Debug>(text: &str) -> Result<bool, TestCaseError> {
    let Ok((value, end)) = plain::<T>(text) else {
        return Ok(false);
    };
    let mut json = serde_json::Deserializer::from_str(text);
    let expected = match T::deserialize(&mut json) {
        Ok(expected) => expected,
        Err(error) => return Err(TestCaseError::fail(format!("{value:?} and {error}"))),
    };
    prop_assert_eq!(format!("{value:?}"), format!("{expected:?}"));
    prop_assert_eq!(end, json.into_iter::<IgnoredAny>().byte_offset());
    Ok(true)
}

fn all_agree(text: &str) -> Result<(), TestCaseError> {
    agrees::<Value>(text)?;
    agrees::<Model>(text)?;
    agrees::<Vec<Model>>(text)?;
    agrees::<Pair>(text)?;
    agrees::<Kind>(text)?;
    agrees::<IgnoredAny>(text)?;
    agrees::<RawJson>(text)?;
    agrees::<(u64, i8, f32)>(text)?;
    agrees::<HashMap<u16, ()>>(text)?;
    Ok(())
}

fn json() -> impl Strategy<Value = String> {
    let space = || "[ \n\t]{0,2}";
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        "-?[0-9]{1,21}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        ".{0,20}".prop_map(|text| Value::from(text).to_string()),
        "\"([a-zé😀\"\\\\\n]|\\\\u[0-9a-f]{4}|\\\\n|\\\\/){0,20}\"",
        "\"(One|Two|x)\"",
    ];
    let leaf = (space(), leaf, space()).prop_map(|(left, leaf, right)| left + &leaf + &right);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let key = prop_oneof![3 => "[a-h]", 1 => "[0-9]{1,3}|Two|x", 1 => "\\\\u00[67][0-9a-f]"];
        let member = (space(), key, space(), inner.clone())
            .prop_map(|(left, key, right, value)| format!("{left}\"{key}\"{right}:{value}"));
        let comma = prop_oneof![20 => Just(","), 1 => Just(",,"), 1 => Just("")];
        prop_oneof![
            (prop::collection::vec(inner, 0..5), comma.clone())
                .prop_map(|(items, comma)| format!("[{}]", items.join(comma))),
            (prop::collection::vec(member, 0..5), comma)
                .prop_map(|(members, comma)| format!("{{{}}}", members.join(comma))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_read_is_what_serde_json_reads(text in json()) {
        all_agree(&text)?;
    }

    #[test]
    fn so_it_is_where_a_byte_is_wrong(text in json(), at: prop::sample::Index, byte in "[\\]\\[{}\",:\\\\0-9a-z \u{1}]|") {
        let mut at = at.index(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let next = text[at..].chars().next().map_or(0, char::len_utf8);
        all_agree(&format!("{}{byte}{}", &text[..at], &text[at + next..]))?;
    }

    #[test]
    fn the_first_special_byte_is_found(bytes: Vec<u8>) {
        let expected = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
        prop_assert_eq!(special(&bytes, 0).ok(), expected);
    }
}

#[test]
fn the_usual_element_is_plain() {
    let text = r#" {"a": "é", "b":12, "c":[[1,true]], "d":{"a":"\u0041\n"}, "e":{"x":1.5e3},
        "f": [ {} ], "g":"One", "h":"2026-03-01T10:00:00Z", "z":[-1, null, "", {"y":{}}]} "#;
    assert!(agrees::<Model>(text).unwrap());
    assert!(agrees::<Value>(text).unwrap());
}

#[test]
fn what_is_no_json_is_odd() {
    for text in [
        "",
        "{",
        "[",
        "\"",
        "[1,]",
        "{\"a\":1,}",
        "[1 2]",
        "{\"a\" 1}",
        "{a:1}",
        "tru",
        "nul",
        "01",
        "-",
        "1.",
        "\"\u{1}\"",
        "[,1]",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "\"\\x\"",
    ] {
        assert!(plain::<Value>(text).is_err(), "{text}");
    }
}

#[test]
fn what_lies_too_deep_is_odd() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(plain::<Value>(&deep(usize::from(DEPTH))).is_ok());
    assert!(plain::<Value>(&deep(usize::from(DEPTH) + 1)).is_err());
}

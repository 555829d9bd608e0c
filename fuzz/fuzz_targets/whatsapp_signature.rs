//! Any values of the signature header before any body: nothing passes that was not signed, and what
//! was signed passes.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wazzup_whatsapp_webhooks::signature::{AppSecrets, Verdict, sign};

const SECRET: &str = "app-secret";

static SECRETS: LazyLock<AppSecrets> = LazyLock::new(|| AppSecrets::of(SECRET).expect("a secret"));

fuzz_target!(|input: (Vec<&[u8]>, &[u8])| {
    let (values, body) = input;
    let right = sign(body, SECRET);
    let verdict = SECRETS.verify_values(&values, body);
    let says_the_same = |value: &&[u8]| value.eq_ignore_ascii_case(right.as_bytes());
    assert_eq!(
        verdict.is_authentic(),
        values.len() == 1 && values.iter().all(says_the_same)
    );
    assert_eq!(verdict == Verdict::Missing, values.is_empty());
    assert_eq!(SECRETS.verify_values([&right], body), Verdict::Authentic);
});

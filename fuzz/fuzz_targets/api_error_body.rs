//! Any status and bytes as an error answer: something is always made of it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wazzup_types::ApiErrorBody;

fuzz_target!(|answer: (u16, &[u8])| {
    let (status, body) = answer;
    let read = ApiErrorBody::parse(status, body);
    assert_eq!(read.status, status);
    assert!(!read.advice().is_empty());
    let _ = (
        read.category(),
        read.peer_category(),
        read.repeat(),
        read.invalid_entities(),
    );
    let _ = format!("{read:?}");
    if let Some(code) = &read.code {
        assert_eq!(*code, *code.as_str().to_lowercase().replace('_', ""));
    }
});

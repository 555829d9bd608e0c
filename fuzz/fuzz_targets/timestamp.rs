//! Any text and number as a time: it is kept as it came, and read as its written form is read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wazzup_types::Timestamp;

fuzz_target!(|input: (&str, i64)| {
    let (text, number) = input;
    let from_text = Timestamp::from(text);
    assert_eq!(from_text.to_string(), text);
    for at in [
        from_text,
        Timestamp::from_unix_millis(number),
        Timestamp::number_from_unix_millis(number),
    ] {
        let written = serde_json::to_string(&at).expect("a time is written");
        let again: Timestamp = serde_json::from_str(&written).expect("and read again");
        assert_eq!(again, at);
        assert_eq!(again.unix_millis(), at.unix_millis());
        let _ = (at.system_time(), format!("{at:?}"));
    }
});

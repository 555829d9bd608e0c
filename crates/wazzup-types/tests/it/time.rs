//! Times in every form that was seen.

use proptest::prelude::*;
use wazzup_types::Timestamp;

const AT: i64 = 1_772_359_200_000;

#[test]
fn every_form_is_read() {
    let table = [
        (r#""2026-03-01T10:00:00.000Z""#, AT),
        (r#""2026-03-01T10:00:00Z""#, AT),
        (r#""2026-03-01T10:00:00.5Z""#, AT + 500),
        (r#""2026-03-01T10:00:00.1234567Z""#, AT + 123),
        (r#""2026-03-01T13:00:00+03:00""#, AT),
        (r#""2026-03-01T13:00:00+0300""#, AT),
        (r#""2026-03-01 10:00:00""#, AT),
        (r#""2026-03-01T10:00:00.250""#, AT + 250),
        (r#""1772359200000""#, AT),
        ("1772359200000", AT),
        ("1772359200", AT),
        ("1772359200.5", AT + 500),
        (r#""2024-02-29T00:00:00Z""#, 1_709_164_800_000),
        (r#""1969-12-31T23:59:59.999Z""#, -1),
        (r#""2000-01-01T00:00:00.000Z""#, 946_684_800_000),
    ];
    for (json, millis) in table {
        let at: Timestamp = serde_json::from_str(json).unwrap();
        assert_eq!(at.unix_millis(), Some(millis), "{json}");
        let again: Timestamp = serde_json::from_str(&serde_json::to_string(&at).unwrap()).unwrap();
        assert_eq!(again.unix_millis(), Some(millis), "{json}");
    }
}

#[test]
fn text_that_is_no_time_is_kept_and_not_shown() {
    for text in [
        "",
        "yesterday",
        "2026-02-30T10:00:00Z",
        "2026-03-01T25:00:00.000Z",
        "1e400",
    ] {
        let at = Timestamp::from(text);
        assert_eq!(at.unix_millis(), None, "{text}");
        assert_eq!(at.to_string(), text);
        assert_eq!(format!("{at:?}"), "Timestamp(<unreadable>)");
        assert_eq!(serde_json::to_string(&at).unwrap(), format!("{text:?}"));
    }
}

#[test]
fn system_time_goes_there_and_back() {
    let at = Timestamp::from_unix_millis(AT + 7);
    assert_eq!(at.to_string(), "2026-03-01T10:00:00.007Z");
    assert_eq!(Timestamp::from(at.system_time().unwrap()), at);
    let before = Timestamp::from_unix_millis(-1500);
    assert_eq!(Timestamp::from(before.system_time().unwrap()), before);
}

#[test]
fn the_first_and_the_last_moments_of_four_digit_years_come_back_as_they_were() {
    for (text, millis) in [
        ("0001-01-01T00:00:00Z", -62_135_596_800_000),
        ("1969-12-31T23:59:59.999Z", -1),
        ("9999-12-30T22:00:00.001Z", 253_402_207_200_001),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ] {
        let at = Timestamp::from(text);
        assert_eq!(at.unix_millis(), Some(millis));
        assert_eq!(at.to_string(), text);
        assert_eq!(serde_json::to_string(&at).unwrap(), format!("\"{text}\""));
        let made = Timestamp::from_unix_millis(millis);
        assert_eq!(Timestamp::from(made.to_string().as_str()), made);
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_as_it_was(text in any::<String>()) {
        prop_assert_eq!(Timestamp::from(text.as_str()).to_string(), text);
    }

    #[test]
    fn the_usual_form_agrees_with_jiff(millis in -62_135_596_800_000_i64..=253_402_207_200_000) {
        let at = Timestamp::from_unix_millis(millis);
        let text = at.to_string();
        let jiff: jiff::Timestamp = text.parse().unwrap();
        prop_assert_eq!(jiff.as_millisecond(), millis);
        let back = Timestamp::from(text.as_str());
        prop_assert_eq!(back.unix_millis(), Some(millis));
        prop_assert_eq!(back, at);
    }

    #[test]
    fn texts_like_the_usual_form_are_read_as_jiff_reads_them(
        text in "[0-2][09][0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{3})?Z"
    ) {
        let ours = Timestamp::from(text.as_str());
        let jiff = text.parse::<jiff::Timestamp>().ok().map(|at| at.as_millisecond());
        prop_assert_eq!(ours.unix_millis(), jiff);
        prop_assert_eq!(ours.to_string(), text);
    }

    #[test]
    fn any_number_comes_back_as_it_was(number in any::<i64>()) {
        let at: Timestamp = serde_json::from_str(&number.to_string()).unwrap();
        prop_assert_eq!(serde_json::to_string(&at).unwrap(), number.to_string());
        let _ = at.unix_millis();
        let _ = at.system_time();
    }
}

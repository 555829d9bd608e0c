//! Typed data in ids and trackers.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use wazzup_whatsapp_types::interactive::{ReplyButton, Row};
use wazzup_whatsapp_types::message::{OutgoingMessage, Text};
use wazzup_whatsapp_types::{Actual, CallbackData, Limit, Recipient};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Slot {
    day: String,
    hour: Option<u8>,
    action: Action,
    tags: Vec<Tag>,
    price: f64,
    whole_day: bool,
    letter: char,
    nested: (i64, Nested),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Action {
    Keep,
    Move(u32),
    Swap(u32, String),
    Rename { from: String, to: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Tag(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Nested {
    deep: Option<Box<Self>>,
    unit: Unit,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

impl CallbackData for Slot {
    const TAG: &'static str = "slot";
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Plain {
    text: String,
}

impl CallbackData for Plain {
    const TAG: &'static str = "p";
}

impl CallbackData for Unit {
    const TAG: &'static str = "unit";
}

impl CallbackData for Action {
    const TAG: &'static str = "action";
}

fn plain(text: impl Into<String>) -> Plain {
    Plain { text: text.into() }
}

#[test]
fn it_is_packed_compactly() {
    let slot = Slot {
        day: "Mon".to_owned(),
        hour: None,
        action: Action::Rename {
            from: "a".to_owned(),
            to: None,
        },
        tags: vec![Tag("x".to_owned())],
        price: 1.5,
        whole_day: true,
        letter: '~',
        nested: (
            -7,
            Nested {
                deep: None,
                unit: Unit,
            },
        ),
    };
    let packed = slot.pack().unwrap();
    assert_eq!(
        packed,
        r#"slot~["Mon",null,{"Rename":["a",null]},["x"],1.5,true,"~",[-7,[null,null]]]"#
    );
    assert_eq!(Slot::unpack(&packed).unwrap(), slot);
    assert_eq!(Unit.pack().unwrap(), "unit~null");
    assert_eq!(Action::Keep.pack().unwrap(), r#"action~"Keep""#);
    assert_eq!(Action::Move(7).pack().unwrap(), r#"action~{"Move":7}"#);
}

#[test]
fn it_goes_into_buttons_rows_and_trackers() {
    let data = plain("x");
    let button = ReplyButton::new(data.pack().unwrap(), "x").unwrap();
    assert_eq!(Plain::unpack(button.id()).unwrap(), data);
    let row = Row::new(data.pack_for_row().unwrap(), "x").unwrap();
    assert_eq!(Plain::unpack(row.id()).unwrap(), data);
    let to = Recipient::parse("15550104477").unwrap();
    let message = OutgoingMessage::new(to, Text::new("Hi").unwrap());
    let message = message.tracker(data.pack_for_tracker().unwrap()).unwrap();
    assert_eq!(Plain::unpack(message.get_tracker().unwrap()).unwrap(), data);
}

#[test]
fn what_is_too_long_is_refused_by_its_bytes() {
    // Around the text: `p~["` and `"]`.
    const AROUND: usize = 6;
    type Pack = fn(&Plain) -> Result<String, wazzup_whatsapp_types::Invalid>;
    let table: [(&str, usize, Pack); 3] = [
        ("id", 256, Plain::pack),
        ("id", 200, Plain::pack_for_row),
        ("biz_opaque_callback_data", 512, Plain::pack_for_tracker),
    ];
    for (field, max, pack) in table {
        let packed = pack(&plain("x".repeat(max - AROUND))).unwrap();
        assert_eq!(packed.len(), max);
        let error = pack(&plain("x".repeat(max - AROUND + 1))).unwrap_err();
        assert_eq!(
            (error.field(), error.limit(), error.actual()),
            (field, Limit::MaxBytes(max), Actual::Bytes(max + 1))
        );
        // Letters of two bytes count as two.
        let error = pack(&plain("я".repeat(max / 2))).unwrap_err();
        assert_eq!(error.actual(), Actual::Bytes(max + AROUND));
    }
}

#[test]
fn what_cannot_be_packed_is_refused() {
    #[derive(Serialize, Deserialize)]
    struct Map(BTreeMap<String, u8>);
    impl CallbackData for Map {
        const TAG: &'static str = "map";
    }
    #[derive(Serialize, Deserialize)]
    struct Float(f64);
    impl CallbackData for Float {
        const TAG: &'static str = "float";
    }
    #[derive(Serialize, Deserialize)]
    struct Wide(u128);
    impl CallbackData for Wide {
        const TAG: &'static str = "wide";
    }
    let map = Map([("a".to_owned(), 1)].into());
    for error in [
        map.pack().unwrap_err(),
        Float(f64::NAN).pack().unwrap_err(),
        Float(f64::INFINITY).pack().unwrap_err(),
        Wide(1).pack().unwrap_err(),
    ] {
        assert!(error.to_string().contains("be made of"), "{error}");
    }
    assert!(Float(-0.5).pack().is_ok());
}

#[test]
fn data_of_others_are_told_apart() {
    let packed = plain("x").pack().unwrap();
    assert!(Plain::matches(&packed));
    assert!(!Slot::matches(&packed));
    // A tag that begins with another one is another one.
    assert!(!Plain::matches("plain~[]"));
    for foreign in ["", "p", "hello", "~", "P~[\"x\"]"] {
        let error = Plain::unpack(foreign).unwrap_err();
        assert!(!error.is_of_this_tag(), "{foreign}");
    }
    for broken in [
        "p~",
        "p~[",
        "p~[1]",
        "p~[\"x\",\"y\"]",
        "p~[\"x\"] ~",
        "p~{}",
    ] {
        let error = Plain::unpack(broken).unwrap_err();
        assert!(error.is_of_this_tag(), "{broken}");
        assert!(!error.to_string().contains('x') || error.to_string().contains("its type"));
    }
}

/// What stays the same over releases: the text, also when a field is renamed or added, or variants are
/// moved.
#[test]
fn it_is_stable_over_releases() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Later {
        renamed: String,
        #[serde(default)]
        added: Option<u8>,
        #[serde(default)]
        more: Vec<u8>,
    }
    impl CallbackData for Later {
        const TAG: &'static str = "p";
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Moved {
        New,
        Swap(u32, String),
        Keep,
    }
    impl CallbackData for Moved {
        const TAG: &'static str = "action";
    }
    let old = plain("x").pack().unwrap();
    let expected = Later {
        renamed: "x".to_owned(),
        added: None,
        more: vec![],
    };
    assert_eq!(Later::unpack(&old).unwrap(), expected);
    assert_eq!(Moved::unpack(r#"action~"Keep""#).unwrap(), Moved::Keep);
    assert_eq!(
        Moved::unpack(r#"action~{"Swap":[1,"a"]}"#).unwrap(),
        Moved::Swap(1, "a".to_owned())
    );
    assert!(Moved::unpack(r#"action~{"Move":7}"#).is_err());
}

#[test]
fn a_field_that_is_left_out_keeps_its_place() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Holes {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<u8>,
        second: u8,
    }
    impl CallbackData for Holes {
        const TAG: &'static str = "h";
    }
    let holes = Holes {
        first: None,
        second: 2,
    };
    let packed = holes.pack().unwrap();
    assert_eq!(packed, "h~[null,2]");
    assert_eq!(Holes::unpack(&packed).unwrap(), holes);
}

/// Not every representation of an enum can be read from values without names. Such data are refused at
/// once, not when they come back.
#[test]
fn what_could_not_be_unpacked_is_not_packed() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "t", content = "c")]
    enum Beside {
        One(u8),
        Two { a: u8 },
    }
    impl CallbackData for Beside {
        const TAG: &'static str = "beside";
    }
    let one = Beside::One(1);
    assert_eq!(Beside::unpack(&one.pack().unwrap()).unwrap(), one);
    assert!(Beside::Two { a: 2 }.pack().is_err());

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Left {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        out: Vec<u8>,
    }
    impl CallbackData for Left {
        const TAG: &'static str = "left";
    }
    assert!(Left { out: vec![1] }.pack().is_ok());
    assert!(Left { out: vec![] }.pack().is_err());
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Keep),
        any::<u32>().prop_map(Action::Move),
        (any::<u32>(), any::<String>()).prop_map(|(n, text)| Action::Swap(n, text)),
        (any::<String>(), any::<Option<String>>())
            .prop_map(|(from, to)| Action::Rename { from, to }),
    ]
}

fn nested() -> impl Strategy<Value = Nested> {
    let flat = Just(Nested {
        deep: None,
        unit: Unit,
    });
    flat.prop_recursive(3, 3, 1, |inner| {
        inner.prop_map(|inner| Nested {
            deep: Some(Box::new(inner)),
            unit: Unit,
        })
    })
}

prop_compose! {
    fn slot()(
        day in any::<String>(),
        hour in any::<Option<u8>>(),
        action in action(),
        tags in prop::collection::vec(any::<String>().prop_map(Tag), 0..4),
        price in -1e15..1e15_f64,
        whole_day in any::<bool>(),
        letter in any::<char>(),
        nested in (any::<i64>(), nested()),
    ) -> Slot {
        Slot { day, hour, action, tags, price, whole_day, letter, nested }
    }
}

proptest! {
    #[test]
    fn whatever_fits_comes_back(slot in slot()) {
        if let Ok(packed) = slot.pack_for_tracker() {
            prop_assert!(packed.len() <= 512);
            prop_assert!(Slot::matches(&packed));
            prop_assert_eq!(Slot::unpack(&packed).unwrap(), slot);
        }
    }

    #[test]
    fn any_text_may_come(text in any::<String>(), values in r#"[\[\]{}",~0-9a-z]{0,20}"#) {
        let _ = Slot::unpack(&text);
        let _ = Action::unpack(&format!("action~{text}"));
        let _ = Slot::unpack(&format!("slot~{values}"));
        let _ = Unit::unpack(&format!("unit~{values}"));
    }
}

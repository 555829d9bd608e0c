//! Ids and recipients: their forms, and where they go.

use proptest::prelude::*;
use serde_json::json;
use wazzup_whatsapp_types::message::{OutgoingMessage, Text};
use wazzup_whatsapp_types::{
    AppId, Bsuid, GroupId, Limit, MediaId, MessageId, ParentBsuid, PhoneNumber, PhoneNumberId,
    QrCode, Recipient, Username, WaId, WabaId,
};

fn kind(text: &str) -> &'static str {
    match Recipient::parse(text).unwrap() {
        Recipient::WaId(_) => "wa_id",
        Recipient::Phone(_) => "phone",
        Recipient::Bsuid(_) => "bsuid",
        Recipient::ParentBsuid(_) => "parent",
        Recipient::Group(_) => "group",
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_recipient_is_told_by_the_five_rules() {
    let table = [
        ("15550104477", "wa_id"),
        ("7", "wa_id"),
        ("NL.90210", "bsuid"),
        ("NL.ENT.77", "parent"),
        ("+15550104477", "phone"),
        ("+1 (555) 010-4477", "phone"),
        ("1-555-010", "phone"),
        ("(7)", "phone"),
        ("Y2FwaV9ncm91cDox", "group"),
        ("nl.90210", "group"),
        ("NLD.90210", "group"),
        ("NL.", "group"),
        ("NL.ENT.", "group"),
        ("NL.abc", "group"),
        ("NL.ENT.abc", "group"),
        ("N1.90210", "group"),
        ("+", "group"),
        ("+1.555", "group"),
        ("١٢٣", "group"),
        ("NL.١٢٣", "group"),
        (" ", "group"),
    ];
    for (text, expected) in table {
        assert_eq!(kind(text), expected, "{text}");
    }
    let error = Recipient::parse("").unwrap_err();
    assert_eq!((error.field(), error.limit()), ("to", Limit::MinChars(1)));
}

#[test]
fn a_recipient_goes_to_its_field() {
    let body = |to: Recipient| {
        serde_json::to_value(OutgoingMessage::new(to, Text::new("Hi").unwrap())).unwrap()
    };
    let parse = |text: &str| Recipient::parse(text).unwrap();
    for (to, field, recipient_type) in [
        (parse("15550104477"), "to", "individual"),
        (parse("+1 555 010 4477"), "to", "individual"),
        (parse("NL.90210"), "recipient", "individual"),
        (parse("NL.ENT.77"), "recipient", "individual"),
        (
            Bsuid::new("NL.aB12").unwrap().into(),
            "recipient",
            "individual",
        ),
        (GroupId::new("15550104477").unwrap().into(), "to", "group"),
        (parse("a-group"), "to", "group"),
    ] {
        let body = body(to.clone());
        assert_eq!(body[field], json!(to.as_str()), "{to:?}");
        assert_eq!(body["recipient_type"], json!(recipient_type), "{to:?}");
        let other = if field == "to" { "recipient" } else { "to" };
        assert_eq!(body.get(other), None);
        let read: OutgoingMessage = serde_json::from_value(body).unwrap();
        assert_eq!(read.to(), &to);
    }
}

#[test]
fn of_two_recipients_the_first_field_wins() {
    let body = json!({
        "to": "15550104477", "recipient": "NL.90210", "type": "text", "text": {"body": "Hi"}
    });
    let message: OutgoingMessage = serde_json::from_value(body).unwrap();
    assert_eq!(message.to(), &Recipient::parse("15550104477").unwrap());
    let body = json!({"type": "text", "text": {"body": "Hi"}});
    assert!(serde_json::from_value::<OutgoingMessage>(body).is_err());
}

#[test]
fn an_id_that_is_sent_has_the_documented_form() {
    assert!(PhoneNumberId::new("310660000000002").is_ok());
    for wrong in ["", "+15550109000", "310/messages", "31 0"] {
        assert!(PhoneNumberId::new(wrong).is_err(), "{wrong}");
        assert!(WabaId::new(wrong).is_err(), "{wrong}");
        assert!(AppId::new(wrong).is_err(), "{wrong}");
        assert!(MediaId::new(wrong).is_err(), "{wrong}");
    }
    assert!(MediaId::new("https://example.com/a.jpg").is_err());
    assert!(MessageId::new("wamid.QUJDREVG").is_ok());
    assert!(WaId::new("15550104477").is_ok());
    assert!(WaId::new("+15550104477").is_err());
    assert!(Bsuid::new("NL.90210").is_ok());
    assert!(Bsuid::new(format!("NL.{}", "a".repeat(128))).is_ok());
    assert!(Bsuid::new(format!("NL.{}", "a".repeat(129))).is_err());
    for wrong in ["NL.ENT.77", "nl.1", "NL.", "NL.1-2", "Ñ.1"] {
        assert!(Bsuid::new(wrong).is_err(), "{wrong}");
    }
    assert!(ParentBsuid::new("NL.ENT.77").is_ok());
    assert!(ParentBsuid::new("NL.77").is_err());
    assert!(QrCode::new("K7WQ2M4ZTB5H3A").is_ok());
    for wrong in ["K7WQ2M4ZTB5H3", "k7wq2m4ztb5h3a", "K7WQ2M4ZTB5H3AA"] {
        assert!(QrCode::new(wrong).is_err(), "{wrong}");
    }
    assert!(Username::new("mara.k").is_ok());
    assert!(Username::new("@mara.k").is_err());
}

#[test]
fn what_is_read_is_taken_as_it_comes() {
    let id: MediaId = serde_json::from_str("\"m-1\"").unwrap();
    assert_eq!(id, "m-1");
    let id: PhoneNumberId = serde_json::from_str("310").unwrap();
    assert_eq!(id, "310");
}

#[test]
fn a_phone_number_knows_its_digits() {
    let phone = PhoneNumber::new("+1 (555) 010-4477").unwrap();
    assert_eq!(phone.digits(), "15550104477");
    assert!(phone.is_international());
    assert!(
        !PhoneNumber::new("(555) 010-4477")
            .unwrap()
            .is_international()
    );
    for wrong in ["", "+", "- ()", "555x", "555.010"] {
        assert!(PhoneNumber::new(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_recipient_is_made_of_what_it_names() {
    let wa_id = WaId::new("15550104477").unwrap();
    assert_eq!(Recipient::from(wa_id.clone()), Recipient::WaId(wa_id));
    let parsed: Recipient = "NL.ENT.77".parse().unwrap();
    assert_eq!(parsed, ParentBsuid::new("NL.ENT.77").unwrap().into());
    assert_eq!(Recipient::try_from("NL.ENT.77").unwrap(), parsed);
    assert_eq!(Recipient::from(&parsed), parsed);
}

proptest! {
    #[test]
    fn any_text_names_somebody_or_nothing(text in any::<String>()) {
        match Recipient::parse(&text) {
            Ok(recipient) => prop_assert_eq!(recipient.as_str(), text),
            Err(_) => prop_assert!(text.is_empty()),
        }
    }

    #[test]
    fn digits_are_a_wa_id_and_marks_make_a_phone(digits in "[0-9]{1,20}", marks in "[-+ ()]{1,4}") {
        prop_assert_eq!(kind(&digits), "wa_id");
        prop_assert_eq!(kind(&format!("{marks}{digits}")), "phone");
        prop_assert_eq!(kind(&format!("AB.{digits}")), "bsuid");
        prop_assert_eq!(kind(&format!("AB.ENT.{digits}")), "parent");
    }
}

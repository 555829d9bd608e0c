use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use wazzup_whatsapp_types::flow::{
    DataSourceItem, EncryptionMetadata, FlowAction, FlowMedia, FlowRequest, FlowResponse,
    NotAFlowRequest, ScreenId,
};
use wazzup_wire::{Limit, Received, unknown};

fn parse(body: Value) -> Received<FlowRequest> {
    FlowRequest::parse(body.to_string()).unwrap()
}

fn exchange() -> Received<FlowRequest> {
    parse(json!({
        "version": "3.0", "action": "data_exchange", "screen": "SLOTS", "flow_token": "tok-55",
        "flow_token_signature": "c2ln", "data": { "day": "2026-03-02", "guests": "2" },
    }))
}

fn screen(id: &str) -> ScreenId {
    id.parse().unwrap()
}

#[test]
fn every_documented_request_is_read_without_an_unknown_path() {
    let documented = [
        (
            json!({"version": "3.0", "action": "ping"}),
            FlowAction::Ping,
        ),
        (
            json!({"version": "3.0", "action": "INIT", "screen": "", "flow_token": "t",
                   "data": {"name": "x"}}),
            FlowAction::Init,
        ),
        (
            json!({"version": "3.0", "action": "BACK", "screen": "A", "flow_token": "t"}),
            FlowAction::Back,
        ),
        (
            json!({"version": "4.0", "action": "data_exchange", "screen": "A", "flow_token": "t",
                   "flow_token_signature": "s", "data": {}}),
            FlowAction::DataExchange,
        ),
        (
            json!({"version": "3.0", "action": "navigate", "screen": "A"}),
            FlowAction::Navigate,
        ),
    ];
    for (body, action) in documented {
        let request = parse(body.clone());
        assert_eq!(request.action, action);
        assert_eq!(unknown::of::<FlowRequest>(request.raw().as_str()), [""; 0]);
        assert!(request.error().is_none());
        // Written again it says the same, but for the screen that is empty.
        let mut written = serde_json::to_value(&*request).unwrap();
        if body["screen"] == "" {
            written["screen"] = json!("");
        }
        assert_eq!(written, body);
    }
}

#[test]
fn what_is_odd_costs_nothing_else() {
    let request = parse(json!({
        "version": 3, "action": "Data_Exchange", "screen": 7, "flow_token": null, "data": "",
        "later": [1],
    }));
    assert_eq!(request.version.as_deref(), Some("3"));
    assert_eq!(request.action, FlowAction::DataExchange);
    assert_eq!(request.screen.as_ref().unwrap(), "7");
    assert_eq!((&request.flow_token, &request.raw_data), (&None, &None));
    assert_eq!(
        unknown::of::<FlowRequest>(request.raw().as_str()),
        ["later"]
    );

    let request = parse(json!({"version": [], "action": "shake", "screen": {}, "flow_token": "t"}));
    assert_eq!((&request.version, &request.screen), (&None, &None));
    assert_eq!(request.action.as_str(), "shake");
    assert_eq!(request.flow_token.as_ref().unwrap(), "t");

    let request = parse(json!({}));
    assert_eq!(request.action.as_str(), "");
    let request = parse(json!({"action": null}));
    assert_eq!(request.action.as_str(), "");
}

#[test]
fn what_is_no_object_is_no_request() {
    for body in ["", "{", "{} {}", "\u{0}"] {
        let error = FlowRequest::parse(body).unwrap_err();
        assert!(
            matches!(error, NotAFlowRequest::NotJson(_)),
            "{body}: {error}"
        );
    }
    for body in ["[]", "null", "7", "\"secret\""] {
        let error = FlowRequest::parse(body).unwrap_err();
        assert!(
            matches!(error, NotAFlowRequest::Unread(_)),
            "{body}: {error}"
        );
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn data_is_read_as_a_whole_and_an_error_says_only_where() {
    #[derive(Debug, Deserialize)]
    struct Form {
        day: Option<String>,
        guests: Option<String>,
    }
    #[derive(Debug, Deserialize)]
    struct Other {
        #[expect(dead_code, reason = "never read")]
        day: Option<u32>,
    }
    let form: Form = exchange().data().unwrap();
    assert_eq!(
        (form.day.as_deref(), form.guests.as_deref()),
        (Some("2026-03-02"), Some("2"))
    );

    let error = exchange().data::<Other>().unwrap_err();
    assert!(error.details().contains("2026-03-02"));
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(
            shown.contains("line 1") && !shown.contains("2026"),
            "{shown}"
        );
    }

    let form: Form = FlowRequest::new(FlowAction::Init).data().unwrap();
    assert!(form.day.is_none());
}

#[test]
fn answers_are_written_as_documented() {
    let request = exchange();
    let answers = [
        (
            request
                .next(screen("CONFIRM"), &json!({"price": 7}))
                .unwrap(),
            json!({"version": "3.0", "screen": "CONFIRM", "data": {"price": 7}}),
        ),
        (
            request.again(&json!({"slots": []}), "Slot taken").unwrap(),
            json!({"version": "3.0", "screen": "SLOTS",
                   "data": {"slots": [], "error_message": "Slot taken"}}),
        ),
        (
            request.finish(&json!({"booking": "b-7"})).unwrap(),
            json!({"version": "3.0", "screen": "SUCCESS", "data": {
                "extension_message_response": {"params": {"flow_token": "tok-55", "booking": "b-7"}}
            }}),
        ),
        (
            request.acknowledge(),
            json!({"version": "3.0", "data": {"acknowledged": true}}),
        ),
        (
            FlowResponse::active(),
            json!({"data": {"status": "active"}}),
        ),
        (
            FlowResponse::screen(screen("A"), &())
                .unwrap()
                .version("4.0")
                .for_request(&request),
            json!({"version": "4.0", "screen": "A", "data": {}}),
        ),
    ];
    for (answer, wire) in answers {
        assert_eq!(serde_json::to_value(&answer).unwrap(), wire);
    }
}

#[test]
fn an_answer_that_the_flow_could_not_use_cannot_be_made() {
    let request = exchange();
    let opened = parse(json!({"version": "3.0", "action": "INIT"}));
    let refused = [
        (request.next(screen("A"), &json!([])), "data"),
        (request.next(screen("A"), &7), "data"),
        (request.next(screen("SUCCESS"), &json!({})), "screen"),
        (request.again(&json!({}), ""), "error_message"),
        (opened.again(&json!({}), "no"), "screen"),
        (opened.finish(&json!({})), "flow_token"),
        (request.finish(&json!("x")), "params"),
        (
            request.finish(&json!({"flow_token": "other"})),
            "params.flow_token",
        ),
        (request.acknowledge().error_message("x"), "error_message"),
    ];
    for (answer, field) in refused {
        assert_eq!(answer.unwrap_err().field(), field);
    }
    assert!(request.finish(&json!({"flow_token": "tok-55"})).is_ok());
}

#[test]
fn an_error_notice_is_told_from_a_form() {
    let notice = |action: &str, data: Value| {
        let request = parse(json!({"version": "3.0", "action": action, "data": data}));
        request.error().map(|notice| (notice.key, notice.message))
    };
    let said = |key: &str, message: Option<&str>| Some((key.to_owned(), message.map(Into::into)));

    let both = json!({"error": "invalid-screen", "error_message": "No such screen"});
    let expected = said("invalid-screen", Some("No such screen"));
    assert_eq!(notice("data_exchange", both.clone()), expected);
    assert_eq!(notice("INIT", both.clone()), expected);
    assert_eq!(notice("INIT", json!({"error_key": "k"})), said("k", None));
    assert_eq!(notice("BACK", both.clone()), None);
    assert_eq!(notice("ping", both), None);
    for form in [
        json!({"error_message": "shown before"}),
        json!({"error": null}),
        json!({"error": ""}),
        json!({"error": false}),
        json!({"error": {"field": "x"}}),
        json!([]),
        json!(null),
    ] {
        assert_eq!(notice("data_exchange", form), None);
    }
}

#[test]
fn a_file_is_read_with_what_it_takes_to_decrypt_it() {
    let wire = json!({
        "media_id": "790", "cdn_url": "https://cdn.example.com/f?x=1", "file_name": "passport.png",
        "encryption_metadata": {
            "encrypted_hash": "aa==", "iv": "bb==", "encryption_key": "cc==", "hmac_key": "dd==",
            "plaintext_hash": "ee==",
        },
    });
    let media: FlowMedia = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(unknown::of::<FlowMedia>(&wire.to_string()), [""; 0]);
    assert_eq!(serde_json::to_value(&media).unwrap(), wire);
    assert_eq!(
        media
            .encryption_metadata
            .as_ref()
            .unwrap()
            .hmac_key
            .as_ref()
            .unwrap()
            .expose(),
        "dd=="
    );

    let bare: FlowMedia = serde_json::from_value(json!({})).unwrap();
    assert_eq!(bare.encryption_metadata, None);
    let made = FlowMedia::new("https://cdn.example.com/f", EncryptionMetadata::default());
    assert_eq!(
        serde_json::to_value(&made).unwrap()["encryption_metadata"],
        json!({})
    );
}

#[test]
fn things_to_choose_keep_their_limits() {
    let item = || DataSourceItem::new("1", "x".repeat(30)).unwrap();
    let full = item()
        .description("d")
        .unwrap()
        .metadata("m")
        .unwrap()
        .image("aGk=")
        .unwrap();
    let full = full.color("00aaFF").unwrap().alt_text("a").enabled(true);
    assert_eq!(
        serde_json::to_value(&full).unwrap(),
        json!({"id": "1", "title": "x".repeat(30), "description": "d", "metadata": "m",
               "enabled": true, "image": "aGk=", "alt-text": "a", "color": "00aaFF"})
    );
    let limit = |made: Result<DataSourceItem, wazzup_wire::Invalid>| made.unwrap_err().limit();
    assert_eq!(
        limit(DataSourceItem::new("1", "ж".repeat(31))),
        Limit::MaxChars(30)
    );
    assert_eq!(limit(DataSourceItem::new("", "x")), Limit::MinChars(1));
    assert_eq!(
        limit(item().description("x".repeat(301))),
        Limit::MaxChars(300)
    );
    assert_eq!(limit(item().metadata("x".repeat(21))), Limit::MaxChars(20));
    assert_eq!(
        limit(item().image("A".repeat(1_398_108))),
        Limit::MaxBytes(1024 * 1024)
    );
    assert!(item().image("A".repeat(1_398_100)).is_ok());
    assert!(matches!(limit(item().color("#00aaff")), Limit::Form(_)));
}

#[test]
fn debug_shows_nothing_that_people_wrote() {
    let request = exchange();
    let media: FlowMedia = serde_json::from_value(json!({
        "media_id": "790", "cdn_url": "https://2026", "file_name": "2026",
        "encryption_metadata": {"iv": "2026", "encryption_key": "2026", "hmac_key": "2026"},
    }))
    .unwrap();
    let answer = request.next(screen("A"), &json!({"x": "2026"})).unwrap();
    let end = request.finish(&json!({"x": "2026"})).unwrap();
    let item = DataSourceItem::new("1", "2026").unwrap();
    let notice = parse(json!({"action": "INIT", "data": {"error": "k", "error_message": "2026"}}));
    let notice = notice.error().unwrap();
    let shown = format!("{request:?} {media:?} {answer:?} {end:?} {item:?} {notice:?}");
    assert!(
        !shown.contains("2026") && !shown.contains("tok-55") && !shown.contains("c2ln"),
        "{shown}"
    );
    assert!(shown.contains("SLOTS") && shown.contains("790"), "{shown}");
}

proptest! {
    #[test]
    fn any_bytes_are_a_request_or_refused(bytes: Vec<u8>) {
        let _ = FlowRequest::parse(bytes);
    }

    #[test]
    fn any_object_is_a_request(
        version in value(), action in value(), screen in value(), token in value(), data in value(),
    ) {
        let body = json!({
            "version": version, "action": action, "screen": screen, "flow_token": token,
            "data": data,
        });
        let request = FlowRequest::parse(body.to_string()).unwrap();
        let _ = (request.error(), request.acknowledge(), format!("{request:?}"));
        if let Some(kept) = &request.raw_data {
            prop_assert_eq!(&kept.parse::<Value>().unwrap(), &body["data"]);
        }
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!({"error": "x", "error_message": ["y"]})),
        Just(json!([1, {"a": "\u{0}"}])),
    ]
}

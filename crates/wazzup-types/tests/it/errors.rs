//! Error codes and bodies.

use std::collections::HashSet;

use proptest::prelude::*;
use wazzup_types::error::{ApiErrorBody, ErrorCategory as C, ErrorCode, InvalidEntity, Repeat};

/// Every code of the catalogue: what the Python package makes of it with HTTP 400, and our own
/// category.
const CATALOGUE: &[(&str, C, C)] = &[
    // Sending, editing, deleting.
    ("INVALID_MESSAGE_DATA", C::Validation, C::Validation),
    ("VALIDATION_ERROR", C::Validation, C::Validation),
    ("MESSAGE_ONLY_TEXT_OR_CONTENT", C::Validation, C::Validation),
    ("MESSAGES_ONLY_TEXT_OR_CONTENT", C::Unknown, C::Validation),
    ("MESSAGE_NOTHING_TO_SEND", C::Unknown, C::Validation),
    ("MESSAGES_TEXT_CAN_NOT_BE_BLANK", C::Unknown, C::Validation),
    ("MESSAGES_CONTENT_CAN_NOT_BE_BLANK", C::Limit, C::Validation),
    ("WRONG_TRANSPORT", C::Transport, C::Transport),
    ("MESSAGES_ABNORMAL_SEND", C::Transport, C::Transport),
    ("MESSAGES_INVALID_CONTACT_TYPE", C::Transport, C::Transport),
    (
        "CHANNEL_INVALID_TRANSPORT_FOR_EDITING",
        C::Unknown,
        C::Transport,
    ),
    (
        "CHANNEL_INVALID_TRANSPORT_FOR_CONTENT_EDITING",
        C::Unknown,
        C::Transport,
    ),
    (
        "CHANNEL_INVALID_TRANSPORT_FOR_DELETION",
        C::Unknown,
        C::Transport,
    ),
    ("REPEATED_CRM_MESSAGE_ID", C::Conflict, C::Conflict),
    ("repeatedCrmMessageId", C::Unknown, C::Conflict),
    ("CHANNEL_NOT_FOUND", C::Channel, C::Channel),
    ("CHANNEL_BLOCKED", C::Channel, C::Channel),
    ("CHANNEL_WAPI_REJECTED", C::Channel, C::Channel),
    ("CHANNEL_NO_MONEY", C::Channel, C::Channel),
    ("NOTENOUGHMONEY", C::Channel, C::Channel),
    ("BALANCE_IS_EMPTY", C::Unknown, C::Channel),
    ("MESSAGE_CHANNEL_UNAVAILABLE", C::Channel, C::Channel),
    ("CHANNEL_LIMIT_EXCEEDED", C::Unknown, C::Limit),
    ("CHANNEL_MAX_PHONE_NOT_OCCUPIED", C::Unknown, C::Channel),
    ("CHAT_NO_ACCESS", C::Unknown, C::Auth),
    ("MESSAGE_TEXT_TOO_LONG", C::Limit, C::Limit),
    ("MESSAGES_TOO_LONG_INSTAGRAM", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_TELEGRAM", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_WABA", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_VK", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_AVITO", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_VIBER", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_WABA_HEADER", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG_WABA_TEMPLATE", C::Unknown, C::Limit),
    ("MESSAGES_TOO_LONG", C::Limit, C::Limit),
    ("MESSAGES_TOO_LONG_TEXT", C::Limit, C::Limit),
    ("MESSAGES_TOO_LONG_CAPTION", C::Limit, C::Limit),
    ("MESSAGE_WRONG_CONTENT_TYPE", C::Limit, C::Validation),
    (
        "MESSAGES_UNSUPPORTED_CONTENT_TYPE_INSTAPI",
        C::Limit,
        C::Validation,
    ),
    ("MESSAGES_CONTENT_SIZE_EXCEEDED", C::Limit, C::Limit),
    ("MESSAGES_CONTENT_SIZE_EXCEEDED_WABA", C::Unknown, C::Limit),
    (
        "MESSAGES_CONTENT_SIZE_EXCEEDED_TELEGRAM",
        C::Unknown,
        C::Limit,
    ),
    ("MESSAGES_CONTENT_SIZE_EXCEEDED_IMAGE", C::Limit, C::Limit),
    (
        "MESSAGES_CONTENT_SIZE_EXCEEDED_DOCUMENT",
        C::Limit,
        C::Limit,
    ),
    ("MESSAGE_DOWNLOAD_CONTENT_ERROR", C::Unknown, C::Validation),
    ("MESSAGES_NOT_TEXT_FIRST", C::Unknown, C::Window),
    ("MESSAGES_IS_SPAM", C::Spam, C::Spam),
    ("TEMPLATE_REJECTED", C::Spam, C::Spam),
    ("MESSAGES_CAN_NOT_ADD", C::Unknown, C::Server),
    ("REFERENCE_MESSAGE_NOT_FOUND", C::Unknown, C::NotFound),
    ("MESSAGES_NOT_FOUND", C::Unknown, C::NotFound),
    ("MESSAGES_EDITING_TIME_EXPIRED", C::Unknown, C::Window),
    ("MESSAGES_DELETION_TIME_EXPIRED", C::Unknown, C::Window),
    ("MESSAGES_CONTAIN_BUTTONS", C::Unknown, C::Validation),
    ("BAD_CONTACT", C::Unknown, C::Channel),
    ("UNKNOWN_ERROR", C::Server, C::Server),
    ("UNKNOWN_ERROR_WITH_TRACE_ID", C::Server, C::Server),
    // Entities and settings.
    ("INVALID_USERS_DATA", C::Validation, C::Validation),
    ("INVALID_CONTACTS_DATA", C::Validation, C::Validation),
    ("INVALID_DEALS_DATA", C::Validation, C::Validation),
    ("INVALID_PIPELINES_DATA", C::Validation, C::Validation),
    ("INVALID_USER_DATA", C::Validation, C::Validation),
    ("TOO_MANY_ENTITIES", C::Unknown, C::Limit),
    ("TOO_MACH_ENTITIES", C::Unknown, C::Limit),
    ("USER_LIMIT_EXCEEDED", C::Unknown, C::Limit),
    ("DUPLICATE_PHONE_NUMBER", C::Unknown, C::Conflict),
    ("FORBIDDEN", C::Unknown, C::Auth),
    ("UNAUTHORIZED", C::Unknown, C::Auth),
    ("NO_SUCH_ACCOUNT", C::Unknown, C::NotFound),
    ("uriNotValid", C::Unknown, C::Validation),
    ("testPostNotPassed", C::Unknown, C::Validation),
    ("WEBHOOKS_REQUEST_ERROR", C::Unknown, C::Validation),
    ("TOO_MANY_REQUESTS", C::RateLimit, C::RateLimit),
    ("NOT_FOUND", C::Unknown, C::NotFound),
    // Messages that were not delivered.
    ("CHATID_IGSID_MISMATCH", C::Unknown, C::Channel),
    ("TOO_LONG_TEXT", C::Unknown, C::Limit),
    ("BAD_LINK", C::Unknown, C::Validation),
    ("TOO_BIG_CONTENT", C::Unknown, C::Limit),
    ("SPAM", C::Unknown, C::Spam),
    ("TOO_MANY_EXT_REQS", C::Unknown, C::RateLimit),
    ("WRONG_CONTENT", C::Unknown, C::Validation),
    ("MESSAGE_CANCELLED", C::Unknown, C::Unknown),
    ("24_HOURS_EXCEEDED", C::Window, C::Window),
    ("7_DAYS_EXCEEDED", C::Window, C::Window),
    ("COMMENT_DELETED", C::Unknown, C::NotFound),
    ("MENTION_FORBIDDEN", C::Unknown, C::Unknown),
    ("CONTENT_CONVERSION_ERROR", C::Unknown, C::Validation),
    ("MESSAGE_DELETED", C::Unknown, C::NotFound),
    ("CHANNEL_REJECTED", C::Unknown, C::Channel),
    ("COMMENT_ALREADY_PRIVATE_REPLIED", C::Unknown, C::Unknown),
    ("COMMENT_INVALID_FOR_PRIVATE_REPLY", C::Unknown, C::Unknown),
    ("COMMENT_CAN_BE_TEXT_ONLY", C::Unknown, C::Validation),
    ("CANNOT_REPLY_TO_DELETED", C::Unknown, C::NotFound),
    ("GENERAL_ERROR", C::Unknown, C::Server),
    ("NOT_ENOUGH_MONEY", C::Unknown, C::Channel),
];

#[test]
fn every_code_has_the_category_of_the_catalogue() {
    for (code, peer, ours) in CATALOGUE {
        let code = ErrorCode::from(*code);
        assert!(code.is_listed(), "{code}");
        assert_eq!(code.category(), *ours, "{code}");
        assert_eq!(code.peer_category(400), *peer, "{code}");
    }
    // The one spelling that is in the catalogue twice.
    assert_eq!(ErrorCode::LISTED.len(), CATALOGUE.len() - 1);
}

#[test]
fn every_code_has_one_sentence_of_advice() {
    for code in ErrorCode::LISTED {
        let advice = code.advice();
        assert!(
            advice.ends_with('.') && advice.len() > 20,
            "{code}: {advice}"
        );
        assert!(
            !advice.contains(". "),
            "{code} has more than one sentence: {advice}"
        );
        assert!(
            advice.starts_with(|first: char| first.is_uppercase()),
            "{code}: {advice}"
        );
    }
    assert!(
        ErrorCode::from("BRAND_NEW")
            .advice()
            .contains("not documented")
    );
}

#[test]
fn no_two_listed_codes_are_the_same() {
    // Two spellings of the lack of money differ by an underscore only, so they are one code.
    let distinct: HashSet<&ErrorCode> = ErrorCode::LISTED.iter().collect();
    assert_eq!(distinct.len(), ErrorCode::LISTED.len() - 1);
    assert_eq!(ErrorCode::NOTENOUGHMONEY, ErrorCode::NOT_ENOUGH_MONEY);
}

#[test]
fn codes_are_compared_without_underscores_and_letter_case() {
    assert_eq!(
        ErrorCode::from("repeatedCrmMessageId"),
        ErrorCode::REPEATED_CRM_MESSAGE_ID
    );
    assert_eq!(ErrorCode::from("URI_NOT_VALID"), ErrorCode::URI_NOT_VALID);
    assert_eq!(
        ErrorCode::from("24_hours_exceeded"),
        ErrorCode::HOURS_24_EXCEEDED
    );
    assert_ne!(ErrorCode::from("SPAM"), ErrorCode::MESSAGES_IS_SPAM);
    assert_eq!(ErrorCode::SPAM, "spam");
}

#[test]
fn a_code_says_whether_to_repeat() {
    let table = [
        (ErrorCode::TOO_MANY_REQUESTS, Repeat::Later),
        (ErrorCode::MESSAGE_CHANNEL_UNAVAILABLE, Repeat::Later),
        (ErrorCode::REPEATED_CRM_MESSAGE_ID, Repeat::Done),
        (ErrorCode::UNKNOWN_ERROR, Repeat::Unsure),
        (ErrorCode::MESSAGES_CAN_NOT_ADD, Repeat::Unsure),
        (ErrorCode::CHANNEL_NO_MONEY, Repeat::AfterAction),
        (ErrorCode::INVALID_MESSAGE_DATA, Repeat::AfterChange),
        (ErrorCode::MESSAGES_EDITING_TIME_EXPIRED, Repeat::Never),
        (ErrorCode::from("BRAND_NEW"), Repeat::Unsure),
    ];
    for (code, repeat) in table {
        assert_eq!(code.repeat(), repeat, "{code}");
    }
}

#[test]
fn the_peers_rules_go_by_the_status_first() {
    let code = ErrorCode::from("INVALID_MESSAGE_DATA");
    assert_eq!(code.peer_category(429), C::RateLimit);
    assert_eq!(code.peer_category(409), C::Conflict);
    assert_eq!(code.peer_category(503), C::Server);
    assert_eq!(
        ErrorCode::from("invalid_anything").peer_category(400),
        C::Validation
    );
    assert_eq!(
        ErrorCode::from("message_text_too_long").peer_category(400),
        C::Limit
    );
}

#[test]
fn the_usual_body_is_read() {
    let body = ApiErrorBody::parse(
        400,
        br#"{"error":"INVALID_USERS_DATA","description":"One or more.","data":[{"index":12,"fields":["id","name"]}],"status":400,"requestId":"0f0f"}"#,
    );
    assert_eq!(body.code, Some(ErrorCode::INVALID_USERS_DATA));
    assert_eq!(body.description.as_deref(), Some("One or more."));
    assert_eq!(body.request_id.as_deref(), Some("0f0f"));
    let wrong = body.invalid_entities();
    assert_eq!(
        (wrong[0].index, wrong[0].fields.join(",")),
        (12, "id,name".to_owned())
    );
    assert_eq!(body.category(), C::Validation);
    assert_eq!(body.repeat(), Repeat::AfterChange);
}

#[test]
fn odd_bodies_are_read() {
    let code = |json: &str| ApiErrorBody::parse(400, json.as_bytes()).code;
    assert_eq!(
        code(r#"{"error":{"code":"NO_SUCH_ACCOUNT"}}"#),
        Some(ErrorCode::NO_SUCH_ACCOUNT)
    );
    assert_eq!(code(r#"{"code":"FORBIDDEN"}"#), Some(ErrorCode::FORBIDDEN));
    assert_eq!(code(r#"{"error":17}"#).unwrap().as_str(), "17");
    assert_eq!(code(r#"{"error":null,"message":"m"}"#), None);
    assert_eq!(code(r#"{"error":""}"#), None);

    let nested = ApiErrorBody::parse(
        400,
        br#"{"error":{"code":"X","message":"m","data":{"a":1}}}"#,
    );
    assert_eq!(nested.description.as_deref(), Some("m"));
    assert_eq!(nested.data.unwrap().as_str(), r#"{"a":1}"#);

    let list = ApiErrorBody::parse(400, b" [1, 2] ");
    assert_eq!((list.code, list.data.unwrap().as_str()), (None, "[1, 2]"));
    let stranger = ApiErrorBody::parse(400, br#"{"detail":"x"}"#);
    assert_eq!(stranger.data.unwrap().as_str(), r#"{"detail":"x"}"#);
    let html = ApiErrorBody::parse(502, b"<html>Bad Gateway</html>");
    assert_eq!(
        html.description.as_deref(),
        Some("<html>Bad Gateway</html>")
    );
    assert_eq!(
        ApiErrorBody::parse(400, br#""nope""#)
            .description
            .as_deref(),
        Some("nope")
    );
    let long = ApiErrorBody::parse(502, "я".repeat(4000).as_bytes());
    assert_eq!(long.description.unwrap().len(), 1024);
    for nothing in [&b""[..], b"  ", b"null"] {
        let body = ApiErrorBody::parse(500, nothing);
        assert_eq!((body.code, body.description, body.data), (None, None, None));
    }
}

#[test]
fn of_a_key_that_is_there_twice_the_later_one_counts() {
    let body = ApiErrorBody::parse(
        400,
        br#"{"error":"A","error":"FORBIDDEN","description":"a","description":"b","data":1,"data":2}"#,
    );
    assert_eq!(body.code, Some(ErrorCode::FORBIDDEN));
    assert_eq!(body.description.as_deref(), Some("b"));
    assert_eq!(body.data.unwrap().as_str(), "2");
    let nested = ApiErrorBody::parse(400, br#"{"error":{"code":"A","code":"B"},"\ud800":1}"#);
    assert_eq!(nested.code.unwrap().as_str(), "B");
}

#[test]
fn a_description_of_any_kind_is_kept_as_text() {
    let told = |json: &str| {
        let body = format!(r#"{{"error":"X","description":{json},"message":"m"}}"#);
        let body = ApiErrorBody::parse(400, body.as_bytes());
        assert_eq!(body.code.unwrap().as_str(), "X");
        body.description.unwrap()
    };
    assert_eq!(told(r#""cut \ud83d short""#), "cut \u{fffd} short");
    assert_eq!(told(r#"{"ru": "нет"}"#), r#"{"ru": "нет"}"#);
    assert_eq!(told(r#"["a", "b"]"#), r#"["a", "b"]"#);
    assert_eq!((told("17"), told("false")), ("17".into(), "false".into()));
    for nothing in ["null", r#""""#] {
        assert_eq!(told(nothing), "m");
    }
    let alone = ApiErrorBody::parse(502, br#""\ud83d""#);
    assert_eq!(alone.description.as_deref(), Some("\u{fffd}"));
}

#[test]
fn a_bare_401_is_about_the_key_unlike_for_the_peer() {
    let body = ApiErrorBody::parse(401, b"");
    assert_eq!(body.category(), C::Auth);
    assert_eq!(body.peer_category(), C::Server);
    assert_eq!(body.repeat(), Repeat::AfterAction);
    assert_eq!(body.advice(), ErrorCode::UNAUTHORIZED.advice());
}

#[test]
fn the_status_speaks_where_the_code_does_not() {
    let table = [
        (403, C::Auth, Repeat::AfterAction),
        (404, C::NotFound, Repeat::Never),
        (409, C::Conflict, Repeat::AfterChange),
        (429, C::RateLimit, Repeat::Later),
        (400, C::Unknown, Repeat::AfterChange),
        (500, C::Server, Repeat::Unsure),
        (599, C::Server, Repeat::Unsure),
    ];
    for (status, category, repeat) in table {
        let body = ApiErrorBody::parse(status, b"");
        assert_eq!(
            (body.category(), body.repeat()),
            (category, repeat),
            "{status}"
        );
    }
    let sidecar = ApiErrorBody::parse(403, br#"{"error":"TOO_MANY_ENTITIES"}"#);
    assert_eq!(sidecar.category(), C::Auth);
}

#[test]
fn a_status_that_decides_gives_verdict_and_advice_too() {
    let told = |status, code: &str| {
        let body = format!(r#"{{"error":"{code}"}}"#);
        let body = ApiErrorBody::parse(status, body.as_bytes());
        (body.category(), body.repeat(), body.advice())
    };
    let as_code = |code: ErrorCode| (code.category(), code.repeat(), code.advice());
    let forbidden = as_code(ErrorCode::FORBIDDEN);
    let unauthorized = as_code(ErrorCode::UNAUTHORIZED);
    let too_many = as_code(ErrorCode::TOO_MANY_REQUESTS);
    assert_eq!(told(403, "TOO_MANY_ENTITIES"), forbidden);
    assert_eq!(told(401, "UNKNOWN_ERROR"), unauthorized);
    assert_eq!(told(401, "REPEATED_CRM_MESSAGE_ID"), unauthorized);
    assert_eq!(told(429, "VALIDATION_ERROR"), too_many);
    assert_eq!(told(429, "BRAND_NEW"), too_many);
    // A code that is about the same has more to say than the status.
    let no_access = as_code(ErrorCode::CHAT_NO_ACCESS);
    assert_eq!(told(403, "CHAT_NO_ACCESS"), no_access);
    let messenger = as_code(ErrorCode::TOO_MANY_EXT_REQS);
    assert_eq!(told(429, "TOO_MANY_EXT_REQS"), messenger);
}

#[test]
fn a_conflict_without_a_code_is_no_matter_of_a_parameter() {
    for body in ["", r#"{"error":"BRAND_NEW"}"#] {
        let body = ApiErrorBody::parse(409, body.as_bytes());
        assert_ne!(body.advice(), ErrorCode::VALIDATION_ERROR.advice());
        assert!(body.advice().contains("holds already"), "{}", body.advice());
    }
    let told = ApiErrorBody::parse(409, br#"{"error":"DUPLICATE_PHONE_NUMBER"}"#);
    assert_eq!(told.advice(), ErrorCode::DUPLICATE_PHONE_NUMBER.advice());
}

#[test]
fn wrong_entities_are_read_each_on_its_own() {
    let wrong = |data: &str| {
        let body = format!(r#"{{"error":"INVALID_USERS_DATA","data":{data}}}"#);
        let wrong = ApiErrorBody::parse(400, body.as_bytes()).invalid_entities();
        let told = |entity: InvalidEntity| (entity.index, entity.fields.join(","));
        wrong.into_iter().map(told).collect::<Vec<_>>()
    };
    let one = |index, fields: &str| vec![(index, fields.to_owned())];
    assert_eq!(wrong(r#"[{"index":"12","fields":["id"]}]"#), one(12, "id"));
    assert_eq!(wrong(r#"[{"index":2.0,"fields":null}]"#), one(2, ""));
    assert_eq!(wrong(r#"[{"index":2,"fields":"name"}]"#), one(2, "name"));
    assert_eq!(
        wrong(r#"[{"index":2,"fields":["a",null,{},7]}]"#),
        one(2, "a,7")
    );
    assert_eq!(wrong(r#"[{"index":1,"index":2}]"#), one(2, ""));
    assert_eq!(
        wrong(r#"[null,5,{"index":[]},{"index":-1},{"index":"x"},{"index":3,"fields":["id"]}]"#),
        one(3, "id")
    );
}

#[test]
fn what_does_not_name_a_place_names_no_entity() {
    for data in [
        r#"[{"fields":["id"]}]"#,
        r#"[{}]"#,
        r#"[{"index":null}]"#,
        r#"{"fields":["text"]}"#,
        r#"{"phone":"79990000000"}"#,
        "[1,2]",
        "7",
    ] {
        let body = format!(r#"{{"error":"INVALID_MESSAGE_DATA","data":{data}}}"#);
        let body = ApiErrorBody::parse(400, body.as_bytes());
        assert_eq!(body.invalid_entities(), [], "{data}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_body(status in any::<u16>(), body in any::<Vec<u8>>()) {
        let body = ApiErrorBody::parse(status, &body);
        let _ = (body.category(), body.peer_category(), body.repeat(), body.advice());
        let _ = body.invalid_entities();
    }

    #[test]
    fn any_code_comes_back_as_it_was(code in any::<String>()) {
        let json = serde_json::to_string(&code).unwrap();
        let read: ErrorCode = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}

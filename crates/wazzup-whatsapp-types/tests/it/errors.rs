//! Error codes and bodies.

use std::collections::HashSet;
use std::time::Duration;

use proptest::prelude::*;
use serde_json::json;
use wazzup_whatsapp_types::error::{
    ErrorClass as C, ErrorCode, GraphError, Repeat as R, Throttled as T,
};

/// Every documented code: its class, the class that pywa has for it, and whether to repeat.
const CATALOGUE: &[(i64, C, &str, R)] = &[
    // Authorization.
    (0, C::Authorization, "AuthException", R::AfterAction),
    (3, C::Authorization, "APIMethod", R::AfterAction),
    (10, C::Authorization, "PermissionDenied", R::AfterAction),
    (190, C::Authorization, "ExpiredAccessToken", R::AfterAction),
    (200, C::Authorization, "APIPermission", R::AfterAction),
    // Throttling.
    (4, C::Throttling, "ToManyAPICalls", R::Later),
    (80007, C::Throttling, "RateLimitIssues", R::Later),
    (130429, C::Throttling, "RateLimitHit", R::Later),
    (131048, C::Throttling, "SpamRateLimitHit", R::AfterAction),
    (131056, C::Throttling, "TooManyMessages", R::Later),
    (
        133016,
        C::Throttling,
        "RegistrationOrDeregistrationFailed",
        R::Later,
    ),
    (
        131064,
        C::Throttling,
        "MessageFailedToReachMessagingLimit",
        R::Later,
    ),
    // Integrity.
    (368, C::Integrity, "TemporarilyBlocked", R::Never),
    (131031, C::Integrity, "AccountLocked", R::Never),
    (
        130497,
        C::Integrity,
        "AccountRestrictedFromCountry",
        R::Never,
    ),
    // Sending.
    (130472, C::Sending, "UserIsInExperimentGroup", R::Never),
    (131000, C::Sending, "UnknownError", R::Later),
    (131005, C::Sending, "AccessDenied", R::AfterAction),
    (
        131008,
        C::Sending,
        "MissingRequiredParameter",
        R::AfterChange,
    ),
    (131009, C::Sending, "InvalidParameter", R::AfterChange),
    (131016, C::Sending, "ServiceUnavailable", R::Later),
    (131021, C::Sending, "RecipientCannotBeSender", R::Never),
    (131026, C::Sending, "MessageUndeliverable", R::Never),
    (
        131030,
        C::Sending,
        "RecipientNotInAllowedList",
        R::AfterAction,
    ),
    (
        131037,
        C::Sending,
        "PhoneNumberDisplayNameNotApproved",
        R::AfterAction,
    ),
    (131042, C::Sending, "BusinessPaymentIssue", R::AfterAction),
    (131044, C::Sending, "BusinessPaymentIssue", R::AfterAction),
    (131045, C::Sending, "IncorrectCertificate", R::AfterAction),
    (131047, C::Sending, "ReEngagementMessage", R::AfterChange),
    (
        131049,
        C::Sending,
        "MessageUndeliverableDueToHealthyEcosystemEngagement",
        R::Later,
    ),
    (131050, C::Sending, "UserStoppedMarketingMessages", R::Never),
    (131051, C::Sending, "UnsupportedMessageType", R::Never),
    (131052, C::Sending, "MediaDownloadError", R::AfterAction),
    (131053, C::Sending, "MediaUploadError", R::AfterChange),
    (131057, C::Sending, "AccountInMaintenanceMode", R::Later),
    (
        131062,
        C::Sending,
        "BSUIDRecipientNotSupported",
        R::AfterChange,
    ),
    (
        131063,
        C::Sending,
        "MarketingTemplatesDisabledForCloudAPI",
        R::AfterChange,
    ),
    (
        132000,
        C::Sending,
        "TemplateParamCountMismatch",
        R::AfterChange,
    ),
    (132001, C::Sending, "TemplateNotExists", R::AfterChange),
    (132005, C::Sending, "TemplateTextTooLong", R::AfterChange),
    (
        132007,
        C::Sending,
        "TemplateContentPolicyViolation",
        R::AfterChange,
    ),
    (
        132008,
        C::Sending,
        "TemplateParamValueInvalid",
        R::AfterChange,
    ),
    (
        132012,
        C::Sending,
        "TemplateParamFormatMismatch",
        R::AfterChange,
    ),
    (132015, C::Sending, "TemplatePaused", R::AfterAction),
    (132016, C::Sending, "TemplateDisabled", R::Never),
    (132068, C::Sending, "FlowBlocked", R::AfterAction),
    (132069, C::Sending, "FlowThrottled", R::Later),
    (135000, C::Sending, "GenericError", R::Later),
    (
        137000,
        C::Sending,
        "RecipientIdentityKeyMismatch",
        R::AfterChange,
    ),
    // Flows.
    (139000, C::Flow, "FlowBlockedByIntegrity", R::AfterAction),
    (139001, C::Flow, "FlowUpdatingError", R::AfterChange),
    (139002, C::Flow, "FlowPublishingError", R::AfterChange),
    (139003, C::Flow, "FlowDeprecatingError", R::AfterChange),
    (139004, C::Flow, "FlowDeletingError", R::AfterChange),
    // Blocking.
    (139100, C::Blocking, "BulkBlockingFailed", R::AfterChange),
    (139101, C::Blocking, "BlockListLimitReached", R::AfterAction),
    (139102, C::Blocking, "BlockListConcurrentUpdate", R::Later),
    (139103, C::Blocking, "BlockUserInternalError", R::Later),
    // Calling.
    (138000, C::Calling, "CallingNotEnabled", R::AfterAction),
    (138001, C::Calling, "ReceiverUncallable", R::Never),
    (138002, C::Calling, "ConcurrentCallsLimit", R::Later),
    (138003, C::Calling, "DuplicateCall", R::Later),
    (138004, C::Calling, "CallConnectionError", R::Later),
    (138005, C::Calling, "CallRateLimitExceeded", R::Later),
    (138006, C::Calling, "CallPermissionNotFound", R::AfterAction),
    (138007, C::Calling, "CallConnectionTimeout", R::Later),
    (
        138009,
        C::Calling,
        "CallPermissionRequestLimitHit",
        R::Later,
    ),
    (
        138012,
        C::Calling,
        "BusinessInitiatedCallsLimitHit",
        R::Later,
    ),
    (613, C::Calling, "FetchCallPermissionLimitHit", R::Later),
    (138013, C::Calling, "FetchCallPermissionLimitHit", R::Later),
    (138018, C::Calling, "CallingCannotBeEnabled", R::AfterAction),
    (138014, C::Calling, "", R::AfterAction),
    (138015, C::Calling, "", R::AfterAction),
    (138017, C::Calling, "", R::Done),
    (138019, C::Calling, "", R::Later),
    (138020, C::Calling, "", R::Later),
    (138021, C::Calling, "", R::AfterAction),
    (138022, C::Calling, "", R::AfterAction),
    (138023, C::Calling, "", R::AfterAction),
    // Groups.
    (131020, C::Group, "BadGroup", R::Never),
    (131041, C::Group, "GroupUnknown", R::AfterChange),
    (131059, C::Group, "GroupInvalidCursor", R::AfterChange),
    (
        131201,
        C::Group,
        "GroupRequestPartiallySucceeded",
        R::AfterChange,
    ),
    (
        131202,
        C::Group,
        "GroupDuplicateParticipant",
        R::AfterChange,
    ),
    (
        131204,
        C::Group,
        "GroupParticipantOverlimit",
        R::AfterAction,
    ),
    (131207, C::Group, "GroupSuspended", R::Never),
    (131208, C::Group, "GroupRateLimitHit", R::Later),
    (
        131209,
        C::Group,
        "GroupInvalidProfilePictureAspectRatio",
        R::AfterChange,
    ),
    (131210, C::Group, "GroupImageTooSmall", R::AfterChange),
    (
        131211,
        C::Group,
        "GroupCreationLimitReached",
        R::AfterAction,
    ),
    (
        131212,
        C::Group,
        "GroupParticipantNotInGroup",
        R::AfterChange,
    ),
    (
        131213,
        C::Group,
        "GroupJoinRequestDoesNotExist",
        R::AfterChange,
    ),
    (
        131214,
        C::Group,
        "GroupCreationTemporarilyDisabled",
        R::Later,
    ),
    (131215, C::Group, "GroupAPINotEligible", R::AfterAction),
    // Making templates.
    (
        2388040,
        C::TemplateCreation,
        "TemplateCharacterLimitExceeded",
        R::AfterChange,
    ),
    (
        2388047,
        C::TemplateCreation,
        "TemplateHeaderFormatIncorrect",
        R::AfterChange,
    ),
    (
        2388072,
        C::TemplateCreation,
        "TemplateBodyFormatIncorrect",
        R::AfterChange,
    ),
    (
        2388073,
        C::TemplateCreation,
        "TemplateFooterFormatIncorrect",
        R::AfterChange,
    ),
    (
        2388293,
        C::TemplateCreation,
        "TemplateParametersWordsRatioExceedsLimit",
        R::AfterChange,
    ),
    (
        2388299,
        C::TemplateCreation,
        "TemplateLeadingOrTrailingParametersNotAllowed",
        R::AfterChange,
    ),
    (
        2388019,
        C::TemplateCreation,
        "TemplateLimitExceeded",
        R::AfterAction,
    ),
    (2388024, C::TemplateCreation, "", R::AfterChange),
    // Names of users.
    (147001, C::Username, "UsernameNotAvailable", R::AfterChange),
    (
        147002,
        C::Username,
        "AccountNotEligibleToRequestUsername",
        R::AfterAction,
    ),
    (147003, C::Username, "FBAccountNotLinked", R::AfterAction),
    (147004, C::Username, "IGAccountNotLinked", R::AfterAction),
    (
        147005,
        C::Username,
        "UsernameTransferRequired",
        R::AfterChange,
    ),
    // Phone numbers that move or are added.
    (2388012, C::Migration, "PhoneNumberAlreadyExists", R::Done),
    (
        2388091,
        C::Migration,
        "PhoneNumberNotEligibleForRegistrationCode",
        R::AfterAction,
    ),
    (
        2388093,
        C::Migration,
        "PhoneNumberNotEligibleForRegistrationCode",
        R::AfterAction,
    ),
    (
        2388103,
        C::Migration,
        "CannotMigratePhoneNumber",
        R::AfterAction,
    ),
    (
        2494100,
        C::Migration,
        "PhoneNumberAccountInMaintenanceMode",
        R::Later,
    ),
    // Sign-ups.
    (2494164, C::Signup, "SignupNotFoundError", R::AfterChange),
    (2494165, C::Signup, "SignupAPIUnavailable", R::AfterAction),
    (
        2494166,
        C::Signup,
        "SignupUnknownPlaceholderError",
        R::AfterChange,
    ),
    (
        2494167,
        C::Signup,
        "SignupMissingPlaceholderValueError",
        R::AfterChange,
    ),
    (2494168, C::Signup, "SignupTOSNotAccepted", R::AfterChange),
    (2494176, C::Signup, "SignupTOSAlreadyAccepted", R::Done),
    (2494177, C::Signup, "SignupTOSURLNotAllowed", R::AfterChange),
    (
        2494179,
        C::Signup,
        "SignupWebsiteURLSchemeNotAllowed",
        R::AfterChange,
    ),
    // Those that pywa has no class for.
    (1, C::Server, "", R::Later),
    (2, C::Server, "", R::Later),
    (17, C::Throttling, "", R::Later),
    (33, C::Request, "", R::AfterChange),
    (100, C::Request, "", R::AfterChange),
    (104, C::Authorization, "", R::AfterChange),
    (803, C::Request, "", R::AfterChange),
    (2200, C::Webhook, "", R::AfterAction),
    (131035, C::Webhook, "", R::AfterAction),
    (131036, C::Webhook, "", R::Never),
    (131055, C::Sending, "", R::Never),
    (132018, C::Sending, "", R::AfterChange),
    (133000, C::Registration, "", R::AfterAction),
    (133004, C::Registration, "", R::Later),
    (133005, C::Registration, "", R::AfterChange),
    (133006, C::Registration, "", R::AfterAction),
    (133008, C::Registration, "", R::Later),
    (133009, C::Registration, "", R::Later),
    (133010, C::Registration, "", R::AfterAction),
    (133015, C::Registration, "", R::Later),
    (134011, C::Payment, "", R::AfterAction),
    (134100, C::Marketing, "", R::AfterChange),
    (134101, C::Marketing, "", R::Later),
    (134102, C::Marketing, "", R::AfterAction),
    (1752041, C::Marketing, "", R::AfterAction),
    (200005, C::Marketing, "", R::AfterAction),
    (200006, C::Marketing, "", R::Never),
    (200007, C::Marketing, "", R::AfterAction),
    (2388001, C::Management, "", R::AfterAction),
    (2593079, C::Management, "", R::AfterAction),
    (2593085, C::Management, "", R::AfterAction),
    (2593107, C::Management, "", R::Never),
    (2593108, C::Management, "", R::Never),
];

#[test]
fn every_code_of_the_catalogue_is_there() {
    for (number, class, pywa, repeat) in CATALOGUE {
        let code = ErrorCode::new(*number);
        assert!(code.is_listed(), "{code}");
        assert_eq!(code.class(), *class, "{code}");
        assert_eq!(code.pywa_class().unwrap_or_default(), *pywa, "{code}");
        assert_eq!(code.repeat(), *repeat, "{code}");
    }
    assert_eq!(ErrorCode::LISTED.len(), CATALOGUE.len());
    let distinct: HashSet<&ErrorCode> = ErrorCode::LISTED.iter().collect();
    assert_eq!(distinct.len(), ErrorCode::LISTED.len());
}

#[test]
fn every_code_has_one_sentence_of_cause_and_one_of_advice() {
    for code in ErrorCode::LISTED {
        for sentence in [code.cause(), code.advice()] {
            assert!(
                sentence.ends_with('.') && sentence.len() > 12,
                "{code}: {sentence}"
            );
            assert!(!sentence.contains(". "), "{code}: {sentence}");
            assert!(
                sentence.starts_with(|first: char| first.is_uppercase()),
                "{code}: {sentence}"
            );
        }
    }
}

#[test]
fn a_code_that_is_not_listed_is_a_code_all_the_same() {
    let code = ErrorCode::new(999_999);
    assert!(!code.is_listed());
    assert_eq!(
        (code.class(), code.repeat(), code.pywa_class()),
        (C::Unknown, R::Unsure, None)
    );
    assert_eq!(code.cause(), "The code is not documented.");
    assert!(code.advice().contains("trace id"));
    assert!(!code.is_transient());
}

#[test]
fn every_code_from_200_to_299_is_a_permission() {
    for number in [200, 203, 230, 294, 299] {
        let code = ErrorCode::new(number);
        assert_eq!(code.class(), C::Authorization, "{code}");
        assert_eq!(code.pywa_class(), Some("APIPermission"), "{code}");
    }
    assert!(!ErrorCode::new(199).is_listed());
    assert!(!ErrorCode::new(300).is_listed());
}

#[test]
fn only_what_is_safe_is_worth_repeating_at_once() {
    let safe = [
        1, 2, 4, 17, 80007, 130429, 131000, 131016, 131056, 131057, 133004, 135000, 139102, 139103,
    ];
    for code in ErrorCode::LISTED {
        assert_eq!(code.is_transient(), safe.contains(&code.get()), "{code}");
        if code.is_transient() {
            assert_eq!(code.repeat(), R::Later, "{code}");
            assert_eq!(code.wait(), None, "{code}");
        }
    }
}

#[test]
fn a_throttling_code_says_what_it_holds_back() {
    let table = [
        (4, T::App),
        (17, T::User),
        (80007, T::Waba),
        (130429, T::PhoneNumber),
        (131048, T::PhoneNumber),
        (131056, T::Pair),
        (131064, T::Portfolio),
        (132069, T::Flow),
        (133016, T::PhoneNumber),
        (131208, T::Group),
        (138002, T::PhoneNumber),
        (138005, T::PhoneNumber),
        (138009, T::Pair),
        (138012, T::Pair),
    ];
    for (code, throttled) in table {
        assert_eq!(ErrorCode::new(code).throttled(), Some(throttled), "{code}");
    }
    for code in ErrorCode::LISTED {
        if code.class() == C::Throttling {
            assert!(code.throttled().is_some(), "{code}");
        }
    }
    assert_eq!(ErrorCode::RE_ENGAGEMENT.throttled(), None);
}

#[test]
fn a_code_that_wants_days_says_so() {
    let hours = |hours: u64| Some(Duration::from_secs(hours * 3600));
    assert_eq!(ErrorCode::MARKETING_LIMIT_OF_USER.wait(), hours(24));
    assert_eq!(ErrorCode::CALL_PERMISSION_REQUEST_LIMIT.wait(), hours(24));
    assert_eq!(ErrorCode::REGISTRATION_LIMIT.wait(), hours(72));
    let minutes = ErrorCode::NUMBER_RECENTLY_DELETED.wait();
    assert_eq!(minutes, Some(Duration::from_secs(300)));
}

#[test]
fn the_documented_body_is_read() {
    let body = r##"{"error": {"message": "(#131056) Pair rate limit hit", "type": "OAuthException",
        "code": 131056, "error_subcode": 2494055, "is_transient": false, "error_user_title": "T",
        "error_user_msg": "M", "error_data": {"messaging_product": "whatsapp",
        "details": "Too many messages to this user"}, "fbtrace_id": "AbCdEf"}}"##;
    let error = GraphError::parse(400, body.as_bytes());
    assert_eq!(error.code, Some(ErrorCode::TOO_MANY_MESSAGES));
    assert_eq!(error.subcode, Some(ErrorCode::new(2_494_055)));
    assert_eq!(
        error.details.as_deref(),
        Some("Too many messages to this user")
    );
    assert_eq!(
        error.message.as_deref(),
        Some("(#131056) Pair rate limit hit")
    );
    assert_eq!(error.kind.as_deref(), Some("OAuthException"));
    assert_eq!(error.title.as_deref(), Some("T"));
    assert_eq!(error.user_message.as_deref(), Some("M"));
    assert_eq!(error.is_transient, Some(false));
    assert_eq!(error.trace_id.as_deref(), Some("AbCdEf"));
    assert_eq!(error.status, Some(400));
    assert_eq!(
        (error.class(), error.repeat(), error.throttled()),
        (C::Throttling, R::Later, Some(T::Pair))
    );
    assert!(error.is_worth_repeating());
    assert!(
        error
            .to_string()
            .starts_with("error 131056: Too many messages")
    );

    // What it writes, it reads.
    let mut again: GraphError = serde_json::from_value(json!({ "error": error })).unwrap();
    again.status = error.status;
    assert_eq!(again, error);
}

#[test]
fn odd_bodies_are_read() {
    let read = |body: &str| GraphError::parse(400, body.as_bytes());
    // Details as text, numbers as text.
    let error =
        read(r#"{"error": {"code": "131009", "error_data": "emoji", "is_transient": "true"}}"#);
    assert_eq!(error.code, Some(ErrorCode::INVALID_PARAMETER));
    assert_eq!(error.details.as_deref(), Some("emoji"));
    assert_eq!(error.repeat(), R::Later);
    // The inner object alone, as lists of failures have it, and as webhooks do.
    let error =
        read(r#"{"code": 131047, "title": "t", "error_data": {"details": "d"}, "href": "h"}"#);
    assert_eq!(error.code, Some(ErrorCode::RE_ENGAGEMENT));
    assert_eq!(
        (error.title.as_deref(), error.href.as_deref()),
        (Some("t"), Some("h"))
    );
    // The health of a flow.
    let error =
        read(r#"{"error_code": 139001, "error_description": "d", "possible_solution": "s"}"#);
    assert_eq!(error.code, Some(ErrorCode::FLOW_UPDATE_FAILED));
    assert_eq!(error.message.as_deref(), Some("d"));
    assert_eq!(error.user_message.as_deref(), Some("s"));
    // As OAuth has it.
    let error = read(r#"{"error": "invalid_client", "error_description": "no"}"#);
    assert_eq!((error.code, error.message.as_deref()), (None, Some("no")));
    let error = read(r#"{"error": "invalid_client"}"#);
    assert_eq!(error.message.as_deref(), Some("invalid_client"));
    // A code that is none, and numbers that are too large.
    let error = read(r#"{"error": {"code": {}, "message": 7}}"#);
    assert_eq!((error.code, error.message.as_deref()), (None, Some("7")));
    assert_eq!(read(r#"{"error": {"code": 1e300}}"#).code, None);
    // Nothing at all.
    for nothing in [
        "",
        "  ",
        "null",
        r#""""#,
        "{}",
        r#"{"error": null}"#,
        r#"{"error": {}}"#,
    ] {
        let error = read(nothing);
        let empty = (
            error.code,
            error.message.clone(),
            error.details.clone(),
            error.data.clone(),
        );
        assert_eq!(empty, (None, None, None, None), "{nothing}");
        assert_eq!(error.status, Some(400));
    }
    // JSON of another shape is kept.
    assert_eq!(read("[1, 2]").data, Some(json!([1, 2])));
    assert_eq!(
        read(r#"{"detail": "x"}"#).data,
        Some(json!({"detail": "x"}))
    );
    // What is no JSON is kept, shortened.
    assert_eq!(read("<html>").message.as_deref(), Some("<html>"));
    let long = GraphError::parse(502, "я".repeat(4000).as_bytes());
    assert_eq!(long.message.unwrap().len(), 1024);
}

#[test]
fn a_subcode_says_more_than_code_100() {
    let read = |code: i64, subcode: i64| {
        let body = json!({"error": {"code": code, "error_subcode": subcode}});
        GraphError::parse(400, body.to_string().as_bytes())
    };
    let error = read(100, 2_388_047);
    assert_eq!(
        error.specific_code(),
        Some(ErrorCode::TEMPLATE_HEADER_FORMAT)
    );
    assert_eq!(error.class(), C::TemplateCreation);
    assert_eq!(read(100, 33).specific_code(), Some(ErrorCode::OBJECT_GONE));
    // Not a subcode that nobody knows, and not with a code that says something itself.
    assert_eq!(
        read(100, 2_494_055).specific_code(),
        Some(ErrorCode::REQUEST_INVALID)
    );
    assert_eq!(
        read(131_056, 2_388_047).specific_code(),
        Some(ErrorCode::TOO_MANY_MESSAGES)
    );
}

#[test]
fn the_status_speaks_where_the_code_does_not() {
    let table = [
        (401, C::Authorization, R::AfterAction),
        (403, C::Authorization, R::AfterAction),
        (404, C::Request, R::Never),
        (429, C::Throttling, R::Later),
        (400, C::Request, R::AfterChange),
        (500, C::Server, R::Unsure),
        (503, C::Server, R::Unsure),
        (302, C::Unknown, R::Unsure),
    ];
    for (status, class, repeat) in table {
        for body in ["", "<html>", r#"{"error": {"code": 999999}}"#] {
            let error = GraphError::parse(status, body.as_bytes());
            assert_eq!(
                (error.class(), error.repeat()),
                (class, repeat),
                "{status} {body}"
            );
            assert!(!error.is_worth_repeating());
        }
    }
    let passing = GraphError::parse(500, br#"{"error": {"code": 999999, "is_transient": true}}"#);
    assert_eq!(passing.repeat(), R::Later);
    assert!(passing.is_worth_repeating());
    // A code speaks whatever the status is.
    let throttled = GraphError::parse(429, br#"{"error": {"code": 131047}}"#);
    assert_eq!(throttled.repeat(), R::AfterChange);
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_body(status in any::<u16>(), body in any::<Vec<u8>>()) {
        let error = GraphError::parse(status, &body);
        prop_assert_eq!(error.status, Some(status));
        let _ = (error.class(), error.repeat(), error.cause(), error.advice(), error.throttled());
        let _ = format!("{error} {error:?}");
    }

    #[test]
    fn any_code_comes_back_as_it_was(number in any::<i64>()) {
        let code = ErrorCode::new(number);
        let read: ErrorCode = serde_json::from_str(&serde_json::to_string(&code).unwrap()).unwrap();
        prop_assert_eq!(read, code);
        prop_assert_eq!(number.to_string().parse::<ErrorCode>().unwrap(), code);
        let as_text: ErrorCode = serde_json::from_value(json!(number.to_string())).unwrap();
        prop_assert_eq!(as_text, code);
    }
}

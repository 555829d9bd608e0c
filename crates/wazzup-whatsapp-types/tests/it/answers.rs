//! What the other calls are sent and answered: media, uploads, callbacks, blocked users, usage.

use std::time::Duration;

use serde_json::json;
use wazzup_whatsapp_types::callback::{
    AppAccessToken, CallbackOverride, DEFAULT_FIELDS, PhoneCallback, SubscribedApp,
};
use wazzup_whatsapp_types::media::{MediaInfo, UploadResult, UploadState, UploadedMedia};
use wazzup_whatsapp_types::usage::{AppUsage, BusinessUsage};
use wazzup_whatsapp_types::users::{BlockAnswer, BlockUsers, BlockedUser};
use wazzup_whatsapp_types::{ErrorCode, Recipient, Secret};

#[test]
fn media() {
    let read = |size: serde_json::Value| {
        let body = json!({
            "messaging_product": "whatsapp", "url": "https://lookaside.example/?mid=990011",
            "mime_type": "image/jpeg", "sha256": "ab", "file_size": size, "id": "990011"
        });
        serde_json::from_value::<MediaInfo>(body).unwrap()
    };
    assert_eq!(read(json!("48213")).file_size, Some(48_213));
    assert_eq!(read(json!(48_213)).file_size, Some(48_213));
    assert_eq!(read(json!(-1)).file_size, None);
    assert_eq!(read(json!(null)).file_size, None);
    let info = read(json!("48213"));
    assert_eq!(info.id.as_ref().unwrap(), "990011");
    assert_eq!(info.mime_type.as_deref(), Some("image/jpeg"));
    let again: MediaInfo = serde_json::from_value(serde_json::to_value(&info).unwrap()).unwrap();
    assert_eq!(again, info);

    let uploaded: UploadedMedia = serde_json::from_str(r#"{"id": 990011}"#).unwrap();
    assert_eq!(uploaded.id, "990011");
}

#[test]
fn uploads() {
    let state: UploadState =
        serde_json::from_str(r#"{"id": "upload:TVRZ?sig=AbC", "file_offset": "512"}"#).unwrap();
    assert_eq!(state.id, "upload:TVRZ?sig=AbC");
    assert_eq!(state.file_offset, Some(512));
    let started: UploadState = serde_json::from_str(r#"{"id": "upload:TVRZ?sig=AbC"}"#).unwrap();
    assert_eq!(started.file_offset, None);
    let result: UploadResult = serde_json::from_str(r#"{"h": "4::aW1h"}"#).unwrap();
    assert_eq!(result.h, "4::aW1h");
}

#[test]
fn callbacks() {
    let token = || Secret::new("token").unwrap();
    let callback = || CallbackOverride::new("https://bot.example.com/hook", token()).unwrap();
    assert_eq!(
        serde_json::to_value(callback()).unwrap(),
        json!({"override_callback_uri": "https://bot.example.com/hook", "verify_token": "token"})
    );
    assert_eq!(callback().url(), Some("https://bot.example.com/hook"));
    assert_eq!(
        serde_json::to_value(PhoneCallback::new(callback())).unwrap(),
        json!({"webhook_configuration": {
            "override_callback_uri": "https://bot.example.com/hook", "verify_token": "token"
        }})
    );
    let removed = PhoneCallback::remove();
    assert_eq!(
        serde_json::to_value(&removed).unwrap(),
        json!({"webhook_configuration": {"override_callback_uri": ""}})
    );
    assert_eq!(removed.callback().url(), None);
    let fields: Vec<&str> = DEFAULT_FIELDS.iter().map(AsRef::as_ref).collect();
    assert_eq!(
        fields.join(","),
        "messages,message_template_status_update,template_category_update,\
         message_template_quality_update,message_template_components_update,user_preferences,\
         calls,smb_message_echoes,account_update"
    );

    let app: SubscribedApp = serde_json::from_value(json!({
        "override_callback_uri": "https://bot.example.com",
        "whatsapp_business_api_data": {"id": "67", "link": "https://example.com", "name": "Bot"}
    }))
    .unwrap();
    let data = app.whatsapp_business_api_data.unwrap();
    assert_eq!(data.id.unwrap(), "67");

    let token: AppAccessToken =
        serde_json::from_str(r#"{"access_token": "67|abc", "token_type": "bearer"}"#).unwrap();
    assert_eq!(token.access_token.expose(), "67|abc");
}

#[test]
fn blocked_users() {
    let users = ["+15550104477", "15550104478", "NL.90210", "NL.ENT.77"];
    let users = users.map(|user| Recipient::parse(user).unwrap());
    assert_eq!(
        serde_json::to_value(BlockUsers::new(users).unwrap()).unwrap(),
        json!({"messaging_product": "whatsapp", "block_users": [
            {"user": "+15550104477"}, {"user": "15550104478"},
            {"user_id": "NL.90210"}, {"user_id": "NL.ENT.77"}
        ]})
    );

    let answer: BlockAnswer = serde_json::from_value(json!({
        "messaging_product": "whatsapp",
        "block_users": {
            "added_users": [{"input": "+15550104477", "wa_id": "15550104477"}],
            "failed_users": [{"input": "+15550100000", "errors": [
                {"message": "m", "code": 131_047, "error_data": {"details": "d"}}
            ]}]
        },
        "error": {"message": "(#139100) …", "type": "OAuthException", "code": 139_100,
                  "error_data": {"details": "d"}, "fbtrace_id": "t"}
    }))
    .unwrap();
    let users = answer.block_users.as_ref().unwrap();
    assert_eq!(users.done().count(), 1);
    let failed = &users.failed_users[0];
    assert_eq!(failed.errors[0].code, Some(ErrorCode::RE_ENGAGEMENT));
    assert_eq!(failed.errors[0].details.as_deref(), Some("d"));
    let error = answer.error.as_ref().unwrap();
    assert_eq!(error.code, Some(ErrorCode::BULK_BLOCKING_FAILED));

    // Both names for those who are not blocked any more, and lists that are missing.
    for name in ["added_users", "removed_users"] {
        let body = json!({"block_users": {name: [{"input": "1"}], "failed_users": null}});
        let answer: BlockAnswer = serde_json::from_value(body).unwrap();
        assert_eq!(answer.block_users.unwrap().done().count(), 1, "{name}");
    }
    let refused: BlockAnswer = serde_json::from_str(r#"{"error": {"code": 190}}"#).unwrap();
    assert!(refused.block_users.is_none());

    let listed: BlockedUser =
        serde_json::from_str(r#"{"messaging_product": "whatsapp", "wa_id": "15550104477"}"#)
            .unwrap();
    assert_eq!(listed.wa_id.unwrap(), "15550104477");
}

#[test]
fn usage() {
    let app = AppUsage::parse(br#"{"call_count": 28, "total_cputime": "5.5", "total_time": 30}"#);
    let app = app.unwrap();
    assert_eq!((app.call_count, app.total_cputime), (28.0, 5.5));
    assert!((app.highest() - 30.0).abs() < f64::EPSILON);

    let business = BusinessUsage::parse(
        br#"{"210550000000001": [{"type": "whatsapp", "call_count": 100, "total_cputime": 3,
            "total_time": 4, "estimated_time_to_regain_access": 19}], "7": []}"#,
    )
    .unwrap();
    let [usage] = business.of("210550000000001") else {
        panic!("{business:?}");
    };
    assert_eq!(usage.kind.as_deref(), Some("whatsapp"));
    assert!(usage.highest() >= 100.0);
    assert_eq!(usage.regain_access_in(), Duration::from_secs(19 * 60));
    assert_eq!(business.iter().count(), 1);
    assert!(business.of("8").is_empty());

    for odd in [&b"{}"[..], br#"{"call_count": null}"#] {
        assert_eq!(AppUsage::parse(odd), Some(AppUsage::default()));
    }
    for wrong in [&b""[..], b"x", b"\xff", br#"{"call_count": []}"#] {
        assert_eq!(AppUsage::parse(wrong), None);
    }
    for wrong in [&b""[..], b"x", b"\xff", b"[]", br#"{"1": {}}"#] {
        assert_eq!(BusinessUsage::parse(wrong), None);
    }
    let odd = br#"{"1": [{"estimated_time_to_regain_access": -5}, {"estimated_time_to_regain_access": 1e300}]}"#;
    let odd = BusinessUsage::parse(odd).unwrap();
    assert_eq!(odd.of("1")[0].regain_access_in(), Duration::ZERO);
    assert_eq!(
        odd.of("1")[1].regain_access_in(),
        Duration::from_secs(31_536_000)
    );
}

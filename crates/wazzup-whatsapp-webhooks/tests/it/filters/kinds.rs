use serde_json::{Value, json};
use wazzup_whatsapp_webhooks::{
    AccountUpdate, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate, CallbackButton,
    GroupMessageStatus, Message, MessageStatus, OutgoingMessage, RawUpdate, TemplateCategoryUpdate,
    TemplateQualityUpdate, TemplateStatusUpdate, UserMarketingPreferences,
    dispatch::{Envelope, Filter},
    filters::{
        accounts, any, calls, chats, preferences, raw, replies, statuses, templates, text, updates,
        users,
    },
    testing::Delivery,
    types::{
        CallId, ErrorClass, ErrorCode, GroupId, MessageId, PhoneNumberId, TemplateId, WabaId,
        webhook::{
            AccountEvent, MarketingPreference, MessageStatusType, TemplateCategory,
            TemplateQuality, TemplateStatus,
        },
    },
};

use super::{check, message, status, written};
use crate::support::{USER, only};

#[test]
fn users_are_known_by_any_of_their_ids() {
    let by_number = written("x");
    let hidden: Message = only(Delivery::new().text("NL.90210", "x"));
    let value = json!({
        "contacts": [{
            "wa_id": "4915100000", "user_id": "DE.7", "parent_user_id": "DE.ENT.8",
            "profile": { "name": "Mara", "username": "mara.k" },
        }],
        "messages": [{ "from": "4915100000", "id": "wamid.1", "type": "text", "text": { "body": "x" } }],
    });
    let known: Message = only(Delivery::new().of_number("messages", value));
    check(
        users::from_users("+1 (555) 010-4477"),
        &[&by_number],
        &[&hidden, &known],
    );
    check(
        users::from_users(["NL.90210", "4915100000"]),
        &[&hidden, &known],
        &[&by_number],
    );
    check(users::from_users("DE.7"), &[&known], &[&by_number, &hidden]);
    check(
        users::from_users("DE.ENT.8"),
        &[&known],
        &[&by_number, &hidden],
    );
    check(
        users::from_users(["@Mara.K"]),
        &[&known],
        &[&by_number, &hidden],
    );
    check(users::from_users(["", "Mara"]), &[], &[&known, &by_number]);
    check(
        users::from_countries(["nl", "1"]),
        &[&hidden, &by_number],
        &[&known],
    );
    check(
        users::from_countries("+49"),
        &[&known],
        &[&hidden, &by_number],
    );
    check(
        users::from_countries("DE"),
        &[&known],
        &[&hidden, &by_number],
    );
    check(users::without_wa_id(), &[&hidden], &[&by_number, &known]);

    let call: CallConnect = only(Delivery::new().call(
        USER,
        json!({ "id": "wacid.1", "event": "connect", "direction": "USER_INITIATED" }),
    ));
    check(users::from_users(USER), &[&call], &[]);
    let read = status(json!({ "id": "wamid.0", "status": "read", "recipient_id": USER }));
    check(users::from_users(USER), &[&read], &[]);
}

#[test]
fn what_surrounds_an_event_is_looked_at() {
    let here = written("x");
    let there: Message = only(
        Delivery::new()
            .waba("77")
            .phone_number("88")
            .text(USER, "x"),
    );
    let number = |id: &str| PhoneNumberId::new(id).unwrap();
    check(updates::sent_to(number("88")), &[&there], &[&here]);
    check(updates::sent_to_number("+1 555 010 9000"), &[&here], &[]);
    check(updates::sent_to_number("15550109001"), &[], &[&here]);
    check(
        updates::waba(WabaId::new("77").unwrap()),
        &[&there],
        &[&here],
    );
    check(updates::update_id(["x", "wamid.1"]), &[&here, &there], &[]);
    check(updates::update_id("wamid.2"), &[], &[&here]);
    let template: TemplateStatusUpdate = only(Delivery::new().template_status(17, "t", "APPROVED"));
    check(updates::update_id("17"), &[&template], &[]);
    check(
        updates::waba(WabaId::new(Delivery::WABA).unwrap()),
        &[&template],
        &[],
    );
}

#[test]
fn chats_and_what_is_answered_are_told_apart() {
    let private = written("x");
    let in_group = message(json!({ "type": "text", "text": { "body": "x" }, "group_id": "g-1" }));
    check(chats::private(), &[&private], &[&in_group]);
    check(chats::group(), &[&in_group], &[&private]);
    let groups = |ids: &[&str]| {
        ids.iter()
            .map(|id| GroupId::new(*id).unwrap())
            .collect::<Vec<_>>()
    };
    check(
        chats::from_groups(groups(&["g-0", "g-1"])),
        &[&in_group],
        &[&private],
    );
    check(chats::from_groups(groups(&["g-0"])), &[], &[&in_group]);

    let answer: Message = only(Delivery::new().reply(USER, "wamid.0", "x"));
    let product = message(json!({ "type": "text", "context": {
        "referred_product": { "catalog_id": "1", "product_retailer_id": "p" },
    } }));
    let passed_on = message(json!({ "type": "text", "context": { "forwarded": true } }));
    let often = message(json!({ "type": "text", "context": { "frequently_forwarded": true } }));
    let id = |id: &str| [MessageId::new(id).unwrap()];
    check(
        replies::reply(),
        &[&answer],
        &[&private, &product, &passed_on],
    );
    check(replies::replies_to(id("wamid.0")), &[&answer], &[&private]);
    check(
        replies::replies_to(id("wamid.1")),
        &[],
        &[&answer, &private],
    );
    check(
        replies::forwarded(),
        &[&passed_on, &often],
        &[&answer, &private],
    );
    check(
        replies::forwarded_many_times(),
        &[&often],
        &[&passed_on, &private],
    );
    check(
        replies::has_referred_product(),
        &[&product],
        &[&answer, &private],
    );
    let button: CallbackButton = only(Delivery::new().quick_reply(USER, None, "stop"));
    check(replies::reply(), &[], &[&button]);
}

#[test]
fn statuses_are_told_apart() {
    let of = |word: &str| status(json!({ "id": "wamid.0", "status": word }));
    let [sent, delivered, read, played] = ["sent", "DELIVERED", "read", "played"].map(of);
    let failed =
        status(json!({ "id": "wamid.0", "status": "failed", "errors": [{ "code": 131026 }] }));
    check(statuses::sent(), &[&sent], &[&delivered, &read, &failed]);
    check(statuses::delivered(), &[&delivered], &[&sent, &read]);
    check(statuses::read(), &[&read], &[&delivered, &played]);
    check(statuses::played(), &[&played], &[&read]);
    check(statuses::failed(), &[&failed], &[&sent]);
    check(statuses::failed_with([1, 131026]), &[&failed], &[&sent]);
    check(statuses::failed_with([1]), &[], &[&failed]);
    let codes = [ErrorCode::new(131026)];
    check(statuses::failed_with(codes), &[&failed], &[&sent]);
    check(
        statuses::failed_with_class(codes[0].class()),
        &[&failed],
        &[&sent],
    );
    check(
        statuses::failed_with_class(ErrorClass::Username),
        &[],
        &[&failed],
    );
    check(
        statuses::status(MessageStatusType::Read),
        &[&read],
        &[&sent],
    );
    check(
        statuses::of_message(MessageId::new("wamid.0").unwrap()),
        &[&sent],
        &[],
    );
    check(
        statuses::of_message(MessageId::new("wamid.1").unwrap()),
        &[],
        &[&sent],
    );
    let group: GroupMessageStatus = only(Delivery::new().status_of(json!({
        "id": "wamid.0", "status": "read", "recipient_type": "group",
        "recipient_participant_id": USER,
    })));
    check(statuses::read(), &[&group], &[]);
    check(users::from_users(USER), &[&group], &[]);
}

#[test]
fn calls_and_permissions_are_told_apart() {
    let connect = |direction: &str| -> CallConnect {
        let call = json!({ "id": "wacid.1", "event": "connect", "direction": direction });
        only(Delivery::new().call(USER, call))
    };
    let (incoming, outgoing) = (connect("USER_INITIATED"), connect("BUSINESS_INITIATED"));
    check(calls::incoming(), &[&incoming], &[&outgoing]);
    check(calls::outgoing(), &[&outgoing], &[&incoming]);
    check(
        calls::call(CallId::new("wacid.1").unwrap()),
        &[&incoming],
        &[],
    );
    let over = |status: &str| -> CallTerminate {
        let call = json!({ "id": "wacid.1", "event": "terminate", "status": status });
        only(Delivery::new().call(USER, call))
    };
    let (completed, failed) = (over("Completed"), over("FAILED"));
    check(calls::completed(), &[&completed], &[&failed]);
    check(calls::failed(), &[&failed], &[&completed]);
    let of = |status: &str| -> CallStatus {
        let status =
            json!({ "id": "wacid.1", "type": "call", "status": status, "recipient_id": USER });
        only(Delivery::new().of_number("calls", json!({ "statuses": [status] })))
    };
    let [ringing, accepted, rejected] = ["RINGING", "ACCEPTED", "REJECTED"].map(of);
    check(calls::ringing(), &[&ringing], &[&accepted, &rejected]);
    check(calls::accepted(), &[&accepted], &[&ringing]);
    check(calls::rejected(), &[&rejected], &[&accepted]);
    check(calls::outgoing(), &[&ringing], &[]);
    let says = |response: &str| -> CallPermissionUpdate {
        only(Delivery::new().call_permission(USER, "wamid.0", response))
    };
    let (yes, no) = (says("accept"), says("reject"));
    check(calls::permission_accepted(), &[&yes], &[&no]);
    check(calls::permission_rejected(), &[&no], &[&yes]);
}

#[test]
fn templates_preferences_and_accounts_are_told_apart() {
    let status = |status: &str| -> TemplateStatusUpdate {
        only(Delivery::new().template_status(17, "order_ready", status))
    };
    let (approved, rejected) = (status("APPROVED"), status("REJECTED"));
    check(templates::approved(), &[&approved], &[&rejected]);
    check(templates::rejected(), &[&rejected], &[&approved]);
    check(
        templates::status(TemplateStatus::Approved),
        &[&approved],
        &[&rejected],
    );
    check(
        templates::template(TemplateId::new("17").unwrap()),
        &[&approved],
        &[],
    );
    check(
        templates::template(TemplateId::new("18").unwrap()),
        &[],
        &[&approved],
    );
    check(templates::name("order_ready"), &[&approved], &[]);
    let category = |fields: Value| -> TemplateCategoryUpdate {
        let mut value = json!({ "message_template_id": 17, "new_category": "UTILITY" });
        value
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        only(Delivery::new().change("template_category_update", value))
    };
    let now = category(json!({}));
    let soon = category(json!({ "correct_category": "MARKETING" }));
    check(
        templates::category(TemplateCategory::Utility),
        &[&now],
        &[&soon],
    );
    check(
        templates::category(TemplateCategory::Marketing),
        &[&soon],
        &[&now],
    );
    check(templates::announcement(), &[&soon], &[&now]);
    let red: TemplateQualityUpdate = only(Delivery::new().change(
        "message_template_quality_update",
        json!({ "message_template_id": 17, "new_quality_score": "RED" }),
    ));
    check(templates::quality(TemplateQuality::Red), &[&red], &[]);

    let wants = |value: &str| -> UserMarketingPreferences {
        let preference = json!({ "wa_id": USER, "category": "marketing_messages", "value": value });
        only(Delivery::new().of_number(
            "user_preferences",
            json!({ "user_preferences": [preference] }),
        ))
    };
    let [stop, resume, signup] = ["stop", "resume", "signup"].map(wants);
    check(preferences::stop(), &[&stop], &[&resume, &signup]);
    check(preferences::resume(), &[&resume], &[&stop, &signup]);
    check(
        preferences::wants(MarketingPreference::Signup),
        &[&signup],
        &[&stop],
    );

    let account = |event: &str| -> AccountUpdate {
        only(Delivery::new().change("account_update", json!({ "event": event })))
    };
    let events = AccountEvent::LISTED.iter();
    let updates: Vec<_> = events.map(|event| account(event.as_str())).collect();
    let filters = [
        accounts::deleted().shared(),
        accounts::offboarded().shared(),
        accounts::reconnected().shared(),
        accounts::violation().shared(),
        accounts::restriction().shared(),
        accounts::disabled().shared(),
        accounts::ad_account_linked().shared(),
        accounts::mm_lite_terms_signed().shared(),
        accounts::partner_added().shared(),
        accounts::partner_removed().shared(),
        accounts::partner_app_installed().shared(),
        accounts::partner_app_uninstalled().shared(),
        accounts::partner_client_certification_status_update().shared(),
        accounts::business_primary_location_country_update().shared(),
        accounts::auth_intl_price_eligibility_update().shared(),
        accounts::volume_based_pricing_tier_update().shared(),
    ];
    assert_eq!(filters.len(), updates.len());
    for filter in filters {
        let met = updates.iter().filter(|update| filter.matches(update));
        assert_eq!(met.count(), 1);
    }
    check(
        accounts::event(AccountEvent::PartnerAdded),
        &[&account("PARTNER_ADDED")],
        &[&account("X")],
    );
}

#[test]
fn envelopes_are_looked_into() {
    let message = Envelope::new(written("x"));
    let read = Envelope::new(status(json!({ "id": "wamid.0", "status": "read" })));
    let call = |direction: &str| {
        let call = json!({ "id": "wacid.1", "event": "connect", "direction": direction });
        Envelope::new(only::<CallConnect>(Delivery::new().call(USER, call)))
    };
    let (incoming, outgoing) = (call("USER_INITIATED"), call("BUSINESS_INITIATED"));
    check(any::is::<Message>(), &[&message], &[&read, &incoming]);
    check(
        any::of(text::matches::<Message>("x")),
        &[&message],
        &[&read],
    );
    check(
        any::of(statuses::failed::<MessageStatus>()),
        &[],
        &[&message, &read],
    );
    check(
        any::user_action(),
        &[&message, &incoming],
        &[&read, &outgoing],
    );
    let echo = json!({ "message_echoes": [{ "id": "wamid.1", "to": USER, "type": "text" }] });
    let echo: OutgoingMessage = only(Delivery::new().of_number("smb_message_echoes", echo));
    check(any::user_action(), &[], &[&Envelope::new(echo)]);

    let body = Delivery::new()
        .text(USER, "x")
        .change("history", json!({}))
        .body();
    let whole = RawUpdate::new(serde_json::from_str(&body).unwrap());
    check(raw::webhook_fields(["security", "history"]), &[&whole], &[]);
    check(raw::webhook_fields("security"), &[], &[&whole]);
}

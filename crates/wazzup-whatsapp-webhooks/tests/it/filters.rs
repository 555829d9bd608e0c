use serde_json::{Value, json};
use wazzup_whatsapp_webhooks::{
    AccountUpdate, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate, CallbackButton,
    CallbackSelection, EditedMessage, FlowCompletion, GroupMessageStatus, Message, MessageStatus,
    OutgoingMessage, RawUpdate, TemplateCategoryUpdate, TemplateQualityUpdate,
    TemplateStatusUpdate, UserMarketingPreferences,
    dispatch::{Envelope, Filter, any_of},
    filters::{
        accounts, any, calls, chats, messages, preferences, raw, replies, statuses, templates,
        text, updates, users,
    },
    testing::Delivery,
    types::{
        CallId, ErrorClass, ErrorCode, GroupId, MessageId, PhoneNumberId, TemplateId, WabaId,
        webhook::{
            AccountEvent, MarketingPreference, MessageStatusType, MessageType, TemplateCategory,
            TemplateQuality, TemplateStatus,
        },
    },
};

use crate::support::{USER, only};

fn message(fields: Value) -> Message {
    only(Delivery::new().message(USER, fields))
}

fn text(body: &str) -> Message {
    only(Delivery::new().text(USER, body))
}

fn status(fields: Value) -> MessageStatus {
    only(Delivery::new().status_of(fields))
}

/// Checks a condition against events that meet it and events that don't.
#[track_caller]
fn check<E>(filter: impl Filter<E>, yes: &[&E], no: &[&E]) {
    let met: Vec<bool> = yes.iter().map(|event| filter.matches(event)).collect();
    let missed: Vec<bool> = no.iter().map(|event| filter.matches(event)).collect();
    assert_eq!(
        (met, missed),
        (vec![true; yes.len()], vec![false; no.len()])
    );
}

#[test]
fn each_kind_of_content_is_told_apart() {
    let hello = text("hello");
    let image = message(
        json!({ "type": "image", "image": { "id": "1", "mime_type": "image/jpeg", "caption": "hello there" } }),
    );
    let video =
        message(json!({ "type": "video", "video": { "id": "1", "mime_type": "video/mp4" } }));
    let audio = message(
        json!({ "type": "audio", "audio": { "id": "1", "mime_type": "audio/ogg; codecs=opus" } }),
    );
    let voice = message(json!({ "type": "audio", "audio": { "id": "1", "voice": true } }));
    let document = message(
        json!({ "type": "document", "document": { "id": "1", "filename": "Bill.PDF", "mime_type": "application/pdf" } }),
    );
    let moving = message(json!({ "type": "sticker", "sticker": { "id": "1", "animated": true } }));
    let still = message(json!({ "type": "sticker", "sticker": { "id": "1", "animated": false } }));
    let odd = message(json!({ "type": "unsupported", "errors": [{ "code": 131051 }] }));
    let bare = message(json!({}));

    check(messages::text(), &[&hello], &[&image, &odd, &bare]);
    check(messages::image(), &[&image], &[&hello, &video, &bare]);
    check(messages::video(), &[&video], &[&image, &bare]);
    check(messages::document(), &[&document], &[&image, &bare]);
    check(messages::audio(), &[&audio, &voice], &[&video, &bare]);
    check(messages::audio_only(), &[&audio], &[&voice, &bare]);
    check(messages::voice(), &[&voice], &[&audio, &bare]);
    check(messages::sticker(), &[&moving, &still], &[&image, &bare]);
    check(messages::animated_sticker(), &[&moving], &[&still, &bare]);
    check(messages::static_sticker(), &[&still], &[&moving, &bare]);
    check(messages::unsupported(), &[&odd], &[&hello, &bare]);
    let files = [&image, &video, &audio, &voice, &document, &moving];
    check(messages::media(), &files, &[&hello, &odd, &bare]);
    check(messages::has_caption(), &[&image], &[&hello, &video, &bare]);
    check(
        messages::message_type(MessageType::Audio),
        &[&audio, &voice],
        &[&bare],
    );
    check(
        messages::mime_types(["image/png", "IMAGE/jpeg"]),
        &[&image],
        &[&video, &bare],
    );
    check(messages::mime_types("audio/ogg"), &[&audio], &[&voice]);
    check(
        messages::extensions([".pdf", "doc"]),
        &[&document],
        &[&image, &bare],
    );
    check(messages::extensions("bill"), &[], &[&document]);
    let not_text = messages::text().not();
    check(messages::media().and(not_text), &files, &[&hello]);
    let several = any_of([messages::image().shared(), messages::video().shared()]);
    check(several, &[&image, &video], &[&audio]);
}

#[test]
fn reactions_places_cards_and_baskets_are_looked_into() {
    let reaction = |reaction| message(json!({ "type": "reaction", "reaction": reaction }));
    let heart = reaction(json!({ "message_id": "wamid.0", "emoji": "❤" }));
    let removed = reaction(json!({ "message_id": "wamid.0" }));
    let emptied = reaction(json!({ "message_id": "wamid.0", "emoji": "" }));
    let bare = message(json!({}));
    check(
        messages::reaction(),
        &[&heart, &removed, &emptied],
        &[&bare],
    );
    check(
        messages::reaction_added(),
        &[&heart],
        &[&removed, &emptied, &bare],
    );
    check(
        messages::reaction_removed(),
        &[&removed, &emptied],
        &[&heart, &bare],
    );
    check(
        messages::reaction_emojis(["👍", "❤"]),
        &[&heart],
        &[&removed, &bare],
    );

    let place = |fields| message(json!({ "type": "location", "location": fields }));
    let here = place(json!({ "latitude": 52.52, "longitude": 13.405 }));
    let named = place(json!({ "latitude": "48.8566", "longitude": 2.3522, "name": "A tower" }));
    let nowhere = place(json!({ "name": "Somewhere" }));
    check(messages::location(), &[&here, &named, &nowhere], &[&bare]);
    check(
        messages::current_location(),
        &[&here],
        &[&named, &nowhere, &bare],
    );
    check(
        messages::location_in_radius(52.5, 13.4, 3.0),
        &[&here],
        &[&named, &nowhere, &bare],
    );
    // From Berlin to Paris it is about 878 km.
    check(
        messages::location_in_radius(52.52, 13.405, 885.0),
        &[&here, &named],
        &[],
    );
    check(
        messages::location_in_radius(52.52, 13.405, 870.0),
        &[&here],
        &[&named],
    );
    // Across the date line, and to the other side of the world.
    let east = place(json!({ "latitude": 0.0, "longitude": 179.9 }));
    check(
        messages::location_in_radius(0.0, -179.9, 23.0),
        &[&east],
        &[],
    );
    check(
        messages::location_in_radius(0.0, -0.1, 20_000.0),
        &[],
        &[&east],
    );
    check(
        messages::location_in_radius(0.0, -0.1, 20_016.0),
        &[&east],
        &[],
    );

    let cards = |phone, origin| {
        message(json!({
            "type": "contacts", "origin": origin, "contacts": [{ "phones": [{}, phone] }],
        }))
    };
    let known = cards(json!({ "phone": "+1", "wa_id": "1" }), json!("other"));
    let own = cards(json!({ "phone": "+1" }), json!("contact_request"));
    check(messages::contacts(), &[&known, &own], &[&bare]);
    check(messages::contacts_has_wa(), &[&known], &[&own, &bare]);
    check(messages::contact_info_shared(), &[&own], &[&known, &bare]);
    let basket = message(json!({ "type": "order", "order": { "catalog_id": "1" } }));
    check(messages::order(), &[&basket], &[&bare]);
}

#[test]
fn every_text_of_an_event_is_looked_at() {
    let hello = text("Hello, world");
    let image = message(json!({ "type": "image", "image": { "id": "1", "caption": "world map" } }));
    let bare = message(json!({}));
    check(
        text::matches(["x", "Hello, world"]),
        &[&hello],
        &[&image, &bare],
    );
    check(text::contains("world"), &[&hello, &image], &[&bare]);
    check(
        text::starts_with("hello").ignore_case(),
        &[&hello],
        &[&image, &bare],
    );
    check(text::ends_with("map"), &[&image], &[&hello, &bare]);
    check(text::regex("^[Hw]").unwrap(), &[&hello, &image], &[&bare]);

    let button: CallbackButton = only(Delivery::new().button(USER, "wamid.0", "slot~7"));
    check(text::starts_with("slot~"), &[&button], &[]);
    check(text::contains("button"), &[], &[&button]);
    let row: CallbackSelection = only(Delivery::new().selection(USER, "wamid.0", "row"));
    check(text::matches("row"), &[&row], &[]);
    let response = json!({ "flow_token": "tok-55" });
    let form: FlowCompletion = only(Delivery::new().flow_completion(USER, "wamid.0", &response));
    check(text::matches("tok-55"), &[&form], &[]);
    check(text::matches("Sent"), &[&form], &[]);
    let tracked =
        status(json!({ "id": "wamid.0", "status": "sent", "biz_opaque_callback_data": "o-1" }));
    let plain = status(json!({ "id": "wamid.0", "status": "sent" }));
    check(text::starts_with("o-"), &[&tracked], &[&plain]);
    check(statuses::with_tracker(), &[&tracked], &[&plain]);
    let edited: EditedMessage = only(Delivery::new().message(
        USER,
        json!({
            "type": "edit", "edit": {
                "original_message_id": "wamid.0",
                "message": { "type": "text", "text": { "body": "better" } },
            },
        }),
    ));
    check(text::matches("better"), &[&edited], &[]);
    check(messages::text(), &[&edited], &[]);
}

#[test]
fn a_command_is_a_word_of_its_own() {
    let says = |filter: &dyn Fn(&Message) -> bool, body: &str| filter(&text(body));
    let start = messages::command(["start", "help"]);
    let start = |message: &Message| start.matches(message);
    for (body, expected) in [
        ("/start", true),
        ("!help me", true),
        (" /start", true),
        ("/started", false),
        ("/Start", false),
        ("start", false),
        ("go /start", false),
        ("/ start", false),
        ("", false),
    ] {
        assert_eq!(says(&start, body), expected, "{body}");
    }
    check(
        messages::command("START").ignore_case(),
        &[&text("/Start")],
        &[&text("/x")],
    );
    check(
        messages::command("a").prefixes("#"),
        &[&text("#a")],
        &[&text("/a")],
    );
    check(
        messages::is_command(),
        &[&text("/x"), &text("!y z")],
        &[&text("/"), &text("x/")],
    );
    let caption = json!({ "type": "image", "image": { "id": "1", "caption": "/x" } });
    check(messages::is_command(), &[], &[&message(caption)]);
}

#[test]
fn users_are_known_by_any_of_their_ids() {
    let by_number = text("x");
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
    let here = text("x");
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
    let private = text("x");
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
    let message = Envelope::new(text("x"));
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

//! What the models say, field by field.

use wazzup_whatsapp_types::error::{ErrorClass, ErrorCode};
use wazzup_whatsapp_types::webhook::{
    self, AccountEvent, CallDirection, CallOutcome, CallPermissionResponse, CallPermissionSource,
    Event, Field, Identity, MarketingPreference, MessageStatusType, MessageType, PricingCategory,
    PricingModel, PricingType, ReferralSource, RestrictionType, SystemType, TemplateButtonType,
    TemplateCategory, TemplateQuality, TemplateRejection, TemplateStatus,
};

use crate::webhook_shapes::fixture;

/// The only event of a fixture, which must be of this kind.
macro_rules! only {
    ($kind:ident, $name:literal) => {{
        let mut events = fixture($name);
        assert_eq!(events.len(), 1);
        match events.remove(0) {
            Event::$kind(event) => event,
            other => panic!("{other:?}"),
        }
    }};
}

#[test]
fn a_message_tells_what_is_around_it() {
    let message = only!(Message, "message_text");
    let change = message.change();
    assert_eq!(change.entry_id.as_ref().unwrap(), "210550000000001");
    assert_eq!(change.field, Some(Field::Messages));
    assert_eq!(change.entry_time, None);
    assert_eq!(message.phone_number_id().unwrap(), "310660000000002");
    let metadata = change.metadata.as_ref().unwrap();
    assert_eq!(
        metadata.display_phone_number.as_ref().unwrap(),
        "15550109000"
    );
    assert_eq!(message.message_type, Some(MessageType::Text));
    assert_eq!(
        message.text_or_caption(),
        Some("Is the blue one still there?")
    );
    let seconds = message.timestamp.as_ref().unwrap().unix_millis();
    assert_eq!(seconds, Some(1_770_000_000_000));
    assert_eq!(message.media(), None);
}

#[test]
fn the_sender_is_made_of_the_message_and_its_contact() {
    let message = only!(Message, "message_text");
    let sender = message.sender();
    assert_eq!(sender.wa_id.unwrap(), "15550104477");
    assert_eq!(sender.bsuid.unwrap(), "NL.90210");
    assert_eq!(sender.parent_bsuid.unwrap(), "NL.ENT.77");
    assert_eq!(sender.username.unwrap(), "mara.k");
    assert_eq!(sender.name, Some("Mara"));
    let ids: Vec<&str> = sender.identities().map(Identity::as_str).collect();
    assert_eq!(ids, ["NL.90210", "15550104477", "NL.ENT.77"]);
    let (phone, user) = message.conversation_parts().unwrap();
    assert_eq!(
        (phone.as_str(), user.as_str()),
        ("310660000000002", "NL.90210")
    );
    assert_eq!(sender.recipient().unwrap(), "NL.90210".parse().unwrap());

    let older = only!(Message, "message_text_2025");
    assert_eq!(older.sender().primary().unwrap().as_str(), "15550104477");
    assert_eq!(
        older.sender().recipient().unwrap(),
        "15550104477".parse().unwrap()
    );

    let nameless = only!(Message, "message_text_bsuid_only");
    assert_eq!(nameless.sender().wa_id, None);
    assert_eq!(nameless.sender().username.unwrap(), "mara.k");

    // A single contact beside a single message is the sender, whatever ids are missing.
    let without = only!(Message, "message_text_without_any_id");
    assert_eq!(without.sender().bsuid.unwrap(), "NL.90210");
}

#[test]
fn each_of_several_messages_has_the_contact_that_is_its_own() {
    let names: Vec<_> = fixture("batch")
        .iter()
        .map(|event| {
            event
                .sender()
                .and_then(|sender| sender.name.map(str::to_owned))
        })
        .collect();
    let (ines, mara) = (Some("Ines".to_owned()), Some("Mara".to_owned()));
    // The second status is of a user who is not among the contacts of its change.
    let expected = [&ines, &mara, &ines, &ines, &None, &None, &None, &None];
    assert_eq!(names.iter().collect::<Vec<_>>(), expected);
    let statuses = fixture("group_message_statuses");
    let of = |event: &Event| event.sender().unwrap().name.unwrap().to_owned();
    assert_eq!([of(&statuses[0]), of(&statuses[1])], ["Mara", "Ines"]);
}

#[test]
fn content_of_every_type_is_read() {
    let image = only!(Message, "message_image_with_url");
    let media = image.media().unwrap();
    assert_eq!(media.id.as_ref().unwrap(), "520880000000005");
    assert_eq!(media.mime_type.as_deref(), Some("image/jpeg"));
    assert!(media.url.as_deref().unwrap().starts_with("https://"));
    assert_eq!(
        only!(Message, "message_image").text_or_caption(),
        Some("The lamp")
    );
    let voice = only!(Message, "message_audio_voice");
    assert_eq!(voice.media().unwrap().voice, Some(true));
    let sticker = only!(Message, "message_sticker");
    assert_eq!(sticker.media().unwrap().animated, Some(true));
    let document = only!(Message, "message_document");
    assert_eq!(
        document.media().unwrap().filename.as_deref(),
        Some("receipt.pdf")
    );
    let large = only!(Message, "message_video_too_large");
    assert_eq!(large.media().unwrap().id, None);
    assert_eq!(large.error().unwrap().code, Some(ErrorCode::new(131_052)));

    let reaction = only!(Message, "message_reaction");
    let reaction = reaction.reaction.as_ref().unwrap();
    assert_eq!(reaction.message_id.as_ref().unwrap(), "wamid.QQ==");
    assert!(!reaction.is_removed());
    for removed in ["message_reaction_removed", "message_reaction_removed_empty"] {
        let Event::Message(message) = fixture(removed).remove(0) else {
            panic!()
        };
        assert!(message.reaction.as_ref().unwrap().is_removed());
    }

    let place = only!(Message, "message_location");
    assert!(!place.location.as_ref().unwrap().is_current());
    let here = only!(Message, "message_location_current");
    assert!(here.location.as_ref().unwrap().is_current());
    let text = only!(Message, "message_location_as_text");
    assert_eq!(text.location.as_ref().unwrap().latitude, Some(55.7047));

    let cards = only!(Message, "message_contacts");
    let card = &cards.contacts[0];
    assert_eq!(
        card.name.as_ref().unwrap().first_name.as_deref(),
        Some("Ines")
    );
    assert_eq!(card.phones[0].wa_id.as_ref().unwrap(), "15550188123");
    let shared = only!(Message, "message_contacts_requested");
    assert!(shared.contacts[0].vcard.is_some());

    for order in ["message_order", "message_order_as_text"] {
        let Event::Message(message) = fixture(order).remove(0) else {
            panic!()
        };
        let item = &message.order.as_ref().unwrap().product_items[0];
        assert_eq!((item.quantity, item.item_price), (Some(2), Some(30.5)));
        assert_eq!(item.currency.as_deref(), Some("EUR"));
    }

    let poll = only!(Message, "message_unsupported_poll");
    assert_eq!(
        poll.unsupported.as_ref().unwrap().kind.as_deref(),
        Some("poll")
    );
    let text = only!(Message, "message_error_data_as_text");
    assert_eq!(text.error().unwrap().code, Some(ErrorCode::new(131_051)));
    assert_eq!(text.error().unwrap().details(), Some("Not supported"));
    let empty = only!(Message, "message_interactive_without_body");
    assert_eq!(empty.change().errors[0].code, Some(ErrorCode::new(131_060)));
}

#[test]
fn what_a_message_refers_to_is_read() {
    let reply = only!(Message, "message_text_reply");
    assert_eq!(reply.reply_to().unwrap(), "wamid.QQ==");
    assert!(!reply.context.as_ref().unwrap().is_forwarded());
    for forwarded in ["message_text_forwarded", "message_text_forwarded_often"] {
        let Event::Message(message) = fixture(forwarded).remove(0) else {
            panic!()
        };
        assert!(message.context.as_ref().unwrap().is_forwarded());
        assert_eq!(message.reply_to(), None);
    }
    let product = only!(Message, "message_text_about_product");
    let product = product
        .context
        .as_ref()
        .unwrap()
        .referred_product
        .as_ref()
        .unwrap();
    assert_eq!(product.product_retailer_id.as_deref(), Some("lamp-7"));
    let ad = only!(Message, "message_text_from_ad");
    let ad = ad.referral.as_ref().unwrap();
    assert_eq!(ad.source_type, Some(ReferralSource::Ad));
    assert!(ad.welcome_message.as_ref().unwrap().text.is_some());
    let group = only!(Message, "message_text_in_group");
    assert_eq!(group.group_id.as_ref().unwrap(), "Y2FwaV9ncm91cDox");
}

#[test]
fn answers_to_interactive_messages_say_what_was_chosen() {
    let click = only!(CallbackButton, "callback_button");
    assert_eq!(
        (click.data.as_str(), click.title.as_deref()),
        ("slot~keep", Some("Keep it"))
    );
    assert!(!click.is_template);
    assert_eq!(click.reply_to().unwrap(), "wamid.QQ==");
    let template = only!(CallbackButton, "callback_button_of_template");
    assert_eq!(
        (template.data.as_str(), template.title.as_deref()),
        ("stop", Some("Stop updates"))
    );
    assert!(template.is_template);
    let choice = only!(CallbackSelection, "callback_selection");
    assert_eq!(
        (choice.data.as_str(), choice.description.as_deref()),
        ("s1", Some("Dock 4"))
    );

    let flow = only!(FlowCompletion, "flow_completion");
    assert_eq!(flow.body.as_deref(), Some("Sent"));
    assert_eq!(flow.flow_token.as_ref().unwrap(), "tok-55");
    assert_eq!(flow.response.as_ref().unwrap()["day"], "Mon");
    let json = flow.response_json.as_ref().unwrap();
    assert_eq!(json.as_str(), r#"{"flow_token":"tok-55","day":"Mon"}"#);
    let without = only!(FlowCompletion, "flow_completion_without_token");
    assert_eq!(without.flow_token, None);

    let granted = only!(CallPermissionUpdate, "call_permission_accepted");
    assert_eq!(granted.response, Some(CallPermissionResponse::Accept));
    assert_eq!(granted.is_permanent, Some(false));
    let until = granted.expiration_timestamp.as_ref().unwrap().unix_millis();
    let automatic = only!(CallPermissionUpdate, "call_permission_automatic");
    assert_eq!(
        automatic.response_source,
        Some(CallPermissionSource::Automatic)
    );
    let as_text = automatic
        .expiration_timestamp
        .as_ref()
        .unwrap()
        .unix_millis();
    assert_eq!(
        (until, as_text),
        (Some(1_770_604_800_000), Some(1_770_604_800_000))
    );
    assert_eq!(automatic.reply_to().unwrap(), "wacid.Zm9v");
}

#[test]
fn system_messages_say_what_changed_in_old_and_new_spellings() {
    let change = only!(PhoneNumberChange, "phone_number_change");
    assert_eq!(change.old_wa_id.as_ref().unwrap(), "15550104477");
    assert_eq!(change.new_wa_id.as_ref().unwrap(), "15550109988");
    assert_eq!(change.new_user_id.as_ref().unwrap(), "NL.90211");
    assert_eq!(change.new_parent_user_id.as_ref().unwrap(), "NL.ENT.78");
    assert_eq!(change.sender().bsuid.unwrap(), "NL.90210");
    assert_eq!(change.sender().name, None);
    let older = only!(PhoneNumberChange, "phone_number_change_2022");
    assert_eq!(older.new_wa_id.as_ref().unwrap(), "15550109988");
    assert_eq!(older.system_type, Some(SystemType::CustomerChangedNumber));
    let id = only!(PhoneNumberChange, "phone_number_change_of_user_id");
    assert_eq!(
        (id.new_wa_id.as_ref(), id.system_type.as_ref()),
        (None, Some(&SystemType::UserChangedUserId))
    );

    let hashes = [
        "identity_change",
        "identity_change_inside",
        "identity_change_hash_only",
    ];
    for name in hashes {
        let Event::IdentityChange(change) = fixture(name).remove(0) else {
            panic!("{name}")
        };
        let identity = change.identity.as_ref().unwrap();
        assert_eq!(identity.hash.as_deref(), Some("kQ2vDUMMY="), "{name}");
        assert!(change.body.is_some());
    }
}

#[test]
fn edits_and_deletions_name_the_message_they_are_of() {
    let edited = only!(EditedMessage, "edited_message");
    assert_eq!(edited.original_message_id, "wamid.QQ==");
    let now = edited.message.as_ref().unwrap();
    assert_eq!(now.text_or_caption(), Some("The green one, I mean"));
    let caption = only!(EditedMessage, "edited_message_caption");
    let now = caption.message.as_ref().unwrap();
    assert_eq!(now.text_or_caption(), Some("The green lamp"));
    let deleted = only!(DeletedMessage, "deleted_message");
    assert_eq!(deleted.original_message_id, "wamid.QQ==");

    let echo = only!(OutgoingMessage, "outgoing_message");
    assert_eq!(echo.text_or_caption(), Some("It is."));
    assert_eq!(echo.sender().wa_id.unwrap(), "15550104477");
    let edited = only!(OutgoingEditedMessage, "outgoing_edited_message");
    assert_eq!(
        edited.message.as_ref().unwrap().text_or_caption(),
        Some("It is!")
    );
    let deleted = only!(OutgoingDeletedMessage, "outgoing_deleted_message");
    assert_eq!(deleted.original_message_id, "wamid.QQ==");
}

#[test]
fn statuses_say_how_far_a_message_got_and_what_it_costs() {
    let delivered = only!(MessageStatus, "message_status_delivered");
    assert_eq!(delivered.status, Some(MessageStatusType::Delivered));
    assert_eq!(
        delivered.biz_opaque_callback_data.as_deref(),
        Some("order-8812")
    );
    assert_eq!(delivered.sender().parent_bsuid.unwrap(), "NL.ENT.77");
    assert_eq!(delivered.sender().username.unwrap(), "mara.k");
    let pricing = delivered.pricing.as_ref().unwrap();
    assert_eq!(pricing.billable, Some(false));
    assert_eq!(pricing.pricing_model, Some(PricingModel::PerMessage));
    assert_eq!(pricing.pricing_type, Some(PricingType::FreeCustomerService));
    assert_eq!(pricing.category, Some(PricingCategory::Service));

    let sent = only!(MessageStatus, "message_status_sent_2024");
    let conversation = sent.conversation.as_ref().unwrap();
    assert_eq!(conversation.id.as_deref(), Some("c0ffee"));
    let origin = conversation.origin.as_ref().unwrap();
    assert_eq!(origin.category, Some(PricingCategory::Utility));

    let failed = only!(MessageStatus, "message_status_failed");
    let error = failed.error().unwrap();
    assert_eq!(error.code, Some(ErrorCode::MESSAGE_UNDELIVERABLE));
    assert_eq!(error.class(), ErrorClass::Sending);
    assert_eq!(error.details(), Some("The recipient cannot get it."));
    assert!(!error.advice().is_empty() && !error.cause().is_empty());

    let statuses = fixture("group_message_statuses");
    let Event::GroupMessageStatus(status) = &statuses[1] else {
        panic!()
    };
    assert!(status.is_group());
    assert_eq!(status.sender().wa_id.unwrap(), "15550188123");
    assert_ne!(statuses[0].dedup_key(), statuses[1].dedup_key());
}

#[test]
fn calls_are_of_the_user_whoever_called() {
    let connect = only!(CallConnect, "call_connect");
    assert_eq!(connect.direction, Some(CallDirection::UserInitiated));
    assert_eq!(connect.cta_payload.as_deref(), Some("ad-7"));
    assert!(connect.session.as_ref().unwrap().sdp.is_some());
    assert_eq!(connect.sender().name, Some("Mara"));
    let own = only!(CallConnect, "call_connect_of_business");
    assert_eq!(own.sender().wa_id.unwrap(), "15550104477");
    assert_eq!(own.sender().bsuid.unwrap(), "NL.90210");
    let over = only!(CallTerminate, "call_terminate");
    assert_eq!(
        (over.status.as_ref(), over.duration),
        (Some(&CallOutcome::Completed), Some(120))
    );
    let missed = only!(CallTerminate, "call_terminate_unanswered");
    assert_eq!(missed.status, Some(CallOutcome::Failed));
    assert_eq!(
        missed.change().errors[0].code,
        Some(ErrorCode::new(138_021))
    );
    let ringing = only!(CallStatus, "call_status_ringing");
    assert_eq!(ringing.sender().name, Some("Mara"));
    assert_eq!(ringing.change().field, Some(Field::Calls));
}

#[test]
fn preferences_templates_and_accounts_are_read() {
    let stop = only!(UserMarketingPreferences, "user_marketing_preferences_stop");
    assert_eq!(stop.value, Some(MarketingPreference::Stop));
    assert_eq!(stop.sender().name, Some("Mara"));
    let signup = only!(
        UserMarketingPreferences,
        "user_marketing_preferences_signup"
    );
    assert_eq!(signup.signup_id.as_deref(), Some("81"));

    let rejected = only!(TemplateStatusUpdate, "template_status_update_rejected");
    assert_eq!(rejected.event, Some(TemplateStatus::Rejected));
    assert_eq!(rejected.reason, Some(TemplateRejection::InvalidFormat));
    assert_eq!(
        rejected.message_template_category,
        Some(TemplateCategory::Marketing)
    );
    let info = rejected.rejection_info.as_ref().unwrap();
    assert_eq!(info.recommendation.as_deref(), Some("Give one."));
    let times = [
        "template_status_update_disabled",
        "template_status_update_flagged",
    ]
    .map(|name| {
        let Event::TemplateStatusUpdate(update) = fixture(name).remove(0) else {
            panic!()
        };
        let at = update.disable_info.as_ref().unwrap().at().unwrap();
        at.unix_millis().unwrap()
    });
    assert_eq!(times, [1_772_323_200_000, 1_772_359_200_000]);

    let category = only!(TemplateCategoryUpdate, "template_category_update");
    assert_eq!(category.language().as_deref(), Some("en_US"));
    assert_eq!(category.message_template_language.as_deref(), Some("en-US"));
    assert!(!category.is_announcement());
    assert_eq!(
        category.change().entry_time.as_ref().unwrap().unix_millis(),
        Some(1_770_000_000_000)
    );
    let announced = only!(TemplateCategoryUpdate, "template_category_update_announced");
    assert!(announced.is_announcement());
    let quality = only!(TemplateQualityUpdate, "template_quality_update");
    assert_eq!(quality.new_quality_score, Some(TemplateQuality::Yellow));
    let components = only!(TemplateComponentsUpdate, "template_components_update");
    let buttons = &components.message_template_buttons;
    assert_eq!(buttons.len(), 3);
    assert_eq!(
        buttons[0].message_template_button_type,
        Some(TemplateButtonType::Url)
    );

    let restricted = only!(AccountUpdate, "account_update_restriction");
    assert_eq!(restricted.event, Some(AccountEvent::AccountRestriction));
    let restriction = &restricted.restriction_info[0];
    assert_eq!(
        restriction.restriction_type,
        Some(RestrictionType::AddPhoneNumber)
    );
    assert_eq!(
        restriction.expiration.as_ref().unwrap().unix_millis(),
        Some(1_772_592_000_000)
    );
    let partner = only!(AccountUpdate, "account_update_partner_app_installed");
    assert_eq!(
        partner
            .waba_info
            .as_ref()
            .unwrap()
            .solution_partner_business_ids
            .len(),
        2
    );
    assert_eq!(
        partner.change().entry_id.as_ref().unwrap(),
        "740220000000008"
    );
    let tier = only!(AccountUpdate, "account_update_volume_tier");
    let tier = tier.volume_tier_info.as_ref().unwrap();
    assert_eq!(tier.effective_month.as_deref(), Some("2026-03"));
}

#[test]
fn what_has_no_model_keeps_its_json() {
    let alert = only!(Raw, "raw_account_alerts");
    assert_eq!(alert.field(), Some(&Field::AccountAlerts));
    assert_eq!(alert.part, webhook::Part::Value);
    assert!(alert.raw.as_str().starts_with('{') && alert.raw.as_str().contains("alert_info"));
    let history = only!(Raw, "raw_history");
    assert_eq!(
        history.change().phone_number_id().unwrap(),
        "310660000000002"
    );
    let form = only!(Raw, "raw_address_message");
    assert_eq!(form.part, webhook::Part::Element(webhook::List::Messages));
    assert!(form.raw.as_str().contains("address_message"));
    let errors = only!(Raw, "raw_errors_only");
    assert_eq!(
        errors.change().errors[0].code,
        Some(ErrorCode::RATE_LIMIT_HIT)
    );
}

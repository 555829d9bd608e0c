//! Every shape of a delivery that is documented: typed, and with nothing unknown in it.
//!
//! Long for its table, a line or so for each shape.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use wazzup_whatsapp_types::webhook::{self, Event};

/// The files of `tests/fixtures`, and of each event in them the name and the id.
const SHAPES: &[(&str, &[(&str, &str)])] = &[
    (
        "account_update_account_deleted",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_account_offboarded",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_account_reconnected",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_ad_account_linked",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_ban_disable",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_ban_reinstate",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_ban_schedule_for_disable",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_certification",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_country",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_mm_lite_terms_signed",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_partner_added",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_app_installed",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_app_uninstalled",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed_account_disconnected",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed_business_downgrade",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed_change_number",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed_companion_inactivity",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed_primary_inactivity",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_partner_removed_user_re_registered",
        &[("account_update", "740220000000008")],
    ),
    (
        "account_update_rate_eligibility",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_restriction",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_violation",
        &[("account_update", "210550000000001")],
    ),
    (
        "account_update_volume_tier",
        &[("account_update", "210550000000001")],
    ),
    (
        "batch",
        &[
            ("message", "wamid.QjE="),
            ("message", "wamid.QjI="),
            ("callback_button", "wamid.QjM="),
            ("message_status", "wamid.QjQ="),
            ("message_status", "wamid.QjU="),
            ("call_connect", "wacid.Zm9v"),
            ("template_category_update", "610990000000006"),
            ("raw", ""),
        ],
    ),
    ("call_connect", &[("call_connect", "wacid.Zm9v")]),
    (
        "call_connect_of_business",
        &[("call_connect", "wacid.Zm9v")],
    ),
    (
        "call_permission_accepted",
        &[("call_permission_update", "wamid.TUVTU0FHRQ43")],
    ),
    (
        "call_permission_automatic",
        &[("call_permission_update", "wamid.TUVTU0FHRQ44")],
    ),
    (
        "call_permission_permanent",
        &[("call_permission_update", "wamid.TUVTU0FHRQ45")],
    ),
    (
        "call_permission_rejected",
        &[("call_permission_update", "wamid.TUVTU0FHRQ46")],
    ),
    ("call_status_accepted", &[("call_status", "wacid.Zm9v")]),
    ("call_status_bsuid", &[("call_status", "wacid.Zm9v")]),
    ("call_status_field_first", &[("call_status", "wacid.Zm9v")]),
    ("call_status_rejected", &[("call_status", "wacid.Zm9v")]),
    ("call_status_ringing", &[("call_status", "wacid.Zm9v")]),
    ("call_terminate", &[("call_terminate", "wacid.Zm9v")]),
    (
        "call_terminate_unanswered",
        &[("call_terminate", "wacid.Zm9v")],
    ),
    (
        "callback_button",
        &[("callback_button", "wamid.TUVTU0FHRQ35")],
    ),
    (
        "callback_button_of_template",
        &[("callback_button", "wamid.TUVTU0FHRQ37")],
    ),
    (
        "callback_button_without_context",
        &[("callback_button", "wamid.TUVTU0FHRQ36")],
    ),
    (
        "callback_selection",
        &[("callback_selection", "wamid.TUVTU0FHRQ38")],
    ),
    (
        "callback_selection_without_description",
        &[("callback_selection", "wamid.TUVTU0FHRQ39")],
    ),
    ("chat_opened", &[("chat_opened", "wamid.TUVTU0FHRQ53")]),
    (
        "deleted_message",
        &[("deleted_message", "wamid.TUVTU0FHRQ56")],
    ),
    (
        "edited_message",
        &[("edited_message", "wamid.TUVTU0FHRQ54")],
    ),
    (
        "edited_message_caption",
        &[("edited_message", "wamid.TUVTU0FHRQ55")],
    ),
    (
        "flow_completion",
        &[("flow_completion", "wamid.TUVTU0FHRQ40")],
    ),
    (
        "flow_completion_without_token",
        &[("flow_completion", "wamid.TUVTU0FHRQ41")],
    ),
    (
        "group_message_statuses",
        &[
            ("group_message_statuses", "wamid.TUVTU0FHRQ65"),
            ("group_message_statuses", "wamid.TUVTU0FHRQ65"),
        ],
    ),
    (
        "group_message_statuses_2025",
        &[("group_message_statuses", "wamid.TUVTU0FHRQ66")],
    ),
    (
        "identity_change",
        &[("identity_change", "wamid.TUVTU0FHRQ50")],
    ),
    (
        "identity_change_hash_only",
        &[("identity_change", "wamid.TUVTU0FHRQ52")],
    ),
    (
        "identity_change_inside",
        &[("identity_change", "wamid.TUVTU0FHRQ51")],
    ),
    ("message_audio_voice", &[("message", "wamid.TUVTU0FHRQ17")]),
    ("message_contacts", &[("message", "wamid.TUVTU0FHRQ26")]),
    (
        "message_contacts_requested",
        &[("message", "wamid.TUVTU0FHRQ27")],
    ),
    ("message_document", &[("message", "wamid.TUVTU0FHRQ18")]),
    (
        "message_error_data_as_text",
        &[("message", "wamid.TUVTU0FHRQ34")],
    ),
    ("message_image", &[("message", "wamid.TUVTU0FHRQ13")]),
    (
        "message_image_with_url",
        &[("message", "wamid.TUVTU0FHRQ14")],
    ),
    (
        "message_interactive_without_body",
        &[("message", "wamid.TUVTU0FHRQ33")],
    ),
    ("message_location", &[("message", "wamid.TUVTU0FHRQ23")]),
    (
        "message_location_as_text",
        &[("message", "wamid.TUVTU0FHRQ25")],
    ),
    (
        "message_location_current",
        &[("message", "wamid.TUVTU0FHRQ24")],
    ),
    ("message_order", &[("message", "wamid.TUVTU0FHRQ28")]),
    (
        "message_order_as_text",
        &[("message", "wamid.TUVTU0FHRQ29")],
    ),
    ("message_reaction", &[("message", "wamid.TUVTU0FHRQ20")]),
    (
        "message_reaction_removed",
        &[("message", "wamid.TUVTU0FHRQ21")],
    ),
    (
        "message_reaction_removed_empty",
        &[("message", "wamid.TUVTU0FHRQ22")],
    ),
    (
        "message_status_bsuid_only",
        &[("message_status", "wamid.TUVTU0FHRQ64")],
    ),
    (
        "message_status_delivered",
        &[("message_status", "wamid.TUVTU0FHRQ59")],
    ),
    (
        "message_status_failed",
        &[("message_status", "wamid.TUVTU0FHRQ63")],
    ),
    (
        "message_status_played",
        &[("message_status", "wamid.TUVTU0FHRQ61")],
    ),
    (
        "message_status_read",
        &[("message_status", "wamid.TUVTU0FHRQ60")],
    ),
    (
        "message_status_read_free_entry_point",
        &[("message_status", "wamid.TUVTU0FHRQ62")],
    ),
    (
        "message_status_sent",
        &[("message_status", "wamid.TUVTU0FHRQ57")],
    ),
    (
        "message_status_sent_2024",
        &[("message_status", "wamid.TUVTU0FHRQ58")],
    ),
    ("message_sticker", &[("message", "wamid.TUVTU0FHRQ19")]),
    ("message_text", &[("message", "wamid.TUVTU0FHRQ01")]),
    ("message_text_2025", &[("message", "wamid.TUVTU0FHRQ02")]),
    (
        "message_text_about_product",
        &[("message", "wamid.TUVTU0FHRQ10")],
    ),
    (
        "message_text_bsuid_only",
        &[("message", "wamid.TUVTU0FHRQ03")],
    ),
    (
        "message_text_forwarded",
        &[("message", "wamid.TUVTU0FHRQ08")],
    ),
    (
        "message_text_forwarded_often",
        &[("message", "wamid.TUVTU0FHRQ09")],
    ),
    ("message_text_from_ad", &[("message", "wamid.TUVTU0FHRQ11")]),
    (
        "message_text_from_post",
        &[("message", "wamid.TUVTU0FHRQ12")],
    ),
    (
        "message_text_identity_hash",
        &[("message", "wamid.TUVTU0FHRQ05")],
    ),
    (
        "message_text_in_group",
        &[("message", "wamid.TUVTU0FHRQ06")],
    ),
    ("message_text_reply", &[("message", "wamid.TUVTU0FHRQ07")]),
    (
        "message_text_without_any_id",
        &[("message", "wamid.TUVTU0FHRQ04")],
    ),
    ("message_unknown_2023", &[("message", "wamid.TUVTU0FHRQ32")]),
    ("message_unsupported", &[("message", "wamid.TUVTU0FHRQ30")]),
    (
        "message_unsupported_poll",
        &[("message", "wamid.TUVTU0FHRQ31")],
    ),
    ("message_video", &[("message", "wamid.TUVTU0FHRQ16")]),
    (
        "message_video_too_large",
        &[("message", "wamid.TUVTU0FHRQ15")],
    ),
    (
        "outgoing_deleted_message",
        &[("outgoing_deleted_message", "wamid.TUVTU0FHRQ70")],
    ),
    (
        "outgoing_edited_message",
        &[("outgoing_edited_message", "wamid.TUVTU0FHRQ69")],
    ),
    (
        "outgoing_message",
        &[("outgoing_message", "wamid.TUVTU0FHRQ67")],
    ),
    (
        "outgoing_message_bsuid_only",
        &[("outgoing_message", "wamid.TUVTU0FHRQ68")],
    ),
    (
        "phone_number_change",
        &[("phone_number_change", "wamid.TUVTU0FHRQ47")],
    ),
    (
        "phone_number_change_2022",
        &[("phone_number_change", "wamid.TUVTU0FHRQ48")],
    ),
    (
        "phone_number_change_of_user_id",
        &[("phone_number_change", "wamid.TUVTU0FHRQ49")],
    ),
    ("raw_account_alerts", &[("raw", "")]),
    ("raw_account_review_update", &[("raw", "")]),
    ("raw_account_settings_update", &[("raw", "")]),
    ("raw_address_message", &[("raw", "")]),
    ("raw_automatic_events", &[("raw", "")]),
    ("raw_business_capability_update", &[("raw", "")]),
    ("raw_business_username_update", &[("raw", "")]),
    ("raw_errors_only", &[("raw", "")]),
    ("raw_flows", &[("raw", "")]),
    ("raw_group_lifecycle_update", &[("raw", "")]),
    ("raw_group_participants_update", &[("raw", "")]),
    ("raw_group_settings_update", &[("raw", "")]),
    ("raw_group_status_update", &[("raw", "")]),
    ("raw_history", &[("raw", "")]),
    ("raw_partner_solutions", &[("raw", "")]),
    ("raw_payment_configuration_update", &[("raw", "")]),
    ("raw_phone_number_name_update", &[("raw", "")]),
    ("raw_phone_number_quality_update", &[("raw", "")]),
    ("raw_security", &[("raw", "")]),
    ("raw_smb_app_state_sync", &[("raw", "")]),
    (
        "template_category_update",
        &[("template_category_update", "610990000000006")],
    ),
    (
        "template_category_update_announced",
        &[("template_category_update", "610990000000006")],
    ),
    (
        "template_components_update",
        &[("template_components_update", "610990000000006")],
    ),
    (
        "template_quality_update",
        &[("template_quality_update", "610990000000006")],
    ),
    (
        "template_status_update_approved",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_approved_without_reason",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_archived",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_deleted",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_disabled",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_flagged",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_in_appeal",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_limit_exceeded",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_locked",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_paused",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_pending",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_pending_deletion",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_reinstated",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_rejected",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "template_status_update_unarchived",
        &[("template_status_update", "610990000000006")],
    ),
    (
        "user_marketing_preferences_resume",
        &[("user_marketing_preferences", "")],
    ),
    (
        "user_marketing_preferences_signup",
        &[("user_marketing_preferences", "")],
    ),
    (
        "user_marketing_preferences_stop",
        &[("user_marketing_preferences", "")],
    ),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub(crate) fn fixture(name: &str) -> Vec<Event> {
    let body = fs::read(folder().join(name).with_extension("json")).unwrap();
    webhook::parse(body).unwrap().events
}

/// The names of all fixtures.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|(name, _)| *name)
}

#[test]
fn every_documented_shape_is_read_and_has_nothing_unknown() {
    for (name, expected) in SHAPES {
        let events = fixture(name);
        let found: Vec<(&str, &str)> = events
            .iter()
            .map(|event| (event.name(), event.id().unwrap_or_default()))
            .collect();
        assert_eq!(found, *expected, "{name}");
        for event in &events {
            assert_eq!(event.error(), None, "{name}");
            assert_eq!(event.unknown(), [""; 0], "{name}");
            assert_eq!(event.is_typed(), event.name() != "raw", "{name}");
        }
    }
}

#[test]
fn every_fixture_is_in_the_table() {
    let files: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, names().map(str::to_owned).collect());
}

#[test]
fn every_kind_of_event_has_a_fixture() {
    let found: BTreeSet<&str> = names()
        .flat_map(|name| fixture(name).iter().map(Event::name).collect::<Vec<_>>())
        .collect();
    let kinds = [
        "account_update",
        "call_connect",
        "call_permission_update",
        "call_status",
        "call_terminate",
        "callback_button",
        "callback_selection",
        "chat_opened",
        "deleted_message",
        "edited_message",
        "flow_completion",
        "group_message_statuses",
        "identity_change",
        "message",
        "message_status",
        "outgoing_deleted_message",
        "outgoing_edited_message",
        "outgoing_message",
        "phone_number_change",
        "raw",
        "template_category_update",
        "template_components_update",
        "template_quality_update",
        "template_status_update",
        "user_marketing_preferences",
    ];
    assert_eq!(found, BTreeSet::from(kinds));
}

/// A repeated delivery has the same keys, and no two events of all fixtures share one, but for those
/// that are the same event.
#[test]
fn every_event_that_can_be_told_from_a_repeat_is() {
    let mut seen = BTreeSet::new();
    for name in names() {
        let (first, again) = (fixture(name), fixture(name));
        for (event, repeat) in first.iter().zip(&again) {
            let key = event.dedup_key();
            assert_eq!(key, repeat.dedup_key());
            assert_eq!(key.is_some(), event.is_typed(), "{name}");
            let Some(key) = key else { continue };
            assert!(!key.contains("1555") && !key.contains("90210"), "{key}");
            // Of the same call there are several fixtures.
            assert!(
                seen.insert(key) || name.contains("call_") || name == "batch",
                "{name}"
            );
        }
    }
}

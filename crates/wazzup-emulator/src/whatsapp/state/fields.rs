//! The fields that an app can subscribe to.

/// All fields that are documented.
pub(crate) const FIELDS: [&str; 27] = [
    "account_alerts",
    "account_review_update",
    "account_settings_update",
    "account_update",
    "automatic_events",
    "business_capability_update",
    "business_username_update",
    "calls",
    "flows",
    "group_lifecycle_update",
    "group_participants_update",
    "group_settings_update",
    "group_status_update",
    "history",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "partner_solutions",
    "payment_configuration_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "user_preferences",
];

/// The name of a field as the journal keeps it: `other` for those that are not documented.
pub(crate) fn named(field: &str) -> &'static str {
    FIELDS
        .iter()
        .find(|known| **known == field)
        .copied()
        .unwrap_or("other")
}

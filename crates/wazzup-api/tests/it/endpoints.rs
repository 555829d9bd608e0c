//! What is fixed about each route, pinned.

use std::collections::HashSet;

use wazzup_api::resources::endpoints;

/// name, method, path, idempotent, bucket, with the credential.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    bool,
    &'static str,
    bool,
);

const TABLE: &[Row] = &[
    // Public API.
    ("users.list", "GET", "/v3/users", true, "default", true),
    ("users.get", "GET", "/v3/users/{id}", true, "default", true),
    ("users.save", "POST", "/v3/users", true, "default", true),
    (
        "users.delete",
        "DELETE",
        "/v3/users/{id}",
        true,
        "default",
        true,
    ),
    (
        "users.delete_many",
        "PATCH",
        "/v3/users/bulk_delete",
        true,
        "default",
        true,
    ),
    (
        "contacts.list",
        "GET",
        "/v3/contacts",
        true,
        "default",
        true,
    ),
    (
        "contacts.get",
        "GET",
        "/v3/contacts/{id}",
        true,
        "default",
        true,
    ),
    (
        "contacts.save",
        "POST",
        "/v3/contacts",
        true,
        "default",
        true,
    ),
    (
        "contacts.delete",
        "DELETE",
        "/v3/contacts/{id}",
        true,
        "default",
        true,
    ),
    (
        "contacts.delete_many",
        "PATCH",
        "/v3/contacts/bulk_delete",
        true,
        "default",
        true,
    ),
    ("deals.list", "GET", "/v3/deals", true, "default", true),
    ("deals.get", "GET", "/v3/deals/{id}", true, "default", true),
    ("deals.save", "POST", "/v3/deals", true, "default", true),
    (
        "deals.delete",
        "DELETE",
        "/v3/deals/{id}",
        true,
        "default",
        true,
    ),
    (
        "deals.delete_many",
        "PATCH",
        "/v3/deals/bulk_delete",
        true,
        "default",
        true,
    ),
    (
        "pipelines.list",
        "GET",
        "/v3/pipelines",
        true,
        "default",
        true,
    ),
    (
        "pipelines.save",
        "POST",
        "/v3/pipelines",
        true,
        "default",
        true,
    ),
    (
        "channels.list",
        "GET",
        "/v3/channels",
        true,
        "default",
        true,
    ),
    (
        "messages.send",
        "POST",
        "/v3/message",
        false,
        "messages",
        true,
    ),
    (
        "messages.edit",
        "PATCH",
        "/v3/message/{id}",
        true,
        "messages",
        true,
    ),
    (
        "messages.delete",
        "DELETE",
        "/v3/message/{id}",
        true,
        "messages",
        true,
    ),
    (
        "templates.list",
        "GET",
        "/v3/templates/whatsapp",
        true,
        "default",
        true,
    ),
    (
        "webhooks.settings",
        "GET",
        "/v3/webhooks",
        true,
        "default",
        true,
    ),
    (
        "webhooks.update",
        "PATCH",
        "/v3/webhooks",
        true,
        "default",
        true,
    ),
    (
        "iframe.generate_link",
        "POST",
        "/v3/iframe",
        true,
        "default",
        true,
    ),
    (
        "counters.unanswered",
        "GET",
        "/v3/unanswered/{user_id}",
        true,
        "default",
        true,
    ),
    (
        "counters.host",
        "GET",
        "/counters/ws_host/api_v3/{api_key}",
        true,
        "default",
        false,
    ),
    (
        "connect.exchange",
        "POST",
        "/v3/connect",
        false,
        "default",
        false,
    ),
    // Tech API.
    (
        "accounts.create",
        "POST",
        "/accounts",
        false,
        "default",
        true,
    ),
    (
        "accounts.delete",
        "DELETE",
        "/accounts/{account_id}",
        true,
        "default",
        true,
    ),
    (
        "accounts.waba_summary",
        "GET",
        "/accounts/waba-summary",
        true,
        "default",
        true,
    ),
    (
        "accounts.transactions",
        "GET",
        "/accounts/transactions",
        true,
        "default",
        true,
    ),
    (
        "accounts.increase_balance",
        "POST",
        "/accounts/balance",
        false,
        "default",
        true,
    ),
    (
        "accounts.balance",
        "GET",
        "/accounts/balance",
        true,
        "default",
        true,
    ),
    (
        "accounts.settings",
        "GET",
        "/settings",
        true,
        "default",
        true,
    ),
    (
        "accounts.update_settings",
        "PATCH",
        "/settings",
        true,
        "default",
        true,
    ),
    (
        "channels.generate_link",
        "POST",
        "/iframe/generate-channels-link",
        true,
        "default",
        true,
    ),
    (
        "tech.generate_templates_link",
        "POST",
        "/iframe/generate-templates-link",
        true,
        "default",
        true,
    ),
    (
        "tech.generate_waba_profile_link",
        "POST",
        "/iframe/generate-waba-profile-link",
        true,
        "default",
        true,
    ),
    (
        "tech.generate_chats_link",
        "POST",
        "/iframe/generate-chats-link",
        true,
        "default",
        true,
    ),
    (
        "tech.generate_unanswered_link",
        "POST",
        "/iframe/generate-unanswered-link",
        true,
        "default",
        true,
    ),
    (
        "channels.create",
        "POST",
        "/channels/{transport}",
        false,
        "default",
        true,
    ),
    (
        "channels.reinitialize",
        "POST",
        "/channels/{transport}/{channel_id}/reinit",
        false,
        "default",
        true,
    ),
    (
        "channels.delete",
        "DELETE",
        "/channels/{transport}/{channel_id}",
        true,
        "default",
        true,
    ),
    (
        "tech.list_channels",
        "GET",
        "/channels/list",
        true,
        "default",
        true,
    ),
    (
        "channels.info",
        "GET",
        "/channels/{transport}/{channel_id}",
        true,
        "default",
        true,
    ),
    (
        "tech.pricing",
        "GET",
        "/channels/waba/pricing/{country}",
        true,
        "default",
        true,
    ),
    (
        "tech.transactions",
        "GET",
        "/channels/waba/{channel_id}/transactions/{date}",
        true,
        "default",
        true,
    ),
    (
        "tech.list_waba_templates",
        "GET",
        "/channels/waba/templates",
        true,
        "default",
        true,
    ),
    ("tech.create_user", "POST", "/users", false, "default", true),
    (
        "tech.delete_user",
        "DELETE",
        "/users/{id}",
        true,
        "default",
        true,
    ),
    ("tech.list_users", "GET", "/users", true, "default", true),
    (
        "webhooks.test",
        "POST",
        "/webhooks/test",
        true,
        "default",
        true,
    ),
];

#[test]
fn every_endpoint_is_as_the_table_says() {
    let actual: HashSet<Row> = endpoints()
        .map(|endpoint| {
            let method = match endpoint.method().as_str() {
                "GET" => "GET",
                "POST" => "POST",
                "PATCH" => "PATCH",
                "DELETE" => "DELETE",
                other => panic!("no route has the method {other}"),
            };
            (
                endpoint.operation(),
                method,
                endpoint.path(),
                endpoint.is_idempotent(),
                endpoint.limit_bucket().name(),
                endpoint.is_authenticated(),
            )
        })
        .collect();
    let table: HashSet<Row> = TABLE.iter().copied().collect();

    let unpinned: Vec<_> = actual.difference(&table).collect();
    let missing: Vec<_> = table.difference(&actual).collect();
    assert!(
        unpinned.is_empty() && missing.is_empty(),
        "unpinned {unpinned:#?} missing {missing:#?}"
    );
}

#[test]
fn no_route_is_forgotten() {
    let is_public = |row: &&Row| row.2.starts_with("/v3/") || row.2.starts_with("/counters/");
    let public = TABLE.iter().filter(is_public).count();

    // 32 documented, less two of the marketplace, `wauth` and `migration`, all for partners only.
    assert_eq!(public, 28);
    assert_eq!(TABLE.len() - public, 25);
    assert_eq!(endpoints().count(), TABLE.len());
}

#[test]
fn names_and_routes_are_unique() {
    let names: HashSet<_> = endpoints().map(|endpoint| endpoint.operation()).collect();
    let routes: HashSet<_> = endpoints()
        .map(|it| (it.method().to_string(), it.path()))
        .collect();

    assert_eq!(names.len(), endpoints().count());
    assert_eq!(routes.len(), endpoints().count());
}

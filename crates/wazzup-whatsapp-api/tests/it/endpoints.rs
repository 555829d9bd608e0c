//! What is fixed about each route, pinned.

use std::collections::BTreeSet;

use wazzup_whatsapp_api::{resources::endpoints, transport::Endpoint};

/// Name, method, path below the version; `again` if it may be repeated after a lost answer, else
/// `once`; the bucket of the rate limit; and `tokenless` if the access token stays out of it.
const TABLE: &str = "
    messages.send               POST   /{phone_number_id}/messages              once   messages
    messages.send_marketing     POST   /{phone_number_id}/marketing_messages    once   messages
    messages.mark_as_read       POST   /{phone_number_id}/messages              again  default
    messages.indicate_typing    POST   /{phone_number_id}/messages              again  default
    media.upload                POST   /{phone_number_id}/media                 again  default
    media.url                   GET    /{media_id}                              again  default
    media.download              GET    /                                        again  default
    media.delete                DELETE /{media_id}                              again  default
    uploads.start               POST   /{app_id}/uploads                        again  default
    uploads.send                POST   /                                        once   default
    uploads.offset              GET    /                                        again  default
    users.block                 POST   /{phone_number_id}/block_users           again  default
    users.unblock               DELETE /{phone_number_id}/block_users           again  default
    users.blocked               GET    /{phone_number_id}/block_users           again  default
    callbacks.app_access_token  GET    /oauth/access_token                      again  default     tokenless
    callbacks.set_app           POST   /{app_id}/subscriptions                  again  default     tokenless
    callbacks.override_waba     POST   /{waba_id}/subscribed_apps               again  management
    callbacks.subscribed_apps   GET    /{waba_id}/subscribed_apps               again  management
    callbacks.unsubscribe       DELETE /{waba_id}/subscribed_apps               again  management
    callbacks.override_phone    POST   /{phone_number_id}                       again  management
";

/// The rows of a table, with one space between the columns.
fn rows(table: &str) -> BTreeSet<String> {
    let columns = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
    table
        .lines()
        .map(columns)
        .filter(|row| !row.is_empty())
        .collect()
}

fn row(endpoint: &Endpoint) -> String {
    let repeat = if endpoint.is_idempotent() {
        "again"
    } else {
        "once"
    };
    let token = if endpoint.is_authenticated() {
        ""
    } else {
        " tokenless"
    };
    let (name, method, path) = (endpoint.operation(), endpoint.method(), endpoint.path());
    let bucket = endpoint.limit_bucket().name();
    format!("{name} {method} {path} {repeat} {bucket}{token}")
}

#[test]
fn every_endpoint_is_as_the_table_says() {
    let actual: BTreeSet<String> = endpoints().map(row).collect();
    let table = rows(TABLE);

    let (unpinned, missing) = (&actual - &table, &table - &actual);
    assert!(
        unpinned.is_empty() && missing.is_empty(),
        "not in the table: {unpinned:#?}\nnot in the code: {missing:#?}"
    );
}

#[test]
fn no_two_endpoints_have_one_name() {
    let names: Vec<_> = endpoints().map(Endpoint::operation).collect();
    let different: BTreeSet<_> = names.iter().collect();
    assert_eq!(names.len(), different.len());
}

//! What is fixed about each route, pinned.

use std::collections::BTreeSet;

use wazzup_api::{resources::endpoints, transport::Endpoint};

/// Name, method, path; `again` if it may be repeated after a lost answer, else `once`; the bucket of
/// the rate limit; and `keyless` if the credential stays out of it.
const PUBLIC: &str = "
    users.list              GET    /v3/users                            again  default
    users.get               GET    /v3/users/{id}                       again  default
    users.save              POST   /v3/users                            again  default
    users.delete            DELETE /v3/users/{id}                       again  default
    users.delete_many       PATCH  /v3/users/bulk_delete                again  default
    contacts.list           GET    /v3/contacts                         again  default
    contacts.get            GET    /v3/contacts/{id}                    again  default
    contacts.save           POST   /v3/contacts                         again  default
    contacts.delete         DELETE /v3/contacts/{id}                    again  default
    contacts.delete_many    PATCH  /v3/contacts/bulk_delete             again  default
    deals.list              GET    /v3/deals                            again  default
    deals.get               GET    /v3/deals/{id}                       again  default
    deals.save              POST   /v3/deals                            again  default
    deals.delete            DELETE /v3/deals/{id}                       again  default
    deals.delete_many       PATCH  /v3/deals/bulk_delete                again  default
    pipelines.list          GET    /v3/pipelines                        again  default
    pipelines.save          POST   /v3/pipelines                        again  default
    channels.list           GET    /v3/channels                         again  default
    messages.send           POST   /v3/message                          once   messages
    messages.edit           PATCH  /v3/message/{id}                     again  messages
    messages.delete         DELETE /v3/message/{id}                     again  messages
    templates.list          GET    /v3/templates/whatsapp               again  default
    webhooks.settings       GET    /v3/webhooks                         again  default
    webhooks.update         PATCH  /v3/webhooks                         again  default
    iframe.generate_link    POST   /v3/iframe                           again  default
    counters.unanswered     GET    /v3/unanswered/{user_id}             again  default
    counters.host           GET    /counters/ws_host/api_v3/{api_key}   again  default  keyless
    connect.exchange        POST   /v3/connect                          once   default  keyless
    connect.wauth           POST   /v3/wauth                            once   default
    connect.migrate         POST   /v3/migration                        once   default
";

const TECH: &str = "
    accounts.create                 POST   /accounts                                       once   default
    accounts.delete                 DELETE /accounts/{account_id}                          again  default
    accounts.waba_summary           GET    /accounts/waba-summary                          again  default
    accounts.transactions           GET    /accounts/transactions                          again  default
    accounts.increase_balance       POST   /accounts/balance                               once   default
    accounts.balance                GET    /accounts/balance                               again  default
    accounts.settings               GET    /settings                                       again  default
    accounts.update_settings        PATCH  /settings                                       again  default
    channels.generate_link          POST   /iframe/generate-channels-link                  again  default
    tech.generate_templates_link    POST   /iframe/generate-templates-link                 again  default
    tech.generate_waba_profile_link POST   /iframe/generate-waba-profile-link              again  default
    tech.generate_chats_link        POST   /iframe/generate-chats-link                     again  default
    tech.generate_unanswered_link   POST   /iframe/generate-unanswered-link                again  default
    channels.create                 POST   /channels/{transport}                           once   default
    channels.reinitialize           POST   /channels/{transport}/{channel_id}/reinit       once   default
    channels.delete                 DELETE /channels/{transport}/{channel_id}              again  default
    tech.list_channels              GET    /channels/list                                  again  default
    channels.info                   GET    /channels/{transport}/{channel_id}              again  default
    tech.pricing                    GET    /channels/waba/pricing/{country}                again  default
    tech.transactions               GET    /channels/waba/{channel_id}/transactions/{date} again  default
    tech.list_waba_templates        GET    /channels/waba/templates                        again  default
    tech.create_user                POST   /users                                          once   default
    tech.delete_user                DELETE /users/{id}                                     again  default
    tech.list_users                 GET    /users                                          again  default
    webhooks.test                   POST   /webhooks/test                                  again  default
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
    let key = if endpoint.is_authenticated() {
        ""
    } else {
        " keyless"
    };
    let (name, method, path) = (endpoint.operation(), endpoint.method(), endpoint.path());
    format!(
        "{name} {method} {path} {repeat} {}{key}",
        endpoint.limit_bucket().name()
    )
}

#[test]
fn every_endpoint_is_as_the_table_says() {
    let actual: BTreeSet<String> = endpoints().map(row).collect();
    let table = &rows(PUBLIC) | &rows(TECH);

    let (unpinned, missing) = (&actual - &table, &table - &actual);
    assert!(
        unpinned.is_empty() && missing.is_empty(),
        "unpinned {unpinned:#?} missing {missing:#?}"
    );
}

#[test]
fn no_route_is_forgotten() {
    // 32 documented, less the two by which partners list a CRM on the marketplace.
    assert_eq!(rows(PUBLIC).len(), 30);
    assert_eq!(rows(TECH).len(), 25);
    assert_eq!(endpoints().count(), 30 + 25);
}

#[test]
fn names_and_routes_are_unique() {
    let names: BTreeSet<_> = endpoints().map(Endpoint::operation).collect();
    let routes: BTreeSet<_> = endpoints()
        .map(|it| (it.method().to_string(), it.path()))
        .collect();

    assert_eq!(names.len(), endpoints().count());
    assert_eq!(routes.len(), endpoints().count());
}

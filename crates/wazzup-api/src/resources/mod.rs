//! The resources of the API, a file each. A [`Client`](crate::Client) has an accessor for each.

mod accounts;
mod channels;
mod connect;
mod contacts;
mod counters;
mod deals;
mod iframe;
pub(crate) mod messages;
mod pipelines;
mod tech;
mod templates;
mod users;
mod webhooks;

use wazzup_transport::{
    Bucket, Endpoint,
    typed::{endpoints, resource},
};

pub use self::{
    accounts::{Accounts, ChangeSettings, CreateAccount, NewAccountKeys, UserRoles},
    channels::{AssignUser, Channels, ListChannels, NormalizeChannels, NormalizedChannels},
    connect::Connect,
    contacts::Contacts,
    counters::Counters,
    deals::Deals,
    iframe::Iframe,
    messages::Messages,
    pipelines::Pipelines,
    tech::Tech,
    templates::Templates,
    users::Users,
    webhooks::{EnsureWebhooks, Ensured, Webhooks},
};

/// Every endpoint this crate calls, resource by resource: for metrics, tests and documentation.
pub fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    let resources = [
        users::ENDPOINTS,
        contacts::ENDPOINTS,
        deals::ENDPOINTS,
        pipelines::ENDPOINTS,
        channels::ENDPOINTS,
        messages::ENDPOINTS,
        templates::ENDPOINTS,
        webhooks::ENDPOINTS,
        iframe::ENDPOINTS,
        counters::ENDPOINTS,
        accounts::ENDPOINTS,
        connect::ENDPOINTS,
        tech::ENDPOINTS,
    ];
    resources.into_iter().flatten().copied()
}

/// The bucket of the rate limit that messages count into, besides that of the whole account. It has
/// no limit of its own unless given one.
pub const MESSAGES_BUCKET: Bucket = Bucket::new("messages");

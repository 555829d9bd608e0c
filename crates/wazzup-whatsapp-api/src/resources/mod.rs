//! The resources of the API, a file each. A [`Client`](crate::Client) has an accessor for each.

mod callbacks;
pub(crate) mod media;
pub(crate) mod messages;
mod uploads;
mod users;

use wazzup_transport::Endpoint;

pub use self::{
    callbacks::{Callbacks, GetAppAccessToken, SetAppCallbackUrl},
    media::Media,
    messages::Messages,
    uploads::{ResumableUpload, SendRest, Uploads},
    users::{BlockReport, Users},
};

/// Every endpoint this crate calls, resource by resource: for metrics, tests and documentation.
pub fn endpoints() -> impl Iterator<Item = &'static Endpoint> {
    let resources = [
        messages::ENDPOINTS,
        media::ENDPOINTS,
        uploads::ENDPOINTS,
        users::ENDPOINTS,
        callbacks::ENDPOINTS,
    ];
    resources.into_iter().flatten().copied()
}

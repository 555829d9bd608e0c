use wazzup_transport::Endpoint;

use super::{endpoints, resource};

mod list;

pub use self::list::{ListChannels, NormalizeChannels, NormalizedChannels};

endpoints! {
    LIST = Endpoint::get("channels.list", "/v3/channels");
    INFO = Endpoint::get("channels.info", "/channels/{transport}/{channel_id}");
    /// Connects another account each time.
    CREATE = Endpoint::post("channels.create", "/channels/{transport}");
    /// Signs the messenger out and in again.
    REINITIALIZE =
        Endpoint::post("channels.reinitialize", "/channels/{transport}/{channel_id}/reinit");
    DELETE = Endpoint::delete("channels.delete", "/channels/{transport}/{channel_id}");
    /// A link more does no harm.
    GENERATE_LINK =
        Endpoint::post("channels.generate_link", "/iframe/generate-channels-link").idempotent();
}

resource! {
    /// Channels: connected messenger accounts. From
    /// [`Client::channels`](crate::Client::channels).
    ///
    /// The list is a route of the public API, everything else of the tech API. See
    /// [Working with channels](https://wazzup24.com/help/api-en/working-with-channels/).
    Channels
}

impl Channels<'_> {
    /// All channels: `GET /v3/channels`, which
    /// [may take more than one request](ListChannels::lazy_start).
    pub fn list(self) -> ListChannels {
        ListChannels::new(self.client)
    }

    /// All channels and how many they are, in the shape in which the Python package gives them.
    pub fn normalized(self) -> NormalizeChannels {
        self.list().normalized()
    }
}

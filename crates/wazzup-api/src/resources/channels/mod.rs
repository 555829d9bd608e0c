mod assign;
mod list;

use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    ChannelId, ChannelTransport, RawJson, UserId,
    tech::{
        ChannelDeletion, ChannelsLinkRequest, CreatedChannel, Link, NewChannel, Role, UserRole,
    },
};

pub use self::{
    assign::AssignUser,
    list::{ListChannels, NormalizeChannels, NormalizedChannels},
};
use super::{ChangeSettings, endpoints, resource};
use crate::call::{Call, read};

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
    /// The list is a route of the public API, everything else of the tech API. There is no route to
    /// change one:
    ///
    /// ```compile_fail,E0599
    /// # async fn example(client: wazzup_api::Client, id: wazzup_api::types::ChannelId) {
    /// client.channels().update(&id).await;
    /// # }
    /// ```
    ///
    /// See
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

    /// One channel: `GET /channels/{transport}/{channelId}`. Its shape is not known, so it comes
    /// as it is.
    ///
    /// For WhatsApp Business channels some paths of the tech API have `waba` where the transport is
    /// `wapi`: should one not be found, try the other, `ChannelTransport::from("waba")`.
    pub fn info(self, transport: &ChannelTransport, id: &ChannelId) -> Call<RawJson> {
        let request = Request::new(&INFO).path("transport", transport.as_str());
        self.client
            .on_tech(request.path("channel_id", id.as_str()), read::json)
    }

    /// Connects a messenger account: `POST /channels/{transport}`, with no body if nothing is to be
    /// said. The answer may hold the address to go on at.
    ///
    /// Not repeated after a lost answer: it would start another.
    pub fn create(
        self,
        transport: &ChannelTransport,
        channel: &NewChannel,
    ) -> Call<CreatedChannel> {
        let mut request = Request::new(&CREATE).path("transport", transport.as_str());
        if !channel.is_empty() {
            request = request.json(channel);
        }
        self.client.on_tech(request, read::json_or_default)
    }

    /// Signs a channel in anew: `POST /channels/{transport}/{channelId}/reinit`. What is answered
    /// is not known, so it comes as it is; `None` if that is nothing.
    ///
    /// Not repeated after a lost answer: each time signs the messenger out.
    pub fn reinitialize(
        self,
        transport: &ChannelTransport,
        id: &ChannelId,
    ) -> Call<Option<RawJson>> {
        let request = Request::new(&REINITIALIZE).path("transport", transport.as_str());
        self.client
            .on_tech(request.path("channel_id", id.as_str()), read::json_if_any)
    }

    /// Deletes a channel, with or without its chats: `DELETE /channels/{transport}/{channelId}`.
    pub fn delete(
        self,
        transport: &ChannelTransport,
        id: &ChannelId,
        deletion: ChannelDeletion,
    ) -> Call<()> {
        let request = Request::new(&DELETE).path("transport", transport.as_str());
        let request = request.path("channel_id", id.as_str()).json(&deletion);
        self.client.on_tech(request, read::deleted)
    }

    /// Makes the address of a page that connects channels:
    /// `POST /iframe/generate-channels-link`.
    pub fn generate_link(self, link: &ChannelsLinkRequest) -> Call<Link> {
        self.client
            .on_tech(Request::new(&GENERATE_LINK).json(link), read::json)
    }

    /// Lets a user work in a channel, and, unless
    /// [told otherwise](AssignUser::allow_get_new_clients), lets new customers be given to them
    /// there. A role they have in it is replaced.
    ///
    /// Two requests, [as any change of the settings](ChangeSettings).
    pub fn assign_user(self, user: &UserId, channel: &ChannelId, role: Role) -> AssignUser {
        let role = UserRole::new(channel.clone(), user.clone(), role);
        AssignUser::new(self.client, role)
    }

    /// Lets users work in channels. A role that one of them has in the same channel is replaced.
    ///
    /// New customers are given to those whose role
    /// [says so](UserRole::allow_get_new_clients()), which a new one does not.
    ///
    /// Two requests for all of them, [as any change of the settings](ChangeSettings).
    pub fn assign_users(self, roles: impl IntoIterator<Item = UserRole>) -> ChangeSettings {
        let roles: Vec<UserRole> = roles.into_iter().collect();
        self.client.accounts().change_settings(move |settings| {
            for role in &roles {
                settings.assign(role.clone());
            }
        })
    }

    /// Takes a user's role in a channel away. If they have none, nothing is written.
    ///
    /// Two requests, [as any change of the settings](ChangeSettings).
    pub fn remove_user(self, user: &UserId, channel: &ChannelId) -> ChangeSettings {
        let (user, channel) = (user.clone(), channel.clone());
        self.client.accounts().change_settings(move |settings| {
            settings.remove(&user, &channel);
        })
    }
}

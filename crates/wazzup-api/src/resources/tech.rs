use serde::de::DeserializeOwned;
use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    ChannelId, Page, UserId,
    tech::{
        ChannelsList, ChatsLinkRequest, Link, NewTechUser, TechTemplate, TechUser,
        TemplatesLinkRequest, UnansweredLinkRequest, WabaPricing, WabaProfileLinkRequest,
        WabaTransactions,
    },
};

use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    LIST_CHANNELS = Endpoint::get("tech.list_channels", "/channels/list");
    PRICING = Endpoint::get("tech.pricing", "/channels/waba/pricing/{country}");
    TRANSACTIONS =
        Endpoint::get("tech.transactions", "/channels/waba/{channel_id}/transactions/{date}");
    LIST_WABA_TEMPLATES = Endpoint::get("tech.list_waba_templates", "/channels/waba/templates");
    /// A link more does no harm, here and below.
    TEMPLATES_LINK =
        Endpoint::post("tech.generate_templates_link", "/iframe/generate-templates-link")
            .idempotent();
    WABA_PROFILE_LINK =
        Endpoint::post("tech.generate_waba_profile_link", "/iframe/generate-waba-profile-link")
            .idempotent();
    CHATS_LINK =
        Endpoint::post("tech.generate_chats_link", "/iframe/generate-chats-link").idempotent();
    UNANSWERED_LINK =
        Endpoint::post("tech.generate_unanswered_link", "/iframe/generate-unanswered-link")
            .idempotent();
    /// Nobody says whether a second user of the same id is an update.
    CREATE_USER = Endpoint::post("tech.create_user", "/users");
    DELETE_USER = Endpoint::delete("tech.delete_user", "/users/{id}");
    LIST_USERS = Endpoint::get("tech.list_users", "/users");
}

resource! {
    /// Routes of the tech API that belong to no other resource. From
    /// [`Client::tech`](crate::Client::tech).
    ///
    /// This API is not documented publicly; shapes are those of the Python package.
    Tech
}

impl Tech<'_> {
    /// All channels with their details: `GET /channels/list`.
    pub fn list_channels(self) -> Call<ChannelsList> {
        self.client
            .on_tech(Request::new(&LIST_CHANNELS), read::json)
    }

    /// What conversations cost in a country, given by its two letters:
    /// `GET /channels/waba/pricing/{country}`.
    pub fn pricing(self, country: &str) -> Call<WabaPricing> {
        self.client
            .on_tech(Request::new(&PRICING).path("country", country), read::json)
    }

    /// What a WhatsApp Business channel cost on a day (`YYYY-MM-DD`):
    /// `GET /channels/waba/{channelId}/transactions/{date}`.
    pub fn transactions(self, channel: &ChannelId, date: &str) -> Call<WabaTransactions> {
        let request = Request::new(&TRANSACTIONS).path("channel_id", channel.as_str());
        self.client.on_tech(request.path("date", date), read::json)
    }

    /// Templates of the WhatsApp Business API: `GET /channels/waba/templates`.
    pub fn list_waba_templates(self) -> Call<Page<TechTemplate>> {
        self.client
            .on_tech(Request::new(&LIST_WABA_TEMPLATES), read::json)
    }

    /// Makes the address of a page of templates: `POST /iframe/generate-templates-link`.
    pub fn generate_templates_link(self, link: &TemplatesLinkRequest) -> Call<Link> {
        self.client
            .on_tech(Request::new(&TEMPLATES_LINK).json(link), read::json)
    }

    /// Makes the address of a page with the profile of a WhatsApp Business channel:
    /// `POST /iframe/generate-waba-profile-link`.
    pub fn generate_waba_profile_link(self, link: &WabaProfileLinkRequest) -> Call<Link> {
        self.client
            .on_tech(Request::new(&WABA_PROFILE_LINK).json(link), read::json)
    }

    /// Makes the address of a page of chats: `POST /iframe/generate-chats-link`.
    pub fn generate_chats_link(self, link: &ChatsLinkRequest) -> Call<Link> {
        self.client
            .on_tech(Request::new(&CHATS_LINK).json(link), read::json)
    }

    /// Makes the address of a counter of unanswered chats:
    /// `POST /iframe/generate-unanswered-link`.
    pub fn generate_unanswered_link(self, link: &UnansweredLinkRequest) -> Call<Link> {
        self.client
            .on_tech(Request::new(&UNANSWERED_LINK).json(link), read::json)
    }

    /// Creates a user with a role: `POST /users`.
    ///
    /// Not repeated after a lost answer, since nobody says what a second one of the same id is.
    pub fn create_user(self, user: &NewTechUser) -> Call<()> {
        self.client
            .on_tech(Request::new(&CREATE_USER).json(user), read::nothing)
    }

    /// Deletes a user: `DELETE /users/{id}`.
    pub fn delete_user(self, id: &UserId) -> Call<()> {
        self.client.on_tech(
            Request::new(&DELETE_USER).path("id", id.as_str()),
            read::deleted,
        )
    }

    /// All users: `GET /users`.
    pub fn list_users(self) -> Call<Page<TechUser>> {
        self.client.on_tech(Request::new(&LIST_USERS), read::json)
    }

    /// Calls a route of the tech host that this crate does not know, as
    /// [`Client::request`](crate::Client::request) does on the public one.
    pub fn request<T: DeserializeOwned + 'static>(self, request: Request) -> Call<T> {
        self.client.on_tech(request, read::json)
    }
}

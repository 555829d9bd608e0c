mod app;

use serde::Deserialize;
use wazzup_transport::{Endpoint, Reply, Request, typed::endpoints, typed::resource};
use wazzup_whatsapp_types::{
    PhoneNumberId, Secret, WabaId,
    callback::{App, CallbackOverride, PhoneCallback, SubscribedApp},
};

pub use self::app::{GetAppAccessToken, SetAppCallbackUrl};
use crate::{MANAGEMENT_BUCKET, NodeCall, Result, call::read};

endpoints! {
    /// The secret is in the query, as is everything here that Meta has no bearer for. No such address is
    /// ever printed.
    APP_ACCESS_TOKEN = Endpoint::get("callbacks.app_access_token", "/oauth/access_token").without_auth();
    /// The fields replace those that were set before, so twice is as good as once.
    SET_APP = Endpoint::post("callbacks.set_app", "/{app_id}/subscriptions").without_auth().idempotent();
    OVERRIDE_WABA = Endpoint::post("callbacks.override_waba", "/{waba_id}/subscribed_apps").idempotent().bucket(MANAGEMENT_BUCKET);
    SUBSCRIBED_APPS = Endpoint::get("callbacks.subscribed_apps", "/{waba_id}/subscribed_apps").bucket(MANAGEMENT_BUCKET);
    UNSUBSCRIBE = Endpoint::delete("callbacks.unsubscribe", "/{waba_id}/subscribed_apps").bucket(MANAGEMENT_BUCKET);
    OVERRIDE_PHONE = Endpoint::post("callbacks.override_phone", "/{phone_number_id}").idempotent().bucket(MANAGEMENT_BUCKET);
}

resource! {
    /// Where webhooks go. From [`Client::callbacks`](crate::Client::callbacks).
    ///
    /// A delivery goes to the callback of the phone number if it has one, else to that of the account,
    /// else to that of the app. The service checks each callback when it is set, by a challenge that has
    /// to be answered before the call returns: so the server must run.
    ///
    /// See [Webhook overrides](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override).
    Callbacks
}

impl Callbacks<'_> {
    /// The access token of the app itself, for the id and the secret that the client has:
    /// `GET /oauth/access_token`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the app's id or secret is missing.
    pub fn get_app_access_token(self) -> GetAppAccessToken {
        GetAppAccessToken::new(self.client)
    }

    /// Sets the callback of the app, and the webhook fields that it subscribes to:
    /// `POST /{app_id}/subscriptions`. The fields replace those of before.
    ///
    /// ```no_run
    /// # async fn example(client: wazzup_whatsapp_api::Client) -> wazzup_whatsapp_api::Result<()> {
    /// client.callbacks().set_app_callback_url("https://bot.example.com/whatsapp").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the app's id, its secret or token, or the
    /// verify token is missing; [`Rejected`](crate::ErrorKind::Rejected) if the challenge was not answered.
    pub fn set_app_callback_url(self, url: impl Into<String>) -> SetAppCallbackUrl {
        SetAppCallbackUrl::new(self.client, url.into())
    }

    /// Sets the callback of an account, in the place of the app's: `POST /{waba_id}/subscribed_apps`.
    /// The verify token is the client's unless one is given.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if there is no verify token or the address
    /// has more than [`OVERRIDE_URL_MAX_CHARS`](wazzup_whatsapp_types::callback::OVERRIDE_URL_MAX_CHARS) characters; [`Rejected`](crate::ErrorKind::Rejected) if the
    /// challenge was not answered.
    pub fn override_waba_callback_url(
        self,
        url: &str,
        verify_token: Option<&Secret>,
    ) -> NodeCall<(), WabaId> {
        let request = match self.override_by(url, verify_token) {
            Ok(body) => Request::new(&OVERRIDE_WABA).json(&body),
            Err(why) => Request::new(&OVERRIDE_WABA).invalid(why),
        };
        self.client.node(request, read::done)
    }

    /// Takes the callback of an account back, so that the app's is used, and subscribes the app to the
    /// account if it was not: `POST /{waba_id}/subscribed_apps` without a body.
    #[doc(alias = "subscribe")]
    pub fn delete_waba_callback_url(self) -> NodeCall<(), WabaId> {
        self.client.node(Request::new(&OVERRIDE_WABA), read::done)
    }

    /// Sets the callback of a phone number, in the place of the account's and the app's:
    /// `POST /{phone_number_id}`. The verify token is the client's unless one is given.
    ///
    /// # Errors
    ///
    /// As [`override_waba_callback_url`](Self::override_waba_callback_url).
    pub fn override_phone_callback_url(
        self,
        url: &str,
        verify_token: Option<&Secret>,
    ) -> NodeCall<(), PhoneNumberId> {
        let request = match self.override_by(url, verify_token) {
            Ok(body) => Request::new(&OVERRIDE_PHONE).json(&PhoneCallback::new(body)),
            Err(why) => Request::new(&OVERRIDE_PHONE).invalid(why),
        };
        self.client.node(request, read::done)
    }

    /// Takes the callback of a phone number back, so that the account's or the app's is used:
    /// `POST /{phone_number_id}`.
    pub fn delete_phone_callback_url(self) -> NodeCall<(), PhoneNumberId> {
        let request = Request::new(&OVERRIDE_PHONE).json(&PhoneCallback::remove());
        self.client.node(request, read::done)
    }

    /// The apps that get the webhooks of an account, with their callbacks:
    /// `GET /{waba_id}/subscribed_apps`.
    pub fn get_subscribed_apps(self) -> NodeCall<Vec<SubscribedApp>, WabaId> {
        self.client.node(Request::new(&SUBSCRIBED_APPS), apps)
    }

    /// Ends the subscription of the app to an account: `DELETE /{waba_id}/subscribed_apps`. No webhooks
    /// of it arrive any more.
    pub fn unsubscribe(self) -> NodeCall<(), WabaId> {
        self.client.node(Request::new(&UNSUBSCRIBE), read::done)
    }

    fn override_by(
        &self,
        url: &str,
        verify_token: Option<&Secret>,
    ) -> Result<CallbackOverride, String> {
        let token = verify_token.or_else(|| self.client.verify_token());
        let token = token.ok_or(NO_VERIFY_TOKEN)?.clone();
        CallbackOverride::new(url, token).map_err(|invalid| invalid.to_string())
    }
}

/// The app is nested or not, depending on which document one believes.
fn apps(reply: Result<Reply>) -> Result<Vec<SubscribedApp>> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        data: Vec<Entry>,
    }

    #[derive(Deserialize)]
    struct Entry {
        #[serde(flatten)]
        nested: SubscribedApp,
        #[serde(flatten)]
        flat: App,
    }

    let answer: Answer = reply?.json()?;
    let apps = answer.data.into_iter().map(|Entry { mut nested, flat }| {
        if nested.whatsapp_business_api_data.is_none() && flat.id.is_some() {
            nested.whatsapp_business_api_data = Some(flat);
        }
        nested
    });
    Ok(apps.collect())
}

const NO_VERIFY_TOKEN: &str = "the verify token is missing: set it by `ClientBuilder::verify_token` \
                               or give it to the call";

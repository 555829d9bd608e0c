use std::future::IntoFuture;

use wazzup_transport::{CallOptions, Request};
use wazzup_whatsapp_types::{
    AppId, Secret,
    callback::{AppAccessToken, DEFAULT_FIELDS},
    webhook::Field,
};

use super::{APP_ACCESS_TOKEN, NO_VERIFY_TOKEN, SET_APP};
use crate::{
    Client, Node, Result,
    call::{Call, CallFuture, StepsFuture, call_options, read, steps},
};

/// Asks for the access token of an app. From
/// [`Callbacks::get_app_access_token`](super::Callbacks::get_app_access_token).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct GetAppAccessToken {
    client: Client,
    app: Option<(AppId, Secret)>,
    options: CallOptions,
}

impl GetAppAccessToken {
    pub(super) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            app: None,
            options: CallOptions::default(),
        }
    }

    /// For this app, whatever the client has.
    pub fn on(mut self, app: AppId, secret: Secret) -> Self {
        self.app = Some((app, secret));
        self
    }

    fn call(&self) -> Call<AppAccessToken> {
        let (own_id, own_secret) = self.app.as_ref().map(|(id, secret)| (id, secret)).unzip();
        let id = own_id.or_else(|| AppId::of(&self.client));
        let secret = own_secret.or_else(|| self.client.app_secret());
        let request = Request::new(&APP_ACCESS_TOKEN);
        let request = match (id, secret) {
            (None, _) => request.invalid(AppId::MISSING),
            (_, None) => request.invalid(NO_APP_SECRET),
            (Some(id), Some(secret)) => request
                .query("grant_type", "client_credentials")
                .query("client_id", id.as_str())
                .query("client_secret", secret.expose()),
        };
        self.client
            .call(request, read::json)
            .with_options(self.options.clone())
    }
}

call_options!(GetAppAccessToken);

impl IntoFuture for GetAppAccessToken {
    type Output = Result<AppAccessToken>;
    type IntoFuture = CallFuture<AppAccessToken>;

    fn into_future(self) -> Self::IntoFuture {
        self.call().into_future()
    }
}

/// Sets the callback of an app. From
/// [`Callbacks::set_app_callback_url`](super::Callbacks::set_app_callback_url).
///
/// The call is made with the app's own token; unless one is [given](Self::app_access_token), it is
/// asked for first, with the app's secret.
#[derive(Clone)]
#[must_use = "a request does nothing unless awaited"]
pub struct SetAppCallbackUrl {
    client: Client,
    app: Option<AppId>,
    url: String,
    verify_token: Option<Secret>,
    fields: Vec<Field>,
    token: Option<Secret>,
    options: CallOptions,
}

impl SetAppCallbackUrl {
    pub(super) fn new(client: &Client, url: String) -> Self {
        Self {
            client: client.clone(),
            app: None,
            url,
            verify_token: None,
            fields: DEFAULT_FIELDS.to_vec(),
            token: None,
            options: CallOptions::default(),
        }
    }

    /// For this app, whatever the client has. Its token must be [given](Self::app_access_token), since
    /// the client's secret is that of its own app.
    pub fn on(mut self, app: AppId) -> Self {
        self.app = Some(app);
        self
    }

    /// The webhook fields that the app subscribes to, in the place of [`DEFAULT_FIELDS`].
    pub fn fields<F: Into<Field>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// What the service is to show when it checks the callback, in the place of the client's.
    pub fn verify_token(mut self, token: Secret) -> Self {
        self.verify_token = Some(token);
        self
    }

    /// The access token of the app, if it is known already.
    pub fn app_access_token(mut self, token: Secret) -> Self {
        self.token = Some(token);
        self
    }

    /// The app, and what the service is to show.
    fn parts(&self) -> Result<(&AppId, &Secret), &'static str> {
        let app = self.app.as_ref().or_else(|| AppId::of(&self.client));
        let own = self.verify_token.as_ref();
        let verify_token = own.or_else(|| self.client.verify_token());
        Ok((
            app.ok_or(AppId::MISSING)?,
            verify_token.ok_or(NO_VERIFY_TOKEN)?,
        ))
    }

    fn with_token(&self, token: &Secret) -> Call<()> {
        let fields: Vec<_> = self.fields.iter().map(Field::as_str).collect();
        let request = Request::new(&SET_APP);
        let request = match self.parts() {
            Err(missing) => request.invalid(missing),
            Ok((app, verify_token)) => request
                .path(AppId::ARGUMENT, app.as_str())
                .query("object", "whatsapp_business_account")
                .query("callback_url", &self.url)
                .query("verify_token", verify_token.expose())
                .query("fields", fields.join(","))
                .query("access_token", token.expose()),
        };
        self.client
            .call(request, read::done)
            .with_options(self.options.clone())
    }

    /// What is missing before the token can be asked for: nothing is sent then, not even that.
    fn missing(&self) -> Option<&'static str> {
        // The client's secret would be that of another app.
        let other = self.app.as_ref().map(|_| NO_APP_TOKEN);
        other.or_else(|| self.parts().err())
    }

    async fn run(self) -> Result<()> {
        let token = match (&self.token, self.missing()) {
            (Some(token), _) => token.clone(),
            (None, Some(missing)) => {
                let request = Request::new(&SET_APP).invalid(missing);
                return self.client.call(request, read::done).await;
            }
            (None, None) => {
                let ask = GetAppAccessToken::new(&self.client).with_options(self.options.clone());
                ask.await?.access_token
            }
        };
        self.with_token(&token).await
    }
}

call_options!(SetAppCallbackUrl);

/// Without the address, whose query may hold a secret.
impl std::fmt::Debug for SetAppCallbackUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SetAppCallbackUrl")
            .field("fields", &self.fields)
            .finish_non_exhaustive()
    }
}

impl IntoFuture for SetAppCallbackUrl {
    type Output = Result<()>;
    type IntoFuture = StepsFuture<Result<()>>;

    fn into_future(self) -> Self::IntoFuture {
        steps(self.run())
    }
}

const NO_APP_SECRET: &str = "the app secret is missing: set it by `ClientBuilder::app_secret` or \
                             `Client::with_app_id`, or on this request by `on`";

const NO_APP_TOKEN: &str = "the access token of the app is missing: give it by `app_access_token`, \
                            since the client has the secret of its own app only";

//! Telling Meta where its webhooks are to go.

use wazzup_sdk::{
    types::Secret,
    whatsapp::{
        api::{Client, ClientBuilder},
        types::{AppId, WabaId},
    },
};

use crate::{
    commands::listen::{Args, UNDO, Undo, address::WithToken},
    connection::{missing, node},
    failure::Failure,
    output::note,
    provider::{Options, Provider},
    secrets,
};

const WABA: &str = "WHATSAPP_WABA_ID";
const APP: &str = "WHATSAPP_APP_ID";

/// What only the Cloud API has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "WhatsApp Cloud API (--provider whatsapp)")]
pub(in crate::commands::listen) struct WhatsAppOptions {
    /// Whose webhooks are to come here [default: waba]
    #[arg(long, value_enum, requires = "register")]
    scope: Option<Scope>,
    /// The id of the WhatsApp Business Account, for --scope waba [env: WHATSAPP_WABA_ID]
    #[arg(long, value_name = "WABA_ID", requires = "register")]
    waba: Option<String>,
    /// The id of the app, for --scope app [env: WHATSAPP_APP_ID]
    #[arg(long, value_name = "APP_ID", requires = "register")]
    app: Option<String>,
}

/// Whose callback an address becomes. That of a phone number goes before that of its account, and
/// that before the app's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Scope {
    /// The app: all accounts and numbers without an address of their own
    App,
    /// The WhatsApp Business Account
    Waba,
    /// The phone number in --from
    Phone,
}

impl Options for WhatsAppOptions {
    const OF: Provider = Provider::WhatsApp;

    fn given(&self) -> Option<&'static str> {
        let options = [
            ("--scope", self.scope.is_some()),
            ("--waba", self.waba.is_some()),
            ("--app", self.app.is_some()),
        ];
        let given = options.into_iter().find(|(_, given)| *given);
        given.map(|(option, _)| option)
    }
}

impl WhatsAppOptions {
    /// Refuses to take back what the service has no call for: `POST /{app}/subscriptions` sets another
    /// address, and none takes it away.
    pub(in crate::commands::listen) fn check_undo(&self, undo: bool) -> Result<(), Failure> {
        if undo && self.scope == Some(Scope::App) {
            return Err(Failure::usage(
                "--unregister-on-exit is not for --scope app: the Cloud API has no way to take the \
                 address of an app back",
            )
            .advice("leave --unregister-on-exit out, or give another --scope"));
        }
        Ok(())
    }
}

/// What webhooks are known by.
pub(super) struct Secrets {
    pub(super) app: Option<Secret>,
    pub(super) verify: Option<Secret>,
}

impl Secrets {
    pub(super) fn from_env() -> Result<Self, Failure> {
        Ok(Self {
            app: secrets::from_env(secrets::APP_SECRET)?,
            verify: secrets::from_env(secrets::VERIFY_TOKEN)?,
        })
    }
}

/// An address about to be registered, or registered.
pub(super) struct Registration {
    client: Client,
    scope: Scope,
    address: String,
}

impl Registration {
    /// Checks that all is there that registering takes.
    pub(super) fn prepare(args: &Args, secrets: &Secrets) -> Result<Self, Failure> {
        let scope = args.whatsapp.scope.unwrap_or(Scope::Waba);
        let Some(verify) = &secrets.verify else {
            return Err(Failure::usage("no verify token").advice(format!(
                "set {} to any word of yours: Meta shows it when it checks the address",
                secrets::VERIFY_TOKEN
            )));
        };
        let with_token = |builder: ClientBuilder| builder.verify_token(verify.expose());
        let client = match scope {
            Scope::App => {
                let app = node(args.whatsapp.app.as_deref(), "--app", APP, |id| {
                    AppId::new(id)
                })?;
                let app = app.ok_or_else(|| missing("--app", APP))?;
                let Some(secret) = &secrets.app else {
                    return Err(Failure::usage("no app secret")
                        .advice(format!("set {}", secrets::APP_SECRET)));
                };
                // This call has the app's own token, which its secret opens.
                args.graph
                    .client_without_token(&args.connection, |builder| {
                        with_token(builder).app_id(app).app_secret(secret.expose())
                    })?
            }
            Scope::Waba => {
                let waba = node(args.whatsapp.waba.as_deref(), "--waba", WABA, |id| {
                    WabaId::new(id)
                })?;
                let waba = waba.ok_or_else(|| missing("--waba", WABA))?;
                args.graph.client(&args.connection, |builder| {
                    with_token(builder).waba_id(waba)
                })?
            }
            Scope::Phone => {
                args.graph.known_number()?;
                args.graph.client(&args.connection, with_token)?
            }
        };
        Ok(Self {
            client,
            scope,
            address: String::new(),
        })
    }

    /// Registers the address. Meta asks it before it says yes, so the server must run.
    pub(super) async fn make(mut self, address: &str) -> Result<Self, Failure> {
        let callbacks = self.client.callbacks();
        let registered = match self.scope {
            Scope::App => callbacks.set_app_callback_url(address).await,
            Scope::Waba => callbacks.override_waba_callback_url(address, None).await,
            Scope::Phone => callbacks.override_phone_callback_url(address, None).await,
        };
        registered.map_err(|error| Failure::graph(&error))?;
        self.address = WithToken::new(address, None).to_string();
        note(format_args!("registered: {}", self.address));
        Ok(self)
    }
}

impl Undo for Registration {
    /// Takes the address back, so that the next one in the order is used again.
    async fn undo(self) -> Result<(), Failure> {
        let callbacks = self.client.callbacks();
        let undone = match self.scope {
            Scope::Waba => {
                let call = callbacks.delete_waba_callback_url();
                call.with_timeout(UNDO).await
            }
            Scope::Phone => {
                let call = callbacks.delete_phone_callback_url();
                call.with_timeout(UNDO).await
            }
            // Refused on the command line.
            Scope::App => return Ok(()),
        };
        undone.map_err(|error| Failure::graph(&error))?;
        note(format_args!("address taken back: {}", self.address));
        Ok(())
    }
}

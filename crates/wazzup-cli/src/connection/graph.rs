//! How the Cloud API is reached.

use wazzup_sdk::{
    transport::Proxy,
    types::Invalid,
    whatsapp::{
        api::{Client, ClientBuilder},
        types::PhoneNumberId,
    },
};

use super::{Connection, given, may_have_proxy};
use crate::{
    failure::{Failure, told},
    provider::{Options, Provider},
    secrets,
};

const URL: &str = "WHATSAPP_URL";
const NUMBER: &str = "WHATSAPP_PHONE_NUMBER_ID";

/// What the Cloud API needs besides what all connections have.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "WhatsApp Cloud API (--provider whatsapp)")]
pub(crate) struct Graph {
    /// Read the access token from stdin instead of WHATSAPP_TOKEN
    #[arg(long)]
    token_stdin: bool,
    /// The id of the business phone number, not the number itself [env: WHATSAPP_PHONE_NUMBER_ID]
    #[arg(long, value_name = "PHONE_NUMBER_ID")]
    from: Option<String>,
}

impl Graph {
    /// The client, with what `more` adds. Nothing is sent yet.
    pub(crate) fn client(
        &self,
        connection: &Connection,
        more: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, Failure> {
        let number = self.number()?;
        let token = secrets::access_token(self.token_stdin)?;
        self.build(Client::builder(token.expose()), number, connection, more)
    }

    /// The same for calls that are made with the token of the app.
    pub(crate) fn client_without_token(
        &self,
        connection: &Connection,
        more: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, Failure> {
        let number = self.number()?;
        self.build(Client::builder_without_token(), number, connection, more)
    }

    fn build(
        &self,
        mut builder: ClientBuilder,
        number: Option<PhoneNumberId>,
        connection: &Connection,
        more: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, Failure> {
        let url = given(connection.api_url.as_deref(), URL)?;
        if may_have_proxy(url.as_deref()) {
            builder = builder.configure(|transport| transport.proxy(Proxy::from_env()));
        }
        if let Some(url) = url {
            builder = builder.base(url);
        }
        if let Some(timeout) = connection.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(number) = number {
            builder = builder.phone_number_id(number);
        }
        more(builder).build().map_err(|error| {
            Failure::usage(told(&error)).advice(
                "check the access token, and that base URLs read like http://127.0.0.1:8080",
            )
        })
    }

    /// The business phone number.
    pub(crate) fn number(&self) -> Result<Option<PhoneNumberId>, Failure> {
        node(self.from.as_deref(), "--from", NUMBER, |id| {
            PhoneNumberId::new(id)
        })
    }

    /// The business phone number, where there has to be one.
    pub(crate) fn known_number(&self) -> Result<PhoneNumberId, Failure> {
        self.number()?.ok_or_else(|| missing("--from", NUMBER))
    }

    /// Whether stdin holds the token.
    pub(crate) fn takes_stdin(&self) -> bool {
        self.token_stdin
    }
}

/// An id from an option, or else from the environment.
pub(crate) fn node<T>(
    option: Option<&str>,
    name: &str,
    variable: &str,
    parse: impl FnOnce(String) -> Result<T, Invalid>,
) -> Result<Option<T>, Failure> {
    let found = given(option, variable)?;
    let parsed = found.map(parse).transpose();
    parsed.map_err(|invalid| Failure::usage(format!("{name} or {variable}: {invalid}")))
}

/// An id that has to be there.
pub(crate) fn missing(name: &str, variable: &str) -> Failure {
    Failure::usage(format!("{name} is missing")).advice(format!("give {name}, or set {variable}"))
}

impl Options for Graph {
    const OF: Provider = Provider::WhatsApp;

    fn given(&self) -> Option<&'static str> {
        match self {
            Self {
                token_stdin: true, ..
            } => Some("--token-stdin"),
            Self { from: Some(_), .. } => Some("--from"),
            _ => None,
        }
    }
}

//! Webhooks of the Wazzup public API.

mod events;
mod human;
mod register;

use std::io::Write;

use tokio::sync::mpsc;
use wazzup_sdk::{
    types::{RawJson, webhook::Event},
    webhooks::Webhooks,
};

use self::register::Registration;
use super::{
    Args, QUEUE, Told,
    address::{self, WithToken},
    not_served, receive,
};
use crate::{exit::Exit, failure::Failure, output::Output, provider::EventLine, secrets};

pub(super) async fn run<W: Write>(args: &Args, output: Output<W>) -> Result<Exit, Failure> {
    let crm_key = secrets::from_env(secrets::CRM_KEY)?;
    let token = secrets::from_env(secrets::WEBHOOK_TOKEN)?;
    // Before anything is started, so that a missing key leaves nothing behind.
    let client = args
        .register
        .then(|| args.connection.client())
        .transpose()?;

    let (sender, events) = mpsc::channel(QUEUE);
    let mut builder = Webhooks::builder(events::router(sender));
    if let Some(key) = &crm_key {
        builder = builder.bearer(key.expose());
    }
    if let Some(token) = &token {
        builder = builder.query_secret(address::TOKEN, token.expose());
    }
    if args.without_authenticity_check {
        builder = builder.without_authenticity_check();
    } else if crm_key.is_none() && token.is_none() {
        return Err(
            Failure::usage("no secret to know webhooks by").advice(format!(
                "set {} or {}, or give --without-authenticity-check",
                secrets::CRM_KEY,
                secrets::WEBHOOK_TOKEN
            )),
        );
    }
    let service = builder
        .build()
        .map_err(|error| Failure::usage(error.to_string()))?;
    let running = args.listener().serve(service).await;
    let running = running.map_err(|error| not_served(&error))?;
    let register = client.map(|client| {
        async move |address: &str| {
            let address = WithToken::new(address, token.as_ref());
            Registration::make(client, &address, args.questions).await
        }
    });
    receive(args, running, events, register, output).await
}

impl Told for Event {
    fn line(&self) -> EventLine {
        self.into()
    }

    fn raw(&self) -> &RawJson {
        self.raw()
    }

    fn human(&self) -> String {
        human::told(self)
    }

    fn is_probe(&self) -> bool {
        matches!(self, Self::Test(_))
    }
}

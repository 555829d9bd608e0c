//! Webhooks of the WhatsApp Business Cloud API.

mod events;
mod human;
mod register;

use std::io::Write;

use tokio::sync::mpsc;
use wazzup_sdk::{
    types::RawJson,
    whatsapp::{
        types::webhook::Event,
        webhooks::{BuildError, WhatsAppWebhooks},
    },
};

pub(super) use self::register::WhatsAppOptions;
use self::register::{Registration, Secrets};
use super::{Args, QUEUE, Told, not_served, receive};
use crate::{exit::Exit, failure::Failure, output::Output, provider::EventLine, secrets};

pub(super) async fn run<W: Write>(args: &Args, output: Output<W>) -> Result<Exit, Failure> {
    let secrets = Secrets::from_env()?;
    // Before anything is started, so that a missing token or id leaves nothing behind.
    let registration = args
        .register
        .then(|| Registration::prepare(args, &secrets))
        .transpose()?;

    let (sender, events) = mpsc::channel(QUEUE);
    let mut builder = WhatsAppWebhooks::builder(events::router(sender));
    if let Some(secret) = &secrets.app {
        builder = builder.app_secret(secret.expose());
    }
    if let Some(token) = &secrets.verify {
        builder = builder.verify_token(token.expose());
    }
    if args.without_authenticity_check {
        builder = builder.without_signature_check();
    }
    let service = builder.build().map_err(|error| match error {
        BuildError::NoSignatureCheck => {
            Failure::usage("no secret to know webhooks by").advice(format!(
                "set {}, or give --without-authenticity-check",
                secrets::APP_SECRET
            ))
        }
        other => Failure::usage(other.to_string()),
    })?;
    let running = args.listener().serve(service).await;
    let running = running.map_err(|error| not_served(&error))?;
    let register = registration
        .map(|registration| async move |address: &str| registration.make(address).await);
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
}

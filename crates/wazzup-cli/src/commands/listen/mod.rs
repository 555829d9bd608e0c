//! `wazzup listen`: webhooks, printed as they come.

mod address;
mod events;
mod human;
mod register;

use std::{io::Write, net::SocketAddr, time::Duration};

use tokio::sync::mpsc::{self, Receiver};
use wazzup_sdk::{
    listener::{Listener, Running},
    types::webhook::Event,
    webhooks::{WebhookService, Webhooks},
};

use self::{address::WithToken, register::Registration};
use crate::{
    connection::Connection,
    exit::Exit,
    failure::Failure,
    output::{Output, note},
    provider::{EventLine, Provider},
    secrets, signal,
};

/// Events that may wait for the terminal; while more come, deliveries wait for their answer.
const QUEUE: usize = 1024;

/// How long handlers may take to end once it is over.
const SHUTDOWN: Duration = Duration::from_secs(5);

/// Receive webhooks and print their events as they come
///
/// Listens until SIGINT or SIGTERM. Where it listens is told on stderr. Webhooks have to bring the
/// secret: the bearer in WAZZUP_CRM_KEY, which the service sends if it knows a crmKey, or
/// WAZZUP_WEBHOOK_TOKEN as `?token=` in the address; without either it does not start, unless
/// --without-authenticity-check is given.
///
/// With `-o json` an event is a line like that of `wazzup parse`, with the event as it came under
/// `raw`. The questions createContact and createDeal are printed, but not answered.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whose webhooks they are
    #[arg(long, value_enum, default_value_t)]
    provider: Provider,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The path of the webhook
    #[arg(long, value_name = "PATH", default_value = "/webhooks")]
    path: String,
    /// Take webhooks from anybody
    #[arg(long)]
    without_authenticity_check: bool,
    /// Have the service send its webhooks here: reads the settings, changes them if they differ
    #[arg(long)]
    register: bool,
    /// The address to register, path included [default: the address listened on]
    #[arg(long, value_name = "URL", requires = "register")]
    public_url: Option<String>,
    /// Register for the questions createContact and createDeal, too
    #[arg(long, requires = "register")]
    questions: bool,
    /// Switch all webhooks off in the end
    #[arg(long, requires = "register")]
    unregister_on_exit: bool,
    /// End after this many events
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run<W: Write>(args: Args, mut output: Output<W>) -> Result<Exit, Failure> {
    if args.provider != Provider::Wazzup {
        return Err(Failure::usage("this command speaks to wazzup only, so far"));
    }
    let crm_key = secrets::from_env(secrets::CRM_KEY)?;
    let token = secrets::from_env(secrets::WEBHOOK_TOKEN)?;
    // Before anything is started, so that a missing key leaves nothing behind.
    let client = args
        .register
        .then(|| args.connection.client())
        .transpose()?;

    let (sender, mut events) = mpsc::channel(QUEUE);
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

    let running = serve(&args, service).await?;
    note(format_args!("listening on {}", running.url()));
    let mut stop = std::pin::pin!(signal::stop());
    let registration = match client {
        None => None,
        Some(client) => {
            let address = args.public_url.as_deref().unwrap_or(running.url());
            let address = WithToken::new(address, token.as_ref());
            let register = Registration::make(client, &address, args.questions);
            tokio::select! {
                registration = register => Some(registration?),
                () = &mut stop => return end(running, None).await.map(|()| Exit::Done),
            }
        }
    };
    let printed = tokio::select! {
        printed = print(&mut events, &mut output, args.count) => printed,
        () = &mut stop => Ok(()),
    };
    let registration = registration.filter(|_| args.unregister_on_exit);
    let mut ending = std::pin::pin!(end(running, registration));
    // Handlers under way may still have something to print, and must not wait for us.
    let ended = loop {
        tokio::select! {
            biased;
            Some(event) = events.recv() => {
                if args.count.is_none() {
                    print_one(&event, &mut output)?;
                }
            }
            ended = &mut ending => break ended,
        }
    };
    printed.and(ended).map(|()| Exit::Done)
}

async fn serve(args: &Args, service: WebhookService) -> Result<Running, Failure> {
    let listener = Listener::builder()
        .bind(args.listen)
        .path(args.path.as_str());
    listener.serve(service).await.map_err(|error| {
        let failure = Failure::other(error.to_string());
        failure.advice("free the address, or give another one with --listen")
    })
}

/// Prints events until there are enough of them, or nobody reads any more.
async fn print<W: Write>(
    events: &mut Receiver<Event>,
    output: &mut Output<W>,
    count: Option<u64>,
) -> Result<(), Failure> {
    let mut left = count.unwrap_or(u64::MAX);
    while left > 0
        && !output.is_closed()
        && let Some(event) = events.recv().await
    {
        print_one(&event, output)?;
        left -= 1;
    }
    Ok(())
}

fn print_one<W: Write>(event: &Event, output: &mut Output<W>) -> Result<(), Failure> {
    if output.is_json() {
        output.json(&EventLine::from(event).with_raw(event.raw().clone()))?;
    } else {
        output.line(&human::told(event))?;
    }
    output.flush()
}

/// Stops receiving; before that, has the service stop sending if it is to.
async fn end(running: Running, registration: Option<Registration>) -> Result<(), Failure> {
    // First this: changing the settings makes the service probe the address.
    let undone = match registration {
        Some(registration) => registration.undo().await,
        None => Ok(()),
    };
    if !running.shutdown(SHUTDOWN).await.is_clean() {
        note("wazzup: some deliveries were cut off");
    }
    undone
}

//! `wazzup listen`: webhooks, printed as they come.

mod address;
mod time;
mod wazzup;
mod whatsapp;

use std::{io::Write, net::SocketAddr, time::Duration};

use tokio::sync::mpsc::Receiver;
use wazzup_sdk::{
    listener::{Listener, Running, ServeError},
    types::RawJson,
};

use self::whatsapp::WhatsAppOptions;
use crate::{
    args::address,
    connection::{Connection, Graph},
    exit::Exit,
    failure::Failure,
    output::{Output, note},
    provider::{EventLine, Options, Provider},
    signal,
};

/// Events that may wait for the terminal; while more come, deliveries wait for their answer.
const QUEUE: usize = 1024;

/// How long handlers may take to end once it is over.
const SHUTDOWN: Duration = Duration::from_secs(5);

/// How long taking a registration back may take, so that the command ends.
const UNDO: Duration = Duration::from_secs(10);

/// Receive webhooks and print their events as they come
///
/// Listens until SIGINT or SIGTERM. Where it listens is told on stderr. With `-o json` an event is a
/// line like that of `wazzup parse`, with the event as it came under `raw`.
///
/// Webhooks of wazzup have to bring the secret: the bearer in WAZZUP_CRM_KEY, which the service sends
/// if it knows a crmKey, or WAZZUP_WEBHOOK_TOKEN as `?token=` in the address. The questions
/// createContact and createDeal are printed, but not answered.
///
/// Webhooks of whatsapp have to be signed with the secret of the app in WHATSAPP_APP_SECRET. The
/// handshake is answered to whoever brings WHATSAPP_VERIFY_TOKEN, any word of yours that Meta is told
/// with the address.
///
/// Without a secret it does not start, unless --without-authenticity-check is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whose webhooks they are
    #[arg(long, value_enum, default_value_t)]
    provider: Provider,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
    /// The path of the webhook
    #[arg(long, value_name = "PATH", default_value = "/webhooks")]
    path: String,
    /// Take webhooks from anybody
    #[arg(long)]
    without_authenticity_check: bool,
    /// Have the service send its webhooks here
    #[arg(long)]
    register: bool,
    /// The address to register, path included [default: the address listened on]
    #[arg(long, value_name = "URL", requires = "register")]
    public_url: Option<String>,
    /// Register for the questions createContact and createDeal, too. By wazzup only
    #[arg(long, requires = "register")]
    questions: bool,
    /// In the end, switch all webhooks off (wazzup), or take the address of the account or the phone
    /// number back (whatsapp). The address of an app cannot be taken back
    #[arg(long, requires = "register")]
    unregister_on_exit: bool,
    /// End after this many events, not counting those by which wazzup tests the address
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    #[command(flatten)]
    whatsapp: WhatsAppOptions,
    #[command(flatten)]
    graph: Graph,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run<W: Write>(args: Args, output: Output<W>) -> Result<Exit, Failure> {
    args.check()?;
    match args.provider {
        Provider::Wazzup => wazzup::run(&args, output).await,
        Provider::WhatsApp => whatsapp::run(&args, output).await,
    }
}

impl Args {
    /// Refuses what only the other service has, and what no service has.
    fn check(&self) -> Result<(), Failure> {
        OfWazzup(self).fit(self.provider)?;
        self.whatsapp.fit(self.provider)?;
        self.graph.fit(self.provider)?;
        self.connection.fit(self.provider)?;
        self.whatsapp.check_undo(self.unregister_on_exit)
    }

    /// The server, not yet started.
    fn listener(&self) -> wazzup_sdk::listener::ListenerBuilder {
        Listener::builder()
            .bind(self.listen)
            .path(self.path.as_str())
    }
}

/// The options of this command that only Wazzup has.
struct OfWazzup<'a>(&'a Args);

impl Options for OfWazzup<'_> {
    const OF: Provider = Provider::Wazzup;

    fn given(&self) -> Option<&'static str> {
        self.0.questions.then_some("--questions")
    }
}

/// An event of any service.
trait Told {
    /// The line for programs.
    fn line(&self) -> EventLine;

    /// The event as it came.
    fn raw(&self) -> &RawJson;

    /// The line for people.
    fn human(&self) -> String;

    /// Whether it tells of nothing and only tests the address.
    fn is_probe(&self) -> bool {
        false
    }
}

/// A registered address.
trait Undo {
    /// Takes the registration back.
    async fn undo(self) -> Result<(), Failure>;
}

/// A server that could not be started.
fn not_served(error: &ServeError) -> Failure {
    let failure = Failure::other(error.to_string());
    failure.advice("free the address, or give another one with --listen")
}

/// Registers where that is wanted, and prints events until it is over.
async fn receive<E: Told, R: Undo, W: Write>(
    args: &Args,
    running: Running,
    mut events: Receiver<E>,
    register: Option<impl AsyncFnOnce(&str) -> Result<R, Failure>>,
    mut output: Output<W>,
) -> Result<Exit, Failure> {
    note(format_args!("listening on {}", running.url()));
    let mut stop = std::pin::pin!(signal::stop());
    let registration = match register {
        None => None,
        Some(register) => {
            let address = args.public_url.as_deref().unwrap_or(running.url());
            tokio::select! {
                registration = register(address) => Some(registration?),
                () = &mut stop => return end(running, None::<R>).await.map(|()| Exit::Done),
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

/// Prints events until there are enough of them, or nobody reads any more.
async fn print<E: Told, W: Write>(
    events: &mut Receiver<E>,
    output: &mut Output<W>,
    count: Option<u64>,
) -> Result<(), Failure> {
    let mut left = count.unwrap_or(u64::MAX);
    while left > 0
        && !output.is_closed()
        && let Some(event) = events.recv().await
    {
        print_one(&event, output)?;
        left -= u64::from(!event.is_probe());
    }
    Ok(())
}

fn print_one<E: Told, W: Write>(event: &E, output: &mut Output<W>) -> Result<(), Failure> {
    if output.is_json() {
        output.json(&event.line().with_raw(event.raw().clone()))?;
    } else {
        output.line(&event.human())?;
    }
    output.flush()
}

/// Stops receiving; before that, has the service stop sending if it is to.
async fn end<R: Undo>(running: Running, registration: Option<R>) -> Result<(), Failure> {
    // First this: changing the settings may make the service ask the address.
    let undone = match registration {
        Some(registration) => registration.undo().await,
        None => Ok(()),
    };
    if !running.shutdown(SHUTDOWN).await.is_clean() {
        note("wazzup: some deliveries were cut off");
    }
    undone
}

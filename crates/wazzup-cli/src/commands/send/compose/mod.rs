//! From the command line to a message.

mod wazzup;
mod whatsapp;

use std::io::{self, IsTerminal, Read};

use wazzup_sdk::types::Invalid;

use self::{wazzup::WazzupOptions, whatsapp::WhatsAppOptions};
use crate::{
    connection::{Connection, Graph},
    failure::{Failure, from_stdin},
    provider::{Options, Provider},
};

/// Send a message and tell whether it was accepted
///
/// The outcome is one of three, and so is the exit code: accepted (0), rejected (3: certainly not
/// sent, the reason is told) and unknown (4: the answer was lost, so it may have been sent).
///
/// By wazzup, --channel and one of --chat-id, --username and --phone are needed. The message gets a
/// random crmMessageId unless one is given: with it the service takes a repeat within 60 s for the
/// same message, and a lost answer is asked for again without sending twice. After an unknown
/// outcome, the same command with that --crm-message-id within a minute is safe.
///
/// By whatsapp, --from and --to are needed. The message gets a random tracker unless one is given,
/// which its statuses bring back. The service knows no repeats: after an unknown outcome, wait for a
/// status with that tracker before you send the message again.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The service to send by
    #[arg(long, value_enum, default_value_t)]
    pub(super) provider: Provider,
    /// The text; `-`, or none, for stdin
    #[arg(value_name = "TEXT", conflicts_with_all = ["file_url", "file", "template"])]
    text: Option<String>,
    /// Send the file at this address
    #[arg(long, value_name = "URL", conflicts_with_all = ["file", "template"])]
    file_url: Option<String>,
    /// Send a WhatsApp template: for wazzup its id, see `wazzup templates list`, for whatsapp its
    /// name
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "file")]
    template: Option<String>,
    /// A variable of the template; once per variable, in order. For whatsapp those of the body
    #[arg(
        long = "value",
        value_name = "VALUE",
        requires = "template",
        allow_hyphen_values = true
    )]
    #[arg(conflicts_with_all = ["text", "file_url", "file"])]
    values: Vec<String>,
    /// The message that this one answers
    #[arg(long, value_name = "MESSAGE_ID")]
    reply_to: Option<String>,
    #[command(flatten)]
    pub(super) wazzup: WazzupOptions,
    #[command(flatten)]
    whatsapp: WhatsAppOptions,
    #[command(flatten)]
    pub(super) graph: Graph,
    #[command(flatten)]
    pub(super) connection: Connection,
}

impl Args {
    /// Refuses what only the other service has.
    pub(super) fn check(&self) -> Result<(), Failure> {
        self.wazzup.fit(self.provider)?;
        self.whatsapp.fit(self.provider)?;
        self.graph.fit(self.provider)?;
        self.connection.fit(self.provider)
    }

    fn required<'a>(&self, option: &str, value: Option<&'a str>) -> Result<&'a str, Failure> {
        self.provider.required(option, value)
    }

    /// The text, from stdin if it is not an argument.
    fn text(&self) -> Result<String, Failure> {
        match self.text.as_deref() {
            None | Some("-") => self.text_from_stdin(),
            Some(text) => Ok(text.to_owned()),
        }
    }

    fn text_from_stdin(&self) -> Result<String, Failure> {
        if self.connection.takes_stdin() || self.graph.takes_stdin() {
            return Err(
                Failure::usage("both the secret and the text are to come on stdin")
                    .advice("give the text as an argument, or the secret in the environment"),
            );
        }
        let stdin = io::stdin();
        if self.text.is_none() && stdin.is_terminal() {
            return Err(Failure::usage("nothing to send")
                .advice("give a text, `-` to type it, a file or a template"));
        }
        let mut text = String::new();
        let read = stdin.lock().read_to_string(&mut text);
        read.map_err(|error| from_stdin("the text", &error))?;
        let text = without_line_end(&text);
        if text.is_empty() {
            return Err(Failure::usage("no text on stdin"));
        }
        Ok(text.to_owned())
    }
}

/// The text without the one line end that `echo` and editors put behind it.
fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// Names the option that has a wrong value.
fn option(name: &'static str) -> impl FnOnce(Invalid) -> Failure {
    move |invalid| Failure::usage(format!("{name}: {invalid}"))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    /// The options of `send` as they would be parsed.
    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    pub(super) fn args(words: &[&str]) -> Result<Args, String> {
        let words = ["send"].iter().chain(words);
        let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
        let checked = line.args.check();
        checked.map_err(|failure| failure.to_string())?;
        Ok(line.args)
    }

    #[test]
    fn options_of_the_other_service_are_refused_by_name() {
        for words in [
            &["--provider=whatsapp", "--channel=c-1", "Hi"][..],
            &["--provider=whatsapp", "--chat-id=1", "Hi"],
            &["--provider=whatsapp", "--no-crm-message-id", "Hi"],
            &["--provider=whatsapp", "--api-key-stdin", "Hi"],
            &["--to=1", "Hi"],
            &["--from=1", "Hi"],
            &["--file=a.png", "--file-type=image"],
            &["--language=en", "--template=t"],
            &["--token-stdin", "Hi"],
        ] {
            let problem = args(words).unwrap_err();
            let other = words.iter().find(|word| {
                let option = word.split('=').next().unwrap();
                problem.starts_with(&format!("{option} is not for --provider "))
            });
            assert!(other.is_some(), "{words:?}: {problem}");
        }
    }

    #[test]
    fn one_line_end_belongs_to_the_shell() {
        assert_eq!(without_line_end("a\n\n"), "a\n");
        assert_eq!(without_line_end("a\r\n"), "a");
        assert_eq!(without_line_end("a"), "a");
    }
}

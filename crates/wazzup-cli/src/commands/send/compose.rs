//! From the command line to a message.

use std::io::{self, IsTerminal, Read};

use wazzup_sdk::types::{
    ChannelId, ChatId, ChatType, CrmMessageId, Invalid, MessageId, OutgoingMessage, Recipient,
    TemplateId, UserId,
};

use crate::{connection::Connection, failure::Failure, output::note, provider::Provider};

/// Send a message and tell whether it was accepted
///
/// The outcome is one of three, and so is the exit code: accepted (0), rejected (3: certainly not
/// sent, the reason is told) and unknown (4: the answer was lost, so it may have been sent). The
/// message gets a random crmMessageId unless one is given: with it the service takes a repeat
/// within 60 s for the same message, and a lost answer is asked for again without sending twice.
/// After an unknown outcome, the same command with that --crm-message-id within a minute is safe.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("to").required(true).args(["chat_id", "username", "phone"]))]
pub(crate) struct Args {
    /// The service to send by
    #[arg(long, value_enum, default_value_t)]
    pub(super) provider: Provider,
    /// The channel to send from, see `wazzup channels list`
    #[arg(long, value_name = "CHANNEL_ID")]
    channel: String,
    /// The messenger: whatsapp, telegram, viber, instagram, vk, avito, max, or a group of one:
    /// whatsgroup, telegroup, maxgroup [default: whatsapp; telegram with --username]
    #[arg(long, value_name = "TYPE")]
    chat_type: Option<String>,
    /// The chat; for whatsapp and viber the phone, digits only, country code first
    #[arg(long, value_name = "CHAT_ID")]
    chat_id: Option<String>,
    /// Open a chat by a Telegram user name, without @
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Open a chat by phone, for telegram and max; digits only
    #[arg(long, value_name = "DIGITS")]
    phone: Option<String>,
    /// The text; `-`, or none, for stdin
    #[arg(value_name = "TEXT", conflicts_with_all = ["file_url", "template"])]
    text: Option<String>,
    /// Send the file at this address
    #[arg(long, value_name = "URL", conflicts_with = "template")]
    file_url: Option<String>,
    /// Send a WhatsApp Business template, see `wazzup templates list`
    #[arg(long, value_name = "TEMPLATE_ID")]
    template: Option<String>,
    /// A variable of the template; once per variable, in order
    #[arg(
        long = "value",
        value_name = "VALUE",
        requires = "template",
        allow_hyphen_values = true
    )]
    #[arg(conflicts_with_all = ["text", "file_url"])]
    values: Vec<String>,
    /// Send the template as code in the text, the other documented form
    #[arg(long, requires = "template", conflicts_with_all = ["text", "file_url"])]
    template_as_text: bool,
    /// The message that this one answers
    #[arg(long, value_name = "MESSAGE_ID")]
    reply_to: Option<String>,
    /// The user to show as the author
    #[arg(long, value_name = "USER_ID")]
    crm_user_id: Option<String>,
    /// The name of the message for duplicate protection [default: a random one]
    #[arg(long, value_name = "ID", conflicts_with = "no_crm_message_id")]
    crm_message_id: Option<String>,
    /// Send without such a name; then a lost answer is never asked for again
    #[arg(long)]
    pub(super) no_crm_message_id: bool,
    /// Leave the counter of unanswered chats as it is: for bots
    #[arg(long)]
    keep_unanswered: bool,
    #[command(flatten)]
    pub(super) connection: Connection,
}

impl Args {
    /// The message, without a generated name. Reads stdin if the text comes from there.
    pub(super) fn message(&self) -> Result<OutgoingMessage, Failure> {
        let mut message = self.content()?;
        if let Some(id) = &self.crm_message_id {
            message = message.crm_message_id(
                CrmMessageId::new(id.as_str()).map_err(option("--crm-message-id"))?,
            );
        }
        if let Some(id) = &self.crm_user_id {
            message =
                message.crm_user_id(UserId::new(id.as_str()).map_err(option("--crm-user-id"))?);
        }
        if let Some(id) = &self.reply_to {
            message =
                message.ref_message_id(MessageId::new(id.as_str()).map_err(option("--reply-to"))?);
        }
        if self.keep_unanswered {
            message = message.clear_unanswered(false);
        }
        Ok(message)
    }

    fn content(&self) -> Result<OutgoingMessage, Failure> {
        let channel = ChannelId::new(self.channel.as_str()).map_err(option("--channel"))?;
        let chat_type = self.chat_type();
        let to = self.recipient()?;
        if let Some(template) = &self.template {
            let template = TemplateId::new(template.as_str()).map_err(option("--template"))?;
            if chat_type != ChatType::WhatsApp {
                return Err(Failure::usage(
                    "templates go to chats of the type whatsapp only",
                ));
            }
            let values = self.values.iter();
            return Ok(match self.template_as_text {
                true => OutgoingMessage::template_as_text(channel, to, &template, values)?,
                false => OutgoingMessage::template(channel, to, template, values)?,
            });
        }
        if let Some(url) = &self.file_url {
            return Ok(OutgoingMessage::file(channel, chat_type, to, url.as_str())?);
        }
        // The parts are checked before stdin is waited for.
        OutgoingMessage::text(channel.clone(), chat_type.clone(), to.clone(), "-")?;
        let text = match self.text.as_deref() {
            None | Some("-") => self.text_from_stdin()?,
            Some(text) => text.to_owned(),
        };
        Ok(OutgoingMessage::text(channel, chat_type, to, text)?)
    }

    fn chat_type(&self) -> ChatType {
        let Some(given) = self.chat_type.as_deref() else {
            return match self.username {
                Some(_) => ChatType::Telegram,
                None => ChatType::WhatsApp,
            };
        };
        let chat_type = ChatType::from(given);
        if !chat_type.is_listed() {
            note(format_args!(
                "wazzup: `{chat_type}` is no chat type known here, sent as it is"
            ));
        }
        chat_type
    }

    fn recipient(&self) -> Result<Recipient, Failure> {
        Ok(match (&self.chat_id, &self.username, &self.phone) {
            (Some(id), ..) => ChatId::new(id.as_str())
                .map_err(option("--chat-id"))?
                .into(),
            (None, Some(name), _) => {
                Recipient::username(name.as_str()).map_err(option("--username"))?
            }
            (None, None, Some(phone)) => {
                Recipient::phone(phone.as_str()).map_err(option("--phone"))?
            }
            // The group of the three options requires one.
            (None, None, None) => return Err(Failure::usage("no chat given")),
        })
    }

    fn text_from_stdin(&self) -> Result<String, Failure> {
        if self.connection.takes_stdin() {
            return Err(
                Failure::usage("both the API key and the text are to come on stdin")
                    .advice("give the text as an argument, or the key in the environment"),
            );
        }
        let stdin = io::stdin();
        if self.text.is_none() && stdin.is_terminal() {
            return Err(Failure::usage("nothing to send")
                .advice("give a text, `-` to type it, --file-url or --template"));
        }
        let mut text = String::new();
        let read = stdin.lock().read_to_string(&mut text);
        read.map_err(|error| Failure::io("cannot read the text from stdin", &error))?;
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

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    fn compose(words: &[&str]) -> Result<serde_json::Value, String> {
        let words = ["send", "--channel", "c-1"].iter().chain(words);
        let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
        let message = line.args.message().map_err(|failure| failure.to_string())?;
        Ok(serde_json::to_value(&message).unwrap())
    }

    #[test]
    fn a_text_to_a_phone_is_a_whatsapp_message() {
        let message = compose(&["--chat-id", "79990000000", "Hello!"]).unwrap();
        let expected = serde_json::json!({
            "channelId": "c-1", "chatType": "whatsapp", "chatId": "79990000000", "text": "Hello!",
        });
        assert_eq!(message, expected);
    }

    #[test]
    fn a_user_name_is_of_telegram() {
        let message = compose(&["--username", "someone", "Hello!"]).unwrap();
        assert_eq!(message["chatType"], "telegram");
        assert_eq!(message["username"], "someone");
    }

    #[test]
    fn every_option_ends_up_in_its_field() {
        let message = compose(&[
            "--chat-id=79990000000",
            "--reply-to=m-1",
            "--crm-user-id=u-1",
            "--crm-message-id=k-1",
            "--keep-unanswered",
            "--file-url=https://example.org/a.png",
        ])
        .unwrap();
        assert_eq!(message["refMessageId"], "m-1");
        assert_eq!(message["crmUserId"], "u-1");
        assert_eq!(message["crmMessageId"], "k-1");
        assert_eq!(message["clearUnanswered"], false);
        assert_eq!(message["contentUri"], "https://example.org/a.png");
    }

    #[test]
    fn a_template_has_its_values_in_order() {
        let words = [
            "--chat-id=79990000000",
            "--template=t-1",
            "--value=a",
            "--value",
            "-b",
        ];
        assert_eq!(
            compose(&words).unwrap()["templateValues"],
            serde_json::json!(["a", "-b"])
        );
        let text = compose(&[&words[..], &["--template-as-text"]].concat()).unwrap();
        assert_eq!(text["text"], "@template: t-1 { [[a]]; [[-b]] }");
    }

    #[test]
    fn what_excludes_each_other_cannot_be_given_together() {
        for words in [
            &["Hello!"][..],
            &["--chat-id=1", "--phone=1", "Hello!"],
            &["--chat-id=1", "--file-url=https://example.org", "Hello!"],
            &["--chat-id=1", "--template=t", "Hello!"],
            &["--chat-id=1", "--value=x", "Hello!"],
            &[
                "--chat-id=1",
                "--crm-message-id=x",
                "--no-crm-message-id",
                "Hello!",
            ],
        ] {
            assert!(compose(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn a_wrong_value_is_named_by_its_option() {
        let problem = compose(&["--username", "@someone", "Hello!"]).unwrap_err();
        assert!(problem.contains("--username"), "{problem}");
        let problem = compose(&["--chat-id", "+7 999", "Hello!"]).unwrap_err();
        assert!(
            problem.contains("chatId") && !problem.contains("999"),
            "{problem}"
        );
    }

    #[test]
    fn one_line_end_belongs_to_the_shell() {
        assert_eq!(without_line_end("a\n\n"), "a\n");
        assert_eq!(without_line_end("a\r\n"), "a");
        assert_eq!(without_line_end("a"), "a");
    }
}

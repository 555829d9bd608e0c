//! Messages by the Wazzup public API.

use wazzup_sdk::types::{
    ChannelId, ChatId, ChatType, CrmMessageId, MessageId, OutgoingMessage, Recipient, TemplateId,
    UserId,
};

use super::{Args, option};
use crate::{
    failure::Failure,
    output::note,
    provider::{Options, Provider},
};

/// What only Wazzup has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Wazzup (--provider wazzup)")]
#[command(group = clap::ArgGroup::new("chat").args(["chat_id", "username", "phone"]))]
pub(in super::super) struct WazzupOptions {
    /// The channel to send from, see `wazzup channels list`
    #[arg(long, value_name = "CHANNEL_ID")]
    channel: Option<String>,
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
    /// Send the template as code in the text, the other documented form
    #[arg(long, requires = "template", conflicts_with_all = ["text", "file_url"])]
    template_as_text: bool,
    /// The user to show as the author
    #[arg(long, value_name = "USER_ID")]
    crm_user_id: Option<String>,
    /// The name of the message for duplicate protection [default: a random one]
    #[arg(long, value_name = "ID", conflicts_with = "no_crm_message_id")]
    crm_message_id: Option<String>,
    /// Send without such a name; then a lost answer is never asked for again
    #[arg(long)]
    pub(in super::super) no_crm_message_id: bool,
    /// Leave the counter of unanswered chats as it is: for bots
    #[arg(long)]
    keep_unanswered: bool,
}

impl WazzupOptions {
    /// Names the option to give where the messenger, perhaps the usual one, has no such chats.
    fn check_chat_type(&self, chat_type: &ChatType) -> Result<(), Failure> {
        let (option, kinds): (_, &[ChatType]) = match (&self.username, &self.phone) {
            (Some(_), _) => ("--username", &[ChatType::Telegram]),
            (None, Some(_)) => ("--phone", &[ChatType::Telegram, ChatType::Max]),
            (None, None) => return Ok(()),
        };
        if !chat_type.is_listed() || kinds.contains(chat_type) {
            return Ok(());
        }
        let options: Vec<String> = kinds
            .iter()
            .map(|kind| format!("--chat-type {kind}"))
            .collect();
        let what = format!("{option} opens no chats of the type {chat_type}");
        Err(Failure::usage(what).advice(format!("give {}", options.join(" or "))))
    }
}

impl Options for WazzupOptions {
    const OF: Provider = Provider::Wazzup;

    fn given(&self) -> Option<&'static str> {
        let options = [
            ("--channel", self.channel.is_some()),
            ("--chat-type", self.chat_type.is_some()),
            ("--chat-id", self.chat_id.is_some()),
            ("--username", self.username.is_some()),
            ("--phone", self.phone.is_some()),
            ("--template-as-text", self.template_as_text),
            ("--crm-user-id", self.crm_user_id.is_some()),
            ("--crm-message-id", self.crm_message_id.is_some()),
            ("--no-crm-message-id", self.no_crm_message_id),
            ("--keep-unanswered", self.keep_unanswered),
        ];
        let given = options.into_iter().find(|(_, given)| *given);
        given.map(|(option, _)| option)
    }
}

impl Args {
    /// The message, without a generated name. Reads stdin if the text comes from there.
    pub(in super::super) fn wazzup_message(&self) -> Result<OutgoingMessage, Failure> {
        let mut message = self.wazzup_content()?;
        if let Some(id) = &self.wazzup.crm_message_id {
            message = message.crm_message_id(
                CrmMessageId::new(id.as_str()).map_err(option("--crm-message-id"))?,
            );
        }
        if let Some(id) = &self.wazzup.crm_user_id {
            message =
                message.crm_user_id(UserId::new(id.as_str()).map_err(option("--crm-user-id"))?);
        }
        if let Some(id) = &self.reply_to {
            message =
                message.ref_message_id(MessageId::new(id.as_str()).map_err(option("--reply-to"))?);
        }
        if self.wazzup.keep_unanswered {
            message = message.clear_unanswered(false);
        }
        Ok(message)
    }

    fn wazzup_content(&self) -> Result<OutgoingMessage, Failure> {
        let channel = self.required("--channel", self.wazzup.channel.as_deref())?;
        let channel = ChannelId::new(channel).map_err(option("--channel"))?;
        let chat_type = self.chat_type();
        self.wazzup.check_chat_type(&chat_type)?;
        let to = self.recipient()?;
        if let Some(template) = &self.template {
            let template = TemplateId::new(template.as_str()).map_err(option("--template"))?;
            if chat_type != ChatType::WhatsApp {
                return Err(Failure::usage(
                    "templates go to chats of the type whatsapp only",
                ));
            }
            let values = self.values.iter();
            return Ok(match self.wazzup.template_as_text {
                true => OutgoingMessage::template_as_text(channel, to, &template, values)?,
                false => OutgoingMessage::template(channel, to, template, values)?,
            });
        }
        if let Some(url) = &self.file_url {
            return Ok(OutgoingMessage::file(channel, chat_type, to, url.as_str())?);
        }
        // The parts are checked before stdin is waited for.
        OutgoingMessage::text(channel.clone(), chat_type.clone(), to.clone(), "-")?;
        Ok(OutgoingMessage::text(channel, chat_type, to, self.text()?)?)
    }

    fn chat_type(&self) -> ChatType {
        let Some(given) = self.wazzup.chat_type.as_deref() else {
            return match self.wazzup.username {
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
        Ok(
            match (
                &self.wazzup.chat_id,
                &self.wazzup.username,
                &self.wazzup.phone,
            ) {
                (Some(id), ..) => ChatId::new(id.as_str())
                    .map_err(option("--chat-id"))?
                    .into(),
                (None, Some(name), _) => {
                    Recipient::username(name.as_str()).map_err(option("--username"))?
                }
                (None, None, Some(phone)) => {
                    Recipient::phone(phone.as_str()).map_err(option("--phone"))?
                }
                (None, None, None) => {
                    return Err(Failure::usage("no chat given")
                        .advice("give one of --chat-id, --username and --phone"));
                }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::args;

    fn compose(words: &[&str]) -> Result<serde_json::Value, String> {
        let args = args(&[&["--channel", "c-1"], words].concat())?;
        let message = args.wazzup_message();
        let message = message.map_err(|failure| failure.to_string())?;
        Ok(serde_json::to_value(&message).unwrap())
    }

    #[test]
    fn the_channel_and_a_chat_are_needed() {
        for (words, named) in [
            (&["--chat-id=1", "Hello!"][..], "--channel"),
            (&["--channel=c-1", "Hello!"], "--chat-id"),
        ] {
            let failure = args(words).unwrap().wazzup_message().unwrap_err();
            assert!(failure.to_string().contains(named), "{failure}");
        }
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
    fn a_phone_or_a_user_name_of_another_messenger_names_the_chat_type_to_give() {
        for (words, named) in [
            (
                &["--phone=79990000000", "Hello!"][..],
                "--chat-type telegram or --chat-type max",
            ),
            (
                &["--username=someone", "--chat-type=max", "Hello!"],
                "--chat-type telegram",
            ),
        ] {
            let problem = compose(words).unwrap_err();
            assert!(problem.contains(named), "{problem}");
        }
        for kind in ["--chat-type=telegram", "--chat-type=max"] {
            let message = compose(&["--phone=79990000000", kind, "Hello!"]).unwrap();
            assert_eq!(message["phone"], "79990000000");
        }
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
}

//! Messages by the WhatsApp Business Cloud API.

use std::path::PathBuf;

use wazzup_sdk::whatsapp::{
    api::{Client, MediaFile, SendMessage},
    types::{
        Invalid, MessageId, OutgoingMessage, Recipient,
        message::{Audio, Content, Document, Image, MediaRef, Sticker, Text, Video},
        template::{Language, Parameter, Template},
    },
};

use super::{Args, option};
use crate::{
    failure::Failure,
    provider::{Options, Provider},
};

/// What only the Cloud API has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "WhatsApp Cloud API (--provider whatsapp)")]
pub(super) struct WhatsAppOptions {
    /// The recipient: a phone number, the id of a user or of a group
    #[arg(long, value_name = "RECIPIENT")]
    to: Option<String>,
    /// Send this file; it is uploaded first
    #[arg(long, value_name = "PATH", requires = "file_type")]
    file: Option<PathBuf>,
    /// What the file is sent as; needed with --file and --file-url
    #[arg(long, value_enum, value_name = "TYPE")]
    #[arg(conflicts_with_all = ["text", "template"])]
    file_type: Option<FileType>,
    /// The code of the template's language, such as en_US; needed with --template
    #[arg(long, value_name = "CODE", requires = "template")]
    language: Option<String>,
    /// The text that statuses of the message bring back [default: a random one]
    #[arg(long, value_name = "TEXT")]
    tracker: Option<String>,
}

/// What a file is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in super::super) enum FileType {
    Image,
    Video,
    Audio,
    Document,
    Sticker,
}

impl Options for WhatsAppOptions {
    const OF: Provider = Provider::WhatsApp;

    fn given(&self) -> Option<&'static str> {
        let options = [
            ("--to", self.to.is_some()),
            ("--file", self.file.is_some()),
            ("--file-type", self.file_type.is_some()),
            ("--language", self.language.is_some()),
            ("--tracker", self.tracker.is_some()),
        ];
        let given = options.into_iter().find(|(_, given)| *given);
        given.map(|(option, _)| option)
    }
}

/// A message that needs nothing but a client.
#[derive(Debug)]
pub(in super::super) enum Message {
    Whole(OutgoingMessage),
    /// Made of a file on disk, which the client uploads.
    File {
        to: Recipient,
        file_type: FileType,
        path: PathBuf,
        reply_to: Option<MessageId>,
        tracker: Option<String>,
    },
}

impl Args {
    /// The message, without a generated tracker. Reads stdin if the text comes from there.
    pub(in super::super) fn whatsapp_message(&self) -> Result<Message, Failure> {
        let options = &self.whatsapp;
        let to = self.required("--to", options.to.as_deref())?;
        let to = Recipient::parse(to).map_err(option("--to"))?;
        let reply_to = self.reply_to.as_deref().map(MessageId::new).transpose();
        let reply_to = reply_to.map_err(option("--reply-to"))?;
        let tracker = options.tracker.as_deref();
        if let (Some(path), Some(file_type)) = (&options.file, options.file_type) {
            // As the message will have it: the file alone is left open.
            let link = MediaRef::link("https://example.org/")?;
            finish(&to, file_type.content(link), None, tracker)?;
            return Ok(Message::File {
                to,
                file_type,
                path: path.clone(),
                reply_to,
                tracker: tracker.map(str::to_owned),
            });
        }
        // What is wrong with the rest shows before stdin is waited for.
        finish(&to, Text::new("-")?.into(), None, tracker)?;
        let content = self.whatsapp_content()?;
        Ok(Message::Whole(finish(&to, content, reply_to, tracker)?))
    }

    fn whatsapp_content(&self) -> Result<Content, Failure> {
        let options = &self.whatsapp;
        if let Some(name) = &self.template {
            let language = self.required("--language", options.language.as_deref())?;
            let language = Language::from(language);
            let template = Template::new(name, language).map_err(option("--template"))?;
            if self.values.is_empty() {
                return Ok(template.into());
            }
            let values: Result<Vec<Parameter>, Invalid> =
                self.values.iter().map(Parameter::text).collect();
            let values = values.map_err(option("--value"))?;
            return Ok(template.body(values)?.into());
        }
        if let Some(url) = &self.file_url {
            let file_type = options.file_type.ok_or_else(|| {
                Failure::usage("--file-type is needed with --file-url for --provider whatsapp")
            })?;
            let link = MediaRef::link(url.as_str()).map_err(option("--file-url"))?;
            return Ok(file_type.content(link));
        }
        if options.file_type.is_some() {
            return Err(Failure::usage("--file-type without a file")
                .advice("give --file or --file-url, too"));
        }
        Ok(Text::new(self.text()?)?.into())
    }
}

fn finish(
    to: &Recipient,
    content: Content,
    reply_to: Option<MessageId>,
    tracker: Option<&str>,
) -> Result<OutgoingMessage, Failure> {
    let mut message = OutgoingMessage::new(to.clone(), content);
    if let Some(id) = reply_to {
        message = message.reply_to(id);
    }
    if let Some(tracker) = tracker {
        message = message.tracker(tracker).map_err(option("--tracker"))?;
    }
    Ok(message)
}

impl FileType {
    fn content(self, media: MediaRef) -> Content {
        match self {
            Self::Image => Image::new(media).into(),
            Self::Video => Video::new(media).into(),
            Self::Audio => Audio::new(media).into(),
            Self::Document => Document::new(media).into(),
            Self::Sticker => Sticker::new(media).into(),
        }
    }

    fn send(self, client: &Client, to: Recipient, file: MediaFile) -> SendMessage {
        let messages = client.messages();
        match self {
            Self::Image => messages.send_image(to, file).any(),
            Self::Video => messages.send_video(to, file).any(),
            Self::Audio => messages.send_audio(to, file).any(),
            Self::Document => messages.send_document(to, file).any(),
            Self::Sticker => messages.send_sticker(to, file).any(),
        }
    }
}

impl Message {
    /// The request that sends it, with a tracker in any case.
    pub(in super::super) fn by(self, client: &Client) -> SendMessage {
        let send = match self {
            Self::Whole(message) => client.messages().send(message),
            Self::File {
                to,
                file_type,
                path,
                reply_to,
                tracker,
            } => {
                let mut send = file_type.send(client, to, MediaFile::path(path));
                if let Some(id) = reply_to {
                    send = send.reply_to(id);
                }
                if let Some(tracker) = tracker {
                    send = send.tracker(tracker);
                }
                send
            }
        };
        send.with_generated_tracker()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::tests::args, *};

    fn compose(words: &[&str]) -> Result<serde_json::Value, String> {
        let args = args(&[&["--provider=whatsapp"], words].concat())?;
        let message = args.whatsapp_message();
        match message.map_err(|failure| failure.to_string())? {
            Message::Whole(message) => Ok(serde_json::to_value(&message).unwrap()),
            Message::File { .. } => Err("a file".to_owned()),
        }
    }

    #[test]
    fn every_option_ends_up_in_its_field() {
        let message = compose(&[
            "--to=15550104477",
            "--reply-to=wamid.QQ==",
            "--tracker=t-1",
            "Hello!",
        ])
        .unwrap();
        assert_eq!(message["to"], "15550104477");
        assert_eq!(message["text"]["body"], "Hello!");
        assert_eq!(message["context"]["message_id"], "wamid.QQ==");
        assert_eq!(message["biz_opaque_callback_data"], "t-1");
    }

    #[test]
    fn a_file_at_an_address_is_sent_as_what_it_is_said_to_be() {
        for kind in ["image", "video", "audio", "document", "sticker"] {
            let file_type = format!("--file-type={kind}");
            let words = ["--to=1", "--file-url=https://example.org/a", &file_type];
            let message = compose(&words).unwrap();
            assert_eq!(message["type"], kind);
            assert_eq!(message[kind]["link"], "https://example.org/a");
        }
    }

    #[test]
    fn a_template_has_its_language_and_its_values_in_order() {
        let words = [
            "--to=1",
            "--template=order_update",
            "--language=en_US",
            "--value=a",
            "--value",
            "-b",
        ];
        let template = &compose(&words).unwrap()["template"];
        assert_eq!(template["name"], "order_update");
        assert_eq!(template["language"]["code"], "en_US");
        let parameters = &template["components"][0]["parameters"];
        let texts = [&parameters[0]["text"], &parameters[1]["text"]];
        assert_eq!(texts, [&json!("a"), &json!("-b")]);
        let plain = compose(&words[..3]).unwrap();
        assert!(plain["template"]["components"].is_null());
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_by_its_option() {
        let long = format!("--tracker={}", "x".repeat(513));
        for (words, named) in [
            (&["Hello!"][..], "--to"),
            (&["--to=", "Hello!"], "--to"),
            (&["--to=1", "--template=t"], "--language"),
            (&["--to=1", "--template=No!", "--language=en"], "--template"),
            (&["--to=1", "--file-url=https://example.org"], "--file-type"),
            (&["--to=1", "--file=a.png"], "--file-type"),
            (
                &["--to=1", "--file-url=nonsense", "--file-type=image"],
                "--file-url",
            ),
            (&["--to=1", "--file-type=image"], "--file-type"),
            (&["--to=1", &long, "Hello!"], "--tracker"),
            (
                &["--to=1", &long, "--file=a.png", "--file-type=image"],
                "--tracker",
            ),
        ] {
            let problem = compose(words).unwrap_err();
            assert!(problem.contains(named), "{words:?}: {problem}");
        }
    }
}

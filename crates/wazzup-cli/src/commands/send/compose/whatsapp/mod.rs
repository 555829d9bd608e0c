//! Messages by the WhatsApp Business Cloud API.

mod media;
mod template;

use wazzup_sdk::whatsapp::{
    api::{Client, MediaFile, SendMessage},
    types::{
        MessageId, OutgoingMessage, Recipient,
        message::{Content, MediaRef, Text},
    },
};

use self::{
    media::{FileType, Label, MediaOptions},
    template::TemplateOptions,
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
    #[command(flatten)]
    media: MediaOptions,
    #[command(flatten)]
    template: TemplateOptions,
    /// The text that statuses of the message bring back [default: a random one]
    #[arg(long, value_name = "TEXT")]
    tracker: Option<String>,
}

impl Options for WhatsAppOptions {
    const OF: Provider = Provider::WhatsApp;

    fn given(&self) -> Option<&'static str> {
        let to = self.to.as_ref().map(|_| "--to");
        let tracker = self.tracker.as_ref().map(|_| "--tracker");
        to.or_else(|| self.media.given())
            .or_else(|| self.template.given())
            .or(tracker)
    }
}

/// A message that needs nothing but a client.
#[derive(Debug)]
pub(in super::super) struct Message(Kind);

#[derive(Debug)]
enum Kind {
    Whole(OutgoingMessage),
    /// Made of a file on disk, which the client uploads.
    File {
        to: Recipient,
        file_type: FileType,
        file: MediaFile,
        label: Label,
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
        if self.template.is_none() {
            options.template.without_template()?;
        }
        let given = &options.media;
        if let (Some(path), Some(file_type)) = (&given.file, given.file_type) {
            let label = given.label(file_type)?;
            // As the message will have it: the file alone is left open.
            let link = MediaRef::link("https://example.org/")?;
            finish(&to, file_type.content(link, &label)?, None, tracker)?;
            return Ok(Message(Kind::File {
                to,
                file_type,
                file: given.upload(path)?,
                label,
                reply_to,
                tracker: tracker.map(str::to_owned),
            }));
        }
        // What is wrong with the rest shows before stdin is waited for.
        finish(&to, Text::new("-")?.into(), None, tracker)?;
        let content = self.whatsapp_content()?;
        let message = finish(&to, content, reply_to, tracker)?;
        Ok(Message(Kind::Whole(message)))
    }

    fn whatsapp_content(&self) -> Result<Content, Failure> {
        let WhatsAppOptions {
            media, template, ..
        } = &self.whatsapp;
        if let Some(name) = &self.template {
            let language = self.required("--language", template.language.as_deref())?;
            let filename = media.filename.as_deref();
            let template = template.template(name, language, &self.values, filename)?;
            return Ok(template.into());
        }
        if let Some(url) = &self.file_url {
            let file_type = media.file_type.ok_or_else(|| {
                Failure::usage("--file-type is needed with --file-url for --provider whatsapp")
            })?;
            let label = media.label(file_type)?;
            let link = MediaRef::link(url.as_str()).map_err(option("--file-url"))?;
            return file_type.content(link, &label);
        }
        media.without_file()?;
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

impl Message {
    /// The request that sends it, with a tracker in any case.
    pub(in super::super) fn by(self, client: &Client) -> SendMessage {
        let send = match self.0 {
            Kind::Whole(message) => client.messages().send(message),
            Kind::File {
                to,
                file_type,
                file,
                label,
                reply_to,
                tracker,
            } => {
                let mut send = file_type.send(client, to, file, label);
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
    use super::{super::tests::args, *};

    pub(super) fn compose(words: &[&str]) -> Result<serde_json::Value, String> {
        let args = args(&[&["--provider=whatsapp"], words].concat())?;
        let message = args.whatsapp_message();
        match message.map_err(|failure| failure.to_string())?.0 {
            Kind::Whole(message) => Ok(serde_json::to_value(&message).unwrap()),
            Kind::File { .. } => Err("a file".to_owned()),
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
            (
                &["--to=1", "--file=no/such.png", "--file-type=image"],
                "--file no/such.png",
            ),
            (
                &["--to=1", "--file=Cargo.toml", "--file-type=document"],
                "--mime-type",
            ),
            (
                &[
                    "--to=1",
                    "--file=Cargo.toml",
                    "--file-type=document",
                    "--mime-type=toml",
                ],
                "--mime-type",
            ),
            (
                &["--to=1", "--mime-type=text/plain", "Hello!"],
                "--mime-type",
            ),
        ] {
            let problem = compose(words).unwrap_err();
            assert!(problem.contains(named), "{words:?}: {problem}");
        }
    }
}

//! Pictures, films, sound, files and stickers.

use std::{
    fmt,
    fs::{self, File},
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use wazzup_sdk::whatsapp::{
    api::{Client, MediaFile, SendMessage},
    types::{
        Invalid, Recipient,
        media::MediaKind,
        message::{Audio, Content, Document, Image, MediaRef, Sticker, Video},
    },
};

use super::option;
use crate::failure::Failure;

/// What a file is, and what is put beside it.
#[derive(Debug, clap::Args)]
pub(super) struct MediaOptions {
    /// Send this file; it is uploaded first
    #[arg(long, value_name = "PATH", requires = "file_type")]
    pub(super) file: Option<PathBuf>,
    /// What the file is sent as; needed with --file and --file-url
    #[arg(long, value_enum, value_name = "TYPE")]
    #[arg(conflicts_with_all = ["text", "template"])]
    pub(super) file_type: Option<FileType>,
    /// The text under an image, a video or a document, at most 1024 characters
    #[arg(
        long,
        value_name = "TEXT",
        allow_hyphen_values = true,
        conflicts_with = "template"
    )]
    caption: Option<String>,
    /// The name that a document is shown by, that in the header of a template, too [default: that of
    /// the uploaded file]
    #[arg(long, value_name = "NAME")]
    pub(super) filename: Option<String>,
    /// The type of the file in --file, such as application/pdf [default: follows from its name]
    #[arg(long, value_name = "TYPE", conflicts_with_all = ["file_url", "template"])]
    mime_type: Option<String>,
}

impl MediaOptions {
    pub(super) fn given(&self) -> Option<&'static str> {
        let options = [
            ("--file", self.file.is_some()),
            ("--file-type", self.file_type.is_some()),
            ("--caption", self.caption.is_some()),
            ("--filename", self.filename.is_some()),
            ("--mime-type", self.mime_type.is_some()),
        ];
        let given = options.into_iter().find(|(_, given)| *given);
        given.map(|(option, _)| option)
    }

    /// Refuses what makes no sense without a file.
    pub(super) fn without_file(&self) -> Result<(), Failure> {
        match self.given() {
            Some(option) => Err(Failure::usage(format!("{option} without a file"))
                .advice("give --file or --file-url, too")),
            None => Ok(()),
        }
    }

    /// The file to upload. What cannot be uploaded is refused while nothing was sent yet.
    pub(super) fn upload(&self, path: &Path) -> Result<MediaFile, Failure> {
        let refused =
            |why: &dyn fmt::Display| Failure::usage(format!("--file {}: {why}", path.display()));
        let unreadable = |why: &dyn fmt::Display| {
            refused(why).advice("give the path of a file that you may read")
        };
        let found = fs::metadata(path).map_err(|error| unreadable(&error))?;
        // Not opened to find out: that of a pipe would wait for whoever writes to it.
        if !found.is_file() {
            return Err(unreadable(&"this is no file"));
        }
        File::open(path).map_err(|error| unreadable(&error))?;

        let mut file = MediaFile::path(path);
        if let Some(mime_type) = &self.mime_type {
            if !is_type(mime_type) {
                return Err(Failure::usage(
                    "--mime-type: a type reads like application/pdf",
                ));
            }
            file = file.mime_type(mime_type);
        }
        let Some(mime_type) = file.get_mime_type() else {
            return Err(refused(&"its name does not tell of what type it is")
                .advice("give --mime-type, such as application/pdf"));
        };
        let kind = MediaKind::of_mime_type(mime_type).unwrap_or(MediaKind::Document);
        let (size, max) = (found.len(), kind.max_bytes());
        if kind.check_size(size).is_err() {
            return Err(refused(&format_args!(
                "it has {size} bytes, and of {mime_type} there must be 1 to {max}"
            )));
        }
        Ok(file)
    }

    /// What is put beside the file, if files of this kind have it.
    pub(super) fn label(&self, file_type: FileType) -> Result<Label, Failure> {
        let refused = |option: &str, kinds: &str| {
            let what = format!("{option} is not for --file-type {}", file_type.word());
            Failure::usage(what).advice(format!("leave it out: only {kinds} has one"))
        };
        if self.caption.is_some() && !file_type.has_caption() {
            return Err(refused("--caption", "an image, a video or a document"));
        }
        if self.filename.is_some() && file_type != FileType::Document {
            return Err(refused("--filename", "a document"));
        }
        Ok(Label {
            caption: self.caption.clone(),
            filename: self.filename.clone(),
        })
    }
}

/// Whether it reads like `application/pdf`.
fn is_type(text: &str) -> bool {
    let (kind, rest) = text.split_once('/').unwrap_or_default();
    !kind.is_empty() && !rest.is_empty() && text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
}

/// What is put beside a file.
#[derive(Debug)]
pub(super) struct Label {
    caption: Option<String>,
    filename: Option<String>,
}

/// What a file is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FileType {
    Image,
    Video,
    Audio,
    Document,
    Sticker,
}

impl FileType {
    /// As it is given on the command line.
    fn word(self) -> String {
        let word = self.to_possible_value();
        word.map_or_else(String::new, |word| word.get_name().to_owned())
    }

    fn has_caption(self) -> bool {
        matches!(self, Self::Image | Self::Video | Self::Document)
    }

    /// The content around media that need no upload.
    pub(super) fn content(self, media: MediaRef, label: &Label) -> Result<Content, Failure> {
        let caption = label.caption.as_deref();
        Ok(match self {
            Self::Image => captioned(Image::new(media), caption, Image::caption)?.into(),
            Self::Video => captioned(Video::new(media), caption, Video::caption)?.into(),
            Self::Audio => Audio::new(media).into(),
            Self::Document => {
                let mut document = captioned(Document::new(media), caption, Document::caption)?;
                if let Some(name) = &label.filename {
                    let named = document.filename(name.as_str());
                    document = named.map_err(option("--filename"))?;
                }
                document.into()
            }
            Self::Sticker => Sticker::new(media).into(),
        })
    }

    /// The request that uploads a file and sends it.
    pub(super) fn send(
        self,
        client: &Client,
        to: Recipient,
        file: MediaFile,
        label: Label,
    ) -> SendMessage {
        let messages = client.messages();
        let Label { caption, filename } = label;
        match self {
            Self::Image => {
                let send = messages.send_image(to, file);
                with(send, caption, |send, caption| send.caption(caption)).any()
            }
            Self::Video => {
                let send = messages.send_video(to, file);
                with(send, caption, |send, caption| send.caption(caption)).any()
            }
            Self::Audio => messages.send_audio(to, file).any(),
            Self::Document => {
                let send = messages.send_document(to, file);
                let send = with(send, caption, |send, caption| send.caption(caption));
                with(send, filename, |send, name| send.filename(name)).any()
            }
            Self::Sticker => messages.send_sticker(to, file).any(),
        }
    }
}

fn captioned<'a, T>(
    media: T,
    caption: Option<&'a str>,
    put: impl FnOnce(T, &'a str) -> Result<T, Invalid>,
) -> Result<T, Failure> {
    match caption {
        Some(caption) => put(media, caption).map_err(option("--caption")),
        None => Ok(media),
    }
}

fn with<T>(send: T, value: Option<String>, set: impl FnOnce(T, String) -> T) -> T {
    match value {
        Some(value) => set(send, value),
        None => send,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::compose;

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
    fn a_caption_and_a_name_stand_beside_the_file() {
        let words = [
            "--to=1",
            "--file-url=https://example.org/a",
            "--caption=-5%",
        ];
        for kind in ["image", "video", "document"] {
            let file_type = format!("--file-type={kind}");
            let message = compose(&[&words[..], &[&file_type]].concat()).unwrap();
            assert_eq!(message[kind]["caption"], "-5%");
            assert!(message[kind]["filename"].is_null());
        }
        let named = ["--file-type=document", "--filename=offer.pdf"];
        let message = compose(&[&words[..], &named].concat()).unwrap();
        assert_eq!(message["document"]["filename"], "offer.pdf");
    }

    #[test]
    fn what_a_file_cannot_have_is_named_by_its_option() {
        let long = format!("--caption={}", "x".repeat(1025));
        for (words, named) in [
            (&["--file-type=audio", "--caption=A"][..], "--caption"),
            (&["--file-type=sticker", "--caption=A"], "--caption"),
            (&["--file-type=image", "--filename=a.png"], "--filename"),
            (&["--file-type=image", "--caption="], "--caption"),
            (&["--file-type=image", &long], "--caption"),
            (&["--file-type=document", "--filename="], "--filename"),
        ] {
            for file in ["--file-url=https://example.org/a", "--file=Cargo.toml"] {
                let problem = compose(&[&["--to=1", file], words].concat()).unwrap_err();
                assert!(problem.starts_with(named), "{words:?}: {problem}");
            }
        }
        for option in ["--caption=A", "--filename=a.pdf"] {
            let problem = compose(&["--to=1", option, "Hello!"]).unwrap_err();
            assert!(problem.contains("without a file"), "{problem}");
        }
    }
}

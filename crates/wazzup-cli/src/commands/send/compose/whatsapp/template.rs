//! Templates, and what is put in for their variables.

use wazzup_sdk::whatsapp::types::{
    Invalid, MediaId,
    message::MediaRef,
    template::{HeaderParameter, Language, Parameter, Template, TemplateButton},
};

use super::option;
use crate::failure::Failure;

/// What is put in besides the variables of the body.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("header")
    .args(["header_value", "header_image", "header_video", "header_document"]))]
pub(super) struct TemplateOptions {
    /// The code of the template's language, such as en_US; needed with --template
    #[arg(long, value_name = "CODE")]
    pub(super) language: Option<String>,
    /// The variable in the template's header, at most 60 characters
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    header_value: Option<String>,
    /// The image of the template's header: the id of an uploaded one, or its address
    #[arg(long, value_name = "ID_OR_URL")]
    header_image: Option<String>,
    /// The video of the template's header: the id of an uploaded one, or its address
    #[arg(long, value_name = "ID_OR_URL")]
    header_video: Option<String>,
    /// The document of the template's header: the id of an uploaded one, or its address; --filename
    /// names it
    #[arg(long, value_name = "ID_OR_URL")]
    header_document: Option<String>,
    /// What the address of a button ends with, and the code for the button of an authentication
    /// template. Buttons count from 0, those without variables included; once per button
    #[arg(long, value_name = "INDEX=SUFFIX")]
    button_url: Vec<String>,
    /// What a quick reply brings back, at most 256 characters
    #[arg(long, value_name = "INDEX=PAYLOAD")]
    button_reply: Vec<String>,
    /// The code that a button copies, at most 15 characters
    #[arg(long, value_name = "INDEX=CODE")]
    button_coupon: Vec<String>,
}

impl TemplateOptions {
    pub(super) fn given(&self) -> Option<&'static str> {
        let options = [
            ("--language", self.language.is_some()),
            ("--header-value", self.header_value.is_some()),
            ("--header-image", self.header_image.is_some()),
            ("--header-video", self.header_video.is_some()),
            ("--header-document", self.header_document.is_some()),
            ("--button-url", !self.button_url.is_empty()),
            ("--button-reply", !self.button_reply.is_empty()),
            ("--button-coupon", !self.button_coupon.is_empty()),
        ];
        let given = options.into_iter().find(|(_, given)| *given);
        given.map(|(option, _)| option)
    }

    /// Refuses what makes no sense without a template. The parser does not: where a text is given, which
    /// excludes a template, it no longer asks for one.
    pub(super) fn without_template(&self) -> Result<(), Failure> {
        match self.given() {
            Some(option) => Err(Failure::usage(format!("{option} without a template"))
                .advice("give --template, too")),
            None => Ok(()),
        }
    }

    /// The template with all that is put in.
    pub(super) fn template(
        &self,
        name: &str,
        language: &str,
        values: &[String],
        filename: Option<&str>,
    ) -> Result<Template, Failure> {
        if filename.is_some() && self.header_document.is_none() {
            return Err(Failure::usage("--filename without a document")
                .advice("give --header-document, too"));
        }
        let language = Language::from(language);
        let mut template = Template::new(name, language).map_err(option("--template"))?;
        if let Some(header) = self.header(filename)? {
            template = template.header(header)?;
        }
        if !values.is_empty() {
            let values: Result<Vec<Parameter>, Invalid> =
                values.iter().map(Parameter::text).collect();
            template = template.body(values.map_err(option("--value"))?)?;
        }
        for (name, given, make) in self.buttons() {
            for button in given {
                let (index, value) = indexed(name, button)?;
                let button = make(value.to_owned()).map_err(option(name))?;
                template = template.button(index, button).map_err(option(name))?;
            }
        }
        Ok(template)
    }

    fn header(&self, filename: Option<&str>) -> Result<Option<HeaderParameter>, Failure> {
        if let Some(text) = &self.header_value {
            let header = HeaderParameter::text(text).map_err(option("--header-value"))?;
            return Ok(Some(header));
        }
        if let Some(image) = &self.header_image {
            let image = media(image).map_err(option("--header-image"))?;
            return Ok(Some(HeaderParameter::image(image)));
        }
        if let Some(video) = &self.header_video {
            let video = media(video).map_err(option("--header-video"))?;
            return Ok(Some(HeaderParameter::video(video)));
        }
        let Some(document) = &self.header_document else {
            return Ok(None);
        };
        let document = media(document).map_err(option("--header-document"))?;
        let header = HeaderParameter::document(document, filename.map(str::to_owned));
        header.map(Some).map_err(option("--filename"))
    }

    fn buttons(&self) -> [(&'static str, &[String], MakeButton); 3] {
        [
            ("--button-url", &self.button_url, TemplateButton::url),
            (
                "--button-reply",
                &self.button_reply,
                TemplateButton::quick_reply,
            ),
            (
                "--button-coupon",
                &self.button_coupon,
                TemplateButton::coupon,
            ),
        ]
    }
}

type MakeButton = fn(String) -> Result<TemplateButton, Invalid>;

/// Media by their address, or else by their id.
fn media(given: &str) -> Result<MediaRef, Invalid> {
    if given.contains("://") {
        return MediaRef::link(given);
    }
    MediaId::new(given).map(MediaRef::Id)
}

/// `1=value`. Not told with its value, which may be a code.
fn indexed<'a>(name: &str, given: &'a str) -> Result<(u8, &'a str), Failure> {
    let (index, value) = given.split_once('=').unwrap_or((given, ""));
    match index.parse() {
        Ok(index) if given.contains('=') => Ok((index, value)),
        _ => Err(
            Failure::usage(format!("{name} has no index")).advice(format!(
                "give it as {name} 0=VALUE, 0 being the first button"
            )),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::compose;

    const ORDER: [&str; 3] = ["--to=1", "--template=order_update", "--language=en_US"];

    fn components(words: &[&str]) -> Result<Value, String> {
        let mut message = compose(&[&ORDER[..], words].concat())?;
        Ok(message["template"]["components"].take())
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
    fn a_header_has_a_text_or_media_by_address_or_id() {
        let header = |words: &[&str]| components(words).unwrap()[0]["parameters"][0].take();
        let link = "https://example.org/a";
        assert_eq!(
            header(&["--header-value", "-17"]),
            json!({"type": "text", "text": "-17"})
        );
        assert_eq!(
            header(&["--header-image", link]),
            json!({"type": "image", "image": {"link": link}})
        );
        assert_eq!(
            header(&["--header-video=77"]),
            json!({"type": "video", "video": {"id": "77"}})
        );
        assert_eq!(
            header(&["--header-document=77", "--filename=offer.pdf"]),
            json!({"type": "document", "document": {"id": "77", "filename": "offer.pdf"}})
        );
    }

    #[test]
    fn buttons_have_their_index_and_the_rest_is_their_value() {
        let words = [
            "--button-coupon=2=SAVE20",
            "--button-url=0=17?a=b",
            "--button-url=3=18",
            "--button-reply=1=stop",
            "--value=a",
        ];
        let button = |kind, index, parameter: Value| json!({"type": "button", "sub_type": kind, "index": index, "parameters": [parameter]});
        assert_eq!(
            components(&words).unwrap(),
            json!([
                {"type": "body", "parameters": [{"type": "text", "text": "a"}]},
                button("url", 0, json!({"type": "text", "text": "17?a=b"})),
                button("quick_reply", 1, json!({"type": "payload", "payload": "stop"})),
                button("copy_code", 2, json!({"type": "coupon_code", "coupon_code": "SAVE20"})),
                button("url", 3, json!({"type": "text", "text": "18"})),
            ])
        );
    }

    #[test]
    fn what_cannot_be_put_in_is_named_by_its_option_and_not_shown() {
        let long = format!("--header-value={}", "secret".repeat(11));
        for (words, named) in [
            (&["--header-value="][..], "--header-value"),
            (&[&long], "--header-value"),
            (&["--header-image=secret.png"], "--header-image"),
            (&["--header-video=ftp://secret"], "--header-video"),
            (&["--header-document=7", "--filename="], "--filename"),
            (&["--filename=secret.pdf"], "--filename"),
            (&["--button-url=secret"], "--button-url"),
            (&["--button-url=first=secret"], "--button-url"),
            (&["--button-url=10=secret"], "--button-url"),
            (&["--button-url=256=secret"], "--button-url"),
            (&["--button-url=-1=secret"], "--button-url"),
            (&["--button-reply=0="], "--button-reply"),
            (&["--button-coupon=0=secretsecretsecret"], "--button-coupon"),
            (
                &["--button-url=0=secret", "--button-reply=0=secret"],
                "--button-reply",
            ),
        ] {
            let problem = components(words).unwrap_err();
            assert!(problem.starts_with(named), "{words:?}: {problem}");
            assert!(!problem.contains("secret"), "{words:?}: {problem}");
        }
    }

    #[test]
    fn what_is_put_in_needs_a_template_and_a_header_is_one() {
        for option in [
            "--language=en",
            "--header-value=A",
            "--header-document=7",
            "--button-url=0=A",
        ] {
            for content in [
                &["Hello!"][..],
                &["--file-url=https://example.org", "--file-type=image"],
                &["--file=Cargo.toml", "--file-type=document"],
            ] {
                let problem = compose(&[&["--to=1", option], content].concat()).unwrap_err();
                let name = option.split('=').next().unwrap();
                let told = format!("{name} without a template");
                assert!(problem.starts_with(&told), "{content:?}: {problem}");
            }
        }
        for words in [
            ["--header-value=A", "--header-image=7"],
            ["--value=A", "--caption=A"],
        ] {
            let problem = components(&words).unwrap_err();
            assert!(problem.contains("cannot be used with"), "{problem}");
        }
    }
}

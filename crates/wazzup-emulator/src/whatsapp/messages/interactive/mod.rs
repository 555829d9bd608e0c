//! `interactive`: what all kinds share, and which kind may have what.

mod address;
mod buttons;
mod calls;
mod carousel;
mod flow;
mod link;
mod list;
mod order;
mod products;

use super::content::{Around, Checked, media};
use super::fields::{Fields, wrong};
use crate::whatsapp::refusal::Outcome;
use crate::whatsapp::state::Fate;

pub(super) use products::sections;

/// Longest text of a header and of a footer, in characters.
const EDGE_MAX: usize = 60;

/// Longest text of a body, in characters, but of a list.
const BODY_MAX: usize = 1_024;

/// What a kind may and must have around its action.
struct Frame {
    kind: &'static str,
    /// Types of headers that it may have.
    headers: &'static [&'static str],
    header_required: bool,
    body_max: usize,
    body_required: bool,
    footer: bool,
}

const TEXT: &[&str] = &["text"];
const ANY: &[&str] = &["text", "image", "video", "document"];
const NONE: &[&str] = &[];

const fn frame(kind: &'static str, headers: &'static [&'static str], footer: bool) -> Frame {
    Frame {
        kind,
        headers,
        header_required: false,
        body_max: BODY_MAX,
        body_required: true,
        footer,
    }
}

const FRAMES: [Frame; 15] = [
    frame("button", ANY, true),
    Frame {
        body_max: 4_096,
        ..frame("list", TEXT, true)
    },
    frame("cta_url", ANY, true),
    Frame {
        body_required: false,
        ..frame("product", NONE, true)
    },
    Frame {
        header_required: true,
        ..frame("product_list", TEXT, true)
    },
    frame("catalog_message", NONE, true),
    frame("flow", ANY, true),
    frame("location_request_message", NONE, false),
    // Nobody has documented whether the next one may have a header or footer: both are taken.
    frame("voice_call", ANY, true),
    Frame {
        body_required: false,
        ..frame("call_permission_request", NONE, false)
    },
    frame("request_contact_info", ANY, true),
    frame("carousel", NONE, false),
    frame("address_message", ANY, true),
    frame("order_details", &["image"], true),
    frame("order_status", &["image"], true),
];

/// Checks an interactive message.
pub(super) fn interactive(content: &Fields<'_>, around: &Around<'_>) -> Outcome<Checked> {
    let names = FRAMES.map(|frame| frame.kind);
    let kind = content.one_of("type", &names)?;
    let Some(frame) = FRAMES.iter().find(|frame| frame.kind == kind) else {
        return Err(wrong("interactive.type is not known."));
    };
    let mut keys = vec!["type", "body", "action"];
    if !frame.headers.is_empty() {
        keys.push("header");
    }
    if frame.footer {
        keys.push("footer");
    }
    content.only(&keys)?;
    let mut fate = Fate::Arrives;
    match content.optional_object("header")? {
        Some(given) => fate = header(&given, frame, around)?,
        None if frame.header_required => content.must("header").map(|_| ())?,
        None => {}
    }
    if frame.body_required || content.has("body") {
        let body = content.object("body")?;
        body.only(&["text"])?;
        body.text("text", frame.body_max)?;
    }
    if let Some(footer) = content.optional_object("footer")? {
        footer.only(&["text"])?;
        footer.text("text", EDGE_MAX)?;
    }
    let action = content.object("action")?;
    let mut checked = Checked::with(fate);
    match kind {
        "button" => buttons::reply(&action)?,
        "list" => list::list(&action)?,
        "cta_url" => link::cta_url(&action)?,
        "product" => products::product(&action)?,
        "product_list" => products::product_list(&action)?,
        "catalog_message" => products::catalog(&action)?,
        "flow" => flow::flow(&action)?,
        "location_request_message" => named(&action, "send_location")?,
        "voice_call" => calls::voice_call(&action)?,
        "call_permission_request" => {
            calls::permission(&action, around)?;
            checked.asks_permission = true;
        }
        "request_contact_info" => named(&action, "request_contact_info")?,
        "carousel" => {
            let worse = carousel::carousel(&action, around)?;
            if checked.fate == Fate::Arrives {
                checked.fate = worse;
            }
        }
        "address_message" => address::address(&action)?,
        "order_details" => order::details(&action)?,
        _ => order::status(&action)?,
    }
    Ok(checked)
}

/// An action that is a name and nothing else.
fn named(action: &Fields<'_>, name: &str) -> Outcome<()> {
    action.only(&["name"])?;
    action.word("name", name)
}

fn header(given: &Fields<'_>, frame: &Frame, around: &Around<'_>) -> Outcome<Fate> {
    let kind = given.one_of("type", frame.headers)?;
    given.only(&["type", kind])?;
    match kind {
        "text" => given.text("text", EDGE_MAX).map(|_| Fate::Arrives),
        "document" => media(kind, &given.object(kind)?, &["filename"], around),
        _ => media(kind, &given.object(kind)?, &[], around),
    }
}

/// Texts that must not repeat.
fn distinct<'a>(what: &str, texts: impl Iterator<Item = &'a str>) -> Outcome<()> {
    let mut seen = std::collections::HashSet::new();
    for text in texts {
        if !seen.insert(text) {
            return Err(wrong(format!("{what} must not repeat.")));
        }
    }
    Ok(())
}

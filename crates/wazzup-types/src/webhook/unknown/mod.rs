//! Finding what the models do not know: fields that were ignored, and words no enum names.

mod finder;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_ignored::Path;

use super::read::repaired;
use super::{
    ChannelUpdate, CreateContact, CreateDeal, Event, Message, StatusUpdate, TemplateStatusUpdate,
};

/// The paths for [`Event::unknown`].
pub(super) fn paths(event: &Event) -> Vec<String> {
    let raw = event.raw().as_str();
    match event {
        Event::Message(_) => of::<Message>(raw),
        Event::Status(_) => of::<StatusUpdate>(raw),
        Event::CreateContact(question) => {
            let mut paths = of::<CreateContact>(raw);
            paths.extend(kept(question));
            paths.sort();
            paths.dedup();
            paths
        }
        Event::CreateDeal(_) => of::<CreateDeal>(raw),
        Event::ChannelUpdate(_) => of::<ChannelUpdate>(raw),
        Event::TemplateStatus(_) => of::<TemplateStatusUpdate>(raw),
        Event::Test(_) | Event::Malformed(_) => Vec::new(),
        Event::Unknown(event) if event.key.is_empty() => vec![".".to_owned()],
        Event::Unknown(event) => vec![event.key.clone()],
    }
}

/// Fields of chats that no model names, but that are kept for writing them back, and so are not
/// ignored. Items are counted as they were read.
fn kept(question: &CreateContact) -> impl Iterator<Item = String> + '_ {
    let chats = question.contact_data.iter().enumerate();
    chats.flat_map(|(index, chat)| {
        let fields = chat.extra.keys();
        fields.map(move |field| format!("contactData[{index}].{field}"))
    })
}

fn of<T: DeserializeOwned + Serialize>(raw: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let value = read::<T>(raw, &mut paths).or_else(|| {
        let repaired = repaired::<T>(raw).ok()?;
        paths = repaired.dropped;
        read(&repaired.text, &mut paths)
    });
    if let Some(value) = value {
        finder::unlisted(&value, &mut paths);
    }
    paths.sort();
    paths.dedup();
    paths
}

/// Reads a `T` and adds the paths of what it ignores; adds nothing if it is no `T`.
fn read<T: DeserializeOwned>(text: &str, paths: &mut Vec<String>) -> Option<T> {
    let mut ignored = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_ignored::deserialize(&mut deserializer, |path| ignored.push(written(&path)));
    let value = value.ok()?;
    paths.append(&mut ignored);
    Some(value)
}

fn written(path: &Path<'_>) -> String {
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}[{index}]", written(parent)),
        Path::Map { parent, key } => {
            let mut path = written(parent);
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(key);
            path
        }
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => written(parent),
    }
}

//! Finding what the models do not know: fields that were ignored, and words no enum names.

use wazzup_wire::unknown::of;

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

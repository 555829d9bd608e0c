//! Keys by which repeated deliveries are recognised.

use super::{Event, Sender};

/// The key for [`Event::dedup_key`].
pub(super) fn key(event: &Event) -> Option<String> {
    let name = event.name();
    Some(match event {
        Event::Raw(_) | Event::Malformed(_) => return None,
        Event::MessageStatus(status) | Event::GroupMessageStatus(status) => {
            let word = status.status.as_ref().map_or("", |word| word.as_str());
            let recipient = user(status.sender());
            format!("{name}:{}:{word}:{recipient:016x}", status.id)
        }
        Event::CallStatus(status) => {
            let word = status.status.as_ref().map_or("", |word| word.as_str());
            let recipient = user(status.sender());
            format!("{name}:{}:{word}:{recipient:016x}", status.id)
        }
        Event::UserMarketingPreferences(preference) => {
            let category = preference
                .category
                .as_ref()
                .map_or("", |word| word.as_str());
            let value = preference.value.as_ref().map_or("", |word| word.as_str());
            let at = preference.timestamp.as_ref()?;
            let user = user(preference.sender());
            format!("{name}:{user:016x}:{category}:{value}:{at}")
        }
        Event::TemplateStatusUpdate(_)
        | Event::TemplateCategoryUpdate(_)
        | Event::TemplateQualityUpdate(_)
        | Event::TemplateComponentsUpdate(_)
        | Event::AccountUpdate(_) => {
            let change = event.change();
            let (entry, at) = (change.entry_id.as_ref()?, change.entry_time.as_ref()?);
            let payload = checksum([event.raw().as_str()]);
            format!("{name}:{entry}:{at}:{payload:016x}")
        }
        _ => format!("{name}:{}", event.id()?),
    })
}

fn user(user: Sender<'_>) -> u64 {
    checksum(user.primary().map(|id| id.as_str()))
}

/// FNV-1a: the same in every process and version, unlike the standard library's hasher.
fn checksum<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        // 0xff is in no UTF-8 text, so it keeps the parts apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

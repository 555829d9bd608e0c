//! Files that users send: kept for the number that they come to.

use bytes::Bytes;

use crate::ids::Kind;
use crate::state::World;
use crate::whatsapp::state::Medium;

/// A file of a user.
pub(in crate::whatsapp) struct File {
    /// The id of the number that it comes to.
    pub(in crate::whatsapp) number: String,
    pub(in crate::whatsapp) mime_type: String,
    pub(in crate::whatsapp) name: Option<String>,
    pub(in crate::whatsapp) bytes: Bytes,
}

/// Keeps a file as long as one that a user sent lives. Gives its id.
pub(in crate::whatsapp) fn keep(world: &mut World, file: File, now: i64) -> String {
    let id = world.ids.digits(Kind::Media, 15);
    let lives = world.knobs.whatsapp.limits.received_media_ms;
    let medium = Medium::new(file.number, file.mime_type, file.bytes);
    let medium = medium.named(file.name).living(now, lives);
    world.whatsapp.media.add(id.clone(), medium, now);
    id
}

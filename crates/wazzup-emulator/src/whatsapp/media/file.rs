//! Where the bytes of a file are: an address for minutes, behind the token all the same.

use http::header::{CONTENT_DISPOSITION, HeaderValue};
use http::{StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::http::{Call, Reply};
use crate::ids::digest;
use crate::whatsapp::entry::{FILES, Holder};
use crate::whatsapp::refusal::Outcome;

pub(super) const PATH: &str = "/whatsapp_business/attachments/";

/// Mixed into the mark of an address, so that nobody lengthens its life by changing it.
const SALT: u64 = 0x6d65_6469_6121;

/// The address of a file, good for so many milliseconds from now on.
pub(in crate::whatsapp) fn address(base: &str, id: &str, now: i64, lives: u64) -> String {
    let until = now.saturating_add(i64::try_from(lives).unwrap_or(i64::MAX));
    debug_assert!(PATH.starts_with(FILES));
    format!(
        "{base}{PATH}?mid={id}&ext={until}&hash={:016x}",
        mark(id, until)
    )
}

fn mark(id: &str, until: i64) -> u64 {
    digest(SALT, &format!("{id}/{until}"))
}

/// Whatever is wrong, there is nothing here.
pub(super) fn fetch(call: Call) -> Outcome<Reply> {
    let now = call.app.clock.now();
    call.app.world().whatsapp.media.sweep(now);
    Ok(found(&call).unwrap_or_else(|| Reply::empty().status(StatusCode::NOT_FOUND)))
}

fn found(call: &Call) -> Option<Reply> {
    let holder = call.entry()?.holder?;
    if holder == Holder::Stranger {
        return None;
    }
    let (id, now) = (call.query("mid")?, call.app.clock.now());
    let until: i64 = call.query("ext")?.parse().ok()?;
    if now >= until || call.query("hash")? != format!("{:016x}", mark(&id, until)) {
        return None;
    }
    let world = call.app.world();
    let medium = world.whatsapp.media.get(&id, now)?;
    let content_type = HeaderValue::from_str(&medium.mime_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let disposition = match &medium.file_name {
        Some(name) => disposition(name),
        None => {
            let extension = medium.mime_type.split(['/', ';']).nth(1).unwrap_or("bin");
            disposition(&format!("{id}.{extension}"))
        }
    };
    let reply = Reply::bytes(medium.bytes.clone(), content_type)
        .header(header::CACHE_CONTROL, HeaderValue::from_static("private"));
    Some(match HeaderValue::from_str(&disposition) {
        Ok(name) => reply.header(CONTENT_DISPOSITION, name),
        Err(_) => reply,
    })
}

/// A name as a header has it: what is not ASCII stands in it encoded.
fn disposition(name: &str) -> String {
    let plain = |letter: char| letter == ' ' || letter.is_ascii_graphic();
    if name.chars().all(plain) {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("inline; filename=\"{quoted}\"")
    } else {
        let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
        format!("inline; filename*=UTF-8''{encoded}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_fits_into_a_header() {
        assert_eq!(disposition("a b.pdf"), "inline; filename=\"a b.pdf\"");
        assert_eq!(disposition("a\"b"), "inline; filename=\"a\\\"b\"");
        assert_eq!(disposition("é\n"), "inline; filename*=UTF-8''%C3%A9%0A");
    }
}

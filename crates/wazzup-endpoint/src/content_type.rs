use http::{HeaderMap, header::CONTENT_TYPE};

/// Whether the sender says that it is something else than JSON.
///
/// Some services write `application/json; charset-utf-8`, which is no valid media type, so only what
/// stands before the first semicolon is looked at; nothing and nonsense pass.
pub(crate) fn is_clearly_not_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return false;
    };
    let value = value.as_bytes();
    // What nearly everybody writes.
    if let Some(b"" | [b';', ..]) = value.strip_prefix(b"application/json") {
        return false;
    }
    let essence = value.split(|byte| matches!(byte, b';' | b',')).next();
    let essence = essence.unwrap_or_default().trim_ascii();
    let Some(slash) = essence.iter().position(|byte| *byte == b'/') else {
        return false;
    };
    let subtype = &essence[slash + 1..];
    if slash == 0 || subtype.is_empty() || essence == b"*/*" {
        return false;
    }
    let ends_with_json =
        subtype.len() >= 4 && subtype[subtype.len() - 4..].eq_ignore_ascii_case(b"json");
    !ends_with_json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(content_type: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        is_clearly_not_json(&headers)
    }

    #[test]
    fn json_passes_however_it_is_spelled_and_so_does_nonsense() {
        for passes in [
            "application/json; charset-utf-8",
            "application/json",
            "APPLICATION/JSON;charset=utf-8",
            "application/vnd.example+json",
            "text/json",
            "application/json, */*",
            "json",
            "",
            "/",
            "*/*",
        ] {
            assert!(!refused(passes), "{passes}");
        }
        assert!(!is_clearly_not_json(&HeaderMap::new()));
    }

    #[test]
    fn other_types_are_refused() {
        for other in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "image/png;x=json",
            "a/b",
        ] {
            assert!(refused(other), "{other}");
        }
    }
}

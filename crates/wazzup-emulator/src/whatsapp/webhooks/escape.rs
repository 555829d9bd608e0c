//! JSON as Meta writes it: ASCII alone, slashes escaped.

use std::fmt::Write as _;

/// Writes JSON text with every character beyond ASCII as `\uXXXX` and every slash as `\/`.
pub(crate) fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 8);
    for letter in json.chars() {
        match letter {
            // Outside of strings JSON has no slash.
            '/' => out.push_str("\\/"),
            letter if letter.is_ascii() => out.push(letter),
            letter => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    // Writing into a string cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_escaped_reads_back_as_it_was() {
        let value = json!({ "text": "Héllo 👋 a/b \"c\" \\ \n", "url": "https://e.test/ü" });
        let text = escape(&value.to_string());
        assert!(text.is_ascii());
        assert!(text.contains(r"H\u00e9llo \ud83d\udc4b a\/b"));
        assert!(!text.replace("\\/", "").contains('/'));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}

//! The places in a template's text where values go.

use serde_json::Value;

/// The names or numbers of a component's placeholders, each once, in order.
pub(super) fn of(component: Option<&Value>) -> Vec<&str> {
    let text = component.and_then(|component| component["text"].as_str());
    within(text.unwrap_or_default())
}

/// The names or numbers of the placeholders of a text, each once, in order.
pub(super) fn within(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            break;
        };
        if !found.contains(&name) {
            found.push(name);
        }
        rest = after;
    }
    found
}

/// The text with the values in place.
pub(super) fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = text.to_owned();
    for (name, value) in values {
        out = out.replace(&format!("{{{{{name}}}}}"), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_counts_once() {
        let text = "Hi {{who}}, on {{day}}, {{who}}!";
        assert_eq!(within(text), ["who", "day"]);
        assert_eq!(
            filled(text, &[("who", "A"), ("day", "B")]),
            "Hi A, on B, A!"
        );
        assert!(within("{{open").is_empty());
    }
}

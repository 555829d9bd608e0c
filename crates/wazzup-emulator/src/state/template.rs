//! WABA templates.

use serde_json::{Value, json};

use crate::knobs::Dialect;

/// A WABA template. Texts hold `{{1}}`, `{{2}}`, … where values go.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) guid: String,
    pub(crate) title: String,
    pub(crate) name: String,
    pub(crate) category: &'static str,
    pub(crate) language: &'static str,
    pub(crate) status: String,
    pub(crate) rejected_reason: Option<&'static str>,
    pub(crate) header: Option<String>,
    pub(crate) body: String,
    pub(crate) url_button: Option<String>,
    pub(crate) channels: Vec<String>,
}

impl Template {
    /// How many values a send must bring.
    pub(crate) fn variables(&self) -> usize {
        [
            self.header.as_deref(),
            Some(&self.body),
            self.url_button.as_deref(),
        ]
        .into_iter()
        .flatten()
        .map(|text| text.matches("{{").count())
        .sum()
    }

    /// The text that the customer reads.
    pub(crate) fn filled(&self, values: &[String]) -> String {
        let mut values = values.iter();
        let mut fill = |text: &str| {
            let mut out = String::new();
            let mut rest = text;
            while let Some((before, after)) = rest.split_once("{{") {
                out.push_str(before);
                out.push_str(values.next().map_or("", String::as_str));
                rest = after.split_once("}}").map_or("", |(_, rest)| rest);
            }
            out.push_str(rest);
            out
        };
        match self.header.as_deref().map(&mut fill) {
            Some(header) => format!("{header}\n{}", fill(&self.body)),
            None => fill(&self.body),
        }
    }

    /// `@template: <guid> { [[name]]; … }`.
    fn code(&self) -> String {
        let names: Vec<String> = (1..=self.variables())
            .map(|number| format!("[[value{number}]]"))
            .collect();
        format!("@template: {} {{ {} }}", self.guid, names.join("; "))
    }

    pub(crate) fn shown_status(&self, dialect: &Dialect) -> String {
        if dialect.template_status_upper {
            self.status.to_uppercase()
        } else {
            self.status.clone()
        }
    }

    /// The item of `GET /v3/templates/whatsapp`.
    pub(crate) fn public(&self, account: u64, dialect: &Dialect) -> Value {
        let example = |key: &str, text: &str| {
            let values: Vec<String> = (1..=text.matches("{{").count())
                .map(|number| format!("example {number}"))
                .collect();
            if dialect.template_example_object {
                json!({ key: if key == "body_text" { json!([values]) } else { json!(values) } })
            } else {
                json!(values)
            }
        };
        let mut components = Vec::new();
        if let Some(header) = &self.header {
            components.push(json!({
                "type": "HEADER", "format": "TEXT", "text": header,
                "example": example("header_text", header),
            }));
        }
        components.push(json!({
            "type": "BODY", "text": self.body, "example": example("body_text", &self.body),
        }));
        if let Some(url) = &self.url_button {
            components.push(json!({
                "type": "BUTTONS",
                "buttons": [{ "type": "URL", "text": "Open", "url": url }],
            }));
        }
        let mut item = json!({
            "templateGuid": self.guid,
            "accountId": account,
            "title": self.title,
            "name": self.name,
            "waba": { "wabaId": "100000000000001", "wabaName": "Example" },
            "channels": self.channels,
            "category": self.category,
            "language": self.language,
            "status": self.shown_status(dialect),
            "namespace": "example_namespace",
            "components": components,
            "templateCode": self.code(),
        });
        if let (Some(reason), Some(item)) = (self.rejected_reason, item.as_object_mut()) {
            item.insert("rejected_reason".to_owned(), reason.into());
        }
        item
    }

    /// The item of tech `GET /channels/waba/templates`.
    pub(crate) fn tech(&self, dialect: &Dialect) -> Value {
        json!({
            "templateGuid": self.guid,
            "name": self.name,
            "status": self.shown_status(dialect),
            "category": self.category,
            "language": self.language,
            "body": self.body,
        })
    }
}

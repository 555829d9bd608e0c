//! WABA templates in a send, by id or as a code in the text.

use serde_json::json;

use super::invalid;
use crate::http::Fail;
use crate::state::{Account, Channel, Template};

/// The template with this id, if it can be sent through the channel.
pub(super) fn find<'a>(
    account: &'a Account,
    channel: &Channel,
    id: &str,
) -> Result<&'a Template, Fail> {
    if channel.transport != "wapi" {
        return Err(invalid(&["templateId"]));
    }
    let known = account
        .templates
        .iter()
        .find(|template| template.guid == id);
    let Some(template) = known.filter(|template| template.channels.contains(&channel.id)) else {
        return Err(invalid(&["templateId"]));
    };
    if !template.status.eq_ignore_ascii_case("approved") {
        return Err(
            Fail::bad("TEMPLATE_REJECTED", "The template cannot be sent.")
                .data(json!({ "templateId": id })),
        );
    }
    Ok(template)
}

/// The text with the values in place.
pub(super) fn fill(template: &Template, values: &[String]) -> Result<String, Fail> {
    let forbidden = ['[', ']', '{', '}', ';'];
    if values.len() != template.variables() || values.iter().any(|value| value.contains(forbidden))
    {
        return Err(invalid(&["templateValues"]));
    }
    Ok(template.filled(values))
}

/// The template that a text such as `@template: <guid> { [[value1]]; [[value2]] }` names, with its
/// values. A text that is anything else stays a text.
pub(super) fn in_text<'a>(
    account: &'a Account,
    channel: &Channel,
    text: &str,
) -> Option<(&'a Template, Vec<String>)> {
    let code = text.trim().strip_prefix("@template:")?.trim_start();
    let (guid, rest) = code.split_once('{').unwrap_or((code, "}"));
    let values = rest.trim_end().strip_suffix('}')?.trim();
    let template = find(account, channel, guid.trim()).ok()?;
    if values.is_empty() {
        return Some((template, Vec::new()));
    }
    let values = values
        .split(';')
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(|value| {
            let value = value.strip_prefix("[[")?.strip_suffix("]]")?;
            Some(value.to_owned())
        })
        .collect::<Option<Vec<String>>>()?;
    Some((template, values))
}

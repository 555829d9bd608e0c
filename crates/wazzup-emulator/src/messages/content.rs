//! What a message may consist of.

use serde_json::{Value, json};

use super::{buttons, invalid, template};
use crate::http::Fail;
use crate::knobs::{Dialect, TextLimits};
use crate::state::{Account, Channel};

/// The content of a send before it was looked at.
pub(super) struct Draft {
    pub(super) text: Option<String>,
    pub(super) content_uri: Option<String>,
    pub(super) ref_message_id: Option<String>,
    pub(super) template_id: Option<String>,
    pub(super) template_values: Vec<String>,
    pub(super) buttons: Option<Value>,
}

/// The content of a send that is accepted.
pub(super) struct Content {
    pub(super) kind: &'static str,
    pub(super) text: Option<String>,
    pub(super) content_uri: Option<String>,
    pub(super) ref_message_id: Option<String>,
    pub(super) template_id: Option<String>,
    pub(super) buttons: Option<Value>,
}

/// Checks the content for this channel.
pub(super) fn check(
    draft: &Draft,
    channel: &Channel,
    account: &Account,
    dialect: &Dialect,
) -> Result<Content, Fail> {
    if draft.text.is_some() && draft.content_uri.is_some() {
        return Err(Fail::bad(
            "MESSAGE_ONLY_TEXT_OR_CONTENT",
            "A message holds a text or a file, not both.",
        ));
    }
    if draft.content_uri.as_deref() == Some("") {
        return Err(Fail::bad(
            "MESSAGES_CONTENT_CAN_NOT_BE_BLANK",
            "The file is missing.",
        ));
    }
    if let Some(id) = &draft.ref_message_id
        && account.messages.get(id).is_none()
    {
        return Err(Fail::bad(
            "REFERENCE_MESSAGE_NOT_FOUND",
            "The quoted message is not known.",
        )
        .data(json!({ "refMessageId": id })));
    }
    let kept_buttons = match &draft.buttons {
        None => None,
        Some(object) => Some(buttons::check(
            object,
            channel,
            draft.template_id.is_some(),
        )?),
    };
    if let Some(id) = &draft.template_id {
        let template = template::find(account, channel, id)?;
        let text = template::fill(template, &draft.template_values)?;
        limit(&text, "wapi", true, dialect)?;
        return Ok(Content {
            kind: "wapi_template",
            text: Some(text),
            content_uri: draft.content_uri.clone(),
            ref_message_id: draft.ref_message_id.clone(),
            template_id: Some(id.clone()),
            buttons: kept_buttons,
        });
    }
    let mut content = Content {
        kind: "text",
        text: None,
        content_uri: None,
        ref_message_id: draft.ref_message_id.clone(),
        template_id: None,
        buttons: kept_buttons,
    };
    match (&draft.text, &draft.content_uri) {
        (Some(text), _) if text.trim().is_empty() => {
            return Err(Fail::bad(
                "MESSAGES_TEXT_CAN_NOT_BE_BLANK",
                "The text is empty.",
            ));
        }
        (Some(text), _) => {
            if channel.transport == "wapi"
                && let Some((template, values)) = template::in_text(account, channel, text)
            {
                let filled = template::fill(template, &values)?;
                limit(&filled, "wapi", true, dialect)?;
                content.kind = "wapi_template";
                content.template_id = Some(template.guid.clone());
                content.text = Some(filled);
            } else {
                limit(text, &channel.transport, false, dialect)?;
                content.text = Some(text.clone());
            }
        }
        (None, Some(uri)) => {
            content.kind = kind_of_file(uri);
            if channel.transport == "instagram" && content.kind != "image" {
                return Err(Fail::bad(
                    "MESSAGES_UNSUPPORTED_CONTENT_TYPE_INSTAPI",
                    "Instagram takes images only.",
                ));
            }
            content.content_uri = Some(uri.clone());
        }
        (None, None) if content.buttons.as_ref().is_some_and(buttons::says_nothing) => {}
        (None, None) => {
            return Err(Fail::bad(
                "MESSAGE_NOTHING_TO_SEND",
                "There is nothing to send.",
            ));
        }
    }
    if !draft.template_values.is_empty() {
        return Err(invalid(&["templateValues"]));
    }
    Ok(content)
}

/// The type that a file is shown as, by its ending.
pub(super) fn kind_of_file(uri: &str) -> &'static str {
    let path = uri.split(['?', '#']).next().unwrap_or(uri);
    let ending = path
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("jpg" | "jpeg" | "png" | "gif" | "webp" | "bmp" | "ico" | "was") => "image",
        Some("mp3" | "ogg" | "oga" | "wav" | "m4a" | "opus") => "audio",
        Some("mp4" | "mov" | "avi" | "webm" | "3gp") => "video",
        Some("vcf") => "vcard",
        _ => "document",
    }
}

/// Refuses a text that is too long for the messenger.
pub(super) fn limit(
    text: &str,
    transport: &str,
    template: bool,
    dialect: &Dialect,
) -> Result<(), Fail> {
    let body_table = match dialect.text_limits {
        TextLimits::Off => return Ok(()),
        TextLimits::BodyTable => true,
        TextLimits::ErrorTable => false,
    };
    let pick = |body, error| if body_table { body } else { error };
    let (max, code) = match transport {
        "wapi" if template => (pick(550, 1_024), "MESSAGES_TOO_LONG_WABA_TEMPLATE"),
        "wapi" => (pick(1_024, 4_096), "MESSAGES_TOO_LONG_WABA"),
        "telegram" | "tgapi" => (4_096, "MESSAGES_TOO_LONG_TELEGRAM"),
        "max" | "maxbot" => (4_096, "MESSAGES_TOO_LONG_TEXT"),
        "instagram" => (pick(1_000, 10_000), "MESSAGES_TOO_LONG_INSTAGRAM"),
        "vk" => (pick(1_000, 4_096), "MESSAGES_TOO_LONG_VK"),
        "avito" => (1_000, "MESSAGES_TOO_LONG_AVITO"),
        "viber" => (6_999, "MESSAGES_TOO_LONG_VIBER"),
        _ => (10_000, "MESSAGE_TEXT_TOO_LONG"),
    };
    // A character takes at least one byte: most texts are judged without counting.
    if text.len() <= max || text.chars().count() <= max {
        return Ok(());
    }
    Err(Fail::bad(
        code,
        format!("The text is longer than {max} characters."),
    ))
}

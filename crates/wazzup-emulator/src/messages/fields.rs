//! The fields of a send, before anything is known of its channel.

use serde_json::Value;

use super::content::Draft;
use super::invalid;
use crate::entities::{Checks, contacts::is_chat_id};
use crate::http::Fail;
use crate::state::{GROUPS, TRANSPORTS};

/// The fields of a send, each of the right kind.
pub(super) struct Fields {
    pub(super) channel_id: String,
    pub(super) chat_type: String,
    pub(super) chat_id: Option<String>,
    pub(super) username: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) crm_message_id: Option<String>,
    pub(super) crm_user_id: Option<String>,
    pub(super) clear_unanswered: bool,
    pub(super) draft: Draft,
}

/// Reads the fields, or says which are wrong.
pub(super) fn fields(body: &Value) -> Result<Fields, Fail> {
    const LONG: usize = usize::MAX;
    if !body.is_object() {
        return Err(invalid(&[]));
    }
    let mut checks = Checks::of(body);
    let channel_id = checks.text("channelId", LONG);
    let chat_type = checks.text("chatType", LONG);
    if !TRANSPORTS
        .iter()
        .chain(&GROUPS)
        .any(|(_, known)| *known == chat_type)
    {
        checks.fail("chatType");
    }
    let chat_id = checks
        .optional_text("chatId", LONG)
        .filter(|id| !id.is_empty());
    let username = checks
        .optional_text("username", LONG)
        .filter(|name| !name.is_empty());
    let phone = checks
        .optional_text("phone", LONG)
        .filter(|phone| !phone.is_empty());
    match &chat_id {
        Some(id) if !is_chat_id(&chat_type, id) => checks.fail("chatId"),
        None if username.is_none() && phone.is_none() => checks.fail("chatId"),
        _ => {}
    }
    if username.as_ref().is_some_and(|name| name.starts_with('@')) {
        checks.fail("username");
    }
    if phone
        .as_ref()
        .is_some_and(|phone| !phone.bytes().all(|byte| byte.is_ascii_digit()))
    {
        checks.fail("phone");
    }
    let crm_message_id = checks.optional_text("crmMessageId", LONG);
    if crm_message_id.as_ref().is_some_and(String::is_empty) {
        checks.fail("crmMessageId");
    }
    let crm_user_id = checks.optional_text("crmUserId", LONG);
    let clear_unanswered = checks.optional_flag("clearUnanswered").unwrap_or(true);
    let text = checks.optional_text("text", LONG);
    let content_uri = checks.optional_text("contentUri", LONG);
    if content_uri
        .as_ref()
        .is_some_and(|uri| !uri.is_empty() && !is_url(uri))
    {
        checks.fail("contentUri");
    }
    let ref_message_id = checks.optional_text("refMessageId", LONG);
    let template_id = checks.optional_text("templateId", LONG);
    let template_values = match checks.get("templateValues") {
        None => Some(Vec::new()),
        Some(values) => values.as_array().and_then(|values| {
            let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
            texts.collect()
        }),
    };
    if template_values.is_none() {
        checks.fail("templateValues");
    }
    let buttons = checks.get("buttonsObject").cloned();
    if buttons.as_ref().is_some_and(|buttons| !buttons.is_object()) {
        checks.fail("buttonsObject");
    }
    let bad = checks.bad();
    if !bad.is_empty() {
        return Err(invalid(&bad));
    }
    Ok(Fields {
        channel_id,
        chat_type,
        chat_id,
        username,
        phone,
        crm_message_id,
        crm_user_id,
        clear_unanswered,
        draft: Draft {
            text,
            content_uri,
            ref_message_id,
            template_id,
            template_values: template_values.unwrap_or_default(),
            buttons,
        },
    })
}

/// Whether a file can be fetched from there.
pub(super) fn is_url(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| text.starts_with(scheme))
        && text
            .parse::<http::Uri>()
            .is_ok_and(|uri| uri.host().is_some())
}

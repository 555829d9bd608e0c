//! Buttons under a message: `buttonsObject`.

use serde::{Deserialize, Serialize};

use crate::RawJson;
use crate::chat::ChatType;
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::lenient::{flag, none};

open_enum! {
    /// Where Telegram shows buttons.
    pub enum ReplyMarkup {
        /// Under the message.
        Inline = "inline",
        /// In the place of the keyboard.
        Reply = "reply",
    }
}

open_enum! {
    /// What a button does.
    pub enum ButtonType {
        /// Answers with its text or payload: WhatsApp Business API.
        Text = "text",
        /// Answers with its payload: MAX.
        Callback = "callback",
        /// Opens an address: MAX.
        Link = "link",
        /// Sends its text as a message: MAX.
        Message = "message",
    }
}

open_enum! {
    /// How MAX colours a button.
    pub enum Intent {
        /// Plain.
        Default = "default",
        /// Inviting.
        Positive = "positive",
        /// Warning.
        Negative = "negative",
    }
}

/// The buttons of an outgoing message. Each messenger has its own kind; a constructor each.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Buttons {
    #[serde(skip_serializing_if = "none")]
    chat_type: Option<ChatType>,
    #[serde(skip_serializing_if = "none")]
    buttons: Option<Layout>,
    #[serde(skip_serializing_if = "none")]
    reply_markup: Option<ReplyMarkup>,
    #[serde(skip_serializing_if = "none")]
    remove_keyboard: Option<bool>,
    #[serde(skip_serializing_if = "none")]
    one_time_keyboard: Option<bool>,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Layout {
    Flat(Vec<Button>),
    Rows(Vec<Vec<Button>>),
}

impl std::fmt::Debug for Buttons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = match &self.buttons {
            None => 0,
            Some(Layout::Flat(buttons)) => buttons.len(),
            Some(Layout::Rows(rows)) => rows.iter().map(Vec::len).sum(),
        };
        write!(f, "Buttons({count})")
    }
}

impl Buttons {
    /// Most buttons of a WhatsApp Business message; the service would drop the rest.
    pub const WABA_MAX: usize = 10;

    const NONE: Self = Self {
        chat_type: None,
        buttons: None,
        reply_markup: None,
        remove_keyboard: None,
        one_time_keyboard: None,
    };

    /// Buttons of an interactive WhatsApp Business message, inside the 24 hours' window: made by
    /// [`Button::waba`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none or more than [`WABA_MAX`](Self::WABA_MAX), or one is of
    /// another messenger.
    pub fn waba(buttons: impl IntoIterator<Item = Button>) -> Result<Self, Invalid> {
        let buttons: Vec<_> = buttons.into_iter().collect();
        for (index, button) in buttons.iter().enumerate() {
            let wrong = |error: Invalid| error.at(index);
            button.check(Kind::Waba).map_err(wrong)?;
        }
        Self::flat(buttons)
    }

    /// Payloads for the quick replies of a WhatsApp Business template, in their order; the texts
    /// come from the template.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none or more than [`WABA_MAX`](Self::WABA_MAX), or one is empty.
    pub fn template_payloads<P: Into<String>>(
        payloads: impl IntoIterator<Item = P>,
    ) -> Result<Self, Invalid> {
        let button = |(index, payload): (usize, P)| {
            let payload = payload.into();
            invalid::not_empty("payload", &payload)
                .map_err(|error| error.within("buttons", index))?;
            Ok(Button {
                payload: Some(payload),
                ..Button::NONE
            })
        };
        let buttons: Result<Vec<_>, _> = payloads.into_iter().enumerate().map(button).collect();
        Self::flat(buttons?)
    }

    fn flat(buttons: Vec<Button>) -> Result<Self, Invalid> {
        invalid::items_within("buttons", buttons.len(), 1, Self::WABA_MAX)?;
        Ok(Self {
            buttons: Some(Layout::Flat(buttons)),
            ..Self::NONE
        })
    }

    /// Rows of buttons under the message of a Telegram bot: made by [`Button::telegram_url`] and
    /// [`Button::telegram_callback`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none, a row is empty, or a button is of another kind.
    pub fn telegram_inline(rows: impl IntoIterator<Item = Vec<Button>>) -> Result<Self, Invalid> {
        let buttons = Some(rows_of(rows, Kind::TelegramInline)?);
        Ok(Self {
            buttons,
            reply_markup: Some(ReplyMarkup::Inline),
            ..Self::NONE
        })
    }

    /// Rows of buttons in the place of the keyboard, of a Telegram bot: made by
    /// [`Button::telegram_text`]. With `one_time`, they go away once used.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none, a row is empty, or a button is of another kind.
    pub fn telegram_keyboard(
        rows: impl IntoIterator<Item = Vec<Button>>,
        one_time: bool,
    ) -> Result<Self, Invalid> {
        Ok(Self {
            buttons: Some(rows_of(rows, Kind::TelegramKeyboard)?),
            reply_markup: Some(ReplyMarkup::Reply),
            one_time_keyboard: one_time.then_some(true),
            ..Self::NONE
        })
    }

    /// Takes the keyboard of a Telegram bot away.
    #[must_use]
    pub fn telegram_remove_keyboard() -> Self {
        Self {
            reply_markup: Some(ReplyMarkup::Reply),
            remove_keyboard: Some(true),
            ..Self::NONE
        }
    }

    /// Rows of buttons of a MAX bot: made by [`Button::max_callback`], [`Button::max_link`] and
    /// [`Button::max_message`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none, a row is empty, or a button is of another messenger.
    pub fn max(rows: impl IntoIterator<Item = Vec<Button>>) -> Result<Self, Invalid> {
        let buttons = Some(rows_of(rows, Kind::Max)?);
        Ok(Self {
            chat_type: Some(ChatType::Max),
            buttons,
            ..Self::NONE
        })
    }
}

fn rows_of(rows: impl IntoIterator<Item = Vec<Button>>, kind: Kind) -> Result<Layout, Invalid> {
    let rows: Vec<_> = rows.into_iter().collect();
    invalid::items_within("buttons", rows.len(), 1, usize::MAX)?;
    for (row, buttons) in rows.iter().enumerate() {
        invalid::items_within("buttons", buttons.len(), 1, usize::MAX)
            .map_err(|error| error.at(row))?;
        for (index, button) in buttons.iter().enumerate() {
            let wrong = |error: Invalid| error.at(row).at(index);
            button.check(kind).map_err(wrong)?;
        }
    }
    Ok(Layout::Rows(rows))
}

/// Among which buttons one may stand. Each kind has limits of its own, which the constructors of
/// its buttons hold them to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Waba,
    TelegramInline,
    TelegramKeyboard,
    Max,
}

/// One button. Its constructors name the messenger it is for.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Button {
    #[serde(skip_serializing_if = "none")]
    text: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "none")]
    button_type: Option<ButtonType>,
    #[serde(skip_serializing_if = "none")]
    payload: Option<String>,
    #[serde(skip_serializing_if = "none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "none")]
    callback_data: Option<String>,
    #[serde(skip_serializing_if = "none")]
    intent: Option<Intent>,
}

masked_debug! { Button { button_type, intent; hidden: text, payload, url, callback_data } }

impl Button {
    /// Longest text of a WhatsApp Business button, in characters.
    pub const WABA_TEXT_MAX_CHARS: usize = 20;
    /// Longest text of a Telegram button, in characters.
    pub const TELEGRAM_TEXT_MAX_CHARS: usize = 64;
    /// Longest `callbackData` of a Telegram button, in bytes.
    pub const TELEGRAM_CALLBACK_MAX_BYTES: usize = 64;

    const NONE: Self = Self {
        text: None,
        button_type: None,
        payload: None,
        url: None,
        callback_data: None,
        intent: None,
    };

    /// A WhatsApp Business button. The answer to it carries the payload; without one, the number
    /// of the button from 0.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than
    /// [`WABA_TEXT_MAX_CHARS`](Self::WABA_TEXT_MAX_CHARS), or there is a payload and it is empty.
    pub fn waba(text: impl Into<String>, payload: Option<String>) -> Result<Self, Invalid> {
        let text = text.into();
        invalid::chars_within("text", &text, Self::WABA_TEXT_MAX_CHARS)?;
        if let Some(payload) = &payload {
            invalid::not_empty("payload", payload)?;
        }
        let button_type = Some(ButtonType::Text);
        Ok(Self {
            text: Some(text),
            button_type,
            payload,
            ..Self::NONE
        })
    }

    /// A Telegram keyboard button.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than
    /// [`TELEGRAM_TEXT_MAX_CHARS`](Self::TELEGRAM_TEXT_MAX_CHARS).
    pub fn telegram_text(text: impl Into<String>) -> Result<Self, Invalid> {
        let text = text.into();
        invalid::chars_within("text", &text, Self::TELEGRAM_TEXT_MAX_CHARS)?;
        Ok(Self {
            text: Some(text),
            ..Self::NONE
        })
    }

    /// A Telegram inline button that opens an address.
    ///
    /// # Errors
    ///
    /// [`Invalid`] as for [`telegram_text`](Self::telegram_text), or if the address is empty.
    pub fn telegram_url(text: impl Into<String>, url: impl Into<String>) -> Result<Self, Invalid> {
        let url = url.into();
        invalid::not_empty("url", &url)?;
        Ok(Self {
            url: Some(url),
            ..Self::telegram_text(text)?
        })
    }

    /// A Telegram inline button that answers with `data`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] as for [`telegram_text`](Self::telegram_text), or if the data is empty or
    /// longer than [`TELEGRAM_CALLBACK_MAX_BYTES`](Self::TELEGRAM_CALLBACK_MAX_BYTES).
    pub fn telegram_callback(
        text: impl Into<String>,
        data: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let data = data.into();
        invalid::not_empty("callbackData", &data)?;
        if data.len() > Self::TELEGRAM_CALLBACK_MAX_BYTES {
            let limit = Limit::MaxBytes(Self::TELEGRAM_CALLBACK_MAX_BYTES);
            return Err(Invalid::new(
                "callbackData",
                limit,
                Actual::Bytes(data.len()),
            ));
        }
        Ok(Self {
            callback_data: Some(data),
            ..Self::telegram_text(text)?
        })
    }

    /// A MAX button that answers with `payload`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if text or payload is empty.
    pub fn max_callback(
        text: impl Into<String>,
        payload: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let payload = payload.into();
        invalid::not_empty("payload", &payload)?;
        Ok(Self {
            payload: Some(payload),
            ..Self::max(text, ButtonType::Callback)?
        })
    }

    /// A MAX button that opens an address.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if text or address is empty.
    pub fn max_link(text: impl Into<String>, url: impl Into<String>) -> Result<Self, Invalid> {
        let url = url.into();
        invalid::not_empty("url", &url)?;
        Ok(Self {
            url: Some(url),
            ..Self::max(text, ButtonType::Link)?
        })
    }

    /// A MAX button that sends its text as a message.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty.
    pub fn max_message(text: impl Into<String>) -> Result<Self, Invalid> {
        Self::max(text, ButtonType::Message)
    }

    /// Colours a MAX button. Others have no colour, and are refused where buttons are put
    /// together.
    #[must_use]
    pub fn intent(mut self, intent: Intent) -> Self {
        self.intent = Some(intent);
        self
    }

    /// The kind shows in what it has: nobody but the constructors above makes a button.
    fn kind(&self) -> Kind {
        match self.button_type {
            Some(ButtonType::Text) => Kind::Waba,
            Some(_) => Kind::Max,
            None if self.url.is_some() || self.callback_data.is_some() => Kind::TelegramInline,
            None => Kind::TelegramKeyboard,
        }
    }

    /// Whether it may stand among buttons of that kind.
    fn check(&self, kind: Kind) -> Result<(), Invalid> {
        let form = match kind {
            _ if self.kind() == kind && (kind == Kind::Max || self.intent.is_none()) => {
                return Ok(());
            }
            Kind::Waba => "be a WhatsApp Business button, without `intent`",
            Kind::TelegramInline => "be a Telegram button with `url` or `callbackData` only",
            Kind::TelegramKeyboard => "be a Telegram button with `text` only",
            Kind::Max => "be a MAX button",
        };
        Err(Invalid::form("buttons", form))
    }

    fn max(text: impl Into<String>, button_type: ButtonType) -> Result<Self, Invalid> {
        let text = text.into();
        invalid::not_empty("text", &text)?;
        Ok(Self {
            text: Some(text),
            button_type: Some(button_type),
            ..Self::NONE
        })
    }
}

/// A `buttonsObject` as it is read: the buttons are kept as they came, since their shape differs
/// by messenger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ButtonsObject {
    /// The messenger, inside the object for MAX only.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_type: Option<ChatType>,
    /// A list of buttons, or of rows of them.
    #[serde(default, skip_serializing_if = "none")]
    pub buttons: Option<RawJson>,
    /// Where Telegram shows them.
    #[serde(default, skip_serializing_if = "none")]
    pub reply_markup: Option<ReplyMarkup>,
    /// Whether Telegram takes its keyboard away.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub remove_keyboard: Option<bool>,
    /// Whether Telegram hides its keyboard after use.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub one_time_keyboard: Option<bool>,
}

//! What goes along with a text or media, if there are buttons.

use wazzup_whatsapp_types::{
    Invalid,
    interactive::{Header, Interactive},
};

use super::buttons::Buttons;

/// Buttons, and the footer below them.
#[derive(Clone, Default)]
pub(crate) struct Frame {
    pub(super) buttons: Option<Buttons>,
    pub(super) footer: Option<String>,
}

impl Frame {
    /// The whole message, if there are buttons.
    pub(super) fn around(
        &self,
        body: &str,
        header: Option<Header>,
    ) -> Result<Option<Interactive>, Invalid> {
        let Some(buttons) = &self.buttons else {
            // There is no place for it in any other message.
            return match &self.footer {
                Some(_) => Err(Invalid::form("footer", "stand below buttons")),
                None => Ok(None),
            };
        };
        let buttons = buttons.clone();
        buttons
            .below(body, header, self.footer.as_deref())
            .map(Some)
    }
}

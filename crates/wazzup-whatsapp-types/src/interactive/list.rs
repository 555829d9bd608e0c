//! Lists to choose from.

use serde::{Deserialize, Serialize};

use super::header::{Header, check_text_header};
use super::parts::{BUTTON_MAX_CHARS, Words, check_footer};
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::message::none;

checked! {
    /// A text with a button that opens a list, of which the user chooses one row: `interactive.type` is
    /// `list`.
    ///
    /// ```
    /// use wazzup_whatsapp_types::interactive::{List, Row, Section};
    ///
    /// let rows = [Row::new("s1", "09:00")?.description("Dock 4")?, Row::new("s2", "10:00")?];
    /// let list = List::new("When shall we come?", "See slots", [Section::new("Morning", rows)?])?
    ///     .header("Delivery")?;
    /// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
    /// ```
    ///
    /// See [Interactive list messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages).
    #[derive(Debug, Eq)]
    pub struct List {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: Action,
    }
}

with_body!(List);
with_footer!(List);

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Action {
    button: String,
    sections: Vec<Section>,
}

masked_debug! { Action { sections; hidden: button } }

impl List {
    /// Longest body, in characters.
    pub const BODY_MAX_CHARS: usize = 4096;
    /// Most sections.
    pub const MAX_SECTIONS: usize = 10;
    /// Most rows, in all sections together.
    pub const MAX_ROWS: usize = 10;

    /// A text, the button that opens the list, and the list.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [4096 characters](Self::BODY_MAX_CHARS), the
    /// button empty or longer than [20 characters](BUTTON_MAX_CHARS); if there are no sections or more
    /// than [ten](Self::MAX_SECTIONS), or more than [ten rows](Self::MAX_ROWS) in all of them; if one of
    /// several sections has no title; or if two rows have the same id.
    pub fn new(
        body: impl Into<String>,
        button: impl Into<String>,
        sections: impl IntoIterator<Item = Section>,
    ) -> Result<Self, Invalid> {
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: Action {
                button: button.into(),
                sections: sections.into_iter().collect(),
            },
        }
        .checked()
    }

    /// Puts a text above. A list takes no media there.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [60 characters](Header::TEXT_MAX_CHARS).
    pub fn header(mut self, text: impl Into<String>) -> Result<Self, Invalid> {
        self.header = Some(Header::text(text)?);
        Ok(self)
    }

    fn check(&self) -> Result<(), Invalid> {
        check_text_header(self.header.as_ref())?;
        self.body.check("body.text", Self::BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        invalid::chars_within("action.button", &self.action.button, BUTTON_MAX_CHARS)?;
        let sections = self.sections();
        invalid::items_within("action.sections", sections.len(), 1, Self::MAX_SECTIONS)?;
        check_titles(sections.iter().map(Section::title))?;
        let rows = sections.iter().map(|section| section.rows.len()).sum();
        invalid::items_within("action.sections.rows", rows, 1, Self::MAX_ROWS)?;
        let rows = sections.iter().flat_map(Section::rows);
        invalid::unique("action.sections.rows", "id", rows.map(Row::id))
    }

    /// What stands above.
    #[must_use]
    pub fn get_header(&self) -> Option<&str> {
        self.header.as_ref()?.as_text()
    }

    /// The text of the button that opens the list.
    #[must_use]
    pub fn button(&self) -> &str {
        &self.action.button
    }

    /// The sections.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.action.sections
    }
}

/// Of several sections, each must have a title.
pub(super) fn check_titles<'a>(
    titles: impl ExactSizeIterator<Item = Option<&'a str>>,
) -> Result<(), Invalid> {
    if titles.len() == 1 {
        return Ok(());
    }
    for (index, title) in titles.enumerate() {
        if title.is_none() {
            let missing = Invalid::new("title", Limit::MinChars(1), Actual::Missing);
            return Err(missing.within("action.sections", index));
        }
    }
    Ok(())
}

/// Longest title of a section, in characters.
pub const SECTION_TITLE_MAX_CHARS: usize = 24;

pub(super) fn check_title(title: Option<&String>) -> Result<(), Invalid> {
    title.map_or(Ok(()), |title| {
        invalid::chars_within("title", title, SECTION_TITLE_MAX_CHARS)
    })
}

checked! {
    /// Rows of a list, with a title above them.
    #[derive(Eq)]
    pub struct Section {
        #[serde(default, skip_serializing_if = "none")]
        title: Option<String>,
        rows: Vec<Row>,
    }
}

masked_debug! { Section { rows; hidden: title } }

impl Section {
    /// Rows with a title above them.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the title is empty or longer than [24 characters](SECTION_TITLE_MAX_CHARS), or
    /// if there are no rows or more than [ten](List::MAX_ROWS).
    pub fn new(
        title: impl Into<String>,
        rows: impl IntoIterator<Item = Row>,
    ) -> Result<Self, Invalid> {
        Self {
            title: Some(title.into()),
            rows: rows.into_iter().collect(),
        }
        .checked()
    }

    /// Rows without a title: as the only section of a list.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are no rows or more than [ten](List::MAX_ROWS).
    pub fn untitled(rows: impl IntoIterator<Item = Row>) -> Result<Self, Invalid> {
        Self {
            title: None,
            rows: rows.into_iter().collect(),
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_title(self.title.as_ref())?;
        invalid::items_within("rows", self.rows.len(), 1, List::MAX_ROWS)
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

checked! {
    /// A row of a list: it answers with an id.
    ///
    /// The id may be [packed data](crate::CallbackData).
    #[derive(Eq)]
    pub struct Row {
        id: String,
        title: String,
        #[serde(default, skip_serializing_if = "none")]
        description: Option<String>,
    }
}

masked_debug! { Row { ; hidden: id, title, description } }

impl Row {
    /// Longest id, in characters.
    pub const ID_MAX_CHARS: usize = 200;
    /// Longest title, in characters.
    pub const TITLE_MAX_CHARS: usize = 24;
    /// Longest description, in characters.
    pub const DESCRIPTION_MAX_CHARS: usize = 72;

    /// A row: what it answers with, and what stands there.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the id is empty or longer than [200 characters](Self::ID_MAX_CHARS), or the title
    /// is empty or longer than [24 characters](Self::TITLE_MAX_CHARS).
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            id: id.into(),
            title: title.into(),
            description: None,
        }
        .checked()
    }

    /// Says more about it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [72 characters](Self::DESCRIPTION_MAX_CHARS).
    pub fn description(mut self, description: impl Into<String>) -> Result<Self, Invalid> {
        self.description = Some(description.into());
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::chars_within("id", &self.id, Self::ID_MAX_CHARS)?;
        invalid::chars_within("title", &self.title, Self::TITLE_MAX_CHARS)?;
        self.description.as_ref().map_or(Ok(()), |description| {
            invalid::chars_within("description", description, Self::DESCRIPTION_MAX_CHARS)
        })
    }

    /// What it answers with.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What stands there.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is said beside it.
    #[must_use]
    pub fn get_description(&self) -> Option<&str> {
        self.description.as_deref()
    }
}

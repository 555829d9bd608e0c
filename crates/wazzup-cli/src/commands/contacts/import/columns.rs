//! Which column is what.

use std::collections::BTreeMap;

use csv::StringRecord;

/// The places of the columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) id: usize,
    pub(super) name: usize,
    pub(super) responsible_user_id: Option<usize>,
    pub(super) uri: Option<usize>,
    /// In the order of their numbers, one at least.
    pub(super) chats: Vec<ChatColumns>,
}

/// The columns of one chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ChatColumns {
    pub(super) chat_type: Option<usize>,
    pub(super) chat_id: Option<usize>,
    pub(super) username: Option<usize>,
    pub(super) phone: Option<usize>,
}

impl Columns {
    /// Reads the first line of a file.
    pub(super) fn read(header: &StringRecord, ignore_unknown: bool) -> Result<Self, String> {
        let (mut id, mut name) = (None, None);
        let mut columns = Self::default();
        let mut chats: BTreeMap<u32, ChatColumns> = BTreeMap::new();
        for (place, title) in header.iter().enumerate() {
            let folded = fold(title);
            let field = match folded.as_str() {
                "id" => &mut id,
                "name" => &mut name,
                "responsibleuserid" => &mut columns.responsible_user_id,
                "uri" => &mut columns.uri,
                _ => match ChatColumns::slot(&folded, &mut chats) {
                    Some(field) => field,
                    None if ignore_unknown => continue,
                    None => return Err(unknown(title)),
                },
            };
            if field.replace(place).is_some() {
                return Err(format!("the column `{title}` is there twice"));
            }
        }
        columns.id = id.ok_or_else(|| missing("id"))?;
        columns.name = name.ok_or_else(|| missing("name"))?;
        columns.chats = chats.into_values().collect();
        if columns.chats.is_empty() {
            return Err(missing("chat_type"));
        }
        Ok(columns)
    }
}

impl ChatColumns {
    /// The field that a column of this name fills, `chattype` and `chatid2` for example.
    fn slot<'a>(folded: &str, chats: &'a mut BTreeMap<u32, Self>) -> Option<&'a mut Option<usize>> {
        let name = folded.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = match &folded[name.len()..] {
            "" => 1,
            digits => digits.parse().ok()?,
        };
        if !matches!(name, "chattype" | "chatid" | "username" | "phone") {
            return None;
        }
        let chat = chats.entry(number).or_default();
        Some(match name {
            "chattype" => &mut chat.chat_type,
            "chatid" => &mut chat.chat_id,
            "username" => &mut chat.username,
            _ => &mut chat.phone,
        })
    }
}

/// `Chat_Type 2` and `chatType2` are the same.
fn fold(title: &str) -> String {
    let letters = title
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{feff}'));
    letters.flat_map(char::to_lowercase).collect()
}

fn missing(column: &str) -> String {
    format!("the column `{column}` is missing (the first line must name the columns, see --help)")
}

fn unknown(title: &str) -> String {
    format!(
        "the column `{title}` is not known (rename it, see --help, or give \
         --ignore-unknown-columns)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &[&str]) -> Result<Columns, String> {
        Columns::read(&StringRecord::from(header), false)
    }

    #[test]
    fn columns_are_found_in_any_order_and_spelling() {
        let columns = read(&[
            "\u{feff}Name",
            "chatId",
            "CHAT_TYPE",
            "ID",
            "Responsible User Id",
        ])
        .unwrap();
        assert_eq!(
            (columns.name, columns.id, columns.responsible_user_id),
            (0, 3, Some(4))
        );
        assert_eq!(columns.chats.len(), 1);
        assert_eq!(
            (columns.chats[0].chat_id, columns.chats[0].chat_type),
            (Some(1), Some(2))
        );
    }

    #[test]
    fn further_chats_have_a_number() {
        let columns = read(&[
            "id",
            "name",
            "chat_type_10",
            "chat_type",
            "chat_id",
            "phone_10",
        ])
        .unwrap();
        assert_eq!(columns.chats.len(), 2);
        assert_eq!(columns.chats[0].chat_type, Some(3));
        assert_eq!(
            (columns.chats[1].chat_type, columns.chats[1].phone),
            (Some(2), Some(5))
        );
    }

    #[test]
    fn a_column_that_is_missing_unknown_or_there_twice_is_named() {
        assert!(
            read(&["name", "chat_type"])
                .unwrap_err()
                .contains("`id` is missing")
        );
        assert!(
            read(&["id", "name"])
                .unwrap_err()
                .contains("`chat_type` is missing")
        );
        let unknown = read(&["id", "name", "chat_type", "e-mail"]).unwrap_err();
        assert!(unknown.contains("`e-mail` is not known"));
        let twice = read(&["id", "name", "chat_type", "Id"]).unwrap_err();
        assert!(twice.contains("`Id` is there twice"));
        let first = read(&["id", "name", "chat_type", "chat_type_1"]).unwrap_err();
        assert!(first.contains("twice"));
    }

    #[test]
    fn unknown_columns_are_left_out_on_request() {
        let header = StringRecord::from(vec!["id", "e-mail", "name", "chat_type"]);
        assert_eq!(Columns::read(&header, true).unwrap().name, 2);
    }
}

//! From the lines of a CSV file to contacts.

use std::io::{self, Read};

use csv::{ReaderBuilder, StringRecord, StringRecordsIntoIter, Trim};
use wazzup_sdk::types::{ChatId, ChatType, ContactChat, ContactId, Invalid, NewContact, UserId};

use super::{
    columns::{ChatColumns, Columns},
    quotes::Quotes,
};

/// How rows are read.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// Who looks after contacts whose row does not say.
    pub(super) responsible_user: Option<String>,
    /// Whether unknown columns are left out.
    pub(super) ignore_unknown_columns: bool,
}

/// A row, read.
#[derive(Debug)]
pub(super) struct Row {
    /// The line of the file that it begins on, from 1.
    pub(super) line: u64,
    /// Its id, as far as there is one.
    pub(super) id: Option<String>,
    /// The contact, or why it is none.
    pub(super) contact: Result<NewContact, String>,
}

/// The rows of a file.
pub(super) struct Rows<R> {
    columns: Columns,
    responsible_user: Option<UserId>,
    records: StringRecordsIntoIter<Quotes<R>>,
}

impl<R: Read> Rows<R> {
    /// Reads the first line.
    pub(super) fn open(input: R, delimiter: u8, options: &Options) -> Result<Self, String> {
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(Trim::All)
            .from_reader(Quotes::new(input, delimiter));
        let header = reader.headers().map_err(|error| problem(&error))?.clone();
        if let Some(line) = reader.get_ref().unclosed() {
            return Err(unclosed(line));
        }
        if let Some(other) = other_delimiter(&header) {
            return Err(format!(
                "the first line has one column with {other} in it (give --delimiter {other})"
            ));
        }
        let columns = Columns::read(&header, options.ignore_unknown_columns)?;
        let responsible_user = match &options.responsible_user {
            None if columns.responsible_user_id.is_none() => {
                return Err("there is no column `responsible_user_id` (add it, or give \
                            --responsible-user)"
                    .to_owned());
            }
            None => None,
            Some(user) => Some(UserId::new(user.as_str()).map_err(|invalid| invalid.to_string())?),
        };
        Ok(Self {
            columns,
            responsible_user,
            records: reader.into_records(),
        })
    }

    fn row(&self, record: &StringRecord) -> Row {
        let line = record.position().map_or(0, csv::Position::line);
        let id = Some(record[self.columns.id].to_owned()).filter(|id| !id.is_empty());
        Row {
            line,
            id,
            contact: self.contact(record),
        }
    }

    fn contact(&self, record: &StringRecord) -> Result<NewContact, String> {
        let told = |invalid: Invalid| invalid.to_string();
        let id = ContactId::new(&record[self.columns.id]).map_err(told)?;
        let responsible = match (
            cell(record, self.columns.responsible_user_id),
            &self.responsible_user,
        ) {
            (Some(user), _) => UserId::new(user).map_err(told)?,
            (None, Some(user)) => user.clone(),
            (None, None) => return Err("`responsibleUserId` is missing".to_owned()),
        };
        let mut chats = Vec::new();
        for columns in &self.columns.chats {
            chats.extend(chat(record, columns)?);
        }
        let contact = NewContact::new(id, responsible, &record[self.columns.name], chats);
        let contact = contact.map_err(told)?;
        match cell(record, self.columns.uri) {
            Some(uri) => contact.uri(uri).map_err(told),
            None => Ok(contact),
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.records.next()?;
        // The end is met by the last record alone, which is the one that the quote is in.
        let unclosed = self.records.reader().get_ref().unclosed().map(unclosed);
        let (position, problem) = match record {
            Err(error) if error.is_io_error() => return Some(Err(io::Error::other(error))),
            Err(error) => (error.position().cloned(), problem(&error)),
            Ok(record) => match &unclosed {
                None => return Some(Ok(self.row(&record))),
                Some(_) => (record.position().cloned(), String::new()),
            },
        };
        // Of this row alone: the reader goes on behind it.
        Some(Ok(Row {
            line: position.map_or(0, |position| position.line()),
            id: None,
            contact: Err(unclosed.unwrap_or(problem)),
        }))
    }
}

fn unclosed(line: u64) -> String {
    format!("the quote opened on line {line} is never closed: what follows it was not read")
}

/// What most likely stands between the columns, if that is not what was said.
fn other_delimiter(header: &StringRecord) -> Option<&'static str> {
    let mut titles = header.iter();
    let (Some(only), None) = (titles.next(), titles.next()) else {
        return None;
    };
    let known = [(';', "';'"), ('\t', "tab"), (',', "','"), ('|', "'|'")];
    let found = known
        .iter()
        .find(|(delimiter, _)| only.contains(*delimiter));
    found.map(|(_, named)| *named)
}

/// The chat in these columns, if there is something in them.
fn chat(record: &StringRecord, columns: &ChatColumns) -> Result<Option<ContactChat>, String> {
    let told = |invalid: Invalid| invalid.to_string();
    let chat_type = cell(record, columns.chat_type);
    let chat_id = cell(record, columns.chat_id);
    let username = cell(record, columns.username);
    let phone = cell(record, columns.phone);
    let Some(chat_type) = chat_type else {
        if chat_id.or(username).or(phone).is_none() {
            return Ok(None);
        }
        return Err("`chatType` is missing".to_owned());
    };
    let chat_type = ChatType::from(chat_type);
    if !chat_type.is_listed() {
        return Err(format!(
            "`chatType` is `{chat_type}`, which is no messenger known here"
        ));
    }
    let mut chat = match (chat_id, username, phone) {
        (Some(chat_id), ..) => ContactChat::new(chat_type, ChatId::new(chat_id).map_err(told)?),
        (None, Some(_), _) if chat_type != ChatType::Telegram => {
            return Err(
                "`username` has no `chatId`, which only `telegram` can do without".to_owned(),
            );
        }
        (None, Some(username), _) => ContactChat::telegram_username(username).map_err(told)?,
        (None, None, Some(phone)) => ContactChat::phone(chat_type, phone).map_err(told)?,
        (None, None, None) => return Err("`chatId` is missing".to_owned()),
    };
    chat.username = username.map(str::to_owned);
    chat.phone = phone.map(str::to_owned);
    Ok(Some(chat))
}

fn cell(record: &StringRecord, column: Option<usize>) -> Option<&str> {
    record.get(column?).filter(|cell| !cell.is_empty())
}

/// What is wrong with the form of a file or a row, without its content.
fn problem(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => {
            format!("the row has {len} columns in the place of {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "the text is not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        let rows = Rows::open(text.as_bytes(), b',', &Options::default()).unwrap();
        rows.map(|row| row.unwrap()).collect()
    }

    fn one(row: &str) -> Result<NewContact, String> {
        let header = "id,responsible_user_id,name,uri,chat_type,chat_id,username,phone";
        let mut rows = rows(&format!("{header}\n{row}\n"));
        rows.remove(0).contact
    }

    #[test]
    fn a_row_becomes_a_contact() {
        let contact =
            one(" c-1 ,u-1,\"A, B\",https://example.org/1,whatsapp,79990000000,,").unwrap();
        let written = serde_json::to_value(&contact).unwrap();
        assert_eq!(
            written,
            serde_json::json!({
                "id": "c-1",
                "responsibleUserId": "u-1",
                "name": "A, B",
                "uri": "https://example.org/1",
                "contactData": [{"chatType": "whatsapp", "chatId": "79990000000"}],
            })
        );
    }

    #[test]
    fn another_delimiter_is_named() {
        for (header, named) in [
            ("id;responsible_user_id;name", "--delimiter ';'"),
            ("id\tresponsible_user_id\tname", "--delimiter tab"),
        ] {
            let opened = Rows::open(header.as_bytes(), b',', &Options::default());
            let problem = opened.err().unwrap();
            assert!(problem.contains(named), "{problem}");
        }
    }

    #[test]
    fn telegram_can_do_with_a_user_name_or_a_phone() {
        assert!(one("c-1,u-1,A,,telegram,,someone,").is_ok());
        assert!(one("c-1,u-1,A,,telegram,,,79990000000").is_ok());
        assert!(
            one("c-1,u-1,A,,whatsapp,,someone,")
                .unwrap_err()
                .contains("username")
        );
        assert!(
            one("c-1,u-1,A,,whatsapp,,,79990000000")
                .unwrap_err()
                .contains("phone")
        );
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (row, field) in [
            (",u-1,A,,whatsapp,79990000000,,", "contactId"),
            ("c-1,,A,,whatsapp,79990000000,,", "responsibleUserId"),
            ("c-1,u-1,,,whatsapp,79990000000,,", "name"),
            ("c-1,u-1,A,,,79990000000,,", "chatType"),
            ("c-1,u-1,A,,pigeon,79990000000,,", "chatType"),
            ("c-1,u-1,A,,whatsapp,,,", "chatId"),
            ("c-1,u-1,A,,,,,", "contactData"),
        ] {
            let problem = one(row).unwrap_err();
            assert!(problem.contains(&format!("`{field}`")), "{row}: {problem}");
        }
    }

    #[test]
    fn a_row_of_another_length_spoils_no_other() {
        let rows = rows(
            "id,responsible_user_id,name,chat_type,chat_id\n\
             c-1,u-1,A,whatsapp,79990000001\n\
             c-2,u-1\n\
             c-3,u-1,C,whatsapp,79990000003\n",
        );
        let told: Vec<(u64, bool)> = rows
            .iter()
            .map(|row| (row.line, row.contact.is_ok()))
            .collect();
        assert_eq!(told, [(2, true), (3, false), (4, true)]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_by_the_line_it_was_opened_on() {
        let header = "id,responsible_user_id,name,chat_type,chat_id\n";
        let good = "c-1,u-1,A,whatsapp,79990000001\n";
        for last in [
            "c-2,u-1,\"B,whatsapp,79990000002\nc-3,u-1,C,whatsapp,79990000003\n",
            "c-2,u-1,B,whatsapp,\"79990000002\n",
        ] {
            let rows = rows(&format!("{header}{good}{last}"));
            let told: Vec<(u64, bool)> = rows
                .iter()
                .map(|row| (row.line, row.contact.is_ok()))
                .collect();
            assert_eq!(told, [(2, true), (3, false)]);
            let problem = rows[1].contact.as_ref().unwrap_err();
            assert!(problem.contains("quote opened on line 3"), "{problem}");
        }
        let opened = Rows::open("id,\"name\n".as_bytes(), b',', &Options::default());
        let problem = opened.err().unwrap();
        assert!(problem.contains("quote opened on line 1"), "{problem}");
    }

    #[test]
    fn several_chats_make_one_contact() {
        let rows = rows(
            "id,responsible_user_id,name,chat_type,chat_id,chat_type_2,username_2\n\
             c-1,u-1,A,whatsapp,79990000001,telegram,someone\n\
             c-2,u-1,B,whatsapp,79990000002,,\n",
        );
        let chats = |row: &Row| row.contact.as_ref().unwrap().contact_data().len();
        assert_eq!((chats(&rows[0]), chats(&rows[1])), (2, 1));
    }

    #[test]
    fn a_user_for_all_stands_in_where_a_row_has_none() {
        let options = Options {
            responsible_user: Some("u-9".to_owned()),
            ..Options::default()
        };
        let text = "id,name,chat_type,chat_id\nc-1,A,whatsapp,79990000001\n";
        let row = Rows::open(text.as_bytes(), b',', &options)
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        assert_eq!(row.contact.unwrap().responsible_user_id().as_str(), "u-9");
        assert!(Rows::open(text.as_bytes(), b',', &Options::default()).is_err());
    }

    #[test]
    fn text_that_is_not_utf_8_spoils_its_row_only() {
        let text = b"id,responsible_user_id,name,chat_type,chat_id\n\
            c-1,u-1,\xff,whatsapp,79990000001\nc-2,u-1,B,whatsapp,79990000002\n";
        let rows = Rows::open(&text[..], b',', &Options::default()).unwrap();
        let good: Vec<bool> = rows.map(|row| row.unwrap().contact.is_ok()).collect();
        assert_eq!(good, [false, true]);
    }
}

use std::io::Write;

use wazzup_sdk::types::{Contact, ContactChat};

use crate::{
    connection::Connection,
    exit::Exit,
    failure::Failure,
    output::{Output, Table},
};

/// List the contacts
///
/// With `-o json`, one object per line as the service gives it, written page by page.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Skip this many
    #[arg(long, default_value_t = 0, value_name = "N")]
    offset: u64,
    /// Stop after this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) async fn run<W: Write>(args: Args, output: &mut Output<W>) -> Result<Exit, Failure> {
    let client = args.connection.client()?;
    let mut left = args.limit.unwrap_or(usize::MAX);
    let mut pages = client.contacts().list().offset(args.offset).by_page();
    let mut table = Table::new(["id", "name", "responsible", "chats"]);
    while left > 0
        && !output.is_closed()
        && let Some(page) = pages.next().await
    {
        for contact in page?.data.iter().take(left) {
            left -= 1;
            if output.is_json() {
                output.json(contact)?;
            } else {
                row(&mut table, contact);
            }
        }
        output.flush()?;
    }
    output.table(&table)?;
    Ok(Exit::Done)
}

fn row(table: &mut Table<4>, contact: &Contact) {
    let responsible = contact
        .responsible_user_id
        .as_ref()
        .map_or("", |id| id.as_str());
    let chats: Vec<String> = contact.contact_data.iter().map(chat).collect();
    table.row([
        contact.id.as_str(),
        &contact.name,
        responsible,
        &chats.join(", "),
    ]);
}

/// `whatsapp:79990000000`, `telegram:@someone`.
fn chat(chat: &ContactChat) -> String {
    let messenger = chat
        .chat_type
        .as_ref()
        .map_or("?", |chat_type| chat_type.as_str());
    let place = match (&chat.chat_id, &chat.username, &chat.phone) {
        (Some(id), ..) => id.as_str().to_owned(),
        (None, Some(username), _) => format!("@{username}"),
        (None, None, Some(phone)) => format!("+{phone}"),
        (None, None, None) => "?".to_owned(),
    };
    format!("{messenger}:{place}")
}

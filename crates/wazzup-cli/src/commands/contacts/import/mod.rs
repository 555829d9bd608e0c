//! `wazzup contacts import`: a CSV file into contacts, and what became of each row.

mod columns;
mod progress;
mod quotes;
mod report;
mod row;

use std::{collections::HashSet, io::Write, path::PathBuf};

use wazzup_sdk::{api::Client, types::NewContact};

use self::{
    progress::Progress,
    report::{Fate, Report},
    row::Rows,
};
use crate::{
    commands::wait, connection::Connection, exit::Exit, failure::Failure, input::Input,
    output::Output, signal,
};

/// Create or update contacts from a CSV file
///
/// The first line names the columns, in any order, in upper or lower case, with or without
/// underscores:
///
///   id                   the contact's id in the CRM, at most 100 characters
///   responsible_user_id  the user who looks after it; or --responsible-user for all
///   name                 at most 200 characters
///   uri                  optional: link to the card in the CRM, at most 200 characters
///   chat_type            whatsapp, telegram, viber, instagram, vk, avito, max, ...
///   chat_id              the chat in that messenger; for whatsapp and viber the phone's digits
///   username             telegram only, in the place of chat_id, without @
///   phone                telegram and max only, in the place of chat_id, digits
///
/// A contact of several chats has further columns with a number: chat_type_2, chat_id_2, and so
/// on. Every contact needs one chat at least. Contacts are sent 100 at a time. Of rows with the
/// same id only the last is sent.
///
/// What became of the rows is printed: stored, valid (with --dry-run), duplicate, invalid (not
/// sent), rejected (by the service), untouched (the request it was in failed, or was not made any
/// more after Ctrl-C), or unknown (the answer was lost). As text only the rows that were not stored,
/// unless --every-row is given; with `-o json` one object per row. An import can be repeated without
/// harm, also after Ctrl-C.
///
/// The exit code is 0 if every row was stored (or replaced by a later one), 3 if some row was
/// refused by the service or by the check before it, else 4 if the answer about some row was lost,
/// else 1.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The file, in UTF-8; `-` for stdin
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Check the rows and send nothing; needs no API key
    #[arg(long)]
    dry_run: bool,
    /// What stands between the columns
    #[arg(long, default_value = ",", value_name = "CHARACTER", value_parser = delimiter)]
    delimiter: u8,
    /// Who looks after contacts whose row does not say
    #[arg(long, value_name = "USER_ID")]
    responsible_user: Option<String>,
    /// Leave out columns that are not known, instead of refusing the file
    #[arg(long)]
    ignore_unknown_columns: bool,
    /// Print the rows that were stored, too
    #[arg(long)]
    every_row: bool,
    /// How many requests may be under way at once
    #[arg(long, default_value_t = 4, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=32))]
    concurrency: u8,
    #[command(flatten)]
    connection: Connection,
}

pub(crate) fn run<W: Write>(args: Args, output: &mut Output<W>) -> Result<Exit, Failure> {
    if args.connection.takes_stdin() && Input::new(&args.file).is_stdin() {
        return Err(
            Failure::usage("both the API key and the file are to come on stdin")
                .advice("give the file by its name, or the key in the environment"),
        );
    }
    let (mut report, contacts) = read(&args)?;
    let contacts = without_duplicates(contacts, &mut report);
    if args.dry_run {
        report.settle_rest(&Fate::Valid);
    } else if !contacts.is_empty() {
        let client = args.connection.client()?;
        wait(send(&client, contacts, args.concurrency, &mut report))?;
    }
    report.write(output, args.every_row)?;
    Ok(report.exit())
}

/// All rows, and the contacts of the good ones, each with the place of its row in the report.
fn read(args: &Args) -> Result<(Report, Vec<(usize, NewContact)>), Failure> {
    let name = Input::new(&args.file);
    let file = name
        .open()
        .map_err(|error| Failure::io(format!("cannot read {name}"), &error))?;
    let rows = Rows::open(file, args.delimiter, &args.row_options())
        .map_err(|problem| Failure::other(format!("{name}: {problem}")))?;
    let mut report = Report::default();
    let mut contacts = Vec::new();
    for row in rows {
        let row = row.map_err(|error| Failure::io(format!("cannot read {name}"), &error))?;
        let place = report.add(row.line, row.id);
        match row.contact {
            Ok(contact) => contacts.push((place, contact)),
            Err(problem) => report.settle(place, Fate::Invalid(problem)),
        }
    }
    Ok((report, contacts))
}

/// Sends the contacts, until all are sent or it is asked to stop.
async fn send(
    client: &Client,
    contacts: Vec<(usize, NewContact)>,
    concurrency: u8,
    report: &mut Report,
) -> Result<(), Failure> {
    let (places, contacts): (Vec<usize>, Vec<NewContact>) = contacts.into_iter().unzip();
    let bulk = client
        .contacts()
        .create_many(contacts)
        .concurrency(concurrency.into());
    let mut chunks = bulk.resend_rest().by_chunk();
    let mut stop = std::pin::pin!(signal::stop());
    let progress = Progress::new(chunks.entities());
    loop {
        let chunk = tokio::select! {
            biased;
            chunk = chunks.next() => chunk,
            () = &mut stop => break,
        };
        let Some(items) = chunk else { break };
        progress.advance(items.len());
        for item in items {
            report.settle(places[item.index], Fate::of(item.outcome));
        }
    }
    progress.end();
    // Only rows whose request has not ended have no fate yet, and of those not all have left.
    for place in &places[chunks.unsent_from()..] {
        report.settle(*place, Fate::unsent());
    }
    report.settle_rest(&Fate::interrupted());
    Ok(())
}

/// Takes out the contacts that a later row of the same id replaces.
fn without_duplicates(
    mut contacts: Vec<(usize, NewContact)>,
    report: &mut Report,
) -> Vec<(usize, NewContact)> {
    let mut seen = HashSet::new();
    contacts.reverse();
    contacts.retain(|(place, contact)| {
        let last = seen.insert(contact.id().clone());
        if !last {
            report.settle(*place, Fate::Duplicate);
        }
        last
    });
    contacts.reverse();
    contacts
}

impl Args {
    fn row_options(&self) -> row::Options {
        row::Options {
            responsible_user: self.responsible_user.clone(),
            ignore_unknown_columns: self.ignore_unknown_columns,
        }
    }
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [byte] if *byte != b'"' && !byte.is_ascii_alphanumeric() => Ok(*byte),
            _ => Err("one character that is no letter, digit or quote, or `tab`".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delimiter_is_one_character_that_no_value_is_made_of() {
        assert_eq!(delimiter(";"), Ok(b';'));
        assert_eq!(delimiter("tab"), Ok(b'\t'));
        for bad in ["", ";;", "\"", "a", "0", "é"] {
            assert!(delimiter(bad).is_err(), "{bad}");
        }
    }
}

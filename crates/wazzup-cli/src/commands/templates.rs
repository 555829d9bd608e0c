//! `wazzup templates`.

use std::io::Write;

use crate::{
    connection::Connection,
    exit::Exit,
    failure::Failure,
    output::{Output, Table},
};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the templates, with the ids that `wazzup send --template` takes
    List(Connection),
}

pub(crate) async fn run<W: Write>(
    command: Command,
    mut output: Output<W>,
) -> Result<Exit, Failure> {
    let Command::List(connection) = command;
    let mut pages = connection.client()?.templates().list().by_page();
    let mut table = Table::new(["template", "status", "category", "language", "title"]);
    while !output.is_closed()
        && let Some(page) = pages.next().await
    {
        for template in &page?.data {
            if output.is_json() {
                output.json(template)?;
                continue;
            }
            let title = template.title.as_deref().or(template.name.as_deref());
            table.row([
                template.template_guid.as_str(),
                template
                    .status
                    .as_ref()
                    .map_or("", |status| status.as_str()),
                template
                    .category
                    .as_ref()
                    .map_or("", |category| category.as_str()),
                template.language.as_deref().unwrap_or_default(),
                title.unwrap_or_default(),
            ]);
        }
        output.flush()?;
    }
    output.table(&table)?;
    Ok(Exit::Done)
}

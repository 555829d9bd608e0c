//! A client that lives as long as a block: no context manager is needed, since dropping the last
//! clone ends everything it started.

use examples::{Outcome, Stage};

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::from_env().await?;
    {
        let client = stage.client()?;
        let users = client.users().list().await?;
        println!("{} users", users.data.len());

        let balance = client.accounts().balance().await?;
        println!("balance: {:?} {:?}", balance.balance, balance.currency);

        let task = tokio::spawn({
            let client = client.clone();
            async move { client.channels().list().await }
        });
        println!("{} channels", task.await??.data.len());
        // Not owed: it waits for handlers that still run, where dropping would cut them off.
        client.close().await;
    }
    println!("the client is gone");
    Ok(())
}

//! Many entities at once: chunks of 100, a result per item, nothing hidden by a neighbour.

use examples::{Outcome, Stage};
use wazzup_sdk::types::{NewUser, UserId};

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::emulated().await?;
    let client = stage.client()?;

    let mut users = Vec::new();
    for number in 0..250 {
        let id = UserId::new(format!("user-{number}"))?;
        users.push(NewUser::new(id, format!("User {number}"))?);
    }
    // The same id twice: the last one wins, as if they had been sent one after the other.
    users.push(NewUser::new(UserId::new("user-0")?, "User 0, renamed")?);

    let report = client.users().create_many(users).await;
    println!(
        "{} done in {} requests, {} duplicates left out",
        report.done().count(),
        report.requests(),
        report.duplicates(),
    );
    for item in report.failed() {
        println!("not done: {item:?}");
    }

    let ids = [UserId::new("user-1")?, UserId::new("never-there")?];
    let report = client.users().delete_many(ids).await;
    println!(
        "{} deleted, {} not found",
        report.done().count(),
        report.not_found().count()
    );
    Ok(())
}

//! Contacts: add one, list them, page through all of them, delete.

use examples::{CUSTOMER, Outcome, Stage};
use futures_util::TryStreamExt as _;
use wazzup_sdk::types::{ChatId, ChatType, ContactChat, ContactId, NewContact, NewUser, UserId};

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::from_env().await?;
    let client = stage.client()?;

    let ann = UserId::new("example-user")?;
    client
        .users()
        .create(NewUser::new(ann.clone(), "Manager")?)
        .await?;

    let id = ContactId::new("example-contact")?;
    let chat = ContactChat::new(ChatType::WhatsApp, ChatId::new(CUSTOMER)?);
    let contact = NewContact::new(id.clone(), ann.clone(), "A customer", [chat])?;
    client.contacts().create(contact).await?;

    // One page, as the service gives it.
    for contact in client.contacts().list().await? {
        println!("contact {}", contact.id);
    }
    // All of them, a page read whenever one is used up.
    let mut contacts = client.contacts().list().by_item();
    let mut count = 0;
    while let Some(contact) = contacts.try_next().await? {
        count += 1;
        println!("{count}: {}", contact.id);
    }

    client.contacts().delete(&id).await?;
    client.users().delete(&ann).await?;
    Ok(())
}

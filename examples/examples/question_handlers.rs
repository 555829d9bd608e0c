//! Questions: Wazzup asks the CRM to create a contact and a deal, and takes what the handler
//! returns for the entity created.

use examples::{CUSTOMER, Outcome, Stage};
use serde_json::json;
use wazzup_sdk::{
    types::{ContactId, DealId, NewContact, NewDeal, NewUser, Subscriptions, UserId},
    webhooks::{ContactRequested, DealRequested},
};

async fn create_contact(question: ContactRequested) -> Outcome<NewContact> {
    let responsible = question
        .responsible_user_id
        .clone()
        .ok_or("nobody is responsible")?;
    let name = question.name.as_deref().unwrap_or("Nameless");
    println!("creating a contact");
    // Here the CRM would store it, and choose the id.
    let id = ContactId::new("crm-contact-1")?;
    Ok(NewContact::new(
        id,
        responsible,
        name,
        question.contact_data.clone(),
    )?)
}

async fn create_deal(question: DealRequested) -> Outcome<NewDeal> {
    let responsible = question
        .responsible_user_id
        .clone()
        .ok_or("nobody is responsible")?;
    println!("creating a deal for {} contact(s)", question.contacts.len());
    let id = DealId::new("crm-deal-1")?;
    Ok(NewDeal::new(
        id,
        responsible,
        "From a chat",
        question.contacts.clone(),
    )?)
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::emulated().await?;
    let client = stage.client()?;
    let Some(emulator) = stage.emulator() else {
        return Ok(());
    };

    client
        .users()
        .create(NewUser::new(UserId::new("u-1")?, "Manager")?)
        .await?;
    client.webhooks().answer(create_contact);
    client.webhooks().answer(create_deal);
    let url = client.webhooks().start_listener("127.0.0.1:0").await?;
    client.webhooks().ensure(url, Subscriptions::all()).await?;

    // Somebody takes over a chat in Wazzup.
    let question = json!({
        "name": "A customer", "chatType": "whatsapp", "chatId": CUSTOMER,
        "responsibleUserId": "u-1", "source": "byUser",
    });
    let question = question.as_object().cloned().unwrap_or_default();
    let asked = emulator.question(question).await;
    println!("{asked:?}");

    let contact = client
        .contacts()
        .get(&ContactId::new("crm-contact-1")?)
        .await?;
    let deal = client.deals().get(&DealId::new("crm-deal-1")?).await?;
    println!("Wazzup knows {} and {}", contact.id, deal.id);
    client.close().await;
    Ok(())
}

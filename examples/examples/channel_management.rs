//! Channels, and who may work in them.

use examples::{Outcome, Stage};
use wazzup_sdk::types::{
    ChannelId, NewUser, UserId,
    tech::{Role, UserRole},
};

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::emulated().await?;
    let client = stage.client()?;

    let channels = client.channels().list().await?.data;
    println!("{} channels", channels.len());
    let Some(channel) = channels.first() else {
        return Ok(());
    };
    let id: ChannelId = channel.channel_id.clone();

    if let Some(transport) = &channel.transport {
        let info = client.channels().info(transport, &id).await?;
        println!(
            "what the tech API knows of it: {} bytes of JSON",
            info.as_str().len()
        );
    }

    let seller = UserId::new("seller-1")?;
    client
        .users()
        .create(NewUser::new(seller.clone(), "Seller")?)
        .await?;
    // Reads the settings, changes this one role and writes back everything else as it was.
    client
        .channels()
        .assign_user(&seller, &id, Role::Seller)
        .await?;
    client
        .channels()
        .assign_users([UserRole::new(id.clone(), seller.clone(), Role::Manager)])
        .await?;
    for role in client.accounts().user_roles(&seller).await? {
        println!("{:?} in {:?}", role.role, role.channel_id);
    }
    client.channels().remove_user(&seller, &id).await?;
    println!(
        "{} roles left",
        client.accounts().user_roles(&seller).await?.len()
    );
    Ok(())
}

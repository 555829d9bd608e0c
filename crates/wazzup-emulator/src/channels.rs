//! Changes of a channel, told to whoever subscribed.

use serde_json::{Map, Value, json};

use crate::state::{Switch, World};

/// Sets the state of a channel and sends `channelsUpdates`. `extra`: further fields of the item.
pub(crate) fn set_state(
    world: &mut World,
    account: u64,
    channel_id: &str,
    state: &str,
    extra: &[(String, Value)],
    now: i64,
) -> bool {
    let Some(channel) = world
        .accounts
        .get_mut(&account)
        .and_then(|account| account.channel_mut(channel_id))
    else {
        return false;
    };
    state.clone_into(&mut channel.state);
    let mut item = Map::new();
    item.insert("channelId".to_owned(), channel_id.into());
    item.insert("state".to_owned(), state.into());
    if let Some(tier) = &channel.tier {
        item.insert("tier".to_owned(), tier.as_str().into());
    }
    if state == "qr" {
        item.insert("qr".to_owned(), "data:image/png;base64,iVBORw0KGgo=".into());
    }
    item.insert("timestamp".to_owned(), now.into());
    for (name, value) in extra {
        item.insert(name.clone(), value.clone());
    }
    if let Some(tier) = item.get("tier").and_then(Value::as_str) {
        channel.tier = Some(tier.to_owned());
    }
    let lane = format!("channel {channel_id}");
    world.emit(
        account,
        Switch::Channels,
        lane,
        "channelsUpdates",
        json!([item]),
    );
    true
}

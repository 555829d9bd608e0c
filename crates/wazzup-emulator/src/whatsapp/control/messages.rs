//! `GET messages`: both directions, oldest first.

use crate::control::{count, misused};
use crate::http::{Answer, Call, Fail, Reply};
use crate::state::Direction;
use crate::whatsapp::StoredMessage;

/// All messages; of one user with `waId=`, of one number with `phoneNumberId=`, one way with
/// `direction=`.
pub(super) fn list(call: Call) -> Answer {
    let wa_id = call.query("waId");
    let number = call.query("phoneNumberId");
    let direction = call.query("direction").map(|word| way(&word)).transpose()?;
    let offset = count(&call, "offset", 0)?;
    let limit = count(&call, "limit", usize::MAX)?;
    let world = call.app.world();
    let messages = world.whatsapp.messages.iter();
    let wanted = messages.filter(|message| wa_id.is_none() || wa_id == message.wa_id);
    let wanted = wanted.filter(|message| {
        number
            .as_ref()
            .is_none_or(|number| *number == message.phone_number_id)
            && direction.is_none_or(|direction| direction == message.direction)
    });
    let messages: Vec<&StoredMessage> = wanted.skip(offset).take(limit).collect();
    Ok(Reply::json(&messages))
}

fn way(word: &str) -> Result<Direction, Fail> {
    match word.to_ascii_lowercase().as_str() {
        "inbound" => Ok(Direction::Inbound),
        "outbound" => Ok(Direction::Outbound),
        _ => Err(misused("direction must be inbound or outbound")),
    }
}

//! From accepted to read.

use super::wire;
use crate::knobs::WhatsAppLifecycle;
use crate::state::{Direction, Step as Planned, World};
use crate::whatsapp::state::{Fate, StoredMessage};
use crate::whatsapp::{Step, webhooks};

/// A stage of an outgoing message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Sent,
    Delivered,
    Read,
    Played,
}

/// Plans a stage, if it has a pause.
pub(super) fn plan(world: &mut World, message: &str, stage: Stage, pause: Option<u64>, now: i64) {
    let Some(pause) = pause else {
        return;
    };
    let at = now.saturating_add(i64::try_from(pause).unwrap_or(i64::MAX));
    let message = message.to_owned();
    let step = Step::Stage { message, stage };
    world.schedule.plan(at, Planned::WhatsApp(step));
}

/// Takes a message to its next stage and plans the one after.
pub(crate) fn advance(world: &mut World, id: &str, stage: Stage, at: i64) {
    let Some(message) = world.whatsapp.messages.get_mut(id) else {
        return;
    };
    if message.status == "failed" {
        return;
    }
    let (status, mut goes_on) = match (stage, message.fate.clone()) {
        (Stage::Sent, Fate::Fails(code, why)) => {
            message.error = Some(code);
            message.error_details = Some(why);
            ("failed", false)
        }
        (Stage::Sent, Fate::Waits) => ("sent", false),
        (Stage::Sent, Fate::Arrives) => ("sent", true),
        (Stage::Delivered, _) => ("delivered", true),
        (Stage::Read, _) => ("read", true),
        (Stage::Played, _) => ("played", false),
    };
    // Nothing is heard of a reaction once it is sent.
    goes_on &= message.kind != "reaction";
    // What was forced meanwhile is not reported a second time.
    let known = message.was(status);
    if !known {
        message.set_status(status, at);
    }
    let next = next(&world.knobs.whatsapp.lifecycle, message, stage).filter(|_| goes_on);
    if !known {
        report(world, id, status, at);
    }
    if let Some((pause, stage)) = next {
        plan(world, id, stage, Some(pause), at);
    }
}

/// The stage after `stage`, with the pause before it.
fn next(
    lifecycle: &WhatsAppLifecycle,
    message: &StoredMessage,
    stage: Stage,
) -> Option<(u64, Stage)> {
    let read = lifecycle.read_ms.map(|pause| (pause, Stage::Read));
    match stage {
        Stage::Sent => match lifecycle.delivered_ms {
            Some(pause) => Some((pause, Stage::Delivered)),
            None => read,
        },
        Stage::Delivered => read,
        Stage::Read => lifecycle
            .played_ms
            .filter(|_| message.is_voice())
            .map(|pause| (pause, Stage::Played)),
        Stage::Played => None,
    }
}

/// Tells the business of a status.
fn report(world: &mut World, id: &str, status: &'static str, at: i64) {
    let dialect = &world.knobs.whatsapp.dialect;
    let Some(message) = world.whatsapp.messages.get(id) else {
        return;
    };
    let update = wire::status(&world.whatsapp, dialect, message, status, at);
    webhooks::emit(world, update);
}

/// Gives an outgoing message a status out of turn. The error says what makes no sense.
pub(crate) fn force_status(
    world: &mut World,
    id: &str,
    status: &'static str,
    failure: Option<(i64, String)>,
    now: i64,
) -> Result<(), String> {
    let message = world.whatsapp.messages.get_mut(id);
    let message = message
        .filter(|message| message.direction == Direction::Outbound)
        .ok_or("id is not that of a message that was sent")?;
    if status == "played" && !message.is_voice() {
        return Err("only a voice message can be played".to_owned());
    }
    if let Some((code, why)) = failure {
        message.error = Some(code);
        message.error_details = Some(why);
    }
    message.set_status(status, now);
    report(world, id, status, now);
    Ok(())
}

//! From accepted to read.

use super::{lane, wire};
use crate::knobs::Lifecycle;
use crate::state::{Direction, Fate, Stage, Step, Switch, World};

/// Takes a message to its next stage and plans the one after.
pub(crate) fn advance(world: &mut World, account: u64, message: &str, stage: Stage, at: i64) {
    let wanted = world.wants(account, Switch::MessagesAndStatuses);
    let Some(stored) = world
        .accounts
        .get_mut(&account)
        .and_then(|account| account.messages.get_mut(message))
        .filter(|stored| !stored.deleted && stored.status != "error")
    else {
        return;
    };
    // The messenger may have reported out of turn that it is as far already.
    let overtaken = stored.has_been(stage);
    match stage {
        Stage::Echo => {}
        _ if overtaken => {}
        Stage::Sent => match stored.fate.clone() {
            Fate::Vanishes => return,
            Fate::Fails(code) => {
                stored.error = Some(code);
                stored.set_status("error", at);
            }
            Fate::Arrives => stored.set_status("sent", at),
        },
        Stage::Delivered => stored.set_status("delivered", at),
        Stage::Read => stored.set_status("read", at),
    }
    let after =
        next(&world.knobs.lifecycle, &stored.transport, stage).filter(|_| stored.status != "error");
    if wanted && !overtaken {
        let lane = lane(&stored.channel_id, &stored.chat_id);
        let stored = stored.clone();
        let dialect = &world.knobs.dialect;
        if stage == Stage::Echo {
            let quoted = wire::quoted(world, &stored);
            let item = wire::message(&stored, quoted, dialect);
            world.emit_item(account, lane, "messages", item, at);
        } else {
            let item = wire::status(&stored, at, dialect);
            world.emit_item(account, lane, "statuses", item, at);
        }
    }
    if let Some((pause, stage)) = after {
        let at = at.saturating_add(i64::try_from(pause).unwrap_or(i64::MAX));
        let message = message.to_owned();
        let step = Step::Message {
            account,
            message,
            stage,
        };
        world.schedule.plan(at, step);
    }
}

/// The stage after `stage`, with the pause before it.
fn next(lifecycle: &Lifecycle, transport: &str, stage: Stage) -> Option<(u64, Stage)> {
    // Telegram goes from sent to read: it never reports a delivery.
    let delivers = !matches!(transport, "telegram" | "tgapi");
    match stage {
        Stage::Echo => lifecycle.sent_ms.map(|pause| (pause, Stage::Sent)),
        Stage::Sent => match lifecycle.delivered_ms.filter(|_| delivers) {
            Some(pause) => Some((pause, Stage::Delivered)),
            None => lifecycle.read_ms.map(|pause| (pause, Stage::Read)),
        },
        Stage::Delivered => lifecycle.read_ms.map(|pause| (pause, Stage::Read)),
        Stage::Read => None,
    }
}

/// Gives a message a status out of turn, `edited` included; `false` when there is no such message.
pub(crate) fn force_status(
    world: &mut World,
    message: &str,
    status: &'static str,
    error: Option<String>,
    now: i64,
) -> bool {
    let found = world.accounts.values_mut().find_map(|account| {
        let id = account.id;
        account.messages.get_mut(message).map(|stored| (id, stored))
    });
    let Some((account, stored)) =
        found.filter(|(_, stored)| stored.direction == Direction::Outbound)
    else {
        return false;
    };
    stored.error = error;
    stored.set_status(status, now);
    let stored = stored.clone();
    if world.wants(account, Switch::MessagesAndStatuses) {
        let item = wire::status(&stored, now, &world.knobs.dialect);
        let lane = lane(&stored.channel_id, &stored.chat_id);
        world.emit_item(account, lane, "statuses", item, now);
    }
    true
}

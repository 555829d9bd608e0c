//! How many messages a number sends, and to one user.

use crate::state::World;
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Number, To};

const SECOND: i64 = 1_000;

/// Counts a message to be sent, or refuses it.
pub(super) fn admit(world: &mut World, number: &str, to: &To, now: i64) -> Outcome<()> {
    let limits = &world.knobs.whatsapp.limits;
    let (most, burst, interval) = (
        limits.messages_per_second,
        limits.pair_burst,
        limits.pair_interval_ms,
    );
    let graph = &mut world.whatsapp;
    let Some(sender) = graph.number_mut(number) else {
        return Ok(());
    };
    forget(sender, now);
    if most.is_some_and(|most| sender.lately.len() >= most as usize) {
        return Err(Refusal::new(codes::THROUGHPUT).details(format!(
            "{} messages were sent within a second.",
            sender.lately.len()
        )));
    }
    if let (Some(interval), To::User(wa_id)) = (interval, to) {
        let interval = i64::try_from(interval).unwrap_or(i64::MAX / 1_000_000);
        let user = graph.users.with_number(wa_id);
        let paid = user.pace.get(number).copied().unwrap_or(now).max(now);
        let after = paid.saturating_add(interval);
        if after.saturating_sub(now) > interval.saturating_mul(i64::from(burst.max(1))) {
            return Err(Refusal::new(codes::PAIR)
                .details("Too many messages from this number to this user in a short time."));
        }
        user.pace.insert(number.to_owned(), after);
    }
    count(world, number, now);
    Ok(())
}

/// Counts a message of either direction.
pub(super) fn count(world: &mut World, number: &str, now: i64) {
    if let Some(number) = world.whatsapp.number_mut(number) {
        forget(number, now);
        number.lately.push_back(now);
    }
}

fn forget(number: &mut Number, now: i64) {
    while number.lately.front().is_some_and(|at| *at <= now - SECOND) {
        number.lately.pop_front();
    }
}

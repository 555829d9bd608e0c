//! Takes the steps that are due.

use std::sync::Arc;

use crate::app::App;
use crate::messages;
use crate::state::{Step, World};

/// Steps taken under one lock before others may have it.
const BATCH: usize = 256;

/// Runs until the emulator stops.
pub(crate) async fn drive(app: Arc<App>) {
    loop {
        let woken = app.wake.notified();
        tokio::pin!(woken);
        woken.as_mut().enable();
        let now = app.clock.now();
        let (took, next) = app.with(|world| {
            let took = take_due(world, now);
            (took, world.schedule.next())
        });
        if took > 0 {
            app.bump();
        }
        if took == BATCH {
            tokio::task::yield_now().await;
            continue;
        }
        tokio::select! {
            () = app.stop.cancelled() => return,
            () = woken => {}
            () = async {
                match next {
                    Some(at) => app.clock.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            } => {}
        }
    }
}

fn take_due(world: &mut World, now: i64) -> usize {
    for taken in 0..BATCH {
        let Some((at, step)) = world.schedule.due(now) else {
            return taken;
        };
        match step {
            Step::Message {
                account,
                message,
                stage,
            } => messages::advance(world, account, &message, stage, at),
            Step::ChannelReady { account, channel } => {
                crate::channels::set_state(world, account, &channel, "active", &[], at);
            }
            Step::Flush { account } => world.flush(account),
            Step::Deliver(parcel) => world.outbox.push(*parcel),
        }
    }
    BATCH
}

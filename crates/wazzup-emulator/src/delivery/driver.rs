//! Takes the steps that are due.

use std::sync::Arc;
use std::time::Duration;

use super::terms::Terms;
use crate::app::App;
use crate::messages;
use crate::state::{Parcel, Step, World};
use crate::whatsapp;

/// Steps taken under one lock before others may have it.
const BATCH: usize = 256;

/// How long steps wait in real time for answers that decide whether a repeat comes before them. A
/// receiver that hangs would otherwise stop everything, since nobody may move the clock meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs until the emulator stops.
pub(crate) async fn drive(app: Arc<App>) {
    loop {
        let woken = app.wake.notified();
        tokio::pin!(woken);
        woken.as_mut().enable();
        let now = app.clock.now();
        let (took, next) = app.with(|world| {
            // Asked under the lock: a delivery plans its repeat before it is over.
            let repeat = app.courier.first_repeat(&app.clock);
            let took = take_due(world, now.min(repeat.unwrap_or(now)));
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
            () = until_due(&app, next) => {}
        }
    }
}

/// Ends when the next step can be taken: it is due, and no repeat can come before it any more.
async fn until_due(app: &App, next: Option<i64>) {
    let Some(at) = next else {
        return std::future::pending().await;
    };
    app.clock.sleep_until(at).await;
    let Some(repeat) = app
        .courier
        .first_repeat(&app.clock)
        .filter(|first| *first < at)
    else {
        return;
    };
    // Time that flies takes the repeat past the step; a manual clock has only the answer to wait for.
    let left = Duration::from_millis(at.abs_diff(repeat));
    if !app.clock.is_manual() && left < PATIENCE {
        tokio::time::sleep(left).await;
    } else {
        tokio::time::sleep(PATIENCE).await;
        app.courier.expect_no_repeats();
    }
}

/// Takes what is due at `now`. Each step happens at its own moment, wherever the clock is.
fn take_due(world: &mut World, now: i64) -> usize {
    for taken in 0..BATCH {
        // A delivery may be repeated before the step after it: that is seen once it is on its way.
        let mut leaving = world.outbox.iter();
        if leaving.any(|parcel| Terms::repeats(&world.knobs, parcel.service)) {
            return taken;
        }
        let Some((at, step)) = world.schedule.due(now) else {
            return taken;
        };
        world.now = at;
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
            Step::WhatsApp(step) => whatsapp::take(world, step, at),
            Step::Deliver(parcel) => world.outbox.push(Parcel { at, ..*parcel }),
        }
    }
    BATCH
}

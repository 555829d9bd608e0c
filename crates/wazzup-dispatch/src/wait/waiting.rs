use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{Instant, Sleep, sleep_until};

use crate::{
    envelope::EventArg,
    wait::{WaitError, Waits, record::Record, slot::Wait},
};

/// Used when a time limit is too long to be counted.
const FAR_FUTURE: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// A wait that has started. Resolves to the event.
///
/// Dropping it ends the wait. An event it was given and never looked at is then lost to handlers,
/// but not to a wait [since](crate::Listen::since) an earlier mark.
#[must_use = "dropping it ends the wait"]
pub struct Waiting<E> {
    waits: Arc<Waits>,
    wait: Arc<Wait>,
    deadline: Instant,
    /// Made when first polled: there may be no runtime before that.
    sleep: Option<Pin<Box<Sleep>>>,
    marker: PhantomData<fn() -> E>,
}

impl<E: EventArg> Waiting<E> {
    pub(super) fn new(waits: Arc<Waits>, wait: Arc<Wait>, timeout: Duration) -> Self {
        let now = Instant::now();
        let deadline = now.checked_add(timeout).unwrap_or_else(|| now + FAR_FUTURE);
        Self {
            waits,
            wait,
            deadline,
            sleep: None,
            marker: PhantomData,
        }
    }

    /// A handle that ends the wait from elsewhere.
    pub fn canceller(&self) -> Canceller {
        Canceller(Arc::downgrade(&self.wait))
    }

    fn event(result: Result<Arc<Record>, WaitError>) -> Result<E, WaitError> {
        let record = result?;
        // The judge of this wait lets nothing else through.
        E::from_envelope(&record.envelope)
            .cloned()
            .ok_or(WaitError::Canceled)
    }
}

impl<E: EventArg> Future for Waiting<E> {
    type Output = Result<E, WaitError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Poll::Ready(result) = this.wait.poll(cx.waker()) {
            this.waits.remove(&this.wait);
            return Poll::Ready(Self::event(result));
        }
        let deadline = this.deadline;
        let sleep = this
            .sleep
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if sleep.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        this.waits.remove(&this.wait);
        // The event may have come since it was looked for.
        let result = this.wait.finish().unwrap_or(Err(WaitError::TimedOut));
        Poll::Ready(Self::event(result))
    }
}

impl<E> Drop for Waiting<E> {
    fn drop(&mut self) {
        self.waits.remove(&self.wait);
        if let Some(Ok(record)) = self.wait.finish()
            && !self.wait.observes
        {
            record.give_back();
        }
    }
}

impl<E: EventArg> fmt::Debug for Waiting<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting")
            .field("event", &E::NAME)
            .field("topic", &self.wait.topic)
            .finish_non_exhaustive()
    }
}

/// Ends a wait from elsewhere. Made by [`Waiting::canceller`]. Keeps nothing alive.
#[derive(Clone)]
pub struct Canceller(Weak<Wait>);

impl Canceller {
    /// Ends the wait with [`Canceled`](WaitError::Canceled); no if it had ended.
    pub fn cancel(&self) -> bool {
        self.0
            .upgrade()
            .is_some_and(|wait| wait.end(WaitError::Canceled))
    }

    /// Whether the wait is still on.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.0.upgrade().is_some_and(|wait| wait.is_waiting())
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canceller")
            .field("waiting", &self.is_waiting())
            .finish()
    }
}

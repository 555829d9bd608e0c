use std::panic::resume_unwind;
use std::sync::mpsc;

use futures_util::FutureExt as _;

use super::background;

/// Waits for what could be awaited.
///
/// Implemented for every request of this SDK, and for every other owned future.
pub trait Wait: IntoFuture {
    /// Does the call and blocks this thread until it is over.
    ///
    /// The timeouts of the call are those of the awaited one: none of our requests waits for
    /// ever. In an async function, await the request instead: waiting there works, but stops
    /// everything else on that thread.
    ///
    /// # Panics
    ///
    /// If the operating system gives no thread for the first call of the process, and when the
    /// awaited future itself panics.
    fn wait(self) -> Self::Output;
}

impl<F> Wait for F
where
    F: IntoFuture,
    F::IntoFuture: Send + 'static,
    F::Output: Send + 'static,
{
    fn wait(self) -> F::Output {
        let (done, result) = mpsc::sync_channel(1);
        // Some futures take their timers when they are made, so that happens inside too.
        let runtime = background::handle();
        let future = {
            let _inside = runtime.enter();
            self.into_future()
        };
        runtime.spawn(async move {
            let output = std::panic::AssertUnwindSafe(future).catch_unwind().await;
            let _ = done.send(output);
        });
        match result.recv() {
            Ok(Ok(output)) => output,
            Ok(Err(panic)) => resume_unwind(panic),
            // The sender lives in the task, and the runtime is never shut down.
            Err(mpsc::RecvError) => unreachable!("the background thread ended"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_future_is_waited_for() {
        assert_eq!(async { 6 * 7 }.wait(), 42);
    }

    #[test]
    fn waiting_inside_async_blocks_but_does_not_panic() {
        let inside = async { async { 1 }.wait() + 1 };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        assert_eq!(runtime.block_on(inside), 2);
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let caught = std::panic::catch_unwind(|| {
            std::future::poll_fn(|_| -> std::task::Poll<()> { panic!("as it should") }).wait();
        });
        assert_eq!(
            *caught.unwrap_err().downcast::<&str>().unwrap(),
            "as it should"
        );
    }
}

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::task::unconstrained;

use super::background;

/// Waits for what could be awaited.
///
/// Implemented for every request of this SDK, and for every other future: closing a client, or
/// what an emulator offers, borrowed or not.
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

impl<F: IntoFuture> Wait for F {
    fn wait(self) -> F::Output {
        // Sockets, timers and tasks of the future belong to the background thread, which wakes this
        // one; some are made when the future is, so that happens inside too. `Handle::block_on`
        // would do the same, but panics inside async code.
        let _inside = background::handle().enter();
        // Unconstrained: inside async code, the budget of the task around this one would run out
        // and never be renewed while it is blocked.
        let mut future = pin!(unconstrained(self.into_future()));
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }
}

/// Wakes a thread. One that is not parked yet does not park then.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
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
            std::future::poll_fn(|_| -> Poll<()> { panic!("as it should") }).wait();
        });
        assert_eq!(
            *caught.unwrap_err().downcast::<&str>().unwrap(),
            "as it should"
        );
    }

    #[test]
    fn what_is_borrowed_and_bound_to_its_thread_is_waited_for() {
        let here = std::rc::Rc::new(String::from("here"));
        let borrowed = async {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            here.len()
        };
        assert_eq!(borrowed.wait(), 4);
    }

    #[test]
    fn waiting_for_more_than_a_task_may_do_at_once_ends_inside_async_too() {
        let inside = async {
            async {
                for _ in 0..1_000 {
                    let (give, take) = tokio::sync::oneshot::channel();
                    give.send(()).unwrap();
                    take.await.unwrap();
                }
            }
            .wait();
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(inside);
    }
}

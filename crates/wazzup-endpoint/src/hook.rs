use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls a hook that is told of deliveries. A panic of its own ends there: the sender must not be told
/// to send again for what is no handler's failure. Where panics are printed this one is, too.
pub fn tell_hook<R>(hook: &(dyn Fn(&R) + Send + Sync), report: &R) {
    let _panicked = catch_unwind(AssertUnwindSafe(|| hook(report)));
}

use futures_util::lock::{Mutex, MutexGuard};

/// Lets the clones of a client change the settings one after the other: a change reads them,
/// changes them and writes them back, and two at once would lose one.
#[derive(Debug, Default)]
pub(crate) struct SettingsLock(Mutex<()>);

impl SettingsLock {
    pub(crate) async fn take(&self) -> MutexGuard<'_, ()> {
        self.0.lock().await
    }
}

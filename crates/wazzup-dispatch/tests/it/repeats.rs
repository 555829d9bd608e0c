use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::{FutureExt, future::join};
use tokio::sync::Semaphore;
use wazzup_dispatch::{Repeats, Report, Router};

use crate::provider::{Written, written};

async fn deliver(repeats: &Repeats, router: &Router, keys: &[Option<&str>]) -> (Report, usize) {
    let mut sieve = repeats.sieve(keys.len());
    for key in keys {
        sieve.push(*key, || written(1, "text"));
    }
    sieve.dispatch(router).await
}

/// Counts its calls and fails the first of them.
fn flaky(calls: &Arc<AtomicUsize>) -> Router {
    let calls = calls.clone();
    Router::new().on(move |_: Written| {
        let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if first {
                return Err(io::Error::other("not yet"));
            }
            Ok(())
        }
    })
}

#[tokio::test]
async fn what_failed_is_tried_again_and_what_succeeded_is_left_out() {
    let calls = Arc::default();
    let (repeats, router) = (Repeats::new(10), flaky(&calls));
    let mut left_out = Vec::new();
    for _ in 0..3 {
        let (report, repeated) = deliver(&repeats, &router, &[Some("a"), Some("b")]).await;
        assert_eq!(report.events().len() + repeated, 2);
        left_out.push(repeated);
    }
    assert_eq!(left_out, [0, 1, 2]);
    assert_eq!(calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn events_without_a_key_are_always_handled() {
    let repeats = Repeats::new(10);
    let router = Router::new().on(async |_: Written| ());
    for _ in 0..2 {
        let (report, repeated) = deliver(&repeats, &router, &[None, None]).await;
        assert_eq!((report.events().len(), repeated), (2, 0));
    }
}

#[tokio::test]
async fn what_is_being_handled_is_waited_for() {
    for succeeds in [true, false] {
        let (gate, calls) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let router = {
            let (gate, calls) = (gate.clone(), calls.clone());
            Router::new().on(move |_: Written| {
                let gate = gate.clone();
                let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
                async move {
                    gate.acquire().await.unwrap().forget();
                    if first && !succeeds {
                        return Err(io::Error::other("not yet"));
                    }
                    Ok(())
                }
            })
        };
        let repeats = Repeats::new(10);
        let both = join(
            deliver(&repeats, &router, &[Some("a")]),
            deliver(&repeats, &router, &[Some("a")]),
        );
        tokio::pin!(both);
        assert!((&mut both).now_or_never().is_none());
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        gate.add_permits(2);
        let ((_, first), (_, second)) = both.await;
        assert_eq!((first, second), (0, usize::from(succeeds)));
        assert_eq!(calls.load(Ordering::SeqCst), 2 - usize::from(succeeds));
    }
}

#[tokio::test]
async fn a_dropped_delivery_leaves_its_events_to_others() {
    let repeats = Repeats::new(10);
    let stuck = Router::new().on(async |_: Written| std::future::pending::<()>().await);
    assert!(
        deliver(&repeats, &stuck, &[Some("a")])
            .now_or_never()
            .is_none()
    );
    let router = Router::new().on(async |_: Written| ());
    let (_, repeated) = deliver(&repeats, &router, &[Some("a")]).await;
    assert_eq!(repeated, 0);
}

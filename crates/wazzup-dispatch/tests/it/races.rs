//! Real threads, no paused time: what must hold whoever is faster.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use wazzup_dispatch::{Context, Envelope, Handler, RecentLimits, Router, State, Topic};

use crate::provider::{Tick, Written, chat, tick, written};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reply_between_the_send_and_the_wait_is_never_missed() {
    let router = Router::new().on(async |_: Written| {});
    for round in 0..5_000_u32 {
        let mark = router.mark();
        // "Sent": the reply is on its way from here on, on another thread.
        let replying = tokio::spawn(router.dispatch([written(1, &round.to_string())]));
        if round % 3 == 0 {
            tokio::task::yield_now().await;
        }
        let reply = router
            .listen::<Written>(chat(1))
            .since(mark)
            .timeout(LONG)
            .await
            .unwrap();
        assert_eq!(*reply.text, *round.to_string());
        assert!(replying.await.unwrap().all_succeeded());
    }
    assert_eq!(router.waits(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_handler_never_misses_what_came_after_its_event() {
    for round in 0..2_000_u32 {
        // A new one each time: one that was ever waited on keeps events in any case.
        let ask = async |_: Written, context: Context| {
            let replying = tokio::spawn(context.router().dispatch([Envelope::new(Tick(1))]));
            // Contexts that come and go have events forgotten that nobody could look back at.
            let others = [context.clone(), context.clone()]
                .map(|context| tokio::spawn(async move { drop(context) }));
            drop(replying.await.unwrap());
            for other in others {
                other.await.unwrap();
            }
            let reply = context.listen::<Tick>(Topic::anywhere());
            let reply = reply.when(|tick| tick.0 == 1).timeout(LONG);
            assert!(reply.await.is_ok());
        };
        let router = Router::new().on(ask);
        let one = tokio::spawn(router.dispatch([written(round, "")]));
        let others = (1..4).map(|other| tokio::spawn(router.dispatch([tick(other + 1)])));
        for other in others.collect::<Vec<_>>() {
            drop(other.await.unwrap());
        }
        assert!(one.await.unwrap().all_succeeded());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_event_goes_to_one_wait_or_to_the_handlers_and_never_to_both() {
    #[derive(Clone, Default)]
    struct Handled(Arc<AtomicUsize>);
    const EVENTS: usize = 2_000;
    let handled = Handled::default();
    let count = async |_: Written, State(handled): State<Handled>| {
        handled.0.fetch_add(1, Ordering::SeqCst);
    };
    let router = Router::new()
        .with_recent(RecentLimits::default().per_topic(EVENTS))
        .with_state(handled.clone())
        .on(count);
    let listening: Vec<_> = (0..4)
        .map(|_| {
            let router = router.clone();
            tokio::spawn(async move {
                let mut taken = 0;
                while router
                    .listen::<Written>(chat(1))
                    .timeout(LONG)
                    .await
                    .is_ok()
                {
                    taken += 1;
                }
                taken
            })
        })
        .collect();

    let sending: Vec<_> = (0..4)
        .map(|_| {
            let router = router.clone();
            tokio::spawn(async move {
                for _ in 0..EVENTS / 4 {
                    assert!(router.dispatch([written(1, "")]).await.all_succeeded());
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for sender in sending {
        sender.await.unwrap();
    }
    router.close();

    let mut taken = 0;
    for listener in listening {
        taken += listener.await.unwrap();
    }
    assert_eq!(taken + handled.0.load(Ordering::SeqCst), EVENTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn handlers_come_and_go_while_others_dispatch() {
    let router = Router::new().on((async |_: Tick| {}).named("stays"));
    let changing = {
        let router = router.clone();
        tokio::spawn(async move {
            for _ in 0..500 {
                let id = router.add(async |_: Tick| {});
                tokio::task::yield_now().await;
                assert!(router.remove(id));
            }
        })
    };
    while !changing.is_finished() {
        let report = router.dispatch([tick(1), tick(2)]).await;
        assert!(report.all_succeeded());
        for event in report.events() {
            assert!((1..=2).contains(&event.handlers().len()));
        }
        tokio::task::yield_now().await;
    }
    changing.await.unwrap();
    assert_eq!(router.handlers().len(), 1);
}

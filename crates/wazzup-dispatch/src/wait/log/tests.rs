use std::collections::VecDeque;

use proptest::prelude::*;
use tokio::time::advance;

use super::*;
use crate::{
    event::Event,
    key::{Conversation, Subject},
    wait::record::Shown,
};

#[derive(Clone)]
struct Note {
    chat: u8,
    about: Option<u8>,
}

impl Event for Note {
    const NAME: &'static str = "note";

    fn conversation(&self) -> Option<Conversation> {
        Some(Conversation::new("test", [self.chat.to_string()]))
    }

    fn subjects(&self) -> Vec<Subject> {
        self.about
            .map(|about| Subject::new("test", [about.to_string()]))
            .into_iter()
            .collect()
    }
}

fn push(log: &mut Log, chat: u8, about: Option<u8>) -> Shown {
    let envelope = Envelope::new(Note { chat, about });
    Shown(log.push(envelope))
}

fn chat(chat: u8) -> Topic {
    Conversation::new("test", [chat.to_string()]).into()
}

#[tokio::test(start_paused = true)]
async fn an_event_is_kept_while_one_of_its_topics_has_room_for_it() {
    let mut log = Log::new(RecentLimits::default().per_topic(1));
    drop(push(&mut log, 1, Some(1)));
    drop(push(&mut log, 1, None));

    let about = Topic::from(Subject::new("test", ["1"]));
    assert_eq!(log.after(&about, Mark(0)).len(), 1);
    assert_eq!(log.after(&chat(1), Mark(0))[0].seq, 2);
    assert_eq!(log.kept.len(), 2);

    drop(push(&mut log, 2, Some(1)));
    assert_eq!(log.kept.len(), 2, "no topic lists the first any more");
    assert_eq!(log.take_forgotten().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn events_yet_to_be_handled_are_kept_beyond_every_limit_until_they_are() {
    let mut log = Log::new(RecentLimits::NONE);
    let pending: Vec<_> = (0..5).map(|_| push(&mut log, 1, None)).collect();
    advance(Duration::from_secs(3600)).await;

    assert_eq!(log.after(&chat(1), Mark(0)).len(), 5);

    drop(pending);
    log.settle([chat(1)]);
    assert!(log.kept.len() == 0 && log.index.is_empty());
    assert_eq!(log.take_forgotten().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_stuck_does_not_keep_the_others() {
    let mut log = Log::new(RecentLimits::default().per_topic(4).topics(10));
    let stuck = push(&mut log, 1, None);
    for n in 0..10_000_u32 {
        drop(push(&mut log, (n % 200) as u8, Some((n % 100) as u8)));
        drop(log.take_forgotten());
    }

    assert!(log.kept.len() <= 2 * 4 * 11, "{}", log.kept.len());
    assert_eq!(log.after(&chat(1), Mark(0))[0].seq, stuck.0.seq);

    advance(Duration::from_secs(61)).await;
    drop(push(&mut log, 2, None));
    assert_eq!(log.kept.len(), 2, "the stuck one and the new one");
}

#[derive(Clone, Debug)]
enum Step {
    Receive { chat: u8, about: Option<u8> },
    HandleOldest,
    Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..6_u8, prop::option::of(0..3_u8)).prop_map(|(chat, about)| Step::Receive { chat, about }),
        4 => Just(Step::HandleOldest),
        1 => (0..8_u64).prop_map(Step::Pass),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_the_log_stays_consistent_and_bounded(
        steps in prop::collection::vec(step(), 0..80),
        per_topic in 0..4_usize,
        topics in 0..5_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let limits = RecentLimits::default().per_topic(per_topic).topics(topics);
            let limits = limits.age(Duration::from_secs(10));
            let mut log = Log::new(limits);
            let mut pending = VecDeque::new();
            for step in steps {
                match step {
                    Step::Receive { chat, about } => pending.push_back(push(&mut log, chat, about)),
                    Step::HandleOldest => drop(pending.pop_front()),
                    Step::Pass(seconds) => advance(Duration::from_secs(seconds)).await,
                }
                for kept in log.kept.since(0) {
                    let seq = &kept.record.seq;
                    let topics = kept.record.envelope.topics();
                    let lists = topics.filter_map(|topic| log.index.get(&topic));
                    let listed = lists.filter(|list| list.seqs.after(0).any(|own| own == *seq)).count();
                    assert_eq!(listed, kept.listed);
                    assert!(listed > 0);
                }
                for (topic, list) in &log.index {
                    assert!(!list.seqs.is_empty());
                    assert!(list.seqs.after(0).is_sorted());
                    let kept = |seq| log.kept.get(seq).unwrap();
                    let has = |seq| kept(seq).record.envelope.topics().any(|own| *own == *topic);
                    assert!(list.seqs.after(0).all(has));
                }
                for one in &pending {
                    let topic = one.0.envelope.lane();
                    let found = log.after(topic, Mark(one.0.seq - 1));
                    assert_eq!(found[0].seq, one.0.seq);
                }
            }
            drop(pending);
            let all: Vec<_> = log.index.keys().cloned().collect();
            log.settle(all);
            assert!(log.index.len() <= topics);
            assert!(log.index.values().all(|list| list.seqs.len() <= per_topic));
            assert!(log.kept.since(0).all(|kept| kept.record.at.elapsed() <= limits.age));
        });
    }
}

use std::{any::TypeId, collections::HashMap, sync::Arc, time::Duration};

use crate::{
    hashed::Hashed,
    router::{
        detached::DetachedDone,
        entry::{Acted, Answered, Entry, HandlerId, HandlerInfo},
    },
};

/// How many conversations of one delivery are handled at the same time if nobody says so.
const CONCURRENCY: usize = 32;

pub(super) type Handlers = Arc<[Arc<Entry<Acted>>]>;
pub(super) type Answerers = Arc<[Arc<Entry<Answered>>]>;

/// The handlers of a router at one moment.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) concurrency: usize,
    pub(super) timeout: Option<Duration>,
    pub(super) detached_done: Option<DetachedDone>,
    events: Vec<Arc<Entry<Acted>>>,
    fallbacks: Vec<Arc<Entry<Acted>>>,
    questions: Vec<Arc<Entry<Answered>>>,
    index: Index,
}

/// The same, as a delivery wants it: made anew at each change.
#[derive(Clone, Default)]
struct Index {
    /// Whether a handler may look back at events.
    looks_back: bool,
    /// The handlers of a type, wildcards among them, by order.
    typed: Hashed<TypeId, Handlers>,
    wildcards: Handlers,
    fallbacks: Handlers,
    answerers: Hashed<TypeId, Answerers>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            concurrency: CONCURRENCY,
            timeout: None,
            detached_done: None,
            events: Vec::new(),
            fallbacks: Vec::new(),
            questions: Vec::new(),
            index: Index::default(),
        }
    }
}

impl Table {
    pub(super) fn add_handler(&mut self, entry: Entry<Acted>) {
        self.events.push(Arc::new(entry));
    }

    pub(super) fn add_fallback(&mut self, entry: Entry<Acted>) {
        self.fallbacks.push(Arc::new(entry));
    }

    /// Adds one, in place of an earlier one for the same question if neither has a filter.
    /// Returns what was replaced.
    pub(super) fn add_answerer(&mut self, entry: Entry<Answered>) -> Option<Arc<Entry<Answered>>> {
        let same = |old: &Arc<Entry<Answered>>| {
            !entry.filtered && !old.filtered && old.event == entry.event
        };
        let replaced = self
            .questions
            .iter()
            .position(same)
            .map(|at| self.questions.remove(at));
        self.questions.push(Arc::new(entry));
        replaced
    }

    /// Removes the handlers of which this is true and returns how many there were.
    pub(super) fn remove(&mut self, gone: impl Fn(&HandlerInfo) -> bool) -> usize {
        let before = self.infos().count();
        self.events.retain(|entry| !gone(&entry.info));
        self.fallbacks.retain(|entry| !gone(&entry.info));
        self.questions.retain(|entry| !gone(&entry.info));
        before - self.infos().count()
    }

    pub(super) fn contains(&self, id: HandlerId) -> bool {
        self.infos().any(|info| info.id() == id)
    }

    pub(super) fn events(&self) -> &[Arc<Entry<Acted>>] {
        &self.events
    }

    pub(super) fn fallback_entries(&self) -> &[Arc<Entry<Acted>>] {
        &self.fallbacks
    }

    pub(super) fn questions(&self) -> &[Arc<Entry<Answered>>] {
        &self.questions
    }

    pub(super) fn infos(&self) -> impl Iterator<Item = &HandlerInfo> {
        let actors = self
            .events
            .iter()
            .chain(&self.fallbacks)
            .map(|entry| &*entry.info);
        actors.chain(self.questions.iter().map(|entry| &*entry.info))
    }

    pub(super) fn is_typed(&self, event: TypeId) -> bool {
        self.index.typed.contains_key(&event)
    }

    /// The handlers of an event, by order.
    pub(super) fn handlers(&self, event: TypeId) -> &Handlers {
        self.index
            .typed
            .get(&event)
            .unwrap_or(&self.index.wildcards)
    }

    /// Those for events nobody else handles, by order.
    pub(super) fn fallbacks(&self) -> &Handlers {
        &self.index.fallbacks
    }

    /// Those that may answer a question, in the order they are asked.
    pub(super) fn answerers(&self, question: TypeId) -> &[Arc<Entry<Answered>>] {
        self.index
            .answerers
            .get(&question)
            .map_or(&[], |entries| entries)
    }

    /// Whether one of the handlers may look back at events.
    pub(super) fn looks_back(&self) -> bool {
        self.index.looks_back
    }

    /// Brings the index up to date.
    pub(super) fn index(&mut self) {
        self.events
            .sort_by_key(|entry| (entry.info.order(), entry.id()));
        self.fallbacks
            .sort_by_key(|entry| (entry.info.order(), entry.id()));
        // Those with a condition first: the one without is for what is left.
        self.questions
            .sort_by_key(|entry| (!entry.filtered, entry.info.order(), entry.id()));

        let types = self.events.iter().filter_map(|entry| entry.event);
        let wants = |entry: &Entry<Acted>, event| entry.event.is_none_or(|own| own == event);
        let mut typed = Hashed::<TypeId, Handlers>::default();
        for event in types {
            typed.entry(event).or_insert_with(|| {
                self.events
                    .iter()
                    .filter(|entry| wants(entry, event))
                    .cloned()
                    .collect()
            });
        }
        let wildcards = self.events.iter().filter(|entry| entry.event.is_none());
        let mut answerers: HashMap<_, Vec<_>> = HashMap::new();
        for entry in &self.questions {
            if let Some(question) = entry.event {
                answerers.entry(question).or_default().push(entry.clone());
            }
        }
        let actors = || self.events.iter().chain(&self.fallbacks);
        let looks_back = actors().any(|entry| entry.looks_back)
            || self.questions.iter().any(|entry| entry.looks_back);
        self.index = Index {
            looks_back,
            typed,
            wildcards: wildcards.cloned().collect(),
            fallbacks: self.fallbacks.iter().cloned().collect(),
            answerers: answerers
                .into_iter()
                .map(|(key, list)| (key, list.into()))
                .collect(),
        };
    }
}

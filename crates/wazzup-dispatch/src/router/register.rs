use std::sync::Arc;

use crate::{
    envelope::Envelope,
    event::{Event, Question},
    extract::{Scope, Scopes},
    filter::Filter,
    handler::{Handler, IntoAnswer, IntoFlow},
    router::{
        HandlerId, Router,
        entry::{Answered, Entry, acted, answered},
        table::Table,
    },
};

/// Adding and removing handlers.
///
/// Methods that take the router return it, for building; those that borrow it return the handler's
/// id, for changing it at run time. Each takes effect with the next delivery.
impl Router {
    /// Adds a handler for the type of event that is its first argument.
    #[must_use]
    pub fn on<E, Args, H>(self, handler: H) -> Self
    where
        E: Event,
        Args: 'static,
        H: Handler<E, Args>,
        H::Output: IntoFlow,
    {
        self.add(handler);
        self
    }

    /// Adds a handler that is called only for events that meet a filter. The same as
    /// [`on`](Self::on) of [`handler.filter(..)`](Handler::filter).
    #[must_use]
    pub fn on_filtered<E, Args, H>(self, filter: impl Filter<E>, handler: H) -> Self
    where
        E: Event,
        Args: 'static,
        H: Handler<E, Args>,
        H::Output: IntoFlow,
    {
        self.on(handler.filter(filter))
    }

    /// Adds a handler for every event of every type. Its first argument is an [`Envelope`].
    #[must_use]
    pub fn on_any<Args, H>(self, handler: H) -> Self
    where
        Args: 'static,
        H: Handler<Envelope, Args>,
        H::Output: IntoFlow,
    {
        self.add_any(handler);
        self
    }

    /// Adds a handler for events that nobody had, as
    /// [`Disposition::Unhandled`](crate::Disposition::Unhandled) says. It is called after the
    /// wildcards, and its outcome is in the report.
    #[must_use]
    pub fn on_unhandled<Args, H>(self, handler: H) -> Self
    where
        Args: 'static,
        H: Handler<Envelope, Args>,
        H::Output: IntoFlow,
    {
        self.add_unhandled(handler);
        self
    }

    /// Adds a handler that answers a question.
    ///
    /// Exactly one handler answers a question: the first one, in groups by
    /// [`order`](Handler::order) and then as registered, whose [filter](Handler::filter) says yes.
    /// Handlers without a filter come after all that have one, and there is one per question at
    /// most: a later one replaces it.
    #[must_use]
    pub fn answer<Q, Args, H>(self, handler: H) -> Self
    where
        Q: Question,
        Args: 'static,
        H: Handler<Q, Args>,
        H::Output: IntoAnswer<Q::Answer>,
    {
        self.add_answer(handler);
        self
    }

    /// [`on`](Self::on) at run time.
    pub fn add<E, Args, H>(&self, handler: H) -> HandlerId
    where
        E: Event,
        Args: 'static,
        H: Handler<E, Args>,
        H::Output: IntoFlow,
    {
        self.insert(
            Entry::bind(handler, self.scopes(), acted),
            Table::add_handler,
        )
    }

    /// [`on_any`](Self::on_any) at run time.
    pub fn add_any<Args, H>(&self, handler: H) -> HandlerId
    where
        Args: 'static,
        H: Handler<Envelope, Args>,
        H::Output: IntoFlow,
    {
        self.insert(
            Entry::bind(handler, self.scopes(), acted),
            Table::add_handler,
        )
    }

    /// [`on_unhandled`](Self::on_unhandled) at run time.
    pub fn add_unhandled<Args, H>(&self, handler: H) -> HandlerId
    where
        Args: 'static,
        H: Handler<Envelope, Args>,
        H::Output: IntoFlow,
    {
        self.insert(
            Entry::bind(handler, self.scopes(), acted),
            Table::add_fallback,
        )
    }

    /// [`answer`](Self::answer) at run time.
    pub fn add_answer<Q, Args, H>(&self, handler: H) -> HandlerId
    where
        Q: Question,
        Args: 'static,
        H: Handler<Q, Args>,
        H::Output: IntoAnswer<Q::Answer>,
    {
        let entry: Entry<Answered> = Entry::bind(handler, self.scopes(), answered::<Q, H::Output>);
        self.insert(entry, |table, entry| drop(table.add_answerer(entry)))
    }

    /// Removes a handler; no if it isn't there. A delivery that has begun still calls it.
    pub fn remove(&self, id: HandlerId) -> bool {
        self.change(|table| table.remove(|info| info.id() == id)) > 0
    }

    /// Removes all handlers of this [name](Handler::named) and returns how many there were.
    pub fn remove_named(&self, name: &str) -> usize {
        self.change(|table| table.remove(|info| info.name() == name))
    }

    /// Adds the handlers of another router, as a module of an application makes one.
    ///
    /// They keep their ids, names and order, their router's state and its time limit for handlers;
    /// state of a type their router has none of is taken from this one. What is added to the other
    /// router later isn't added here; its waits aren't either. A handler without a filter that
    /// answers a question replaces one here; `tracing` has a warning then.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        self.absorb(&other);
        self
    }

    /// [`merge`](Self::merge) at run time. Returns the ids of the handlers that weren't here yet.
    pub fn absorb(&self, other: &Self) -> Vec<HandlerId> {
        let theirs = other.table();
        let mut replaced = Vec::new();
        let ids = self.change(|table| {
            let before = Table::clone(table);
            let new = |id: HandlerId| !before.contains(id);
            let scope = &self.0.scope;
            let mut ids = Vec::new();
            for entry in theirs.events().iter().filter(|entry| new(entry.id())) {
                ids.push(entry.id());
                table.add_handler(adopt(entry, scope, &theirs));
            }
            for entry in theirs
                .fallback_entries()
                .iter()
                .filter(|entry| new(entry.id()))
            {
                ids.push(entry.id());
                table.add_fallback(adopt(entry, scope, &theirs));
            }
            for entry in theirs.questions().iter().filter(|entry| new(entry.id())) {
                ids.push(entry.id());
                let old = table.add_answerer(adopt(entry, scope, &theirs));
                replaced.extend(old.map(|old| (old, entry)));
            }
            ids
        });
        for (old, new) in replaced {
            tracing::warn!(
                event = new.info.event(),
                handler = new.info.name(),
                replaced = old.info.name(),
                "a merged router replaces the handler that answers a question"
            );
        }
        ids
    }

    fn scopes(&self) -> Scopes {
        Scopes::new(self.0.scope.clone())
    }

    fn insert<T: 'static>(
        &self,
        entry: Entry<T>,
        add: impl FnOnce(&mut Table, Entry<T>),
    ) -> HandlerId {
        let id = entry.id();
        self.change(|table| add(table, entry));
        id
    }
}

fn adopt<T: 'static>(entry: &Entry<T>, scope: &Arc<Scope>, theirs: &Table) -> Entry<T> {
    entry.adopted(entry.scopes.then(scope), theirs.timeout)
}

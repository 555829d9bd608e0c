use std::{
    any::{Any, TypeId},
    borrow::Cow,
    fmt, iter,
    sync::{Arc, OnceLock},
};

use crate::{
    event::Event,
    extensions::Extensions,
    key::{Conversation, Subject, Topic},
    raw::Raw,
};

/// An event of any type, with what came along with it. Cheap to clone.
///
/// `Debug` shows the event's name and no content.
#[derive(Clone)]
pub struct Envelope {
    inner: Arc<Inner<dyn Erased>>,
    /// What was added from outside: mostly nothing.
    extras: Option<Arc<Extras>>,
}

struct Inner<E: ?Sized> {
    /// Made when first asked for: of an event that comes alone to a router without waits, nobody
    /// asks.
    keys: OnceLock<Keys>,
    event: E,
}

struct Keys {
    /// What keeps its place in the order of a delivery: its conversation, else its first subject,
    /// else its name.
    lane: Topic,
    subjects: Vec<Subject>,
}

impl Keys {
    fn of<E: Event>(event: &E) -> Self {
        let subjects = event.subjects();
        let lane = match (event.conversation(), subjects.first()) {
            (Some(conversation), _) => conversation.into(),
            (None, Some(subject)) => subject.into(),
            (None, None) => Topic::event(E::NAME),
        };
        Self { lane, subjects }
    }
}

#[derive(Clone, Default)]
struct Extras {
    raw: Option<Arc<str>>,
    extensions: Extensions,
}

trait Erased: Send + Sync {
    fn name(&self) -> &'static str;
    fn keys(&self) -> Keys;
    fn raw(&self) -> Option<&str>;
    fn as_any(&self) -> &dyn Any;
}

impl<E: Event> Erased for E {
    fn name(&self) -> &'static str {
        E::NAME
    }

    fn keys(&self) -> Keys {
        Keys::of(self)
    }

    fn raw(&self) -> Option<&str> {
        Event::raw(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Envelope {
    /// Puts an event into an envelope. It is asked for its conversation and subjects once, when
    /// somebody wants them.
    pub fn new<E: Event>(event: E) -> Self {
        Self {
            inner: Arc::new(Inner {
                keys: OnceLock::new(),
                event,
            }),
            extras: None,
        }
    }

    /// Sets the text the event was parsed from, for events that don't [keep it](Event::raw)
    /// themselves.
    #[must_use]
    pub fn with_raw(mut self, raw: impl Into<Arc<str>>) -> Self {
        self.extras_mut().raw = Some(raw.into());
        self
    }

    /// Adds a value that handlers take by its type as [`Extension`](crate::Extension). A second
    /// value of the same type replaces the first.
    #[must_use]
    pub fn with_extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.extras_mut().extensions.insert(value);
        self
    }

    fn extras_mut(&mut self) -> &mut Extras {
        Arc::make_mut(self.extras.get_or_insert_default())
    }

    /// The event's [name](Event::NAME).
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.inner.event.name()
    }

    /// The event, if it is of this type.
    #[must_use]
    pub fn get<E: Event>(&self) -> Option<&E> {
        self.inner.event.as_any().downcast_ref()
    }

    /// Whether the event is of this type.
    #[must_use]
    pub fn is<E: Event>(&self) -> bool {
        self.inner.event.as_any().is::<E>()
    }

    /// The conversation the event belongs to.
    #[must_use]
    pub fn conversation(&self) -> Option<&Conversation> {
        self.lane().as_conversation()
    }

    /// What else the event is about.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.keys().subjects
    }

    /// The value of this type that came along.
    #[must_use]
    pub fn extension<T: Clone + Send + Sync + 'static>(&self) -> Option<&T> {
        self.extras.as_ref()?.extensions.get()
    }

    /// The text the event was parsed from.
    #[must_use]
    pub fn raw(&self) -> Option<Raw> {
        let set = self.extras.as_ref().and_then(|extras| extras.raw.as_ref());
        match set {
            Some(text) => Some(Raw::text(text.clone())),
            None => self.inner.event.raw().map(|_| Raw::of(self.clone())),
        }
    }

    pub(crate) fn event_raw(&self) -> Option<&str> {
        self.inner.event.raw()
    }

    pub(crate) fn event_type(&self) -> TypeId {
        self.inner.event.as_any().type_id()
    }

    fn keys(&self) -> &Keys {
        self.inner.keys.get_or_init(|| self.inner.event.keys())
    }

    /// What keeps its place in the order of a delivery.
    pub(crate) fn lane(&self) -> &Topic {
        &self.keys().lane
    }

    /// What it can be waited for by, at least one, without repetition.
    pub(crate) fn topics(&self) -> impl Iterator<Item = Cow<'_, Topic>> {
        let subjects = self.subjects();
        // Without a conversation, the first subject is the lane.
        let first = usize::from(self.conversation().is_none());
        let others = (first..subjects.len())
            .filter(|at| !subjects[..*at].contains(&subjects[*at]))
            .map(|at| Cow::Owned(Topic::from(&subjects[at])));
        iter::once(Cow::Borrowed(self.lane())).chain(others)
    }
}

impl<E: Event> From<E> for Envelope {
    fn from(event: E) -> Self {
        Self::new(event)
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("event", &self.name())
            .field(
                "extensions",
                &self
                    .extras
                    .as_ref()
                    .map_or(0, |extras| extras.extensions.len()),
            )
            .finish_non_exhaustive()
    }
}

/// What a handler can have as its first argument and a wait can end with: an [`Event`], or an
/// [`Envelope`] for events of every type.
///
/// Implemented for exactly these.
pub trait EventArg: Clone + Send + Sync + 'static {
    /// The event's name, or `*` for every event.
    const NAME: &'static str;

    #[doc(hidden)]
    fn from_envelope(envelope: &Envelope) -> Option<&Self>;

    /// The event's type; `None` for every event.
    #[doc(hidden)]
    fn event_type() -> Option<TypeId>;
}

impl<E: Event> EventArg for E {
    const NAME: &'static str = <E as Event>::NAME;

    fn from_envelope(envelope: &Envelope) -> Option<&Self> {
        envelope.get()
    }

    fn event_type() -> Option<TypeId> {
        Some(TypeId::of::<E>())
    }
}

impl EventArg for Envelope {
    const NAME: &'static str = "*";

    fn from_envelope(envelope: &Envelope) -> Option<&Self> {
        Some(envelope)
    }

    fn event_type() -> Option<TypeId> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Clone)]
    struct Written(&'static str);

    impl Event for Written {
        const NAME: &'static str = "written";

        fn conversation(&self) -> Option<Conversation> {
            Some(Conversation::new("test", [self.0]))
        }

        fn subjects(&self) -> Vec<Subject> {
            vec![Subject::new("test", ["m"]), Subject::new("test", ["m"])]
        }

        fn raw(&self) -> Option<&str> {
            Some(self.0)
        }
    }

    #[derive(Clone)]
    struct Other;

    impl Event for Other {
        const NAME: &'static str = "other";
    }

    #[test]
    fn debug_names_the_event_and_shows_nothing_of_it() {
        let envelope = Envelope::new(Written("79990000000"))
            .with_raw("secret")
            .with_extension(1);

        let shown = format!("{envelope:?}");

        assert_eq!(shown, r#"Envelope { event: "written", extensions: 1, .. }"#);
    }

    #[test]
    fn a_raw_text_set_outside_wins_over_the_one_the_event_keeps() {
        let kept = Envelope::new(Written("kept"));
        let set = kept.clone().with_raw("set");

        assert_eq!(kept.raw().unwrap().as_str(), "kept");
        assert_eq!(set.raw().unwrap().as_str(), "set");
        assert!(Envelope::new(Other).raw().is_none());
    }

    #[test]
    fn topics_hold_each_key_once() {
        assert_eq!(Envelope::new(Written("1")).topics().count(), 2);
        assert!(
            Envelope::new(Other)
                .topics()
                .eq([Cow::Owned(Topic::event("other"))])
        );
    }

    #[test]
    fn an_event_is_asked_for_its_keys_when_somebody_wants_them_and_once() {
        #[derive(Clone)]
        struct Counted(Arc<AtomicUsize>);

        impl Event for Counted {
            const NAME: &'static str = "counted";

            fn conversation(&self) -> Option<Conversation> {
                self.0.fetch_add(1, Ordering::Relaxed);
                None
            }
        }

        let asked = Arc::new(AtomicUsize::new(0));
        let envelope = Envelope::new(Counted(asked.clone()));
        assert_eq!(asked.load(Ordering::Relaxed), 0);

        let other = envelope.clone().with_extension(1);
        assert!(envelope.conversation().is_none() && other.subjects().is_empty());
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn an_event_is_found_by_its_own_type_only() {
        let envelope = Envelope::from(Other);

        assert!(envelope.is::<Other>());
        assert!(envelope.get::<Written>().is_none());
    }
}

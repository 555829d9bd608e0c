//! Conditions on events, put together with and, or and not.

mod combine;

pub use self::combine::{And, Not, Or, SharedFilter, all_of, always, any_of, never};

/// A condition on an event.
///
/// A closure of a reference is one: `|message: &Written| message.is_text()`. It must be quick, since
/// it runs for every event, and shouldn't block. A filter that panics fails the handler it belongs
/// to; in a wait it counts as "no".
///
/// ```
/// use wazzup_dispatch::Filter;
/// # struct Written { text: String, echo: bool }
///
/// fn is_echo(message: &Written) -> bool {
///     message.echo
/// }
/// let short = |message: &Written| message.text.len() < 10;
/// let filter = short.and(is_echo.not());
///
/// assert!(filter.matches(&Written { text: "hi".into(), echo: false }));
/// assert!(!filter.matches(&Written { text: "hi".into(), echo: true }));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a filter of `{E}`",
    note = "a filter is a function of a reference that returns a bool: `|event: &{E}| true`; write \
            the argument's type out, or use `when`, which infers it"
)]
pub trait Filter<E>: Send + Sync + 'static {
    /// Whether the event meets it.
    fn matches(&self, event: &E) -> bool;

    /// Both. The second isn't asked if the first says no.
    fn and<F: Filter<E>>(self, other: F) -> And<Self, F>
    where
        Self: Sized,
    {
        And(self, other)
    }

    /// One of them at least. The second isn't asked if the first says yes.
    fn or<F: Filter<E>>(self, other: F) -> Or<Self, F>
    where
        Self: Sized,
    {
        Or(self, other)
    }

    /// The opposite.
    fn not(self) -> Not<Self>
    where
        Self: Sized,
    {
        Not(self)
    }

    /// Forgets the filter's type and makes it cheap to clone, so that filters fit into one list.
    fn shared(self) -> SharedFilter<E>
    where
        Self: Sized,
    {
        SharedFilter::new(self)
    }
}

impl<E, F> Filter<E> for F
where
    F: Fn(&E) -> bool + Send + Sync + 'static,
{
    fn matches(&self, event: &E) -> bool {
        self(event)
    }
}

//! Async functions as handlers.

mod configured;
mod erased;
mod output;

pub(crate) use self::erased::{Begun, Bound, Erased};
pub use self::{
    configured::{Configured, Settings},
    output::{Flow, IntoAnswer, IntoFlow},
};

use std::{borrow::Cow, time::Duration};

use crate::{
    extract::{Delivery, ExtractError, FromDelivery, Scopes},
    filter::Filter,
};

/// An async function of an event and, after it, of things taken [out of the
/// delivery](FromDelivery).
///
/// Never written by hand: every function and closure of the right shape is one, with up to eight
/// arguments after the event. `Args` stands for the types of these and is always inferred.
///
/// Bring the trait into scope to say more about a handler where it is registered:
///
/// ```
/// # use std::time::Duration;
/// # use wazzup_dispatch::{Event, Handler, Router};
/// # #[derive(Clone)] struct Written(String);
/// # impl Event for Written { const NAME: &'static str = "written"; }
/// async fn save(message: Written) -> Result<(), std::io::Error> {
///     # let _ = message;
///     Ok(())
/// }
///
/// let router = Router::new().on(save
///     .when(|message| !message.0.is_empty())
///     .named("save")
///     .order(-10)
///     .timeout(Duration::from_secs(5)));
/// ```
///
/// # Closures that hold something
///
/// A handler may run many times at once, so what it starts must own what it works with. An async
/// closure that captures a value lends it instead, and isn't a handler. Take the value as
/// [`State`](crate::State), or clone it first:
///
/// ```
/// # use std::sync::{Arc, Mutex};
/// # use wazzup_dispatch::{Event, Handler, Router};
/// # #[derive(Clone)] struct Written(String);
/// # impl Event for Written { const NAME: &'static str = "written"; }
/// let seen = Arc::new(Mutex::new(Vec::new()));
/// let router = Router::new().on(move |message: Written| {
///     let seen = seen.clone();
///     async move { seen.lock().unwrap().push(message.0) }
/// });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler of events",
    label = "not a handler",
    note = "a handler is an `async fn` whose first argument is the event, by value; for `on_any` and \
            `on_unhandled` it is an `Envelope`",
    note = "its other arguments, eight at most, are taken out of the delivery: `State<T>` for what \
            `with_state` was given, `Extension<T>`, `Raw`, `Conversation`, `Envelope`, `Context`, \
            `Router`, an `Option` of these, or what implements `FromDelivery`",
    note = "its future must be `Send`: no `Rc` and no guard of a `std` lock across an `.await`",
    note = "a closure that captures something must clone it first: \
            `move |event: E| {{ let db = db.clone(); async move {{ .. }} }}`"
)]
pub trait Handler<E: 'static, Args>: Send + Sync + Sized + 'static {
    /// What the function returns.
    type Output;

    /// The running function.
    type Future: Future<Output = Self::Output> + Send + 'static;

    /// Whether one of its arguments [lets it look back](FromDelivery::LOOKS_BACK).
    #[doc(hidden)]
    const LOOKS_BACK: bool = true;

    /// Takes the arguments out of the delivery and starts the function.
    ///
    /// # Errors
    ///
    /// An argument that can't be had.
    fn call(&self, event: E, delivery: &Delivery<'_>) -> Result<Self::Future, ExtractError>;

    /// Whether its arguments can be had, as far as that is known before an event comes.
    #[doc(hidden)]
    fn check(scopes: &Scopes) -> Result<(), ExtractError>;

    /// Moves out what was said about the handler.
    #[doc(hidden)]
    fn take_settings(&mut self) -> Settings<E> {
        Settings::default()
    }

    /// Calls it only for events that meet the filter. A second filter is another condition.
    ///
    /// A closure needs the type of its argument written out: see [`when`](Self::when).
    fn filter<F: Filter<E>>(self, filter: F) -> Configured<Self, E, Args> {
        Configured::new(self).filter(filter)
    }

    /// The same for a closure whose argument's type is inferred.
    fn when<F>(self, filter: F) -> Configured<Self, E, Args>
    where
        F: Fn(&E) -> bool + Send + Sync + 'static,
    {
        Configured::new(self).filter(filter)
    }

    /// Names it in reports, logs and metrics. Without it, it is called by the function's path.
    fn named(self, name: impl Into<Cow<'static, str>>) -> Configured<Self, E, Args> {
        Configured::new(self).named(name)
    }

    /// Sets its group: smaller ones run first, equal ones run concurrently. 0 if not set.
    fn order(self, order: i32) -> Configured<Self, E, Args> {
        Configured::new(self).order(order)
    }

    /// Drops it after this time, with the outcome [`TimedOut`](crate::Outcome::TimedOut). Wins over
    /// the router's [default](crate::Router::with_handler_timeout).
    fn timeout(self, limit: Duration) -> Configured<Self, E, Args> {
        Configured::new(self).timeout(limit)
    }

    /// Lets it run on without the delivery that started it: for handlers that wait for people.
    ///
    /// It is started with the others and polled once in its turn. If it isn't done then, it becomes
    /// a task of its own, is reported as [`Detached`](crate::Outcome::Detached), and what comes
    /// after it goes on. Its end is told to [`Router::on_detached_done`](crate::Router::on_detached_done), and
    /// [`Router::detached_done`](crate::Router::detached_done) waits for it. The router's default time limit
    /// doesn't apply, and [`Flow::Stop`] comes too late. Does nothing for handlers that answer
    /// questions, and outside of a tokio runtime.
    fn detached(self) -> Configured<Self, E, Args> {
        Configured::new(self).detached()
    }
}

macro_rules! functions {
    ($($arg:ident)*) => {
        impl<F, E, Fut, $($arg,)*> Handler<E, ($($arg,)*)> for F
        where
            E: 'static,
            F: Fn(E, $($arg),*) -> Fut + Send + Sync + 'static,
            Fut: Future + Send + 'static,
            $($arg: FromDelivery,)*
        {
            type Output = Fut::Output;
            type Future = Fut;

            const LOOKS_BACK: bool = false $(|| $arg::LOOKS_BACK)*;

            #[allow(unused_variables, reason = "there are no arguments to take in the first case")]
            fn call(&self, event: E, delivery: &Delivery<'_>) -> Result<Fut, ExtractError> {
                Ok(self(event, $($arg::from_delivery(delivery)?),*))
            }

            #[allow(unused_variables, reason = "there are no arguments to check in the first case")]
            fn check(scopes: &Scopes) -> Result<(), ExtractError> {
                $($arg::check(scopes)?;)*
                Ok(())
            }
        }
    };
}

functions!();
functions!(A1);
functions!(A1 A2);
functions!(A1 A2 A3);
functions!(A1 A2 A3 A4);
functions!(A1 A2 A3 A4 A5);
functions!(A1 A2 A3 A4 A5 A6);
functions!(A1 A2 A3 A4 A5 A6 A7);
functions!(A1 A2 A3 A4 A5 A6 A7 A8);

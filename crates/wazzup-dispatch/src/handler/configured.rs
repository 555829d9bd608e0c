use std::{any::type_name, borrow::Cow, fmt, marker::PhantomData, time::Duration};

use crate::{
    extract::{Delivery, ExtractError, Scopes},
    filter::{Filter, SharedFilter},
    handler::Handler,
};

/// A handler with a filter, a name, an order or a time limit. Made by the methods of [`Handler`].
pub struct Configured<H, E, Args> {
    handler: H,
    settings: Settings<E>,
    marker: PhantomData<fn(Args)>,
}

/// What was said about a handler.
pub struct Settings<E> {
    pub(crate) filter: Option<SharedFilter<E>>,
    pub(crate) name: Option<Cow<'static, str>>,
    pub(crate) order: Option<i32>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) detached: bool,
}

impl<H, E: 'static, Args> Configured<H, E, Args> {
    pub(super) fn new(handler: H) -> Self {
        Self {
            handler,
            settings: Settings::default(),
            marker: PhantomData,
        }
    }

    /// Calls it only for events that meet the filter too.
    #[must_use]
    pub fn filter<F: Filter<E>>(mut self, filter: F) -> Self {
        self.settings.filter = Some(match self.settings.filter.take() {
            None => filter.shared(),
            Some(first) => first.and(filter).shared(),
        });
        self
    }

    /// The same for a closure whose argument's type is inferred.
    #[must_use]
    pub fn when<F>(self, filter: F) -> Self
    where
        F: Fn(&E) -> bool + Send + Sync + 'static,
    {
        self.filter(filter)
    }

    /// Names it in reports, logs and metrics.
    #[must_use]
    pub fn named(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.settings.name = Some(name.into());
        self
    }

    /// Sets its group: smaller ones run first, equal ones run concurrently.
    #[must_use]
    pub fn order(mut self, order: i32) -> Self {
        self.settings.order = Some(order);
        self
    }

    /// Drops it after this time.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.settings.timeout = Some(limit);
        self
    }

    /// Lets it run on without the delivery that started it.
    #[must_use]
    pub fn detached(mut self) -> Self {
        self.settings.detached = true;
        self
    }
}

#[diagnostic::do_not_recommend]
impl<H, E, Args> Handler<E, Args> for Configured<H, E, Args>
where
    H: Handler<E, Args>,
    E: 'static,
    Args: 'static,
{
    type Output = H::Output;
    type Future = H::Future;

    const LOOKS_BACK: bool = H::LOOKS_BACK;

    fn call(&self, event: E, delivery: &Delivery<'_>) -> Result<Self::Future, ExtractError> {
        self.handler.call(event, delivery)
    }

    fn check(scopes: &Scopes) -> Result<(), ExtractError> {
        H::check(scopes)
    }

    fn take_settings(&mut self) -> Settings<E> {
        let outer = std::mem::take(&mut self.settings);
        let inner = self.handler.take_settings();
        Settings {
            filter: match (inner.filter, outer.filter) {
                (Some(one), Some(other)) => Some(one.and(other).shared()),
                (inner, outer) => inner.or(outer),
            },
            // The function's own name, not that of this wrapper with all its arguments.
            name: outer
                .name
                .or(inner.name)
                .or_else(|| Some(type_name::<H>().into())),
            order: outer.order.or(inner.order),
            timeout: outer.timeout.or(inner.timeout),
            detached: outer.detached || inner.detached,
        }
    }
}

impl<H, E, Args> fmt::Debug for Configured<H, E, Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Configured")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl<E> Default for Settings<E> {
    fn default() -> Self {
        Self {
            filter: None,
            name: None,
            order: None,
            timeout: None,
            detached: false,
        }
    }
}

impl<E> fmt::Debug for Settings<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("filtered", &self.filter.is_some())
            .field("name", &self.name)
            .field("order", &self.order)
            .field("timeout", &self.timeout)
            .field("detached", &self.detached)
            .finish()
    }
}

use std::{marker::PhantomData, pin::Pin};

use crate::{
    envelope::EventArg,
    extract::{Delivery, ExtractError, Scopes},
    filter::{Filter, SharedFilter},
    handler::Handler,
};

/// A handler whose event, arguments and function are forgotten; `T` is what its result becomes.
pub(crate) trait Erased<T>: Send + Sync {
    /// Asks the filter, takes the arguments, starts the function.
    fn begin(&self, delivery: &Delivery<'_>) -> Begun<T>;

    fn check(&self, scopes: &Scopes) -> Result<(), ExtractError>;
}

pub(crate) enum Begun<T> {
    Running(Pin<Box<dyn Future<Output = T> + Send>>),
    Filtered,
    Failed(ExtractError),
}

pub(crate) struct Bound<E: 'static, Args, H: Handler<E, Args>, T> {
    pub(crate) handler: H,
    pub(crate) filter: Option<SharedFilter<E>>,
    pub(crate) convert: fn(H::Output) -> T,
    pub(crate) marker: PhantomData<fn(E, Args)>,
}

impl<E, Args, H, T> Erased<T> for Bound<E, Args, H, T>
where
    E: EventArg,
    H: Handler<E, Args>,
    Args: 'static,
    T: 'static,
{
    fn begin(&self, delivery: &Delivery<'_>) -> Begun<T> {
        let Some(event) = E::from_envelope(delivery.envelope) else {
            return Begun::Filtered;
        };
        if self
            .filter
            .as_ref()
            .is_some_and(|filter| !filter.matches(event))
        {
            return Begun::Filtered;
        }
        match self.handler.call(event.clone(), delivery) {
            Ok(running) => {
                let convert = self.convert;
                Begun::Running(Box::pin(async move { convert(running.await) }))
            }
            Err(error) if error.is_skip() => Begun::Filtered,
            Err(error) => Begun::Failed(error),
        }
    }

    fn check(&self, scopes: &Scopes) -> Result<(), ExtractError> {
        H::check(scopes)
    }
}

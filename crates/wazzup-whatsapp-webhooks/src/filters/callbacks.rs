//! Conditions on what buttons, rows and trackers bring back. For plain texts, see
//! [`text`](super::text).

use std::{fmt, marker::PhantomData};

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::CallbackData;

use crate::CarriesData;

/// It brings back data of this kind, by its tag.
///
/// A handler that takes [`Clicked`](crate::Clicked) or [`Tracked`](crate::Tracked) needs no such
/// filter.
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// # use wazzup_whatsapp_webhooks::{CallbackButton, CarriesData, types::CallbackData};
/// # use wazzup_whatsapp_webhooks::{dispatch::{Handler, Router}, filters::callbacks};
/// # #[derive(Serialize, Deserialize)] struct Slot { hour: u8 }
/// # impl CallbackData for Slot { const TAG: &'static str = "slot"; }
/// async fn book(button: CallbackButton) {
///     match button.data_as::<Slot>() {
///         Ok(slot) => println!("{}", slot.hour),
///         Err(error) => eprintln!("a slot of an earlier release: {error}"),
///     }
/// }
///
/// let router = Router::new().on(book.filter(callbacks::data::<Slot>()));
/// ```
pub fn data<T: CallbackData>() -> DataFilter<T> {
    DataFilter(PhantomData)
}

/// A condition on the tag of data. Made by [`data`].
pub struct DataFilter<T>(PhantomData<fn() -> T>);

impl<E: CarriesData, T: CallbackData + 'static> Filter<E> for DataFilter<T> {
    fn matches(&self, event: &E) -> bool {
        event.data_text().is_some_and(T::matches)
    }
}

impl<T> Clone for DataFilter<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for DataFilter<T> {}

impl<T: CallbackData> fmt::Debug for DataFilter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DataFilter").field(&T::TAG).finish()
    }
}

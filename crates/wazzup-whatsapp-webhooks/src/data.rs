//! Typed data that events bring back.

use std::{any::type_name, fmt};

use wazzup_dispatch::{Delivery, Event, ExtractError, FromDelivery};
use wazzup_whatsapp_types::{CallbackData, UnpackError};

use crate::{
    CallConnect, CallStatus, CallTerminate, CallbackButton, CallbackSelection, GroupMessageStatus,
    MessageStatus,
};

/// An event that brings back what was put into a button, a row or a tracker.
pub trait CarriesData: 'static {
    /// What it brings back, if anything.
    fn data_text(&self) -> Option<&str>;

    /// The same, unpacked.
    ///
    /// # Errors
    ///
    /// [`UnpackError`] if it is no such data, or there is none.
    fn data_as<T: CallbackData>(&self) -> Result<T, UnpackError> {
        T::unpack(self.data_text().unwrap_or_default())
    }
}

macro_rules! carries_data {
    ($($event:ident: |$this:ident| $data:expr;)+) => {
        $(impl CarriesData for $event {
            fn data_text(&self) -> Option<&str> {
                let $this = self;
                $data
            }
        })+
    };
}

carries_data! {
    CallbackButton: |event| Some(&event.data);
    CallbackSelection: |event| Some(&event.data);
    MessageStatus: |event| event.biz_opaque_callback_data.as_deref();
    GroupMessageStatus: |event| event.biz_opaque_callback_data.as_deref();
    CallConnect: |event| event.biz_opaque_callback_data.as_deref();
    CallTerminate: |event| event.biz_opaque_callback_data.as_deref();
    CallStatus: |event| event.biz_opaque_callback_data.as_deref();
}

macro_rules! argument {
    ($(#[$doc:meta])* $name:ident of $($event:ident),+; else $why:literal) => {
        $(#[$doc])*
        ///
        /// A handler that takes it is called for data of its kind only: for all else it counts as
        /// filtered, as if [`filters::callbacks::data`](crate::filters::callbacks::data) stood
        /// there. That goes for data whose values are not of the type too, such as that of an
        /// earlier release; take the event alone and unpack with
        /// [`data_as`](CarriesData::data_as) to tell these apart.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[expect(
            clippy::exhaustive_structs,
            reason = "handlers take it apart in their arguments"
        )]
        pub struct $name<T>(pub T);

        impl<T: CallbackData + Send> FromDelivery for $name<T> {
            const LOOKS_BACK: bool = false;

            fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
                $(if let Some(event) = delivery.event::<$event>() {
                    return unpacked(event).map(Self);
                })+
                Err(ExtractError::missing(type_name::<Self>(), $why))
            }
        }

        // The data may be personal.
        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

fn unpacked<E: Event + CarriesData, T: CallbackData>(event: &E) -> Result<T, ExtractError> {
    event.data_as().map_err(|_| ExtractError::skip())
}

argument! {
    /// The data of the button or row that was pressed, as an argument of a handler of
    /// [`CallbackButton`] or [`CallbackSelection`].
    ///
    /// ```
    /// use serde::{Deserialize, Serialize};
    /// use wazzup_whatsapp_webhooks::{
    ///     CallbackButton, Clicked, dispatch::Router, types::CallbackData,
    /// };
    ///
    /// #[derive(Serialize, Deserialize)]
    /// struct Slot {
    ///     day: String,
    ///     hour: u8,
    /// }
    ///
    /// impl CallbackData for Slot {
    ///     const TAG: &'static str = "slot";
    /// }
    ///
    /// async fn book(button: CallbackButton, Clicked(slot): Clicked<Slot>) {
    ///     println!("{} at {} for {:?}", slot.day, slot.hour, button.sender());
    /// }
    ///
    /// let router = Router::new().on(book);
    /// ```
    Clicked of CallbackButton, CallbackSelection;
    else "only a pressed button or row brings it"
}

argument! {
    /// The data in the tracker of a message or call, as an argument of a handler of
    /// [`MessageStatus`], [`GroupMessageStatus`], [`CallConnect`], [`CallTerminate`] or
    /// [`CallStatus`].
    Tracked of MessageStatus, GroupMessageStatus, CallConnect, CallTerminate, CallStatus;
    else "only what becomes of a message or call brings it"
}

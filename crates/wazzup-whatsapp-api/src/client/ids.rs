//! The ids that routes hang off.

use wazzup_whatsapp_types::{AppId, BusinessId, PhoneNumberId, WabaId};

use crate::Client;

/// The ids that a client has for calls that bring none of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids {
    pub(crate) phone_number: Option<PhoneNumberId>,
    pub(crate) waba: Option<WabaId>,
    pub(crate) business: Option<BusinessId>,
    pub(crate) app: Option<AppId>,
}

/// An id that routes hang off: a phone number's, an account's, a portfolio's or an app's.
pub trait Node: Clone + Send + Sync + 'static + sealed::Sealed {
    /// Its name in the paths of [endpoints](crate::resources::endpoints).
    const ARGUMENT: &'static str;

    /// What is said if there is none.
    #[doc(hidden)]
    const MISSING: &'static str;

    /// The one that a client has for calls that bring none of their own.
    #[doc(hidden)]
    fn of(client: &Client) -> Option<&Self>;

    /// The id as text.
    #[doc(hidden)]
    fn text(&self) -> &str;
}

macro_rules! node {
    ($id:ident, $argument:literal, $field:ident, $missing:literal) => {
        impl Node for $id {
            const ARGUMENT: &'static str = $argument;
            const MISSING: &'static str = $missing;

            fn of(client: &Client) -> Option<&Self> {
                client.ids().$field.as_ref()
            }

            fn text(&self) -> &str {
                self.as_str()
            }
        }

        impl sealed::Sealed for $id {}
    };
}

node!(
    PhoneNumberId,
    "phone_number_id",
    phone_number,
    "the phone number id is missing: set it by `ClientBuilder::phone_number_id` or \
     `Client::with_phone_number_id`, or on this request by `from`"
);
node!(
    WabaId,
    "waba_id",
    waba,
    "the id of the WhatsApp Business Account is missing: set it by `ClientBuilder::waba_id` or \
     `Client::with_waba_id`, or on this request by `on`"
);
node!(
    BusinessId,
    "business_id",
    business,
    "the id of the business portfolio is missing: set it by `ClientBuilder::business_id` or \
     `Client::with_business_id`, or on this request by `on`"
);
node!(
    AppId,
    "app_id",
    app,
    "the app id is missing: set it by `ClientBuilder::app_id` or `Client::with_app_id`, or on this \
     request by `on`"
);

mod sealed {
    /// Keeps [`Node`](super::Node) ours, so that it may grow.
    #[expect(unnameable_types, reason = "nobody else is to name it")]
    pub trait Sealed {}
}

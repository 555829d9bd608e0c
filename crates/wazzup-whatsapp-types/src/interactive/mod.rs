//! Interactive messages: a text with something to tap.
//!
//! Each kind is a type of its own that can only be made within the documented limits, and takes only
//! the header and the footer that its kind may have:
//!
//! | Type | `interactive.type` | Header | Body, characters | Footer |
//! |---|---|---|---|---|
//! | [`ReplyButtons`] | `button` | text, image, video, document | 1024 | yes |
//! | [`List`] | `list` | text | 4096 | yes |
//! | [`UrlButton`] | `cta_url` | text, image, video, document | 1024 | yes |
//! | [`Product`] | `product` | – | 1024, may be missing | yes |
//! | [`Products`] | `product_list` | text, needed | 1024 | yes |
//! | [`Catalog`] | `catalog_message` | – | 1024 | yes |
//! | [`FlowMessage`] | `flow` | text, image, video, document | 1024 | yes |
//! | [`LocationRequest`] | `location_request_message` | – | 1024 | – |
//! | [`VoiceCall`] | `voice_call` | – | 1024 | – |
//! | [`CallPermissionRequest`] | `call_permission_request` | – | 1024, may be missing | – |
//! | [`ContactInfoRequest`] | `request_contact_info` | – | 1024 | – |
//! | [`Carousel`] | `carousel` | – | 1024 | – |
//! | [`AddressRequest`] | `address_message` | text, image, video, document | 1024 | yes |
//! | [`OrderDetails`], [`OrderStatus`] | `order_details`, `order_status` | image | 1024 | yes |

use serde::{Deserialize, Serialize};

#[macro_use]
mod parts;

mod address;
mod buttons;
mod carousel;
mod flow;
mod header;
mod list;
mod order;
mod payment;
mod products;
mod requests;
mod url;

pub use self::address::{AddressField, AddressRequest, PostalAddress};
pub use self::buttons::{ReplyButton, ReplyButtons};
pub use self::carousel::{Card, CardMedia, Carousel};
pub use self::flow::{FlowMessage, FlowMode, FlowRef, FlowStart};
pub use self::header::{Header, HeaderDocument};
pub use self::list::{List, Row, SECTION_TITLE_MAX_CHARS, Section};
pub use self::order::{Amount, Order, OrderItem, OrderState};
pub use self::parts::{BODY_MAX_CHARS, BUTTON_ID_MAX_CHARS, BUTTON_MAX_CHARS, FOOTER_MAX_CHARS};
pub use self::payment::{GoodsType, OrderDetails, OrderProgress, OrderStatus, Payment};
pub(crate) use self::products::check_sections;
pub use self::products::{Catalog, Product, ProductSection, Products};
pub(crate) use self::requests::check_call;
pub use self::requests::{CallPermissionRequest, ContactInfoRequest, LocationRequest, VoiceCall};
pub use self::url::UrlButton;

macro_rules! interactives {
    ($($(#[$doc:meta])* $variant:ident($type:ident) = $name:literal,)+) => {
        /// A message with something to tap, of any kind. Made of its type by `into`.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "type")]
        #[non_exhaustive]
        pub enum Interactive {
            $($(#[$doc])* #[serde(rename = $name)] $variant($type),)+
        }

        impl Interactive {
            /// The `interactive.type`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)+
                }
            }
        }

        $(
            impl From<$type> for Interactive {
                fn from(message: $type) -> Self {
                    Self::$variant(message)
                }
            }

            impl From<$type> for crate::message::Content {
                fn from(message: $type) -> Self {
                    Self::from(Interactive::from(message))
                }
            }
        )+
    };
}

interactives! {
    /// Buttons that answer with an id.
    ReplyButtons(ReplyButtons) = "button",
    /// A list to choose from.
    List(List) = "list",
    /// A button that opens an address.
    UrlButton(UrlButton) = "cta_url",
    /// A product.
    Product(Product) = "product",
    /// Products, in sections.
    Products(Products) = "product_list",
    /// The catalog.
    Catalog(Catalog) = "catalog_message",
    /// A button that opens a flow.
    Flow(FlowMessage) = "flow",
    /// A button that sends a place.
    LocationRequest(LocationRequest) = "location_request_message",
    /// A button that calls the business.
    VoiceCall(VoiceCall) = "voice_call",
    /// A question for the permission to call.
    CallPermissionRequest(CallPermissionRequest) = "call_permission_request",
    /// A button that sends the own contact.
    ContactInfoRequest(ContactInfoRequest) = "request_contact_info",
    /// Cards to swipe through.
    Carousel(Carousel) = "carousel",
    /// A form for a postal address.
    AddressRequest(AddressRequest) = "address_message",
    /// An order to pay.
    OrderDetails(OrderDetails) = "order_details",
    /// How far an order is.
    OrderStatus(OrderStatus) = "order_status",
}

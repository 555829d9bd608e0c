//! Orders that are paid in the chat.

use serde::{Deserialize, Serialize};

use super::header::{Header, check_image_header};
use super::order::{Amount, Order, OrderState};
use super::parts::{BODY_MAX_CHARS, Words, check_footer};
use crate::invalid::{self, Invalid};
use crate::message::{MediaRef, none};

open_enum! {
    /// What is sold.
    pub enum GoodsType {
        /// What is not sent by post.
        Digital = "digital-goods",
        /// What is sent by post.
        Physical = "physical-goods",
    }
}

checked! {
    /// An order to review and pay: `interactive.type` is `order_details`. Where payments in the chat are
    /// open.
    ///
    /// See [Payments](https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/overview).
    #[derive(Debug, Eq)]
    pub struct OrderDetails {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: DetailsAction,
    }
}

with_body!(OrderDetails);
with_footer!(OrderDetails);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum DetailsAction {
    ReviewAndPay { parameters: Box<DetailsParameters> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct DetailsParameters {
    reference_id: String,
    #[serde(rename = "type")]
    kind: GoodsType,
    payment_type: String,
    payment_configuration: String,
    currency: String,
    total_amount: Amount,
    order: Order,
}

/// How an order is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Payment {
    /// The kind of payment, such as `upi`.
    pub kind: String,
    /// The name of the payment configuration in the Business Manager.
    pub configuration: String,
    /// The three letters of the currency, such as `INR`.
    pub currency: String,
    /// What is to be paid: the sum of the order with tax and shipping, without the discount.
    pub total: Amount,
}

impl Payment {
    /// A payment of that kind, by that configuration, of so much.
    #[must_use]
    pub fn new(
        kind: impl Into<String>,
        configuration: impl Into<String>,
        currency: impl Into<String>,
        total: Amount,
    ) -> Self {
        Self {
            kind: kind.into(),
            configuration: configuration.into(),
            currency: currency.into(),
            total,
        }
    }
}

impl OrderDetails {
    /// A text, the order by a reference of your own, and how it is paid.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS); if the
    /// reference, the kind of payment or its configuration is empty; if the currency is not three
    /// capital letters; or if the total is negative.
    pub fn new(
        body: impl Into<String>,
        reference_id: impl Into<String>,
        goods: GoodsType,
        order: Order,
        payment: Payment,
    ) -> Result<Self, Invalid> {
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: DetailsAction::ReviewAndPay {
                parameters: Box::new(DetailsParameters {
                    reference_id: reference_id.into(),
                    kind: goods,
                    payment_type: payment.kind,
                    payment_configuration: payment.configuration,
                    currency: payment.currency,
                    total_amount: payment.total,
                    order,
                }),
            },
        }
        .checked()
    }

    /// Puts a picture above.
    #[must_use]
    pub fn image(mut self, media: impl Into<MediaRef>) -> Self {
        self.header = Some(Header::image(media));
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        check_image_header(self.header.as_ref())?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        let DetailsAction::ReviewAndPay { parameters } = &self.action;
        invalid::not_empty("action.parameters.reference_id", &parameters.reference_id)?;
        invalid::not_empty("action.parameters.payment_type", &parameters.payment_type)?;
        invalid::not_empty(
            "action.parameters.payment_configuration",
            &parameters.payment_configuration,
        )?;
        let letters = parameters
            .currency
            .bytes()
            .all(|it| it.is_ascii_uppercase());
        if parameters.currency.len() != 3 || !letters {
            return Err(Invalid::form(
                "action.parameters.currency",
                "be three capital letters",
            ));
        }
        let total = parameters.total_amount.check();
        total.map_err(|error| error.inside("action.parameters.total_amount"))
    }

    /// The reference of the order.
    #[must_use]
    pub fn reference_id(&self) -> &str {
        let DetailsAction::ReviewAndPay { parameters } = &self.action;
        &parameters.reference_id
    }

    /// The order.
    #[must_use]
    pub fn order(&self) -> &Order {
        let DetailsAction::ReviewAndPay { parameters } = &self.action;
        &parameters.order
    }
}

checked! {
    /// How far an order is: `interactive.type` is `order_status`.
    ///
    /// See [Payments](https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/overview).
    #[derive(Debug, Eq)]
    pub struct OrderStatus {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: StatusAction,
    }
}

with_body!(OrderStatus);
with_footer!(OrderStatus);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum StatusAction {
    ReviewOrder { parameters: OrderProgress },
}

checked! {
    /// How far an order is, in a message or in a template.
    #[derive(Debug, Eq)]
    pub struct OrderProgress {
        reference_id: String,
        order: Progress,
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    status: OrderState,
    #[serde(default, skip_serializing_if = "none")]
    description: Option<String>,
}

masked_debug! { Progress { status; hidden: description } }

impl OrderProgress {
    /// The order of that reference is so far.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the reference is empty.
    pub fn new(reference_id: impl Into<String>, state: OrderState) -> Result<Self, Invalid> {
        Self {
            reference_id: reference_id.into(),
            order: Progress {
                status: state,
                description: None,
            },
        }
        .checked()
    }

    /// Says more about it.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.order.description = Some(description.into());
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::not_empty("reference_id", &self.reference_id)
    }

    /// The reference of the order.
    #[must_use]
    pub fn reference_id(&self) -> &str {
        &self.reference_id
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> &OrderState {
        &self.order.status
    }
}

impl OrderStatus {
    /// A text, and how far the order is.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn new(body: impl Into<String>, progress: OrderProgress) -> Result<Self, Invalid> {
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: StatusAction::ReviewOrder {
                parameters: progress,
            },
        }
        .checked()
    }

    /// Puts a picture above.
    #[must_use]
    pub fn image(mut self, media: impl Into<MediaRef>) -> Self {
        self.header = Some(Header::image(media));
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        check_image_header(self.header.as_ref())?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())
    }

    /// How far the order is.
    #[must_use]
    pub fn progress(&self) -> &OrderProgress {
        let StatusAction::ReviewOrder { parameters } = &self.action;
        parameters
    }
}

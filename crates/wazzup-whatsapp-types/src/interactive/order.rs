//! Orders that are paid in the chat.

use serde::{Deserialize, Serialize};

use super::header::{Header, check_image_header};
use super::parts::{BODY_MAX_CHARS, Words, check_footer};
use crate::id::ProductId;
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

open_enum! {
    /// How far an order is.
    pub enum OrderState {
        /// It waits for the payment.
        Pending = "pending",
        /// It is worked on.
        Processing = "processing",
        /// A part of it is on its way.
        PartiallyShipped = "partially-shipped",
        /// It is on its way.
        Shipped = "shipped",
        /// It is done.
        Completed = "completed",
        /// It is called off.
        Canceled = "canceled",
    }
}

/// An amount of money: the value divided by the offset, in the currency of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Amount {
    value: i64,
    offset: i64,
}

impl Amount {
    /// So many hundredths, such as cents or paise.
    #[must_use]
    pub const fn hundredths(value: i64) -> Self {
        Self { value, offset: 100 }
    }

    /// The value.
    #[must_use]
    pub const fn value(self) -> i64 {
        self.value
    }

    /// What it is divided by.
    #[must_use]
    pub const fn offset(self) -> i64 {
        self.offset
    }

    fn check(self) -> Result<(), Invalid> {
        let at_least = |field, value, min| invalid::value_within(field, value, min, i64::MAX);
        at_least("value", self.value, 0)?;
        at_least("offset", self.offset, 1)
    }
}

checked! {
    /// What is sold, how many, and for how much each.
    #[derive(Eq)]
    pub struct OrderItem {
        #[serde(default, skip_serializing_if = "none")]
        retailer_id: Option<ProductId>,
        name: String,
        amount: Amount,
        quantity: u32,
        #[serde(default, skip_serializing_if = "none")]
        sale_amount: Option<Amount>,
    }
}

masked_debug! { OrderItem { retailer_id, amount, quantity, sale_amount; hidden: name } }

impl OrderItem {
    /// Something that is sold: its name, the price of one, how many.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is empty, the price negative, or there are none of it.
    pub fn new(name: impl Into<String>, amount: Amount, quantity: u32) -> Result<Self, Invalid> {
        Self {
            retailer_id: None,
            name: name.into(),
            amount,
            quantity,
            sale_amount: None,
        }
        .checked()
    }

    /// Says which product of the catalog it is.
    #[must_use]
    pub fn retailer_id(mut self, id: ProductId) -> Self {
        self.retailer_id = Some(id);
        self
    }

    /// Sets a lower price for one.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is negative.
    pub fn sale_amount(mut self, amount: Amount) -> Result<Self, Invalid> {
        self.sale_amount = Some(amount);
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::not_empty("name", &self.name)?;
        self.amount
            .check()
            .map_err(|error| error.inside("amount"))?;
        invalid::value_within("quantity", self.quantity.into(), 1, i64::from(u32::MAX))?;
        self.sale_amount.map_or(Ok(()), |amount| {
            amount.check().map_err(|error| error.inside("sale_amount"))
        })
    }
}

/// A part of the sum, with words about it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Charge {
    #[serde(flatten)]
    amount: Amount,
    #[serde(default, skip_serializing_if = "none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "none")]
    discount_program_name: Option<String>,
}

impl Charge {
    fn new(amount: Amount, description: Option<String>) -> Self {
        Self {
            amount,
            description,
            discount_program_name: None,
        }
    }
}

checked! {
    /// What is ordered, and what comes to its price.
    #[derive(Eq)]
    pub struct Order {
        status: OrderState,
        items: Vec<OrderItem>,
        subtotal: Amount,
        tax: Charge,
        #[serde(default, skip_serializing_if = "none")]
        shipping: Option<Charge>,
        #[serde(default, skip_serializing_if = "none")]
        discount: Option<Charge>,
    }
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("status", &self.status)
            .field("items", &self.items)
            .field("subtotal", &self.subtotal)
            .finish_non_exhaustive()
    }
}

impl Order {
    /// What is ordered, the sum of it, and the tax. It is [`Pending`](OrderState::Pending).
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is nothing, or an amount is negative.
    pub fn new(
        items: impl IntoIterator<Item = OrderItem>,
        subtotal: Amount,
        tax: Amount,
    ) -> Result<Self, Invalid> {
        Self {
            status: OrderState::Pending,
            items: items.into_iter().collect(),
            subtotal,
            tax: Charge::new(tax, None),
            shipping: None,
            discount: None,
        }
        .checked()
    }

    /// Says more about the tax.
    #[must_use]
    pub fn tax_description(mut self, description: impl Into<String>) -> Self {
        self.tax.description = Some(description.into());
        self
    }

    /// Adds the price of sending it, with words about it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is negative.
    pub fn shipping(
        mut self,
        amount: Amount,
        description: Option<String>,
    ) -> Result<Self, Invalid> {
        self.shipping = Some(Charge::new(amount, description));
        self.checked()
    }

    /// Takes a discount off, with words about it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is negative.
    pub fn discount(
        mut self,
        amount: Amount,
        description: Option<String>,
    ) -> Result<Self, Invalid> {
        self.discount = Some(Charge::new(amount, description));
        self.checked()
    }

    /// Names the programme that the discount comes from.
    #[must_use]
    pub fn discount_program(mut self, name: impl Into<String>) -> Self {
        if let Some(discount) = &mut self.discount {
            discount.discount_program_name = Some(name.into());
        }
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::items_within("order.items", self.items.len(), 1, usize::MAX)?;
        let inside = |error: Invalid, field: &str| error.inside(field).inside("order");
        self.subtotal
            .check()
            .map_err(|error| inside(error, "subtotal"))?;
        self.tax
            .amount
            .check()
            .map_err(|error| inside(error, "tax"))?;
        let others = [(&self.shipping, "shipping"), (&self.discount, "discount")];
        for (charge, field) in others {
            if let Some(charge) = charge {
                charge
                    .amount
                    .check()
                    .map_err(|error| inside(error, field))?;
            }
        }
        Ok(())
    }

    /// What is ordered.
    #[must_use]
    pub fn items(&self) -> &[OrderItem] {
        &self.items
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

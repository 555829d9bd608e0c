//! What is ordered, and what it costs.

use serde::{Deserialize, Serialize};

use crate::id::ProductId;
use crate::invalid::{self, Invalid};
use crate::message::none;

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

    pub(super) fn check(self) -> Result<(), Invalid> {
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

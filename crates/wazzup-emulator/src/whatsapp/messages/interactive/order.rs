//! `order_details` and `order_status`: payments, as far as their frame goes.

use super::Fields;
use crate::whatsapp::refusal::Outcome;

/// Longest id of an order, in characters.
const REFERENCE_MAX: usize = 60;

pub(super) fn details(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "review_and_pay")?;
    let parameters = action.object("parameters")?;
    parameters.text("reference_id", REFERENCE_MAX)?;
    parameters.text("type", REFERENCE_MAX)?;
    parameters.text("currency", 3)?;
    let total = parameters.object("total_amount")?;
    total.whole("value", 0..=i64::MAX)?;
    total.whole("offset", 1..=1_000_000)?;
    let order = parameters.object("order")?;
    order.text("status", REFERENCE_MAX)?;
    order.list("items", 1..=999)?;
    Ok(())
}

pub(super) fn status(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "review_order")?;
    let parameters = action.object("parameters")?;
    parameters.text("reference_id", REFERENCE_MAX)?;
    let order = parameters.object("order")?;
    order.text("status", REFERENCE_MAX)?;
    order.any_text("description", 120)?;
    Ok(())
}

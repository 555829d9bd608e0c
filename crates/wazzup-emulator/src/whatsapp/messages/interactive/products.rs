//! `product`, `product_list`, `catalog_message`.

use super::Fields;
use super::list::title;
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::Outcome;

/// Most products of one message.
const PRODUCTS_MAX: usize = 30;

const LONG: usize = 100;

pub(super) fn product(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["catalog_id", "product_retailer_id"])?;
    action.text("catalog_id", LONG)?;
    action.text("product_retailer_id", LONG)?;
    Ok(())
}

pub(super) fn product_list(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["catalog_id", "sections"])?;
    action.text("catalog_id", LONG)?;
    sections(action)
}

/// Sections of products, here and in templates.
pub(in crate::whatsapp::messages) fn sections(action: &Fields<'_>) -> Outcome<()> {
    let sections = action.list("sections", 1..=10)?;
    let mut products = 0;
    for section in &sections {
        section.only(&["title", "product_items"])?;
        title(section, sections.len())?;
        for item in section.list("product_items", 1..=PRODUCTS_MAX)? {
            item.only(&["product_retailer_id"])?;
            item.text("product_retailer_id", LONG)?;
            products += 1;
        }
    }
    if products > PRODUCTS_MAX {
        return Err(wrong(format!(
            "{products} products are in all sections, {PRODUCTS_MAX} are allowed."
        )));
    }
    Ok(())
}

pub(super) fn catalog(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "catalog_message")?;
    if let Some(parameters) = action.optional_object("parameters")? {
        parameters.only(&["thumbnail_product_retailer_id"])?;
        parameters.optional_text("thumbnail_product_retailer_id", LONG)?;
    }
    Ok(())
}

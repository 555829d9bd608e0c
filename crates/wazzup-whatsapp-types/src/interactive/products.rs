//! Products of a catalog.

use serde::{Deserialize, Serialize};

use super::header::{Header, check_text_header};
use super::list::{check_title, check_titles};
use super::parts::{BODY_MAX_CHARS, Words, check_body, check_footer};
use crate::id::{CatalogId, ProductId};
use crate::invalid::{self, Invalid};
use crate::message::none;

checked! {
    /// One product of a catalog: `interactive.type` is `product`.
    ///
    /// See [Share products](https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products).
    #[derive(Debug, Eq)]
    pub struct Product {
        #[serde(default, skip_serializing_if = "none")]
        body: Option<Words>,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: ProductAction,
    }
}

with_footer!(Product);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ProductAction {
    pub(super) catalog_id: CatalogId,
    pub(super) product_retailer_id: ProductId,
}

impl Product {
    /// A product.
    #[must_use]
    pub fn new(catalog_id: CatalogId, product_id: ProductId) -> Self {
        Self {
            body: None,
            footer: None,
            action: ProductAction {
                catalog_id,
                product_retailer_id: product_id,
            },
        }
    }

    /// Puts a text below it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn body(mut self, body: impl Into<String>) -> Result<Self, Invalid> {
        self.body = Some(Words::new(body));
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_body(self.body.as_ref())?;
        check_footer(self.footer.as_ref())
    }

    /// The text below it.
    #[must_use]
    pub fn get_body(&self) -> Option<&str> {
        self.body.as_ref().map(Words::as_str)
    }

    /// The catalog.
    #[must_use]
    pub fn catalog_id(&self) -> &CatalogId {
        &self.action.catalog_id
    }

    /// The product.
    #[must_use]
    pub fn product_id(&self) -> &ProductId {
        &self.action.product_retailer_id
    }
}

checked! {
    /// Products of a catalog, in sections: `interactive.type` is `product_list`.
    ///
    /// See [Share products](https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products).
    #[derive(Debug, Eq)]
    pub struct Products {
        header: Header,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: ProductsAction,
    }
}

with_body!(Products);
with_footer!(Products);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct ProductsAction {
    catalog_id: CatalogId,
    sections: Vec<ProductSection>,
}

impl Products {
    /// Most sections.
    pub const MAX_SECTIONS: usize = 10;
    /// Most products, in all sections together.
    pub const MAX: usize = 30;

    /// Products, with a text above, which is needed, and one below.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the title is empty or longer than [60 characters](Header::TEXT_MAX_CHARS), the
    /// body empty or longer than [1024 characters](BODY_MAX_CHARS); if there are no sections or more
    /// than [ten](Self::MAX_SECTIONS), or more than [30 products](Self::MAX) in all of them; or if one
    /// of several sections has no title.
    pub fn new(
        title: impl Into<String>,
        body: impl Into<String>,
        catalog_id: CatalogId,
        sections: impl IntoIterator<Item = ProductSection>,
    ) -> Result<Self, Invalid> {
        Self {
            header: Header::text(title)?,
            body: Words::new(body),
            footer: None,
            action: ProductsAction {
                catalog_id,
                sections: sections.into_iter().collect(),
            },
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_text_header(Some(&self.header))?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        check_sections(self.sections())
    }

    /// The text above.
    #[must_use]
    pub fn title(&self) -> &str {
        self.header.as_text().unwrap_or_default()
    }

    /// The catalog.
    #[must_use]
    pub fn catalog_id(&self) -> &CatalogId {
        &self.action.catalog_id
    }

    /// The sections.
    #[must_use]
    pub fn sections(&self) -> &[ProductSection] {
        &self.action.sections
    }
}

/// The rules for sections of products, in messages and in templates.
pub(crate) fn check_sections(sections: &[ProductSection]) -> Result<(), Invalid> {
    invalid::items_within("action.sections", sections.len(), 1, Products::MAX_SECTIONS)?;
    check_titles(sections.iter().map(ProductSection::title))?;
    let products = sections.iter().map(|it| it.product_items.len()).sum();
    invalid::items_within("action.sections.product_items", products, 1, Products::MAX)
}

checked! {
    /// Products with a title above them.
    #[derive(Eq)]
    pub struct ProductSection {
        #[serde(default, skip_serializing_if = "none")]
        title: Option<String>,
        product_items: Vec<Item>,
    }
}

masked_debug! { ProductSection { product_items; hidden: title } }

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Item {
    product_retailer_id: ProductId,
}

fn items(products: impl IntoIterator<Item = ProductId>) -> Vec<Item> {
    let items = products.into_iter().map(|product_retailer_id| Item {
        product_retailer_id,
    });
    items.collect()
}

impl ProductSection {
    /// Products with a title above them.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the title is empty or longer than [24 characters](crate::interactive::SECTION_TITLE_MAX_CHARS), or
    /// if there are no products or more than [30](Products::MAX).
    pub fn new(
        title: impl Into<String>,
        products: impl IntoIterator<Item = ProductId>,
    ) -> Result<Self, Invalid> {
        Self {
            title: Some(title.into()),
            product_items: items(products),
        }
        .checked()
    }

    /// Products without a title: as the only section.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are no products or more than [30](Products::MAX).
    pub fn untitled(products: impl IntoIterator<Item = ProductId>) -> Result<Self, Invalid> {
        Self {
            title: None,
            product_items: items(products),
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_title(self.title.as_ref())?;
        invalid::items_within("product_items", self.product_items.len(), 1, Products::MAX)
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The products.
    pub fn products(&self) -> impl ExactSizeIterator<Item = &ProductId> {
        self.product_items
            .iter()
            .map(|item| &item.product_retailer_id)
    }
}

checked! {
    /// The catalog of the number, with the picture of one of its products: `interactive.type` is
    /// `catalog_message`.
    ///
    /// See [Share products](https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products).
    #[derive(Debug, Eq)]
    pub struct Catalog {
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: CatalogAction,
    }
}

with_body!(Catalog);
with_footer!(Catalog);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum CatalogAction {
    CatalogMessage {
        #[serde(default, skip_serializing_if = "none")]
        parameters: Option<Thumbnail>,
    },
}

/// The product whose picture is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Thumbnail {
    thumbnail_product_retailer_id: ProductId,
}

impl Catalog {
    /// The catalog, with a text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [1024 characters](BODY_MAX_CHARS).
    pub fn new(body: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            body: Words::new(body),
            footer: None,
            action: CatalogAction::CatalogMessage { parameters: None },
        }
        .checked()
    }

    /// Shows the picture of this product, in the place of the first one's.
    #[must_use]
    pub fn thumbnail(mut self, product_id: ProductId) -> Self {
        self.action = CatalogAction::CatalogMessage {
            parameters: Some(Thumbnail {
                thumbnail_product_retailer_id: product_id,
            }),
        };
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())
    }

    /// The product whose picture is shown.
    #[must_use]
    pub fn get_thumbnail(&self) -> Option<&ProductId> {
        let CatalogAction::CatalogMessage { parameters } = &self.action;
        Some(&parameters.as_ref()?.thumbnail_product_retailer_id)
    }
}

//! What is put in for the buttons of a template.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::flow::FlowToken;
use crate::id::ProductId;
use crate::interactive::{BUTTON_ID_MAX_CHARS, ProductSection, check_call, check_sections};
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::message::none;

open_enum! { fold;
    /// The kind of a button, as a send names it. Read in any letter case.
    pub enum TemplateButtonType {
        /// It answers with a payload.
        QuickReply = "quick_reply",
        /// It opens an address with a variable at its end, or copies or fills in a code.
        Url = "url",
        /// It copies a coupon.
        CopyCode = "copy_code",
        /// It opens a flow.
        Flow = "flow",
        /// It opens the catalog.
        Catalog = "catalog",
        /// It opens a list of products.
        Products = "mpm",
        /// It calls the business.
        VoiceCall = "voice_call",
    }
}

/// What is put in for a button of a template.
///
/// Buttons without variables take none: fixed addresses, phone numbers, one product, requests for a
/// permission to call or for the own contact.
#[derive(Clone, PartialEq)]
pub struct TemplateButton {
    pub(super) sub_type: TemplateButtonType,
    pub(super) parameters: Vec<ButtonParameter>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ButtonParameter {
    Payload {
        payload: String,
    },
    Text {
        #[serde(deserialize_with = "crate::lenient::plain_text")]
        text: String,
    },
    CouponCode {
        coupon_code: String,
    },
    Action {
        action: Action,
    },
    TtlMinutes {
        ttl_minutes: u32,
    },
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Action {
    #[serde(default, skip_serializing_if = "none")]
    flow_token: Option<FlowToken>,
    #[serde(default, skip_serializing_if = "none")]
    flow_action_data: Option<Map<String, Value>>,
    #[serde(default, skip_serializing_if = "none")]
    thumbnail_product_retailer_id: Option<ProductId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sections: Vec<ProductSection>,
}

impl std::fmt::Debug for TemplateButton {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TemplateButton")
            .field("sub_type", &self.sub_type)
            .finish_non_exhaustive()
    }
}

impl TemplateButton {
    /// Longest code of a coupon or a one-time password, in characters.
    pub const CODE_MAX_CHARS: usize = 15;

    /// The payload of a quick reply. It may be [packed data](crate::CallbackData).
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [256 characters](BUTTON_ID_MAX_CHARS).
    pub fn quick_reply(payload: impl Into<String>) -> Result<Self, Invalid> {
        let payload = payload.into();
        Self::one(
            TemplateButtonType::QuickReply,
            ButtonParameter::Payload { payload },
        )
    }

    /// What an address ends with.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty.
    pub fn url(suffix: impl Into<String>) -> Result<Self, Invalid> {
        let text = suffix.into();
        Self::one(TemplateButtonType::Url, ButtonParameter::Text { text })
    }

    /// The code of an authentication template. [`Template::authentication`](super::Template::authentication)
    /// puts it in wherever it is needed.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [15 characters](Self::CODE_MAX_CHARS).
    pub fn one_time_password(code: impl Into<String>) -> Result<Self, Invalid> {
        let text = code.into();
        invalid::chars_within("text", &text, Self::CODE_MAX_CHARS)?;
        Self::one(TemplateButtonType::Url, ButtonParameter::Text { text })
    }

    /// The code of a coupon to copy.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [15 characters](Self::CODE_MAX_CHARS).
    pub fn coupon(code: impl Into<String>) -> Result<Self, Invalid> {
        let coupon_code = code.into();
        Self::one(
            TemplateButtonType::CopyCode,
            ButtonParameter::CouponCode { coupon_code },
        )
    }

    /// What tells this use of a flow from others, and the data of its first screen.
    #[must_use]
    pub fn flow(token: Option<FlowToken>, data: Option<Map<String, Value>>) -> Self {
        Self::of(
            TemplateButtonType::Flow,
            ButtonParameter::Action {
                action: Action {
                    flow_token: token,
                    flow_action_data: data,
                    ..Action::default()
                },
            },
        )
    }

    /// The product whose picture is shown for the catalog; the first one's if it is none.
    #[must_use]
    pub fn catalog(thumbnail: Option<ProductId>) -> Self {
        Self::of(
            TemplateButtonType::Catalog,
            ButtonParameter::Action {
                action: Action {
                    thumbnail_product_retailer_id: thumbnail,
                    ..Action::default()
                },
            },
        )
    }

    /// The products of a list, and the one whose picture is shown.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are no sections or more than ten, or more than 30 products in all of them;
    /// or if one of several sections has no title.
    #[doc(alias = "mpm")]
    pub fn products(
        thumbnail: ProductId,
        sections: impl IntoIterator<Item = ProductSection>,
    ) -> Result<Self, Invalid> {
        Self::one(
            TemplateButtonType::Products,
            ButtonParameter::Action {
                action: Action {
                    thumbnail_product_retailer_id: Some(thumbnail),
                    sections: sections.into_iter().collect(),
                    ..Action::default()
                },
            },
        )
    }

    /// For how many minutes a call button works, and a text that the webhooks of the call bring back.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is neither; if it is not for 1 to 43200 minutes; or if the text is empty or
    /// longer than 512 characters.
    pub fn voice_call(ttl_minutes: Option<u32>, payload: Option<String>) -> Result<Self, Invalid> {
        let minutes = ttl_minutes.map(|ttl_minutes| ButtonParameter::TtlMinutes { ttl_minutes });
        let payload = payload.map(|payload| ButtonParameter::Payload { payload });
        let button = Self {
            sub_type: TemplateButtonType::VoiceCall,
            parameters: minutes.into_iter().chain(payload).collect(),
        };
        button.check()?;
        Ok(button)
    }

    fn of(sub_type: TemplateButtonType, parameter: ButtonParameter) -> Self {
        Self {
            sub_type,
            parameters: vec![parameter],
        }
    }

    fn one(sub_type: TemplateButtonType, parameter: ButtonParameter) -> Result<Self, Invalid> {
        let button = Self::of(sub_type, parameter);
        button.check()?;
        Ok(button)
    }

    /// The kind of button it is for.
    #[must_use]
    pub fn button_type(&self) -> &TemplateButtonType {
        &self.sub_type
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        use TemplateButtonType as Type;

        invalid::items_within("parameters", self.parameters.len(), 1, 2)?;
        for parameter in &self.parameters {
            match (&self.sub_type, parameter) {
                (Type::QuickReply, ButtonParameter::Payload { payload }) => {
                    invalid::chars_within("payload", payload, BUTTON_ID_MAX_CHARS)?;
                }
                // Old templates have truth values there, which are read as texts.
                (Type::Url | Type::QuickReply, ButtonParameter::Text { text }) => {
                    invalid::not_empty("text", text)?;
                }
                (Type::CopyCode, ButtonParameter::CouponCode { coupon_code }) => {
                    invalid::chars_within("coupon_code", coupon_code, Self::CODE_MAX_CHARS)?;
                }
                (Type::Flow | Type::Catalog, ButtonParameter::Action { .. }) => {}
                (Type::Products, ButtonParameter::Action { action }) => {
                    if action.thumbnail_product_retailer_id.is_none() {
                        return Err(Invalid::new(
                            "action.thumbnail_product_retailer_id",
                            Limit::MinChars(1),
                            Actual::Missing,
                        ));
                    }
                    check_sections(&action.sections)?;
                }
                (Type::VoiceCall, ButtonParameter::TtlMinutes { ttl_minutes }) => {
                    check_call(Some(*ttl_minutes), "ttl_minutes", None, "payload")?;
                }
                (Type::VoiceCall, ButtonParameter::Payload { payload }) => {
                    check_call(None, "ttl_minutes", Some(payload), "payload")?;
                }
                (Type::Unlisted(_), _) => {}
                _ => return Err(Invalid::form("type", "fit the `sub_type` of the button")),
            }
        }
        if self.sub_type != Type::VoiceCall && self.parameters.len() > 1 {
            return Err(Invalid::new(
                "parameters",
                Limit::MaxItems(1),
                Actual::Items(self.parameters.len()),
            ));
        }
        Ok(())
    }
}

//! A template that is sent.

use serde::{Deserialize, Serialize};

use super::button::TemplateButton;
use super::card::TemplateCard;
use super::component::{Component, Components, Expiration, Offer, Progress, TapTarget, TapTargets};
use super::language::Language;
use super::parameter::{HeaderParameter, Parameter, is_lower};
use crate::Timestamp;
use crate::interactive::OrderProgress;
use crate::invalid::{self, Invalid};
use crate::message::none;

checked! {
    /// A template that is sent: `type` is `template`. Templates may be sent at any time, other messages
    /// only within 24 hours after the user wrote.
    ///
    /// Only what has variables is given: a component without them is left out.
    ///
    /// ```
    /// use wazzup_whatsapp_types::MediaId;
    /// use wazzup_whatsapp_types::template::{HeaderParameter, Language, Parameter, Template, TemplateButton};
    ///
    /// let template = Template::new("parcel_update", Language::EnglishGb)?
    ///     .header(HeaderParameter::image(MediaId::new("990011")?))?
    ///     .body([Parameter::text("Mara")?, Parameter::text("8812")?])?
    ///     .button(0, TemplateButton::url("8812?src=wa")?)?;
    /// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
    /// ```
    ///
    /// See [Templates](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview).
    #[derive(Debug)]
    pub struct Template {
        name: String,
        language: Wanted,
        #[serde(default, skip_serializing_if = "Components::is_empty")]
        components: Components,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Wanted {
    #[serde(default, skip_serializing_if = "none")]
    policy: Option<String>,
    code: Language,
}

impl Template {
    /// Longest name, in characters.
    pub const NAME_MAX_CHARS: usize = 512;
    /// Fewest cards of a carousel.
    pub const MIN_CARDS: usize = 2;
    /// Most cards of a carousel.
    pub const MAX_CARDS: usize = 10;

    /// The template of that name in that language.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is empty, longer than [512 characters](Self::NAME_MAX_CHARS), or has
    /// others than lower-case letters, digits and underscores.
    pub fn new(name: impl Into<String>, language: Language) -> Result<Self, Invalid> {
        Self {
            name: name.into(),
            language: Wanted {
                policy: None,
                code: language,
            },
            components: Components::default(),
        }
        .checked()
    }

    /// An authentication template with that code, put in for the body and for the button, as all three
    /// kinds of them want it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] as [`new`](Self::new), or if the code is empty or longer than
    /// [15 characters](TemplateButton::CODE_MAX_CHARS).
    pub fn authentication(
        name: impl Into<String>,
        language: Language,
        code: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let code = code.into();
        Self::new(name, language)?
            .body([Parameter::text(code.clone())?])?
            .button(0, TemplateButton::one_time_password(code)?)
    }

    /// Says `deterministic` as the policy of the language, as Meta's OpenAPI description has it. The
    /// service does without.
    #[must_use]
    pub fn deterministic(mut self) -> Self {
        self.language.policy = Some("deterministic".to_owned());
        self
    }

    /// Puts in a text for the variable, or the media, the place or the product of the header.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is a [tap target](Self::tap_target) and this is no image.
    pub fn header(mut self, parameter: HeaderParameter) -> Result<Self, Invalid> {
        self.components.put(Component::Header {
            parameters: vec![parameter],
        });
        self.checked()
    }

    /// Puts in texts for the variables of the body, in their order or by their names.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none, only some of them have a name, or two have the same one.
    pub fn body(
        mut self,
        parameters: impl IntoIterator<Item = Parameter>,
    ) -> Result<Self, Invalid> {
        self.components.put(Component::Body {
            parameters: parameters.into_iter().collect(),
        });
        self.checked()
    }

    /// Puts in parameters for the button of that index, from 0, over all buttons of the template.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the index is above 9 or given twice.
    pub fn button(mut self, index: u8, button: TemplateButton) -> Result<Self, Invalid> {
        self.components.put_button(index, button)?;
        self.checked()
    }

    /// Sets when the offer ends. It is sent in milliseconds.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is no time, or seconds were given for milliseconds.
    pub fn limited_time_offer(mut self, expires: impl Into<Timestamp>) -> Result<Self, Invalid> {
        let millis = expires.into().unix_millis();
        let Some(expiration_time_ms) = millis else {
            return Err(Invalid::form("expiration_time_ms", "be a time"));
        };
        self.components.put(Component::LimitedTimeOffer {
            parameters: vec![Offer::LimitedTimeOffer {
                limited_time_offer: Expiration { expiration_time_ms },
            }],
        });
        self.checked()
    }

    /// Puts in what the cards want. They are numbered here.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are fewer than [two](Self::MIN_CARDS) or more than [ten](Self::MAX_CARDS),
    /// or not all of them have the same kinds of components.
    pub fn carousel(
        mut self,
        cards: impl IntoIterator<Item = TemplateCard>,
    ) -> Result<Self, Invalid> {
        let cards = cards.into_iter().enumerate();
        self.components.put(Component::Carousel {
            cards: cards.map(|(index, card)| card.numbered(index)).collect(),
        });
        self.checked()
    }

    /// Makes the whole message open an address, shown by that title. For those whom Meta lets, with an
    /// image as the header.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the title is empty, the address no `http` or `https` address, or the header no
    /// image.
    pub fn tap_target(
        mut self,
        url: impl Into<String>,
        title: impl Into<String>,
    ) -> Result<Self, Invalid> {
        self.components.put(Component::TapTargetConfiguration {
            parameters: vec![TapTargets::TapTargetConfiguration {
                tap_target_configuration: vec![TapTarget {
                    url: url.into(),
                    title: title.into(),
                }],
            }],
        });
        self.checked()
    }

    /// Says how far an order is. Where payments in the chat are open.
    #[must_use]
    pub fn order_status(mut self, progress: OrderProgress) -> Self {
        self.components.put(Component::OrderStatus {
            parameters: vec![Progress::OrderStatus {
                order_status: progress,
            }],
        });
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::chars_within("template.name", &self.name, Self::NAME_MAX_CHARS)?;
        if !is_lower(&self.name) {
            return Err(Invalid::form(
                "template.name",
                "be lower-case letters, digits and underscores",
            ));
        }
        invalid::not_empty("template.language.code", self.language.code.as_str())?;
        self.components
            .check()
            .map_err(|error| error.inside("template"))?;
        let tap = |it: &Component| matches!(it, Component::TapTargetConfiguration { .. });
        let image = matches!(
            self.components.header(),
            Some(HeaderParameter::Image { .. })
        );
        if self.components.iter().any(tap) && !image {
            return Err(Invalid::form(
                "template.components",
                "have an image as the header beside a tap target",
            ));
        }
        Ok(())
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> &Language {
        &self.language.code
    }

    /// What is put in for the header.
    #[must_use]
    pub fn get_header(&self) -> Option<&HeaderParameter> {
        self.components.header()
    }

    /// What is put in for the body.
    #[must_use]
    pub fn get_body(&self) -> &[Parameter] {
        self.components.body()
    }
}

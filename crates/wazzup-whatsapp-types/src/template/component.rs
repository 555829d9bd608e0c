//! The components of a template and of a card in it.

use serde::{Deserialize, Serialize};

use super::button::{ButtonParameter, TemplateButton, TemplateButtonType};
use super::card::TemplateCard;
use super::parameter::{HeaderParameter, Parameter};
use crate::interactive::OrderProgress;
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::lenient::integer;

/// Most buttons of a template.
const MAX_BUTTONS: i64 = 10;

/// Written in lower case. Others write the kind in capitals, so that is read, too.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Component {
    #[serde(alias = "HEADER")]
    Header { parameters: Vec<HeaderParameter> },
    #[serde(alias = "BODY")]
    Body { parameters: Vec<Parameter> },
    #[serde(alias = "LIMITED_TIME_OFFER")]
    LimitedTimeOffer { parameters: Vec<Offer> },
    #[serde(alias = "CAROUSEL")]
    Carousel { cards: Vec<TemplateCard> },
    #[serde(alias = "BUTTON")]
    Button {
        sub_type: TemplateButtonType,
        #[serde(deserialize_with = "index")]
        index: u8,
        parameters: Vec<ButtonParameter>,
    },
    #[serde(alias = "TAP_TARGET_CONFIGURATION")]
    TapTargetConfiguration { parameters: Vec<TapTargets> },
    #[serde(alias = "ORDER_STATUS")]
    OrderStatus { parameters: Vec<Progress> },
}

/// A number, also as text.
fn index<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    integer(deserializer)?
        .and_then(|index| u8::try_from(index).ok())
        .ok_or_else(|| serde::de::Error::custom("no index from 0 to 9"))
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Offer {
    LimitedTimeOffer { limited_time_offer: Expiration },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Expiration {
    pub(super) expiration_time_ms: i64,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum TapTargets {
    TapTargetConfiguration {
        tap_target_configuration: Vec<TapTarget>,
    },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TapTarget {
    pub(super) url: String,
    pub(super) title: String,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Progress {
    OrderStatus { order_status: OrderProgress },
}

impl Component {
    /// What kind it is, and by which place components are written.
    fn rank(&self) -> (u8, u8) {
        match self {
            Self::Header { .. } => (0, 0),
            Self::Body { .. } => (1, 0),
            Self::LimitedTimeOffer { .. } => (2, 0),
            Self::Carousel { .. } => (3, 0),
            Self::Button { index, .. } => (4, *index),
            Self::TapTargetConfiguration { .. } => (5, 0),
            Self::OrderStatus { .. } => (6, 0),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Header { .. } => "header",
            Self::Body { .. } => "body",
            Self::LimitedTimeOffer { .. } => "limited_time_offer",
            Self::Carousel { .. } => "carousel",
            Self::Button { .. } => "button",
            Self::TapTargetConfiguration { .. } => "tap_target_configuration",
            Self::OrderStatus { .. } => "order_status",
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Header { parameters } => {
                invalid::items_within("parameters", parameters.len(), 1, 1)?;
                parameters.iter().try_for_each(HeaderParameter::check)
            }
            Self::Body { parameters } => check_body(parameters),
            Self::LimitedTimeOffer { parameters } => {
                invalid::items_within("parameters", parameters.len(), 1, 1)?;
                let Some(Offer::LimitedTimeOffer { limited_time_offer }) = parameters.first()
                else {
                    return Ok(());
                };
                // As seconds, this would be the year 5138.
                if limited_time_offer.expiration_time_ms < 100_000_000_000 {
                    return Err(Invalid::form(
                        "expiration_time_ms",
                        "be milliseconds since 1970",
                    ));
                }
                Ok(())
            }
            Self::Carousel { cards } => super::card::check_cards(cards),
            Self::Button {
                sub_type,
                index,
                parameters,
            } => {
                invalid::value_within("index", (*index).into(), 0, MAX_BUTTONS - 1)?;
                TemplateButton {
                    sub_type: sub_type.clone(),
                    parameters: parameters.clone(),
                }
                .check()
            }
            Self::TapTargetConfiguration { parameters } => {
                invalid::items_within("parameters", parameters.len(), 1, 1)?;
                for TapTargets::TapTargetConfiguration {
                    tap_target_configuration: targets,
                } in parameters
                {
                    invalid::items_within("tap_target_configuration", targets.len(), 1, 1)?;
                    for target in targets {
                        crate::message::http("url", &target.url)?;
                        invalid::not_empty("title", &target.title)?;
                    }
                }
                Ok(())
            }
            Self::OrderStatus { parameters } => {
                invalid::items_within("parameters", parameters.len(), 1, 1)
            }
        }
    }
}

/// Either all parameters have names, each its own, or none has one.
fn check_body(parameters: &[Parameter]) -> Result<(), Invalid> {
    invalid::items_within("parameters", parameters.len(), 1, usize::MAX)?;
    let named = parameters[0].get_name().is_some();
    for (index, parameter) in parameters.iter().enumerate() {
        if parameter.get_name().is_some() != named {
            let mixed = Invalid::form("parameter_name", "be given for all of them or for none");
            return Err(mixed.within("parameters", index));
        }
    }
    let names = parameters.iter().filter_map(Parameter::get_name);
    invalid::unique("parameters", "parameter_name", names)
}

/// The components of a template or of a card, in the order they are written in.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Components(Vec<Component>);

impl std::fmt::Debug for Components {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.0.iter().map(Component::name);
        f.debug_list().entries(names).finish()
    }
}

impl Components {
    /// Puts one in, in the place of one of its kind that is there.
    pub(super) fn put(&mut self, component: Component) {
        let rank = component.rank();
        self.0.retain(|there| there.rank() != rank);
        self.0.push(component);
        self.0.sort_by_key(Component::rank);
    }

    /// Puts parameters in for a button, which must have none yet.
    pub(super) fn put_button(&mut self, index: u8, button: TemplateButton) -> Result<(), Invalid> {
        let component = Component::Button {
            sub_type: button.sub_type,
            index,
            parameters: button.parameters,
        };
        if self.0.iter().any(|there| there.rank() == component.rank()) {
            return Err(twice("index"));
        }
        self.put(component);
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Component> {
        self.0.iter()
    }

    /// The kinds, without the values: what all cards have in common.
    pub(super) fn kinds(&self) -> Vec<String> {
        let kinds = self.0.iter().map(|component| match component {
            Component::Header { parameters } => match parameters.first() {
                Some(HeaderParameter::Image { .. }) => "header image".to_owned(),
                Some(HeaderParameter::Video { .. }) => "header video".to_owned(),
                _ => "header".to_owned(),
            },
            Component::Button {
                sub_type, index, ..
            } => format!("{sub_type} {index}"),
            other => other.name().to_owned(),
        });
        kinds.collect()
    }

    pub(super) fn header(&self) -> Option<&HeaderParameter> {
        self.0.iter().find_map(|component| match component {
            Component::Header { parameters } => parameters.first(),
            _ => None,
        })
    }

    pub(super) fn body(&self) -> &[Parameter] {
        let body = self.0.iter().find_map(|component| match component {
            Component::Body { parameters } => Some(parameters.as_slice()),
            _ => None,
        });
        body.unwrap_or_default()
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        for (index, component) in self.0.iter().enumerate() {
            component
                .check()
                .map_err(|error| error.within("components", index))?;
            let before = &self.0[..index];
            if before.iter().any(|other| other.rank() == component.rank()) {
                let field = match component {
                    Component::Button { .. } => "index",
                    _ => "type",
                };
                return Err(twice(field).within("components", index));
            }
        }
        Ok(())
    }
}

fn twice(field: &'static str) -> Invalid {
    Invalid::new(field, Limit::Unique, Actual::Repeated)
}

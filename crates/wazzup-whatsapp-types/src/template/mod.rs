//! Templates, as they are sent: which one, and what is put in for its variables.

mod button;
mod card;
mod component;
mod language;
mod outgoing;
mod parameter;

pub use self::button::{TemplateButton, TemplateButtonType};
pub use self::card::TemplateCard;
pub use self::language::Language;
pub use self::outgoing::Template;
pub use self::parameter::{DateTime, HeaderParameter, Parameter, ProductRef};

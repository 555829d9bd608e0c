//! Conditions on the user of an event, whatever kind of event it is.

use std::sync::Arc;

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::{
    Recipient,
    webhook::{OfUser, Sender},
};

use super::Words;
use crate::event::Typed;

/// An event with a user: who wrote, pressed or called, or whom a message or call was for.
pub trait ByUser: 'static {
    /// The user.
    fn user(&self) -> Sender<'_>;
}

impl<E: Typed<Model: OfUser>> ByUser for E {
    fn user(&self) -> Sender<'_> {
        self.update().sender()
    }
}

/// What a user may be known by.
enum Known {
    Digits(Box<str>),
    /// An id with letters in it, or a user name, which is not told from others by its form.
    Name(Box<str>),
}

impl Known {
    fn parse(text: &str) -> Option<Self> {
        match Recipient::parse(text.trim()).ok()? {
            Recipient::WaId(_) | Recipient::Phone(_) => {
                let digits = text.chars().filter(char::is_ascii_digit);
                Some(Self::Digits(digits.collect::<String>().into()))
            }
            other => Some(Self::Name(other.as_str().trim_start_matches('@').into())),
        }
    }

    fn is(&self, user: Sender<'_>) -> bool {
        match self {
            Self::Digits(digits) => user.wa_id.is_some_and(|id| id.as_str() == &**digits),
            Self::Name(name) => {
                let same = |id: &str| id == &**name;
                user.bsuid.is_some_and(|id| same(id.as_str()))
                    || user.parent_bsuid.is_some_and(|id| same(id.as_str()))
                    || user
                        .username
                        .is_some_and(|own| own.as_str().eq_ignore_ascii_case(name))
            }
        }
    }
}

/// It is this user, or one of these: each by a phone number in any way of writing it, a WhatsApp
/// id, a business-scoped id, an id for linked portfolios, or a user name with or without `@`.
pub fn from_users<E: ByUser>(users: impl Words) -> impl Filter<E> + Clone {
    let users = users.into_words();
    let users: Arc<[Known]> = users.iter().filter_map(|user| Known::parse(user)).collect();
    move |event: &E| {
        let user = event.user();
        users.iter().any(|one| one.is(user))
    }
}

/// The user is from this country, or one of these: each in two letters, which the business-scoped
/// id begins with, or as a calling code, such as `49`, which the WhatsApp id begins with.
pub fn from_countries<E: ByUser>(countries: impl Words) -> impl Filter<E> + Clone {
    let countries = countries.into_words();
    move |event: &E| {
        let user = event.user();
        let letters = user.bsuid.and_then(|id| id.as_str().split_once('.'));
        let parent = user.parent_bsuid.and_then(|id| id.as_str().split_once('.'));
        let letters = letters.or(parent).map(|(country, _)| country);
        countries.iter().any(|country| {
            let code = country.trim_start_matches('+');
            if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                return letters.is_some_and(|letters| letters.eq_ignore_ascii_case(country));
            }
            user.wa_id.is_some_and(|id| id.as_str().starts_with(code))
        })
    }
}

/// The user hides the phone number: there is no WhatsApp id.
pub fn without_wa_id<E: ByUser>() -> impl Filter<E> + Copy {
    |event: &E| event.user().wa_id.is_none()
}

//! Conditions on what is written in an event: see [`TextLike`] for what that is in each.
//!
//! Every condition looks at all texts of the event and takes one word or several: it is met if any
//! of the texts meets any of the words. Letters are compared as they are unless
//! [`ignore_case`](TextFilter::ignore_case) is called.

use std::{fmt, marker::PhantomData, sync::Arc};

use wazzup_dispatch::Filter;

use super::Words;

/// An event with something written in it that filters may look at.
///
/// | Event | Texts |
/// |---|---|
/// | message, edited message, outgoing message | its text, or the caption of its media |
/// | callback button, callback selection | its data |
/// | message status, group message status | its tracker |
/// | flow completion | its token and its body |
pub trait TextLike: 'static {
    /// The texts that are there.
    fn texts(&self) -> [Option<&str>; 2];
}

/// A condition on the texts of an event. Made by the functions of [this module](self).
pub struct TextFilter<E> {
    how: How,
    words: Arc<[Box<str>]>,
    ignores_case: bool,
    event: PhantomData<fn(&E)>,
}

#[derive(Clone, Copy, Debug)]
enum How {
    Equals,
    StartsWith,
    EndsWith,
    Contains,
}

impl<E: TextLike> TextFilter<E> {
    fn new(how: How, words: impl Words) -> Self {
        Self {
            how,
            words: words.into_words(),
            ignores_case: false,
            event: PhantomData,
        }
    }

    /// Compares without regard to upper and lower case, in every alphabet that has them.
    #[must_use]
    pub fn ignore_case(mut self) -> Self {
        self.ignores_case = true;
        self.words = self.words.iter().map(|word| lower(word)).collect();
        self
    }

    fn meets(&self, text: &str) -> bool {
        self.words.iter().any(|word| match self.how {
            How::Equals => text == &**word,
            How::StartsWith => text.starts_with(&**word),
            How::EndsWith => text.ends_with(&**word),
            How::Contains => text.contains(&**word),
        })
    }
}

fn lower(text: &str) -> Box<str> {
    text.to_lowercase().into()
}

impl<E: TextLike> Filter<E> for TextFilter<E> {
    fn matches(&self, event: &E) -> bool {
        event.texts().into_iter().flatten().any(|text| {
            if self.ignores_case {
                self.meets(&lower(text))
            } else {
                self.meets(text)
            }
        })
    }
}

impl<E> Clone for TextFilter<E> {
    fn clone(&self) -> Self {
        Self {
            how: self.how,
            words: Arc::clone(&self.words),
            ignores_case: self.ignores_case,
            event: PhantomData,
        }
    }
}

// What is looked for may be somebody's name.
impl<E> fmt::Debug for TextFilter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextFilter")
            .field("how", &self.how)
            .field("words", &self.words.len())
            .field("ignores_case", &self.ignores_case)
            .finish()
    }
}

/// It is this text, or one of these.
pub fn matches<E: TextLike>(words: impl Words) -> TextFilter<E> {
    TextFilter::new(How::Equals, words)
}

/// It begins with this, or one of these.
#[doc(alias = "startswith")]
pub fn starts_with<E: TextLike>(words: impl Words) -> TextFilter<E> {
    TextFilter::new(How::StartsWith, words)
}

/// It ends with this, or one of these.
#[doc(alias = "endswith")]
pub fn ends_with<E: TextLike>(words: impl Words) -> TextFilter<E> {
    TextFilter::new(How::EndsWith, words)
}

/// It has this, or one of these, anywhere in it, also as a part of a longer word.
pub fn contains<E: TextLike>(words: impl Words) -> TextFilter<E> {
    TextFilter::new(How::Contains, words)
}

/// Whatever this function says of a text: for conditions that no other filter here has, such as
/// a pattern of a library of your choice.
///
/// ```
/// # use wazzup_whatsapp_webhooks::{Message, dispatch::Filter, filters::text};
/// let digits = text::text_where(|text: &str| text.bytes().all(|byte| byte.is_ascii_digit()));
/// # fn check(_: impl Filter<Message>) {}
/// # check(digits);
/// ```
pub fn text_where<E: TextLike>(
    condition: impl Fn(&str) -> bool + Send + Sync + Clone + 'static,
) -> impl Filter<E> + Clone {
    move |event: &E| event.texts().into_iter().flatten().any(&condition)
}

/// A pattern that is no regular expression.
#[cfg(feature = "regex")]
#[derive(Clone, PartialEq, thiserror::Error)]
#[error("not a regular expression: {0}")]
pub struct InvalidPattern(regex::Error);

#[cfg(feature = "regex")]
impl fmt::Debug for InvalidPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// This regular expression, or one of these, is found in it: anywhere, unless the pattern says
/// `^` or `$`. `(?i)` in front of a pattern ignores case.
///
/// The syntax is that of the crate `regex`, which takes a time proportional to the text whatever
/// the pattern is: it is safe to let strangers write the text.
///
/// # Errors
///
/// [`InvalidPattern`] if one of them is none.
#[cfg(feature = "regex")]
#[cfg_attr(docsrs, doc(cfg(feature = "regex")))]
pub fn regex<E: TextLike>(patterns: impl Words) -> Result<impl Filter<E> + Clone, InvalidPattern> {
    let patterns = patterns.into_words();
    let patterns = patterns.iter().map(|pattern| regex::Regex::new(pattern));
    let patterns = patterns
        .collect::<Result<Arc<[_]>, _>>()
        .map_err(InvalidPattern)?;
    let found = move |text: &str| patterns.iter().any(|pattern| pattern.is_match(text));
    Ok(text_where(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Written(&'static str, Option<&'static str>);

    impl TextLike for Written {
        fn texts(&self) -> [Option<&str>; 2] {
            [Some(self.0), self.1]
        }
    }

    fn check(filter: impl Filter<Written>, yes: &[&'static str], no: &[&'static str]) {
        for text in yes {
            assert!(filter.matches(&Written(text, None)), "{text}");
            assert!(filter.matches(&Written("!", Some(text))), "{text}");
        }
        for text in no {
            assert!(!filter.matches(&Written(text, None)), "{text}");
        }
    }

    #[test]
    fn each_condition_compares_in_its_own_way() {
        check(matches(["yes", "ok"]), &["yes", "ok"], &["Yes", "yes ", ""]);
        check(
            starts_with("yes"),
            &["yes", "yesterday"],
            &["Yes", "oh yes"],
        );
        check(ends_with(vec!["yes"]), &["yes", "oh yes"], &["yes."]);
        check(contains("yes".to_owned()), &["eyes open"], &["YES"]);
        check(contains(Vec::<String>::new()), &[], &["", "x"]);
        check(text_where(|text| text.len() == 2), &["ok"], &["yes"]);
    }

    #[test]
    fn case_is_ignored_in_every_alphabet_if_asked_to() {
        check(matches("ДА").ignore_case(), &["да", "Да"], &["нет"]);
        check(
            contains("straße").ignore_case(),
            &["Alte STRAßE 1"],
            &["str"],
        );
    }

    #[test]
    fn conditions_go_together_without_naming_the_event() {
        let filter = matches("a").or(starts_with("b")).and(contains("z").not());
        check(filter.clone(), &["a", "b"], &["bz", "c"]);
        check(
            text_where(|text| text == "q").or(filter),
            &["q", "a"],
            &["bz"],
        );
    }

    #[test]
    fn debug_shows_no_words() {
        let filter = matches::<Written>(["a secret"]);
        let shown = "TextFilter { how: Equals, words: 1, ignores_case: false }";
        assert_eq!(format!("{filter:?}"), shown);
    }

    #[cfg(feature = "regex")]
    #[test]
    fn a_pattern_is_found_anywhere_unless_it_is_anchored() {
        check(regex(r"\d{2}").unwrap(), &["12", "room 12b"], &["1"]);
        check(
            regex(["^y", "(?i)ДА$"]).unwrap(),
            &["yes", "ну да"],
            &["oh y", "да!"],
        );
        let error = regex::<Written>("(").map(|_| ()).unwrap_err();
        assert!(error.to_string().starts_with("not a regular expression"));
    }
}

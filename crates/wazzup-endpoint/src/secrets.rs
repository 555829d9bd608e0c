//! Secrets by which senders are known: several at once, swapped at run time, compared in constant
//! time.

use std::{
    fmt,
    hint::black_box,
    sync::{Arc, PoisonError, RwLock},
};

use secrecy::{ExposeSecret, SecretString, zeroize::Zeroize};
use subtle::{Choice, ConstantTimeEq};

/// A secret that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSecret {
    /// It is empty: everybody would know it.
    #[error("a secret is empty")]
    Empty,
    /// There is none left: nobody would pass.
    #[error("there is no secret left")]
    NoneLeft,
}

/// A secret that is not empty. Wiped from memory when dropped.
#[derive(Clone)]
pub struct LiveSecret(SecretString);

impl LiveSecret {
    /// This secret, without white space around it: a file ends its line, and no header brings
    /// such white space back.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret::Empty`] if there is nothing but white space in it.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidSecret> {
        let mut text = text.into();
        let secret = SecretString::from(text.trim());
        // What was brought is a copy now.
        text.zeroize();
        if secret.expose_secret().is_empty() {
            return Err(InvalidSecret::Empty);
        }
        Ok(Self(secret))
    }

    /// Whether this was brought, found in a time that depends on the secret's length only.
    pub fn is(&self, brought: &[u8]) -> bool {
        self.same(brought).into()
    }

    /// The secret itself: to make signatures with.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    fn same(&self, brought: &[u8]) -> Choice {
        let secret = self.expose().as_bytes();
        let same_length = brought.len() == secret.len();
        // As much work for another length, whose result is thrown away.
        let against = if same_length { brought } else { secret };
        // All differences in one word, at which the optimizer does not get to look before its end.
        let ((left, left_rest), (right, right_rest)) = (secret.as_chunks(), against.as_chunks());
        let mut difference = 0;
        for (left, right) in left.iter().zip(right) {
            let differs = u64::from_ne_bytes(*left) ^ u64::from_ne_bytes(*right);
            difference = black_box(difference | differs);
        }
        for (left, right) in left_rest.iter().zip(right_rest) {
            difference = black_box(difference | u64::from(left ^ right));
        }
        Choice::from(u8::from(same_length)) & difference.ct_eq(&0)
    }
}

impl fmt::Debug for LiveSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LiveSecret(..)")
    }
}

/// Secrets of one kind that all pass, the newest first after a [rotation](Self::rotate).
#[derive(Clone, Default)]
pub struct SecretList(Vec<LiveSecret>);

impl SecretList {
    /// These secrets.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret::Empty`] if one is empty.
    pub fn new<S: Into<String>>(
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self, InvalidSecret> {
        let secrets = secrets.into_iter().map(LiveSecret::new);
        secrets.collect::<Result<_, _>>().map(Self)
    }

    /// Adds one.
    pub fn push(&mut self, secret: LiveSecret) {
        self.0.push(secret);
    }

    /// Adds those of another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Makes this the newest, and keeps the newest one so far beside it. Older ones end.
    pub fn rotate(&mut self, secret: LiveSecret) {
        self.0.truncate(1);
        self.0.insert(0, secret);
    }

    /// Whether one of them was brought. All are compared whether or not one has matched: the time it
    /// takes tells nothing but whether the length is that of a live secret.
    pub fn any_is(&self, brought: &[u8]) -> bool {
        let none = Choice::from(0);
        let any = self
            .0
            .iter()
            .fold(none, |any, secret| any | secret.same(brought));
        any.into()
    }

    /// All of them, for signatures: check each whether or not one has matched.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &LiveSecret> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Tells how many there are.
impl fmt::Debug for SecretList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.len().fmt(f)
    }
}

/// Everything an endpoint knows its senders by, for [`Live`].
pub trait SecretSet: Clone {
    /// Whether nobody would pass.
    fn is_empty(&self) -> bool;
}

/// Secrets that can be swapped at run time. Clones share them.
///
/// A change that would leave none is refused: an endpoint fails closed, and does not do so by
/// mistake.
///
/// ```
/// use wazzup_endpoint::{Live, LiveSecret, SecretList, SecretSet};
///
/// #[derive(Clone, Default)]
/// struct Known { tokens: SecretList }
///
/// impl SecretSet for Known {
///     fn is_empty(&self) -> bool { self.tokens.is_empty() }
/// }
///
/// let live = Live::<Known>::default();
/// let tokens = SecretList::new(["old"])?;
/// live.change(|known| known.tokens = tokens)?;
/// let new = LiveSecret::new("new")?;
/// live.change(|known| known.tokens.rotate(new))?;
/// assert!(live.read(|known| known.tokens.any_is(b"old") && known.tokens.any_is(b"new")));
/// assert!(live.change(|known| known.tokens = SecretList::default()).is_err());
/// # Ok::<(), wazzup_endpoint::InvalidSecret>(())
/// ```
#[derive(Default)]
pub struct Live<S>(Arc<RwLock<S>>);

impl<S: SecretSet> Live<S> {
    /// Looks at them. Changes wait meanwhile: take no longer than a comparison does.
    #[inline]
    pub fn read<T>(&self, look: impl FnOnce(&S) -> T) -> T {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes them, if any are left by it.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret::NoneLeft`]; nothing is changed then.
    pub fn change(&self, change: impl FnOnce(&mut S)) -> Result<(), InvalidSecret> {
        let mut live = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = live.clone();
        change(&mut next);
        if next.is_empty() {
            return Err(InvalidSecret::NoneLeft);
        }
        *live = next;
        Ok(())
    }
}

impl<S> Clone for Live<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: fmt::Debug> fmt::Debug for Live<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.read().unwrap_or_else(PoisonError::into_inner).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_secret_is_itself_and_nothing_else(secret in "[a-c]{1,20}", brought in "[a-c]{0,20}") {
            let list = SecretList::new(["another", &secret]).unwrap();
            prop_assert!(list.any_is(secret.as_bytes()));
            prop_assert_eq!(list.any_is(brought.as_bytes()), secret == brought);
        }
    }

    #[test]
    fn an_empty_secret_is_none() {
        assert_eq!(LiveSecret::new(" \n").unwrap_err(), InvalidSecret::Empty);
        assert!(!SecretList::default().any_is(b""));
    }

    #[test]
    fn a_secret_is_known_without_the_white_space_it_was_read_with() {
        let secret = LiveSecret::new(" key\r\n").unwrap();
        assert!(secret.is(b"key"));
        assert_eq!(secret.expose(), "key");
    }

    #[test]
    fn rotation_keeps_the_newest_and_ends_the_older() {
        let mut list = SecretList::new(["new", "old"]).unwrap();
        list.rotate(LiveSecret::new("newest").unwrap());
        let pass = ["newest", "new", "old"].map(|secret| list.any_is(secret.as_bytes()));
        assert_eq!(pass, [true, true, false]);
    }

    #[test]
    fn debug_tells_how_many_there_are_and_nothing_else() {
        let list = SecretList::new(["one", "two"]).unwrap();
        assert_eq!(format!("{list:?}"), "2");
        assert_eq!(format!("{:?}", list.0), "[LiveSecret(..), LiveSecret(..)]");
    }
}

use std::sync::Arc;

/// One text or several, where a filter takes either: `"yes"`, `["yes", "yep"]`, a vector of them.
pub trait Words {
    /// All of them.
    fn into_words(self) -> Arc<[Box<str>]>;
}

macro_rules! one {
    ($($text:ty),+) => {
        $(impl Words for $text {
            fn into_words(self) -> Arc<[Box<str>]> {
                Arc::new([Box::from(AsRef::<str>::as_ref(&self))])
            }
        })+
    };
}

one!(&str, &String, String, Box<str>);

impl<T: AsRef<str>, const N: usize> Words for [T; N] {
    fn into_words(self) -> Arc<[Box<str>]> {
        self.as_slice().into_words()
    }
}

impl<T: AsRef<str>> Words for Vec<T> {
    fn into_words(self) -> Arc<[Box<str>]> {
        self.as_slice().into_words()
    }
}

impl<T: AsRef<str>> Words for &[T] {
    fn into_words(self) -> Arc<[Box<str>]> {
        self.iter().map(|word| word.as_ref().into()).collect()
    }
}

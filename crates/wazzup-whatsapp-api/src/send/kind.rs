//! The kinds of messages, which decide what can be set on a [`SendMessage`](crate::SendMessage).
//!
//! None of them has a value: they are names that the compiler tells apart.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(clippy::exhaustive_enums, reason = "there is never a value of it")]
        pub enum $name {}
    )+};
}

kinds! {
    /// Any kind: what all messages have can be set.
    Any,
    /// Text: a preview, or buttons with header and footer.
    Text,
    /// A picture: a caption, buttons with a footer.
    Image,
    /// A film: a caption, buttons with a footer.
    Video,
    /// Sound: a voice message or not.
    Audio,
    /// A sticker.
    Sticker,
    /// A file: a caption, a name, buttons with a footer.
    Document,
    /// A template: media for its header, and by which API it goes.
    Template,
}

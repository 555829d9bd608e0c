/// `Display` and `Error` for an error of one line: its pattern, then its text.
///
/// What `thiserror` would derive, for the few errors of this crate, since every package that a
/// client builds counts.
macro_rules! small_error {
    ($name:ident $(($($field:ident),+))? $({ $($named:ident),+ })?: $text:literal) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let Self $(($($field),+))? $({ $($named),+ })? = self;
                write!(f, $text)
            }
        }

        impl std::error::Error for $name {}
    };
}

use std::{fmt, str::FromStr};

/// A version of the Graph API: `v25.0`.
///
/// ```
/// use wazzup_whatsapp_api::ApiVersion;
///
/// let version: ApiVersion = "v24.0".parse().unwrap();
/// assert_eq!((version.major(), version.minor()), (24, 0));
/// assert!("24".parse::<ApiVersion>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion {
    major: u16,
    minor: u16,
}

impl ApiVersion {
    /// The version that is called unless another one is set: v25.0.
    pub const DEFAULT: Self = Self::new(25, 0);

    /// `v<major>.<minor>`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// The number in front of the dot.
    #[must_use]
    pub const fn major(self) -> u16 {
        self.major
    }

    /// The number behind the dot.
    #[must_use]
    pub const fn minor(self) -> u16 {
        self.minor
    }
}

impl Default for ApiVersion {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}", self.major, self.minor)
    }
}

impl FromStr for ApiVersion {
    type Err = InvalidApiVersion;

    fn from_str(text: &str) -> Result<Self, InvalidApiVersion> {
        let (major, minor) = text
            .strip_prefix('v')
            .and_then(|numbers| numbers.split_once('.'))
            .ok_or(InvalidApiVersion)?;
        Ok(Self::new(number(major)?, number(minor)?))
    }
}

/// Digits only: `parse` would take a sign as well.
fn number(digits: &str) -> Result<u16, InvalidApiVersion> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().map_err(|_| InvalidApiVersion)
    } else {
        Err(InvalidApiVersion)
    }
}

/// A text that is no [`ApiVersion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidApiVersion;

impl fmt::Display for InvalidApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the version of the API must look like `v25.0`")
    }
}

impl std::error::Error for InvalidApiVersion {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_v_number_dot_number_is_a_version() {
        for (text, version) in [
            ("v25.0", ApiVersion::DEFAULT),
            ("v17.12", ApiVersion::new(17, 12)),
        ] {
            assert_eq!(text.parse(), Ok(version));
            assert_eq!(version.to_string(), text);
        }
        for text in [
            "", "v", "25.0", "v25", "v25.", "v.0", "V25.0", "v+2.0", "v25.0.1", "v70000.0",
            " v25.0", "v25.0/",
        ] {
            assert_eq!(
                text.parse::<ApiVersion>(),
                Err(InvalidApiVersion),
                "{text:?}"
            );
        }
    }
}

//! Times as the service writes them.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::open::MARKER;

/// A moment, kept as the service wrote it.
///
/// The usual `2026-03-01T10:00:00.000Z` costs no allocation. Also read: any offset, none at all
/// (taken as UTC), a space for the `T`, and numbers: milliseconds since 1970, or seconds when
/// too small for that. Text that is no time is kept all the same; only
/// [`unix_millis`](Self::unix_millis) is `None` then.
///
/// Two are equal if they are written the same; compare their milliseconds to compare moments.
///
/// ```
/// use wazzup_wire::Timestamp;
///
/// let at = Timestamp::from("2026-03-01T10:00:00.250Z");
/// assert_eq!(at.unix_millis(), Some(1_772_359_200_250));
/// assert_eq!(at.to_string(), "2026-03-01T10:00:00.250Z");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// `2026-03-01T10:00:00.000Z`
    Millis(i64),
    /// `2026-03-01T10:00:00Z`, in milliseconds all the same.
    Seconds(i64),
    /// A JSON number.
    Number(i64),
    /// Anything else, as it came.
    Text(Box<str>),
}

/// Numbers from here on are milliseconds: as seconds, this would be the year 5138.
const LEAST_MILLIS: u64 = 100_000_000_000;

const DAY_MILLIS: i64 = 24 * 3600 * 1000;

/// The years whose texts have the plain form: four digits, no sign.
const PLAIN: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

impl Timestamp {
    /// The moment so many milliseconds after 1970 began; written as text.
    #[must_use]
    pub fn from_unix_millis(millis: i64) -> Self {
        if PLAIN.contains(&millis) {
            Self(Repr::Millis(millis))
        } else {
            Self(Repr::Number(millis))
        }
    }

    /// As [`from_unix_millis`](Self::from_unix_millis), but written as a JSON number, as channel
    /// updates have it.
    #[must_use]
    pub fn number_from_unix_millis(millis: i64) -> Self {
        Self(Repr::Number(millis))
    }

    /// Milliseconds since 1970, or `None` if it cannot be read as a time.
    #[must_use]
    pub fn unix_millis(&self) -> Option<i64> {
        match &self.0 {
            Repr::Millis(millis) | Repr::Seconds(millis) => Some(*millis),
            Repr::Number(number) => millis_of(*number),
            Repr::Text(text) => read(text),
        }
    }

    /// As the standard library's time; `None` if it cannot be read, or is out of its range.
    #[must_use]
    pub fn system_time(&self) -> Option<SystemTime> {
        let millis = self.unix_millis()?;
        let distance = Duration::from_millis(millis.unsigned_abs());
        if millis < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }
}

fn millis_of(number: i64) -> Option<i64> {
    if number.unsigned_abs() < LEAST_MILLIS {
        number.checked_mul(1000)
    } else {
        Some(number)
    }
}

/// The slow and lenient way.
fn read(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return millis_of(number);
    }
    if let Ok(number) = text.parse::<f64>() {
        let millis = if number.abs() < 1e11 {
            number * 1000.0
        } else {
            number
        };
        #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
        return (millis.abs() < 9e18).then_some(millis as i64);
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_millisecond());
    }
    // Without an offset it is UTC.
    let local: jiff::civil::DateTime = text.parse().ok()?;
    let at = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}

/// `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, and nothing else: what can be written back exactly.
fn usual(text: &str) -> Option<Repr> {
    let (head, end) = text.as_bytes().split_first_chunk::<19>()?;
    // Looked at once, at the end: most times are times.
    let mut wrong = 0;
    let mut number = |digits: &[u8]| {
        digits.iter().fold(0, |value, byte| {
            let digit = byte.wrapping_sub(b'0');
            wrong |= u8::from(digit > 9);
            value * 10 + i64::from(digit)
        })
    };
    let (year, month, day) = (
        number(&head[0..4]),
        number(&head[5..7]),
        number(&head[8..10]),
    );
    let (hour, minute, second) = (
        number(&head[11..13]),
        number(&head[14..16]),
        number(&head[17..19]),
    );
    let fraction = match end {
        [b'.', fraction @ .., b'Z'] if fraction.len() == 3 => Some(number(fraction)),
        b"Z" => None,
        _ => return None,
    };
    let marks = [head[4], head[7], head[10], head[13], head[16]];
    if wrong != 0 || marks != *b"--T::" {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let month_days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year == 0 || day == 0 || day > month_days || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Days since 1970 in the Gregorian calendar, years counted from March.
    let (march_year, march_month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let century_days = march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400;
    let days = century_days + (153 * march_month + 2) / 5 + day - 1 - 719_468;
    let millis = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
    Some(match fraction {
        Some(fraction) => Repr::Millis(millis + fraction),
        None => Repr::Seconds(millis),
    })
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(usual(text).unwrap_or_else(|| Repr::Text(text.into())))
    }
}

impl FromStr for Timestamp {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(text))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(at: SystemTime) -> Self {
        let millis = match at.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |n| -n),
        };
        Self::from_unix_millis(millis)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (millis, has_fraction) = match &self.0 {
            Repr::Millis(millis) => (*millis, true),
            Repr::Seconds(millis) => (*millis, false),
            Repr::Number(number) => return fmt::Display::fmt(number, f),
            Repr::Text(text) => return f.write_str(text),
        };
        // In range: the plain forms are made from four-digit years only. jiff's time stamps are not:
        // they leave out the last day of the year 9999, by which some mean "for ever".
        let days = jiff::Span::new().try_days(millis.div_euclid(DAY_MILLIS));
        let date = days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days));
        let date = date.map_err(|_| fmt::Error)?;
        let rest = millis.rem_euclid(DAY_MILLIS);
        let (seconds, fraction) = (rest / 1000, rest % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{date}T{hour:02}:{minute:02}:{second:02}")?;
        if has_fraction {
            write!(f, ".{fraction:03}")?;
        }
        f.write_str("Z")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            // Whatever it is, it is no time, so it may be anything.
            Repr::Text(text) if read(text).is_none() => f.write_str("Timestamp(<unreadable>)"),
            _ => write!(f, "Timestamp({self})"),
        }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Number(number) => serializer.serialize_i64(*number),
            Repr::Text(text) if read(text).is_none() => {
                serializer.serialize_newtype_struct(MARKER, &**text)
            }
            Repr::Text(text) => serializer.serialize_str(text),
            Repr::Millis(_) | Repr::Seconds(_) => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Timestamp::from(text))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Timestamp(Repr::Number(number)))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(match i64::try_from(number) {
                    Ok(number) => Timestamp(Repr::Number(number)),
                    Err(_) => Timestamp(Repr::Text(number.to_string().into())),
                })
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Timestamp(Repr::Text(number.to_string().into())))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

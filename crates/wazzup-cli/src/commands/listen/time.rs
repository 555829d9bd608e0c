//! When something happened, for people.

use wazzup_sdk::types::Timestamp;

/// As wide as a time.
pub(super) const NO_TIME: &str = "--:--:--";

/// The time of day: as the service gave it, or in UTC if it gave a number.
pub(super) fn time(timestamp: Option<&Timestamp>) -> String {
    let text = timestamp.map(ToString::to_string).unwrap_or_default();
    let of_day = text.split_once('T').and_then(|(_, of_day)| of_day.get(..8));
    let given = of_day.map(str::to_owned);
    let given = given.or_else(|| timestamp?.unix_millis().map(of_millis));
    given.unwrap_or_else(|| NO_TIME.to_owned())
}

fn of_millis(millis: i64) -> String {
    let seconds = millis.div_euclid(1000).rem_euclid(86_400);
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_in_utc() {
        assert_eq!(of_millis(1_767_323_045_678), "03:04:05");
        assert_eq!(of_millis(-1000), "23:59:59");
        assert_eq!(time(None), NO_TIME);
    }
}

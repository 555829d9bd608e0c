//! How many calls were made within the hour.

const HOUR: i64 = 3_600_000;

/// Calls of the present hour, counted from the first of them.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    since: Option<i64>,
    calls: u32,
}

impl Usage {
    /// Counts a call; `false` when it is one too many.
    pub(crate) fn count(&mut self, now: i64, most: Option<u32>) -> bool {
        if self.since.is_none_or(|since| now >= since + HOUR) {
            self.since = Some(now);
            self.calls = 0;
        }
        if most.is_some_and(|most| self.calls >= most) {
            return false;
        }
        self.calls = self.calls.saturating_add(1);
        true
    }

    /// How much of the hour's calls is used up.
    pub(crate) fn percent(&self, most: Option<u32>) -> u32 {
        let most = most.unwrap_or(u32::MAX).max(1);
        u32::try_from(u64::from(self.calls) * 100 / u64::from(most)).unwrap_or(100)
    }

    /// Minutes until calls are taken again; 0 while they are.
    pub(crate) fn minutes_left(&self, now: i64, most: Option<u32>) -> i64 {
        let full = most.is_some_and(|most| self.calls >= most);
        let end = self
            .since
            .filter(|_| full)
            .map_or(now, |since| since + HOUR);
        (end - now).max(0).saturating_add(59_999) / 60_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_after_the_first_call_all_are_free_again() {
        let mut usage = Usage::default();
        assert!(usage.count(0, Some(2)) && usage.count(10, Some(2)));
        assert!(!usage.count(HOUR - 1, Some(2)));
        assert_eq!(usage.percent(Some(2)), 100);
        assert_eq!(usage.minutes_left(0, Some(2)), 60);
        assert!(usage.count(HOUR, Some(2)));
    }
}

//! On what terms a service delivers.

use crate::knobs::Knobs;
use crate::state::Service;

/// What the courier needs to know of a service.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) timeout_ms: u64,
    pub(super) duplicates: u32,
    pub(super) ordered: bool,
    pub(super) allow_remote: bool,
    max_attempts: u32,
    backoff_ms: Vec<u64>,
    /// No attempt is made later than this after the first.
    give_up_ms: u64,
}

impl Terms {
    pub(super) fn of(knobs: &Knobs, service: Service) -> Self {
        let common = &knobs.delivery;
        match service {
            Service::Wazzup => Self {
                timeout_ms: common.timeout_ms,
                duplicates: common.duplicates,
                ordered: common.ordered,
                allow_remote: common.allow_remote,
                max_attempts: common.max_attempts,
                backoff_ms: common.backoff_ms.clone(),
                give_up_ms: u64::MAX,
            },
            Service::WhatsApp => {
                let own = &knobs.whatsapp.delivery;
                Self {
                    timeout_ms: own.timeout_ms,
                    duplicates: own.duplicates,
                    ordered: own.ordered,
                    allow_remote: common.allow_remote,
                    max_attempts: u32::MAX,
                    backoff_ms: own.backoff_ms.clone(),
                    give_up_ms: own.give_up_ms,
                }
            }
        }
    }

    /// Whether deliveries of this service may be made more than once.
    pub(super) fn repeats(knobs: &Knobs, service: Service) -> bool {
        match service {
            Service::Wazzup => knobs.delivery.max_attempts > 1,
            Service::WhatsApp => knobs.whatsapp.delivery.give_up_ms > 0,
        }
    }

    /// The moment of an attempt after the first, when the one before it ended at `end` and the first
    /// was due at `since`; `None` when it is not made.
    pub(super) fn moment_of(&self, attempt: u32, since: i64, end: i64) -> Option<i64> {
        if attempt > self.max_attempts || self.give_up_ms == 0 {
            return None;
        }
        let place = usize::try_from(attempt)
            .unwrap_or(usize::MAX)
            .saturating_sub(2);
        let pause = self.backoff_ms.get(place).or(self.backoff_ms.last());
        let pause = pause.copied().unwrap_or(0);
        let pause = i64::try_from(pause).unwrap_or(i64::MAX / 4);
        let at = end.saturating_add(pause);
        let late = at.saturating_sub(since);
        u64::try_from(late)
            .is_ok_and(|late| late <= self.give_up_ms)
            .then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pause_repeats_until_it_is_given_up() {
        let mut knobs = Knobs::default();
        knobs.whatsapp.delivery.backoff_ms = vec![0, 10, 60];
        knobs.whatsapp.delivery.give_up_ms = 200;
        let terms = Terms::of(&knobs, Service::WhatsApp);
        let mut moments = Vec::new();
        let mut end = 0;
        for attempt in 2.. {
            match terms.moment_of(attempt, 0, end) {
                Some(at) => end = at,
                None => break,
            }
            moments.push(end);
        }
        assert_eq!(moments, [0, 10, 70, 130, 190]);
    }

    #[test]
    fn attempts_of_wazzup_are_counted() {
        let mut knobs = Knobs::default();
        assert!(!Terms::repeats(&knobs, Service::Wazzup));
        knobs.delivery.max_attempts = 2;
        let terms = Terms::of(&knobs, Service::Wazzup);
        assert_eq!(terms.moment_of(2, 0, 5), Some(1_005));
        assert_eq!(terms.moment_of(3, 0, 5), None);
    }
}

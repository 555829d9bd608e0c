//! How much the service allows.

use std::time::Duration;

use wazzup_transport::{Bucket, Limit, Limits, rate_limit::LimitKey};
use wazzup_whatsapp_types::PhoneNumberId;

/// The bucket of the rate limit that the messages of one number count into.
pub const MESSAGES_BUCKET: Bucket = Bucket::new("messages");

/// The bucket of the rate limit that the messages of one number to one recipient count into.
pub const PAIR_BUCKET: Bucket = Bucket::new("pair");

/// The bucket that calls about an account count into: its numbers, templates and subscriptions. It
/// has no limit unless given one, as the service allows between 200 and 5000 an hour, depending on
/// the account.
pub const MANAGEMENT_BUCKET: Bucket = Bucket::new("management");

/// How many messages a second one number may send unless told otherwise.
///
/// The service counts incoming messages too. It raises the limit of eligible numbers to 1000 by
/// itself, and keeps numbers that are also used in the app at 20.
pub const DEFAULT_THROUGHPUT: u32 = 80;

/// So many messages a second from one number.
#[must_use]
pub const fn throughput_limit(per_second: u32) -> Limit {
    Limit::new(per_second, Duration::from_secs(1))
}

/// What the service allows one number to send to one recipient: one message each 6 s, of which up to
/// 45 may leave at once and are then taken from the time to come.
#[must_use]
pub const fn pair_limit() -> Limit {
    Limit::paced(Duration::from_secs(6), 45)
}

/// What the service allows: [80](DEFAULT_THROUGHPUT) messages a second from each number, and the
/// [pair limit](pair_limit).
#[must_use]
pub fn messaging_limits() -> Limits {
    limits(Some(throughput_limit(DEFAULT_THROUGHPUT)), &[], true)
}

/// Whose messages count into the [bucket of messages](MESSAGES_BUCKET): those of this number. For
/// [`Limits::with_key`].
#[must_use]
pub fn number_key(number: &PhoneNumberId) -> LimitKey {
    LimitKey::of(number.as_str())
}

/// No limit for anything but messages.
pub(super) fn limits(
    throughput: Option<Limit>,
    of_numbers: &[(PhoneNumberId, Limit)],
    pair: bool,
) -> Limits {
    let mut limits = Limits::none();
    for (number, limit) in of_numbers {
        limits = limits.with_key(MESSAGES_BUCKET, number_key(number), *limit);
    }
    if let Some(limit) = throughput {
        limits = limits.with_separate(MESSAGES_BUCKET, limit);
    }
    if pair {
        limits = limits.with_separate(PAIR_BUCKET, pair_limit());
    }
    limits
}

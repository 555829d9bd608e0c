//! What the layers know about the call that a request belongs to.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use http::{Extensions, HeaderValue, StatusCode, Uri, uri::Scheme};
use tokio::time::Instant;

use self::fate::Fate;
use crate::{
    Base, Bucket, CallOptions, Endpoint, ErrorDecoder,
    auth::{CredentialProvider, Hosts},
    judge::Judge,
    rate_limit::{LimitKey, Scope},
    transport::Profile,
};

mod fate;

/// What the layers know about the call that a request belongs to.
///
/// Travels as one [`Arc`] in the request's extensions, the same in each attempt, so that any
/// middleware can read it:
///
/// ```
/// use std::sync::Arc;
/// use wazzup_transport::{Body, Call};
///
/// fn operation(request: &http::Request<Body>) -> &'static str {
///     request.extensions().get::<Arc<Call>>().map_or("unknown", |call| call.operation())
/// }
/// # assert_eq!(operation(&http::Request::new(Body::empty())), "unknown");
/// ```
#[derive(Debug)]
pub struct Call {
    endpoint: Endpoint,
    options: CallOptions,
    // `None` in tests of layers alone.
    profile: Option<Arc<Profile>>,
    json: bool,
    streams: bool,
    // If the call is to a URL as it stands: who else gets the credential.
    hosts: Option<Hosts>,
    started: OnceLock<Instant>,
    first_begun: OnceLock<Instant>,
    // Whether a timer is set that will wake the call before its time is up.
    timed: AtomicBool,
    // By the clock on the wall too, since the other one may stand still while the machine sleeps.
    first_sent: OnceLock<(Instant, SystemTime)>,
    attempts: AtomicU32,
    // Whether the last attempt repeats one that may have been executed.
    repeats_doubt: AtomicBool,
    fate: Fate,
    // Whether the request left later than its token of the rate limit said, which nobody has looked at.
    late: AtomicBool,
    // Of the last attempt; 0 before it is answered.
    status: AtomicU16,
}

impl Call {
    pub(crate) fn new(endpoint: Endpoint, options: CallOptions) -> Self {
        Self {
            endpoint,
            options,
            profile: None,
            json: false,
            streams: false,
            hosts: None,
            started: OnceLock::new(),
            first_begun: OnceLock::new(),
            timed: AtomicBool::new(false),
            first_sent: OnceLock::new(),
            attempts: AtomicU32::new(0),
            repeats_doubt: AtomicBool::new(false),
            fate: Fate::default(),
            late: AtomicBool::new(false),
            status: AtomicU16::new(0),
        }
    }

    pub(crate) fn with_profile(mut self, profile: Arc<Profile>) -> Self {
        self.profile = Some(profile);
        self
    }

    pub(crate) fn with_json(mut self, json: bool) -> Self {
        self.json = json;
        self
    }

    pub(crate) fn with_streams(mut self, streams: bool) -> Self {
        self.streams = streams;
        self
    }

    pub(crate) fn with_hosts(mut self, hosts: Option<Hosts>) -> Self {
        self.hosts = hosts;
        self
    }

    fn profile(&self) -> Option<&Profile> {
        self.profile.as_deref()
    }

    /// The name of the call.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.endpoint.operation()
    }

    /// The route that is called.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// What the caller set.
    pub fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Whether executing the call twice does no more than executing it once: what the caller said,
    /// else what is fixed for the endpoint.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        self.options
            .values()
            .idempotent
            .unwrap_or(self.endpoint.is_idempotent())
    }

    /// Whether the call carries the credential.
    #[must_use]
    pub fn is_authenticated(&self) -> bool {
        self.endpoint.is_authenticated()
    }

    /// The bucket of the rate limit.
    #[must_use]
    pub fn bucket(&self) -> Bucket {
        self.endpoint.limit_bucket()
    }

    /// The key of the rate limit, if the caller or the transport that he uses set one.
    #[must_use]
    pub fn limit_key(&self) -> Option<LimitKey> {
        let of_transport = || self.profile().and_then(|profile| profile.limit_key);
        self.options.values().limit_key.or_else(of_transport)
    }

    /// What the call counts into beside its bucket.
    #[must_use]
    pub fn further_scopes(&self) -> &[Scope] {
        &self.options.values().scopes
    }

    /// How long one attempt may take, if the caller set it.
    #[must_use]
    pub fn attempt_timeout(&self) -> Option<Duration> {
        self.options.values().attempt_timeout
    }

    /// How long the call may take in all, if that is limited.
    #[must_use]
    pub fn total_timeout(&self) -> Option<Duration> {
        let of_transport = || self.profile().and_then(|profile| profile.total_timeout);
        self.options.values().total_timeout.or_else(of_transport)
    }

    /// How often the request was handed to the connection so far.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts.load(Ordering::Relaxed)
    }

    /// Whether the server may have executed the request in any of the attempts so far.
    #[must_use]
    pub fn may_have_executed(&self) -> bool {
        self.fate.may_have_executed()
    }

    /// Whether the body of a success is left unread, for the caller to read as it comes.
    #[must_use]
    pub fn streams(&self) -> bool {
        self.streams
    }

    /// Whether the call is to a URL as it stands, which need not be below the base.
    #[must_use]
    pub fn is_to_url(&self) -> bool {
        self.hosts.is_some()
    }

    /// Whether what proves who calls may go to this URI.
    pub(crate) fn trusts(&self, uri: &Uri) -> bool {
        let Some(hosts) = &self.hosts else {
            return true;
        };
        let base = self.base();
        if base.is_some_and(|base| base.is_origin_of(uri)) {
            return true;
        }
        let may_be_plain = base.is_some_and(|base| !base.is_https());
        (may_be_plain || uri.scheme() == Some(&Scheme::HTTPS)) && hosts.contain(uri)
    }

    /// How long nothing may come of an answer that is streamed, if that is limited.
    pub(crate) fn idle_timeout(&self) -> Option<Duration> {
        let of_transport = || self.profile()?.idle_timeout;
        self.options.values().idle_timeout.or_else(of_transport)
    }

    pub(crate) fn decoder(&self) -> Option<&dyn ErrorDecoder> {
        Some(&*self.profile()?.decoder)
    }

    /// Whether a layer of ours keeps account of what is sent.
    pub(crate) fn keeps_account(&self) -> bool {
        self.profile().is_some_and(|profile| profile.keeps_account)
    }

    /// Whether the body is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    pub(crate) fn user_agent(&self) -> Option<&HeaderValue> {
        self.profile()?.user_agent.as_ref()
    }

    /// Who has the credential, if it is not the one of the stack.
    pub(crate) fn credential(&self) -> Option<&Arc<dyn CredentialProvider>> {
        let of_transport = || self.profile()?.credential.as_ref();
        self.options
            .values()
            .credential
            .as_ref()
            .or_else(of_transport)
    }

    /// Who says what refusing answers mean.
    pub(crate) fn judge(&self) -> Option<&Arc<dyn Judge>> {
        self.profile()?.judge.as_ref()
    }

    /// When the call was started, which it is by now at the latest.
    pub(crate) fn started(&self) -> Instant {
        *self.started.get_or_init(Instant::now)
    }

    /// When the time of the call is up.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.started().checked_add(self.total_timeout()?)
    }

    /// A timer is set, or not any more, that wakes the call before its time is up, so that another
    /// one is not needed.
    pub(crate) fn set_timed(&self, timed: bool) {
        self.timed.store(timed, Ordering::Release);
    }

    pub(crate) fn is_timed(&self) -> bool {
        self.timed.load(Ordering::Acquire)
    }

    pub(crate) fn base(&self) -> Option<&Base> {
        self.profile()?.base.as_ref()
    }

    /// Whether it is too late for another attempt: what was sent before may have been executed, and
    /// the caller allows its repeat only [for a time](CallOptions::repeat_within) that is over.
    pub(crate) fn is_too_late(&self) -> bool {
        self.may_have_executed() && self.is_window_over()
    }

    fn is_window_over(&self) -> bool {
        let Some(window) = self.options.values().repeat_within else {
            return false;
        };
        self.first_sent.get().is_some_and(|(first, on_the_wall)| {
            first.elapsed() > window || on_the_wall.elapsed().is_ok_and(|since| since > window)
        })
    }

    /// An attempt starts, with or without a body. Gives its number.
    pub(crate) fn begin_attempt(&self, body: bool) -> u32 {
        if self.options.values().repeat_within.is_some() {
            self.first_sent
                .get_or_init(|| (Instant::now(), SystemTime::now()));
        }
        self.repeats_doubt
            .store(self.fate.may_have_executed(), Ordering::Relaxed);
        self.status.store(0, Ordering::Relaxed);
        self.attempts.fetch_add(1, Ordering::Relaxed);
        self.fate.begin(body)
    }

    /// The connection wants the first of the body of this attempt. `false` if the attempt is over, or
    /// it has become too late for a repeat while the connection was made: then nothing must be given
    /// out any more.
    pub(crate) fn take_body(&self, attempt: u32) -> bool {
        let too_late = self.fate.earlier_may_have_executed() && self.is_window_over();
        !too_late && self.fate.take_body(attempt)
    }

    /// The request left later than its token of the rate limit said.
    pub(crate) fn set_late(&self) {
        self.late.store(true, Ordering::Relaxed);
    }

    /// Whether it did, and nobody has asked yet.
    #[inline]
    pub(crate) fn take_late(&self) -> bool {
        // A look is cheaper than an exchange.
        self.late.load(Ordering::Relaxed) && self.late.swap(false, Ordering::Relaxed)
    }

    /// Whether the last attempt repeats one that may have been executed.
    pub(crate) fn repeats_doubt(&self) -> bool {
        self.repeats_doubt.load(Ordering::Relaxed)
    }

    /// The last attempt is answered, with this status. Its body may never come.
    pub(crate) fn answered(&self, status: StatusCode) {
        self.status.store(status.as_u16(), Ordering::Relaxed);
    }

    /// An attempt is on its way to the connection, all its waiting over.
    pub(crate) fn begins(&self, now: Instant) {
        self.first_begun.get_or_init(|| now);
        self.status.store(0, Ordering::Relaxed);
    }

    /// When the first attempt had its waiting over. As far as is known: when the call was started.
    pub(crate) fn first_begun(&self) -> Instant {
        let begun = self.first_begun.get().copied();
        begun.unwrap_or_else(|| self.started())
    }

    /// The status of the answer to the last attempt, if there was one.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.status.load(Ordering::Relaxed)).ok()
    }

    /// The attempt is over, and this is known of it.
    pub(crate) fn settle(&self, may_have_executed: bool) {
        self.fate.settle(may_have_executed);
    }

    /// The last attempt is over, and its answer says that it was not executed, whatever its status.
    pub(crate) fn acquit(&self) {
        if !self.repeats_doubt() {
            self.fate.acquit();
        }
    }

    /// The attempt is over, and nothing is known of it but what the connection took. Tells whether
    /// any attempt may have been executed; that stays true, since the connection gets nothing more.
    pub(crate) fn conclude(&self) -> bool {
        self.fate.conclude()
    }
}

/// The call that a request with these extensions belongs to.
pub(crate) fn of(extensions: &Extensions) -> Option<&Arc<Call>> {
    extensions.get::<Arc<Call>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_the_machine_slept_through_counts() {
        const MINUTE: Duration = Duration::from_secs(60);
        let options = CallOptions::new().repeat_within(MINUTE);
        let call = Call::new(Endpoint::post("a.b", "/"), options);
        let slept = SystemTime::now() - 2 * MINUTE;
        call.first_sent.set((Instant::now(), slept)).unwrap();
        assert!(!call.is_too_late(), "nothing was sent");
        call.begin_attempt(false);
        assert!(call.is_too_late());
    }

    #[test]
    fn who_is_acquitted_was_not_executed_unless_it_was_the_one_before() {
        let call = Call::new(Endpoint::post("a.b", "/"), CallOptions::new());
        call.begin_attempt(true);
        call.settle(true);
        assert!(call.may_have_executed());
        call.acquit();
        assert!(!call.may_have_executed() && !call.conclude());
        call.begin_attempt(false);
        call.settle(true);
        call.begin_attempt(false);
        call.settle(true);
        call.acquit();
        assert!(call.may_have_executed());
    }
}

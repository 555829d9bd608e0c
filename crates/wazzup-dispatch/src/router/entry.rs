use std::{
    any::{Any, TypeId, type_name},
    borrow::Cow,
    marker::PhantomData,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::{FutureExt, future::CatchUnwind};
use tokio::time::{Timeout, timeout};

use crate::{
    BoxError,
    envelope::{Envelope, EventArg},
    event::Question,
    extract::{Delivery, ExtractError, Scopes},
    handler::{Begun, Bound, Erased, Flow, Handler, IntoAnswer, IntoFlow},
    report::Panic,
    router::Router,
    wait::Mark,
};

/// What a registered handler is removed by. Unique in the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandlerId(u64);

impl HandlerId {
    fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// A registered handler, described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandlerInfo {
    id: HandlerId,
    name: Cow<'static, str>,
    event: &'static str,
    order: i32,
}

impl HandlerInfo {
    /// What it is removed by.
    #[must_use]
    pub fn id(&self) -> HandlerId {
        self.id
    }

    /// Its [name](Handler::named), or its function's path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of its event, `*` for every event.
    #[must_use]
    pub fn event(&self) -> &'static str {
        self.event
    }

    /// Its [group](Handler::order).
    #[must_use]
    pub fn order(&self) -> i32 {
        self.order
    }
}

pub(super) type Acted = Result<Flow, BoxError>;
pub(super) type Answered = Result<Box<dyn Any + Send>, BoxError>;

/// A registered handler whose result becomes `T`.
pub(super) struct Entry<T> {
    pub(super) info: Arc<HandlerInfo>,
    /// The event's type; none for every event.
    pub(super) event: Option<TypeId>,
    pub(super) filtered: bool,
    pub(super) detached: bool,
    pub(super) looks_back: bool,
    timeout: Option<Duration>,
    pub(super) scopes: Scopes,
    handler: Arc<dyn Erased<T>>,
}

/// How a handler ended, before it's known what for.
pub(super) enum End<T> {
    Returned(T),
    Filtered,
    MissingArgument(ExtractError),
    Panicked(Panic),
    TimedOut(Duration),
}

impl<T: 'static> Entry<T> {
    pub(super) fn bind<E, Args, H>(
        mut handler: H,
        scopes: Scopes,
        convert: fn(H::Output) -> T,
    ) -> Self
    where
        E: EventArg,
        Args: 'static,
        H: Handler<E, Args>,
    {
        let settings = handler.take_settings();
        let name = settings.name.unwrap_or_else(|| type_name::<H>().into());
        let info = HandlerInfo {
            id: HandlerId::next(),
            name,
            event: E::NAME,
            order: settings.order.unwrap_or_default(),
        };
        Self {
            info: Arc::new(info),
            event: E::event_type(),
            filtered: settings.filter.is_some(),
            detached: settings.detached,
            looks_back: H::LOOKS_BACK,
            timeout: settings.timeout,
            scopes,
            handler: Arc::new(Bound {
                handler,
                filter: settings.filter,
                convert,
                marker: PhantomData,
            }),
        }
    }

    /// The same in another router.
    pub(super) fn adopted(&self, scopes: Scopes, default_timeout: Option<Duration>) -> Self {
        Self {
            info: self.info.clone(),
            event: self.event,
            filtered: self.filtered,
            detached: self.detached,
            looks_back: self.looks_back,
            timeout: self.limit(default_timeout),
            scopes,
            handler: self.handler.clone(),
        }
    }

    pub(super) fn id(&self) -> HandlerId {
        self.info.id
    }

    pub(super) fn check(&self) -> Result<(), ExtractError> {
        self.handler.check(&self.scopes)
    }

    /// Its time limit, given what the router says.
    fn limit(&self, default: Option<Duration>) -> Option<Duration> {
        if self.detached {
            self.timeout
        } else {
            self.timeout.or(default)
        }
    }

    /// Runs it to one of its ends. Never panics.
    pub(super) async fn run(
        &self,
        envelope: &Envelope,
        router: &Router,
        mark: Option<Mark>,
        default_timeout: Option<Duration>,
    ) -> End<T> {
        match self.begin(envelope, router, mark, default_timeout) {
            Ok(running) => running.await,
            Err(end) => end,
        }
    }

    /// Starts it, unless that is its end already. What runs owns all it needs, and never panics.
    pub(super) fn begin(
        &self,
        envelope: &Envelope,
        router: &Router,
        mark: Option<Mark>,
        default_timeout: Option<Duration>,
    ) -> Result<Running<T>, End<T>> {
        let begun = catch_unwind(AssertUnwindSafe(|| {
            let delivery = Delivery {
                envelope,
                router,
                scopes: &self.scopes,
                handler: &self.info,
                mark,
            };
            self.handler.begin(&delivery)
        }));
        let running = match begun {
            Ok(Begun::Running(running)) => AssertUnwindSafe(running).catch_unwind(),
            Ok(Begun::Filtered) => return Err(End::Filtered),
            Ok(Begun::Failed(error)) => return Err(End::MissingArgument(error)),
            Err(payload) => return Err(End::Panicked(Panic::new(&*payload))),
        };
        Ok(match self.limit(default_timeout) {
            None => Running::Free(running),
            Some(limit) => Running::Limited(limit, Box::pin(timeout(limit, running))),
        })
    }
}

type Caught<T> = CatchUnwind<AssertUnwindSafe<Pin<Box<dyn Future<Output = T> + Send>>>>;

/// A handler at work. Small, since it is moved about with every event.
pub(super) enum Running<T> {
    Free(Caught<T>),
    Limited(Duration, Pin<Box<Timeout<Caught<T>>>>),
}

impl<T> Future for Running<T> {
    type Output = End<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<End<T>> {
        let returned = match self.get_mut() {
            Self::Free(running) => ready!(running.poll_unpin(cx)),
            Self::Limited(limit, running) => match ready!(running.as_mut().poll(cx)) {
                Ok(returned) => returned,
                Err(_) => return Poll::Ready(End::TimedOut(*limit)),
            },
        };
        Poll::Ready(match returned {
            Ok(result) => End::Returned(result),
            Err(payload) => End::Panicked(Panic::new(&*payload)),
        })
    }
}

pub(super) fn acted<R: IntoFlow>(result: R) -> Acted {
    result.into_flow()
}

pub(super) fn answered<Q: Question, R: IntoAnswer<Q::Answer>>(result: R) -> Answered {
    match result.into_answer() {
        Ok(answer) => Ok(Box::new(answer)),
        Err(error) => Err(error),
    }
}

use wazzup_dispatch::{Filter, Handler, IntoAnswer, Router};
use wazzup_whatsapp_types::flow::{FlowAction, FlowResponse};

use super::{FlowRequest, filters};

/// The groups, by [order](Handler::order), of handlers for an action on any screen, and on one.
const ANY_SCREEN: i32 = -2;
const ONE_SCREEN: i32 = -1;

/// Who answers which request of a flow.
///
/// Handlers are async functions of a [`FlowRequest`] and of what
/// [`wazzup_dispatch`] takes out of a delivery, such as [`State`](wazzup_dispatch::State). They
/// return a [`FlowResponse`], or a `Result` of it. One answers a request; it is looked for
///
/// 1. among those for its action on any screen,
/// 2. then among those for its action on its screen,
/// 3. then among those that were registered with a filter of their own,
///
/// in each group in the order they were registered, and
///
/// 4. is [the one for everything](Self::on_flow_request) otherwise.
///
/// Handlers with a filter that says no are passed over. A notice of an
/// [error](wazzup_whatsapp_types::flow::FlowRequest::error) is no request: it goes to
/// [`on_error`](Self::on_error), the third group, or the last.
///
/// ```
/// use serde_json::json;
/// use wazzup_whatsapp_types::flow::FlowResponse;
/// use wazzup_whatsapp_webhooks::flow::{BoxError, FlowHandlers, FlowRefusal, FlowRequest};
/// use wazzup_dispatch::State;
///
/// # #[derive(Clone)] struct Calendar;
/// # impl Calendar {
/// #     async fn free(&self) -> Vec<String> { vec![] }
/// #     async fn book(&self, _: &str) -> Option<String> { None }
/// # }
/// #[derive(serde::Deserialize)]
/// struct Slot {
///     slot: String,
/// }
///
/// async fn open(
///     request: FlowRequest,
///     State(calendar): State<Calendar>,
/// ) -> Result<FlowResponse, BoxError> {
///     let slots = calendar.free().await;
///     if slots.is_empty() {
///         return Err(FlowRefusal::token_no_longer_valid("Nothing is left").into());
///     }
///     Ok(request.next("SLOTS".parse()?, &json!({ "slots": slots }))?)
/// }
///
/// async fn book(
///     request: FlowRequest,
///     State(calendar): State<Calendar>,
/// ) -> Result<FlowResponse, BoxError> {
///     let form: Slot = request.data()?;
///     Ok(match calendar.book(&form.slot).await {
///         Some(booking) => request.finish(&json!({ "booking": booking }))?,
///         None => request.again(&json!({ "slots": calendar.free().await }), "Just taken")?,
///     })
/// }
///
/// let handlers = FlowHandlers::new()
///     .with_state(Calendar)
///     .on_init(open)
///     .on_data_exchange("SLOTS", book);
/// ```
#[derive(Clone, Debug, Default)]
pub struct FlowHandlers(Router);

impl FlowHandlers {
    /// No handler yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds state that the handlers take as [`State`](wazzup_dispatch::State).
    #[must_use]
    pub fn with_state<T: Clone + Send + Sync + 'static>(self, state: T) -> Self {
        self.0.set_state(state);
        self
    }

    /// Answers every request that no other handler answers. A later one replaces it, unless one of
    /// the two has a [filter](Handler::filter).
    #[doc(alias = "add_flow_request_handler")]
    #[must_use]
    pub fn on_flow_request<Args, H>(self, handler: H) -> Self
    where
        Args: 'static,
        H: Handler<FlowRequest, Args>,
        H::Output: IntoAnswer<FlowResponse>,
    {
        self.0.add_answer(handler);
        self
    }

    /// Answers when the flow is opened.
    #[must_use]
    pub fn on_init<Args, H>(self, handler: H) -> Self
    where
        Args: 'static,
        H: Handler<FlowRequest, Args>,
        H::Output: IntoAnswer<FlowResponse>,
    {
        self.on(FlowAction::Init, None, handler)
    }

    /// Answers when this screen was submitted, or any for `None`.
    #[must_use]
    pub fn on_data_exchange<'s, Args, H>(
        self,
        screen: impl Into<Option<&'s str>>,
        handler: H,
    ) -> Self
    where
        Args: 'static,
        H: Handler<FlowRequest, Args>,
        H::Output: IntoAnswer<FlowResponse>,
    {
        self.on(FlowAction::DataExchange, screen, handler)
    }

    /// Answers when somebody went back from this screen, or from any for `None`.
    #[must_use]
    pub fn on_back<'s, Args, H>(self, screen: impl Into<Option<&'s str>>, handler: H) -> Self
    where
        Args: 'static,
        H: Handler<FlowRequest, Args>,
        H::Output: IntoAnswer<FlowResponse>,
    {
        self.on(FlowAction::Back, screen, handler)
    }

    /// Answers this action on this screen, or on any for `None`. A
    /// [ping](FlowAction::Ping) never comes here: the endpoint answers it.
    ///
    /// Sets the handler's [order](Handler::order); whatever it had is lost.
    #[must_use]
    pub fn on<'s, Args, H>(
        self,
        action: FlowAction,
        screen: impl Into<Option<&'s str>>,
        handler: H,
    ) -> Self
    where
        Args: 'static,
        H: Handler<FlowRequest, Args>,
        H::Output: IntoAnswer<FlowResponse>,
    {
        let handler = handler.filter(filters::action(action).and(filters::error().not()));
        self.0.add_answer(match screen.into() {
            None => handler.order(ANY_SCREEN),
            Some(screen) => handler.filter(filters::screen(screen)).order(ONE_SCREEN),
        });
        self
    }

    /// Is told when the flow could not use the last answer. What it returns goes nowhere, since
    /// the endpoint [acknowledges](super::FlowEndpointBuilder::acknowledge_errors) the notice,
    /// unless that is switched off.
    #[must_use]
    pub fn on_error<Args, H>(self, handler: H) -> Self
    where
        Args: 'static,
        H: Handler<FlowRequest, Args>,
        H::Output: IntoAnswer<FlowResponse>,
    {
        let handler = handler.filter(filters::error()).order(ANY_SCREEN);
        self.0.add_answer(handler);
        self
    }

    /// The router that holds them: to add and remove handlers at run time, to
    /// [merge](Router::merge) those of another module, to set time limits.
    #[must_use]
    pub fn router(&self) -> &Router {
        &self.0
    }
}

/// Handlers that were registered by [`Router::answer`], and the router's state.
impl From<Router> for FlowHandlers {
    fn from(router: Router) -> Self {
        Self(router)
    }
}

impl From<FlowHandlers> for Router {
    fn from(handlers: FlowHandlers) -> Self {
        handlers.0
    }
}

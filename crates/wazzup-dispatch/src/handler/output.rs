use crate::BoxError;

/// Whether the handlers of later [order](crate::Handler::order) run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "there is nothing between going on and not"
)]
pub enum Flow {
    /// They do. What a handler that returns `()` means.
    #[default]
    Continue,
    /// They don't. Handlers of the same order run to their end.
    Stop,
}

/// What a handler may return: `()`, [`Flow`], or a `Result` of one of them whose error fits into a
/// [`BoxError`].
#[diagnostic::on_unimplemented(
    message = "a handler can't return `{Self}`",
    label = "the handler's result must be `()`, `Flow`, or a `Result` of one of them",
    note = "the error of a `Result` must convert into `Box<dyn Error + Send + Sync>`; a handler that \
            answers a question is registered with `Router::answer`"
)]
pub trait IntoFlow {
    /// Makes one thing of it.
    ///
    /// # Errors
    ///
    /// The handler's.
    fn into_flow(self) -> Result<Flow, BoxError>;
}

impl IntoFlow for () {
    fn into_flow(self) -> Result<Flow, BoxError> {
        Ok(Flow::Continue)
    }
}

impl IntoFlow for Flow {
    fn into_flow(self) -> Result<Flow, BoxError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> IntoFlow for Result<(), E> {
    fn into_flow(self) -> Result<Flow, BoxError> {
        self.map(|()| Flow::Continue).map_err(Into::into)
    }
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> IntoFlow for Result<Flow, E> {
    fn into_flow(self) -> Result<Flow, BoxError> {
        self.map_err(Into::into)
    }
}

/// What a handler that answers a question may return: the answer, or a `Result` of it whose error
/// fits into a [`BoxError`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an answer to this question",
    label = "the handler's result must be `{A}`, or a `Result` of it",
    note = "the error of a `Result` must convert into `Box<dyn Error + Send + Sync>`"
)]
pub trait IntoAnswer<A> {
    /// Makes one thing of it.
    ///
    /// # Errors
    ///
    /// The handler's.
    fn into_answer(self) -> Result<A, BoxError>;
}

impl<A> IntoAnswer<A> for A {
    fn into_answer(self) -> Result<A, BoxError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<A, E: Into<BoxError>> IntoAnswer<A> for Result<A, E> {
    fn into_answer(self) -> Result<A, BoxError> {
        self.map_err(Into::into)
    }
}

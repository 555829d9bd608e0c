/// When a delivery of events is answered 200.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Policy {
    /// After all handlers, if all succeeded; else 500, so that the delivery may be sent again.
    ///
    /// If it is, all handlers run again, also those that had succeeded: make them idempotent, or let
    /// the endpoint remember what was handled.
    #[default]
    AfterSuccess,
    /// After all handlers, however they ended.
    AfterHandlers,
    /// At once, before the handlers run. For handlers that may take longer than the sender waits.
    /// [`Work::drained`](crate::Work::drained) waits for them at the end of a program.
    AnswerFirst,
}

/// Gives a request type with a field `options: CallOptions` the setters that every request has.
///
/// `with_*` is about the call; what is about the API has the name of its field there.
///
/// ```
/// use wazzup_transport::{CallOptions, typed::call_options};
///
/// #[derive(Default)]
/// struct SendMessage {
///     options: CallOptions,
/// }
///
/// call_options!(SendMessage);
///
/// let send = SendMessage::default().without_retry();
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __call_options {
    ($(<$($param:ident),+>)? $name:ident) => {
        impl$(<$($param),+>)? $name$(<$($param),+>)? {
            /// Replaces all options of this call.
            pub fn with_options(mut self, options: $crate::CallOptions) -> Self {
                self.options = options;
                self
            }

            /// Gives up after this time in all, attempts, pauses and waits for the rate limit
            /// included.
            pub fn with_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.options = self.options.total_timeout(timeout);
                self
            }

            /// Gives up on one attempt after this time.
            pub fn with_attempt_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.options = self.options.attempt_timeout(timeout);
                self
            }

            /// Tries at most this often, the first time included.
            pub fn with_max_attempts(mut self, attempts: u32) -> Self {
                self.options = self.options.max_attempts(attempts);
                self
            }

            /// Tries once only, whatever happens.
            pub fn without_retry(mut self) -> Self {
                self.options = self.options.no_retry();
                self
            }

            /// Adds a header to each request of the call.
            pub fn with_header(
                mut self,
                name: $crate::typed::__http::HeaderName,
                value: $crate::typed::__http::HeaderValue,
            ) -> Self {
                self.options = self.options.header(name, value);
                self
            }
        }
    };
}

#[doc(inline)]
pub use __call_options as call_options;

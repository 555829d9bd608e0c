use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};
use http_body::Body;

use crate::{Reply, Unread, Work, content_type::is_clearly_not_json};

/// What one service's webhook endpoint does with a request. [`EndpointService`] does the rest.
///
/// [`EndpointService`]: crate::EndpointService
pub trait Endpoint: Send + Sync + 'static {
    /// What is kept of a head until its body is complete, such as the signature it brought.
    type Kept;

    /// What is to be handled, such as a delivery's events.
    type Job: Send + 'static;

    /// Looks at the head, before a byte of the body is read: a final answer, good or bad, or how to
    /// go on. A request whose answer needs no body, such as a `GET`, is answered here.
    ///
    /// # Errors
    ///
    /// The answer, if it is final.
    fn admit(&self, head: &Head<'_>) -> Result<Admission<Self::Kept>, Reply>;

    /// Takes the complete body, of which nothing is parsed so far: the place to check a signature,
    /// and to parse.
    fn take(&self, kept: Self::Kept, body: Bytes) -> Taken<Self::Job>;

    /// Handles what a body asked for, and answers it: here the handlers run. Counted as
    /// [`Work`], and run to its end, whoever waits for it, unless the work is
    /// [abandoned](Work::abandon). A panic is the server's to catch.
    fn run(&self, job: Self::Job) -> impl Future<Output = Reply> + Send;

    /// The answer to a body that was not read to its end.
    fn unread(&self, _kept: Self::Kept, why: Unread) -> Reply {
        match why {
            Unread::TooLarge => Reply::too_large(),
            Unread::Broken => Reply::body_broken(),
        }
    }

    /// Where deliveries being handled are counted.
    fn work(&self) -> &Work;
}

/// The head of a request, and how long its body is at least.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    body_at_least: u64,
}

impl<'a> Head<'a> {
    /// The head of this request.
    #[inline]
    pub fn of<B: Body>(request: &'a Request<B>) -> Self {
        Self {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
            body_at_least: request.body().size_hint().lower(),
        }
    }

    /// The method.
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// The address, its query included.
    pub fn uri(&self) -> &'a Uri {
        self.uri
    }

    /// The headers.
    pub fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    /// How many bytes the body has at least: all of them if the sender said how many there are.
    pub fn body_at_least(&self) -> u64 {
        self.body_at_least
    }

    /// Whether the sender says that the body is something else than JSON. Nothing and nonsense in
    /// place of a content type pass, and so does every type that ends with `json`.
    pub fn is_clearly_not_json(&self) -> bool {
        is_clearly_not_json(self.headers)
    }
}

// Headers and queries hold secrets.
impl fmt::Debug for Head<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("method", self.method)
            .field("body_at_least", &self.body_at_least)
            .finish_non_exhaustive()
    }
}

/// Leave to read a body. From [`Endpoint::admit`].
#[derive(Debug)]
pub struct Admission<T> {
    pub(crate) kept: T,
    pub(crate) limit: u64,
}

impl<T> Admission<T> {
    /// Leave to read so many bytes, and what is kept until then. [`Endpoint::unread`] answers a
    /// larger body as soon as it is known to be one.
    pub fn new(kept: T, limit: u64) -> Self {
        Self { kept, limit }
    }
}

/// What a complete body leads to. From [`Endpoint::take`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Taken<J> {
    /// An answer, and nothing else.
    Answered(Reply),
    /// A job for [`Endpoint::run`], which answers.
    Job(J),
    /// An answer at once, and a job whose answer is thrown away.
    AnsweredFirst(Reply, J),
}

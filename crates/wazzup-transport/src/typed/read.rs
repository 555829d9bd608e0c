//! How answers are read.

use serde::de::DeserializeOwned;

use crate::{Error, Reply};

/// Makes the value of a call out of its answer, or out of the lack of one.
pub type Read<T> = fn(Result<Reply, Error>) -> Result<T, Error>;

/// A JSON value.
///
/// # Errors
///
/// That of the call, or [`Decode`](crate::ErrorKind::Decode).
pub fn json<T: DeserializeOwned + 'static>(reply: Result<Reply, Error>) -> Result<T, Error> {
    reply?.json()
}

/// A JSON value, or an empty one if the answer is empty or `null`. Anything else must be that value.
///
/// # Errors
///
/// That of the call, or [`Decode`](crate::ErrorKind::Decode).
pub fn json_or_empty<T>(reply: Result<Reply, Error>) -> Result<T, Error>
where
    T: DeserializeOwned + Default + 'static,
{
    Ok(reply?.json::<Option<T>>()?.unwrap_or_default())
}

/// A JSON value, or `None` if the answer of success holds no such thing: empty, not JSON, another
/// shape. For routes whose answer is not documented.
///
/// # Errors
///
/// That of the call.
pub fn json_if_any<T: DeserializeOwned + 'static>(
    reply: Result<Reply, Error>,
) -> Result<Option<T>, Error> {
    // By way of an option, as an empty body reads as `null`, which some values take.
    Ok(reply?.json::<Option<T>>().ok().flatten())
}

/// A JSON value, or an empty one if the answer of success holds no such thing.
///
/// # Errors
///
/// That of the call.
pub fn json_or_default<T>(reply: Result<Reply, Error>) -> Result<T, Error>
where
    T: DeserializeOwned + Default + 'static,
{
    Ok(json_if_any(reply)?.unwrap_or_default())
}

/// Success, whatever the body says.
///
/// # Errors
///
/// That of the call.
pub fn nothing(reply: Result<Reply, Error>) -> Result<(), Error> {
    reply.map(drop)
}

/// Success, or "not there" in answer to a repeat: then an earlier try, whose answer was lost, has
/// deleted it. Which errors say "not there" is told by the function.
///
/// # Errors
///
/// That of the call.
pub fn deleted_unless(
    reply: Result<Reply, Error>,
    is_gone: impl FnOnce(&Error) -> bool,
) -> Result<(), Error> {
    match reply {
        // "Not there" executes nothing itself, so the doubt is about an earlier try.
        Err(error) if error.may_have_executed() && is_gone(&error) => Ok(()),
        reply => nothing(reply),
    }
}

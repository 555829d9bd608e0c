//! How answers are read.

use serde::de::DeserializeOwned;
use wazzup_transport::Reply;
use wazzup_types::error::ErrorCategory;

use crate::{Error, ErrorExt, ErrorKind, Result};

/// Makes the value of a call out of its answer, or out of the lack of one.
pub(crate) type Read<T> = fn(Result<Reply>) -> Result<T>;

/// A JSON value.
pub(crate) fn json<T: DeserializeOwned + 'static>(reply: Result<Reply>) -> Result<T> {
    reply?.json()
}

/// A JSON value, or an empty one if the answer is empty or `null`. Anything else must be that value.
pub(crate) fn json_or_empty<T>(reply: Result<Reply>) -> Result<T>
where
    T: DeserializeOwned + Default + 'static,
{
    Ok(reply?.json::<Option<T>>()?.unwrap_or_default())
}

/// Success, whatever the body says: these answers are empty, undocumented, or, for the webhook
/// settings, documented as something that is not JSON.
pub(crate) fn nothing(reply: Result<Reply>) -> Result<()> {
    reply.map(drop)
}

/// Success, or "not there" in answer to a repeat: then an earlier try, whose answer was lost, has
/// deleted it.
pub(crate) fn deleted(reply: Result<Reply>) -> Result<()> {
    let is_gone = |error: &Error| {
        error.kind() == ErrorKind::NotFound || error.category() == ErrorCategory::NotFound
    };
    match reply {
        // "Not there" executes nothing itself, so the doubt is about an earlier try.
        Err(error) if error.may_have_executed() && is_gone(&error) => Ok(()),
        reply => nothing(reply),
    }
}

/// A JSON value, or `None` if the answer of success holds no such thing: empty, not JSON, another
/// shape. For routes whose answer is not documented.
pub(crate) fn json_if_any<T: DeserializeOwned + 'static>(
    reply: Result<Reply>,
) -> Result<Option<T>> {
    // By way of an option, as an empty body reads as `null`, which some values take.
    Ok(reply?.json::<Option<T>>().ok().flatten())
}

/// A JSON value, or an empty one if the answer of success holds no such thing.
pub(crate) fn json_or_default<T>(reply: Result<Reply>) -> Result<T>
where
    T: DeserializeOwned + Default + 'static,
{
    Ok(json_if_any(reply)?.unwrap_or_default())
}
